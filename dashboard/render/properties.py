"""Properties and states of elements as a person reads them: titles, codes by theirs, days."""

from __future__ import annotations

from dashboard.render.text import moment, plain
from ontology import ALL_CODES, NodeKind
from ontology.model import DataType

_TRUTH = {"true": ("是", "yes"), "false": ("否", "no")}


def titled(kind: NodeKind, name: str, lang: str) -> str:
    """Title of a property, with its unit; its name where the kind declares none such."""
    declared = kind.property_named(name)
    if declared is None:
        return plain(name)
    title = declared.title_en if lang == "en" else declared.title_zh
    if declared.unit is None:
        return title
    return f"{title} ({declared.unit})" if lang == "en" else f"{title}（{declared.unit}）"


def worded(kind: NodeKind, name: str, value: str, lang: str) -> str:
    """A value as text: the title of a code, yes or no, a moment at +08:00, else as it is stored."""
    declared = kind.property_named(name)
    if declared is not None and declared.codes is not None:
        return plain(ALL_CODES[declared.codes].title(value, lang))
    if declared is not None and declared.datatype is DataType.BOOLEAN and value in _TRUTH:
        return _TRUTH[value][lang == "en"]
    return plain(moment(value))
