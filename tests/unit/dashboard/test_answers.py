"""One thread answers for all sessions: kept answers, a ledger that grows, a store that is slow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.app.worker import Answers, NoLedgerError, SlowStoreError
from graph import NotAllowedError, Settings, UnknownElementError, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from queries import OWNER, Asker, questions
from queries.asker import EVERYBODY

UNITS = "unit_id,name_zh,level\n甲局,甲局,region\n"


def load(home: Path, folder: Path, name: str, content: str) -> None:
    (folder / f"{name}.csv").write_text(content)
    with Workspace(Settings(home), create=True) as workspace:
        plan = make_plan([folder / f"{name}.csv"], Declared())
        with workspace.ledger.writing() as writer:
            load_file(workspace.ledger, writer, plan.files[0], LoadChoices())


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    load(tmp_path / "home", tmp_path, "units", UNITS)
    found = Answers(Settings(tmp_path / "home"))
    yield found
    found.close()


def test_an_answer_is_kept_until_the_ledger_grows(answers: Answers, tmp_path: Path) -> None:
    first = answers.ask("show", {"element": "unit:甲局"}, asker=OWNER)
    assert answers.ask("show", {"element": "unit:甲局"}, asker=OWNER) is first

    load(tmp_path / "home", tmp_path, "stations", "station_id,name_zh\n53463,呼和浩特\n")

    assert answers.ask("show", {"element": "station:53463"}, asker=OWNER).rows
    assert answers.ask("show", {"element": "unit:甲局"}, asker=OWNER) is not first


def test_what_is_read_while_another_process_projects_is_not_kept(
    answers: Answers, tmp_path: Path
) -> None:
    """It is of the last save, and says so; the next question looks whether the graph is level."""
    home = tmp_path / "home"
    before = answers.ask("stations", {}, asker=OWNER)
    load(home, tmp_path, "stations", "station_id,name_zh\n53463,呼和浩特\n")

    with FileLock(home / "store.lock"):
        meanwhile = answers.ask("stations", {}, asker=OWNER)
    after = answers.ask("stations", {}, asker=OWNER)

    assert meanwhile.rows == before.rows == ()
    assert any("另一进程" in notice for notice in meanwhile.notices)
    assert len(after.rows) == 1
    assert answers.ask("stations", {}, asker=OWNER) is after


def test_many_sessions_ask_at_once(answers: Answers) -> None:
    with ThreadPoolExecutor(8) as sessions:
        found = list(
            sessions.map(
                lambda n: answers.ask("show", {"element": "unit:甲局"}, asker=OWNER), range(24)
            )
        )

    assert len({result.ledger_head for result in found}) == 1
    assert all(result.rows == found[0].rows for result in found)


def test_an_unknown_element_names_the_nearest(answers: Answers) -> None:
    with pytest.raises(UnknownElementError) as caught:
        answers.ask("show", {"element": "unit:甲局局"}, asker=OWNER)
    assert "unit:甲局" in caught.value.nearest


def test_a_slow_store_is_told_and_the_last_answer_is_at_hand(answers: Answers) -> None:
    asked = answers.ask("orphans", {}, asker=OWNER)

    with pytest.raises(SlowStoreError):
        answers.work(lambda _: time.sleep(0.5), patience=0.05)

    kept = answers.last("orphans", {}, OWNER)
    assert kept is not None
    assert kept.result is asked
    assert answers.last("orphans", {}, Asker("analyst")) is None


def test_without_a_ledger_the_error_says_what_to_do(tmp_path: Path) -> None:
    answers = Answers(Settings(tmp_path / "nowhere"))
    with pytest.raises(NoLedgerError, match="装载"):
        answers.ask("orphans", {}, asker=OWNER)
    answers.close()


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_role_is_checked_where_the_question_runs(answers: Answers, role: str) -> None:
    for query in questions().values():
        if role in query.roles:
            continue
        with pytest.raises(NotAllowedError):
            answers.ask(query.id, {}, asker=Asker(role))


def test_a_role_that_is_none_may_ask_nothing(answers: Answers) -> None:
    for question in questions():
        with pytest.raises(NotAllowedError):
            answers.ask(question, {}, asker=Asker("nobody"))


def test_what_is_expected_is_answered_in_one_go_and_kept(answers: Answers) -> None:
    wanted = [("tasks", {}), ("risks", {"unit": "unit:甲局"}), ("tasks", {"plan": ""})]

    answers.expect(wanted, as_of="2025-01-01", asker=OWNER)

    kept = [answers.figures(n, p, as_of="2025-01-01", asker=OWNER) for n, p in wanted]
    asked = [answers.ask(n, p, as_of="2025-01-01", asker=OWNER) for n, p in wanted]
    assert [one and replace(one, claims={}) for one in kept] == [
        replace(one, claims={}) for one in asked
    ]
    assert asked[0] is asked[2]


def test_what_is_expected_has_its_evidence_when_it_is_asked(answers: Answers) -> None:
    unit = {"element": "unit:甲局"}
    alone = answers.ask("show", unit, as_of="2025-01-01", asker=OWNER)
    assert alone.claims

    answers.expect([("show", unit)], as_of="2025-01-02", asker=OWNER)

    figured = answers.figures("show", unit, as_of="2025-01-02", asker=OWNER)
    assert figured is not None
    assert not figured.claims
    asked = answers.ask("show", unit, as_of="2025-01-02", asker=OWNER)
    assert (asked.rows, asked.claims) == (alone.rows, alone.claims)
    assert answers.figures("show", unit, as_of="2025-01-02", asker=OWNER) is asked


def test_what_is_expected_and_fails_is_told_where_it_is_asked(answers: Answers) -> None:
    unknown = {"unit": "unit:乙局"}

    answers.expect([("review-input", unknown), ("tasks", {})], asker=OWNER)

    assert answers.last("review-input", unknown, OWNER) is None
    assert answers.last("tasks", {}, OWNER) is not None
    with pytest.raises(UnknownElementError):
        answers.ask("review-input", unknown, asker=OWNER)
