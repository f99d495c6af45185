"""Names of persons in answers: who may see them, what is logged, and that none is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.app.session import Session
from dashboard.app.view import View
from dashboard.app.worker import Answers
from dashboard.evidence import gather
from graph import NamesHiddenError, Settings, Workspace
from graph.ledger import HIDDEN, REVEALS_FILE
from queries import OWNER, Asker, Result, names_shown, run, run_sitting, sitting
from queries.asker import EVERYBODY, ON_PAGE
from tests.notices import HEAD, MEMBER, group, groups_and_persons, load_notice, reveals

ALLOWED = Asker("auditor", "王观测", names=True, shows_names_in=ON_PAGE)
"""Granted the right, and the switch on."""
REFUSED = [
    *(Asker(role, "王观测", shows_names_in=ON_PAGE) for role in EVERYBODY),
    Asker("admin", "", names=True, shows_names_in=ON_PAGE),
    Asker("admin", "  ", names=True, shows_names_in=ON_PAGE),
    Asker("admin", "王观测", True, "cooperating", ON_PAGE),
    Asker("admin", "王观测", True, "public", ON_PAGE),
]
"""No role has the right by itself; nor has it anybody without a name, or who does not see all."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return load_notice(tmp_path / "home", tmp_path)


@pytest.fixture
def workspace(home: Path) -> Iterator[Workspace]:
    with Workspace(Settings(home)) as found:
        yield found


@pytest.fixture
def answers(home: Path) -> Iterator[Answers]:
    found = Answers(Settings(home))
    yield found
    found.close()


def words(result: Result[object]) -> str:
    return " ".join(one.excerpt or "" for one in result.claims.values())


def elements(workspace: Workspace) -> list[dict[str, str]]:
    return [{"element": one} for one in groups_and_persons(workspace.home)]


@pytest.mark.parametrize("asker", REFUSED)
def test_who_has_no_right_gets_no_answer_with_names(workspace: Workspace, asker: Asker) -> None:
    element = elements(workspace)[0]
    with pytest.raises(NamesHiddenError, match="reveal-names"):
        run(workspace, "show", element, asker=asker)
    with pytest.raises(NamesHiddenError), sitting(workspace, evidence=True) as together:
        run_sitting(workspace, together, "show", element, asker=asker)
    with pytest.raises(NamesHiddenError):
        gather(workspace, element["element"], asker=asker)
    plain = run(workspace, "show", element, asker=asker.without_names)
    assert HIDDEN in words(plain)
    with pytest.raises(NamesHiddenError):
        names_shown(workspace, plain, asker)
    assert not reveals(workspace.home)


def test_names_are_hidden_from_who_has_the_right_until_they_want_them(workspace: Workspace) -> None:
    for element in elements(workspace):
        told = words(run(workspace, "show", element, asker=ALLOWED.without_names))
        assert HIDDEN in told
        assert HEAD not in told
        assert MEMBER not in told
    assert not reveals(workspace.home)


def test_who_has_the_right_sees_them_and_each_place_is_logged(workspace: Workspace) -> None:
    told = ""
    for element in elements(workspace):
        before = run(workspace, "show", element)
        seen = run(workspace, "show", element, asker=ALLOWED)
        assert seen.rows == before.rows
        assert seen.claims.keys() == before.claims.keys()
        assert words(seen).replace(HEAD, HIDDEN).replace(MEMBER, HIDDEN) == words(before)
        told += words(seen)
        assert sum(int(str(one["names"])) for one in reveals(workspace.home)) == (
            told.count(HEAD) + told.count(MEMBER)
        )
    assert HEAD in told
    assert MEMBER in told
    for one in reveals(workspace.home):
        kept = ("user", "role", "question", "shown_in")
        assert [one[key] for key in kept] == ["王观测", "auditor", "show", "page"]
        assert str(one["at"]).endswith("Z")


