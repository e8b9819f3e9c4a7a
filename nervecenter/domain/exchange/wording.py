"""Text made plain: slugs, and Markdown or HTML markup taken off."""

import re
import unicodedata
from collections.abc import Sequence

_IMAGE_OR_LINK = re.compile(r"!?\[([^\]\[]*)\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_IMAGE_IN_LINK = re.compile(r"\[!\[[^\]\[]*\]\([^()]*\)\s*")
_REFERENCE = re.compile(r"\[([^\]\[]*)\]\[[^\]]*\]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_STRONG = re.compile(r"(\*\*\*|\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_SPACE = re.compile(r"[ \t]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits joined by single hyphens; accents are taken off."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    made = _NOT_SLUG.sub("-", ascii_only.lower()).strip("-")
    if made or not text.strip():
        return made
    return "-".join(f"{ord(letter):x}" for letter in text.strip()[:20])


def without_links(text: str) -> str:
    """The text with Markdown links and images replaced by their words."""
    if "[" not in text:
        return text
    return _REFERENCE.sub(r"\1", _IMAGE_OR_LINK.sub(r"\1", text))


def plain_text(text: str) -> str:
    """The text without links, emphasis, code marks and HTML tags; line breaks (`<br>`) become new lines."""
    plain = without_links(text)
    if "<" in plain:
        plain = _TAG.sub("", _BREAK.sub("\n", plain))
    before = ""
    while before != plain:
        before, plain = plain, _STRONG.sub(r"\2", plain)
    return "\n".join(_SPACE.sub(" ", line).strip() for line in plain.split("\n")).strip()


def named_links(text: str) -> list[tuple[str, str]]:
    """The words and the address of each Markdown link in the text, in order; of a linked picture, the words beside."""
    return [
        (plain_text(found.group(1)), found.group(2))
        for found in _IMAGE_OR_LINK.finditer(_IMAGE_IN_LINK.sub("[", text))
        if not found.group().startswith("!") and found.group(2)
    ]


def first_link(text: str) -> str:
    """The address of the first Markdown link in the text, or nothing."""
    found = _IMAGE_OR_LINK.search(text)
    return found.group(2) if found else ""


def split_text(text: str, marks: Sequence[str]) -> list[str]:
    """The parts of a text between the marks, without empty ones; the mark `lines` is the line end."""
    pattern = "|".join("\\r\\n|\\r|\\n" if mark == "lines" else re.escape(mark) for mark in marks)
    return [part.strip() for part in re.split(pattern, text) if part.strip()]


def shortened_at_word(text: str, length: int) -> str:
    """The text as one line of at most so many characters, cut at a word and ended with …; a short one as it is."""
    line = " ".join(text.split()) if len(text) > length else text
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length // 2 else cut).rstrip(" ,;:.-") + "…"
