"""Cuts the facts out of GitLab's public product data and writes them beside this file.

Kept: names and titles, flags, tiers, dates, ids, scores, relations and links. Left out: every descriptive sentence.
A cell that held a text becomes `stated` (with the links the text carried), a cell that held `tbd` stays `tbd`, an
empty one stays empty, so that "answered or not" survives without the wording. File names, columns and keys are those
of the source.

    python samples/gitlab-2022/extract.py --from DIR [--to DIR]

The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

NOTE = "# GitLab, handbook and website, CC BY-SA 4.0. Facts only, cut by extract.py; see README.md and LICENSE.md.\n"
LONGEST_TITLE = 14
LONGEST_NAME = 8
LONGEST_CELL = 4

FEATURE_FACTS = {
    "title", "category", "link", "pps_aggregate", "pps_recent", "solution", "pricing_theme", "pricing_page",
    "feature_page", "hours_per_incident", "incidents_per_year", "shorthand", "gitlab_com", "works_by_default",
}  # fmt: skip
CATEGORY_FACTS = {
    "name", "stage", "label", "feature_labels", "documentation", "direction", "marketing", "marketing_page", "roi",
    "maturity", "new_maturity", "available", "viable", "complete", "lovable", "dogfooding_status", "dogfooding_group",
    "ux_scorecard_link", "ux_scorecard_score", "priority_level", "opportunity", "acquisition_one", "acquisition_two",
}  # fmt: skip
OWNER_ROLES = {
    "pm", "pmm", "pdm", "em", "cm", "qm", "rem", "sm", "spd", "ux", "uxr", "sets", "support", "tech_writer",
    "appsec_engineer", "backend_engineering_manager", "frontend_engineering_manager", "fullstack_engineering_manager",
    "fullstack_managers", "group_developers", "product_sponsor",
}  # fmt: skip
SECTION_FACTS = OWNER_ROLES | {"name", "direction", "handbook"}
GROUP_FACTS = OWNER_ROLES | {
    "name", "focus", "categories", "internal_customers", "feature_labels", "label", "direction", "handbook",
    "roadmap", "group_link", "gitlab_group", "pi_gmau", "pi_pgmau", "comp_comparison", "usage_driver_score",
    "asp_driver_score", "sam_driver_score", "group_development_spend_percent", "be_team_tag", "fe_team_tag",
    "cs_team_tag",
}  # fmt: skip
STAGE_FACTS = OWNER_ROLES | {
    "display_name", "marketing", "tw", "enabling", "direction", "roadmap", "handbook", "established", "lifecycle",
    "section", "related", "usage_driver_score", "revenue_driver_score", "sam_driver_score",
    "stage_development_spend_percent", "analyst_reports", "comp_comparison", "internal_customers", "gitlab_group",
    "pi_gmau", "pi_pgmau",
}  # fmt: skip
LIST_FACTS = {
    "jobs_to_be_done.yml": {"slug", "parent", "short_jtbd", "micro_job", "grade", "confidence", "source", "group"},
    "resources.yml": {"title", "url", "type", "topics", "solutions"},
    "collateral_inventory.yml": {
        "title", "author", "team", "team*", "asset_type", "date_published", "date_published*", "last_changed",
        "gitlab_release", "use_case", "stage", "category", "link", "embedded_link", "gated_link",
    },
    "analyst_reports.yml": {"url", "title", "subtitle", "resource_link", "canonical_path"},
    "pricing_themes.yml": {"name", "tier", "theme_page", "value_driver", "pricing_page_hidden"},
    "marketing_kpis.yml": {"name", "base_path", "target", "org", "is_key", "public", "sisense_data", "urls"},
    "addressable_markets.yml": {"stage", "tamkt", "percent_servicable", "serviceable_url"},
}  # fmt: skip
RELEASE_ITEM_FACTS = (
    "release", "release_date", "level", "name", "available_in", "gitlab_com", "stage", "categories", "reporter",
    "issue_url", "documentation_link", "removal_or_due", "source",
)  # fmt: skip
TABLE_TEXTS = {
    "Description", "How GitLab Delivers", "How GitLab Delivers Today", "Value", "Value / ROI", "Value/ROI",
    "Proof Point", "Notes", "Market Position", "Strengths", "Weaknesses", "Typical capability-enabling features",
    "Typical features enabling this capability", "Typical features that enable this capability", "Demo", "Demos",
}  # fmt: skip
TABLE_NAMES = {"GitLab Category", "GitLab **Stage**/Category", "Feature / Use Case", "Feature / Scenario"}
BUYER_FACTS = {"potential titles", "reports to", "job is measured by", "purchasing role", "purchasing roles"}
PLACINGS = ("Leader", "Strong Performer", "Challenger", "Niche Player", "Representative Vendor", "Customers' Choice")

LINK = re.compile(
    r"\[(?:!\[[^\]]*\]\([^)]*\))?\s*([^\[\]]*)\]\(\s*([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\s*\)|<a[^>]*href=\"([^\"]*)\"[^>]*>(.*?)</a>"
)


def keep(record: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The named keys of a record, in the record's own order."""
    return {name: value for name, value in record.items() if name in names}