def test_a_package_with_names_is_logged_as_such(workspace: Workspace) -> None:
    element = group(workspace.home)
    package = gather(workspace, element, asker=ALLOWED.showing_names_in("evidence.zip"))
    texts = str(package.passages) + str(package.evidence)
    assert HEAD in texts
    assert HIDDEN not in texts
    assert {one["shown_in"] for one in reveals(workspace.home)} == {"evidence.zip"}
    assert "evidence" in {one["question"] for one in reveals(workspace.home)}
    assert ALLOWED.without_names.showing_names_in("evidence.zip") == ALLOWED.without_names


@pytest.mark.parametrize("expected", [True, False])
def test_no_answer_with_names_is_kept(answers: Answers, home: Path, expected: bool) -> None:
    """Whoever asks first, in whichever way: others, and the same person later, see none."""
    element = group(home)
    asked = {"element": element}
    others = [OWNER, ALLOWED.without_names, Asker("auditor", "王观测")]

    if expected:
        answers.expect([("show", asked)], asker=ALLOWED)
        figured = answers.figures("show", asked, asker=ALLOWED)
        assert figured is not None
        assert HEAD not in words(figured)
        assert not reveals(home)
    for turn in (1, 2):
        assert HEAD in words(answers.ask("show", asked, asker=ALLOWED))
        assert len(reveals(home)) % turn == 0
        for other in others:
            assert HEAD not in words(answers.ask("show", asked, asker=other))
            kept = answers.last("show", asked, other)
            assert kept is not None
            assert HEAD not in words(kept.result)
    last = answers.last("show", asked, ALLOWED)
    assert last is not None
    assert HEAD not in words(last.result)
    assert not [kept for kept in answers._kept.values() if HEAD in words(kept.result)]
    once = len(reveals(home)) // 2
    answers.ask("show", asked, asker=ALLOWED)
    assert len(reveals(home)) == 3 * once


@pytest.mark.parametrize("asker", REFUSED)
def test_a_kept_answer_is_not_opened_without_the_right(
    answers: Answers, home: Path, asker: Asker
) -> None:
    element = group(home)
    answers.ask("show", {"element": element}, asker=ALLOWED)
    answers.ask("show", {"element": element}, asker=asker.without_names)
    before = len(reveals(home))
    with pytest.raises(NamesHiddenError):
        answers.ask("show", {"element": element}, asker=asker)
    assert len(reveals(home)) == before


def test_what_cannot_be_logged_is_not_shown(workspace: Workspace) -> None:
    (workspace.home / REVEALS_FILE).mkdir()
    with pytest.raises(OSError, match=REVEALS_FILE):
        run(workspace, "show", elements(workspace)[0], asker=ALLOWED)


def test_a_past_answer_shows_the_names_of_its_time(workspace: Workspace) -> None:
    element = {"element": group(workspace.home)}
    known = workspace.ledger.connection.execute("SELECT max(recorded_at) FROM blocks").fetchone()[0]
    now = run(workspace, "show", element, asker=ALLOWED)
    then = run(workspace, "show", element, known_at=known, asker=ALLOWED)
    assert words(then) == words(now)
    assert HEAD in words(then)


def test_a_file_is_logged_beside_the_page(answers: Answers, home: Path) -> None:
    asked = {"element": group(home)}
    session = Session(View(), ALLOWED, answers)
    shown = session.ask("show", element=asked["element"])
    on_page = reveals(home)

    taken = session.taken(shown, "trace.html")

    assert words(taken) == words(shown)
    assert HEAD in words(taken)
    in_file = reveals(home)[len(on_page) :]
    assert [one["shown_in"] for one in in_file] == ["trace.html"] * len(on_page)
    assert [one["place"] for one in in_file] == [one["place"] for one in on_page]

    hidden = Session(View(), ALLOWED.without_names, answers)
    assert HEAD not in words(hidden.taken(hidden.ask("show", element=asked["element"]), "a.html"))
    assert len(reveals(home)) == len(on_page) + len(in_file)
