"""Waivers: somebody accepts a finding, until a day, for a reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from nervecenter.domain.checks.errors import WaiverRefused
from nervecenter.domain.checks.findings import Finding
from nervecenter.domain.checks.selection import code_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Who accepts which finding until which day (that day included), and why.

    It names either one finding by its fingerprint, or all findings of a check about one thing by code and public id.
    Refused: one that names neither or both, or leaves out who or why.
    """

    who: str
    why: str
    until: date
    fingerprint: str = ""
    code: str = ""
    subject_id: str = ""

    def __post_init__(self) -> None:
        for field, value in (("who", self.who), ("why", self.why)):
            if not value.strip():
                raise WaiverRefused(f"A waiver until {self.until.isoformat()} does not say {field}. Fill it in.")
        by_thing = bool(self.code and self.subject_id)
        if bool(self.fingerprint) == by_thing or (bool(self.code) != bool(self.subject_id)):
            raise WaiverRefused(f"The waiver of {self.who} names no one finding. Give a fingerprint, or code and id.")

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.until < today


@dataclass(frozen=True, slots=True)
class WaivedFinding:
    """A finding that is accepted, with the waiver that holds it down."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class WaiverReport:
    """Findings told apart into active and waived; waivers that have expired, and those that hold nothing down."""

    active: tuple[Finding, ...]
    waived: tuple[WaivedFinding, ...]
    expired: tuple[Waiver, ...]
    useless: tuple[Waiver, ...]


def apply_waivers(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    today: date,
    *,
    codes: Collection[str] | None = None,
) -> WaiverReport:
    """Each finding is either active or waived, and where several waivers match, the one that lasts longest counts.

    `codes` are the checks that ran, where not all did: a waiver for another check is not called useless. Refuses a
    waiver for a check that does not exist.
    """
    given = tuple(waivers)
    standing = sorted((each for each in given if not each.is_expired(today)), key=lambda each: each.until)
    by_fingerprint = {each.fingerprint: each for each in standing if each.fingerprint}
    by_thing = {(code_of(each.code), each.subject_id): each for each in standing if each.code}
    active: list[Finding] = []
    waived: list[WaivedFinding] = []
    for finding in findings:
        matches = [by_thing.get((finding.code, finding.subject.id))]
        if by_fingerprint:
            matches.append(by_fingerprint.get(finding.fingerprint))
        waiver = max((each for each in matches if each), key=lambda each: each.until, default=None)
        if waiver:
            waived.append(WaivedFinding(finding, waiver))
        else:
            active.append(finding)
    return WaiverReport(
        active=tuple(active),
        waived=tuple(waived),
        expired=tuple(each for each in given if each.is_expired(today)),
        useless=_useless(standing, waived, codes),
    )


def _useless(
    standing: Iterable[Waiver], waived: Iterable[WaivedFinding], codes: Collection[str] | None
) -> tuple[Waiver, ...]:
    fingerprints: set[str] = set()
    things: set[tuple[str, str]] = set()
    for each in waived:
        fingerprints.add(each.finding.fingerprint)
        things.add((each.finding.code, each.finding.subject.id))
    useless = []
    for waiver in standing:
        code = code_of(waiver.code) if waiver.code else ""
        matched = waiver.fingerprint in fingerprints or (code, waiver.subject_id) in things
        could_match = codes is None or code in codes
        if could_match and not matched:
            useless.append(waiver)
    return tuple(useless)
