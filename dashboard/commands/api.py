"""`suyuan api`: the questions over HTTP, on loopback."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.options import Given, command


@command
def api(
    given: Given,
    host: Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 / port, 0 for any")
    ] = 8502,
    processes: Annotated[
        int,
        typer.Option(
            "--processes",
            min=1,
            max=64,
            help="几个进程回答，各有一份图 / processes that answer, each with a copy of the graph",
        ),
    ] = 1,
) -> None:
    """打开 HTTP 接口（只读） / serve the questions over HTTP (reading only, OpenAPI)."""
    from dashboard.api.serving import serve_interface

    serve_interface(given, host=host, port=port, processes=processes)
