"""Coverage rules as shapes and in Cypher: each finds exactly what was left out on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph import Claim, Place, Settings, Workspace
from graph.ledger import Checkpoint, LoadSpec
from ontology import BEGINNING, OPEN_END
from ontology.requirements import NO_SHAPE, REQUIREMENTS, SHAPED
from queries.check import Found
from queries.check.run import coverage_by_cypher, coverage_by_shacl
from queries.sparql import graph_at, view_of

NOW, PAST, FUTURE = "2026-06-01T00:00:00Z", "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
P = "process:{}@region"
STEP = "step:Y01@region|1"


@dataclass(frozen=True)
class Case:
    """What sources say, and the elements that a rule finds wanting; others it leaves alone."""

    rule: str
    said: tuple[Claim, ...]
    wanting: tuple[str, ...] = ()


def node(element: str, begin: str = BEGINNING, end: str = OPEN_END, **said: object) -> Claim:
    kinds = {"process": "Process", "station": "Station", "unit": "Unit", "task": "Task",
             "interface": "Interface", "audit": "Audit", "system": "System", "step": "Step",
             "unit_group": "UnitGroup", "milestone": "Milestone", "record": "Record",
             "document": "Document", "admission": "Admission",
             "location": "Location", "state": "State"}  # fmt: skip
    return Claim(kinds[element.partition(":")[0]], element, None, said, begin, end)


def edge(source: str, kind: str, target: str, begin: str = BEGINNING, end: str = OPEN_END) -> Claim:
    return Claim(kind, source, target, {}, begin, end)


S1, S2, U = "station:1", "station:2", "unit:甲"
IF = "interface:表|1"
CASES = (
    Case("station-operator", (node(S1, name="一"), node(S2, name="二"), node(U, name="甲"),
         edge(S1, "OPERATED_BY", U), edge(S2, "OPERATED_BY", U, end=PAST)), (S2,)),
    Case("station-operator", (node(S1, name="一"), edge(S1, "OPERATED_BY", U, FUTURE)), (S1,)),
    Case("station-operator", (node(S1, end=PAST, name="一"), node(S2, FUTURE, name="二"))),
    Case("station-operator", (edge(S1, "OPERATED_BY", U), edge("deployment:D", "AT_STATION", S2))),
    Case("station-position", (node(S1, name="一"), node("location:1|s|0", latitude="40.8"),
         node(S2, name="二"), edge(S1, "LOCATED_AT", "location:1|s|0")), (S2,)),
    Case("process-lead", (node(P.format("Y01"), code="Y01"), node(P.format("Y01-01"), code="a"),
         edge(P.format("Y01-01"), "SUBPROCESS_OF", P.format("Y01"))), (P.format("Y01-01"),)),
    Case("process-lead", (node(P.format("A"), code="A"), node(P.format("B"), code="B"),
         node(U, name="甲"), edge(P.format("A"), "INCLUDES", P.format("B")),
         edge(P.format("A"), "LED_BY", "unit_group:各局"), edge(P.format("B"), "LED_BY", U))),
    Case("process-record", (node(P.format("A"), code="A"), edge(STEP, "STEP_OF", P.format("A")),
         edge("record:R", "PROVES", STEP), node(P.format("B"), code="B")), (P.format("B"),)),
    Case("process-interface", (node(P.format("A"), code="A"), node(IF, state="stated"),
         edge(IF, "LOWER_PROCESS", P.format("A")), node(P.format("B"), code="B"),
         node("interface:表|2", state="declared_absent"),
         edge("interface:表|2", "UPPER_PROCESS", P.format("B"))), (P.format("B"),)),
    Case("process-interface", (node(P.format("A"), code="A"),
         node(IF, state="stated", reply_expected_up=True, items_up="报"),
         edge(IF, "LOWER_PROCESS", P.format("A"))), (P.format("A"),)),
    Case("process-interface", (node(P.format("A"), code="A"),
         node(IF, state="stated", reply_expected_up=True, items_down="批"),
         edge(IF, "LOWER_PROCESS", P.format("A")))),
    Case("process-supervisor", (node(P.format("A"), code="A"), node(U, name="甲"),
         edge(P.format("A"), "LED_BY", U), edge(U, "PART_OF", "unit:省局"),
         node(P.format("B"), code="B"), edge(P.format("B"), "LED_BY", "unit:乙")),
         (P.format("B"),)),
    Case("process-result", (node(P.format("A"), code="A"), node("audit:1", result="合格"),
         edge("audit:1", "COVERS", P.format("A")), node(P.format("B"), code="B"),
         node("audit:2", kind="internal"), edge("audit:2", "COVERS", P.format("B"))),
         (P.format("B"),)),
    Case("step-responsible", (node(STEP, who="甲"), node("step:Y01@region|2", how="x")),
         ("step:Y01@region|2",)),
    Case("step-record", (node(STEP, who="甲"),), (STEP,)),
    Case("step-supervisor", (node(STEP, who="甲"), edge(STEP, "STEP_OF", P.format("A")),
         edge(P.format("A"), "LED_BY", U), edge(U, "PART_OF", "unit:省局"))),
    Case("step-result", (node(STEP, who="甲"), edge(STEP, "STEP_OF", P.format("A")),
         edge("audit:1", "COVERS", P.format("A"))), (STEP,)),
    Case("task-lead", (node("task:文|1", name="一"), node("task:文|2", name="二"),
         edge("task:文|2", "RESPONSIBLE", U)), ("task:文|1",)),
    Case("task-deadline", (node("task:文|1", name="一"), node("task:文|2", due=NOW),
         node("task:文|3", name="三"), node("milestone:文|m", due=NOW),
         edge("milestone:文|m", "FOR_TASK", "task:文|3")), ("task:文|1",)),
    Case("task-product", (node("task:文|1", name="一"), node("task:文|2", name="二"),
         edge("task:文|2", "PRODUCES", "document:甲")), ("task:文|1",)),
    Case("system-integrated", (node("system:A", name="A"), node("system:B", name="B"),
         node("system:C", name="C"), edge("system:A", "INTEGRATES_INTO", "system:B")),
         ("system:C",)),
    Case("system-monitored", (node("system:A", name="A"), node("system:B", name="B"),
         node("system:C", name="C"), edge("system:A", "MONITORED_BY", "system:B")), ("system:C",)),
    Case("system-operator", (node("system:A", name="A"),), ("system:A",)),
    Case("system-admission", (node("system:A", name="A"), node("system:B", name="B"),
         edge("system:A", "ADMITTED_BY", "admission:1", PAST)), ("system:B",)),
)  # fmt: skip


def loaded(folder: Path, claims: tuple[Claim, ...]) -> Workspace:
    workspace = Workspace(Settings(folder / "home"), create=True)
    path = folder / "said.txt"
    path.write_text("甲", encoding="utf-8")
    with workspace.ledger.writing() as writer:
        session = writer.begin(LoadSpec("s", "table", "test", "1", "{}", str(path)), path)
        rows = [(claim, Place(n + 1), None) for n, claim in enumerate(claims)]
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
        session.close()
    workspace.catch_up()
    return workspace


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_both_ways_find_what_is_wanting(case: Case, tmp_path: Path) -> None:
    rule = f"coverage.{case.rule}"
    with loaded(tmp_path, case.said) as workspace:
        asked = graph_at(workspace, NOW)
        cypher = coverage_by_cypher(workspace, asked)
        shacl = {broken.found for broken in coverage_by_shacl(view_of(workspace, asked))}

    assert {f.element for f in cypher if f.rule == rule} == set(case.wanting)
    assert shacl == cypher


def test_each_rule_is_a_shape_or_has_a_reason_and_is_tried_both_ways() -> None:
    assert set(SHAPED) | set(NO_SHAPE) == set(REQUIREMENTS)
    assert not set(SHAPED) & set(NO_SHAPE)
    assert {case.rule for case in CASES} == set(SHAPED)
    found = {Found(element, case.rule) for case in CASES for element in case.wanting}
    assert len({one.rule for one in found}) > len(SHAPED) / 2