def stated(cell: object) -> str:
    """What may be said of a text without its words: empty, `tbd`, or `stated` followed by the links it carries."""
    text = re.sub(r"^[\s*_-]+|[\s*_-]+$", "", str(cell or ""))
    if not text or text.lower() == "tbd":
        return text.lower()
    return " ".join(["stated", *(f"[{name}]({target})" for name, target in links(text))])


def links(text: str) -> Iterator[tuple[str, str]]:
    """Link texts and targets in order; a link text as long as a sentence, or one naming a reviewer, is shortened."""
    for markdown_name, markdown_target, html_target, html_name in LINK.findall(text):
        name = re.sub(r"[*_`]+|<[^>]*>", "", markdown_name or html_name).strip().rstrip(".,;:")
        name = re.sub(r"^.* on (G2 .*)$", r"\1", name)
        target = markdown_target or html_target
        if target and (len(name.split()) > LONGEST_TITLE or not name):
            name = "link"
        if target:
            yield name, target


def feature(record: dict[str, Any]) -> dict[str, Any]:
    """One feature: its named facts, tier flags and competitor cells (true, false, partially; details are dropped)."""
    facts: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and "valid" in value:
            facts[name] = {"valid": value["valid"]}
        elif name == "works_by_default":
            facts[name] = {where: how for where, how in value.items() if where != "note"}
        elif name in FEATURE_FACTS or isinstance(value, bool) or value == "partially":
            facts[name] = value
    return facts


def category(record: dict[str, Any]) -> dict[str, Any]:
    """One category with its maturity dates and the maturity seen at competitors; an issue field keeps its link only."""
    facts = keep(record, CATEGORY_FACTS)
    issue = record.get("dogfooding_issue")
    if issue is not None and (str(issue).startswith("http") or len(str(issue)) < 5):
        facts["dogfooding_issue"] = issue
    if record.get("competitors"):
        facts["competitors"] = {
            name: keep(seen, {"maturity", "documentation"}) for name, seen in record["competitors"].items()
        }
    return facts


def stage(record: dict[str, Any]) -> dict[str, Any]:
    """One stage with its groups."""
    facts = keep(record, STAGE_FACTS)
    if record.get("groups"):
        facts["groups"] = {code: keep(group, GROUP_FACTS) for code, group in record["groups"].items()}
    return facts


def listed(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """One record of a plain list: of an analyst's subtitle only the placing, of a metric's health only the level."""
    facts = keep(record, LIST_FACTS[name])
    if "subtitle" in facts:
        facts["subtitle"] = next((placing for placing in PLACINGS if placing.lower() in facts["subtitle"].lower()), "")
    if "health" in record:
        facts["health"] = {"level": record["health"]["level"]}
    return facts


def table_row(record: dict[str, str]) -> dict[str, str]:
    """One row of a use-case page: names and flags as they are, texts as `stated`."""
    ways = dict.fromkeys(TABLE_TEXTS, stated) | dict.fromkeys(TABLE_NAMES, named)
    return {column: ways.get(column, str.strip)(cell) for column, cell in record.items()}


def named(cell: str) -> str:
    """A cell that lists names and links stays; of a part of it that is prose only the links stay."""
    parts = re.split(r"(<br ?/?>|,)", cell.strip())
    kept = (part if _words(part) <= LONGEST_NAME else " ".join(f"[{n}]({t})" for n, t in links(part)) for part in parts)
    return re.sub(r"[\s,]+$", "", "".join(kept)) or stated(cell)


def _words(text: str) -> int:
    """How many words stand outside the links."""
    return len(re.sub(r"<[^>]*>|[*\\]", " ", LINK.sub(" ", text)).split())


def page(name: str, text: str) -> str:
    """The skeleton of a page: its title, headings, tables, and the lines that hold names, dates or links."""
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    lines = [line.rstrip() for line in text.split("---\n", 2)[-1].splitlines()]
    kept = ["---", f"title: {title[1] if title else name}", "---"]
    label = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        bold = re.match(r"\s*[*-]?\s*\*\*([^*]*?):?\*\*", line)
        label = bold[1].lower() if bold else "" if line.startswith("#") else label
        if re.match(r"\s*\|\s*-{3}", following):
            kept.append("")
        kept.extend(table(line, is_head=bool(re.match(r"\s*\|\s*-{3}", following))))
        kept.extend(heading(line))
        kept.extend(PAGES[name](line, label))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).rstrip() + "\n"


def heading(line: str) -> Iterator[str]:
    """Headings, and the bold lines that stand for one."""
    if re.match(r"#{2,6} (?!On this page)|\*\*[\w-]+\*\*$", line) and len(line.split()) <= LONGEST_TITLE:
        yield from ("", line, "")


def table(line: str, *, is_head: bool) -> Iterator[str]:
    """A table line: cells that are names or figures stay, texts become `stated`; a head may be longer than a cell."""
    if line.lstrip().startswith("|"):
        cells = [re.sub(r"\{:[^}]*\}", "", cell).strip() for cell in line.strip().strip("|").split("|")]
        yield "| " + " | ".join(_cell(cell, LONGEST_TITLE if is_head else LONGEST_CELL) for cell in cells) + " |"


