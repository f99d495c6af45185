"""Registers of the loop: what was said last decides; a changed graph is read anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from ontology import OPEN_END
from queries import run
from queries.registers.said import SaidRow, said_of

NUMBERS = {"b": 0, "a": 1, "c": 2, "d": 3}
Load = Callable[[str], None]
ACTIONS = "action_id,type,nonconformity_id,unit_id,due,opened\n"


def those(found: Any) -> set[str]:
    """The names of the things of a mask."""
    return {name for name, number in NUMBERS.items() if found[number]}


def test_what_was_said_last_and_still_holds_decides() -> None:
    said = said_of(
        [
            SaidRow("b", "open", "2025-03-01", OPEN_END),
            SaidRow("a", "closed", "2025-01-01", OPEN_END),
            SaidRow("b", "closed", "2025-02-01", OPEN_END),
            SaidRow("c", "closed", "2025-01-01", "2025-02-01"),
        ],
        ("closed",),
        NUMBERS,
    )

    assert those(said.standing("2024-12-31")) == set()
    assert those(said.standing("2025-01-15")) == {"a", "c"}
    assert those(said.standing("2025-02-01")) == {"a", "b"}, "the end of what is said is exclusive"
    assert those(said.standing("2025-03-01")) == {"a"}, "what was closed was opened again"
    assert those(said.holding("2025-02-15")) == {"a", "b"}
    assert those(said.holding("2025-03-01", "2025-02-01")) == {"b"}
    assert those(said.settled_since("2025-02-15", "2025-01-15")) == {"b"}
    assert those(said.settled_since("2025-03-01", "2025-01-15")) == set()
    assert those(said.came("2025-01-15", "2025-03-01")) == {"b"}


def test_of_one_moment_all_are_among_the_last_that_were_settled() -> None:
    days = {"a": "2025-01-02", "b": "2025-01-01", "c": "2025-01-02", "d": "2025-01-03"}
    said = said_of(
        [SaidRow(k, "closed", v, OPEN_END) for k, v in days.items()], ("closed",), NUMBERS
    )
    named = {number: name for name, number in NUMBERS.items()}

    found, things = said.latest("2025-01-03", 2)

    assert [(named[number], day) for number, day in found] == [
        (name, days[name]) for name in ("a", "c", "d")
    ]
    assert things == len(days)
    assert said.latest("2025-01-01", 2) == ([(NUMBERS["b"], days["b"])], 1)


def test_of_nothing_nothing_is_said() -> None:
    said = said_of([], ("closed",), NUMBERS)

    assert those(said.standing(OPEN_END)) == those(said.holding(OPEN_END)) == set()
    assert said.latest(OPEN_END, 1) == ([], 0)


@pytest.mark.parametrize("order", [1, -1])
def test_of_what_was_said_at_one_moment_that_which_settles_decides(order: int) -> None:
    rows = [SaidRow("a", value, "2025-01-01", OPEN_END) for value in ("closed", "open")]

    assert those(said_of(rows[::order], ("closed",), NUMBERS).standing("2025-01-01")) == {"a"}


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
