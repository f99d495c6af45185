"""Serving the interface: loopback, one home, the role of whoever starts it."""

from __future__ import annotations

import os
import sys

from dashboard.options import Given
from graph import InvalidValueError, MissingExtraError
from queries import Asker
from queries.asker import ROLES


def serve_interface(given: Given, *, host: str, port: int, processes: int = 1) -> None:
    """Serve until interrupted. Raises `MissingExtraError` without the extra `dashboard`.

    Whoever reaches it asks in the role of `SUYUAN_ROLE`, the least powerful one for a wrong name;
    and as one of the class of users of `SUYUAN_USER_CLASS`, the public for a wrong one. It knows no
    sign-in, so it never leaves loopback. `processes`: how many answer, each with its own graph.
    """
    try:
        import uvicorn

        from dashboard.api import processes as several
        from dashboard.api.application import application
        from dashboard.app.deployment import ROLE, USER, class_given
        from dashboard.serving_pages import LOOPBACK, PUBLISHED, free_port, home_shown
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "dashboard") from error
    if host not in LOOPBACK and os.environ.get(PUBLISHED) != "yes":
        raise InvalidValueError(
            "--host",
            host,
            "没有登录，只能在本机 / without a sign-in it stays on loopback",
            f"--host {LOOPBACK[0]}",
        )
    settings = home_shown(given, dict(os.environ))
    port = free_port(host, port)
    role = os.environ.get(ROLE, "admin")
    asker = Asker(
        role if role in ROLES else "analyst",
        os.environ.get(USER, ""),
        user_class=class_given(os.environ),
    )
    print(
        f"溯源接口 / interface: http://{host}:{port}/openapi.json （Ctrl+C 结束 / ends）",
        file=sys.stderr,
        flush=True,
    )
    app = (
        application(settings, asker)
        if processes == 1
        else several.application(settings, asker, processes)
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)
