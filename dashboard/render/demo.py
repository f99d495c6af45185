"""The demo in the terminal: what was loaded, the trace, and what to try next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from dashboard.loading import Outcome
from dashboard.render.console import console, text
from dashboard.render.trace_table import print_trace
from queries import Result


def print_demo(
    folder: Path, outcome: Outcome, result: Result[object], steps: Sequence[tuple[str, str]]
) -> None:
    """Print the demo's answer between where it comes from and what to try next."""
    screen = console()
    screen.print(Text("溯源 Suyuan · 示例省 / sample province", "bold"))
    screen.print(
        Text(
            "台站、单位、过程是公开事实；仪器、检定、证书、标准、问题全部是合成数据。\n"
            "Stations, units and processes are public facts; instruments, calibrations, "
            "certificates,\nstandards and issues are all SYNTHETIC, records of no real equipment.",
            "#CC79A7",
        )
    )
    screen.print(text(loaded(folder, outcome), "dim"), soft_wrap=True)
    screen.print()
    print_trace(result)
    screen.print(Text("\n接下来可以试 / try next", "bold"))
    for what, command in steps:
        screen.print(text(f"  {what}", "dim"))
        screen.print(text(f"    {command}", "cyan"), soft_wrap=True)


def loaded(folder: Path, outcome: Outcome) -> str:
    """How much was loaded, in one line."""
    rows = sum(r.read for r in outcome.reports)
    claims = sum(r.asserted for r in outcome.reports)
    if outcome.reports and all(r.unchanged for r in outcome.reports):
        return f"{folder}: {len(outcome.reports)} 个文件无变化 / files unchanged"
    return (
        f"{folder}: {len(outcome.reports)} 个文件 files → {rows:,} 行 rows → {claims:,} "
        "条断言 claims"
    )
