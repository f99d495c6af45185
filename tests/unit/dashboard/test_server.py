"""The application of the pages: what it answers without a page, its defaults, its log."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.app.server import OPTIONS, JsonLines, application
from dashboard.options import Given
from dashboard.serving_pages import allowed_hosts, serve_pages
from graph import InvalidValueError, Settings, Workspace


@pytest.fixture
def restored() -> Iterator[None]:
    """The options of Streamlit belong to the process."""
    before = {name: config.get_option(name) for name in (*OPTIONS, "server.allowedHosts")}
    yield
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.usefixtures("restored")
def test_health_and_readiness_are_told_with_the_headers(tmp_path: Path) -> None:
    client = TestClient(application(Settings(tmp_path / "home"), {}))
    alive, early = client.get("/health"), client.get("/ready")
    with Workspace(Settings(tmp_path / "home"), create=True):
        pass
    ready = client.get("/ready")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (early.status_code, early.json()) == (503, {"status": "no ledger"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ok"})
    for answer in (alive, early, ready):
        assert "object-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.usefixtures("restored")
def test_defaults_are_safe(tmp_path: Path) -> None:
    application(Settings(tmp_path / "home"), {"server.allowedHosts": allowed_hosts("127.0.0.1")})

    assert {name: config.get_option(name) for name in OPTIONS} == {
        "server.headless": True,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.maxUploadSize": 20,
        "server.maxMessageSize": 50,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
        "theme.primaryColor": "#0072B2",
    }
    assert is_host_allowed("localhost:8501")
    assert is_host_allowed("[::1]:8501")
    assert not is_host_allowed("evil.example:8501")
    assert not is_host_allowed(None)


@pytest.mark.parametrize(
    ("host", "redirect", "more"),
    [
        ("127.0.0.1", "", []),
        ("10.0.0.7", "", ["10.0.0.7"]),
        ("::", "https://suyuan.example.cn:8443/oauth2callback", ["suyuan.example.cn"]),
        ("0.0.0.0", "http://localhost:8501/oauth2callback", []),
    ],
)
def test_only_names_that_lead_here_are_allowed(host: str, redirect: str, more: list[str]) -> None:
    assert allowed_hosts(host, redirect) == ["127.0.0.1", "::1", "localhost", *more]


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.7", "::"])
def test_without_a_login_the_pages_stay_on_loopback(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUYUAN_ROLES_CLAIM", raising=False)
    monkeypatch.delenv("SUYUAN_PUBLISHED_ON_LOOPBACK", raising=False)

    with pytest.raises(InvalidValueError) as refused:
        serve_pages(Given(tmp_path / "home"), host=host, port=0)

    assert (refused.value.name, refused.value.value) == ("--host", host)
    assert not (tmp_path / "home").exists()


def test_a_line_of_the_log_is_one_json_object() -> None:
    try:
        raise ValueError("两行\nof a fault")
    except ValueError:
        told = sys.exc_info()
    record = logging.LogRecord(
        "suyuan.pages", logging.ERROR, "", 0, "%s 失败\n", ("a",), told
    )  # a message with a break in it

    line = JsonLines().format(record)

    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("error", "suyuan.pages", "a 失败\n")
    assert "of a fault" in said["error"]
    assert said["time"][4] == "-"
