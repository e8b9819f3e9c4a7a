"""Files that nobody should have sent, and what each is told: in which file, line and column, and in which words."""

import io
import zipfile
from dataclasses import dataclass

BROKEN_YAML = b"- name: Banks\n  code: b\n- name: [Shops\n  code: s\n"
REPEATED_KEY = b"- name: Banks\n  name: Shops\n"
LATIN_YAML = "- name: Banks in Z\xfcrich\n".encode("latin-1")
BROKEN_UTF8 = "name,code\nBanks in Zürich,b\n".encode() + b"Caf\xe9s,c\n"
UNMARKED_UTF16 = "name,code\nBanks,b\n".encode("utf-16-le")
BROKEN_JSON = b'[{"name": "Banks"},\n {"name": }]\n'
OPEN_QUOTE = b'name,code\nBanks,b\n"Shops,s\nFarms,f\n'
WIDE = b",".join(b"column %d" % number for number in range(10_000)) + b"\nBanks\n"
BAD_DATES = b"id,name,occurred_on\n1,An interview,2022-05-03\n2,A call,31/02/2022\n"
BAD_NUMBERS = b"name,code,weight\nBanks,b,2.5\nShops,s,heavy\nFarms,f,\n"


def zipped(**members: bytes) -> bytes:
    """An archive of these members; two underscores stand for a slash, and one that leads up for `up`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("up__", "../").replace("__", "/") + ".csv", data)
    return held.getvalue()


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, and where and in which words it is refused: `file` is what the refusal names, 0 and "" say no place."""

    name: str
    data: bytes
    row: int
    column: str
    words: str
    file: str = ""
    kind: str = "segment"

    @property
    def place(self) -> tuple[str, int, str]:
        return (self.file or self.name, self.row, self.column)


BAD_FILES = {
    "broken YAML": BadFile("segments.yml", BROKEN_YAML, 4, "7", "is not YAML"),
    "a key that stands twice": BadFile("segments.yml", REPEATED_KEY, 2, "3", "already stands on line 1"),
    "YAML that is not UTF-8": BadFile("segments.yml", LATIN_YAML, 0, "", "Save it again as UTF-8"),
    "broken UTF-8": BadFile("segments.csv", BROKEN_UTF8, 3, "", "Save it again as UTF-8"),
    "UTF-16 without its mark": BadFile("segments.csv", UNMARKED_UTF16, 1, "", "Save it again as UTF-8"),
    "broken JSON": BadFile("segments.json", BROKEN_JSON, 2, "11", "is not JSON"),
    "a quote that is never closed": BadFile("segments.csv", OPEN_QUOTE, 4, "", "Close the quote"),
    "ten thousand columns": BadFile("segments.csv", WIDE, 1, "", "has 10,000 columns; the limit is 5,000. Leave out"),
    "a zip bomb": BadFile("segments.zip", zipped(big=b"0" * 30_000_000), 0, "", "as a zip bomb does"),
    "a path out of the folder": BadFile(
        "segments.zip", zipped(up__up__etc__segments=b"name\nBanks\n"), 0, "", "leads out of the archive",
        file="segments.zip/../../etc/segments.csv",
    ),
    "no workbook at all": BadFile("segments.xlsx", b"PK nothing", 0, "", "must be saved as .xlsx or CSV"),
    "nothing": BadFile("segments.csv", b"", 0, "", "needs a header row and rows"),
    "an unknown extension": BadFile("segments.png", b"\x89PNG", 0, "", "Known are .csv"),
    "the 31st of February": BadFile(
        "calls.csv", BAD_DATES, 3, "occurred_on", '"31/02/2022" is not a date: February 2022 has 28', kind="evidence"
    ),
    "a number that is none": BadFile("segments.csv", BAD_NUMBERS, 3, "weight", '"heavy" is not a number'),
}  # fmt: skip
