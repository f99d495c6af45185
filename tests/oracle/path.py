"""The shortest way between two elements, by networkx over links that hold."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from oracle.reading import NobodySpeaksOf, Reading, claims_of, shown, text

from queries.path import HUB, STEPS, PathRow


def answer(reading: Reading, **params: str) -> list[PathRow]:
    start, end = params["from"], params["to"]
    ever = params.get("ever") == "yes"
    for one in (start, end):
        if one not in reading:
            raise NobodySpeaksOf(one)
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(reading.graph)
    limit = int(params.get("hub", HUB))
    hubs = {n for n in reading.graph if reading.graph.degree(n) > limit} - {start, end}
    for a, b, edge in reading.graph.edges(data=True):
        if ever or str(edge["valid_from"]) <= reading.now < str(edge["valid_to"]):
            plain.add_edge(a, b)
    plain.remove_nodes_from(hubs)
    node = reading.node(start)
    rows = [PathRow(0, "start", "", "", start, name(reading, start), "", "", "", "",
                    text(node, "certainty"), claims_of(node))]  # fmt: skip
    try:
        way = min(nx.all_shortest_paths(plain, start, end))
    except nx.NetworkXNoPath:
        way = []
    if not way or len(way) - 1 > STEPS:
        return [*rows, PathRow(0, "none", "", "", end, name(reading, end), "", "", "", "", "", ())]
    for step, (before, after) in enumerate(pairwise(way), 1):
        links = [("out", x) for x in reading.out(before) if x.other == after]
        links += [("in", x) for x in reading.into(before) if x.other == after]
        links = [(d, x) for d, x in links if ever or x.holds(reading.now)]
        direction, x = min(links, key=lambda f: (f[1].type, f[0], f[1].begin, f[1].claims))
        rows.append(PathRow(step, "step", x.type, direction, after, name(reading, after),
                            x.begin, x.end, "", "", text(x.edge, "certainty"),
                            x.claims))  # fmt: skip
    return rows


def name(reading: Reading, element: str) -> str:
    return text(reading.node(element), "name") or shown(element)
