"""The text by which people are told: placeholders filled for each, and a line by which they can be left alone."""

import re

from nervecenter.foundation.errors import InvalidValues

PLACEHOLDERS = ("name", "what", "release")
PLACEHOLDER = re.compile(r"{([^{}\n]*)}")
LONGEST_SUBJECT, LONGEST_TEXT = 200, 10_000
SUBJECT = "{what} is here"
TEXT = "Hello {name},\n\nyou asked for “{what}”. It has shipped."
STRANGER = "there"


def refuse_faults(subject: str, text: str, *, has_release: bool) -> None:
    """InvalidValues unless both are there, short enough, the subject one line, and every placeholder can be filled."""
    wrong: dict[str, str] = {}
    for name, words, longest in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        unknown = sorted(set(PLACEHOLDER.findall(words)) - set(PLACEHOLDERS))
        if not words.strip() or len(words) > longest:
            wrong[name] = f"is needed, with at most {longest} characters"
        elif unknown:
            wrong[name] = f"has {{{unknown[0]}}}, which nothing fills; there are {{name}}, {{what}} and {{release}}"
        elif "{release}" in words and not has_release:
            wrong[name] = "has {release}, but the record names none; write it out, or leave it away"
    if any(sign in subject for sign in "\r\n\x00"):
        wrong["subject"] = "holds a line break; write it in one line"
    if wrong:
        raise InvalidValues(wrong)


def filled(words: str, *, name: str, email: str, what: str, release: str) -> str:
    """The words for one person. What stands in a value is never taken for a placeholder."""
    values = {"name": STRANGER if name == email or not name.strip() else name, "what": what, "release": release}
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)


def with_way_out(text: str, address: str) -> str:
    """The text with the line that says how to be left alone."""
    return f"{text.rstrip()}\n\n--\nYou get this because you asked for it. To get no more messages: {address}"
