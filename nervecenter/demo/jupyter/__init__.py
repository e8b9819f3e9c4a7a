"""The Jupyter project's survey of its users of 2015 with the themes of its analysts, through ordinary mappings."""

from pathlib import Path

from nervecenter.demo.outside import files_of
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Watch

MAPPINGS = Path(__file__).parent / "mappings"
TITLE = "Jupyter, users' survey of 2015"
FILES = (
    "responses.csv",
    "roles.csv",
    "difficult_aspects_themes.csv",
    "features_changes_themes.csv",
    "first_experience_enhancements_themes.csv",
    "hinderances_themes.csv",
    "integrations_themes.csv",
    "pleasant_aspects_themes.csv",
    "workflow_needs_addressed_themes.csv",
    "workflow_needs_not_addressed_themes.csv",
)


def load_jupyter(folder: Path | None, watch: Watch) -> Import:
    """Answers as evidence, themes as problems they speak to, roles as personas; one import. Raises FilesMissing."""
    return load(files_of("jupyter", folder, FILES), actor=None, title=TITLE, watch=watch)
