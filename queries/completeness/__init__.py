"""`completeness`: which elements of WMO-No. 1192 are stated, and where the chain breaks.

For a station and what is deployed there, for an instrument, or for the whole network. An element
that the graph has no place for is said to be so and is no gap of the source's. The unit of a
deployment's variable is found by its code, along no edge: the past is asked of a whole snapshot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ontology import CHAIN_LINKS, METADATA_ELEMENTS
from queries.ask import Ask, unknown
from queries.completeness import chain, facts, figures, stages
from queries.completeness.judge import judge
from queries.completeness.rows import CompletenessRow
from queries.model import Param, Query


def answer(ask: Ask) -> Iterable[CompletenessRow]:
    """Breaks of the chain, then figures by category, then elements in the order of numbers."""
    element = ask.params.get("element", "")
    if element.startswith("instrument:"):
        found = facts.of_instrument(ask, element)
        if element not in found.nodes:
            raise unknown(element, ())
        broken = [("Instrument", *chain.of_instrument(found, element, element))]
        judged = list(_of_instrument(found, element))
        return figures.one(found, element, broken, judged)
    found = facts.of_stations(ask, [element] if element else None)
    if element and element not in found.nodes:
        raise unknown(element, ())
    judged = list(_of_stations(found))
    if element:
        return figures.one(found, element, _breaks(found), judged)
    return figures.network(found, _breaks(found), judged)


def _breaks(found: facts.Facts) -> list[figures.Break]:
    """Of each deployment, and of each station without one."""
    deployed = {line.station for line in found.lines}
    return [
        *(("Station", *chain.of_station(found, s)) for s in found.stations if s not in deployed),
        *(("Deployment", *chain.of_line(found, line)) for line in found.lines),
    ]


def _of_stations(found: facts.Facts) -> Iterable[figures.Judged]:
    stations = [(station, (station,)) for station in found.stations]
    lines = [(line.deployment, (line.deployment, *line.instruments)) for line in found.lines]
    for element in METADATA_ELEMENTS.values():
        if element.held:
            asked = stations if element.subject == "Station" else lines
            for verdict in judge(found, element, asked):
                yield element, element.subject, verdict


def _of_instrument(found: facts.Facts, instrument: str) -> Iterable[figures.Judged]:
    """The elements that an instrument itself can answer."""
    for element in METADATA_ELEMENTS.values():
        if any(a.holder == "Instrument" for a in element.answers):
            for verdict in judge(found, element, [(instrument, (instrument,))]):
                yield element, "Instrument", verdict


def summary(rows: Sequence[CompletenessRow]) -> tuple[str, str]:
    """How much of what is mandatory is stated, and where the chains break."""
    breaks = Counter[str]()
    for row in rows:
        if row.part == "break":
            breaks[row.element] += row.total
    total = present = 0
    for row in rows:
        if row.part == "category" and row.obligation == "M":
            total, present = total + row.total, present + row.present
    order = [link for link in CHAIN_LINKS.codes if breaks[link]]
    return (
        f"必备要素 {present}/{total} 已有；溯源链断于："
        + "，".join(f"{CHAIN_LINKS.title(link)} {breaks[link]}" for link in order),
        f"mandatory elements: {present} of {total} stated; chains break at: "
        + ", ".join(f"{CHAIN_LINKS.title(link, 'en')} {breaks[link]}" for link in order),
    )


QUERY = Query(
    id="completeness",
    question_zh="按 WMO-No. 1192，哪些元数据已有、缺失？到计量标准的链在哪里断？",
    question_en="Which metadata of WMO-No. 1192 are stated or missing, and where does the chain "
    "to a measurement standard break?",
    params=(
        Param("element", "台站或仪器；不给则全网", "station or instrument; none: the network",
              kinds=("Station", "Instrument")),
    ),
    row=CompletenessRow,
    stages=stages.STAGES,
    answer=answer,
    summary=summary,
)  # fmt: skip
