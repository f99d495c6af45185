"""Questions put in one go: the answers are those of one after another, with less reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from graph import Settings, UnknownElementError, Workspace
from graph.store import Reader
from graph.store.protocol import Columns, Parameter, Read, Row, StorePosition
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from queries import Result, Sitting, run, run_sitting, sitting
from queries.sittings import Once

T = TypeVar("T")
DAY = "2026-01-01"
LOOP = ("tasks", "risks", "indicators", "nonconformities", "effect", "review-input", "readiness")


@dataclass(frozen=True)
class Noting:
    """A reader that notes what is read of the graph behind it."""

    graph: Reader
    reads: list[tuple[str, str]] = field(default_factory=list)

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        return self.graph.run(cypher, parameters)

    def columns(self, read: Read) -> Columns:
        self.reads.append((read.cypher, repr(sorted(read.parameters.items()))))
        return self.graph.columns(read)

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        return [self.columns(read) for read in reads]

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        return self.graph.kept(name, make, empty_at)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the sample province."""
    folder = tmp_path_factory.mktemp("province")
    write_province(folder / "files", seed=1, stations=8)
    with Workspace(Settings(folder / "home"), create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan([folder / "files"], Declared()).files:
                load_file(workspace.ledger, writer, planned, LoadChoices())
        assert workspace.store.position() is not None
    return folder / "home"


def same(result: Result[object]) -> Result[object]:
    return replace(result, elapsed=0.0)


def test_the_answers_are_those_of_one_after_another(province: Path) -> None:
    with Workspace(Settings(province)) as workspace:
        alone = [same(run(workspace, name, as_of=DAY)) for name in LOOP]
        with sitting(workspace) as together:
            found = [same(run_sitting(workspace, together, name, {}, as_of=DAY)) for name in LOOP]

    assert found == alone
    assert sum(bool(result.rows) for result in found) > len(LOOP) // 2


def test_what_several_questions_read_alike_is_read_once(province: Path) -> None:
    with Workspace(Settings(province)) as workspace, workspace.store.reading() as graph:
        alone, shared = Noting(graph), Noting(graph)
        for name in LOOP:  # what the store keeps of the graph is read before either
            run(workspace, name, as_of=DAY)
        for name in LOOP:
            run_sitting(workspace, Sitting(alone, DAY), name, {}, as_of=DAY)
        together = Sitting(Once(shared), DAY)
        for name in LOOP:
            run_sitting(workspace, together, name, {}, as_of=DAY)

    assert len(alone.reads) > len(set(alone.reads))
    assert sorted(shared.reads) == sorted(set(alone.reads))


def test_without_a_day_all_are_asked_at_one_moment(province: Path) -> None:
    with Workspace(Settings(province)) as workspace, workspace.store.reading() as graph:
        together = Sitting(Once(graph), "2025-06-30T00:00:00Z")
        found = [run_sitting(workspace, together, name, {}) for name in ("risks", "tasks")]

        assert {result.as_of for result in found} == {"2025-06-30T00:00:00Z"}
        risks = run(workspace, "risks", as_of="2025-06-30T00:00:00Z")
        assert found[0].rows == risks.rows != run(workspace, "risks", as_of=DAY).rows


def test_an_error_is_that_of_the_question_alone(province: Path) -> None:
    with Workspace(Settings(province)) as workspace, sitting(workspace) as together:
        with pytest.raises(UnknownElementError):
            run_sitting(workspace, together, "review-input", {"unit": "unit:无此单位"})

        assert run_sitting(workspace, together, "review-input", {}, as_of=DAY).rows
