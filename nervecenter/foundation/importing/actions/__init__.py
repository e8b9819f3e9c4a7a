"""Everything that writes because of imports."""

from nervecenter.foundation.importing.actions.beginnings import ImportRefused
from nervecenter.foundation.importing.actions.imports import (
    cancel_import,
    fail_stale_imports,
    forget_source,
    load,
    run,
    save_mapping,
    undo_import,
)
from nervecenter.foundation.importing.actions.looking import (
    forget_old_files,
    look,
    preview,
    replay,
    set_aside,
    take_files_side,
)
from nervecenter.foundation.importing.actions.words import (
    accept_proposal,
    accept_proposals,
    ignore_unmatched,
    resolve_unmatched,
)

__all__ = [
    "ImportRefused",
    "accept_proposal",
    "accept_proposals",
    "cancel_import",
    "fail_stale_imports",
    "forget_old_files",
    "forget_source",
    "ignore_unmatched",
    "load",
    "look",
    "preview",
    "replay",
    "resolve_unmatched",
    "run",
    "save_mapping",
    "set_aside",
    "take_files_side",
    "undo_import",
]
