"""What is said to a server: several reads as one statement."""

from __future__ import annotations

from graph.store.protocol import Read
from graph.store.server_cypher import as_one, numbered

STATIONS = Read(
    "UNWIND $ids AS id MATCH (s:Station {id: id}) WHERE s.first_record <= $t "
    "RETURN DISTINCT s.id AS id, s.name AS name ORDER BY id LIMIT $limit",
    ("id", "name"),
    {"ids": ["station:1"], "t": "2018", "limit": 3},
)
UNIT = Read("MATCH (u:Unit {id: $id}) RETURN u.id AS id", ("id",), {"id": "unit:1"})


def test_the_rows_of_one_read_come_as_one_list() -> None:
    text = as_one(((STATIONS.cypher, STATIONS.columns),))

    assert text == (
        "UNWIND $r0_ids AS id MATCH (s:Station {id: id}) WHERE s.first_record <= $r0_t "
        "WITH DISTINCT s.id AS id, s.name AS name ORDER BY id LIMIT $r0_limit "
        "RETURN collect([id, name]) AS r0"
    )


def test_several_reads_are_one_statement_with_a_list_for_each() -> None:
    text = as_one(((UNIT.cypher, UNIT.columns), (STATIONS.cypher, STATIONS.columns)))

    assert text.startswith("CALL () { MATCH (u:Unit {id: $r0_id}) WITH u.id AS id RETURN collect(")
    assert "} CALL () { UNWIND $r1_ids AS id " in text
    assert text.endswith(" AS r1 } RETURN r0, r1")


def test_the_same_parameter_of_two_reads_is_told_apart() -> None:
    given = numbered((UNIT, STATIONS, UNIT))

    assert given == {
        "r0_id": "unit:1",
        "r1_ids": ["station:1"],
        "r1_t": "2018",
        "r1_limit": 3,
        "r2_id": "unit:1",
    }
