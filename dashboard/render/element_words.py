"""Ids of elements as a person reads them: the parts of the key, codes among them by their titles.

`series:53463|PRS` is read 53463 · 本站气压（PRS）, `process:Y02-04@region` Y02-04 · 自治区级.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.render.properties import titled
from dashboard.render.text import moment
from ontology import LEVELS, IdError, key_parts, key_text, kind_of, observed_title
from ontology.codes import DOC_LEVELS

_VARIABLES = ("Variable", "Series", "Observation", "QualityMeasurement")
"""Kinds whose key holds the code of an observed variable."""


def key_words(element: str, lang: str = "zh") -> str:
    """The key of an element in words; `IdError` for what is no id."""
    kind = kind_of(element)
    parts = key_parts(kind, element)
    if kind.label == "DocLevel":
        return f"{parts[0]} · {DOC_LEVELS.title(parts[0], lang)}"
    words = (
        _part(kind.label, kind.key[n] if n < len(kind.key) else "", part, parts, lang)
        for n, part in enumerate(parts)
    )
    return " · ".join(filter(None, words))


def named(name: str, element: str, lang: str = "zh") -> str:
    """The name of an element; where none is stated and its key stands for it, the key in words.

    >>> named("53463 · PRS", "series:53463|PRS"), named("呼和浩特", "station:53463")
    ('53463 · 本站气压（PRS）', '呼和浩特')
    """
    try:
        return key_words(element, lang) if name == key_text(element) else name
    except IdError:
        return name


def _part(label: str, field: str, part: str, parts: Sequence[str], lang: str) -> str:
    """A part of a key: a level, a property and a variable by title, an element by its own key."""
    if field == "level":
        return LEVELS.title(part, lang)
    if label in _VARIABLES and field in ("variable", "code"):
        return observed_title(part, lang)
    if label in ("Location", "State") and field == "source_id":
        return part.rpartition("/")[2]
    try:
        if field == "property":
            return titled(kind_of(parts[0]), part, lang)
        return key_text(part)
    except IdError:
        return moment(part)
