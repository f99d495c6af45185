"""The page of backends × questions names every question and has no hole without a reason."""

import re
from pathlib import Path

from queries import questions

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/backends.md"
STORES = ("kglite", "neo4j-5.26", "neo4j-2026", "py2neo", "py2neo-2026")
CELL = re.compile(r"[\d,]+ / [\d,]+|✗ .+")


def test_every_question_was_compared_on_every_backend() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    head, *found = rows

    assert set(head[1:]) == set(STORES)
    assert {row[0].strip("`") for row in found} == set(questions())
    holes = [
        (row[0], store)
        for row in found
        for store, cell in zip(head[1:], row[1:], strict=True)
        if not CELL.fullmatch(cell)
    ]
    assert holes == []
    assert not any(cell.startswith("0 /") for row in found for cell in row[1:])
