"""Everything that writes because of imports."""

from nervecenter.foundation.importing.actions.imports import (
    ImportRefused,
    cancel_import,
    fail_stale_imports,
    forget_old_files,
    load,
    preview,
    run,
    save_mapping,
    undo_import,
)
from nervecenter.foundation.importing.actions.words import ignore_unmatched, resolve_unmatched

__all__ = [
    "ImportRefused",
    "cancel_import",
    "fail_stale_imports",
    "forget_old_files",
    "ignore_unmatched",
    "load",
    "preview",
    "resolve_unmatched",
    "run",
    "save_mapping",
    "undo_import",
]
