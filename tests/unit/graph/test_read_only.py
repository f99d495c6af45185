"""Plans, limits and values of users' queries."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from graph import InvalidValueError, RefusedQueryError
from graph.store import Limits
from graph.store.bolt_free import refusal
from graph.store.cypher_allowed import OPERATORS, PROCEDURES
from graph.store.free_rows import Gathering
from graph.store.plain_values import plain
from graph.store.read_only import check_plan


def step(operator: str, *children: dict[str, object], details: str = "") -> dict[str, object]:
    return {
        "operatorType": operator,
        "args": {"Details": details},
        "children": list(children),
    }


READING = step("ProduceResults@neo4j", step("Expand(All)@neo4j", step("NodeByLabelScan@neo4j")))


def test_a_plan_that_reads_passes() -> None:
    check_plan("r", READING)
    check_plan("r", step("ProcedureCall@neo4j", details="db.labels() :: (label :: STRING)"))
    check_plan("r", step("VarLengthExpand(Pruning,BFS,All)@neo4j"))


@pytest.mark.parametrize("kind", ["w", "rw", "s", None])
def test_another_type_of_query_is_refused(kind: str | None) -> None:
    with pytest.raises(RefusedQueryError):
        check_plan(kind, READING)


def test_no_plan_is_refused() -> None:
    with pytest.raises(RefusedQueryError):
        check_plan("r", None)


@pytest.mark.parametrize(
    "operator",
    ["LoadCSV", "Create", "SetProperty", "TransactionApply", "TerminateTransactions",
     "ShowSettings", "AdministrationCommand", "RunQueryAt", "LockNodes", "SomethingNew", ""],
)  # fmt: skip
def test_one_step_is_enough_to_refuse(operator: str) -> None:
    deep = step("ProduceResults", step("Apply", READING, step(f"{operator}@neo4j")))

    with pytest.raises(RefusedQueryError) as caught:
        check_plan("r", deep)

    assert f"{operator}@neo4j" in caught.value.rule


@pytest.mark.parametrize(
    "details", ["dbms.listConfig() :: ()", "db.labelsX()", "", "x db.labels()"]
)
def test_another_procedure_is_refused(details: str) -> None:
    with pytest.raises(RefusedQueryError):
        check_plan("r", step("ProcedureCall@neo4j", details=details))


def test_the_lists_hold_nothing_that_writes() -> None:
    words = ("Create", "Merge", "Set", "Delete", "Remove", "Foreach", "Load", "Transaction",
             "Show", "Drop", "Alter", "Administration", "Lock")  # fmt: skip

    assert [o for o in OPERATORS for w in words if o.startswith(w)] == []
    assert all(p.startswith("db.") for p in PROCEDURES)


@pytest.mark.parametrize(
    "given",
    [{"rows": 0}, {"rows": 10**9}, {"seconds": 0}, {"seconds": 61}, {"seconds": float("nan")}],
)
def test_limits_have_limits(given: dict[str, float]) -> None:
    with pytest.raises(InvalidValueError):
        Limits(**given)  # type: ignore[arg-type]


def test_rows_are_taken_up_to_the_limits() -> None:
    few = Gathering(("x",), Limits(rows=2))
    small = Gathering(("x",), Limits(value_bytes=25))

    assert [few.take((i,)) for i in range(3)] == [True, True, False]
    assert [small.take(("y" * 8,)) for _ in range(3)] == [True, True, False]
    assert few.rows().rows == ((0,), (1,))
    assert few.rows().truncated
    assert small.rows().truncated


def test_a_row_larger_than_all_may_be_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="larger than 10 bytes"):
        Gathering(("x",), Limits(value_bytes=10)).take(("y" * 20,))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2018, 6, 3), "2018-06-03"),
        (datetime(2018, 6, 3, tzinfo=UTC), "2018-06-03T00:00:00+00:00"),
        (b"\x01\xff", "01ff"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        ((1, [None, True], {"三": {2.5}}), [1, [None, True], {"三": [2.5]}]),
        ({"months": 1, "days": 2, "seconds": 3, "nanoseconds": 500_000_000}, "P1M2DT3.5S"),
        ({"id": 7, "labels": ["S"], "properties": {"id": "s:1", "title": "S_s:1", "type": "S"}},
         {"labels": ["S"], "properties": {"id": "s:1"}}),
        ({"id": 7, "start": 1, "end": 2, "type": "R", "properties": {"a": 1}},
         {"type": "R", "properties": {"a": 1}}),
        ({"id": "x", "labels": 1}, {"id": "x", "labels": 1}),
    ],
)  # fmt: skip
def test_values_become_plain(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert json.loads(json.dumps(plain(value), allow_nan=False)) == expected


def test_values_of_the_driver_become_plain() -> None:
    spatial = pytest.importorskip("neo4j.spatial")
    time = pytest.importorskip("neo4j.time")

    assert plain(spatial.WGS84Point((2.0, 1.0))) == "SRID=4326;POINT(2.0 1.0)"
    assert plain(time.Duration(months=1, days=2, seconds=3)) == "P1M2DT3S"
    assert plain(time.DateTime(2018, 6, 3, tzinfo=UTC)) == "2018-06-03T00:00:00+00:00"
    assert plain(time.Time(1, 2, 3, 450_000_000)) == "01:02:03.45"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", "longer than"),
        ("Neo.ClientError.Transaction.TransactionTimedOut", "longer than"),
        ("Neo.ClientError.Transaction.Terminated", "stopped by the server"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "too much memory"),
        ("Neo.ClientError.Statement.SyntaxError", "does not accept it: Variable x"),
        ("Neo.ClientError.Procedure.ProcedureNotFound", "does not accept it"),
    ],
)
def test_a_servers_code_says_what_it_means_for_the_query(code: str, said: str) -> None:
    found = refusal(code, 'Variable x (line 1, column 16 (offset: 15))\n"EXPLAIN RETURN x"')

    assert found is not None
    assert said in found.rule
    assert "EXPLAIN" not in str(found)


def test_other_troubles_are_not_the_querys() -> None:
    assert refusal("Neo.ClientError.Security.Unauthorized", "x") is None
    assert refusal("Neo.TransientError.Database.DatabaseUnavailable", "x") is None
