"""Companies whose files do not come with nervecenter: read from the folder that somebody names, and never mixed."""

from collections.abc import Sequence
from pathlib import Path

from nervecenter.domain.exchange.reading.files import InputFile, file_from_path
from nervecenter.foundation.errors import DomainError


class FilesMissing(DomainError):
    """The folder with a company's files was not named, or lacks some of them. Nothing was read."""

    code = "files-missing"


def files_of(name: str, folder: Path | None, wanted: Sequence[str]) -> list[InputFile]:
    """The wanted files of a folder. Refused (FilesMissing) without a folder, and where one of them is not in it."""
    if folder is None:
        raise FilesMissing(
            f"the files of {name} do not come with nervecenter; name the folder that holds {', '.join(wanted[:4])}:"
            f" nervecenter demo {name} --from DIR"
        )
    missing = [file for file in wanted if not (folder / file).is_file()]
    if missing:
        raise FilesMissing(f"{folder} lacks {', '.join(missing)}; name the folder that holds all files of {name}")
    return [file_from_path(folder / file) for file in wanted]
