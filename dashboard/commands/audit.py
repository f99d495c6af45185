"""`suyuan audit`: carry out a plan of clauses × units and write it as an evidence package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, command, opened


@command
def audit(
    given: Given,
    plan: Annotated[Path, typer.Argument(metavar="PLAN.toml", help="审核计划 / audit plan")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.zip", help="写到 / write to")
    ],
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="附 PDF / with a PDF")] = True,
) -> None:
    """审核：条款 × 单位抽样判定，写成证据包 / audit by plan, as an evidence package."""
    carried_out(given, plan, output, pdf=pdf)


def carried_out(given: Given, plan: Path, output: Path, *, pdf: bool) -> None:
    """Carry out a plan, write the package and tell its verdicts; `suyuan evidence` does it too."""
    from dashboard.auditing import audited, contents_of, read_plan
    from dashboard.evidence import write_package
    from dashboard.render import as_json
    from ontology.codes import AUDIT_VERDICTS

    planned = read_plan(plan)
    with opened(given) as workspace:
        done = audited(workspace, planned)
        contents = contents_of(workspace, done)
    size = write_package(contents, output, pdf=pdf)
    counts = {v: sum(c.verdict == v for c in done.cells) for v in AUDIT_VERDICTS.codes}
    if given.as_json:
        told = {"file": str(output), "size": size, "cells": counts, "findings": len(done.findings)}
        typer.echo(as_json.dumps(told | {"ledger_head": contents.head}))
        return
    verdicts = " · ".join(f"{AUDIT_VERDICTS.title(v)} {v} {n}" for v, n in counts.items())
    typer.echo(
        f"{output}: {size:,} B · {verdicts} · {len(done.findings)} 项发现 findings\n"
        f"核对 verify: python3 {output}\n台账头 ledger head {contents.head}"
    )
