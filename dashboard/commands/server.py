"""`suyuan neo4j up`, `down`, `status` and `path`: a Neo4j server for this home."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.options import Given, command

Version = Annotated[
    str | None,
    typer.Option("--version", metavar="VERSION", help="Neo4j 版本 / release [5.26.28]"),
]


@command
def up(
    given: Given,
    version: Version = None,
    export: Annotated[
        bool, typer.Option("--export", help='只印 export 行：eval "$(…)" / print those lines only')
    ] = False,
) -> None:
    """启动 / start it (the first time: fetch it), and say where it is."""
    from dashboard.render.as_json import dumps
    from dashboard.render.console import tell
    from dashboard.render.server import print_up
    from dashboard.serving import given_state, server_of, state_of
    from graph.server import given_server

    other = given_server()
    if other:
        tell("SUYUAN_NEO4J_URI 已指定服务器，不另起 / names a server: none is started")
        state = given_state(other)
    else:
        server = server_of(given.settings, version)
        if not server.jars.exists():
            tell("首次使用，下载约 150 MB，一两分钟 / first use: fetching it, a minute or two")
        state = state_of(server, started=server.start())
    if given.as_json:
        typer.echo(dumps(state))
    elif export:
        typer.echo("\n".join(state.exports))
    else:
        print_up(state)


@command
def down(given: Given, version: Version = None) -> None:
    """停止 / stop it."""
    from dashboard.render.as_json import dumps
    from dashboard.render.server import print_down
    from dashboard.serving import server_of

    stopped = server_of(given.settings, version).stop()
    if given.as_json:
        typer.echo(dumps({"stopped": stopped}))
    else:
        print_down(stopped=stopped)


@command
def status(
    given: Given,
    version: Version = None,
    check: Annotated[
        bool, typer.Option("--check", help="核对每个程序文件 / compare every jar with the lock")
    ] = False,
) -> None:
    """状态 / how it stands."""
    from dashboard.render.as_json import dumps
    from dashboard.render.server import print_status
    from dashboard.serving import given_state, server_of, state_of
    from graph.server import given_server

    other = given_server()
    if other:
        state = given_state(other)
    else:
        state = state_of(server_of(given.settings, version), check_jars=check)
    if given.as_json:
        typer.echo(dumps(state))
    else:
        print_status(state)


@command
def path(given: Given, version: Version = None) -> None:
    """数据在哪 / the folder of its data, configuration and logs."""
    from dashboard.render.as_json import dumps
    from dashboard.serving import server_of

    home = server_of(given.settings, version).home
    typer.echo(dumps({"path": str(home)}) if given.as_json else str(home))
