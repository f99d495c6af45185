"""Values of answers as a person reads them: codes, kinds and links by title, elements by their key.

It is for tables that know nothing of their question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from dashboard.render.answer_codes import BY_FIELD, BY_QUESTION, DIMENSIONS
from dashboard.render.columns import Columns, cell, columns_of
from dashboard.render.element_words import key_words
from dashboard.render.properties import VARIABLES, titled, worded
from dashboard.render.sections import SECTIONS
from dashboard.render.text import spoken
from ontology import (
    EDGE_KINDS,
    NODE_KINDS,
    CodeList,
    IdError,
    NodeKind,
    kind_of,
    observed_title,
)
from queries import Result

_KINDS: Mapping[str, tuple[str, str]] = {
    **{name: (kind.title_zh, kind.title_en) for name, kind in NODE_KINDS.items()},
    **{name: (kind.title_zh, kind.title_en) for name, kind in EDGE_KINDS.items()},
    "Network": ("全网", "network"),
}
_OF_KIND = frozenset({"kind", "of_kind", "node_kind", "type", "via", "relation", "role", "through"})
"""Fields that hold labels of elements and types of links."""
_WORDS = frozenset({"name", "first_name", "second_name", "unit_name", "station_name", "says"})
"""Fields of words, which name no element whatever they look like."""
_TRUTH = {True: ("是", "yes"), False: ("否", "no")}


def worded_columns(result: Result[object], *, english: bool = False) -> Columns:
    """The answer as columns of texts that a person reads; times at +08:00."""
    lists = _lists(result)

    def said(row: object, name: str, value: object) -> str:
        described = _described(row, name, value, result, english=english)
        return described or _said(name, value, lists.get(name), english=english)

    return _telling_first(columns_of(result, english=english, said=said))


def _telling_first(columns: Columns) -> Columns:
    """What differs from row to row first; a column that repeats an earlier one is left out."""
    cells = list(zip(*columns.rows, strict=True))
    kept = [i for i, cell in enumerate(cells) if cell not in cells[:i] or len(set(cell)) == 1]
    kept.sort(key=lambda i: len(columns.rows) > 1 and len(set(cells[i])) == 1)
    return Columns(
        tuple(columns.names[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in columns.rows),
    )


def _lists(result: Result[object]) -> dict[str, CodeList]:
    """The code list of each field of an answer."""
    sections = [s.codes for s in SECTIONS if s.question == result.question]
    dimension = DIMENSIONS.get(result.params.get("by", ""))
    return {
        **BY_FIELD,
        **dict(chain.from_iterable(codes.items() for codes in sections)),
        **BY_QUESTION.get(result.question, {}),
        **({"value": dimension} if dimension and result.question == "pareto" else {}),
    }


def _described(
    row: object, name: str, value: object, result: Result[object], *, english: bool
) -> str:
    """A property, a state or the facts of an element by its titles, where the row tells some."""
    if name == "facts" and isinstance(value, tuple):
        return _facts(getattr(row, "element", ""), value, english=english)
    naming = next((n for n in ("type", "property") if hasattr(row, n)), "")
    said = str(getattr(row, naming, ""))
    if name not in (naming, "value") or not said or said in EDGE_KINDS or value in (None, ""):
        return ""
    about = getattr(row, "element", "") or next(iter(result.params.values()), "")
    try:
        kind: NodeKind = kind_of(str(about))
    except IdError:
        return ""
    lang = "en" if english else "zh"
    return titled(kind, said, lang) if name == naming else worded(kind, said, str(value), lang)


def _facts(element: str, facts: Iterable[tuple[str, str]], *, english: bool) -> str:
    """Named values of a hop, by the properties of what it is of."""
    lang, colon = ("en", ": ") if english else ("zh", "：")
    try:
        kind = kind_of(element)
    except IdError:
        kind = NODE_KINDS["Location"]
    return ("; " if english else "；").join(
        f"{titled(kind, name, lang)}{colon}{worded(kind, name, value, lang)}"
        for name, value in facts
    )


def _said(name: str, value: object, codes: CodeList | None, *, english: bool) -> str:
    if isinstance(value, bool):
        return _TRUTH[value][english]
    if isinstance(value, tuple | list):
        return _joined(name, value, codes, english=english)
    if not isinstance(value, str):
        return cell(value)
    if codes is not None and value in codes:
        return codes.title(value, "en" if english else "zh")
    if name in _OF_KIND and value in _KINDS:
        return _KINDS[value][english]
    return value if name in _WORDS else _element(name, value, english=english)


def _joined(name: str, values: Iterable[object], codes: CodeList | None, *, english: bool) -> str:
    """Several values; a value with its number is told as such a pair."""
    said = (
        " ".join(_said(name, part, codes, english=english) for part in one)
        if isinstance(one, tuple | list)
        else _said(name, one, codes, english=english)
        for one in values
    )
    return ("; " if english else "；").join(said)


def _element(name: str, value: str, *, english: bool) -> str:
    """An element by its key, led by its kind where the field does not tell that; else the text."""
    lang = "en" if english else "zh"
    try:
        kind = kind_of(value)
    except IdError:
        return observed_title(value, lang) if name in VARIABLES else spoken(value, lang)
    key = key_words(value, lang)
    if name == kind.prefix:
        return key
    return f"{kind.title_en if english else kind.title_zh} {key}"
