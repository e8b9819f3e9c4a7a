"""How much a file may ask of us before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Named limits of reading; every refusal names the one it met.

    Sizes are bytes of the file as it lies (or as it unpacks, for archives), lengths are characters.
    Tables, JSON lines and mail are streamed, so only `file_bytes` binds them (and `message_bytes` each message); JSON,
    YAML, Markdown and workbooks are held in memory and have smaller limits of their own.
    """

    file_bytes: int = 1_000_000_000
    json_bytes: int = 100_000_000
    yaml_bytes: int = 20_000_000
    markdown_bytes: int = 5_000_000
    workbook_bytes: int = 100_000_000
    message_bytes: int = 50_000_000
    message_parts: int = 1_000
    cell_characters: int = 1_000_000
    line_characters: int = 16_000_000
    columns: int = 5_000
    depth: int = 60
    aliased_nodes: int = 200_000
    archive_members: int = 5_000
    archive_bytes: int = 1_000_000_000
    archive_ratio: int = 200
    archive_ratio_from: int = 20_000_000


DEFAULT_LIMITS = ReadLimits()
