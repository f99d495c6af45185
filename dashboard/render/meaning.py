"""What was understood of a sentence, before it is answered."""

from __future__ import annotations

from rich.text import Text

from dashboard.render.console import console
from queries import query_named
from queries.plain import Meaning


def print_meaning(meaning: Meaning) -> None:
    """The question, the command that asks the same, and what was assumed."""
    screen = console()
    screen.print(
        Text(f"听懂为 / understood as: {query_named(meaning.question).question_zh}", "bold")
    )
    screen.print(Text(f"  {meaning.command}", "cyan"))
    for zh, en in meaning.notes:
        screen.print(Text(f"  {zh}" if zh == en else f"  {zh} / {en}", "dim"))


def meaning_json(meaning: Meaning) -> dict[str, object]:
    """The same as JSON has it."""
    return {
        "understood": {
            "question": meaning.question,
            "params": meaning.params,
            "as_of": meaning.as_of or None,
            "known_at": meaning.known_at or None,
            "command": meaning.command,
            "notes": [{"zh": zh, "en": en} for zh, en in meaning.notes],
        }
    }
