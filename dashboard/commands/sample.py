"""`suyuan sample`: a made-up province in the import format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, command


@command
def sample(
    given: Given,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新文件夹 / a new folder")],
    seed: Annotated[int, typer.Option(metavar="N", help="随机种子 / seed")] = 1,
    stations: Annotated[int, typer.Option(metavar="N", help="台站数 / number of stations")] = 119,
) -> None:
    """生成示例省（合成数据）/ write a sample province (synthetic)."""
    from dashboard.render.as_json import dumps
    from dashboard.render.home import print_sample
    from loaders.sample import write_province

    report = write_province(folder, seed=seed, stations=stations)
    if given.as_json:
        typer.echo(
            dumps(
                {
                    "synthetic": True,
                    "seed": seed,
                    "stations": stations,
                    "folder": report.folder,
                    "tables": report.tables,
                    "planted": report.planted,
                }
            )
        )
    else:
        print_sample(report)
