"""A module is named after what it holds, and a context opens its pages and its API to nobody but the site."""

import ast
from pathlib import PurePath

from tests.architecture.tree import layers, modules

GRAB_BAGS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "managers",
    "manager",
    "misc",
    "shared",
}
DOORS = {"views", "api", "forms"}
OPEN_TO = {"site", "cli"}


def imported_modules(tree: ast.Module) -> list[str]:
    """Every module that a module names in an import, with the names taken from it, dotted."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def foreign_door(importer: str, imported: str) -> bool:
    """Holds when one context reaches into the views, the API or the forms of another."""
    parts = imported.split(".")
    if len(parts) < 3 or parts[0] != "nervecenter" or parts[1] == "foundation":
        return False
    return parts[1] != importer and importer not in OPEN_TO and parts[2] in DOORS


def test_no_module_is_a_grab_bag() -> None:
    names = {name for name, _ in modules() if GRAB_BAGS & set(PurePath(name).with_suffix("").parts)}

    assert names == set()


def test_no_context_imports_the_views_the_api_or_the_forms_of_another() -> None:
    found = [
        f"{name} imports {imported}"
        for name, tree in modules()
        for imported in imported_modules(tree)
        if foreign_door(PurePath(name).parts[1], imported)
    ]

    assert found == []


def test_a_reach_into_another_context_is_seen() -> None:
    tree = ast.parse("from nervecenter.market.views import account_page\nimport nervecenter.market.queries")

    imported = imported_modules(tree)

    assert imported == ["nervecenter.market.views.account_page", "nervecenter.market.queries"]
    assert [foreign_door("portfolio", name) for name in imported] == [True, False]
    assert not foreign_door("market", imported[0])
    assert not foreign_door("site", imported[0])


def test_every_folder_of_the_package_has_its_place_among_the_layers() -> None:
    folders = {PurePath(name).parts[1] for name, _ in modules() if len(PurePath(name).parts) > 2}

    assert folders == set(layers())
