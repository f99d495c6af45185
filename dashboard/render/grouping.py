"""Hops by the deployment whose chain they belong to, and what stands beside each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dashboard.render.element_words import named
from dashboard.render.text import plain
from ontology import HOP_STATES, NODE_KINDS, key_parts
from queries import Evidence, leading
from queries.trace.hop import Hop

_ELEMENT = re.compile(r"\d+-\d+(-\d+)*\Z")
SYNTHETIC = "synthetic"
UNNAMED = "—"
"""What a hop is called that has no name, because nothing is there."""


def by_branch(hops: Sequence[Hop]) -> list[tuple[str, list[Hop]]]:
    """Hops grouped by branch in the order in which the branches begin; those of none come first."""
    groups: dict[str, list[Hop]] = {"": []}
    for hop in hops:
        groups.setdefault(hop.branch, []).append(hop)
    return [(branch, found) for branch, found in groups.items() if found]


def counted(hops: Sequence[Hop]) -> list[tuple[str, int]]:
    """How many hops are in each state, worst first."""
    states = [h.state for h in hops]
    return [(state, states.count(state)) for state in HOP_STATES.codes if state in states]


def synthetic(hops: Sequence[Hop]) -> bool:
    """Whether any hop rests on made-up data."""
    return any(h.certainty == SYNTHETIC for h in hops)


def detail(hop: Hop, english: bool) -> str:
    """Why a hop is in its state; a missing one also names what WMO-No. 1192 wants there."""
    said = hop.detail_en if english else hop.detail_zh
    if hop.state != "missing" or not hop.term or hop.term in said:
        return plain(said)
    name = "element" if english else "要素"
    term = f"1192 {name} {hop.term}" if _ELEMENT.match(hop.term) else hop.term
    return plain(f"{said} [{term}]".strip())


def name_and_detail(hop: Hop, english: bool) -> tuple[str, str]:
    """What a hop is called and what is said of it; a name that the detail repeats is left out.

    A missing hop is called `UNNAMED`.
    """
    if hop.state == "missing" and not hop.element:
        return UNNAMED, detail(hop, english)
    name = plain(named(hop.name, hop.element, "en" if english else "zh"))
    said = detail(hop, english)
    if name and name in said:
        return "", said
    return name or UNNAMED, said


def responsible(hop: Hop) -> str:
    """Code of the process that answers for the hop, and the units that lead it."""
    code = key_parts(NODE_KINDS["Process"], hop.process)[0] if hop.process else ""
    return plain(" ".join((code, "、".join(hop.lead))).strip())


def place(evidence: Evidence) -> str:
    """The place in the source as `:line`, `:line:column`, or what else locates it."""
    if evidence.line is None:
        return f" {evidence.place}"
    return f":{evidence.line}" + (f":{evidence.column}" if evidence.column else "")


def first_evidence(hop: Hop, claims: Mapping[str, Evidence]) -> Evidence | None:
    """The evidence of the first claim a hop rests on."""
    return next(iter(leading(hop.claims, claims, hop.element)), None)
