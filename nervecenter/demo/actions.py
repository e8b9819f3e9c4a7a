"""Decisions about sample companies: bring one in, take it out again."""

from pathlib import Path

from django.db import transaction

from nervecenter.demo.companies import COMPANIES, SampleCompany
from nervecenter.demo.queries import holds_other_records, own_records_pointing_at, sample_imports
from nervecenter.foundation.errors import DomainError, NotFound, StillReferenced
from nervecenter.foundation.importing.actions import accept_proposals, undo_import
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Unwatched, Watch
from nervecenter.foundation.undoing import later_changesets, undo_changeset
from nervecenter.honesty.actions import run_checks


class RealDataHere(DomainError):
    """The workspace holds records that are no sample company's; the two are never mixed."""

    code = "real-data-here"


def load_sample(
    company: SampleCompany, folder: Path | None = None, *, watch: Watch | None = None, accept: bool = False
) -> Import:
    """The sample company is in the workspace and its checks have run. A second time nothing changes.

    With `accept`, words that name nothing mean what is proposed for them.

    Refused (RealDataHere) where there are records of somebody's own or of another sample company, unless this one is
    there already.
    """
    if not sample_imports(company) and holds_other_records(()):
        others = [other.title for other in COMPANIES if sample_imports(other)]
        held = "records of your own" if holds_other_records(COMPANIES) else f"the sample company {' and '.join(others)}"
        source = "" if company.comes_along else " --from DIR"
        raise RealDataHere(
            f"this workspace holds {held}; {company.title} would be mixed with them. Load it into a data folder of its"
            f" own: NERVECENTER_DATA=./{company.name} nervecenter demo {company.name}{source}"
        )
    done = company.load(folder, watch or Unwatched())
    if done.status == Import.Status.DONE:
        if accept:
            accept_proposals(done.pk, actor=None)
        run_checks(actor=None)
    return done


def remove_sample(company: SampleCompany) -> int:
    """The sample company is gone, with what was changed in its records since; history keeps what was. Returns imports.

    All or nothing. Refused where records of one's own point at its records, and where it is not there (NotFound).
    """
    found = sample_imports(company)
    if not found:
        raise NotFound(f"{company.title} is not in this workspace; there is nothing to remove")
    if pointing := own_records_pointing_at(company):
        raise StillReferenced(
            f"records of your own point at those of {company.title} ({', '.join(pointing)}); take those links away"
            " first, or keep the sample in a data folder of its own"
        )
    with transaction.atomic():
        for each in found:
            for number in later_changesets(each.changeset_id or 0):
                undo_changeset(number, actor=None)
            undo_import(each.pk, actor=None)
        run_checks(actor=None)
    return len(found)
