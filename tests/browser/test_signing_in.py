"""Signing in by OIDC at an identity provider on this machine: the roles it names, and no others."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from browser.visiting import SETTLED, WAIT, Visitor, served
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser

pytestmark = pytest.mark.every_page

PEOPLE = {
    "shen": {"email": "shen@example.cn", "duties": ["auditor", "something else"]},
    "gui": {"email": "gui@example.cn", "duties": "planner"},
    "ke": {"email": "ke@example.cn"},
}
SECRETS = """
[auth]
redirect_uri = "{pages}/oauth2callback"
cookie_secret = "a long text for the tests of signing in"
client_id = "suyuan"
client_secret = "a secret of the test"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@dataclass
class Door:
    """Pages that one signs in to, and the address of the provider."""

    pages: str
    provider: str


@contextmanager
def opened(home: Path, folder: Path, lasting: timedelta) -> Iterator[Door]:
    """Pages at which a sign-in lasts so long."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    people = [User(sub=name, claims=dict(claims)) for name, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=people, access_token_max_age=lasting) as server:
        provider, pages = f"http://127.0.0.1:{server.server_port}", f"http://127.0.0.1:{port}"
        (folder / ".streamlit").mkdir()
        secrets = SECRETS.format(pages=pages, provider=provider)
        (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
        given = {"HOME": str(folder), "SUYUAN_ROLES_CLAIM": "duties"}
        with served(home, "--port", str(port), env=given) as address:
            assert address == pages
            yield Door(pages, provider)


@contextmanager
def visit(browser: Browser, door: Door) -> Iterator[Visitor]:
    """Somebody new at the door; the provider's page may not fetch its style elsewhere."""
    here = (f"{door.pages}/", f"{door.provider}/")
    with closing(browser.new_context()) as context:
        context.route(lambda url: not url.startswith(here), lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(WAIT)
        yield Visitor(page, door.pages)


@pytest.fixture(scope="module")
def door(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with opened(home, tmp_path_factory.mktemp("door"), timedelta(hours=1)) as found:
        yield found


@pytest.fixture
def guest(browser: Browser, door: Door) -> Iterator[Visitor]:
    with visit(browser, door) as found:
        yield found


def sign_in(guest: Visitor, name: str) -> None:
    guest.page.get_by_role("button", name="登录 / sign in").click()
    guest.page.get_by_role("button", name=name, exact=True).click()
    guest.page.wait_for_selector(SETTLED)
    guest.settle()


def test_who_has_not_signed_in_sees_nothing(guest: Visitor) -> None:
    guest.open("/trace?element=issue:DEMO-0001")

    assert "登录" in guest.text
    assert "DEMO-0001" not in guest.text


def test_a_role_opens_its_pages(guest: Visitor) -> None:
    guest.open()
    sign_in(guest, "shen")

    assert "· 审核员" in guest.text
    guest.open("/trace?element=issue:DEMO-0001")
    assert "检定" in guest.text
    guest.open("/loads")
    assert "拒绝的行" not in guest.text


def test_signing_out_closes_them(guest: Visitor, door: Door) -> None:
    guest.open()
    sign_in(guest, "gui")
    assert "· 规划" in guest.text

    guest.page.get_by_role("button", name="退出").click()
    guest.page.wait_for_url(f"{door.provider}/**")  # it ends its own session too
    guest.open("/coverage")
    assert "登录" in guest.text
    assert "· 规划" not in guest.text


def test_who_has_no_role_is_told_so(guest: Visitor) -> None:
    guest.open()
    sign_in(guest, "ke")

    assert "没有角色" in guest.text
    assert "duties" in guest.text
    assert "接口覆盖" not in guest.text


def test_a_sign_in_that_has_run_out(
    browser: Browser, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("brief")
    with opened(home, folder, timedelta(seconds=1)) as door, visit(browser, door) as guest:
        guest.open()
        sign_in(guest, "shen")
        guest.page.wait_for_timeout(1000)
        guest.open()

        assert "登录已过期" in guest.text
        assert "审核员" not in guest.text


@pytest.mark.parametrize("missing", ["redirect_uri", "server_metadata_url"])
def test_what_signing_in_needs_is_said_at_the_start(tmp_path: Path, missing: str) -> None:
    lines = SECRETS.format(pages="http://127.0.0.1:1", provider="http://127.0.0.1:2").splitlines()
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(
        "\n".join(line for line in lines if not line.startswith(missing)), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli import main; main()", "dashboard", "--json"],
        env={**os.environ, "HOME": str(tmp_path), "SUYUAN_ROLES_CLAIM": "duties"},
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert missing in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
