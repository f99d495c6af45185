"""Steps of a chain of evidence: the hops of a trace, or what is known of another element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.render import grouping
from dashboard.render.element_words import named
from dashboard.render.neighbourhood_page import relation
from dashboard.render.properties import titled, worded
from dashboard.render.text import moment, plain
from ontology import HOP_STATES, IdError, kind_of
from ontology.derive import hop_legend
from ontology.rules import HOPS
from queries import Result, questions
from queries.neighbourhood import ShowRow
from queries.trace.hop import Hop

_ICONS = {entry.state: entry.icon for entry in hop_legend()}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `state`: code of `HOP_STATES`; `what`: which kind of step; `element`: its id."""

    number: int
    what: str
    state: str
    state_title: str
    name: str
    detail: str
    responsible: str
    valid: str
    element: str
    synthetic: bool
    claims: tuple[str, ...]

    @property
    def icon(self) -> str:
        """The glyph of its state."""
        return _ICONS[self.state]


def question_for(element: str) -> str:
    """The question that gives the chain of an element: its trace, else what is known of it."""
    try:
        label = kind_of(element).label
    except IdError:
        return "trace"
    return "trace" if label in traced() else "show"


def traced() -> tuple[str, ...]:
    """The kinds of elements that have a trace."""
    return tuple(kind for param in questions()["trace"].params for kind in param.kinds)


def steps_of(result: Result[object], lang: str) -> list[Step]:
    """The steps of an answer, in its order; properties, which rest on the same, are one step."""
    hops = [_of_hop(row, lang) for row in result.rows if isinstance(row, Hop)]
    rows = [row for row in result.rows if isinstance(row, ShowRow)]
    stated = [row for row in rows if row.part == "property"]
    made = [*hops, *([_of_properties(result.params["element"], stated, lang)] if stated else [])]
    for row in rows:
        if row.part != "property":
            made.append(_of_row(len(made) + 1, result.params["element"], row, lang))
    return made


def _of_hop(hop: Hop, lang: str) -> Step:
    name, detail = grouping.name_and_detail(hop, english=lang == "en")
    return Step(
        hop.order,
        HOPS.title(hop.hop, lang),
        hop.state,
        HOP_STATES.title(hop.state, lang),
        name,
        detail,
        grouping.responsible(hop),
        _span(hop.valid_from, hop.valid_to),
        hop.element,
        hop.certainty == grouping.SYNTHETIC,
        hop.claims,
    )


def _of_properties(element: str, rows: Sequence[ShowRow], lang: str) -> Step:
    """What a source says of the element itself; what the store keeps for itself is left out."""
    kind, colon = kind_of(element), ": " if lang == "en" else "："
    said = [
        f"{titled(kind, row.type, lang)}{colon}{worded(kind, row.type, row.value, lang)}"
        for row in rows
        if kind.property_named(row.type) is not None
    ]
    first = rows[0]
    return Step(
        1,
        "properties" if lang == "en" else "属性",
        "ok",
        HOP_STATES.title("ok", lang),
        "；".join(said) if lang == "zh" else "; ".join(said),
        "",
        "",
        _span(first.valid_from, first.valid_to),
        element,
        first.certainty == grouping.SYNTHETIC,
        first.claims,
    )


def _of_row(number: int, element: str, row: ShowRow, lang: str) -> Step:
    kind = kind_of(element)
    joined = row.part in ("out", "in")
    value = named(row.name, row.other, lang) if joined else worded(kind, row.type, row.value, lang)
    return Step(
        number,
        relation(row, lang) if joined else titled(kind, row.type, lang),
        "ok",
        HOP_STATES.title("ok", lang),
        plain(value or row.other),
        "",
        "",
        _span(row.valid_from, row.valid_to),
        row.other,
        row.certainty == grouping.SYNTHETIC,
        row.claims,
    )


def _span(valid_from: str, valid_to: str) -> str:
    begin, end = moment(valid_from or ""), moment(valid_to or "")
    return f"{begin or '…'} – {end or '…'}" if begin or end else ""
