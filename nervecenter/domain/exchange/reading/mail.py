"""Mailboxes (.mbox) and single messages (.eml), read message by message with the standard library.

Of a message its sender, recipients, date, subject, ids and text are read; HTML becomes plain text. Attachments are
named, never opened. A message beyond a limit is refused by its line, and so is one that is no message at all.
"""

import re
from collections.abc import Iterator
from datetime import UTC
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from typing import BinaryIO

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.html_text import text_of_html
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.options import ReadOptions

_YEAR = re.compile(rb"\d{4}")
_GUARDED = re.compile(rb">+From ")
_HEADER = re.compile(rb"[!-9;-~]+:")
_ID = re.compile(r"<([^<>\s]+)>")
_BLOCK = 1 << 16
_LONGEST_LINE_BETWEEN = 300
_LONGEST_HEADER = 20_000
_UNREADABLE = (HeaderParseError, LookupError, UnicodeError, ValueError)


def mail_part(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Part:
    """The messages of a mailbox or the one of an .eml file, streamed with the line at which each begins."""
    with file.open() as stream:
        head = stream.read(_BLOCK)
    if not head.strip():
        raise ReadError("empty-file", "is empty.", file=file.name)
    if not (_divides(head.lstrip()) or _HEADER.match(head.lstrip())):
        told = 'is not e-mail. A mailbox begins with "From ", a message with headers such as "Subject: Export fails".'
        raise ReadError("broken-mail", told, file=file.name, row=1)

    def records() -> Iterator[tuple[int, object]]:
        with file.open() as stream:
            for line, data in _messages(file, stream, limits):
                yield line, _Reader(file.name, line, limits).record(data)

    return Part(file.name, "", "mail", stream=records)


def _messages(file: InputFile, stream: BinaryIO, limits: ReadLimits) -> Iterator[tuple[int, bytes]]:
    """The raw messages and the line of each. A mailbox is divided at `From ` lines that follow an empty one."""
    held: list[bytes] = []
    size = start = seen = 0
    mailbox, empty_before = False, True
    for number, line in enumerate(iter(partial(stream.readline, _BLOCK), b""), start=1):
        seen += len(line)
        if seen > limits.file_bytes:
            message = f"is larger than the {limits.file_bytes:,} bytes allowed for mail."
            raise ReadError("file-too-large", message, file=file.name)
        if empty_before and (mailbox or not held) and _divides(line):
            if any(held):
                yield start, b"".join(held)
            mailbox, held, size, start, empty_before = True, [], 0, number + 1, False
            continue
        start = start or number
        size += len(line)
        if size > limits.message_bytes:
            message = f"a message is larger than the {limits.message_bytes:,} bytes allowed for one. Take it out."
            raise ReadError("message-too-large", message, file=file.name, row=start)
        held.append(line[1:] if mailbox and _GUARDED.match(line) else line)
        empty_before = not line.strip()
    if b"".join(held).strip():
        yield start, b"".join(held)


def _divides(line: bytes) -> bool:
    """Whether a line stands between messages: `From`, who, and when."""
    return line.startswith(b"From ") and _YEAR.search(line[:_LONGEST_LINE_BETWEEN]) is not None


class _Reader:
    """One message taken apart."""

    def __init__(self, name: str, line: int, limits: ReadLimits) -> None:
        self._name = name
        self._line = line
        self._limits = limits

    def record(self, data: bytes) -> dict[str, object]:
        """What a mapping may ask of a message."""
        if not _HEADER.match(data.lstrip()):
            told = "a message has no headers. Each begins with lines such as From:, Date: and Subject:."
            raise ReadError("broken-mail", told, file=self._name, row=self._line)
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        texts, attachments = self._parts(message)
        senders = _addresses(message, "From") or _addresses(message, "Sender")
        name, address = senders[0] if senders else ("", "")
        domain = address.rpartition("@")[2].lower()
        return {
            "from": f"{name} <{address}>" if name and address else name or address,
            "from_name": name,
            "from_address": address.lower(),
            "from_domain": domain,
            "to": [found for _, found in _addresses(message, "To")],
            "cc": [found for _, found in _addresses(message, "Cc")],
            "date": _moment(message),
            "subject": _header(message, "Subject"),
            "message_id": _identity(message, "Message-ID"),
            "in_reply_to": _identity(message, "In-Reply-To"),
            "text": texts,
            "attachments": attachments,
        }

    def _parts(self, message: Message) -> tuple[str, list[str]]:
        plain: list[str] = []
        html: list[str] = []
        attachments: list[str] = []
        waiting: list[Message] = [message]
        count = 0
        while waiting:
            part = waiting.pop(0)
            count += 1
            if count > self._limits.message_parts:
                told = f"a message has more than {self._limits.message_parts:,} parts. Take it out."
                raise ReadError("too-many-parts", told, file=self._name, row=self._line)
            filename = _file_name(part)
            kind = part.get_content_type()
            held = part.get_payload()
            if part is not message and (filename or part.get_content_disposition() == "attachment"):
                attachments.append(filename or kind)
            elif kind == "message/rfc822":
                attachments.append("message")
            elif part.is_multipart() and isinstance(held, list):
                waiting = [each for each in held if isinstance(each, Message)] + waiting
            elif kind == "text/html":
                html.append(text_of_html(_decoded(part)))
            elif kind.startswith("text/"):
                plain.append(_decoded(part))
            elif part is message:
                attachments.append(kind)
        text = "\n\n".join(found.strip() for found in (plain if any(map(str.strip, plain)) else html)).strip()
        if len(text) > self._limits.cell_characters:
            told = f"a message has more than {self._limits.cell_characters:,} characters of text. Take it out."
            raise ReadError("message-too-large", told, file=self._name, row=self._line)
        return text.replace("\r\n", "\n").replace("\0", ""), attachments


def _decoded(part: Message) -> str:
    """The text of a part in its charset; what does not belong to it is shown as a replacement character."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload.decode(charset, errors="replace")
    except LookupError:
        return payload.decode("utf-8", errors="replace")


def _header(message: Message, name: str) -> str:
    raw = str(message.get(name) or "")[:_LONGEST_HEADER]
    try:
        text = str(make_header(decode_header(raw)))
    except _UNREADABLE:
        text = raw
    return " ".join(text.encode("utf-8", "replace").decode().replace("\0", "").split())


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    raw = [str(value)[:_LONGEST_HEADER] for value in message.get_all(name, [])]
    found = []
    for shown, address in getaddresses(raw):
        try:
            plain = str(make_header(decode_header(shown)))
        except _UNREADABLE:
            plain = shown
        if plain or address:
            found.append((" ".join(plain.split()), address.strip()))
    return found


def _moment(message: Message) -> str:
    raw = str(message.get("Date") or "")[:_LONGEST_HEADER].strip()
    try:
        moment = parsedate_to_datetime(raw)
    except (TypeError, ValueError, OverflowError):
        return raw
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _identity(message: Message, name: str) -> str:
    raw = str(message.get(name) or "")[:_LONGEST_HEADER]
    found = _ID.search(raw)
    return found.group(1) if found else raw.strip()


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
        return str(make_header(decode_header(name))) if name else ""
    except _UNREADABLE:
        return "attachment"
