"""Starting the pages: the home they show, the sample where there is none, and their address."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboard.app.deployment import NAMES_ROLES, REVEAL_NAMES, ROLES_CLAIM, USER, YES
from dashboard.options import Given
from graph import InvalidValueError, MissingExtraError, Settings, Workspace
from graph.ledger.ledger import LEDGER_FILE

PUBLISHED = "SUYUAN_PUBLISHED_ON_LOOPBACK"
AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What signing in by OIDC needs under `[auth]` in Streamlit's secrets."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - the names of all addresses, not a binding


def home_shown(given: Given, environment: dict[str, str]) -> Settings:
    """The home the pages show: the one named or at hand, else the demo's with the sample in it."""
    settings = given.settings
    if (settings.home / LEDGER_FILE).exists() or given.home or environment.get("SUYUAN_HOME"):
        return settings
    # Only here: whoever names a home need not wait for what reads tables.
    from dashboard.demonstrating import demo_home, load_sample, sample_folder, sample_stands

    home = demo_home(None, environment)
    settings = Settings.from_env(home=home, store=given.store)
    with Workspace(settings, create=True) as workspace:
        if not sample_stands(workspace):
            from dashboard.render.progress import LoadProgress

            print(
                "第一次启动：先生成并装入样例省 / the first start makes and loads the sample first",
                file=sys.stderr,
                flush=True,
            )
            with LoadProgress() as watch:
                load_sample(workspace, sample_folder(home), watch)
    return settings


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or any free one for 0. Raises `InvalidValueError` when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as error:
            raise InvalidValueError(
                "--port",
                f"{host}:{wanted}",
                f"端口不可用 / not available ({error.strerror})",
                "--port 0",
            ) from error
        return int(probe.getsockname()[1])


def allowed_hosts(host: str, redirect: str = "") -> list[str]:
    """The names under which a browser may speak to the pages: others are refused (DNS rebinding).

    Loopback, the address listened on unless it is all of them, and the host to which the identity
    provider sends people back.

    >>> allowed_hosts("0.0.0.0", "https://suyuan.example.cn/oauth2callback")
    ['127.0.0.1', '::1', 'localhost', 'suyuan.example.cn']
    """
    named = urlsplit(redirect).hostname or ""
    own = "" if host in EVERY_ADDRESS else host
    return [name for name in dict.fromkeys((*LOOPBACK, own, named)) if name]


def check_sign_in() -> str:
    """Where the identity provider sends people back to, once all is stated that signing in needs.

    Raises `MissingExtraError` without Authlib, `InvalidValueError` for what Streamlit's secrets
    do not say.
    """
    if importlib.util.find_spec("authlib") is None:
        raise MissingExtraError("authlib", "dashboard")
    import streamlit as st
    from streamlit.errors import StreamlitSecretNotFoundError

    try:
        said = st.secrets.get("auth", {})
    except StreamlitSecretNotFoundError:
        said = {}
    missing = [key for key in AUTH if not said.get(key)]
    if missing:
        raise InvalidValueError(
            "secrets.toml [auth]",
            ", ".join(missing),
            f"设了 {ROLES_CLAIM} 而没有说明 / {ROLES_CLAIM} is set, and this is not stated",
            "docs/howto/serve-the-pages.md",
        )
    return str(said["redirect_uri"])


@dataclass(frozen=True, slots=True)
class Desk:
    """The one person for whom pages without a login are, and whether they may see names of persons.

    Nobody decides, and nobody sees names, without a `user`.
    """

    user: str = ""
    reveal_names: bool = False

    def check(self, *, signs_in: bool) -> None:
        """Raise `InvalidValueError` where it is not known who would see names of persons."""
        if not self.reveal_names:
            return
        if signs_in:
            rule = (
                f"登录的人由身份令牌或 {NAMES_ROLES} 授权 / "
                f"whoever signs in is granted it by the token or by {NAMES_ROLES}"
            )
            raise InvalidValueError("--reveal-names", "", rule, "docs/howto/serve-the-pages.md")
        if not self.user.strip():
            rule = "每一处都以看的人的名字记入日志 / each place is logged under a name"
            raise InvalidValueError("--reveal-names", "", rule, "--user NAME")


def serve_pages(given: Given, desk: Desk = Desk(), *, host: str = LOOPBACK[0], port: int) -> None:
    """Serve until interrupted. Raises `MissingExtraError` without the extra `dashboard`."""
    try:
        from dashboard.app.server import application, serve
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "dashboard") from error
    signs_in = ROLES_CLAIM in os.environ
    alone = host in LOOPBACK or os.environ.get(PUBLISHED) == "yes"
    if not alone and not signs_in:
        raise InvalidValueError(
            "--host",
            host,
            "没有登录就只能在本机 / without a login the pages stay on loopback",
            "docs/howto/serve-the-pages.md",
        )
    desk.check(signs_in=signs_in)
    redirect = check_sign_in() if signs_in else ""
    settings = home_shown(given, dict(os.environ))
    port = free_port(host, port)
    os.environ["SUYUAN_HOME"] = str(settings.home.resolve())
    if settings.store_uri:
        os.environ["SUYUAN_STORE"] = settings.store_uri
    if desk.user:
        os.environ[USER] = desk.user
    if desk.reveal_names:
        os.environ[REVEAL_NAMES] = YES
    options = {
        "server.address": host,
        "server.port": port,
        "server.allowedHosts": allowed_hosts(host, redirect),
    }
    app = application(settings, options)
    print(
        f"溯源页面 / pages: http://{host}:{port} （Ctrl+C 结束 / ends）",
        file=sys.stderr,
        flush=True,
    )
    serve(app, host, port)
