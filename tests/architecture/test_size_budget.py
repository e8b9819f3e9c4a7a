"""Budgets: past them a module is split into a package that keeps its name, and a function into two."""

import ast

from tests.architecture.tree import PACKAGE, ROOT, is_ours, modules

LINES_A_FILE = 400
LINES_A_FUNCTION = 60
PUBLIC_NAMES_A_MODULE = 12


def test_no_file_is_longer_than_its_budget() -> None:
    suffixes = {".py", ".html", ".css", ".js"}
    files = [path for path in PACKAGE.rglob("*") if path.suffix in suffixes and is_ours(path)]

    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files}

    assert {name: lines for name, lines in lengths.items() if lines > LINES_A_FILE} == {}


def test_no_function_is_longer_than_its_budget() -> None:
    functions = [
        (f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert {name: lines for name, lines in functions if lines > LINES_A_FUNCTION} == {}


def test_no_module_offers_more_public_classes_and_functions_than_its_budget() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    offered = {
        name: [node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
        for name, tree in modules()
    }

    assert {name: names for name, names in offered.items() if len(names) > PUBLIC_NAMES_A_MODULE} == {}
