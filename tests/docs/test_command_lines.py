"""Every `suyuan …` line in the documentation is one that the command line accepts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from dashboard.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
# Up to what ends a command in a shell: a comment, a pipe, `;`, `&`, a redirection, `)`.
LINE = re.compile(r"(?:^|[\s/(])suyuan ([^\n#|;&>)]+)", re.MULTILINE)


def lines() -> Iterator[tuple[str, str]]:
    """Page and what follows `suyuan` on each line of its shell blocks."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            # Of an image with another entry point the words are not ours.
            own = [line for line in block.splitlines() if "--entrypoint" not in line]
            for line in LINE.findall("\n".join(own)):
                if line.strip():
                    yield page.relative_to(ROOT).as_posix(), line.strip()


def unknown(line: str) -> list[str]:
    """The words of a line that name no command or no option."""
    command: Any = get_command(app)
    for word in line.split():
        names: dict[str, Any] | None = getattr(command, "commands", None)
        if word.startswith("--"):
            known = {o for p in command.params for o in p.opts} | {"--help"}
            if word.partition("=")[0] not in known:
                return [word]
        elif names is not None:
            if word not in names:
                return [word]
            command = names[word]
    unfinished = hasattr(command, "commands") and "--" not in line
    return [line] if unfinished else []


@pytest.mark.parametrize(("page", "line"), sorted(set(lines())))
def test_a_command_line_in_the_docs_is_accepted(page: str, line: str) -> None:
    assert unknown(line) == [], page


def test_a_wrong_line_is_noticed() -> None:
    assert unknown("rebuild --fast") == ["--fast"]
    assert unknown("rebild") == ["rebild"]
    assert unknown("neo4j upp --export") == ["upp"]
    assert unknown("claims") == ["claims"]
    assert unknown("neo4j up --export") == unknown("verify --head 块号:哈希") == []
