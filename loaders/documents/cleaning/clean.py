"""All repairs of a text, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.documents.cleaning.offsets import Edit, OffsetMap
from loaders.documents.cleaning.pinyin import pinyin_edits
from loaders.documents.cleaning.punctuation import (
    bracket_edits,
    gap_edits,
    punctuation_edits,
    width_edits,
)
from loaders.documents.cleaning.rewriting import Rewriting
from loaders.documents.cleaning.script import script_edits
from loaders.documents.cleaning.spacing import (
    blank_edits,
    edge_edits,
    invisible_edits,
    label_edits,
    leftover_edits,
)
from loaders.documents.cleaning.wrapping import wrap_edits

# Readings part the characters of a phrase, so they go before the script is converted; brackets
# are matched when no reading is left between them.
_ROUNDS = (
    invisible_edits,
    leftover_edits,
    wrap_edits,
    blank_edits,
    edge_edits,
    pinyin_edits,
    script_edits,
    width_edits,
    bracket_edits,
    punctuation_edits,
    gap_edits,
    label_edits,
)


def clean(raw: str, edits: Iterable[Edit] = ()) -> tuple[str, OffsetMap]:
    """The cleaned text and its map to the raw one. `edits`: what the reader of a format asks for.

    >>> text, offsets = clean("導(dǎo)入(認(rèn)證工作)")
    >>> text, offsets.raw(0, 2)
    ('导入（认证工作）', (0, 7))
    """
    rewriting = Rewriting(raw)
    rewriting.apply(edits)
    for edits_of in _ROUNDS:
        rewriting.apply(edits_of(rewriting.text))
    return rewriting.text, rewriting.offsets()
