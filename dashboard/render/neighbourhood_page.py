"""An element and what it is joined to as one HTML file that anybody can open without a network.

pyvis writes the page; its references to a public CDN are taken out, and a policy in the page
forbids every request. Texts from data stand only in the data set of the graph, where pyvis escapes
them: never in its heading or its options, which it writes as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.render.text import moment, plain
from ontology import EDGE_KINDS, key_parts, kind_of
from ontology.derive.legend import BLACK, legend
from queries.neighbourhood import ShowRow

MOST = 60
"""Neighbours that are drawn at most; how many there are is written beside the element."""
_OUTSIDE = re.compile(
    r"<!--.*?-->|<link\b[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>", re.DOTALL | re.IGNORECASE
)
_HEAD = re.compile(r"<head>", re.IGNORECASE)
_POLICY = (
    '<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">"
)
# Constants only: pyvis writes options into the page without escaping them.
_OPTIONS = (
    '{"layout": {"randomSeed": 1}, "interaction": {"hover": true, "keyboard": true}, '
    '"physics": {"barnesHut": {"springLength": 180, "avoidOverlap": 0.6}}, '
    '"edges": {"font": {"size": 11}, "smooth": false}, '
    '"nodes": {"widthConstraint": {"maximum": 220}}}'
)
_STYLES = {entry.label: entry for entry in legend()}


def related(rows: Sequence[ShowRow]) -> list[ShowRow]:
    """The rows that lead to another element."""
    return [row for row in rows if row.part in ("out", "in")]


def relation(row: ShowRow, lang: str = "zh") -> str:
    """Title of the edge a row stands for; an arrow says that it points at the element."""
    kind = EDGE_KINDS.get(row.type)
    title = row.type if kind is None else kind.title_en if lang == "en" else kind.title_zh
    return title if row.part == "out" else f"← {title}"


def page(element: str, name: str, rows: Sequence[ShowRow], lang: str = "zh") -> str:
    """The file: the element in the middle, at most `MOST` neighbours, each edge with its title."""
    from pyvis.network import Network

    edges = related(rows)
    total = len(edges) + sum(row.hidden for row in edges)
    shown = edges[:MOST]
    network = Network(height="95vh", width="100%", directed=True, cdn_resources="in_line")
    counted = f"{len(shown)} of {total} shown" if lang == "en" else f"显示 {len(shown)} / {total}"
    _add(network, element, f"{plain(name)}\n{counted}", border=4)
    for row in shown:
        _add(network, row.other, plain(row.name), border=1)
        begin, end = moment(row.valid_from) or "…", moment(row.valid_to) or "…"
        ends = (element, row.other) if row.part == "out" else (row.other, element)
        network.add_edge(
            *ends,
            label=relation(row, lang).removeprefix("← "),
            title=f"{begin} – {end} · {plain(row.certainty)}",
        )
    network.set_options(_OPTIONS)
    html = _OUTSIDE.sub("", network.generate_html(notebook=False))
    return _HEAD.sub(_POLICY, html, count=1)


def _add(network: object, element: str, name: str, *, border: int) -> None:
    kind = kind_of(element)
    style = _STYLES[kind.label]
    network.add_node(  # type: ignore[attr-defined]
        element,
        label=f"[{style.icon}] {name or ' · '.join(key_parts(kind, element))}",
        title=f"{kind.title_zh} / {kind.title_en}: {plain(element)}",
        color={"background": style.colour, "border": BLACK},
        font={"color": style.text_colour},
        borderWidth=border,
        shape="box",
    )
