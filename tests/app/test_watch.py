"""`suyuan watch`: each file once, in the order of arrival, whatever becomes of it."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from dashboard.arriving import Folder
from dashboard.watching import Happening, Manner, Watch
from graph import LedgerBusyError, Settings, Workspace
from graph.ledger import LedgerReader, verify_ledger

STATIONS = "station_id,name_zh\n{0},站{0}\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def put(inbox: Path, name: str, text: str, changed: float | None = None) -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if changed is not None:
        os.utime(path, (changed, changed))
    return path


class Ran:
    """A watch of a folder in this process, and what it told."""

    def __init__(self, home: Path, inbox: Path, **manner: Any) -> None:
        self.told: list[Happening] = []
        self.hooks: list[Callable[[Happening], None]] = []
        self.workspace = Workspace(Settings(home), create=True)
        manner = {"every": 0.02, "wait": 5.0, "once": True, **manner}
        aside = tuple(p for p in (manner.get("move_to"),) if p)
        places = Folder(inbox, 0.05, (home, *aside))
        self.watch = Watch(self.workspace, places, Manner(**manner), self._tell)

    def _tell(self, happening: Happening) -> None:
        self.told.append(happening)
        for hook in self.hooks:
            hook(happening)

    def run(self) -> bool:
        try:
            return self.watch.run()
        finally:
            self.workspace.close()

    def names(self, *kinds: str) -> list[str]:
        return [Path(h.path).name for h in self.told if h.what in kinds]


def live(home: Path) -> set[str]:
    with Workspace(Settings(home)) as workspace:
        assert verify_ledger(workspace.ledger, None).problems == ()
        reader = LedgerReader(workspace.ledger)
        return {c.subject for c in reader.all_live() if c.kind == "Station"}


def test_files_are_loaded_in_the_order_of_arrival_and_once(tmp_path: Path, inbox: Path) -> None:
    for name, changed in (("b/stations.csv", 10), ("a/stations.csv", 30), ("c/stations.csv", 20)):
        put(inbox, name, STATIONS.format(name[0]), changed)
    first = Ran(tmp_path / "home", inbox)
    assert first.run()
    assert [Path(h.path).parent.name for h in first.told if h.what == "loaded"] == ["b", "c", "a"]
    assert [h.what for h in first.told].count("projected") == 1

    put(inbox, "d/stations.csv", STATIONS.format("d"), 5)
    again = Ran(tmp_path / "home", inbox)
    assert again.run()
    assert [Path(h.path).parent.name for h in again.told if h.what == "loaded"] == ["d"]
    assert live(tmp_path / "home") == {f"station:{n}" for n in "abcd"}


def test_a_file_that_grows_is_a_new_version_of_its_source(tmp_path: Path, inbox: Path) -> None:
    path = put(inbox, "stations.csv", STATIONS.format(1))
    ran = Ran(tmp_path / "home", inbox)

    def grow(happening: Happening) -> None:
        if happening.what == "loaded" and path.read_text(encoding="utf-8").count("\n") == 2:
            path.write_text(STATIONS.format(1) + "2,站2\n", encoding="utf-8")

    ran.hooks.append(grow)
    assert ran.run()
    assert ran.names("loaded") == ["stations.csv", "stations.csv"]
    assert ran.names("changing") == ["stations.csv"]
    assert live(tmp_path / "home") == {"station:1", "station:2"}


def test_what_arrives_during_a_load_is_loaded_after_it(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "a/stations.csv", STATIONS.format(1))
    ran = Ran(tmp_path / "home", inbox)

    def arrive(happening: Happening) -> None:
        if happening.what == "loaded" and not (inbox / "b").exists():
            put(inbox, "b/stations.csv", STATIONS.format(2), 1)

    ran.hooks.append(arrive)
    assert ran.run()
    assert live(tmp_path / "home") == {"station:1", "station:2"}


def test_bad_files_do_not_stop_it_and_stay_where_they_are(tmp_path: Path, inbox: Path) -> None:
    bad = put(inbox, "bad.bin", "?", 1)
    empty = put(inbox, "empty.csv", "", 2)
    put(inbox, "stations.csv", STATIONS.format(1) + ",无号\n", 3)
    put(inbox, "a/stations.csv", STATIONS.format(2), 4)
    ran = Ran(tmp_path / "home", inbox)

    assert not ran.run()
    assert ran.names("refused") == ["bad.bin", "empty.csv"]
    (rejected,) = [h for h in ran.told if h.what == "rejected"]
    assert (rejected.read, rejected.accepted, rejected.rejected) == (2, 1, 1)
    assert "station_id" in rejected.message
    assert bad.exists()
    assert empty.exists()
    assert live(tmp_path / "home") == {"station:1", "station:2"}


def test_move_to_puts_them_aside_under_names_of_their_own(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "a/bad.bin", "1", 1)
    put(inbox, "b/bad.bin", "2", 2)
    put(inbox, "stations.csv", STATIONS.format(1))
    ran = Ran(tmp_path / "home", inbox, move_to=inbox / "aside")

    assert not ran.run()
    assert {p.name: p.read_text() for p in (inbox / "aside").iterdir()} == {
        "bad.bin": "1",
        "bad-2.bin": "2",
    }
    assert (inbox / "stations.csv").exists()


def test_two_files_of_one_source_are_told_and_only_the_first_counts(
    tmp_path: Path, inbox: Path
) -> None:
    put(inbox, "x/in/stations.csv", STATIONS.format(1), 1)
    put(inbox, "y/in/stations.csv", STATIONS.format(2), 2)
    put(inbox, "z/in/stations.csv", STATIONS.format(1), 3)
    ran = Ran(tmp_path / "home", inbox)

    assert not ran.run()
    assert [Path(h.path).parts[-3] for h in ran.told if h.what == "refused"] == ["y"]
    assert "--source" in next(h.message for h in ran.told if h.what == "refused")
    assert live(tmp_path / "home") == {"station:1"}


def test_a_locked_ledger_is_waited_for(tmp_path: Path, inbox: Path) -> None:
    home = tmp_path / "home"
    put(inbox, "stations.csv", STATIONS.format(1))
    ran = Ran(home, inbox)
    lock = FileLock(ran.workspace.ledger._lock.lock_file, thread_local=False)
    lock.acquire()
    ran.hooks.append(lambda h: lock.release() if h.what == "waiting" else None)

    assert ran.run()
    assert ran.names("loaded") == ["stations.csv"]


def test_but_not_for_ever(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "stations.csv", STATIONS.format(1))
    ran = Ran(tmp_path / "home", inbox, wait=0.3)
    lock = FileLock(ran.workspace.ledger._lock.lock_file)
    started = time.monotonic()
    with lock, pytest.raises(LedgerBusyError):
        ran.run()
    assert time.monotonic() - started < 5


def test_stopping_ends_the_waiting(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "stations.csv", STATIONS.format(1))
    ran = Ran(tmp_path / "home", inbox, wait=60.0, once=False)
    ran.hooks.append(lambda h: ran.watch.stop.set() if h.what == "waiting" else None)
    with FileLock(ran.workspace.ledger._lock.lock_file):
        assert ran.run()
    assert ran.names("loaded") == []


def test_stopping_ends_it_after_the_file_being_loaded(tmp_path: Path, inbox: Path) -> None:
    for number in range(5):
        put(inbox, f"{number}/stations.csv", STATIONS.format(number), number + 1)
    ran = Ran(tmp_path / "home", inbox, once=False)
    ran.hooks.append(lambda h: ran.watch.stop.set() if h.what == "loaded" else None)

    assert ran.run()
    assert ran.names("loaded") == ["stations.csv"]
    assert [h.what for h in ran.told][-1] == "stopped"


def test_a_file_that_never_rests_is_told_in_the_end(tmp_path: Path, inbox: Path) -> None:
    path = put(inbox, "stations.csv", STATIONS.format(1))
    ran = Ran(tmp_path / "home", inbox, wait=0.3)
    done = threading.Event()

    def write() -> None:
        while not done.wait(0.01):
            with path.open("a", encoding="utf-8") as stream:
                stream.write("2,站\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert not ran.run()
    finally:
        done.set()
        writer.join()
    assert ran.names("unsettled") == ["stations.csv"]
    assert ran.names("loaded") == []


def test_the_command_tells_a_line_a_file(
    run: Callable[..., Any], tmp_path: Path, inbox: Path
) -> None:
    put(inbox, "stations.csv", STATIONS.format(1))
    put(inbox, "bad.bin", "?")
    given = ("watch", inbox, "--once", "--settle", 0, "--every", 0.02, "--home", tmp_path / "home")
    lines = [json.loads(line) for line in run(*given, "--json", code=1).stdout.splitlines()]

    assert [line["what"] for line in lines][0::5] == ["started", "stopped"]
    assert {line["what"] for line in lines} >= {"loaded", "refused", "batch", "projected"}
    assert "已装载 loaded" not in run(*given, code=1).stdout


def test_an_absent_folder_is_refused(refusal: Callable[..., Any], tmp_path: Path) -> None:
    told = refusal("watch", tmp_path / "none", "--home", tmp_path / "home")
    assert told["type"] == "SourceError"
