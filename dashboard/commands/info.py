"""`suyuan info`: versions, places, positions, sources, loaders."""

from __future__ import annotations

import typer

from dashboard.options import Given, command


@command
def info(given: Given) -> None:
    """版本、位置、来源 / versions, places, sources."""
    from dashboard.about import gathered
    from dashboard.render.as_json import dumps
    from dashboard.render.home import print_info

    found = gathered(given.settings)
    if given.as_json:
        typer.echo(dumps(found))
    else:
        print_info(found)
