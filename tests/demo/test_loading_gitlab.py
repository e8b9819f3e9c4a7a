"""GitLab's files in the database: one import of everything, which changes nothing the second time and can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from nervecenter.demo import gitlab
from nervecenter.demo.gitlab import gitlab_files, load_gitlab, sample_folder
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.reading.files import file_from_path
from nervecenter.foundation.importing.actions import load, undo_import
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.users import User
from nervecenter.organisation.queries.ownership import role_coverages
from nervecenter.people.models import Person
from nervecenter.portfolio.models import Capability, Comparison, Module, Product, Release
from tests.demo.gitlab_drafts import EXTRACT, FULL

pytestmark = pytest.mark.slow


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create(username="admin", role="admin")


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Import]:
    """The sample, loaded once for the tests that only look; taken back when they are through."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_gitlab(actor=User.objects.create(username="loader", role="admin"))
        transaction.set_rollback(True)


def test_the_sample_is_loaded_as_a_whole(company: Import) -> None:
    outcome = (company.status, company.title, company.error_count, company.rejected)

    assert outcome == ("done", "GitLab, November 2022", 0, 0)
    assert (company.created, company.updated, company.unmatched) == (8269, 0, 78)
    assert (Capability.objects.count(), Comparison.objects.count()) == (573, 1817)


def test_people_whom_the_list_of_people_lacks_are_made(company: Import) -> None:
    listed = Person.objects.exclude(code="")

    assert (listed.count(), Person.objects.filter(kind="vacancy").count()) == (1368, 32)
    assert Person.objects.filter(code="").count() == 130


def test_words_that_name_nothing_wait_for_a_decision(company: Import) -> None:
    waiting = company.unmatched_values.filter(kind="capability", field="modules").values_list("value", "count")

    assert dict(waiting)["unknown"] == 37
    assert sum(count for _, count in waiting) == 65
    assert Capability.objects.filter(modules=None).count() == 66


def test_the_load_of_marketers_is_as_known(company: Import) -> None:
    coverage = {one.role.code: one for one in role_coverages(["pm", "pmm"])}

    marketers = [len(held) for held in coverage["pmm"].by_holder().values()]
    managers = [len(held) for held in coverage["pm"].by_holder().values()]

    assert marketers == [23, 13, 8, 7, 1, 1]
    assert (len(coverage["pmm"].holders), len(coverage["pmm"].without)) == (60, 7)
    assert max(managers) == 3


def test_what_several_targets_say_of_one_record_is_together(company: Import) -> None:
    manage = Product.objects.get(code="manage")

    assert manage.line is not None
    assert (manage.name, manage.line.name, manage.teams.count()) == ("Manage", "Dev", 5)
    assert Module.objects.filter(team=None).count() == 4
    assert Release.objects.get(code="13.0").kind == "monthly"


def test_a_second_time_nothing_changes(admin: User) -> None:
    load_gitlab(EXTRACT, actor=admin)
    before = dict(Capability.objects.values_list("source_id", "version"))

    again = load_gitlab(EXTRACT, actor=admin)

    assert (again.status, again.created, again.updated) == ("done", 0, 0)
    assert dict(Capability.objects.values_list("source_id", "version")) == before


def test_the_full_files_fill_in_the_texts_of_the_extract(admin: User) -> None:
    if not FULL.is_dir():
        pytest.skip("the full GitLab files (../shared/data/gitlab) are not here")
    load_gitlab(EXTRACT, actor=admin)

    full = load_gitlab(FULL, actor=admin)

    assert (full.status, full.created) == ("done", 0)
    assert full.by_kind["capability"]["updated"] == 573
    assert not Capability.objects.filter(summary="").exists()


def test_all_of_it_is_taken_back_at_once(admin: User) -> None:
    loaded = load_gitlab(EXTRACT, actor=admin)

    undone = undo_import(loaded.pk, actor=admin)

    assert undone.status == "undone"
    assert (Capability.objects.count(), Person.objects.count(), Release.objects.count()) == (0, 0, 0)


def test_a_file_dropped_alone_is_recognised_and_makes_no_halves(admin: User) -> None:
    alone = load([file_from_path(EXTRACT / "stages.yml")], actor=admin)

    assert (alone.status, alone.files[0]["mapping"]) == ("done", "gitlab-stages")
    assert (Product.objects.count(), Module.objects.count()) == (20, 0)
    assert alone.by_kind["module"]["left_out"] == 135


def test_a_folder_without_a_catalogue_borrows_the_sample_s(tmp_path: Path) -> None:
    (tmp_path / "features.yml").write_text("features: []\n")

    files = [file.name for file in gitlab_files(tmp_path)]

    assert files == ["features.yml", "catalogue.yml"]


def test_a_folder_that_is_none_is_refused(admin: User, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        load_gitlab(tmp_path / "nowhere", actor=admin)

    assert caught.value.code == "not-a-folder"
    assert not Import.objects.exists()


def test_a_sample_that_is_not_here_is_missed_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gitlab, "__file__", "/nowhere/nervecenter/demo/gitlab/__init__.py")

    with pytest.raises(gitlab.SampleMissing) as caught:
        sample_folder()

    assert caught.value.code == "sample-missing"
