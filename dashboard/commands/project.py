"""`suyuan project`: the ledger into another graph store, step by step or in bulk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, command, opened

To = Annotated[
    str | None,
    typer.Option("--to", metavar="URI", help="写到哪个图库 / which graph store [SUYUAN_STORE]"),
]
Bulk = Annotated[
    bool,
    typer.Option("--bulk", help="首次装载：停库导入 / first load: import while it is stopped"),
]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="DIR", help="只写导入文件和脚本 / write import files only"),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="替换已有的图 / replace the graph that is there")
]


@command
def project(
    given: Given, to: To = None, bulk: Bulk = False, csv: Csv = None, overwrite: Overwrite = False
) -> None:
    """把台账写入另一图库 / write the ledger into another graph store."""
    from dashboard import projecting
    from dashboard.render.as_json import dumps
    from dashboard.render.projected import ProjectionProgress, print_projected, projected_json

    uri = to or given.settings.uri
    with opened(given) as workspace:
        positions = workspace.ledger.head().position
        with ProjectionProgress(positions, quiet=given.as_json) as watch:
            if csv is not None:
                done = projecting.project_to_files(workspace, csv, uri, watch, overwrite=overwrite)
            elif bulk:
                done = projecting.project_in_bulk(workspace, uri, watch, overwrite=overwrite)
            else:
                done = projecting.project(workspace, uri, watch, overwrite=overwrite)
    if given.as_json:
        typer.echo(dumps(projected_json(done)))
    else:
        print_projected(done, to)
