"""HTML made plain text: what a reader would see, without scripts, styles and pictures."""

import re
from html import unescape

_BLOCKS = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_INLINE = (
    "a abbr acronym b basefont bdi bdo big br caption cite code col colgroup data del dfn em font i img input ins kbd "
    "label legend link mark meta noscript picture q s samp small source span strike strong sub sup svg td th time tt u "
    "var video wbr o:p"
)
_HIDDEN = "script style head title template iframe object textarea select"
_NAMES = sorted(f"{_BLOCKS} {_INLINE} {_HIDDEN}".split(), key=len, reverse=True)
_BLOCK_NAMES, _HIDDEN_NAMES = frozenset(_BLOCKS.split()), frozenset(_HIDDEN.split())
_TAG = re.compile(rf"<(/?)({'|'.join(_NAMES)})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _HIDDEN_NAMES}
_COMMENT_START, _COMMENT_END = "<!--", "-->"
_DECLARATION = re.compile(r"<[!?][a-zA-Z][^<>]*>")
_SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")
_GAP = re.compile(r"\n{3,}")


def text_of_html(html: str) -> str:
    """What HTML says, as lines; a text without tags and entities comes back as it is.

    Only names of HTML elements are taken for tags, so `List<String>` and `a < b` stay. Scripts, styles and comments go.
    """
    if "<" not in html and "&" not in html:
        return html
    pieces: list[str] = []
    plain = _without_comments(html)
    if "<!" in plain or "<?" in plain:
        plain = _DECLARATION.sub("", plain)
    tagged = False
    at = 0
    while (tag := _TAG.search(plain, at)) is not None:
        tagged = True
        pieces.append(plain[at : tag.start()])
        closing, name = tag.group(1), tag.group(2).lower()
        at = tag.end()
        if name in _HIDDEN_NAMES and not closing and not tag.group().endswith("/>"):
            end = _ENDS[name].search(plain, at)
            at = end.end() if end else len(plain)
        else:
            pieces.append(_stands_for(name, closing=bool(closing)))
    pieces.append(plain[at:])
    text = unescape("".join(pieces))
    if not tagged:
        return text
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    return _GAP.sub("\n\n", "\n".join(lines)).strip()


def _stands_for(name: str, *, closing: bool) -> str:
    if name == "li" and not closing:
        return "\n- "
    if name in ("p", "ul", "ol", "table", "blockquote", "pre") and closing:
        return "\n\n"
    if name in ("td", "th"):
        return " "
    return "\n" if name in _BLOCK_NAMES or name == "br" else ""


def _without_comments(html: str) -> str:
    if _COMMENT_START not in html:
        return html
    kept: list[str] = []
    at = 0
    while (start := html.find(_COMMENT_START, at)) >= 0:
        kept.append(html[at:start])
        end = html.find(_COMMENT_END, start + len(_COMMENT_START))
        at = end + len(_COMMENT_END) if end >= 0 else len(html)
    kept.append(html[at:])
    return "".join(kept)
