"""Element ids: one function composes them, so that links and saved evidence never break.

An id is `snake_case(kind):key`; the key is in NFC, keeps its case, its parts are joined by `|`
(`@` before the level of a process), and `% | : @` inside a part are percent-escaped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ontology.model import NodeKind

_ESCAPES = {"%": "%25", "|": "%7C", ":": "%3A", "@": "%40"}
_SPECIAL = re.compile("[%|:@]")


class IdError(ValueError):
    """A key part is empty, or a text is no id of a declared kind."""


def escape_part(part: str) -> str:
    """One key part in NFC with `% | : @` percent-escaped.

    >>> escape_part("GB/T 19001|2016")
    'GB/T 19001%7C2016'
    """
    text = part if part.isascii() else unicodedata.normalize("NFC", part)
    if _SPECIAL.search(text) is None:
        return text
    return "".join(_ESCAPES.get(c, c) for c in text)


def unescape_part(part: str) -> str:
    """The key part as it was before `escape_part`."""
    if "%" not in part:
        return part
    for plain, escaped in (("|", "%7C"), (":", "%3A"), ("@", "%40"), ("%", "%25")):
        part = part.replace(escaped, plain)
    return part


def make_id(kind: NodeKind, *parts: str) -> str:
    """The id of the node of `kind` with these key parts, in the order of `kind.key`.

    Raises `IdError` when the number of parts is wrong or one of them is blank.
    """
    if len(parts) != len(kind.key):
        raise IdError(f"{kind.label} has key {kind.key}, got {len(parts)} parts")
    escaped = []
    for name, part in zip(kind.key, parts, strict=True):
        stripped = part.strip()
        if not stripped:
            raise IdError(f"{kind.label}: key part {name} is empty")
        escaped.append(escape_part(stripped))
    return f"{kind.prefix}:{kind.key_separator.join(escaped)}"


@lru_cache(maxsize=4096)
def label_prefix(node_id: str) -> str:
    """The kind prefix of an id (`station` of `station:53463`)."""
    prefix, colon, key = node_id.partition(":")
    if not colon or not key:
        raise IdError(f"{node_id!r} is no id: expected kind:key")
    return prefix


def key_parts(kind: NodeKind, node_id: str) -> tuple[str, ...]:
    """The unescaped key parts of an id of `kind`, in the order of `kind.key`."""
    key = node_id.partition(":")[2]
    return tuple(unescape_part(p) for p in key.split(kind.key_separator))