def _cell(cell: str, longest: int) -> str:
    words = len(LINK.sub(r"\1", cell).split())
    is_label = re.fullmatch(r"\*\*[^*]+\*\*|\[[^\]]*\]\([^)]*\)", cell)
    is_name = (words <= longest or is_label) and not re.match(r"- \w|.*\w\.$", cell)
    return cell if is_name else stated(cell)


def dated_releases(line: str, _label: str) -> Iterator[str]:
    """The dated list of releases, with the release named and linked."""
    release = re.match(r"\*\s+(\d{4}-\d\d-\d\d) \[(GitLab [\d.]+)[^\]]*\]\(([^)]*)\)", line)
    if release:
        yield f"* {release[1]} [{release[2]}]({release[3]})"


def nothing_more(_line: str, _label: str) -> Iterator[str]:
    """A page of which headings and tables suffice."""
    return iter(())


def user_personas(line: str, _label: str) -> Iterator[str]:
    """Other job titles, and the numbered list with its links."""
    if "alternative job titles" in line.lower() or re.match(r"\s*\d+\. \[", line):
        yield line


def buyer_personas(line: str, label: str) -> Iterator[str]:
    """Labels, and the entries under the labels that hold titles and roles."""
    if re.match(r"\s*\* \*\*", line):
        yield re.sub(r":\*\*.*", ":**", line)
    elif label in BUYER_FACTS and re.match(r"\s*(\*|\d+\.) +\S", line):
        yield re.sub(r"\s*\((?:this|but|Decision)[^)]*\)", "", line)


PAGES: dict[str, Callable[[str, str], Iterator[str]]] = {
    "buyer_personas.md": buyer_personas,
    "message_house_cd.md": nothing_more,
    "message_house_devops_platform.md": nothing_more,
    "messaging.md": nothing_more,
    "pricing_model.md": nothing_more,
    "release_updates_launch_process.md": dated_releases,
    "tiers.md": nothing_more,
    "user_personas.md": user_personas,
}


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, read safely."""
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def extract(source: Path) -> Iterator[tuple[str, str]]:
    """Every file of the extract as (name, text)."""
    yield (
        "features.yml",
        as_yaml({"features": [feature(one) for one in read_yaml(source / "features.yml")["features"]]}),
    )
    yield "categories.yml", as_yaml({k: category(v) for k, v in read_yaml(source / "categories.yml").items()})
    yield (
        "stages.yml",
        as_yaml({"stages": {k: stage(v) for k, v in read_yaml(source / "stages.yml")["stages"].items()}}),
    )
    yield "sections.yml", as_yaml({k: keep(v, SECTION_FACTS) for k, v in read_yaml(source / "sections.yml").items()})
    for name in LIST_FACTS:
        yield name, as_yaml([listed(name, one) for one in read_yaml(source / name)])
    yield "product_priorities.yml", as_yaml(read_yaml(source / "product_priorities.yml"))
    tools = read_yaml(source / "devops_tools_list.yml")["devops_tools"]
    names = {"name", "short_name", "category", "include_file"}
    yield "devops_tools_list.yml", as_yaml({"devops_tools": {k: keep(v, names) for k, v in tools.items()}})
    for path in sorted((source / "comparison_pages").glob("*.yml")):
        vendor = {k: v for k, v in read_yaml(path).items() if k != "logo"}
        yield f"comparison_pages/{path.name}", as_yaml(vendor)
    yield (
        "release_items.jsonl",
        as_lines(source / "release_items.jsonl", lambda one: {k: one.get(k) for k in RELEASE_ITEM_FACTS}),
    )
    yield "usecase_gtm_tables.jsonl", as_lines(source / "usecase_gtm_tables.jsonl", table_row)
    for name in ("releases.csv", "team.csv"):
        yield name, as_csv(source / name)
    for name in PAGES:
        yield f"docs/{name}", page(name, (source / "docs" / name).read_text(encoding="utf-8"))


def as_yaml(content: object) -> str:
    """YAML in the order of the source, one value a line."""
    return NOTE + yaml.dump(content, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=10_000)


def as_lines(path: Path, facts: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    """JSON, one record a line."""
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return "".join(json.dumps(facts(one), ensure_ascii=False) + "\n" for one in records)


def as_csv(path: Path) -> str:
    """The rows of a CSV file, quoted where needed only."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\n")
    with path.open(encoding="utf-8", newline="") as opened:
        writer.writerows(csv.reader(opened))
    return "".join(lines)


class _Lines:
    """A file that is a list, for the csv writer."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def main(arguments: list[str]) -> int:
    """Write the extract; says how many files and bytes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, required=True, help="folder with the full files")
    parser.add_argument(
        "--to", type=Path, default=Path(__file__).parent, help="folder to write to (default: beside this script)"
    )
    chosen = parser.parse_args(arguments)
    sizes = []
    for name, text in extract(chosen.source):
        target = chosen.to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        sizes.append(target.write_bytes(text.encode("utf-8")))
    sys.stdout.write(f"{len(sizes)} files, {sum(sizes):,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
