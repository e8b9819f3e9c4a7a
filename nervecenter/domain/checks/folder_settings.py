"""Reads `checks.yaml` of a company folder: the day, the selection, thresholds, severities and waivers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nervecenter.domain.checks.errors import WaiverRefused
from nervecenter.domain.checks.folder_files import FolderRefused, file_text, refusal, yaml_node, yaml_value
from nervecenter.domain.checks.folder_rows import BadCell, row_of, value_of
from nervecenter.domain.checks.selection import Selection
from nervecenter.domain.checks.settings import CheckSettings
from nervecenter.domain.checks.waivers import Waiver

SETTINGS_FILE = "checks"
KEYS = ("today", "select", "ignore", "preview", "thresholds", "severities", "waivers")


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """What a company folder sets; everything left out is as without the file."""

    today: date | None = None
    selection: Selection = field(default_factory=Selection)
    settings: CheckSettings = field(default_factory=CheckSettings)
    waivers: tuple[Waiver, ...] = ()


def folder_settings(path: Path) -> FolderSettings:
    """The settings of a `checks.yaml`. Refuses an unknown key, a value of another type and an empty waiver."""
    if path.suffix not in {".yaml", ".yml"}:
        raise refusal(path.name, 0, "", "holds settings, which are written in YAML. Name it checks.yaml.")
    values = _values(path)
    for name in values:
        if name not in KEYS:
            raise refusal(path.name, 0, name, f"is no setting. There are: {', '.join(KEYS)}.")
    try:
        return FolderSettings(
            today=_taken(values, "today", date | None, None),
            selection=Selection(
                select=_taken(values, "select", tuple[str, ...], ()),
                ignore=_taken(values, "ignore", tuple[str, ...], ()),
                preview=_taken(values, "preview", bool, default=False),
            ),
            settings=CheckSettings(
                thresholds=_mapping(path, values, "thresholds"), severities=_mapping(path, values, "severities")
            ),
            waivers=_waivers(path, values.get("waivers") or []),
        )
    except BadCell as error:
        raise refusal(path.name, 0, error.column, error.message) from error


def _values(path: Path) -> Mapping[str, Any]:
    node, loader = yaml_node(path.name, file_text(path))
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise refusal(path.name, 1, "", f"holds no settings. Write names with values: {', '.join(KEYS)}.")
    values: Any = yaml_value(path.name, node, loader)
    return {str(name): value for name, value in values.items()}


def _taken(values: Mapping[str, Any], name: str, hint: Any, default: Any) -> Any:
    value = values.get(name)
    return default if value is None else value_of(value, hint, column=name)


def _mapping(path: Path, values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name) or {}
    if not isinstance(value, Mapping):
        raise refusal(path.name, 0, name, "is no mapping. Write check codes with their values.")
    return {str(code): each for code, each in value.items()}


def _waivers(path: Path, rows: object) -> tuple[Waiver, ...]:
    if not isinstance(rows, list):
        raise refusal(path.name, 0, "waivers", "is no list. Begin each waiver with a dash.")
    return tuple(_waiver(path, f"waivers[{place}]", row) for place, row in enumerate(rows, start=1))


def _waiver(path: Path, place: str, row: object) -> Waiver:
    if not isinstance(row, Mapping):
        raise refusal(
            path.name, 0, place, "is no waiver. Give who, why, until, and code with subject_id or fingerprint."
        )
    try:
        waiver, bad = row_of({str(name): value for name, value in row.items()}, Waiver)
    except WaiverRefused as error:
        raise refusal(path.name, 0, place, str(error)) from error
    if waiver is None:
        raise FolderRefused(tuple(refusal(path.name, 0, f"{place}.{c.column}", c.message).problems[0] for c in bad))
    return waiver
