"""What the graph holds around stations, some stations at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.element import Element
from graph.ledger import LedgerReader
from graph.projection import Closure, ClosureStep, closure_elements
from ontology import BEGINNING, OPEN_END

STATIONS_AT_ONCE = 20
"""Memory is that of so many stations; each batch is a fixed number of reads of the ledger."""
_STATES = (("HAS_STATE", "out"), ("CODED_AS", "out"))
_DONE = (*_STATES, ("CARRIED_OUT_BY", "out"))
RECORD = Closure(
    (
        ClosureStep("station", (
            *_STATES, ("LOCATED_AT", "out"), ("OPERATED_BY", "out"), ("CONTACT", "out"),
            ("ALIAS_OF", "in"), ("AT_STATION", "in"), ("OBSERVED_AT", "in"), ("AFFECTED", "in"),
        )),
        ClosureStep("deployment", (*_STATES, ("USES", "out"), ("AFFECTED", "in"))),
        ClosureStep("series", (*_STATES, ("OF_VARIABLE", "out"))),
        ClosureStep("variable", (("CODED_AS", "out"),)),
        ClosureStep("instrument", (
            *_STATES, ("OF_MODEL", "out"), ("HAS_CALIBRATION", "out"), ("AFFECTED", "in"),
        )),
        ClosureStep("calibration", (
            *_STATES, ("USED_STANDARD", "out"), ("DOCUMENTED_BY", "out"),
        )),
        ClosureStep("certificate", (("ISSUED_BY", "out"),)),
        ClosureStep("event", _DONE),
        ClosureStep("maintenance", _DONE),
    ),
    hops=6,
)  # fmt: skip
"""From a station to all that its record tells of; units and variables are hubs and end the way."""


@dataclass(frozen=True, slots=True)
class Around:
    """The elements around some stations: nodes by id, edges by their ends and type."""

    nodes: dict[str, Element]
    leaving: dict[tuple[str, str], list[Element]]
    entering: dict[tuple[str, str], list[Element]]

    def node(self, node_id: str) -> Element:
        """A node; one that nobody describes has no properties."""
        return self.nodes.get(node_id) or Element("", node_id, None, {})

    def out(self, node_id: str, kind: str) -> list[Element]:
        """Edges of a type that leave a node, in the order of their begins and ends."""
        return self.leaving.get((node_id, kind), [])

    def into(self, node_id: str, kind: str) -> list[Element]:
        """Edges of a type that enter a node, in the order of their begins and ends."""
        return self.entering.get((node_id, kind), [])


def around_stations(reader: LedgerReader) -> Iterator[tuple[list[str], Around]]:
    """All stations that are described, in the order of their ids, a batch at a time."""
    ids = sorted({claim.subject for claim in reader.live_of_kind("Station")})
    for start in range(0, len(ids), STATIONS_AT_ONCE):
        batch = ids[start : start + STATIONS_AT_ONCE]
        yield batch, _around(reader, batch)


def _around(reader: LedgerReader, stations: Sequence[str]) -> Around:
    found = Around({}, {}, {})
    elements = closure_elements(reader, stations, RECORD, printed=True)
    for element in sorted(elements, key=_place):
        if element.object is None:
            found.nodes[element.subject] = element
            continue
        found.leaving.setdefault((element.subject, element.kind), []).append(element)
        found.entering.setdefault((element.object, element.kind), []).append(element)
    return found


def _place(element: Element) -> tuple[str, str, str]:
    return (element.valid_from, element.subject, element.object or "")


def stated(element: Element, name: str) -> str:
    """A property as text, "" where it is not stated."""
    value = element.properties.get(name, "")
    return "" if isinstance(value, list) else str(value)


def several(element: Element, name: str) -> list[str]:
    """A property of several texts."""
    value = element.properties.get(name, [])
    return value if isinstance(value, list) else [str(value)]


def validity(element: Element) -> tuple[str, str]:
    """Begin and end of validity."""
    said = element.properties
    return str(said.get("valid_from", BEGINNING)), str(said.get("valid_to", OPEN_END))
