"""The reference page of the competency questions, made from their declarations.

Run as `python -m queries.competency.page docs/reference`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from queries.competency import COMPETENCIES, ROLES
from queries.competency.model import Competency

PAGE = "competency-questions.md"
_HEAD = """# 能力问题 / Competency questions
由声明生成，勿手改 / made from the declarations: `python -m queries.competency.page docs/reference`.

图必须答得出的问题，每个有三种读法：Cypher（`$t` 是所问的时刻）、SPARQL（默认图是 `$t` 时
的样子）、测试里的 networkx；三种答案相等，由 tests/contract/test_competency.py 在合成省和真实
资料上检查。
What the graph must be able to answer, in three readings: Cypher (`$t` is the moment asked about),
SPARQL (the default graph is as it stands at `$t`), and networkx in the tests; that the three agree
is tested on the sample province and on the real material. SPARQL: `suyuan sparql`, see
[ask-in-sparql.md](../howto/ask-in-sparql.md).
"""


def competency_markdown() -> str:
    """The page as text."""
    return _HEAD + "\n".join(line for role in ROLES for line in _role(role)) + "\n"


def _role(role: str) -> Iterator[str]:
    zh, en = ROLES[role]
    yield f"\n## {zh} / {en}"
    for question in COMPETENCIES:
        if question.role == role:
            yield from _question(question)


def _question(question: Competency) -> Iterator[str]:
    yield f"\n### {question.id}"
    yield f"{question.question_zh}  \n{question.question_en}\n"
    yield f"列 / columns: {', '.join(f'`{name}`' for name in question.columns)}\n"
    yield f"```sparql\n{question.sparql}\n```"
    given = "".join(f"\n// ${name} = {value!r}" for name, value in question.params.items())
    yield f"```cypher\n{question.cypher}{given}\n```"


def main(folder: Path) -> None:
    """Write the page."""
    (folder / PAGE).write_text(competency_markdown(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
