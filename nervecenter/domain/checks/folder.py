"""Reads a company from a folder of files, so that it can be checked with no database."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.gotomarket import ClaimFacts, ProofFacts
from nervecenter.domain.checks.facts.row import FactRow
from nervecenter.domain.checks.folder_files import FORMATS, FolderProblem, FolderRefused, file_rows, refusal
from nervecenter.domain.checks.folder_rows import row_of
from nervecenter.domain.checks.folder_settings import SETTINGS_FILE, FolderSettings, folder_settings

PROOFS = "proofs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRow(ProofFacts):
    """A row of the file of proofs: a proof point with the id of its claim."""

    claim: str


@dataclass(frozen=True, slots=True)
class CompanyFolder:
    """A company read from files, with what it set and waived in `checks.yaml`."""

    facts: Facts
    settings: FolderSettings = field(default_factory=FolderSettings)


def read_folder(folder: Path, today: date) -> CompanyFolder:
    """The facts and settings of a folder. The `today` of its checks.yaml, where it gives one, wins over the given one.

    Refuses, naming file, line and column of everything that is wrong: a file that is no list of facts, an unknown
    column, a value of another type, a missing id, the same row twice, a link that leaves the folder.
    """
    files = _files(folder)
    settings = folder_settings(files.pop(SETTINGS_FILE)) if SETTINGS_FILE in files else FolderSettings()
    problems: list[FolderProblem] = []
    lists: dict[str, Any] = {}
    for name, path in files.items():
        lists[name] = _read_list(path, list_types()[name], problems)
    proofs = lists.pop(PROOFS, ())
    lists["claims"] = _with_proofs(lists.get("claims", ()), proofs, files, problems)
    if problems:
        raise FolderRefused(tuple(problems))
    bare = {name: tuple(row for _, row in rows) for name, rows in lists.items()}
    return CompanyFolder(Facts(today=settings.today or today, **bare), settings)


def list_types() -> dict[str, type]:
    """The lists a folder may hold (the names of its files), each with the type of its rows."""
    hints = get_type_hints(Facts)
    lists = {each.name: get_args(hints[each.name])[0] for each in fields(Facts) if each.name != "today"}
    return {**lists, PROOFS: ProofRow}


def _files(folder: Path) -> dict[str, Path]:
    """The file of each list. Refuses a folder without any, a name that is no list and a list given twice."""
    if not folder.is_dir():
        raise refusal(folder.name, 0, "", "is not a folder. Give the folder that holds requirements.yaml and the like.")
    known = [*list_types(), SETTINGS_FILE]
    found: dict[str, Path] = {}
    problems: list[FolderProblem] = []
    for path in sorted(folder.iterdir()):
        if path.suffix not in FORMATS or not path.is_file():
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            problems.append(FolderProblem(path.name, 0, "", "links to a file outside of the folder. Put a copy here."))
        elif path.stem not in known:
            close = get_close_matches(path.stem, known, n=1)
            hint = f"Did you mean {close[0]}{path.suffix}?" if close else f"There are: {', '.join(known)}."
            problems.append(FolderProblem(path.name, 0, "", f"is no list of facts. {hint}"))
        elif path.stem in found:
            message = f"gives the same list as {found[path.stem].name}. Keep one of them."
            problems.append(FolderProblem(path.name, 0, "", message))
        else:
            found[path.stem] = path
    if problems:
        raise FolderRefused(tuple(problems))
    if not found:
        raise refusal(folder.name, 0, "", f"holds no list of facts. Name a file after one: {', '.join(known)}.")
    return found


def _read_list[Row](path: Path, row_type: type[Row], problems: list[FolderProblem]) -> list[tuple[int, Row]]:
    rows: list[tuple[int, Row]] = []
    first: dict[object, int] = {}
    try:
        for each in file_rows(path):
            row, bad = row_of(each.values, row_type)
            problems.extend(FolderProblem(path.name, each.row, cell.column, cell.message) for cell in bad)
            if row is None:
                continue
            rows.append((each.row, row))
            if isinstance(row, FactRow):
                known = first.setdefault((row.kind, row.id, row.discriminator), each.row)
                if known != each.row:
                    message = f"is {row.id!r} again, which row {known} has already. Keep one."
                    problems.append(FolderProblem(path.name, each.row, "id", message))
    except FolderRefused as refused:
        problems.extend(refused.problems)
    return rows


def _with_proofs(
    claims: list[tuple[int, ClaimFacts]],
    proofs: list[tuple[int, ProofRow]],
    files: dict[str, Path],
    problems: list[FolderProblem],
) -> list[tuple[int, ClaimFacts]]:
    of_claim: dict[str, list[ProofFacts]] = {claim.id: list(claim.proofs) for _, claim in claims}
    for row, proof in proofs:
        if proof.claim in of_claim:
            of_claim[proof.claim].append(proof)
        else:
            message = f"is {proof.claim!r}, which is the id of no claim. Correct it or add the claim."
            problems.append(FolderProblem(files[PROOFS].name, row, "claim", message))
    return [(row, replace(claim, proofs=tuple(of_claim[claim.id]))) for row, claim in claims]
