"""Templates stand under a content security policy of 'self': no inline script, style or handler, no foreign host."""

import re

from tests.architecture.tree import PACKAGE, ROOT, is_ours

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "handler attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx handler": re.compile(r"\shx-on[:=-]|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
    "script address": re.compile(r"(?:href|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
    "foreign host": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
FOREIGN_IN_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", re.IGNORECASE)


def faults(text: str) -> list[str]:
    """What in a template the policy would refuse, by name."""
    bare = COMMENT.sub("", text)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(bare)]


def test_no_template_holds_anything_the_policy_refuses() -> None:
    files = [path for path in PACKAGE.rglob("*.html") if is_ours(path)]

    found = {str(path.relative_to(ROOT)): names for path in files if (names := faults(path.read_text()))}

    assert files
    assert found == {}


def test_no_style_sheet_takes_anything_from_a_foreign_host() -> None:
    sheets = [path for path in PACKAGE.rglob("*.css") if is_ours(path)]

    assert sheets
    assert [str(path) for path in sheets if FOREIGN_IN_CSS.search(path.read_text())] == []


def test_each_fault_is_seen_and_good_markup_is_left_alone() -> None:
    assert faults("<script>alert(1)</script>") == ["inline script"]
    assert faults("<style>p {}</style>") == ["style element"]
    assert faults('<p class="x" style="color: red">') == ["style attribute"]
    assert faults('<a href="#" onclick="go()">') == ["handler attribute"]
    assert faults('<b hx-on:click="go()">') == ["htmx handler"]
    assert faults('<a href="javascript:go()">') == ["script address"]
    assert faults('<img src="https://example.com/x.png">') == ["foreign host"]
    assert faults('<script type="module" src="/static/x.js"></script><a href="https://example.com">x</a>') == []
