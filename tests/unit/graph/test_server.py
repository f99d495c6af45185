"""A real server: password, loopback, a kill and what it recovers, administration, refusals."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, ClientError

from graph import ServerError
from graph.server import THROW_AWAY, VERSIONS, LocalServer, Sizing, local_server
from graph.server.process import KnownProcess

ROOT = Path(__file__).resolve().parents[3]
LTS, NEWEST = VERSIONS


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A server of our own, which these tests stop and kill, in a folder with a Chinese name."""
    with local_server(LTS, tmp_path_factory.mktemp("服务器") / "家 目录") as running:
        yield running


@pytest.fixture
def running(server: LocalServer) -> LocalServer:
    """It runs when a test begins."""
    server.start()
    return server


def driver(server: LocalServer, password: str | None = None) -> Driver:
    """The official driver, logged in."""
    login = server.login
    return GraphDatabase.driver(server.uri, auth=(login.user, password or login.password))


def value(server: LocalServer, cypher: str) -> object:
    """The one value that a query returns."""
    with driver(server) as link:
        return link.execute_query(cypher, database_="neo4j").records[0][0]


def listening(pid: int) -> set[str]:
    """Addresses (in hexadecimal) at which a process listens, TCP and UDP, from /proc."""
    links = (fd.readlink() for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink())
    own = {found[1] for link in links if (found := re.match(r"socket:\[(\d+)\]", str(link)))}
    found = set()
    for table, state in {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}.items():
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == state and columns[9] in own:
                found.add(f"{table} {columns[1]}")
    return found


def check_only_loopback(server: LocalServer) -> None:
    """One port of this machine alone, and nothing else."""
    port = f"{int(server.uri.rpartition(':')[2]):04X}"
    mapped = f"0000000000000000FFFF00000100007F:{port}"
    assert listening(server.pid or 0) in ({f"tcp6 {mapped}"}, {f"tcp 0100007F:{port}"})


def test_it_answers_to_its_password_only(running: LocalServer) -> None:
    assert value(running, "RETURN 1") == 1
    with driver(running, "neo4j") as link, pytest.raises(AuthError):
        link.verify_connectivity()


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="reads /proc of Linux")
def test_it_listens_on_one_port_of_this_machine_alone(running: LocalServer) -> None:
    check_only_loopback(running)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/", "http://[::1]:1/"])
def test_load_csv_reaches_neither_files_nor_the_network(running: LocalServer, url: str) -> None:
    with pytest.raises(ClientError, match="configuration property"):
        value(running, f"LOAD CSV FROM '{url}' AS line RETURN count(line)")


def test_a_second_start_is_none(running: LocalServer) -> None:
    before = running.pid, running.uri

    assert not running.start()
    assert (running.pid, running.uri) == before


def test_what_was_committed_survives_a_kill(running: LocalServer) -> None:
    before = running.uri, running.login.password
    assert value(running, "CREATE (n:Kept {id: '站'}) RETURN n.id") == "站"

    assert running.kill()
    assert not running.running
    assert running.start()

    assert value(running, "MATCH (n:Kept) RETURN n.id") == "站"
    assert (running.uri, running.login.password) == before


def test_another_process_stops_it_and_admin_works_then(running: LocalServer) -> None:
    value(running, "MERGE (n:Dumped {id: 1}) RETURN n.id")
    with pytest.raises(ServerError, match="down"):
        running.admin("database", "dump", "neo4j", f"--to-path={running.home}")
    code = (
        "import sys, pathlib; from graph.server import LocalServer;"
        f"print(LocalServer({LTS!r}, pathlib.Path(sys.argv[1])).stop())"
    )

    stopped = subprocess.run(
        [sys.executable, "-c", code, running.home],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip

    assert stopped == "True\n"
    assert not running.running
    assert not running.stop()
    running.admin("database", "dump", "neo4j", f"--to-path={running.home}")
    assert (running.home / "neo4j.dump").stat().st_size > 0
    with pytest.raises(ServerError, match="nonsense"):
        running.admin("database", "nonsense")


def test_a_port_that_was_taken_meanwhile_is_told(server: LocalServer) -> None:
    server.stop()
    port = int(server.uri.rpartition(":")[2])

    with socket.create_server(("127.0.0.1", port)), pytest.raises(ServerError) as refused:
        server.start()

    assert str(port) in refused.value.rule
    assert not server.running


def test_one_that_ends_while_it_starts_is_told_with_its_log(server: LocalServer) -> None:
    server.stop()
    starved = LocalServer(LTS, server.home, sizing=Sizing(heap="1k"))

    with pytest.raises(ServerError) as refused:
        starved.start()

    assert "ended while it started" in refused.value.rule
    assert "heap" in refused.value.remedy
    assert "heap" in server.log_tail()


def test_one_that_does_not_answer_in_time_is_ended(server: LocalServer) -> None:
    server.stop()

    with pytest.raises(ServerError, match="did not answer within 0 s"):
        server.start(timeout=0.1)

    assert not server.running


def test_before_its_first_start_it_has_no_address(tmp_path: Path) -> None:
    fresh = LocalServer(LTS, tmp_path / "fresh", sizing=THROW_AWAY)

    with pytest.raises(ServerError, match="neo4j up"):
        _ = fresh.uri
    with pytest.raises(ServerError, match="neo4j up"):
        _ = fresh.login
    assert not fresh.stop()
    assert not fresh.kill()
    assert fresh.log_tail() == ""
    assert not fresh.home.exists()


@pytest.mark.torture
def test_a_throw_away_server_does_not_outlive_whoever_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys; from graph.server import local_server\n"
        "with local_server(home=pathlib.Path(sys.argv[1])) as server:\n"
        "    print(server.pid, flush=True); os.kill(os.getpid(), 9)"
    )

    told = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "home"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    ).stdout  # fmt: skip

    until = time.monotonic() + 20
    while KnownProcess.of(int(told)) and time.monotonic() < until:
        time.sleep(0.1)
    assert KnownProcess.of(int(told)) is None


@pytest.mark.all_stores
def test_the_newest_release_too(tmp_path: Path) -> None:
    with local_server(NEWEST, tmp_path / "home") as newest:
        assert value(newest, "CALL dbms.components() YIELD versions RETURN versions[0]") == NEWEST
        check_only_loopback(newest)
        value(newest, "CREATE (n:Kept {id: 1}) RETURN n.id")
        newest.kill()
        newest.start()
        assert value(newest, "MATCH (n:Kept) RETURN n.id") == 1
        assert "Fleet" not in newest.log_tail()
    newest.admin("database", "check", "neo4j")
