"""A company in a folder of files is read whole, or refused with every place that is wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from nervecenter.domain.checks.facts import ProofFacts
from nervecenter.domain.checks.folder import list_types, read_folder
from nervecenter.domain.checks.folder_files import FolderRefused
from nervecenter.domain.checks.folder_rows import columns_of, needed_columns
from nervecenter.domain.checks.running import run_checks

TODAY = date(2022, 11, 11)
GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "check-a-folder.md"


def company(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def refusals(folder: Path) -> list[str]:
    with pytest.raises(FolderRefused) as refused:
        read_folder(folder, TODAY)
    assert refused.value.code == "folder-refused"
    return [str(problem) for problem in refused.value.problems]


def test_yaml_json_and_csv_are_read_into_the_same_rows(tmp_path: Path) -> None:
    company(
        tmp_path,
        requirements__yaml="- {id: req-1, status: accepted, problem_ids: [prb-1, prb-2], bet_until: 2023-01-31}\n",
        problems__json='[{"id": "prb-1", "persona_count": 2, "segment_count": 1}]',
        loads__csv='id,label,role,hours_needed,is_archived\nper-1,"Kim, Jr.",pmm,52.5,no\nper-2,,,,yes\n',
        segments__csv="id,is_target,profiled_roles\nseg-1,yes,champion; user\n",
    )

    facts = read_folder(tmp_path, TODAY).facts

    assert facts.today == TODAY
    assert facts.requirements[0].problem_ids == ("prb-1", "prb-2")
    assert facts.requirements[0].bet_until == date(2023, 1, 31)
    assert facts.problems[0].persona_count == 2
    assert (facts.loads[0].label, facts.loads[0].hours_needed, facts.loads[0].hours_available) == (
        "Kim, Jr.",
        52.5,
        None,
    )
    assert [load.is_archived for load in facts.loads] == [False, True]
    assert facts.segments[0].profiled_roles == frozenset({"champion", "user"})


def test_proofs_may_stand_under_their_claim_or_in_a_file_of_their_own(tmp_path: Path) -> None:
    company(
        tmp_path,
        claims__yaml="- id: clm-1\n  proofs:\n  - {has_source: true}\n- id: clm-2\n",
        proofs__csv="claim,has_source,dated_on\nclm-1,yes,2022-10-01\nclm-2,yes,2022-10-02\n",
    )

    claims = read_folder(tmp_path, TODAY).facts.claims

    assert [[proof.dated_on for proof in claim.proofs] for claim in claims] == [
        [None, date(2022, 10, 1)],
        [date(2022, 10, 2)],
    ]
    assert isinstance(claims[1].proofs[0], ProofFacts)
    assert run_checks(read_folder(tmp_path, TODAY).facts).findings == ()


def test_a_proof_of_no_claim_is_refused(tmp_path: Path) -> None:
    company(tmp_path, claims__yaml="- id: clm-1\n", proofs__csv="claim,has_source\nclm-1,yes\nclm-9,yes\n")

    assert refusals(tmp_path) == [
        "proofs.csv, line 3, column claim: is 'clm-9', which is the id of no claim. Correct it or add the claim."
    ]


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    company(
        tmp_path,
        requirements__yaml="- id: req-1\n  statos: accepted\n- status: draft\n- id: req-3\n  account_count: many\n",
        problems__csv='id,label,persona_count\nprb-1,"two\nlines",1\nprb-2,,-1\n',
        offerings__json='[{"id": "off-1"}, {"id": "off-2", "is_sold": "perhaps"}]',
    )

    assert refusals(tmp_path) == [
        "offerings.json, record 2, column is_sold: is 'perhaps'. Write yes or no.",
        "problems.csv, line 4, column persona_count: is '-1'. Write a whole number from 0 up.",
        "requirements.yaml, line 1, column statos: is no column of this list. Did you mean status?",
        "requirements.yaml, line 3, column id: is missing. Fill it in.",
        "requirements.yaml, line 4, column account_count: is 'many'. Write a whole number from 0 up.",
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{id: 7}", "column id: is 7, which is no text. Put it in quotes."),
        ("{id: req-1, target_release: 16.0}", "column target_release: is 16.0, which is no text. Put it in quotes."),
        ("{id: req-1, bet_until: 31/02/2022}", "column bet_until: is '31/02/2022'. Write a day that exists"),
        ("{id: req-1, bet_until: 2022-01-01 10:00:00}", "column bet_until: is datetime.datetime(2022, 1, 1, 10, 0)."),
        ("{id: req-1, bet_until: 5}", "column bet_until: is 5. Write a day that exists, such as 2022-11-30."),
        ("{id: req-1, account_count: true}", "column account_count: is True. Write a whole number from 0 up."),
        ("{id: req-1, account_count: 1.5}", "column account_count: is 1.5. Write a whole number from 0 up."),
        ("{id: req-1, problem_ids: 3}", "column problem_ids: is 3. Give a list."),
        ("{id: req-1, problem_ids: [3]}", "column problem_ids: is 3, which is no text. Put it in quotes."),
        ("{id: req-1, is_scheduled: 2}", "column is_scheduled: is 2. Write yes or no."),
        ("{id: req-1, id: req-2}", "column id: is given twice in one row. Keep one."),
        ("req-1", "line 1: is not a row. Give columns with their values."),
        ("{id: req-1, bet_until: 2022-02-31}", "line 1: holds a value that cannot be read: day"),
    ],
)
def test_a_value_that_its_column_cannot_take_is_refused(tmp_path: Path, row: str, told: str) -> None:
    company(tmp_path, requirements__yaml=f"- {row}\n")

    problems = refusals(tmp_path)

    assert len(problems) == 1
    assert problems[0].startswith("requirements.yaml, line 1")
    assert told in problems[0]


@pytest.mark.parametrize("hours", [".nan", ".inf", "-1", "a lot", "true", "[1]"])
def test_hours_must_be_a_number_that_can_be_counted_with(tmp_path: Path, hours: str) -> None:
    company(tmp_path, loads__yaml=f"- {{id: per-1, hours_needed: {hours}}}\n")

    assert [problem.partition(": is ")[0] for problem in refusals(tmp_path)] == [
        "loads.yaml, line 1, column hours_needed"
    ]


def test_a_value_of_a_nested_row_is_named_by_its_place(tmp_path: Path) -> None:
    company(tmp_path, claims__yaml="- id: clm-1\n  proofs: [{has_source: true}, {has_source: maybe}]\n")

    assert refusals(tmp_path) == ["claims.yaml, line 1, column proofs[2].has_source: is 'maybe'. Write yes or no."]


def test_the_same_thing_twice_is_refused_and_two_duties_of_one_team_are_not(tmp_path: Path) -> None:
    company(
        tmp_path,
        duties__csv="kind,id,duty\nteam,tm-1,pricing\nteam,tm-1,positioning\nteam,tm-1,pricing\n",
    )

    assert refusals(tmp_path) == ["duties.csv, line 4, column id: is 'tm-1' again, which row 2 has already. Keep one."]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("requirements.yaml", "- {id: req-1", "line 2: is not valid YAML: did not find expected"),
        ("requirements.yaml", "id: req-1\n", "line 1: is not a list. Begin each row with a dash."),
        ("requirements.yaml", "- &a {id: req-1}\n- *a\n", "line 2: uses a YAML alias. Write the value out."),
        ("requirements.yaml", "- !!python/object/apply:os.getcwd []\n", "line 1: holds a value that cannot be read"),
        ("requirements.yaml", "- \n- " + "[" * 200_000, "line 2: is nested too deeply. Write a flat list of rows."),
        ("requirements.yaml", "- " * 100_000, "line 1: is nested too deeply. Write a flat list of rows."),
        ("requirements.json", '[{"id": "req-1",}]', "requirements.json: is not valid JSON: "),
        ("requirements.json", '{"id": "req-1"}', "requirements.json: is not a list."),
        ("requirements.json", '["req-1"]', "record 1: is not a row."),
        ("requirements.json", '[{"id": "a", "id": "b"}]', "column id: is given twice in one row."),
        ("requirements.json", "[" * 200_000, "requirements.json: "),
        ("requirements.csv", "id,id\na,b\n", "line 1, column id: stands 2 times in the header. Keep one."),
        ("requirements.csv", "id,\na,b\n", "line 1: has a column without a name."),
        ("requirements.csv", "id;status\na;b\n", "line 1: is not separated by commas."),
        ("requirements.csv", "id,status\n\nreq-1,draft,now\n", "line 3: has 3 cells, the header has 2."),
        ("requirements.csv", 'id,status\nreq-1,"dra"ft\n', "line 2: is not valid CSV"),
        ("requirements.csv", f"id\n{'x' * 140_000}\n", "line 2, column id: is longer than 131,072 characters."),
    ],
)
def test_a_broken_file_is_refused_with_the_place(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text)

    problems = refusals(tmp_path)

    assert len(problems) == 1
    assert told in problems[0]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "problems.csv").write_bytes("id,label\nprb-1,plain\nprb-2,Zürich\n".encode("latin-1"))

    assert refusals(tmp_path) == ["problems.csv, line 3: is not UTF-8. Save the file as UTF-8."]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    (tmp_path / "problems.csv").write_text("id\nprb-1\n", encoding="utf-8-sig")

    assert [problem.id for problem in read_folder(tmp_path, TODAY).facts.problems] == ["prb-1"]


def test_a_file_that_is_no_list_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    company(tmp_path, requirement__yaml="", colours__csv="", README__md="# Ours")

    problems = refusals(tmp_path)

    assert problems[0].startswith("colours.csv: is no list of facts. There are: requirements, problems, ")
    assert problems[1] == "requirement.yaml: is no list of facts. Did you mean requirements.yaml?"
    assert len(problems) == 2


def test_a_list_given_twice_is_refused(tmp_path: Path) -> None:
    company(tmp_path, problems__csv="id\n", problems__yaml="")

    assert refusals(tmp_path) == ["problems.yaml: gives the same list as problems.csv. Keep one of them."]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text("id\nprb-1\n")
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "problems.csv").symlink_to(tmp_path / "elsewhere.csv")

    assert refusals(folder) == ["problems.csv: links to a file outside of the folder. Put a copy here."]


def test_a_folder_without_lists_or_no_folder_at_all_is_refused(tmp_path: Path) -> None:
    assert "holds no list of facts. Name a file after one: requirements, problems" in refusals(tmp_path)[0]
    assert refusals(tmp_path / "nowhere") == [
        "nowhere: is not a folder. Give the folder that holds requirements.yaml and the like."
    ]


def test_only_the_first_twenty_problems_are_written_out(tmp_path: Path) -> None:
    company(tmp_path, problems__csv="id,persona_count\n" + "prb,x\n" * 25)

    with pytest.raises(FolderRefused) as refused:
        read_folder(tmp_path, TODAY)

    assert len(refused.value.problems) == 25
    assert str(refused.value).splitlines()[-1] == "and 5 more problems"


def test_settings_of_the_folder_are_read(tmp_path: Path) -> None:
    company(
        tmp_path,
        problems__csv="id\nprb-1\n",
        checks__yaml=(
            "today: 2022-07-22\nselect: [evidence]\nignore: [NC101]\nthresholds: {NC101: {minimum_accounts: 2}}\n"
            "severities: {NC106: warning}\n"
            "waivers:\n- {who: Ana, why: Known, until: 2022-12-31, code: NC106, subject_id: prb-1}\n"
        ),
    )

    read = read_folder(tmp_path, TODAY)

    assert read.facts.today == date(2022, 7, 22)
    assert (read.settings.selection.select, read.settings.selection.ignore) == (("evidence",), ("NC101",))
    assert read.settings.settings.thresholds == {"NC101": {"minimum_accounts": 2}}
    assert read.settings.settings.severities == {"NC106": "warning"}
    assert [(waiver.who, waiver.until, waiver.subject_id) for waiver in read.settings.waivers] == [
        ("Ana", date(2022, 12, 31), "prb-1")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("todays: 2022-01-01\n", "column todays: is no setting. There are: today, select, "),
        ("today: soon\n", "column today: is 'soon'. Write a day that exists"),
        ("- NC101\n", "line 1: holds no settings."),
        ("thresholds: [3]\n", "column thresholds: is no mapping."),
        ("waivers: {a: b}\n", "column waivers: is no list."),
        ("waivers: [Ana]\n", "column waivers[1]: is no waiver."),
        ("waivers:\n- {who: Ana, why: x, until: 2022-12-31}\n", "column waivers[1]: The waiver of Ana names no one"),
        ("waivers:\n- {who: Ana, why: x, code: NC106, subject_id: a}\n", "column waivers[1].until: is missing."),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, text: str, told: str) -> None:
    company(tmp_path, problems__csv="id\nprb-1\n", checks__yaml=text)

    problems = refusals(tmp_path)

    assert len(problems) == 1
    assert told in problems[0]
    assert problems[0].startswith("checks.yaml")


def test_the_guide_lists_every_file_and_column() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", text + "\n## ", re.MULTILINE | re.DOTALL))

    told = {name: re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE) for name, body in sections.items()}

    shared = {"id", "label", "is_archived"}
    expected = {
        name: sorted(column for column in columns_of(kind) if column not in shared and not _is_fixed_kind(column, kind))
        for name, kind in list_types().items()
    }
    assert {name: sorted(columns) for name, columns in told.items()} == expected


def _is_fixed_kind(column: str, kind: type) -> bool:
    return column == "kind" and "kind" not in needed_columns(kind)


def test_the_example_of_the_guide_finds_what_it_says(tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    files = re.findall(r"^`company/([\w.]+)`:\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shown = re.search(r"^This finds:\n\n```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for name, content in files:
        (tmp_path / name).write_text(content)

    read = read_folder(tmp_path, TODAY)
    report = run_checks(read.facts, read.settings.selection, read.settings.settings)

    assert len(files) == 4
    assert shown is not None
    assert shown.group(1).splitlines() == [
        f"{finding.code} {finding.severity} {finding.subject.id}: {finding.message}" for finding in report.findings
    ]
