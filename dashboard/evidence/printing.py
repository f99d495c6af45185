"""A package for print: PDF by typst, fonts embedded; texts reach it as data, never as markup."""

from __future__ import annotations

from pathlib import Path

from dashboard.evidence.contents import Contents, Review
from dashboard.render import grouping
from dashboard.render.layout import arrange
from dashboard.render.text import moment, plain
from dashboard.render.trace_page import worst
from dashboard.render.trace_svg import svg
from dashboard.render.typesetting import typeset
from ontology import HOP_STATES
from ontology.rules import HOPS
from queries import Result
from queries.trace.hop import Hop

TEMPLATE = Path(__file__).with_name("report.typ")


def printed(contents: Contents) -> bytes:
    """The PDF. Raises `MissingExtraError` without the extra `dashboard`, `NoChineseFontError`."""
    return typeset(TEMPLATE, _told(contents))


def _told(contents: Contents) -> dict[str, object]:
    return {
        "element": contents.element,
        "as_of": moment(contents.as_of),
        "known_at": contents.known_at or "—",
        "head": contents.head,
        "synthetic": contents.synthetic,
        "summaries": [
            [*r.summary, _asked(r) if contents.review else ""]
            for r in contents.answers
            if any(r.summary)
        ],
        "review": None if contents.review is None else _review(contents.review),
        "traces": [_trace(r) for r in contents.answers if r.question == "trace"],
        "negative": [
            {"where": plain(n.where), "state": n.state, "zh": plain(n.what_zh), "term": n.term}
            for n in contents.negative
        ],
        "evidence": [
            {
                "claim": e.claim,
                "source": plain(e.source_id),
                "place": plain(e.place),
                "element": plain(e.element),
                "excerpt": plain(e.excerpt or "")[:300],
                "sha256": e.sha256,
                "recorded": moment(e.recorded_at),
                "certainty": e.certainty,
            }
            for e in contents.evidence.values()
        ],
    }


def _asked(result: Result[object]) -> str:
    """What an answer of an audit is of: the items drawn for a cell, or the start of a chain."""
    return plain(str(result.params.get("drawn") or result.params.get("element") or ""))


def _review(review: Review) -> dict[str, object]:
    return {
        "stated": [[plain(name), plain(value)] for name, value in review.stated],
        "forms": [
            {
                "title": plain(form.title),
                "lines": [plain(line) for line in form.lines],
                "blanks": list(form.blanks),
            }
            for form in review.forms
        ],
    }


def _trace(result: Result[object]) -> dict[str, object]:
    """Every hop in a table, after the drawing of them that the page and the HTML show too."""
    hops = [hop for hop in result.rows if isinstance(hop, Hop)]
    element, drawing = plain(str(result.params["element"])), arrange(hops)
    return {
        "element": element,
        "drawing": svg(drawing, element, worst(hops), alone=True) if drawing.boxes else "",
        "left_out": [drawing.hidden, drawing.hidden_branches],
        "hops": [_hop(hop) for hop in hops],
    }


def _hop(hop: Hop) -> dict[str, object]:
    name, detail = grouping.name_and_detail(hop, english=False)
    return {
        "order": hop.order,
        "hop": HOPS.title(hop.hop),
        "state": HOP_STATES.title(hop.state),
        "bad": hop.state != "ok",
        "name": name,
        "detail": detail,
        "responsible": grouping.responsible(hop),
        "claims": list(hop.claims[:4]),
    }
