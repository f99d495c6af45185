"""Servers that are not there, are no Neo4j, or let nobody in: a clear error, and soon."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from http.server import HTTPServer, SimpleHTTPRequestHandler
from threading import Thread

import pytest

from graph import Login, StoreError
from graph.server import GivenServer, LocalServer
from graph.store.bolt import BoltStore, Patience
from graph.store.server_address import address_of

pytestmark = pytest.mark.server_faults

BRIEF = Patience(reach=1, connect=2, write=1)
Server = LocalServer | GivenServer
Answer = Callable[[socket.socket], None]


def refused(uri: str, login: Login | None) -> StoreError:
    """The error of opening a store, which must come soon."""
    begin = time.monotonic()
    with pytest.raises(StoreError) as told:
        BoltStore(uri, login=login, patience=BRIEF)
    assert time.monotonic() - begin < 10
    assert told.value.uri == uri
    assert told.value.remedy
    return told.value


# Who else may listen there


@contextmanager
def listening(answer: Answer) -> Iterator[int]:
    """A port where each connection is answered like that."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as kept:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    answer(kept.enter_context(listener.accept()[0]))

        Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]


def say_nothing(_: socket.socket) -> None:
    return


def hang_up(link: socket.socket) -> None:
    link.close()


def speak_http(link: socket.socket) -> None:
    link.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (say_nothing, "限时内没有回音"),
        (hang_up, "没有应答"),
        (speak_http, "HTTP"),
    ],
    ids=["silent", "hangs up", "HTTP"],
)
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_port_of_something_else(scheme: str, answer: Answer, rule: str) -> None:
    with listening(answer) as port:
        assert rule in refused(f"{scheme}://127.0.0.1:{port}", None).rule


def test_port_of_a_web_server() -> None:
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        for scheme in ("bolt", "bolt+ssc"):
            told = refused(f"{scheme}://127.0.0.1:{web.server_port}", None)
            assert "没有应答" in told.rule
        web.shutdown()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
def test_nobody_listens(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert "没有程序在听" in refused(f"{scheme}://127.0.0.1:{port}", None).rule


def test_host_that_does_not_exist() -> None:
    assert "没有这台主机" in refused("bolt://no-such-host.invalid:7687", None).rule


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s", "neo4j+ssc"])
def test_tls_where_the_server_has_none(scheme: str, neo4j_server: Server) -> None:
    uri = neo4j_server.uri.replace("bolt://", f"{scheme}://")
    assert "TLS" in refused(uri, neo4j_server.login).rule


def test_tls_where_nobody_answers() -> None:
    with listening(say_nothing) as port:
        assert "没有回音" in refused(f"bolt+s://127.0.0.1:{port}", None).rule


# Who is not let in


@contextmanager
def visitor(server: Server, change: str = "NOT ") -> Iterator[Login]:
    """A new user of the server; `change` empty: whose password must be changed first."""
    login = Login(f"visitor{secrets.token_hex(4)}", "a right password")
    with closing(BoltStore(server.uri, login=server.login)) as store:

        def administer(text: str) -> None:
            with store._driver.session(database="system") as session:
                session.run(text, user=login.user, password=login.password).consume()

        administer(f"CREATE USER $user SET PASSWORD $password CHANGE {change}REQUIRED")
        try:
            yield login
        finally:
            administer("DROP USER $user")


def test_wrong_password_then_too_many_of_them(neo4j_server: Server) -> None:
    """One that is refused may be right: the server says that it does not look any more."""
    with visitor(neo4j_server) as login:
        BoltStore(neo4j_server.uri, login=login).close()
        wrong = replace(login, password="a wrong one")

        told = [refused(neo4j_server.uri, wrong) for _ in range(5)]

        assert "用户或口令不对" in told[0].rule
        assert "口令错得太多次" in told[-1].rule
        assert "口令错得太多次" in refused(neo4j_server.uri, login).rule
    assert not any(p in str(e) for e in told for p in (wrong.password, login.password))


def test_no_login_where_one_is_needed(neo4j_server: Server) -> None:
    if neo4j_server.login is None:
        pytest.skip("the given server asks for no login")
    assert "用户或口令不对" in refused(neo4j_server.uri, None).rule


def test_password_that_must_be_changed_first(neo4j_server: Server) -> None:
    with visitor(neo4j_server, change="") as login:
        assert "初始口令须先更换" in refused(neo4j_server.uri, login).rule


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_database_that_does_not_exist(scheme: str, neo4j_server: Server) -> None:
    port = address_of(neo4j_server.uri).port
    uri = f"{scheme}://127.0.0.1:{port}/nosuch"
    assert "没有这个数据库" in refused(uri, neo4j_server.login).rule
