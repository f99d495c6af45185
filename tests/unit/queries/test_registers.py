"""Registers of the loop: what was said last decides; a changed graph is read anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from ontology import OPEN_END
from queries import run
from queries.registers.said import SaidRow, said_of

Load = Callable[[str], None]
ACTIONS = "action_id,type,nonconformity_id,unit_id,due,opened\n"


def test_what_was_said_last_and_still_holds_decides() -> None:
    said = said_of(
        [
            SaidRow("b", "open", "2025-03-01", OPEN_END),
            SaidRow("a", "closed", "2025-01-01", OPEN_END),
            SaidRow("b", "closed", "2025-02-01", OPEN_END),
            SaidRow("c", "closed", "2025-01-01", "2025-02-01"),
        ],
        ("closed",),
        {},
    )

    assert said.standing("2024-12-31") == set()
    assert said.standing("2025-01-15") == {"a", "c"}
    assert said.standing("2025-02-01") == {"a", "b"}, "the end of what was said is exclusive"
    assert said.standing("2025-03-01") == {"a"}, "what was closed was opened again"
    assert said.holding("2025-02-15") == {"a", "b"}
    assert said.held_since("2025-02-01", "2025-03-01") == {"b"}
    assert said.settled_since("2025-01-15", "2025-02-15") == {"b"}
    assert said.settled_since("2025-01-15", "2025-03-01") == set()
    assert said.settling("2025-02-15") == [
        ("a", "2025-01-01"),
        ("c", "2025-01-01"),
        ("b", "2025-02-01"),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_of_what_was_said_at_one_moment_that_which_settles_decides(order: int) -> None:
    rows = [SaidRow("a", value, "2025-01-01", OPEN_END) for value in ("closed", "open")]

    assert said_of(rows[::order], ("closed",), {}).standing("2025-01-01") == {"a"}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load the text of a table of actions into the home `tmp_path`."""

    def loaded(text: str) -> None:
        table = tmp_path / "actions.csv"
        table.write_text(ACTIONS + text, encoding="utf-8")
        with (
            Workspace(Settings(tmp_path / "home"), create=True) as workspace,
            workspace.ledger.writing() as writer,
        ):
            for planned in make_plan([table], Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())

    return loaded


def test_a_register_is_read_anew_when_the_graph_changes(load: Load, tmp_path: Path) -> None:
    load("CA-1,corrective,NC-1,保障中心,2025-03-01,2025-01-01\n")
    with Workspace(Settings(tmp_path / "home")) as workspace:
        asked = [run(workspace, "actions", as_of="2025-06-01") for _ in range(2)]
        assert asked[0].rows == asked[1].rows
        assert [stage.stage for stage in asked[0].executed] == [
            stage.stage for stage in asked[1].executed
        ], "what is kept is told as well"

        load(
            "CA-1,corrective,NC-1,保障中心,2025-03-01,2025-01-01\n"
            "CA-2,corrective,NC-1,保障中心,2025-02-01,2025-01-01\n"
        )
        workspace.catch_up()

        names = [row.action for row in run(workspace, "actions", as_of="2025-06-01").rows]
    assert names == ["corrective_action:CA-2", "corrective_action:CA-1"]
