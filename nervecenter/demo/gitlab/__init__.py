"""GitLab's public product data of November 2022, brought in through ordinary mappings."""

from pathlib import Path

from nervecenter.domain.exchange.reading.files import InputFile, file_from_path, files_from_folder
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Unwatched, Watch
from nervecenter.foundation.users import User

MAPPINGS = Path(__file__).parent / "mappings"
CATALOGUE = "catalogue.yml"
TITLE = "GitLab, November 2022"


class SampleMissing(DomainError):
    """The sample data does not lie beside this program."""

    code = "sample-missing"


def sample_folder() -> Path:
    """Where the facts-only extract lies: in the package or in the repository around it. Refused where it is neither."""
    within = Path(__file__).parent / "sample"
    beside = Path(__file__).parents[3] / "samples" / "gitlab-2022"
    for folder in (within, beside):
        if (folder / CATALOGUE).is_file():
            return folder
    raise SampleMissing("the sample data of GitLab is not here; run from a clone of the repository, or name a folder")


def load_gitlab(folder: Path | None = None, *, actor: User | None, progress: Watch | None = None) -> Import:
    """All files of a folder (without one, of the sample) in a single import: everything or nothing, and undone as one.

    The folder may hold the extract or the full files. Editions and ways of delivery, which the full files only tell in
    prose, come from the sample's catalogue where the folder has none. A second time nothing changes. What could not be
    read or matched is in the import. Raises ReadError for what is no folder and SampleMissing.
    """
    return load(gitlab_files(folder or sample_folder()), actor=actor, title=TITLE, watch=progress or Unwatched())


def gitlab_files(folder: Path) -> list[InputFile]:
    """The data files of a folder, with the catalogue from the sample where it has none."""
    files = [
        file
        for file in files_from_folder(folder)
        if file.suffix in {".yml", ".yaml", ".jsonl", ".csv", ".md"} and file.stem not in {"README", "LICENSE"}
    ]
    if not any(file.stem == "catalogue" for file in files):
        files.append(file_from_path(sample_folder() / CATALOGUE))
    return files
