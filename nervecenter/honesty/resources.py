"""Honesty's resources: what people write about findings, and what they set for the checks."""

from collections.abc import Mapping
from typing import Any

from nervecenter.domain.checks.errors import ChecksError
from nervecenter.domain.checks.selection import code_of
from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.resources import Resource, register
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.honesty.models import CheckSetting, Waiver
from nervecenter.honesty.thresholds import thresholds_of

GROUP = "Honesty"


def _in_force(values: Mapping[str, Any], current: TrackedModel | None, name: str) -> Any:
    return values[name] if name in values else getattr(current, name, "")


def names_one_thing(values: Mapping[str, Any], current: TrackedModel | None) -> Mapping[str, str]:
    """A waiver names either a finding, or a check with a record; and says who accepts it and why."""
    given = {name: str(_in_force(values, current, name) or "").strip() for name in ("code", "subject", "fingerprint")}
    wrong = {
        name: "is needed; a waiver has a name and a reason"
        for name in ("who", "why")
        if not str(_in_force(values, current, name) or "").strip()
    }
    if given["fingerprint"] and (given["code"] or given["subject"]):
        return wrong | {"fingerprint": "stands alone; leave check and record empty, or leave this empty"}
    if not given["fingerprint"]:
        wrong |= {name: "is needed where no single finding is named" for name in ("code", "subject") if not given[name]}
    if given["code"]:
        wrong |= known_check(values, current)
    return wrong


def known_check(values: Mapping[str, Any], current: TrackedModel | None) -> Mapping[str, str]:
    """The code is that of a check, written as the check has it."""
    code = str(_in_force(values, current, "code"))
    try:
        right = code_of(code)
    except ChecksError as error:
        return {"code": str(error)}
    return {} if right == code else {"code": f"is written {right}"}


def fitting_thresholds(values: Mapping[str, Any], current: TrackedModel | None) -> Mapping[str, str]:
    """Every threshold is one of its check, and lies in the range that the check allows."""
    if known_check(values, current):
        return {}
    try:
        thresholds_of(str(_in_force(values, current, "code")), str(_in_force(values, current, "thresholds")))
    except ChecksError as error:
        return {"thresholds": str(error)}
    return {}


WAIVER = Resource(
    kind="waiver",
    prefix="wvr",
    model=Waiver,
    label="Waiver",
    plural="Waivers",
    slug="waivers",
    group=GROUP,
    about=(
        "A waiver says who accepts a finding, for which reason and until which day. The finding is then not counted; "
        "on the day after it is back."
    ),
    columns=("name", "code", "subject", "who", "until", "why"),
    filters=("code", "who", "until"),
    search=("name", "who", "why"),
    form=("name", "code", "subject", "fingerprint", "who", "until", "why"),
    keys=(),
    sort="until",
    rules=(names_one_thing,),
    example="Package has no product marketing manager: accepted by Ada until the new colleague starts on 1 May",
)
CHECK_SETTING = Resource(
    kind="check_setting",
    prefix="chs",
    model=CheckSetting,
    label="Check setting",
    plural="Check settings",
    slug="check-settings",
    group=GROUP,
    about="A check setting turns a check off, or gives it a severity and thresholds that fit the company.",
    title="code",
    columns=("code", "is_enabled", "severity", "thresholds"),
    filters=("is_enabled", "severity"),
    search=("code",),
    form=("code", "is_enabled", "severity", "thresholds"),
    keys=("code",),
    sort="code",
    rules=(known_check, fitting_thresholds),
    example="NC101 with five accounts instead of three",
)

register(WAIVER, CHECK_SETTING)
register_pages(
    NavigationPage("/honesty/", "Findings", GROUP, finds="honesty findings disagree contradictions"),
    NavigationPage("/honesty/checks/", "Checks", GROUP, finds="checks settings thresholds"),
)
