"""Files brought in: looked at first, written as a whole or not at all, taken back as a whole; and records brought out.

Decisions (`importing.actions`):
    preview(files, *, actor, mapping=None, kind="", title="", keep=False, watch=UNWATCHED) -> Import
    run(number, *, actor, files=None, leave_out_rejected=False, watch=UNWATCHED) -> Import
    load(files, *, actor, mapping=None, kind="", title="", leave_out_rejected=False, watch=UNWATCHED) -> Import
    set_aside(files, *, actor, mapping=None, kind="", title="") -> Import, which `look(number, *, actor)` looks at later
    replay(record, documents, *, actor, later=False) -> Import, a preview of the kept files through other mappings
    take_files_side(number, fields, *, actor) -> Import: fields of a replay in which the files win
    forget_source(number, *, actor) -> Import
    undo_import(number, *, actor) -> Import
    cancel_import(number, *, actor) -> Import
    resolve_unmatched(number, meaning, *, actor, remember=True) -> UnmatchedValue
    ignore_unmatched(number, *, actor, remember=True) -> UnmatchedValue
    accept_proposal(number, *, actor, remember=True) -> UnmatchedValue
    accept_proposals(import_number, *, actor) -> list[UnmatchedValue]
    save_mapping(document, *, actor, signature="") -> SavedMapping
    fail_stale_imports() -> int, asked when a server or worker starts, and before each run
    forget_old_files() -> int, asked before files are kept

`files` are `InputFile` of `domain.exchange.reading.files` (`file_from_bytes`, `file_from_path`, `files_from_folder`);
archives are taken apart. `mapping` is a MappingDocument or its YAML; without it and without a `kind`, files are
recognised among `dialects.known_mappings()`, to which contexts add by `dialects.register_dialects(documents)`.

What came of it is in the `Import` (models): status, message, created, updated, unchanged, rejected, skipped, unmatched,
by_kind, files, errors, error_count, notices; its `unmatched_values` wait for a decision, for which
`queries.near_matches(entry)` lists records and `entry.proposal` names the one that it most likely means. What is large
is looked at and run by jobs: `starting.start_preview`, `start_replay`, `start_run`. What an import was made of is read
by `sources.source_rows(kind, number)` and `sources.source_files(record)`.

A job of kind `jobs.IMPORT_JOB` with `{"import": number}` runs an import whose files were kept; `watch` is any object
with `progress` and `check_cancelled`, such as a job's context.

Out (`importing.export`): `export_stream(kind, form, ...)` yields CSV, JSON lines, JSON or XLSX that can come back in;
`importing.folders` writes every kind into a folder (`export_folder`) and brings such a folder in (`import_folder`).
"""
