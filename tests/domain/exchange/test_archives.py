"""Archives and folders in: members by name, and the tricks that are refused. Nothing is ever unpacked to disk."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import file_from_bytes, file_from_path, files_from_folder, unpacked

SMALL = ReadLimits(archive_ratio_from=10_000)


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def refusal(name: str, data: bytes, limits: ReadLimits = SMALL) -> ReadError:
    def read_all() -> None:
        for file in unpacked([file_from_bytes(name, data)], limits):
            with file.open() as stream:
                stream.read()

    with pytest.raises(ReadError) as caught:
        read_all()
    return caught.value


def test_members_are_read_where_they_lie() -> None:
    data = zipped(("data/a.csv", b"name\nx\n"), ("__MACOSX/a.csv", b"?"), (".hidden", b"?"), ("b.csv", b"name\ny\n"))

    files = list(unpacked([file_from_bytes("all.zip", data)]))

    assert [file.name for file in files] == ["all.zip/data/a.csv", "all.zip/b.csv"]
    assert [next(read_parts(file)).headers for file in files] == [("name",), ("name",)]


def test_a_gzipped_file_is_read_under_its_own_name() -> None:
    files = list(unpacked([file_from_bytes("a.csv.gz", gzip.compress(b"name\nx\n"))]))

    assert [file.name for file in files] == ["a.csv"]
    assert next(read_parts(files[0])).headers == ("name",)


def test_a_zip_bomb_is_refused_by_its_ratio() -> None:
    error = refusal("bomb.zip", zipped(("a.csv", b"0" * 10_000_000)))

    assert error.code == "archive-bomb"


def test_a_zip_bomb_is_refused_by_its_size() -> None:
    error = refusal("bomb.zip", zipped(("a.csv", bytes(range(256)) * 10)), ReadLimits(archive_bytes=1_000))

    assert error.code == "archive-bomb"


def test_a_member_that_lies_about_its_size_is_stopped_while_it_unpacks() -> None:
    data = bytearray(zipped(("a.csv", b"name\n" + b"x" * 5_000)))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 100)

    error = refusal("liar.zip", bytes(data))

    assert error.code in ("archive-bomb", "broken-archive")


def test_a_gzip_bomb_is_stopped_while_it_unpacks() -> None:
    error = refusal("bomb.csv.gz", gzip.compress(b"0" * 30_000_000))

    assert error.code == "archive-bomb"


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "..\\a.csv", "C:/a.csv"])
def test_a_path_that_leads_out_is_refused(name: str) -> None:
    error = refusal("x.zip", zipped((name, b"name\n")))

    assert error.code == "outside-folder"


def test_an_archive_inside_an_archive_is_refused() -> None:
    error = refusal("x.zip", zipped(("inner.zip", zipped(("a.csv", b"x")))))

    assert (error.code, error.file) == ("nested-archive", "x.zip/inner.zip")


def test_a_link_inside_an_archive_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("a.csv")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")

    error = refusal("x.zip", stream.getvalue())

    assert error.code == "outside-folder"


def test_too_many_members_are_refused() -> None:
    data = zipped(*((f"{number}.csv", b"x") for number in range(5)))

    error = refusal("x.zip", data, ReadLimits(archive_members=4))

    assert error.code == "archive-members"


@pytest.mark.parametrize(("name", "data"), [("x.zip", b"PK not really"), ("x.csv.gz", b"\x1f\x8bnot really")])
def test_a_broken_archive_is_refused(name: str, data: bytes) -> None:
    error = refusal(name, data)

    assert error.code == "broken-archive"


def test_other_archives_are_refused_with_what_to_do() -> None:
    error = refusal("x.tar", b"whatever")

    assert str(error) == "x.tar: is a .tar archive. Unpack it, or pack a .zip or .gz."


def test_a_folder_gives_its_files_by_name_and_leaves_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.csv").write_text("name\nx\n")
    (tmp_path / "a.csv").write_text("name\nx\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.csv").write_text("name\n")

    files = files_from_folder(tmp_path)

    assert [file.name for file in files] == ["a.csv", "deep/b.csv"]


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("secret\n1\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "inside.csv").symlink_to(tmp_path / "outside.csv")

    with pytest.raises(ReadError) as caught:
        files_from_folder(folder)

    assert (caught.value.code, caught.value.file) == ("outside-folder", "inside.csv")


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        file_from_path(tmp_path / "missing.csv")

    assert caught.value.code == "not-a-file"


def test_an_uploaded_name_loses_its_folders() -> None:
    assert file_from_bytes("C:\\Users\\me\\..\\a.csv", b"").name == "a.csv"
