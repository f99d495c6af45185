"""Which files of a folder are whole, and in which order they are named."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.arriving import Folder


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Folder:
    return Folder(tmp_path, 2.0, (tmp_path / "bad",), clock)


def put(path: Path, text: str = "x", changed: float | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if changed is not None:
        os.utime(path, (changed, changed))
    return path


def names(folder: Folder) -> list[str]:
    return [arrived.path.name for arrived in folder.look()]


def test_a_file_counts_when_it_has_been_still(folder: Folder, clock: Clock) -> None:
    path = put(folder.path / "a.csv", changed=1)
    assert names(folder) == []  # however old it says it is: the share's clock may be wrong
    clock.now = 1.9
    assert names(folder) == []
    put(path, "xy")
    clock.now = 3.0
    assert names(folder) == []
    clock.now = 5.0
    assert names(folder) == ["a.csv"]


def test_the_same_size_at_another_time_is_a_change(folder: Folder, clock: Clock) -> None:
    path = put(folder.path / "a.csv", "old", changed=1)
    folder.look()
    put(path, "new", changed=2)
    clock.now = 2.0
    assert names(folder) == []


def test_a_file_renamed_into_place_counts_at_once(folder: Folder) -> None:
    for number, name in enumerate(("a.csv.part", "a.TMP", "a~")):
        part = put(folder.path / name)
        assert names(folder) == []
        part.rename(folder.path / f"{number}.csv")
        (arrived,) = folder.look()
        assert arrived.path.name == f"{number}.csv"
        folder.handled(arrived)


def test_unfinished_hidden_and_moved_ones_are_left_out(folder: Folder, clock: Clock) -> None:
    for name in (".x.csv", ".git/x.csv", "x.csv.tmp", "x.part", "x.partial", "bad/x.csv"):
        put(folder.path / name)
    put(folder.path / "in" / "x.csv")
    folder.look()
    clock.now = 9.0

    assert [a.path for a in folder.look()] == [folder.path / "in" / "x.csv"]


def test_order_is_by_time_of_change_then_by_name(folder: Folder, clock: Clock) -> None:
    for name, changed in (("a", 30), ("b", 10), ("d", 20), ("c", 20)):
        put(folder.path / name, changed=changed)
    folder.look()
    clock.now = 2.0

    assert names(folder) == ["b", "c", "d", "a"]


def test_what_was_handled_comes_back_only_when_it_changes(folder: Folder, clock: Clock) -> None:
    path = put(folder.path / "a.csv", changed=1)
    folder.look()
    clock.now = 2.0
    (arrived,) = folder.look()
    assert folder.handled(arrived)
    clock.now = 9.0
    assert names(folder) == []
    put(path, "grown", changed=3)
    assert names(folder) == []
    clock.now = 11.0
    assert names(folder) == ["a.csv"]


def test_a_file_that_changed_while_it_was_read_is_not_handled(folder: Folder, clock: Clock) -> None:
    path = put(folder.path / "a.csv", changed=1)
    folder.look()
    clock.now = 2.0
    (arrived,) = folder.look()
    put(path, "grown", changed=2)

    assert not folder.handled(arrived)
    folder.look()
    clock.now = 4.0
    assert names(folder) == ["a.csv"]


def test_a_file_that_goes_is_forgotten(folder: Folder, clock: Clock) -> None:
    path = put(folder.path / "a.csv")
    folder.look()
    path.unlink()
    clock.now = 9.0

    assert names(folder) == []
    assert folder.waiting == []


def test_an_absent_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        Folder(tmp_path / "gone", 0).look()
