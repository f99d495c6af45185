"""The tutorial of the improvement loop: its commands run one after another on the sample."""

from __future__ import annotations

import re
import shlex
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app

PAGE = Path(__file__).resolve().parents[2] / "docs/tutorial/improvement-loop.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
REFUSED = "suyuan nonconformity close NC-2025-005 --user 张三"
"""What the page says is refused."""
STATIONS = "4"
"""Those that the cases of the page are at are among the first four."""
LATER = 2
"""Seconds: acts on one thing within a second each begin a second after the one before."""


def lines() -> list[str]:
    """The commands of the page in order; the pages themselves are not opened."""
    text = "".join(BLOCK.findall(PAGE.read_text(encoding="utf-8"))).replace("\\\n", " ")
    return [line for line in text.splitlines() if line.startswith("suyuan ")]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command prints, asked one after another of the sample."""
    folder = tmp_path_factory.mktemp("loop")
    home = ["--home", str(folder / "home")]
    said: dict[str, str] = {}

    def run(words: list[str], code: int) -> str:
        done = CliRunner().invoke(app, [*words, *home], env={"COLUMNS": "200"})
        assert done.exit_code == code, f"{words}\n{done.output}"
        return done.output

    made = CliRunner().invoke(app, ["sample", str(folder / "sample"), "--stations", STATIONS])
    assert made.exit_code == 0, made.output
    run(["load", str(folder / "sample")], 0)
    for line in lines():
        if line.startswith("suyuan ask"):
            time.sleep(LATER)
        if "dashboard" not in line:
            said[line] = run(shlex.split(line)[1:], 1 if line == REFUSED else 0)
    return said


def test_the_commands_of_the_page_run(printed: dict[str, str]) -> None:
    assert REFUSED in printed
    assert len(printed) == len(set(lines())) - 1


def test_the_audit_goes_from_the_finding_to_the_verified_effect(printed: dict[str, str]) -> None:
    (programme,) = [out for line, out in printed.items() if line.startswith("suyuan ask audits --")]
    (last,) = [out for line, out in printed.items() if "'finding:" in line and "ask" in line]

    assert "逾期未审核 1" in programme
    assert "独立或资格有疑 3" in programme
    for word in ("settled", "closed", "effective", "decisions/张三"):
        assert word in last, word


def test_the_review_considers_the_audits(printed: dict[str, str]) -> None:
    (review,) = [out for line, out in printed.items() if "review-input" in line]

    assert "12 项输入，12 项有所知" in review
    assert sum(line.startswith("c6 ") for line in review.splitlines()) == 6
