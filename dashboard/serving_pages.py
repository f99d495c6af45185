"""Starting the pages: the home they show, the sample where there is none, and their address."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from contextlib import closing

from dashboard.app.deployment import ROLES_CLAIM, USER
from dashboard.demonstrating import demo_home, load_sample, sample_folder
from dashboard.options import Given
from graph import InvalidValueError, MissingExtraError, Settings, Workspace
from graph.ledger.ledger import LEDGER_FILE

PUBLISHED = "SUYUAN_PUBLISHED_ON_LOOPBACK"
AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What signing in by OIDC needs under `[auth]` in Streamlit's secrets."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def home_shown(given: Given, environment: dict[str, str]) -> Settings:
    """The home the pages show: the one named or at hand, else the demo's with the sample in it."""
    settings = given.settings
    if (settings.home / LEDGER_FILE).exists() or given.home or environment.get("SUYUAN_HOME"):
        return settings
    from dashboard.render.progress import LoadProgress

    home = demo_home(None, environment)
    settings = Settings.from_env(home=home, store=given.store)
    with Workspace(settings, create=True) as workspace, LoadProgress(quiet=True) as watch:
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


def check_sign_in() -> None:
    """Whether people can sign in by OIDC.

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


def serve_pages(given: Given, *, user: str = "", host: str = LOOPBACK[0], port: int) -> None:
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
    if signs_in:
        check_sign_in()
    settings = home_shown(given, dict(os.environ))
    port = free_port(host, port)
    os.environ["SUYUAN_HOME"] = str(settings.home.resolve())
    if settings.store_uri:
        os.environ["SUYUAN_STORE"] = settings.store_uri
    if user:
        os.environ[USER] = user
    app = application(settings, {"server.address": host, "server.port": port})
    print(
        f"溯源页面 / pages: http://{host}:{port} （Ctrl+C 结束 / ends）",
        file=sys.stderr,
        flush=True,
    )
    serve(app, host, port)
