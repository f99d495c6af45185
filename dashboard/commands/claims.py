"""`suyuan claims export` and `import`: every claim with its source, in JSON lines or RDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, RevealNames, command, opened


@command
def export(
    given: Given,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="jsonl, nquads, trig, turtle, json-ld, graphml, parquet",
        ),
    ] = "jsonl",
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="只要这个来源 / of this source only")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="文件或文件夹 / file or folder, else stdout"
        ),
    ] = None,
    reveal_names: RevealNames = False,
) -> None:
    """导出断言 / write each claim with its origin: as lines of JSON, or to be imported again."""
    from dashboard.exporting import FILES, FORMATS, export_claims, write_claims
    from dashboard.render.as_json import dumps
    from graph import InvalidValueError

    known = (*FORMATS, *FILES)
    if form not in known:
        raise InvalidValueError(
            "--format", form, "没有这种格式 / no such format", f"可用 / use: {', '.join(known)}"
        )
    if output is None and form in FILES:
        raise InvalidValueError(
            "--output",
            "",
            "这种格式须写到文件 / this format is files",
            "加 --output / give --output",
        )
    with opened(given, reveal_names=reveal_names) as workspace:
        if output is None:
            for text in export_claims(workspace.ledger, source, form):
                typer.echo(text)
            return
        count = write_claims(workspace.ledger, source, form, output)
    report = {"file": str(output), "claims": count}
    typer.echo(dumps(report) if given.as_json else f"{count:,} 条断言 / claims → {output}")


@command
def import_(
    given: Given,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=".nq, .trig, .ttl, .jsonld, .graphml, Parquet 文件夹 / folder"
        ),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="格式，否则看文件名 / format, else by the name"
        ),
    ] = None,
) -> None:
    """导入断言 / take in what another ledger exported."""
    from dashboard.render.as_json import dumps
    from dashboard.render.imported import imported_json, print_imported
    from dashboard.render.progress import LoadProgress
    from graph import InvalidValueError
    from loaders.claims_rdf import FORMS, import_claims

    if form is not None and form not in FORMS:
        raise InvalidValueError(
            "--format", form, "没有这种格式 / no such format", f"可用 / use: {', '.join(FORMS)}"
        )
    with opened(given, create=True) as workspace, LoadProgress(quiet=given.as_json) as watch:
        watch.reading(file.name)
        report = import_claims(workspace.ledger, file, form, watch.rows)
        workspace.catch_up(watch.projecting)
    if given.as_json:
        typer.echo(dumps(imported_json(report)))
    else:
        print_imported(report)
    raise typer.Exit(1 if report.rejected else 0)
