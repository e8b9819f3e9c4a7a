"""The base of all checks: declaring one registers it, or says why it cannot be."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from nervecenter.domain.checks.errors import CheckRefused
from nervecenter.domain.checks.explanation import Explanation, explanation_of
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.row import FactRow
from nervecenter.domain.checks.findings import Detail, Finding, Severity, Subject
from nervecenter.domain.checks.thresholds import Threshold

GROUPS: Mapping[str, str] = {
    "1": "evidence",
    "2": "definition",
    "3": "gotomarket",
    "4": "selling",
    "5": "revenue",
    "6": "organisation",
    "7": "references",
}
LONGEST_QUOTE = 12
_checks: dict[str, "type[Check]"] = {}


class Stage(StrEnum):
    """preview: runs only when asked for by code or name. deprecated: the same, and it will go."""

    STABLE = "stable"
    PREVIEW = "preview"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Since which version of nervecenter a check is there, at which stage, and for a deprecated one what to use."""

    since: str
    stage: Stage = Stage.STABLE
    instead: str = ""


class Check(ABC):
    """A question to the facts whose every answer is a finding.

    A subclass names `code`, `name` (what is wrong, in kebab case) and `severity`, explains itself in its docstring
    under the four headings, and is registered by being declared. Refused: a code or name that is taken, a code outside
    of the groups, a name that says how to mend it, a quotation of more than twelve words, a heading left out.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: Severity
    seed: ClassVar[str] = ""
    seed_quote: ClassVar[str] = ""
    life_cycle: ClassVar[LifeCycle] = LifeCycle(since="0.1.0")
    former_codes: ClassVar[tuple[str, ...]] = ()
    explanation: ClassVar[Explanation]
    remedy: ClassVar[str]
    group: ClassVar[str]
    thresholds: ClassVar[Mapping[str, Threshold[Any]]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        where = f"Check {cls.__name__}"
        _refuse_bad_names(cls, where)
        cls.group = GROUPS[cls.code[2]]
        cls.explanation = explanation_of(cls.__doc__, where=where)
        cls.remedy = " ".join(cls.explanation.remedy.split())
        cls.thresholds = {name: each for name, each in vars(cls).items() if isinstance(each, Threshold)}
        _checks[cls.code] = cls

    def __init__(self, chosen: Mapping[str, object] | None = None, severity: Severity | None = None) -> None:
        """The check with thresholds and a severity of one's own, which the settings have made sure of."""
        self.chosen: Mapping[str, object] = chosen or {}
        self.severity = severity or type(self).severity
        self._lineage = (*self.former_codes, self.code)[0]

    @abstractmethod
    def run(self, facts: Facts) -> Iterator[Finding]:
        """What is wrong in these facts, in the order of the rows."""

    def finding(self, row: FactRow, message: str, **details: Detail) -> Finding:
        """A finding about this row with the severity in force."""
        return self._finding(row, message, self.severity, details)

    def unknown(self, row: FactRow, message: str, **details: Detail) -> Finding:
        """A finding that something cannot be told, because a date or number is missing. Never more than info."""
        return self._finding(row, message, Severity.INFO, details)

    def _finding(self, row: FactRow, message: str, severity: Severity, details: Mapping[str, Detail]) -> Finding:
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity,
            subject=Subject(row.kind, row.id, row.label),
            message=message,
            remedy=self.remedy,
            details=details,
            discriminator=row.discriminator,
            lineage=self._lineage,
        )


def registered_checks() -> tuple[type[Check], ...]:
    """All checks, ordered by code."""
    return tuple(_checks[code] for code in sorted(_checks))


def former_codes() -> dict[str, str]:
    """Each code that is no longer in use, with the code that took its place."""
    return {former: check.code for check in registered_checks() for former in check.former_codes}


def _refuse_bad_names(cls: type[Check], where: str) -> None:
    missing = [field for field in ("code", "name", "severity") if not hasattr(cls, field)]
    if missing:
        raise CheckRefused(f"{where} has no {missing[0]}. Give it one.")
    if not re.fullmatch(r"NC[1-9]\d\d", cls.code) or cls.code[2] not in GROUPS:
        raise CheckRefused(f"{where} has the code {cls.code!r}. Write NC and three digits, the first out of 1 to 7.")
    taken = {code: other for other in registered_checks() for code in (other.code, *other.former_codes)}
    for code in (cls.code, *cls.former_codes):
        if code in taken:
            raise CheckRefused(f"{where} has the code {code}, which is that of {taken[code].__name__}. Take another.")
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", cls.name) or cls.name.startswith(("no-", "disallow-", "require-")):
        raise CheckRefused(f"{where} is named {cls.name!r}. Say in kebab case what is wrong, not what to do about it.")
    if any(cls.name == other.name for other in registered_checks()):
        raise CheckRefused(f"{where} is named {cls.name!r}, and so is another. Take another name.")
    if len(cls.seed_quote.split()) > LONGEST_QUOTE or bool(cls.seed) != bool(cls.seed_quote):
        raise CheckRefused(f"{where} quotes wrongly. Give at most {LONGEST_QUOTE} words, and the text they are from.")
