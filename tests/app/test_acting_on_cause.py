"""From the cause of an issue to an action: all that is wanting is opened at once, or nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path
from threading import Thread

import pytest

from dashboard.acting_on_cause import act_against, act_on_cause
from dashboard.deciding import Decided, undo
from dashboard.handling import DecidedMeanwhileError, open_incident, set_state
from dashboard.improving import Found, Planned
from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from graph import InvalidValueError, LedgerBusyError, Settings, UnknownElementError, Workspace
from graph.ledger import LedgerReader, verify_ledger
from loaders import Declared
from queries import run as answered

ISSUE, CAUSE, UNIT = "issue:I1", "instrument:HMP-7", "保障中心"
FOUND, PLANNED = Found("湿度传感器漂移", cause_class="料"), Planned("换下送检", "2100-06-30")
FILES = {
    "issues.csv": "issue_id,kind,station_id,variable,begin\n"
    "I1,quality,53463,RHU,2025-01-10\nI2,quality,53463,RHU,2025-02-10\n",
    "instruments.csv": "instrument_id,variable,model\nHMP-7,RHU,HMP155\n",
    "units.csv": "unit_id,name_zh,level\n保障中心,保障中心,region\n",
}


@pytest.fixture
def workspace(tmp_path: Path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Workspace(Settings(tmp_path / "home"), create=True) as opened:
        paths = [tmp_path / name for name in FILES]
        with LoadProgress(quiet=True) as watch:
            outcome = load_files(opened, plan_work(paths, Declared()), watch)
        assert outcome.clean, outcome
        yield opened


def act(workspace: Workspace, user: str = "张三", **said: object) -> list[Decided]:
    given = {"cause": CAUSE, "unit": UNIT, "planned": PLANNED, "found": FOUND} | said
    return act_on_cause(workspace, ISSUE, user=user, **given)  # type: ignore[arg-type]


def counted(workspace: Workspace) -> tuple[int, ...]:
    """Incidents, nonconformities and actions."""
    reader = LedgerReader(workspace.ledger)
    kinds = ("Incident", "Nonconformity", "CorrectiveAction")
    return tuple(len({each.subject for each in reader.live_of_kind(kind)}) for kind in kinds)


def test_all_that_is_wanting_is_opened_with_it(workspace: Workspace) -> None:
    decided = act(workspace)

    assert [one.element.partition("(")[0] for one in decided] == [
        "incident:INC-I1",
        "CAUSED_BY",
        "nonconformity:NC-I1",
        "corrective_action:CA-I1",
    ]
    assert {one.source_id for one in decided} == {"decisions/张三"}
    assert counted(workspace) == (1, 1, 1)
    (action,) = answered(workspace, "actions", as_of="2100-01-01").rows
    assert action.about == ("nonconformity:NC-I1",)  # type: ignore[attr-defined]
    said = answered(workspace, "history", {"element": "incident:INC-I1"}).rows
    assert [row.says for row in said if row.kind == "CAUSED_BY"]  # type: ignore[attr-defined]
    assert verify_ledger(workspace.ledger).ok


def test_said_twice_it_is_written_once(workspace: Workspace) -> None:
    act(workspace)
    before = counted(workspace)

    again = act(workspace, user="李四")

    assert [one.written for one in again] == [False]
    assert counted(workspace) == before


def test_of_two_at_the_same_time_one_is_written(workspace: Workspace) -> None:
    settings = workspace.settings
    became: list[list[Decided]] = []

    def other() -> None:
        with Workspace(settings) as second:
            while True:
                try:
                    return became.append(act(second, user="李四"))
                except LedgerBusyError:  # told so, a person tries again
                    time.sleep(0.01)

    threads = [Thread(target=other) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    workspace.catch_up()

    assert sorted(any(one.written for one in each) for each in became) == [False, True]
    assert counted(workspace) == (1, 1, 1)


def test_what_is_open_already_is_taken(workspace: Workspace) -> None:
    open_incident(workspace, ISSUE, "张三")
    act(workspace)

    act(workspace, planned=Planned("改检定周期", "2100-06-30", "preventive"))

    assert counted(workspace) == (1, 1, 2)


def test_after_the_close_a_new_one_is_opened(workspace: Workspace) -> None:
    act(workspace)
    set_state(workspace, ISSUE, "wont_fix", "张三")

    act(workspace)

    assert counted(workspace)[1:] == (2, 2)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"unit": "没有的单位"}, UnknownElementError),
        ({"unit": ""}, InvalidValueError),
        ({"cause": "instrument:NONE"}, UnknownElementError),
        ({"planned": Planned("", "2100-06-30")}, InvalidValueError),
        ({"planned": Planned("换", "2001-01-01")}, InvalidValueError),
        ({"planned": Planned("换", "不日")}, InvalidValueError),
        ({"found": Found("")}, InvalidValueError),
        ({"seen": "open"}, DecidedMeanwhileError),
    ],
)
def test_what_is_wrong_opens_nothing(workspace: Workspace, wrong, error) -> None:
    if error is DecidedMeanwhileError:
        set_state(workspace, ISSUE, "in_progress", "李四")
    before, head = counted(workspace), workspace.ledger.head()

    with pytest.raises(error):
        act(workspace, **wrong)

    assert counted(workspace) == before
    assert workspace.ledger.head() == head


def test_it_can_be_taken_back(workspace: Workspace) -> None:
    for one in act(workspace):
        undo(workspace, one.claim, "张三", "误判")

    assert counted(workspace) == (0, 0, 0)


def test_a_cause_is_not_for_a_nonconformity(workspace: Workspace) -> None:
    act(workspace)
    with pytest.raises(InvalidValueError, match="--cause"):
        act_against(workspace, "nonconformity:NC-I1", CAUSE, UNIT, "张三", PLANNED, Found(""))

    act_against(
        workspace, "nonconformity:NC-I1", "", UNIT, "张三", Planned("再查", "2100-07-01"), Found("")
    )

    assert counted(workspace) == (1, 1, 2)


def test_the_command(run, workspace: Workspace, tmp_path: Path) -> None:
    workspace.close()
    home = ("--home", tmp_path / "home", "--user", "张三", "--json")
    said = ("--unit", UNIT, "--due", "2100-06-30", "--title", "换下送检")

    done = run(
        "action", "add", ISSUE, *said, "--cause", CAUSE, "--statement", "湿度传感器漂移", *home
    )

    told = [(one["element"], one["written"]) for one in json.loads(done.stdout)]
    assert told[-1] == ("corrective_action:CA-I1", True)
    assert len(told) == 4
