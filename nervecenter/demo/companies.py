"""Which sample companies there are. Each is loaded through the importers that everybody uses, as one import."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nervecenter.demo.gitlab import TITLE as GITLAB_TITLE
from nervecenter.demo.gitlab import load_gitlab
from nervecenter.demo.jupyter import TITLE as JUPYTER_TITLE
from nervecenter.demo.jupyter import load_jupyter
from nervecenter.demo.maven import TITLE as MAVEN_TITLE
from nervecenter.demo.maven import load_maven
from nervecenter.demo.quillstone import TITLE as QUILLSTONE_TITLE
from nervecenter.demo.quillstone import load_quillstone
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Watch


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """A sample company: how it is called, what is in it, and how it is loaded (from a folder, or the sample's own).

    One that `comes_along` can be loaded without naming a folder. The files of the others lie elsewhere.
    """

    name: str
    title: str
    about: str
    load: Callable[[Path | None, Watch], Import]
    comes_along: bool = True


def _gitlab(folder: Path | None, watch: Watch) -> Import:
    return load_gitlab(folder, actor=None, progress=watch)


COMPANIES = (
    SampleCompany(
        name="gitlab",
        title=GITLAB_TITLE,
        about="GitLab's public product data: sections, groups, features by edition, competitors, releases, owners.",
        load=_gitlab,
    ),
    SampleCompany(
        name="quillstone",
        title=QUILLSTONE_TITLE,
        about="A company that we made up: deals, voices of customers, a full inbox, and flaws planted to be found.",
        load=load_quillstone,
    ),
    SampleCompany(
        name="maven",
        title=MAVEN_TITLE,
        about="A made-up company's pipeline: 85 accounts, 7 products, 8,800 deals. Its files are named with --from.",
        load=load_maven,
        comes_along=False,
    ),
    SampleCompany(
        name="jupyter",
        title=JUPYTER_TITLE,
        about="What 1,706 people answered, with the themes that analysts found. Its files are named with --from.",
        load=load_jupyter,
        comes_along=False,
    ),
)


def sample_company(name: str) -> SampleCompany:
    """The sample company of that name; NotFound names those there are."""
    for company in COMPANIES:
        if company.name == name:
            return company
    raise NotFound(f"there is no sample company '{name}'; there are: {', '.join(each.name for each in COMPANIES)}")
