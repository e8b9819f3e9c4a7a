"""A sample company comes in, can be tried on, goes out again, and is never mixed with records of one's own."""

from pathlib import Path

import pytest

from nervecenter.demo import companies
from nervecenter.demo.queries import holds_other_records, sample_companies
from nervecenter.evidence.models import Deal
from nervecenter.foundation.actions import change_record, create_record
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Watch
from nervecenter.foundation.resources import all_resources
from nervecenter.foundation.users import Role, User
from nervecenter.honesty.models import CheckRun, FindingRecord
from nervecenter.market.models import Account, Segment
from nervecenter.portfolio.models import Product
from tests.cli.conftest import Nervecenter
from tests.demo.given import given

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS = "code,name,is_marketed\nplan,Plan,yes\nverify,Verify,yes\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> companies.SampleCompany:
    """A sample company of two products."""
    from nervecenter.domain.exchange.reading.files import file_from_path

    file = tmp_path / "products.csv"
    file.write_text(PRODUCTS)

    def bring_in(folder: Path | None, watch: Watch) -> Import:
        return load(
            [file_from_path((folder or tmp_path) / file.name)],
            actor=None,
            kind="product",
            title="Small & Co",
            watch=watch,
        )

    company = companies.SampleCompany("small", "Small & Co", "Two products.", bring_in)
    for module in ("companies", "queries", "actions"):
        monkeypatch.setattr(f"nervecenter.demo.{module}.COMPANIES", (company,))
    return company


def records() -> int:
    return sum(declared.model._default_manager.count() for declared in all_resources())


def test_a_sample_company_comes_in_and_its_checks_have_run(
    nervecenter: Nervecenter, small: companies.SampleCompany
) -> None:
    said = nervecenter("demo", "small", "--json")

    assert said.code == 0
    assert (said.json["demo"], said.json["loaded"], said.json["created"]) == ("small", True, 2)
    assert sample_companies() == (small,)
    assert CheckRun.objects.count() == 1
    assert [row["loaded"] for row in nervecenter("demo", "--json").json] == [True]


def test_a_second_time_changes_nothing(nervecenter: Nervecenter, small: companies.SampleCompany) -> None:
    nervecenter("demo", "small")

    said = nervecenter("demo", "small", "--json")

    assert (said.code, said.json["created"], said.json["updated"], said.json["unchanged"]) == (0, 0, 0, 2)
    assert Product.objects.count() == 2


def test_if_empty_leaves_a_workspace_alone_that_holds_something(
    nervecenter: Nervecenter, small: companies.SampleCompany
) -> None:
    create_record("segment", {"name": "Banks"}, actor=None)

    said = nervecenter("demo", "small", "--if-empty", "--json")

    assert (said.code, said.json) == (0, {"demo": "small", "loaded": False, "import_id": None})
    assert not Product.objects.exists()


def test_users_alone_are_no_records_of_ones_own(nervecenter: Nervecenter, small: companies.SampleCompany) -> None:
    User.objects.create(username="ana", role=Role.ADMIN)

    said = nervecenter("demo", "small", "--if-empty")

    assert said.code == 0
    assert Product.objects.count() == 2


def test_a_sample_company_is_refused_beside_records_of_ones_own(
    nervecenter: Nervecenter, small: companies.SampleCompany
) -> None:
    create_record("segment", {"name": "Banks"}, actor=None)

    said = nervecenter("demo", "small")

    assert (said.code, said.out) == (2, "")
    assert "Small & Co would be mixed with them" in said.err
    assert not Product.objects.exists()


