"""A bad file is told by its place and in words, whichever way it comes; and nothing of it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nervecenter.foundation.importing.models import Import
from tests.bad_input.conftest import Holdings
from tests.bad_input.samples import BAD_FILES, BadFile
from tests.cli.conftest import Nervecenter
from tests.cli.conftest import nervecenter as nervecenter  # noqa: PLC0414 - the command line, as a fixture
from tests.foundation.api.asking import asker
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody who sent a file was told, and whether it was written."""

    places: list[tuple[str, int, str]]
    words: str
    status: str


@pytest.fixture
def by_command(nervecenter: Nervecenter, tmp_path: Path) -> Callable[[BadFile], Answer]:
    """`nervecenter load`."""

    def sent(bad: BadFile) -> Answer:
        (tmp_path / bad.name).write_bytes(bad.data)
        said = nervecenter("load", str(tmp_path / bad.name), "--as", bad.kind, "--json")
        assert said.code in (1, 2), said
        places = [(each["file"], each["row"], each["column"]) for each in said.json["errors"]]
        words = " ".join(each["message"] for each in said.json["errors"])
        return Answer(places, words, Import.objects.latest("pk").status)

    return sent


@pytest.fixture
def by_api(db: None) -> Callable[[BadFile], Answer]:
    """Sent to the API, looked at, and run in spite of what it said."""

    asked = asker()

    def sent(bad: BadFile) -> Answer:
        files = {"files": SimpleUploadedFile(bad.name, bad.data), "kind": bad.kind}
        looked: dict[str, Any] = asked.client.post("/api/v1/imports", files).json()
        done = asked.post(f"imports/{looked['id']}/run")
        places = [(each["file"], each["row"], each["column"]) for each in looked["errors"]]
        return Answer(places, " ".join(each["message"] for each in looked["errors"]), done["status"])

    return sent


@pytest.fixture
def by_page(db: None) -> Callable[[BadFile], Answer]:
    """Dropped on the page of the imports, looked at, and run in spite of what it said."""

    client = signed_in("editor")

    def sent(bad: BadFile) -> Answer:
        client.post("/imports/", {"files": SimpleUploadedFile(bad.name, bad.data), "kind": bad.kind})
        record = Import.objects.latest("pk")
        page = unescape(client.get(f"/imports/{record.pk}/").text)
        client.post(f"/imports/{record.pk}/run/")
        places = [(each["file"], each["row"], each["column"]) for each in record.errors]
        record.refresh_from_db()
        return Answer(places, page, record.status)

    return sent


@pytest.mark.parametrize("bad", BAD_FILES.values(), ids=list(BAD_FILES))
@pytest.mark.parametrize("way", ["by_command", "by_api", "by_page"])
def test_it_is_told_by_its_place_and_in_words_and_nothing_is_written(
    request: pytest.FixtureRequest, holdings: Holdings, way: str, bad: BadFile
) -> None:
    sent = request.getfixturevalue(way)
    before = holdings()

    answer = sent(bad)

    assert answer.places == [bad.place]
    assert bad.words in answer.words
    assert answer.status == "failed"
    assert holdings() == before
