"""Ids of elements as a person reads them: the parts of the key, codes among them by their titles.

`series:53463|PRS` is read 53463 · 本站气压（PRS）, `process:Y02-04@region` Y02-04 · 自治区级,
`admin_area:150100` 150100 呼和浩特市.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.render.area_names import area_name
from dashboard.render.properties import titled
from dashboard.render.text import moment
from ontology import (
    ALL_CODES,
    IdError,
    NodeKind,
    key_parts,
    key_text,
    kind_of,
    observed_title,
)
from ontology.codes import DOC_LEVELS

_VARIABLES = ("Variable", "Series", "Observation", "QualityMeasurement")
"""Kinds whose key holds the code of an observed variable."""


def key_words(element: str, lang: str = "zh") -> str:
    """The key of an element in words; `IdError` for what is no id."""
    kind = kind_of(element)
    parts = key_parts(kind, element)
    if kind.label == "AdminArea":
        return f"{parts[0]} {area_name(parts[0])}".rstrip()
    if kind.label == "DocLevel":
        return f"{parts[0]} · {DOC_LEVELS.title(parts[0], lang)}"
    fields = (*kind.key, *[""] * (len(parts) - len(kind.key)))
    words = (
        _coded(kind, field, part, lang) or _part(kind.label, field, part, parts, lang)
        for field, part in zip(fields, parts, strict=False)
    )
    return " · ".join(filter(None, words))


def named(name: str, element: str, lang: str = "zh") -> str:
    """The name of an element; where none is stated and its key stands for it, the key in words.

    >>> named("53463 · PRS", "series:53463|PRS"), named("呼和浩特", "station:53463")
    ('53463 · 本站气压（PRS）', '呼和浩特')
    >>> named("stock", "equipment_state:I1|stock|2018-06-03T06%3A00%3A00Z")
    '库存'
    """
    try:
        if name == key_text(element):
            return key_words(element, lang)
        kind = kind_of(element)
    except IdError:
        return name
    return _coded(kind, kind.name_property or "", name, lang) or name


def _part(label: str, field: str, part: str, parts: Sequence[str], lang: str) -> str:
    """A part of a key: a property and a variable by title, an element by its own key."""
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


def _coded(kind: NodeKind, name: str, value: str, lang: str) -> str:
    """The title of a code that a property of the kind holds; empty where it holds none."""
    declared = kind.property_named(name)
    if declared is None or declared.codes is None or value not in ALL_CODES[declared.codes].codes:
        return ""
    return ALL_CODES[declared.codes].title(value, lang)
