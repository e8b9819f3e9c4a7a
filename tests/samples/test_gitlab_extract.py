"""The facts-only extract of GitLab's data: complete in numbers, free of the source's sentences, made by its script."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXTRACT = ROOT / "samples" / "gitlab-2022"
FULL = ROOT.parent / "shared" / "data" / "gitlab"

LINK = re.compile(r"\[(?:!\[[^\]]*\]\([^)]*\))?\s*([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
NOT_COMPETITORS = {
    "capability", "feature_page", "gitlab_bronze", "gitlab_ci", "gitlab_com", "gitlab_core", "gitlab_free",
    "gitlab_gold", "gitlab_issue_boards", "gitlab_merge_requests", "gitlab_pages", "gitlab_premium", "gitlab_security",
    "gitlab_silver", "gitlab_starter", "gitlab_stater", "gitlab_ultimate", "pricing_page", "saas", "works_by_default",
}  # fmt: skip

# Titles and lists of names that are long, or end as a sentence does, and yet are no sentences of the source.
LONG_NAMES = {
    "release_items.jsonl name",
    "team.csv role",
    "team.csv departments",
    "collateral_inventory.yml category",
    "usecase_gtm_tables.jsonl GitLab **Stage**/Category",
}
ABBREVIATED = {"* Director of Program Mgmt."}


def read(name: str) -> Any:
    path = EXTRACT / name
    if name.endswith(".csv"):
        with path.open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text in a parsed file, with the name of the key it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{where.split(maxsplit=1)[0]} {key}")
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, where)
    elif isinstance(value, str):
        yield where, value


def every_text() -> Iterator[tuple[str, str]]:
    for path in sorted(EXTRACT.rglob("*")):
        name = path.relative_to(EXTRACT).as_posix()
        if path.suffix in {".yml", ".jsonl", ".csv"}:
            yield from texts(read(name), name)
        elif name.startswith("docs/"):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield from ((name, cell) for cell in re.split(r" \| | / |, ", line.strip("| ")))


def words_outside_links(text: str) -> int:
    return len(LINK.sub("", text).split())


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("categories.yml", 139),
        ("sections.yml", 10),
        ("jobs_to_be_done.yml", 238),
        ("release_items.jsonl", 1144),
        ("releases.csv", 130),
        ("team.csv", 1368),
        ("usecase_gtm_tables.jsonl", 259),
        ("resources.yml", 92),
        ("collateral_inventory.yml", 11),
        ("analyst_reports.yml", 10),
        ("addressable_markets.yml", 10),
        ("pricing_themes.yml", 25),
        ("marketing_kpis.yml", 11),
    ],
)
def test_every_record_of_the_source_is_there(name: str, count: int) -> None:
    assert len(read(name)) == count


def test_nested_files_are_complete() -> None:
    stages = read("stages.yml")["stages"]
    groups = [group for stage in stages.values() for group in stage.get("groups", {}).values()]
    vendors = sorted((EXTRACT / "comparison_pages").glob("*.yml"))

    assert (len(stages), len(groups)) == (20, 60)
    assert len(vendors) == 8
    assert len(read("devops_tools_list.yml")["devops_tools"]) == 16
    assert len(read("product_priorities.yml")["security_policies"]["priorities"]) == 22
    assert len(list((EXTRACT / "docs").glob("*.md"))) == 8


def test_features_keep_every_competitor_cell() -> None:
    features = read("features.yml")["features"]
    cells = Counter(
        column
        for feature in features
        for column, value in feature.items()
        if column not in NOT_COMPETITORS and (isinstance(value, bool | dict) or value == "partially")
    )

    assert len(features) == 573
    assert (len(cells), sum(cells.values())) == (78, 1817)
    assert cells.most_common(3) == [("github", 226), ("bitbucket", 90), ("azure_devops", 66)]


def test_plain_cells_add_up_to_the_published_count() -> None:
    """The published 1,846 takes in six columns that are no competitor, and leaves out six cells that carry details."""
    not_plans = NOT_COMPETITORS - {
        "capability", "saas", "gitlab_free", "gitlab_bronze", "gitlab_silver", "gitlab_gold",
    }  # fmt: skip

    plain = sum(
        isinstance(value, bool) or value == "partially"
        for feature in read("features.yml")["features"]
        for column, value in feature.items()
        if column not in not_plans
    )

    assert plain == 1846


def test_known_truths_survive() -> None:
    categories = read("categories.yml")
    groups = [group for stage in read("stages.yml")["stages"].values() for group in stage.get("groups", {}).values()]
    marketers = Counter(group["pmm"] for group in groups if "pmm" in group)

    lost = [f for f in read("features.yml")["features"] if not set(f.get("category") or ()) & set(categories)]

    assert len(lost) == 66
    assert (marketers.most_common(1)[0][1], len(groups) - marketers.total()) == (23, 7)
    assert Counter(c.get("maturity") for c in categories.values()) == {
        "planned": 10, "minimal": 34, "viable": 49, "complete": 13, "lovable": 4, None: 29,
    }  # fmt: skip


def test_texts_are_stated_or_tbd_or_empty() -> None:
    rows = [
        row for row in read("usecase_gtm_tables.jsonl") if row["section"] == "How GitLab Meets the Market Requirements"
    ]

    answers = Counter(
        (row.get("How GitLab Delivers") or row["How GitLab Delivers Today"]).split(" ")[0] for row in rows
    )
    demonstrations = Counter(row["Demos"].split(" ")[0] for row in rows if "Demos" in row)

    assert answers == {"stated": 60}
    assert demonstrations == {"stated": 24, "tbd": 20, "": 14}


def test_no_value_reads_like_a_sentence() -> None:
    sentences = [
        (where, text)
        for where, text in every_text()
        if where not in LONG_NAMES and text not in ABBREVIATED
        if words_outside_links(text) > 14 or re.search(r"[a-z]{3}[.!]$", LINK.sub("", text).rstrip())
    ]

    assert sentences == []


def test_the_test_for_sentences_can_fail() -> None:
    sentence = "Restrict access at the group level to incoming traffic adhering to an address subnet of yours"

    assert words_outside_links(sentence) > 14
    assert words_outside_links("[a long text of a link, which is a title](/x) stated") == 1


def test_no_link_text_is_longer_than_a_title() -> None:
    long = [name for _, text in every_text() for name in LINK.findall(text) if len(name.split()) > 14]

    assert long == []


def test_the_extract_stays_small() -> None:
    size = sum(path.stat().st_size for path in EXTRACT.rglob("*") if path.is_file())

    assert size < 1_500_000


def test_licence_and_origin_stand_beside_the_data() -> None:
    readme = (EXTRACT / "README.md").read_text(encoding="utf-8")
    licence = (EXTRACT / "LICENSE.md").read_text(encoding="utf-8")

    assert "GitLab, handbook and website, CC BY-SA 4.0" in readme
    assert "9c8ce6287a82afdfc4c9de08804d3af36a36dd4d" in readme
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in licence


def test_the_script_gives_the_same_bytes_again(tmp_path: Path) -> None:
    if not FULL.is_dir():
        pytest.skip("the full GitLab files (../shared/data/gitlab) are not here: the extract cannot be made again")

    subprocess.run([sys.executable, EXTRACT / "extract.py", "--from", FULL, "--to", tmp_path], check=True)

    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {
        path.relative_to(EXTRACT).as_posix(): path.read_bytes()
        for path in EXTRACT.rglob("*")
        if path.is_file()
        and path.name not in {"README.md", "LICENSE.md", "extract.py", "catalogue.yml"}
        and path.suffix != ".pyc"
    }
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []
