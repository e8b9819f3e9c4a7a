"""A real export of deals, whose names nearly fit: proposed with their rows, and right once they are accepted."""

from pathlib import Path
from typing import Any

import pytest

from nervecenter.domain.exchange.mapping.loading import load_mapping
from nervecenter.domain.exchange.reading.files import file_from_path
from nervecenter.evidence.models import Deal
from nervecenter.foundation.importing.actions import accept_proposals, load, preview, run
from nervecenter.foundation.importing.dialects import recognised_by
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.importing.sources import source_rows
from nervecenter.market.models import Account

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "crm_maven"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the export of deals (../shared/data/crm_maven) is not here"),
]
MAPPINGS = [
    """
name: maven-products
source: maven
recognise: {headers: [product, series, sales_price]}
into:
  - {kind: product, source_id: product, fields: {name: product}}
""",
    """
name: maven-accounts
source: maven
recognise: {headers: [account, sector, office_location]}
into:
  - {kind: account, source_id: account, fields: {name: account, industry: sector, country: office_location}}
""",
    """
name: maven-deals
source: maven
recognise: {headers: [opportunity_id, deal_stage, close_value]}
into:
  - kind: deal
    source_id: opportunity_id
    fields:
      name: opportunity_id
      stage: deal_stage
      amount: close_value
      product: {column: product, link: product, by: name}
      account: {column: account, link: account, by: name}
""",
]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def files() -> list[Any]:
    return [file_from_path(FOLDER / name) for name in ("accounts.csv", "products.csv", "sales_pipeline.csv")]


def brought(*, accept: bool) -> Import:
    with recognised_by([load_mapping(text) for text in MAPPINGS]):
        if not accept:
            return load(files(), actor=None)
        seen = preview(files(), actor=None)
        accept_proposals(seen.pk, actor=None)
        return run(seen.pk, files=files(), actor=None)


def test_the_product_that_is_written_in_one_word_is_proposed_with_its_rows() -> None:
    done = brought(accept=False)

    word = UnmatchedValue.objects.get(value="GTXPro")
    assert (done.status, word.count, word.proposal["word"]) == ("done", 1_480, "GTX Pro")
    assert {
        each.value: (each.count, each.proposal["meaning"]) for each in UnmatchedValue.objects.filter(target_kind="")
    } == {
        "technolgy": (12, "technology"),
        "Philipines": (1, "Philippines"),
    }


def test_accepting_in_the_preview_brings_every_deal_to_its_product() -> None:
    done = brought(accept=True)

    assert (done.status, done.unmatched) == ("done", 0)
    assert Deal.objects.filter(product__name="GTX Pro").count() == 1_480
    assert not Deal.objects.filter(product=None).exists()
    assert Deal.objects.filter(account=None).count() == 1_425
    assert Account.objects.filter(industry="technology").count() == 12
    row = source_rows("deal", Deal.objects.get(source_id="Z063OYW0").pk)[0]
    assert (row.file, (row.columns or {})["product"]) == ("sales_pipeline.csv", "GTXPro")
