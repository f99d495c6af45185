"""Facts that versions of a document add, leave out or move, as a person reads them."""

from __future__ import annotations

from dashboard.render.element_words import key_words
from dashboard.render.properties import titled, worded
from dashboard.render.text import plain
from ontology import BOOKKEEPING_PROPERTIES, EDGE_KINDS, NODE_KINDS, NodeKind, key_parts, kind_of

_UNREAD = {*BOOKKEEPING_PROPERTIES, "begin_known"}
_PREFIXES = tuple(f"{kind.prefix}:" for kind in NODE_KINDS.values())


def fact(kind: str, element: str, lang: str = "zh") -> str:
    """What a fact is about: an element with its kind, or an edge between its two ends.

    `element` is the key of a node, or of an edge as `KIND(subject,object,begin)`.
    """
    if kind in NODE_KINDS:
        return plain(f"{_kind(NODE_KINDS[kind], lang)} {key_words(element, lang)}")
    if kind not in EDGE_KINDS:
        return plain(element)
    ends = _ends(element.removeprefix(f"{kind}(").rpartition(",")[0])
    title = EDGE_KINDS[kind].title_en if lang == "en" else EDGE_KINDS[kind].title_zh
    return plain(f" {title} → ".join(key_words(end, lang) for end in ends))


def said(kind: str, element: str, says: str, lang: str = "zh") -> str:
    """The properties of a fact by their titles; what the store keeps for itself is left out."""
    pairs = _pairs(says)
    if kind == "State":
        about = kind_of(key_parts(NODE_KINDS["State"], element)[0])
        name, value = pairs.get("property", ""), pairs.get("value", "")
        return f"{titled(about, name, lang)}{_colon(lang)}{worded(about, name, value, lang)}"
    of = NODE_KINDS.get(kind) or NODE_KINDS["State"]
    return ("; " if lang == "en" else "；").join(
        f"{titled(of, name, lang)}{_colon(lang)}{worded(of, name, _truth(value), lang)}"
        for name, value in pairs.items()
        if name not in _UNREAD
    )


def _kind(kind: NodeKind, lang: str) -> str:
    return kind.title_en if lang == "en" else kind.title_zh


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "："


def _truth(value: str) -> str:
    return value.lower() if value in ("True", "False") else value


def _ends(text: str) -> tuple[str, ...]:
    """Subject and object, joined by a comma, which may stand in a key too."""
    at = next((i for i, c in enumerate(text) if c == "," and _begins(text[i + 1 :])), len(text))
    return tuple(filter(None, (text[:at], text[at + 1 :])))


def _begins(text: str) -> bool:
    return text.startswith(_PREFIXES)


def _pairs(says: str) -> dict[str, str]:
    """Names and values; a part without a name belongs to the value before it."""
    found: dict[str, str] = {}
    last = ""
    for part in says.split("; "):
        name, equals, value = part.partition("=")
        if equals and name.isidentifier():
            last, found[name] = name, value
        elif last:
            found[last] += f"; {part}"
    return found
