"""`suyuan evidence`: everything that stands behind an answer, in one file that verifies itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import AsOf, Given, KnownAt, command, opened


@command
def evidence(
    given: Given,
    element: Annotated[
        str,
        typer.Argument(
            metavar="ELEMENT|PLAN.toml", help="问题、对象或审核计划 / issue, element, audit plan"
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.zip", help="写到 / write to")
    ],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="附 PDF / with a PDF")] = True,
) -> None:
    """证据包：答案、原文、查询、证明、校验程序 / an evidence package with its verifier."""
    if element.endswith(".toml") and Path(element).is_file():
        _audit(given, Path(element), output, {"--as-of": as_of, "--known-at": known_at}, pdf=pdf)
        return
    from dashboard.evidence import gather, write_package
    from dashboard.evidence.documents import about
    from dashboard.render import as_json
    from ontology import NODE_KINDS
    from queries.neighbourhood import find_element

    with opened(given) as workspace:
        wanted = find_element(workspace, element, tuple(NODE_KINDS))
        contents = gather(workspace, wanted, as_of=as_of, known_at=known_at)
    size = write_package(contents, output, pdf=pdf)
    if given.as_json:
        typer.echo(as_json.dumps({"file": str(output), "size": size} | about(contents)))
        return
    typer.echo(
        f"{output}: {size:,} B · {len(contents.evidence)} 条断言 claims · "
        f"{len(contents.negative)} 项查过而没有 looked for and not found\n"
        f"核对 verify: python3 {output}\n台账头 ledger head {contents.head}"
    )


def _audit(
    given: Given, plan: Path, output: Path, times: Mapping[str, str | None], *, pdf: bool
) -> None:
    """An audit by plan, as `suyuan audit` does it."""
    from dashboard.commands.audit import carried_out
    from graph import InvalidValueError

    for name, value in times.items():
        if value is not None:
            raise InvalidValueError(
                name,
                value,
                "审核计划自己写明时间 / a plan of an audit states its own times",
                "as_of = …, known_at = …",
            )
    carried_out(given, plan, output, pdf=pdf)
