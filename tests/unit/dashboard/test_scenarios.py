"""Scenario files: what they may assume, and what is refused with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.scenarios import scenario_named
from graph import Claim, InvalidValueError, Place, Settings, SourceError, UnknownElementError
from graph import Workspace as Home
from graph.ledger import Checkpoint, LoadSpec
from graph.projection import Ended, Merged
from ontology import OPEN_END, valid_time
from queries import Scenario, run, what_if

Write = Callable[..., Scenario]


def said(kind: str, day: str) -> dict[str, str]:
    """What is said of a calibration on a day."""
    return {"performed_on": valid_time(day)} if kind == "Calibration" else {}


CLAIMS = (
    Claim("Unit", "unit:甲", None, {"name": "甲"}),
    Claim("Unit", "unit:乙", None, {"name": "乙"}),
    Claim("PART_OF", "unit:乙", "unit:甲"),
    Claim("Station", "station:1", None, {"name": "站"}),
    Claim("OPERATED_BY", "station:1", "unit:甲", {}, valid_time("2010-01-01"), OPEN_END),
    Claim("System", "system:S", None, {"name": "系统"}),
    Claim("System", "system:T", None, {"name": "受监控系统"}),
    Claim("MONITORED_BY", "system:T", "system:监控"),
    Claim("MeasurementStandard", "measurement_standard:M", None, {"serial": "7"}),
    *(
        Claim(kind, f"calibration:C{n}", other, said(kind, day), valid_time(day), OPEN_END)
        for n, day in ((1, "2019-03-01"), (2, "2020-03-01"))
        for kind, other in (("Calibration", None), ("USED_STANDARD", "measurement_standard:M"))
    ),
    Claim("AT_STATION", "deployment:D", "station:1"),
    Claim("USES", "deployment:D", "instrument:I"),
    Claim("Instrument", "instrument:I", None, {"serial": "1"}),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Home]:
    with Home(Settings(tmp_path / "home"), create=True) as home:
        path = tmp_path / "said.txt"
        path.write_text("\n" * len(CLAIMS), "utf-8")
        rows = [(c, Place(n, 0, n - 1, 1), None) for n, c in enumerate(CLAIMS, 1)]
        with home.ledger.writing() as writer:
            session = writer.begin(LoadSpec("东", "table", "test", "1", "{}", str(path)), path)
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
            session.close()
        yield home


@pytest.fixture
def scenario(workspace: Home) -> Write:
    """A scenario from the text of its file."""

    def write(text: str, suffix: str = "toml") -> Scenario:
        folder = workspace.home / "scenarios"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / f"try.{suffix}").write_text(text, "utf-8")
        return scenario_named(workspace, "try")

    return write


def change(**said: str) -> str:
    return "[[change]]\n" + "".join(f'{k} = "{v}"\n' for k, v in said.items())


def operators(workspace: Home, found: Scenario, as_of: str) -> tuple[set[str], set[str]]:
    params = {"element": "station:1"}
    answer = what_if(workspace, found, "responsible", params, as_of=as_of)
    name = ("base", "assumed")
    first, second = ({r.unit for r in getattr(answer, n).rows} for n in name)
    return first, second


def test_merged_units_answer_from_the_day_on(workspace: Home, scenario: Write) -> None:
    found = scenario(
        change(act="merge", element="unit:甲", into="unit:乙", **{"from": "2020-01-01"})
    )

    assert found.changes == (Merged("unit:甲", "unit:乙", valid_time("2020-01-01")),)
    assert operators(workspace, found, "2019-12-31") == ({"unit:甲"}, {"unit:甲"})
    assert operators(workspace, found, "2020-01-01") == ({"unit:甲"}, {"unit:乙"})


def test_lines_of_json_say_the_same(scenario: Write) -> None:
    one = scenario(change(act="retire", element="system:S"))
    lines = '{"title": "退役"}\n{"act": "retire", "element": "system:S"}\n'

    assert scenario(lines, "jsonl").changes == one.changes


def test_a_closed_station_takes_its_deployments_along(scenario: Write) -> None:
    found = scenario(change(act="close", element="station:1"))

    assert {c.element for c in found.changes if isinstance(c, Ended)} == {
        "station:1",
        "deployment:D",
    }


def test_an_assumed_claim_is_in_the_answer_and_in_no_ledger(
    workspace: Home, scenario: Write
) -> None:
    head = workspace.ledger.head()
    found = scenario(
        change(act="claim", kind="MONITORED_BY", subject="system:S", object="system:天元")
    )

    answer = what_if(workspace, found, "gaps", {"rule": "system-monitored"})

    assert [r.element for r in answer.gone] == ["system:S"]
    assert answer.added == ()
    assert (answer.base.hypothetical, answer.assumed.hypothetical) == ("", "try")
    assert workspace.ledger.head() == head
    assert run(workspace, "gaps", {"rule": "system-monitored"}).rows == answer.base.rows


def test_a_standard_that_is_withdrawn_calibrates_nothing_from_the_day_on(
    workspace: Home, scenario: Write
) -> None:
    standard = "measurement_standard:M"
    found = scenario(change(act="withdraw", element=standard, **{"from": "2020-01-01"}))
    asked = {"rule": "calibration-standard", "state": "all"}

    answer = what_if(workspace, found, "gaps", asked, as_of="2021-01-01")

    # Calibrations are judged on their own day: what was done before stays covered.
    assert [(r.element, r.state) for r in answer.gone] == [("calibration:C2", "covered")]
    assert [(r.element, r.state) for r in answer.added] == [("calibration:C2", "uncovered")]


def test_what_a_system_monitored_is_a_gap_once_it_is_retired(
    workspace: Home, scenario: Write
) -> None:
    found = scenario(change(act="retire", element="system:监控", **{"from": "2020-01-01"}))
    asked = {"rule": "system-monitored"}

    before = what_if(workspace, found, "gaps", asked, as_of="2019-12-31")
    after = what_if(workspace, found, "gaps", asked, as_of="2020-01-01")

    assert before.gone == before.added == ()
    assert after.gone == ()
    assert [(r.element, r.state) for r in after.added] == [("system:T", "expired")]


def test_denied_is_what_nobody_says(workspace: Home, scenario: Write) -> None:
    found = scenario(change(act="deny", kind="OPERATED_BY", subject="station:1", object="unit:甲"))

    answer = what_if(workspace, found, "gaps", {"rule": "station-operator"})

    assert [(r.element, r.state) for r in answer.added] == [("station:1", "uncovered")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (change(act="burn", element="unit:甲"), "change 1: act"),
        (change(act="merge", element="unit:甲", into="system:S"), "change 1: into"),
        (change(act="merge", element="unit:甲", into="unit:甲"), "change 1: into"),
        (change(act="close", element="unit:甲"), "change 1: element"),
        (change(act="close", element="station:1", into="unit:甲"), "change 1: into"),
        (change(act="close", element="station:1", **{"from": "31.2.2020"}), "change 1: from"),
        (change(act="close", element="nonsense"), "change 1: element"),
        (change(act="claim", kind="FLIES", subject="unit:甲", object="unit:乙"), "change 1: FLIES"),
        (change(act="claim", kind="Unit"), "change 1: subject"),
    ],
)
def test_what_cannot_be_assumed_is_refused_with_its_place(
    scenario: Write, text: str, place: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        scenario(text)

    assert refused.value.name == place
    assert refused.value.remedy


@pytest.mark.parametrize("text", ["[[change", "", "title = 'x'", 'change = "x"'])
def test_a_file_that_is_no_scenario(scenario: Write, text: str) -> None:
    with pytest.raises(SourceError):
        scenario(text)


def test_an_element_nobody_speaks_of(scenario: Write) -> None:
    with pytest.raises(UnknownElementError):
        scenario(change(act="close", element="station:2"))


def test_a_name_that_is_not_there(workspace: Home) -> None:
    with pytest.raises(InvalidValueError):
        scenario_named(workspace, "nowhere")


def test_a_question_of_the_ledger_alone(workspace: Home, scenario: Write) -> None:
    found = scenario(change(act="retire", element="system:S"))

    with pytest.raises(InvalidValueError):
        what_if(workspace, found, "history", {"element": "system:S"})
