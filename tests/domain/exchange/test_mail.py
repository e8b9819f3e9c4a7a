"""Mailboxes and messages: what is read of them, and what is refused by its line."""

import time
from dataclasses import replace
from typing import Any

import pytest

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import DEFAULT_LIMITS
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS

PLAIN = (
    b"From: Ana <ana@kestrel.example>\nSubject: Gate\nDate: Sun, 03 May 2026 08:00:00 +0200\n"
    b"Message-ID: <a@b>\n\nBlind.\n"
)


def messages(data: bytes, name: str = "box.mbox", **limits: int) -> list[tuple[int, Any]]:
    """The records of a mail file with their lines."""
    (part,) = read_parts(file_from_bytes(name, data), DEFAULT_OPTIONS, replace(DEFAULT_LIMITS, **limits))
    assert part.stream is not None
    return list(part.stream())


def refused(data: bytes, name: str = "box.mbox", **limits: int) -> tuple[str, int]:
    """The code and the line of the refusal."""
    with pytest.raises(ReadError) as caught:
        messages(data, name, **limits)
    return caught.value.code, caught.value.row


def test_a_message_is_read_with_its_headers() -> None:
    ((line, record),) = messages(PLAIN, "one.eml")

    assert line == 1
    assert record == {
        "from": "Ana <ana@kestrel.example>",
        "from_name": "Ana",
        "from_address": "ana@kestrel.example",
        "from_domain": "kestrel.example",
        "to": [],
        "cc": [],
        "date": "2026-05-03T08:00:00+02:00",
        "subject": "Gate",
        "message_id": "a@b",
        "in_reply_to": "",
        "text": "Blind.",
        "attachments": [],
    }


def test_a_mailbox_is_divided_where_a_message_begins_and_only_there() -> None:
    box = b"From a@b Sun May  3 08:00:00 2026\n" + PLAIN + b"From the yard: nothing new.\n>From me\n\n"
    box += b"From a@b Mon May  4 08:00:00 2026\r\nSubject: Two\r\n\r\nSecond\r\n"

    found = messages(box)

    assert [(line, record["subject"]) for line, record in found] == [(2, "Gate"), (12, "Two")]
    assert found[0][1]["text"] == "Blind.\nFrom the yard: nothing new.\nFrom me"
    assert found[1][1]["text"] == "Second"


def test_plain_text_goes_before_html_and_attachments_are_only_named() -> None:
    parts = (
        b'Subject: =?utf-8?q?=F0=9F=9A=9A?=\nContent-Type: multipart/mixed; boundary="m"\n\n'
        b'--m\nContent-Type: multipart/alternative; boundary="n"\n\n'
        b"--n\nContent-Type: text/plain; charset=iso-8859-1\n\nSch\xf6n\n"
        b"--n\nContent-Type: text/html\n\n<p>not this</p>\n--n--\n"
        b'--m\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="plan.pdf"\n\nx\n'
        b"--m\nContent-Type: message/rfc822\n\nSubject: inner\n\ninner\n--m--\n"
    )

    ((_, record),) = messages(parts, "one.eml")

    assert (record["subject"], record["text"], record["attachments"]) == ("🚚", "Schön", ["plan.pdf", "message"])


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", ("empty-file", 0)),
        (b"hello there\n", ("broken-mail", 1)),
        (b"From a@b Sun May  3 08:00:00 2026\nno header here\n", ("broken-mail", 2)),
    ],
)
def test_what_is_no_mail_is_refused(data: bytes, refusal: tuple[str, int]) -> None:
    assert refused(data) == refusal


def test_limits_are_named_with_the_line_of_the_message() -> None:
    box = b"From a@b Sun May  3 08:00:00 2026\n" + PLAIN

    assert refused(box, message_bytes=50) == ("message-too-large", 2)
    assert refused(box, cell_characters=3) == ("message-too-large", 2)
    assert refused(box, file_bytes=100) == ("file-too-large", 0)
    many = b'Content-Type: multipart/mixed; boundary="m"\n\n' + b"--m\n\nx\n" * 5 + b"--m--\n"
    assert refused(many, "one.eml", message_parts=3) == ("too-many-parts", 1)


def test_odd_headers_and_charsets_do_not_stop_the_reading() -> None:
    odd = b"Subject: =?nowhere?q?abc?=\nDate: whenever\nFrom: \nContent-Type: text/plain; charset=nowhere\n\n\xff ok\n"

    ((_, record),) = messages(odd, "one.eml")

    assert (record["subject"], record["date"], record["from"]) == ("=?nowhere?q?abc?=", "whenever", "")
    assert record["text"].endswith(" ok")


def test_hostile_lines_and_headers_are_read_in_time() -> None:
    line = b"From " + b"a" * 60_000 + b"\n"
    header = b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\nFrom: " + b"<" * 200_000 + b"\n\nText\n"

    started = time.process_time()
    found = messages(b"Subject: x\n\n" + (line + b"\n") * 15, "one.eml") + messages(header, "two.eml")

    assert len(found) == 2
    assert len(found[1][1]["subject"]) <= 20_000
    assert time.process_time() - started < 5
