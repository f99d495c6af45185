"""`suyuan backup` and `suyuan restore`: the ledger, its originals and the lake in one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, command, opened


@command
def backup(
    given: Given,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="归档，.tgz 则压缩 / archive")],
) -> None:
    """备份台账 / back up the ledger and its originals."""
    from dashboard.render.home import print_archive
    from graph.ledger import backup as write_archive

    with opened(given) as workspace:
        report = write_archive(workspace.ledger, file)
    print_archive(report, "备份 backup", as_json=given.as_json)


@command
def restore(
    given: Given,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="归档 / archive")],
) -> None:
    """恢复备份 / restore a backup into an empty home."""
    from dashboard.render.home import print_archive
    from graph.ledger import restore as put_back

    report = put_back(file, given.settings.home)
    print_archive(report, "恢复 restored", as_json=given.as_json)