def test_a_sample_company_is_refused_beside_another(
    nervecenter: Nervecenter, small: companies.SampleCompany, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    maven = companies.SampleCompany("maven", "Maven", "Deals.", small.load, comes_along=False)
    for module in ("companies", "queries", "actions"):
        monkeypatch.setattr(f"nervecenter.demo.{module}.COMPANIES", (small, maven))
    nervecenter("demo", "small")
    before = records()

    said = nervecenter("demo", "maven", "--from", str(tmp_path))

    assert (said.code, said.out) == (2, "")
    assert "holds the sample company Small & Co; Maven would be mixed with them" in said.err
    assert "NERVECENTER_DATA=./maven nervecenter demo maven --from DIR" in said.err
    assert records() == before


def test_a_company_whose_files_lie_elsewhere_asks_for_their_folder(nervecenter: Nervecenter, tmp_path: Path) -> None:
    unnamed, empty = nervecenter("demo", "maven"), nervecenter("demo", "jupyter", "--from", str(tmp_path))

    assert (unnamed.code, empty.code) == (2, 2)
    assert "the files of maven do not come with nervecenter; name the folder" in unnamed.err
    assert "lacks responses.csv, roles.csv" in empty.err
    assert records() == 0


def test_loading_ones_own_files_beside_a_sample_company_warns(
    nervecenter: Nervecenter, small: companies.SampleCompany, tmp_path: Path
) -> None:
    nervecenter("demo", "small")
    file = tmp_path / "segments.csv"
    file.write_text("name\nBanks\n")

    said = nervecenter("load", str(file), "--as", "segment", "--json")

    assert said.code == 0
    assert said.json["created"] == 1
    assert "this data folder holds the sample company Small & Co" in said.err
    assert holds_other_records((small,))


def test_what_was_tried_on_a_sample_company_goes_with_it(
    nervecenter: Nervecenter, small: companies.SampleCompany
) -> None:
    nervecenter("demo", "small")
    plan = Product.objects.get(code="plan")
    change_record("product", plan.pk, {"name": "Plan better"}, actor=None, expected_version=1)
    change_record("product", plan.pk, {"name": "Plan best"}, actor=None, expected_version=2)

    said = nervecenter("demo", "small", "--remove", "--json")

    assert (said.code, said.json) == (0, {"demo": "small", "removed": 1})
    assert records() == 0
    assert sample_companies() == ()
    assert not FindingRecord.objects.exclude(status="fixed").exists()


def test_a_sample_company_that_records_of_ones_own_point_at_stays(
    nervecenter: Nervecenter, small: companies.SampleCompany
) -> None:
    nervecenter("demo", "small")
    plan = Product.objects.get(code="plan")
    create_record("capability", {"name": "Roadmap", "product": plan}, actor=None)

    said = nervecenter("demo", "small", "--remove")

    assert (said.code, said.out) == (2, "")
    assert "point at" in said.err
    assert Product.objects.count() == 2


def test_removing_what_is_not_there_and_an_unknown_sample_are_told(nervecenter: Nervecenter) -> None:
    absent, unknown = nervecenter("demo", "gitlab", "--remove"), nervecenter("demo", "gitlub")

    assert (absent.code, unknown.code) == (2, 2)
    assert "GitLab, November 2022 is not in this workspace" in absent.err
    assert (
        unknown.err
        == "nervecenter: there is no sample company 'gitlub'; there are: gitlab, quillstone, maven, jupyter\n"
    )


def test_a_folder_that_is_not_there_is_told(
    nervecenter: Nervecenter, small: companies.SampleCompany, tmp_path: Path
) -> None:
    said = nervecenter("demo", "small", "--from", str(tmp_path / "none"))

    assert (said.code, said.out) == (2, "")
    assert "there is no such folder" in said.err
    assert not Segment.objects.exists()


@pytest.mark.slow
def test_gitlab_comes_in_with_its_findings_and_goes_out_without_a_trace(nervecenter: Nervecenter) -> None:
    loaded = nervecenter("demo", "gitlab", "--json")
    found = FindingRecord.objects.exclude(status="fixed").count()

    removed = nervecenter("demo", "gitlab", "--remove")

    assert (loaded.code, removed.code) == (0, 0)
    assert loaded.json["created"] > 5000
    assert found > 500
    assert records() == 0
    assert not FindingRecord.objects.exclude(status="fixed").exists()


@pytest.mark.slow
def test_maven_comes_in_takes_what_is_proposed_and_goes_out_without_a_trace(nervecenter: Nervecenter) -> None:
    folder = str(given("crm_maven"))

    loaded = nervecenter("demo", "maven", "--from", folder)
    products = Deal.objects.filter(product=None).count()
    accepted = nervecenter("demo", "maven", "--from", folder, "--accept-proposals")

    assert (loaded.code, accepted.code) == (0, 0)
    assert "GTXPro → GTX Pro? 1,480 rows" in loaded.out
    assert (products, Deal.objects.filter(product=None).count()) == (1480, 0)
    assert Account.objects.filter(industry="technology").count() == 12
    assert nervecenter("demo", "maven", "--remove").code == 0
    assert records() == 0
