"""`suyuan export`: graph, provenance and lake in files that other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, KnownAt, command, opened
from ontology import EDGE_KINDS, NODE_KINDS


@command
def export(
    given: Given,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="turtle, json-ld, graphml, node-link, parquet, prov-json, dcat, "
            "wmdr-xml, wmdr-json",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="PATH", help="文件；parquet、wmdr 为文件夹 / file, folder"
        ),
    ],
    known_at: KnownAt = None,
) -> None:
    """导出图、来历、数据湖目录 / write graph, provenance or lake for other programs."""
    from dashboard.exchange import FORMATS, write_exchange
    from dashboard.render.as_json import dumps
    from graph import InvalidValueError
    from graph.ledger import LedgerReader
    from ontology import known_at_time

    if form not in FORMATS:
        raise InvalidValueError(
            "--format", form, "没有这种格式 / no such format", f"可用 / use: {', '.join(FORMATS)}"
        )
    with opened(given) as workspace:
        ledger = workspace.ledger
        moment = None if known_at is None else known_at_time(known_at)
        done = write_exchange(LedgerReader(ledger, ledger.position_at(moment)), form, output)
        head = str(ledger.head())
    if given.as_json:
        typer.echo(dumps({"format": form, **asdict(done), "ledger_head": head}))
    else:
        told = "，".join(f"{count:,} {name}" for name, count in done.counts.items())
        typer.echo(f"{told} → {', '.join(done.files)}")
        if done.left_out:
            typer.echo(_left_out(done.left_out))


def _left_out(counts: Mapping[str, int]) -> str:
    """What the format could not carry, each kind named: nodes, edges, then properties."""
    parts = {
        "类节点 kinds of nodes": [name for name in counts if name in NODE_KINDS],
        "类关系 types of edges": [name for name in counts if name in EDGE_KINDS],
        "个属性 properties": [name for name in counts if "." in name],
    }
    lines = ["该格式写不下的 / left out, as the format cannot carry it:"]
    for title, names in parts.items():
        if names:
            told = ", ".join(f"{name} {counts[name]:,}" for name in names)
            lines.append(f"  {len(names)} {title}: {told}")
    return "\n".join(lines)
