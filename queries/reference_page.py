"""The reference page of all questions, made from their declarations.

Run as `python -m queries.reference_page docs/reference`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from queries.model import Query
from queries.registry import questions

PAGE = "questions.md"
_HEAD = """# 问题 / Questions
由声明生成，勿手改 / made from the declarations: `python -m queries.reference_page docs/reference`.

每个问题都可加 `--as-of`（有效时间）与 `--known-at`（记录时间），每行都带出处。
Every question takes `--as-of` (valid time) and `--known-at` (recorded time); every row has its
source. `suyuan ask QUESTION [PARAM=VALUE …] [--json] [--csv FILE]`.
"""


def questions_markdown() -> str:
    """The page as text."""
    return _HEAD + "".join(_question(q) for q in questions().values())


def _question(query: Query[object]) -> str:
    return "\n".join(_lines(query)) + "\n"


def _lines(query: Query[object]) -> Iterator[str]:
    yield f"\n## {query.id}"
    yield f"{query.question_zh}  \n{query.question_en}\n"
    if query.params:
        yield "| 参数 / parameter | | 种类 / kinds |\n|---|---|---|"
        for p in query.params:
            star = "\\*" if p.required else ""
            kinds = ", ".join(p.kinds).replace("*", "任意 / any") or "-"
            yield f"| `{p.name}`{star} | {p.title_zh} / {p.title_en} | {kinds} |"
        yield ""
    yield f"列 / columns: {', '.join(f'`{f}`' for f in query.fields)}\n"
    if query.ledger_only:
        yield "只读台账，没有 Cypher / about the ledger alone; no Cypher."
        return
    scope = "闭包 / its closure" if query.closure else "快照 / a snapshot of the whole"
    yield f"过去的所知 / `known_at` reads: {scope}.\n"
    yield "<details><summary>Cypher</summary>\n\n```cypher"
    for stage in query.stages:
        yield f"// {stage.name}\n{stage.cypher}"
    yield "```\n</details>"


def main(folder: Path) -> None:
    """Write the page."""
    (folder / PAGE).write_text(questions_markdown(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
