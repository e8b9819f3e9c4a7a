"""Which sample companies there are. Each is loaded through the importers that everybody uses, as one import."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nervecenter.demo.gitlab import TITLE as GITLAB_TITLE
from nervecenter.demo.gitlab import load_gitlab
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Watch


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """A sample company: how it is called, what is in it, and how it is loaded (from a folder, or the sample's own)."""

    name: str
    title: str
    about: str
    load: Callable[[Path | None, Watch], Import]


def _gitlab(folder: Path | None, watch: Watch) -> Import:
    return load_gitlab(folder, actor=None, progress=watch)


COMPANIES = (
    SampleCompany(
        name="gitlab",
        title=GITLAB_TITLE,
        about="GitLab's public product data: sections, groups, features by edition, competitors, releases, owners.",
        load=_gitlab,
    ),
)


def sample_company(name: str) -> SampleCompany:
    """The sample company of that name; NotFound names those there are."""
    for company in COMPANIES:
        if company.name == name:
            return company
    raise NotFound(f"there is no sample company '{name}'; there are: {', '.join(each.name for each in COMPANIES)}")
