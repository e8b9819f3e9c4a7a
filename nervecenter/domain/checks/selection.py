"""Which checks to run: by code, code prefix, group, name or the word "all"; what is ignored stays out."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nervecenter.domain.checks.check import GROUPS, Check, Stage, former_codes, registered_checks
from nervecenter.domain.checks.errors import UnknownSelector

ALL = "all"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to run and what to leave out. Nothing selected means all; ignoring wins over selecting.

    A selector is a code (NC101), the start of one (NC1), a group (evidence), a name or "all", in any case. A check in
    preview, or deprecated, runs only where its own code or name is selected, or with `preview`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False


@dataclass(frozen=True, slots=True)
class SelectedChecks:
    """The checks that a selection names, by code, and what its author should be told about it."""

    checks: tuple[type[Check], ...]
    notices: tuple[str, ...]


def selected_checks(selection: Selection) -> SelectedChecks:
    """The checks a selection names. Refuses a selector that names none, and says which there are."""
    notices: list[str] = []
    wanted: set[str] = set()
    for selector in selection.select or (ALL,):
        exact, codes = _codes(selector, notices)
        wanted |= {code for code in codes if exact or selection.preview or _is_stable(code)}
    unwanted = {code for selector in selection.ignore for code in _codes(selector, notices)[1]}
    chosen = tuple(check for check in registered_checks() if check.code in wanted - unwanted)
    notices.extend(
        f"{check.code} {check.name} is deprecated. Use {check.life_cycle.instead} instead."
        for check in chosen
        if check.life_cycle.stage is Stage.DEPRECATED
    )
    return SelectedChecks(chosen, tuple(dict.fromkeys(notices)))


def code_of(word: str) -> str:
    """The code of the check whose code, former code or name this is. Refuses any other word."""
    code = former_codes().get(word.upper(), word.upper())
    for check in registered_checks():
        if check.code == code or check.name == word.lower():
            return check.code
    raise UnknownSelector(f"There is no check {word!r}. There are: {_listed(lambda check: check.code)}.")


def _codes(selector: str, notices: list[str]) -> tuple[bool, set[str]]:
    """Whether the selector names a single check on its own, and the codes it stands for."""
    word = selector.strip()
    checks = registered_checks()
    now = former_codes().get(word.upper())
    if now:
        notices.append(f"{word.upper()} is now {now}. Select that instead.")
        return True, {now}
    single = {check.code for check in checks if word.upper() == check.code or word.lower() == check.name}
    if single:
        return True, single
    several = {check.code for check in checks if word.lower() in {ALL, check.group}}
    if re.fullmatch(r"NC\d{0,2}", word.upper()):
        several |= {check.code for check in checks if check.code.startswith(word.upper())}
    if several:
        return False, several
    raise UnknownSelector(
        f"No check answers to {selector!r}. Select a code ({_listed(lambda check: check.code)}), the start of one "
        f"(NC1), a group ({', '.join(group for group in GROUPS.values() if group in {c.group for c in checks})}), "
        f"a name ({_listed(lambda check: check.name)}) or all."
    )


def _is_stable(code: str) -> bool:
    return any(check.code == code and check.life_cycle.stage is Stage.STABLE for check in registered_checks())


def _listed(what: Callable[[type[Check]], str]) -> str:
    return ", ".join(map(what, registered_checks()))
