"""A test for elements that should come and do not: deployed at the station, or given before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.lake import Grouping, Selection
from loaders.quality_control.flags import Flag
from ontology import BEGINNING, NODE_KINDS, format_valid, key_parts

if TYPE_CHECKING:
    from graph.ledger import LedgerReader
    from loaders.quality_control.protocol import Context

_POINTER = "lake/"


@dataclass(frozen=True, slots=True)
class Expectation:
    """That a station gives an element since a moment, and the claim that says so."""

    since: str
    until: str
    claim: str
    why: str


@dataclass(frozen=True, slots=True)
class ExpectedElementTest:
    """An element of which the run's window holds no value, although the station observes it.

    Without a begin of the window there is nothing before it to compare with: then only what is
    deployed and never came is told.
    """

    name: str = "expected_element"
    title: str = "应有要素没有观测值 / expected element without values"
    version: str = "1"
    kind: str = "availability"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each such element of a station that gave anything at all in the window."""
        given, heard = _given(context)
        wanted = _deployed(context.reader) | _series(context)
        end = None if context.end is None else format_valid(context.end)
        for (station, variable), said in sorted(wanted.items()):
            began = max(said.since, _begin(context))
            if station not in heard or (station, variable) in given:
                continue
            if began == BEGINNING or (end is not None and began >= end) or said.until <= began:
                continue
            yield Flag(station, variable, began, self.name, "minor", None, said.claim, said.why)


def _given(context: Context) -> tuple[set[tuple[str, str]], set[str]]:
    """What came in the window: series with a value, or need not come; and all stations of it."""
    selection = Selection(context.dataset, context.stations, (), context.begin, context.end)
    given: set[tuple[str, str]] = set()
    known: set[str] = set()
    for batch in context.lake.aggregate(selection, Grouping("whole")):
        names = ["station", "variable", "count", "missing", "flags"]
        for row in batch.select(names).to_pylist():
            known.add(row["station"])
            flags = dict(row["flags"] or ())
            if row["missing"] < row["count"] or flags.get("7", 0) == row["count"]:
                given.add((row["station"], row["variable"]))
    return given, known


def _begin(context: Context) -> str:
    return BEGINNING if context.begin is None else format_valid(context.begin)


def _series(context: Context) -> dict[tuple[str, str], Expectation]:
    """The series of the dataset that had values before the window."""
    if context.begin is None:
        return {}
    pointer = _POINTER + context.dataset
    claims = {
        claim.subject: claim.short
        for claim in context.reader.live_of_kind("Series")
        if claim.properties.get("pointer") == pointer
    }
    before = Selection(context.dataset, context.stations, (), None, context.begin)
    found: dict[tuple[str, str], Expectation] = {}
    since, until = _begin(context), "9999-12-31T00:00:00Z"
    ids = {key_parts(NODE_KINDS["Series"], subject): short for subject, short in claims.items()}
    for batch in context.lake.aggregate(before, Grouping("whole")):
        for row in batch.select(["station", "variable", "count", "missing"]).to_pylist():
            key = (row["station"], row["variable"])
            if row["missing"] < row["count"] and key in ids:
                found[key] = Expectation(since, until, ids[key], "此前有观测值")
    return found


def _deployed(reader: LedgerReader) -> dict[tuple[str, str], Expectation]:
    """What is deployed at stations, by live claims; of several the one that lasts longest."""
    variables = {
        claim.subject: str(claim.properties["variable"])
        for claim in reader.live_of_kind("Deployment")
        if claim.properties.get("variable")
    }
    found: dict[tuple[str, str], Expectation] = {}
    for claim in reader.live_of_kind("AT_STATION"):
        if claim.subject in variables and claim.object is not None:
            (station,) = key_parts(NODE_KINDS["Station"], claim.object)
            why = f"登记有布设 {claim.subject}"
            said = Expectation(claim.valid_from, claim.valid_to, claim.short, why)
            key = (station, variables[claim.subject])
            found[key] = max(found.get(key, said), said, key=lambda e: (e.until, e.claim))
    return found


TESTS = (ExpectedElementTest(),)
