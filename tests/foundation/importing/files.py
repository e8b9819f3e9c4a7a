"""Files and mappings that the import tests share."""

from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes

EVIDENCE = """
name: acme-feedback
source: acme
into:
  - kind: evidence
    source_id: id
    fields:
      name: title
      text: text
      kind: {column: kind, default: feedback}
      occurred_on: day
      weight: weight
      account: {column: account, link: account, by: name}
      problems: {column: problems, split: ";", link: problem, by: [code, name]}
"""
EVIDENCE_CSV = (
    "id,title,text,kind,day,weight,account,problems\n"
    "1,Export fails,It stops at ten,ticket,2022-05-03,3,,\n"
    "2,Import is slow,An hour,,2022-05-04,,,\n"
)


def file(name: str, text: str) -> InputFile:
    """A small file."""
    return file_from_bytes(name, text.encode())


def evidence(text: str = EVIDENCE_CSV) -> list[InputFile]:
    """One table of evidence."""
    return [file("feedback.csv", text)]
