"""Records are written by actions and by the few foundation modules that carry them out, by nobody else."""

import ast
from pathlib import PurePath

from tests.architecture.tree import modules

WRITING_MODULES = {
    "nervecenter/foundation/access/set_up.py",
    "nervecenter/foundation/access/signing_in.py",
    "nervecenter/foundation/access/throttling.py",
    "nervecenter/foundation/access/tokens.py",
    "nervecenter/foundation/api/idempotency.py",
    "nervecenter/foundation/access/accounts.py",
    "nervecenter/foundation/backup/postgresql.py",
    "nervecenter/foundation/changes.py",
    "nervecenter/foundation/importing/source_keeping.py",
    "nervecenter/foundation/jobs/outcomes.py",
    "nervecenter/foundation/triggers.py",
}
ALWAYS_WRITES = {
    "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create",
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
WRITES_WITHOUT_POSITIONAL = {"save", "asave", "update", "aupdate", "delete", "adelete"}
STATEMENTS = ("INSERT ", "UPDATE ", "DELETE ", "REPLACE ")


def writes(call: ast.Call) -> bool:
    """Holds for a call that writes records.

    `save()`, `update(...)` and `delete()` of models take keywords only, where those of dictionaries, hashes, sheets
    and storages take something positional; `create` counts on a manager.
    """
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in ALWAYS_WRITES:
        return True
    if name in WRITES_WITHOUT_POSITIONAL:
        return not call.args
    if name in {"create", "acreate"}:
        return isinstance(call.func.value, ast.Attribute) and call.func.value.attr in {"objects", "_default_manager"}
    if name in {"execute", "executemany"} and call.args and isinstance(call.args[0], ast.Constant):
        return str(call.args[0].value).lstrip().upper().startswith(STATEMENTS)
    return False


def may_write(name: str) -> bool:
    """Holds for actions (a module or a package of that name) and for the listed modules of the foundation."""
    return name in WRITING_MODULES or "actions" in PurePath(name).with_suffix("").parts


def write_calls(tree: ast.Module) -> list[int]:
    """The lines on which a module writes records."""
    return sorted(node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and writes(node))


def test_only_actions_and_the_writing_modules_of_the_foundation_write_records() -> None:
    found = {name: lines for name, tree in modules() if not may_write(name) and (lines := write_calls(tree))}

    assert found == {}


def test_the_list_of_writing_modules_names_no_module_that_does_not_write() -> None:
    lines = {name: write_calls(tree) for name, tree in modules()}

    assert {name for name in WRITING_MODULES if not lines.get(name)} == set()


def test_writes_are_seen_and_their_look_alikes_are_left_alone() -> None:
    writing = ast.parse(
        "record.save()\n"
        "Model.objects.filter(pk=1).update(name='x')\n"
        "Model.objects.create(name='x')\n"
        "rows.bulk_create(new)\n"
        "record.delete()\n"
        "cursor.execute('update market_account set name = %s', [name])\n"
    )
    harmless = ast.parse(
        "digest.update(chunk)\nvalues.update({'a': 1})\nbook.save(path)\nstorage.delete(name)\n"
        "cursor.execute('select 1')\n"
    )

    assert write_calls(writing) == [1, 2, 3, 4, 5, 6]
    assert write_calls(harmless) == []
