"""A pipeline that Maven Analytics made up of a company that sells computer hardware, through ordinary mappings."""

from pathlib import Path

from nervecenter.demo.outside import files_of
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Watch

MAPPINGS = Path(__file__).parent / "mappings"
TITLE = "Maven, hardware sales of 2016 and 2017"
FILES = ("accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv")


def load_maven(folder: Path | None, watch: Watch) -> Import:
    """Accounts, products, territories and 8,800 deals, as one import. Raises FilesMissing."""
    return load(files_of("maven", folder, FILES), actor=None, title=TITLE, watch=watch)
