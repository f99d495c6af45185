"""`suyuan rebuild`: the graph anew from the ledger, or a snapshot of what was known."""

from __future__ import annotations

import typer

from dashboard.options import Given, KnownAt, command, opened


@command
def rebuild(given: Given, known_at: KnownAt = None) -> None:
    """由台账重建图库 / rebuild the graph from the ledger."""
    from dashboard.rebuilding import rebuild_store, write_snapshot
    from dashboard.render.as_json import dumps
    from dashboard.render.console import tell
    from dashboard.render.home import print_rebuilt

    with opened(given) as workspace:
        if known_at is None:
            rebuilt = rebuild_store(workspace)
        else:
            rebuilt = write_snapshot(workspace, known_at)
        notices = tuple(workspace.notices)
    if given.as_json:
        typer.echo(dumps(rebuilt))
        return
    print_rebuilt(rebuilt)
    tell(*notices)
