"""One line from a user's feedback to the version of a procedure, written by hand, both ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import InvalidValueError, UnknownElementError, Workspace
from queries import run
from queries.loop import LoopRow
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "feedback": (
        "feedback_id,received,from_unit,concerns_kind,concerns_id,text,state,replied,closed\n"
        "F1,2025-02-10,用户局,DataRequirement,R1,气压资料到得太晚,closed,2025-02-20,2025-11-01\n"
        "F2,2025-03-01,用户局,DataRequirement,R2,希望有能见度,open,,\n"
        "F3,2025-03-01,用户局,Process,Y03-02@region,没有人答复,open,,\n"
    ),
    "requirements": (
        "requirement_id,user,variable,timeliness,valid_from,revised_by\n"
        "R1,预报,PRS,15分钟,2024-01-01,\nR1,预报,PRS,8分钟,2025-04-01,F1\nR2,预报,VIS,,2025-03-02,\n"
    ),
    "indicators": (
        "indicator_id,name_zh,measures_kind,measures_id,measure_unit,direction\n"
        "I1,气压及时率,DataRequirement,R1,%,up\nI2,到报率,Process,Y03-01@region,%,up\n"
    ),
    "indicator_processes": (
        "indicator_id,name_zh,measures_kind,measures_id,measure_unit,direction\n"
        "I1,气压及时率,Process,Y03-02@region,%,up\n"
    ),
    "indicator_values": (
        "indicator_id,unit_id,period,value,target\n"
        "I1,甲局,2025-03,90,95\nI1,乙局,2025-03,96,95\nI1,甲局,2025-09,97,95\n"
    ),
    "processes": "code,name_zh,level\nY03-02,资料传输,region\nY03-01,资料采集,region\n",
    "documents": (
        "document_id,title,version,effective,superseded,governs\n"
        "QP-06,传输程序,1,2024-01-01,2025-07-01,Y03-02@region\n"
        "QP-06,传输程序,2,2025-07-01,,Y03-02@region\n"
    ),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    tables = {name: text for name, text in TABLES.items() if name != "indicator_processes"}
    tables["indicators"] += TABLES["indicator_processes"].split("\n", 1)[1]
    folder = tmp_path_factory.mktemp("loop")
    with loaded(folder, written(folder, tables)) as found:
        yield found


def rows(workspace: Workspace, element: str, as_of: str, **more: str) -> list[LoopRow]:
    found = run(workspace, "loop", {"element": element, **more}, as_of=as_of).rows
    return [row for row in found if isinstance(row, LoopRow)]


def told(found: list[LoopRow], part: str) -> list[tuple[int, str, str, str, str]]:
    return [(r.step, r.relation, r.direction, r.element, r.state) for r in found if r.part == part]


def test_from_feedback_to_the_version_in_force(workspace: Workspace) -> None:
    before = rows(workspace, "feedback:F1", "2025-04-15")
    after = rows(workspace, "feedback:F1", "2025-12-01")

    assert (before[0].part, before[0].state) == ("start", "replied")
    assert told(before, "forward") == [
        (1, "CONCERNS", "out", "data_requirement:R1", "in_force"),
        (1, "REVISED_BY", "in", "data_requirement:R1", "in_force"),
        (2, "MEASURES", "in", "indicator:I1", "missed"),
        (3, "MEASURES", "out", "process:Y03-02@region", "in_force"),
        (4, "GOVERNED_BY", "out", "document_version:QP-06|1", "in_force"),
    ]
    assert told(before, "backward") == []
    assert after[0].state == "closed"
    assert told(after, "forward")[2:] == [
        (2, "MEASURES", "in", "indicator:I1", "met"),
        (3, "MEASURES", "out", "process:Y03-02@region", "in_force"),
        (4, "GOVERNED_BY", "out", "document_version:QP-06|2", "in_force"),
    ]
    assert "8分钟" in after[1].detail_zh
    assert all(row.claims for row in after)


def test_back_from_the_version_to_every_user(workspace: Workspace) -> None:
    found = rows(workspace, "document_version:QP-06|2", "2025-12-01")

    assert [e for _, _, _, e, _ in told(found, "backward")] == [
        "document:QP-06",
        "process:Y03-02@region",
        "indicator:I1",
        "data_requirement:R1",
        "feedback:F1",
        "feedback:F1",
        "feedback:F3",
    ]
    assert told(found, "forward") == []
    steps = {r.element: r.step for r in found if r.part == "backward"}
    assert (steps["feedback:F3"], steps["feedback:F1"]) == (2, 4)


def test_missing_steps_are_named(workspace: Workspace) -> None:
    wish = rows(workspace, "feedback:F2", "2025-12-01")
    short = rows(workspace, "feedback:F3", "2025-12-01")
    both = rows(workspace, "indicator:I2", "2025-12-01")

    assert [(r.kind, r.state, r.source) for r in wish[1:]] == [
        ("DataRequirement", "in_force", "feedback:F2"),
        ("Indicator", "missing", "data_requirement:R2"),
        ("Process", "not_reached", ""),
        ("DocumentVersion", "not_reached", ""),
    ]
    assert [(r.kind, r.state) for r in short if not r.element] == [
        ("DataRequirement", "missing"),
        ("Indicator", "not_reached"),
    ]
    assert [(r.part, r.kind, r.state) for r in both if not r.element] == [
        ("forward", "DocumentVersion", "missing"),
        ("backward", "DataRequirement", "missing"),
        ("backward", "Feedback", "not_reached"),
    ]
    assert [r.name for r in wish if not r.element] == ["", "", ""]


def test_it_stops_at_the_bound_and_says_so(workspace: Workspace) -> None:
    query = {"element": "process:Y03-02@region", "limit": "1"}
    result = run(workspace, "loop", query, as_of="2025-12-01")

    stopped = [r for r in result.rows if isinstance(r, LoopRow) and r.state == "stopped"]
    assert [(r.part, r.kind, r.detail_en) for r in stopped] == [
        ("backward", "Feedback", "1 more were not followed")
    ]
    assert result.truncated == 1
    assert "1" in result.summary[0]
    with pytest.raises(InvalidValueError, match="limit"):
        rows(workspace, "feedback:F1", "2025-12-01", limit="0")


def test_an_element_that_is_none_or_beside_the_line(workspace: Workspace) -> None:
    with pytest.raises(UnknownElementError):
        rows(workspace, "feedback:F9", "2025-12-01")
    with pytest.raises(InvalidValueError, match="chain"):
        rows(workspace, "unit:用户局", "2025-12-01")
