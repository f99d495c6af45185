"""What was read of elements is kept until the graph changes, and told as if it had been read."""

from __future__ import annotations

from collections.abc import Sequence

from graph import Claim
from graph.ledger import LedgerReader
from graph.store.protocol import Columns, Read
from ontology import valid_time
from queries import shelves
from queries.ask import Ask, Executed
from queries.causes import stages
from queries.causes.stages import LinkRow
from queries.shelves import Shelf, Shelves

SINCE = {"valid_from": valid_time("2010-01-01")}
OPERATORS: Shelf[LinkRow, list[str]] = Shelf(
    stages.OPERATORS, lambda row: row.source, lambda rows: sorted(r.target for r in rows)
)


class Watched:
    """A reader that hands everything on and remembers which ids it was asked for."""

    def __init__(self, reader) -> None:
        self.reader = reader
        self.asked: list[object] = []

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        self.asked += [read.parameters["ids"] for read in reads]
        return self.reader.together(reads)

    def __getattr__(self, name: str) -> object:
        return getattr(self.reader, name)


def station(number: int, *units: str) -> list[Claim]:
    place = f"station:S{number}"
    said = [Claim("OPERATED_BY", place, f"unit:{unit}", **SINCE) for unit in units]
    return [Claim("Station", place, None, {"name": f"站{number}"}), *said]


def test_only_what_was_not_read_before_is_read_and_the_whole_is_told(home) -> None:
    home.says(*station(1, "乙", "甲"), *station(2), *station(3, "丙"))
    kept = Shelves()
    with home.workspace.store.reading() as reader:
        graph = Watched(reader)
        ask = Ask({}, LedgerReader(home.workspace.ledger), graph, None)

        first = kept.read(ask, OPERATORS, ["station:S1", "station:S2"])
        second = kept.soon(ask, OPERATORS, ["station:S1", "station:S2", "station:S3"])
        third = kept.read(ask, OPERATORS, ["station:S2", "station:S3"])
        nobody = kept.read(ask, OPERATORS, [])

    assert first == {"station:S1": ["unit:乙", "unit:甲"]}
    assert second.found == {**first, "station:S3": ["unit:丙"]}
    assert third == {"station:S3": ["unit:丙"]}
    assert nobody == {}
    assert graph.asked == [["station:S1", "station:S2"], ["station:S3"], ["station:S3"]]
    cypher = stages.OPERATORS.cypher
    assert [(e.cypher, e.parameters["ids"], e.rows) for e in ask.executed] == [
        (cypher, ["station:S1", "station:S2"], 2),
        (cypher, ["station:S1", "station:S2", "station:S3"], 3),
        (cypher, ["station:S2", "station:S3"], 1),
    ]


def test_what_was_read_whole_is_not_read_again(home) -> None:
    home.says(*station(1, "甲"), *station(2))
    kept, ids = Shelves(), ["station:S1", "station:S2"]
    with home.workspace.store.reading() as reader:
        graph = Watched(reader)
        ask = Ask({}, LedgerReader(home.workspace.ledger), graph, None)
        first = kept.read(ask, OPERATORS, ids)
        again = kept.read(ask, OPERATORS, ids)

    assert first == again == {"station:S1": ["unit:甲"]}
    assert graph.asked == [ids]
    assert (
        ask.executed == [Executed("causes_operators", stages.OPERATORS.cypher, {"ids": ids}, 1)] * 2
    )


def test_too_many_are_answered_and_not_kept(home, monkeypatch) -> None:
    monkeypatch.setattr(shelves, "MOST_KEPT", 1)
    home.says(*station(1, "甲"), *station(2, "乙"))
    kept = Shelves()
    with home.workspace.store.reading() as reader:
        graph = Watched(reader)
        ask = Ask({}, LedgerReader(home.workspace.ledger), graph, None)
        for ids in (["station:S1"], ["station:S1", "station:S2"], ["station:S1"]):
            found = kept.read(ask, OPERATORS, ids)
            assert list(found) == ids

    assert graph.asked == [["station:S1"], ["station:S2"], ["station:S1"]]


def test_causes_asked_again_are_the_same_until_the_graph_changes(home) -> None:
    """The same rows and the same statements; a new operator is seen at once."""
    said = [c for n in range(1, 5) for c in station(n, "甲")]
    issues = [
        Claim("Issue", f"issue:P{n}", None, {"kind": "quality", "began": SINCE["valid_from"]})
        for n in (1, 2)
    ]
    about = [Claim("ABOUT", f"issue:P{n}", f"station:S{n}", **SINCE) for n in (1, 2)]
    home.says(*said, *issues, *about)

    first, again = (home.ask("causes", issues="P1;P2", as_of="2018-09-01") for _ in range(2))
    home.says(*(c for n in (1, 2) for c in station(n, "乙")), source="西")
    changed = home.ask("causes", issues="P1;P2", as_of="2018-09-01")

    assert (first.rows, first.executed) == (again.rows, again.executed)
    assert "unit:乙" not in {row.element for row in first.rows}
    assert "unit:乙" in {e for row in changed.rows for e in (row.element, *row.alike)}


def test_a_chain_traced_again_is_told_alike_until_the_graph_changes(home, chain) -> None:
    """Above the first level most is kept; a calibration of the standard is seen at once."""
    home.says(*chain().values())
    first, again = (home.ask("trace", element="issue:P1") for _ in range(2))
    on = {"valid_from": valid_time("2017-01-10")}
    check, standard = "calibration:M1-2017", "measurement_standard:M1"
    home.says(
        Claim("HAS_CALIBRATION", standard, check, **on),
        Claim("Calibration", check, None, {"result": "outOfCalibration"}, **on),
        source="西",
    )
    changed = home.ask("trace", element="issue:P1")

    assert first.rows == again.rows
    assert [(e.stage, e.parameters, e.rows) for e in first.executed] == [
        (e.stage, e.parameters, e.rows) for e in again.executed
    ]
    assert check not in {hop.element for hop in first.rows}
    assert check in {hop.element for hop in changed.rows}
