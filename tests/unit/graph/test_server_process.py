"""A process of ours is never mistaken for another; ports; the folder of a server."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from graph.server import GivenServer, LocalServer, Sizing, given_server
from graph.server.home import ServerHome, state_folder
from graph.server.port import free_port, is_free, is_reachable, speaks_bolt
from graph.server.process import KnownProcess, ended_with_us
from graph.server.versions import VERSIONS, release
from graph.settings import Login

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has nothing to do with any server."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process
        process.kill()


def known(process: subprocess.Popen[bytes]) -> KnownProcess:
    """The process as we know it."""
    found = KnownProcess.of(process.pid)
    assert found is not None
    return found


# Processes


@pytest.mark.parametrize("number", [SIGTERM, SIGKILL])
def test_a_process_is_known_until_it_ends(sleeper, tmp_path: Path, number) -> None:
    known(sleeper).write(tmp_path / "pid")
    read = KnownProcess.read(tmp_path / "pid")

    assert read == known(sleeper)
    assert read.alive
    assert read.end(number, within=10)  # also while its parent has not asked for it
    assert not read.alive
    assert KnownProcess.of(sleeper.pid) is None


def test_a_stranger_with_the_same_number_is_left_alone(sleeper, tmp_path: Path) -> None:
    server = LocalServer(home=tmp_path)
    replace(known(sleeper), began="long ago").write(server.files.pid_file)

    assert not server.running
    assert not server.stop()
    assert not server.kill()
    assert sleeper.poll() is None


def test_a_process_that_will_not_go_is_told(tmp_path: Path) -> None:
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}; time.sleep(600)"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline()

        assert not known(process).end(SIGTERM, within=0.2)
        assert known(process).end(SIGKILL, within=10)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x", "began": 1}', '{"pid": 1}'])
def test_a_damaged_pid_file_tells_of_no_process(tmp_path: Path, content: str) -> None:
    (tmp_path / "pid").write_text(content)

    assert KnownProcess.read(tmp_path / "pid") is None


def test_a_guarded_process_does_not_outlive_whoever_is_killed(sleeper, tmp_path: Path) -> None:
    known(sleeper).write(tmp_path / "pid")
    code = (
        "import os, pathlib, sys; from graph.server.process import ended_with_us\n"
        "with ended_with_us(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )

    killed = subprocess.run([sys.executable, "-c", code, tmp_path / "pid"], cwd=ROOT, check=False)

    assert killed.returncode == -SIGKILL
    assert sleeper.wait(timeout=20) == -SIGKILL


def test_a_guard_leaves_strangers_alone(sleeper, tmp_path: Path) -> None:
    with ended_with_us(tmp_path / "pid"):
        replace(known(sleeper), began="long ago").write(tmp_path / "pid")

    assert sleeper.poll() is None


# Ports


def test_a_port_is_free_until_it_is_taken() -> None:
    port = free_port()

    with socket.create_server(("127.0.0.1", port)):
        taken = is_free(port)
        reached = is_reachable("127.0.0.1", port)

    assert not taken
    assert reached
    assert is_free(port)
    assert not is_reachable("127.0.0.1", port)


@pytest.mark.parametrize(
    ("answer", "speaks"),
    [(b"\0\0\4\4", True), (b"\0\0\0\0", False), (b"", False), (b"HT", False), (None, False)],
)
def test_only_a_server_that_takes_a_version_speaks_bolt(answer, speaks: bool) -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def reply() -> None:
            link, _ = listener.accept()
            with link:
                heard.append(link.recv(20))
                if answer is None:  # silent: it must not wait for ever
                    link.recv(1)
                else:
                    link.sendall(answer)

        thread = threading.Thread(target=reply)
        thread.start()
        spoken = speaks_bolt(listener.getsockname()[1], timeout=0.3)
        thread.join()

    assert spoken is speaks
    assert heard[0][:4] == b"\x60\x60\xb0\x17"


def test_a_closed_port_does_not_speak_bolt() -> None:
    assert not speaks_bolt(free_port())


# The folder


def test_port_and_password_are_chosen_once(tmp_path: Path) -> None:
    files = ServerHome(tmp_path / "数据 1")
    assert files.port is None

    files.prepare(release(VERSIONS[0]), Path("/lib"), Sizing())
    port, password = files.port, files.password
    files.prepare(release(VERSIONS[0]), Path("/other"), Sizing("2g", "3g"))
    conf = (files.conf / "neo4j.conf").read_text()

    assert (files.port, files.password) == (port, password)
    assert len(password) == 48
    assert "server.memory.heap.max_size=2g" in conf
    assert "server.memory.pagecache.size=3g" in conf
    assert "server.directories.lib=/other" in conf


def test_the_folder_and_the_password_are_the_owners(tmp_path: Path) -> None:
    files = ServerHome(tmp_path / "home")

    files.prepare(release(VERSIONS[0]), Path("/lib"), Sizing())

    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert files.password_file.stat().st_mode & 0o777 == 0o600
    assert files.password_file.read_text() == files.password + "\n"


def test_two_folders_differ_in_port_and_password(tmp_path: Path) -> None:
    one, other = ServerHome(tmp_path / "1"), ServerHome(tmp_path / "2")

    for files in (one, other):
        files.prepare(release(VERSIONS[1]), Path("/lib"), Sizing())

    assert one.password != other.password
    assert one.port != other.port


def test_a_server_without_a_folder_keeps_to_the_state_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")

    assert LocalServer().home == state_folder(VERSIONS[0])
    assert str(LocalServer().home) == f"/state/suyuan/neo4j/{VERSIONS[0]}"


# A server that somebody else runs


def test_the_server_of_the_environment() -> None:
    named = {"SUYUAN_NEO4J_URI": "bolt://db:7687", "SUYUAN_NEO4J_PASSWORD": "p"}

    assert given_server(named) == GivenServer("bolt://db:7687", Login("neo4j", "p"))
    assert given_server({"SUYUAN_NEO4J_URI": ""}) is None
    assert given_server({}) is None


def test_whether_the_given_server_is_reachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        there = GivenServer(f"bolt://127.0.0.1:{port}", None).reachable

    assert there
    assert not GivenServer(f"bolt://127.0.0.1:{port}", None).reachable
