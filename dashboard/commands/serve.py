"""`suyuan dashboard`: the pages, on loopback unless told otherwise."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.options import Given, command


@command
def dashboard(
    given: Given,
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", help="以此名写入裁定 / decide under this name")
    ] = "",
    reveal_names: Annotated[
        bool,
        typer.Option(
            "--reveal-names",
            help="--user 的人可在页面上显示人名（每处记入日志） / "
            "who is named by --user may switch names of persons on; each is logged",
        ),
    ] = False,
    host: Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 / port, 0 for any")
    ] = 8501,
) -> None:
    """打开网页界面 / serve the pages (loopback, embedded store, the sample where nothing is)."""
    from dashboard.serving_pages import Desk, serve_pages

    serve_pages(given, Desk(user, reveal_names), host=host, port=port)
