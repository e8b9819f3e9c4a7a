"""Files kept between the preview of an import and its run, in the data folder, under numbers and not their names."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.reading.files import InputFile

_BLOCK = 1 << 20


def keep_files(number: int, files: Iterable[InputFile]) -> list[dict[str, object]]:
    """Copy the files of an import into its folder; what to remember to read them again. Nothing stays on a fault."""
    folder = _folder(number)
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[dict[str, object]] = []
    for position, file in enumerate(files):
        path = folder / f"{position}.kept"
        try:
            with file.open() as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, _BLOCK)
        except OSError as error:
            drop_files(number)
            message = f"cannot be kept for the import ({error.strerror or error}). Make room on the disk and try again."
            raise ReadError("not-kept", message, file=file.name) from error
        kept.append({"name": file.name, "kept": path.name, "bytes": path.stat().st_size})
    return kept


def kept_files(number: int, kept: Iterable[dict[str, object]]) -> list[InputFile]:
    """The files of an import as they were kept. Raises ReadError when they are gone."""
    files: list[InputFile] = []
    for entry in kept:
        path = _folder(number) / Path(str(entry["kept"])).name
        if not path.is_file():
            raise ReadError("not-kept", "is no longer kept. Choose it again.", file=str(entry["name"]))
        files.append(InputFile(str(entry["name"]), path.stat().st_size, _opener(path)))
    return files


def drop_files(number: int) -> None:
    """The files of an import are no longer kept."""
    shutil.rmtree(_folder(number), ignore_errors=True)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _folder(number: int) -> Path:
    return Path(settings.DATA) / "imports" / str(int(number))
