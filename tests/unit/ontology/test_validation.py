"""What a claim may say: each rule with a claim that breaks it and one that does not."""

import pytest

from ontology import (
    ANY,
    BEGINNING,
    EDGE_KINDS,
    NODE_KINDS,
    OPEN_END,
    DataType,
    EdgeKind,
    NodeKind,
    Property,
    make_id,
)
from ontology.derive import Problem, claim_problem

STATION, UNIT = "station:53463", "unit:内蒙古自治区气象局"
NOON = "2018-06-03T04:00:00Z"
NOTHING: dict[str, object] = {}

GOOD: dict[DataType, tuple[object, ...]] = {
    DataType.TEXT: ("文", ""),
    DataType.NUMBER: ("0", "-12.50", "+.5", "7.", "1e-3", "2E5"),
    DataType.INTEGER: (0, -3, 10**12),
    DataType.BOOLEAN: (True, False),
    DataType.TIME: (BEGINNING, NOON, OPEN_END),
    DataType.TEXTS: ((), ("甲", "乙")),
}
BAD: dict[DataType, tuple[tuple[object, str], ...]] = {
    DataType.TEXT: ((1, "datatype"), (True, "datatype"), (("a",), "datatype"), (None, "datatype")),
    DataType.NUMBER: (
        (1.5, "datatype"), (1, "datatype"), (True, "datatype"), ("", "number"), ("x", "number"),
        ("nan", "number"), ("inf", "number"), ("-Infinity", "number"), ("1e999", "number"),
        ("1_000", "number"), (" 1", "number"), ("1,5", "number"), ("１", "number"),
        ("1.2.3", "number"), ("1\n", "number"),
    ),
    DataType.INTEGER: (("3", "datatype"), (1.0, "datatype"), (True, "datatype")),
    DataType.BOOLEAN: ((1, "datatype"), ("true", "datatype")),
    DataType.TIME: (
        (20180603, "datatype"), ("2018-06-03", "time"), ("2018-06-03T04:00:00+08:00", "time"),
        ("2018-06-03T04:00:00.000000Z", "time"), ("", "time"),
    ),
    DataType.TEXTS: (("甲", "datatype"), (["甲"], "datatype")),
}  # fmt: skip


def rule(problem: Problem | None) -> str | None:
    return None if problem is None else problem.rule


def node(kind: NodeKind) -> str:
    return make_id(kind, *("x" for _ in kind.key))


# Elements


@pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
def test_claim_about_any_kind_is_admitted(kind: NodeKind) -> None:
    assert claim_problem(kind.label, node(kind), None, NOTHING, BEGINNING, OPEN_END) is None


@pytest.mark.parametrize("edge", EDGE_KINDS.values(), ids=list(EDGE_KINDS))
def test_claim_about_an_edge_is_admitted_between_its_ends_alone(edge: EdgeKind) -> None:
    for source in NODE_KINDS.values():
        for target in NODE_KINDS.values():
            problem = claim_problem(
                edge.type, node(source), node(target), NOTHING, BEGINNING, OPEN_END
            )
            admitted = edge.admits(source.label, target.label)
            assert rule(problem) == (None if admitted else "ends")


@pytest.mark.parametrize(
    ("kind", "subject", "object_", "broken"),
    [
        ("Station", "station:", None, "id"),
        ("Station", "53463", None, "id"),
        ("Station", "", None, "id"),
        ("OPERATED_BY", STATION, "unit:", "id"),
        ("OPERATED_BY", STATION, "", "id"),
        ("Station", "no_such:53463", None, "kind"),
        ("Station", "Station:53463", None, "kind"),
        ("Station", UNIT, None, "kind"),
        ("NoSuch", STATION, None, "kind"),
        ("OPERATED_BY", STATION, None, "kind"),
        ("NO_SUCH", STATION, UNIT, "kind"),
        ("Station", STATION, UNIT, "kind"),
        ("OPERATED_BY", STATION, "no_such:1", "kind"),
        ("OPERATED_BY", UNIT, STATION, "ends"),
        ("PART_OF", STATION, UNIT, "ends"),
    ],
)
def test_element_that_is_none(kind: str, subject: str, object_: str | None, broken: str) -> None:
    assert rule(claim_problem(kind, subject, object_, NOTHING, BEGINNING, OPEN_END)) == broken


def test_message_of_ends_names_the_pattern() -> None:
    problem = claim_problem("PART_OF", STATION, UNIT, NOTHING, BEGINNING, OPEN_END)

    assert problem is not None
    assert problem.field == "kind"
    assert EDGE_KINDS["PART_OF"].pattern in problem.message


# Valid time


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "broken"),
    [
        (BEGINNING, OPEN_END, None),
        (NOON, "2018-06-03T04:00:01Z", None),
        (NOON, NOON, "interval"),
        (NOON, BEGINNING, "interval"),
        ("2018-06-03", OPEN_END, "time"),
        (BEGINNING, "2018-06-03", "time"),
        (BEGINNING, "", "time"),
        (BEGINNING, NOON + "\n", "time"),
        ("2018-06-03T04:00:00+00:00", OPEN_END, "time"),
        ("2018-06-03T04:00:00.000000Z", OPEN_END, "time"),
    ],
)
def test_valid_time(valid_from: str, valid_to: str, broken: str | None) -> None:
    for object_, kind in ((None, "Station"), (UNIT, "OPERATED_BY")):
        problem = claim_problem(kind, STATION, object_, NOTHING, valid_from, valid_to)
        assert rule(problem) == broken


# Properties

elements: list[NodeKind | EdgeKind] = [*NODE_KINDS.values(), *EDGE_KINDS.values()]
typed = [(element, declared) for element in elements for declared in element.properties]
names = [f"{e.label if isinstance(e, NodeKind) else e.type}.{p.name}" for e, p in typed]


def said(element: NodeKind | EdgeKind, name: str, value: object) -> Problem | None:
    if isinstance(element, NodeKind):
        return claim_problem(element.label, node(element), None, {name: value}, BEGINNING, OPEN_END)
    ends = (element.sources[0], element.targets[0])
    source, target = (node(NODE_KINDS["Station" if end == ANY else end]) for end in ends)
    return claim_problem(element.type, source, target, {name: value}, BEGINNING, OPEN_END)


@pytest.mark.parametrize(("element", "declared"), typed, ids=names)
def test_values_of_a_declared_property(element: NodeKind | EdgeKind, declared: Property) -> None:
    for value in GOOD[declared.datatype]:
        assert said(element, declared.name, value) is None
    for value, broken in BAD[declared.datatype]:
        problem = said(element, declared.name, value)
        assert rule(problem) == broken, value
        assert problem is not None
        assert problem.field == declared.name


def test_every_datatype_is_tried() -> None:
    assert set(GOOD) == set(BAD) == set(DataType)


def test_property_that_only_the_source_knows_is_admitted() -> None:
    assert "colour" not in {p.name for p in NODE_KINDS["Station"].properties}
    for value in ("red", 1, True, ("a",), "nan"):
        assert said(NODE_KINDS["Station"], "colour", value) is None


def test_the_first_problem_is_told() -> None:
    properties = {"name": 1, "wigos_id": 2}

    assert claim_problem("Station", STATION, None, properties, BEGINNING, OPEN_END) == Problem(
        "name", "datatype", "应为 text / expected text, got 1"
    )
    assert rule(claim_problem("Station", STATION, None, properties, NOON, NOON)) == "interval"


def test_message_cuts_a_long_value() -> None:
    problem = said(NODE_KINDS["Location"], "latitude", "9" * 500 + "x")

    assert problem is not None
    assert len(problem.message) < 200
