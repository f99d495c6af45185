"""All questions with what they take."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from dashboard.render.console import console
from queries import Param, questions


def questions_json() -> list[dict[str, object]]:
    """Every question as JSON has it."""
    return [
        {
            "id": q.id,
            "question_zh": q.question_zh,
            "question_en": q.question_en,
            "params": q.params,
            "columns": q.fields,
            "ledger_only": q.ledger_only,
        }
        for q in questions().values()
    ]


def print_questions() -> None:
    """Every question on a few lines: how to ask it, in Chinese and English."""
    screen = console()
    for q in questions().values():
        screen.print(Text.assemble((f"suyuan ask {q.id}", "bold cyan"), _usage(q.params)))
        screen.print(Text(f"  {q.question_zh}"))
        screen.print(Text(f"  {q.question_en}", "dim"))
    screen.print(
        Text(
            "\n每个问题都可加 --as-of T --known-at T --json --csv FILE / every question takes these"
        )
    )


def _usage(params: Sequence[Param]) -> str:
    parts = (f"{p.name}={p.title_zh}/{p.title_en}" for p in params)
    return "".join(
        f" {part}" if p.required else f" [{part}]" for p, part in zip(params, parts, strict=True)
    )
