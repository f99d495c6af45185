"""Reading a ledger: by short id, by element, by neighbourhood, as known at any time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim, Place, Rejected
from graph.ledger import Ledger, LedgerReader, LoadSession, citing, file_hash
from graph.ledger.chain import short_to_prefix, text_hash
from ontology import format_recorded, parse_moment

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]


def live(reader: LedgerReader) -> set[str]:
    return {one.subject for one in reader.all_live() if one.object is None}


# As known at


@pytest.fixture
def told(ledger: Ledger, say: Say, station: Make) -> list[int]:
    """Three loads; the positions at which each closed."""
    positions = []
    for claims, source in (
        ([station(1), station(2)], "甲"),
        ([station(3)], "乙"),
        ([station(1), station(4)], "甲"),
    ):
        say(claims, source, version=str(len(positions)))
        positions.append(ledger.head().position)
    return positions


def test_a_reader_at_a_position_knows_what_was_known_then(ledger: Ledger, told: list[int]) -> None:
    expected: list[set[int]] = [{1, 2}, {1, 2, 3}, {1, 3, 4}]
    for position, numbers in zip(told, expected, strict=True):
        assert live(LedgerReader(ledger, position)) == {f"station:{n}" for n in numbers}
    assert live(LedgerReader(ledger)) == {"station:1", "station:3", "station:4"}
    assert live(LedgerReader(ledger, 0)) == set()


def test_known_at_is_the_last_load_closed_by_then(ledger: Ledger, told: list[int]) -> None:
    closed = [t for (t,) in ledger.connection.execute(
        "SELECT recorded_at FROM blocks WHERE kind='close' ORDER BY block_no")]  # fmt: skip
    assert [ledger.position_at(t) for t in closed] == told
    assert ledger.position_at(None) == told[-1]
    assert ledger.position_at("2000-01-01T00:00:00.000000Z") == 0
    from datetime import timedelta

    a_moment_before = format_recorded(parse_moment(closed[1]) - timedelta(microseconds=1))
    assert ledger.position_at(a_moment_before) == told[0]


def test_what_came_later_is_not_known_earlier(ledger: Ledger, told: list[int]) -> None:
    """Neither a retraction, nor a return, nor another place."""
    before = LedgerReader(ledger, told[0]).about("station:2")[0]
    after = LedgerReader(ledger, told[2]).about("station:2")[0]
    assert before.live
    assert not after.live
    assert (before.recorded_at, before.claim_id) == (after.recorded_at, after.claim_id)
    assert LedgerReader(ledger, told[0]).about("station:4") == []


def test_every_claim_is_read_in_log_order_at_any_position(ledger: Ledger, told: list[int]) -> None:
    def subjects(position: int | None, source: str | None = None) -> list[str]:
        return [s.claim.subject for s in LedgerReader(ledger, position).every_claim(source)]

    assert subjects(None) == ["station:1", "station:2", "station:3", "station:4"]
    assert subjects(told[1]) == ["station:1", "station:2", "station:3"]
    assert subjects(None, "乙") == ["station:3"]
    assert subjects(None, "丙") == []
    assert [s.live for s in LedgerReader(ledger).every_claim()] == [True, False, True, True]


def test_every_claim_crosses_its_own_pages(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(i) for i in range(4500)])
    assert sum(1 for _ in LedgerReader(ledger).every_claim()) == 4500


# By short id and by element


def test_what_is_cited_of_claims_by_their_short_ids(
    ledger: Ledger, say: Say, station: Make, operated: Callable[[int, int], Claim]
) -> None:
    claims = [station(1), operated(1, 7), station(1)]
    say(claims)
    wanted = [c.claim_id("厂/甲").hex()[:16] for c in claims[:2]]

    found = list(LedgerReader(ledger).cited(reversed(wanted)))

    stored = LedgerReader(ledger).about("station:1")
    assert [c.short for c in found] == wanted
    assert [c.element for c in found] == [s.claim.element for s in stored]
    assert [c.properties for c in found] == [s.claim.properties for s in stored]
    assert [(c.place, c.places) for c in found] == [
        (s.occurrences[0].place, len(s.occurrences)) for s in stored
    ]
    assert [c.places for c in found] == [2, 1]
    for cited, one in zip(found, stored, strict=True):
        said = (one.claim.certainty, one.source_id, one.family, one.recorded_at)
        assert (cited.certainty, cited.source_id, cited.family, cited.recorded_at) == said
        assert cited.file_name == "source.csv"
        assert file_hash(ledger.originals.path(cited.sha256)) == cited.sha256
    assert list(LedgerReader(ledger).cited(["0" * 16])) == []
    assert list(LedgerReader(ledger).cited([])) == []


def test_a_retracted_claim_is_cited_with_the_places_it_had(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(1), station(2)])
    say([station(2)], version="2")
    short = station(1).claim_id("厂/甲").hex()[:16]

    (cited,) = LedgerReader(ledger).cited([short])

    assert (cited.element, cited.places) == ("station:1", 1)


def test_a_short_id_asked_for_twice_is_answered_once(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(1)])
    short = station(1).claim_id("厂/甲").hex()[:16]
    assert len(list(LedgerReader(ledger).cited([short, short]))) == 1


def test_what_was_cited_before_is_not_read_again(
    ledger: Ledger, say: Say, station: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    say([station(1), station(2), station(3)])
    one, two, three = (station(n).claim_id("厂/甲").hex()[:16] for n in (1, 2, 3))
    reader = LedgerReader(ledger)
    first = list(reader.cited([one, two]))
    read: list[str] = []
    ledger.connection.set_trace_callback(read.append)

    assert list(reader.cited([two, one])) == first
    assert read == []
    both = list(reader.cited([three, one]))
    assert [c.element for c in both] == ["station:1", "station:3"]
    wanted, known = (str(short_to_prefix(short)) for short in (three, one))
    assert wanted in read[0]
    assert known not in read[0]
    monkeypatch.setattr(citing, "MOST_KEPT", 2)
    assert [c.element for c in reader.cited([one, two, three])] == [
        "station:1", "station:2", "station:3",
    ]  # fmt: skip


def test_what_is_kept_of_citations_is_of_one_position(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(1)])
    before = ledger.head().position
    short, later = (station(n).claim_id("厂/甲").hex()[:16] for n in (1, 2))
    assert [c.places for c in LedgerReader(ledger).cited([short, later])] == [1]
    say([station(2)], version="2")
    say([station(1), station(2)], version="3")

    assert [c.places for c in LedgerReader(ledger).cited([short, later])] == [2, 1]
    assert [c.places for c in LedgerReader(ledger, before).cited([short, later])] == [1]
    assert [c.places for c in LedgerReader(ledger).cited([short, later])] == [2, 1]


@pytest.mark.parametrize("key", ["各盟市气象局(站)", "A,B", "(甲", "甲)", "USES(a,b,c)", "x(y,z)"])
def test_ids_may_hold_brackets_and_commas(key: str, ledger: Ledger, say: Say) -> None:
    node = Claim("Unit", f"unit:{key}", None, {"short_names": ("甲",)})
    edge = Claim("PART_OF", f"unit:{key}", "unit:a,b)", valid_from="2018-06-02T16:00:00Z")
    other = Claim("PART_OF", f"unit:{key}", "unit:a,b)")
    say([node, edge, other])
    reader = LedgerReader(ledger)
    assert [s.claim for s in reader.about(node.subject)] == [node, edge, other]
    assert [s.claim for s in reader.about(edge.element)] == [edge]
    assert [s.claim for s in reader.about(other.element)] == [other]
    assert reader.about("PART_OF(unit:nobody,unit:a,b),2018-06-02T16:00:00Z)") == []


def test_about_holds_what_was_retracted_too(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1, name="旧"), station(2)])
    say([station(1, name="新"), station(2)], version="2")
    found = LedgerReader(ledger).about("station:1")
    assert [(s.claim.properties["name"], s.live) for s in found] == [("旧", False), ("新", True)]
    assert (found[0].source_id, found[0].family) == ("厂/甲", "table")


# Neighbourhood


@pytest.fixture
def network(say: Say, station: Make, operated: Callable[[int, int], Claim]) -> None:
    up = Claim("PART_OF", "unit:7", "unit:9")
    say([station(1), operated(1, 7), operated(2, 7), up, Claim("PART_OF", "unit:9", "unit:9")])


@pytest.mark.parametrize(
    ("ids", "types", "expected"),
    [
        (["unit:7"], {"OPERATED_BY": "in"}, {"station:1", "station:2"}),
        (["unit:7"], {"OPERATED_BY": "out"}, set()),
        (["unit:7"], {"PART_OF": "out"}, {"unit:7"}),
        (["unit:7"], {"PART_OF": "in"}, set()),
        (["unit:7"], {"PART_OF": "both", "OPERATED_BY": "both"},
         {"station:1", "station:2", "unit:7"}),
        (["station:1", "station:2"], {"OPERATED_BY": "out"}, {"station:1", "station:2"}),
        (["station:1"], {}, set()),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("network")
def test_edges_by_type_and_direction(
    ids: list[str], types: dict[str, str], expected: set[str], ledger: Ledger
) -> None:
    assert {e.subject for e in LedgerReader(ledger).edges_of(ids, types)} == expected


@pytest.mark.usefixtures("network")
def test_nodes_and_ends(ledger: Ledger) -> None:
    reader = LedgerReader(ledger)
    assert [n.subject for n in reader.nodes_of(["station:1", "unit:7"])] == ["station:1"]
    assert [reader.is_end(i) for i in ("station:1", "unit:7", "unit:8")] == [True, True, False]
    assert not LedgerReader(ledger, 0).is_end("unit:7")


def test_touched_elements_come_batch_by_batch(
    ledger: Ledger, say: Say, station: Make, operated: Callable[[int, int], Claim]
) -> None:
    say([station(1), operated(1, 7), station(1), station(2)])
    say([station(1), operated(1, 7)], version="2")
    edge = (text_hash("station:1"), text_hash(operated(1, 7).element))
    one, two = ((text_hash(f"station:{n}"),) * 2 for n in (1, 2))
    until = ledger.head().position
    found = [(end, set(rows)) for end, rows in LedgerReader(ledger).affected(0, until, 2)]
    assert found == [(2, {one, edge}), (4, {two}), (5, {two})]
    assert [end for end, _ in LedgerReader(ledger).affected(3, until, 100)] == [until]


def test_rejects_are_no_claims(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1)], rejects=[Rejected(Place(9), "f", "v", "r", "m")])
    assert sum(1 for _ in LedgerReader(ledger).every_claim()) == 1
