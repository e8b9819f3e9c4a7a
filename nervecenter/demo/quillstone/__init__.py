"""Quillstone, a company that we made up to tell one story with flaws in it, brought in through ordinary mappings."""

from pathlib import Path

from nervecenter.domain.exchange.reading.files import files_from_folder
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Watch

MAPPINGS = Path(__file__).parent / "mappings"
TITLE = "Quillstone (made up)"


class QuillstoneMissing(DomainError):
    """The files of the made-up company do not lie beside this program."""

    code = "sample-missing"


def quillstone_folder() -> Path:
    """Where its files lie: in the package or in the repository around it. Refused where they are in neither."""
    within = Path(__file__).parent / "sample"
    beside = Path(__file__).parents[3] / "samples" / "quillstone"
    for folder in (within, beside):
        if (folder / "deals.csv").is_file():
            return folder
    raise QuillstoneMissing(
        "the files of Quillstone are not here; run from a clone of the repository, or name a folder"
    )


def load_quillstone(folder: Path | None, watch: Watch) -> Import:
    """All files of a folder (without one, of the sample) in a single import: everything or nothing, and undone as one.

    A second time nothing changes. Raises ReadError for what is no folder and QuillstoneMissing.
    """
    files = [file for file in files_from_folder(folder or quillstone_folder()) if file.suffix == ".csv"]
    return load(files, actor=None, title=TITLE, watch=watch)
