"""The page of the long runs tells of enough kills, and of none that left anything wrong."""

from __future__ import annotations

from pathlib import Path

from tests.faults.tally import Tally
from tests.torture_page import TorturePage

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/torture.md"
WANTED = {"嵌入式图库": 200, "Neo4j": 200, "图库服务器": 50, "写数据湖": 200, "看守文件夹": 50}


def outcomes(text: str) -> dict[str, list[int]]:
    """Kills, equal digests, doubled, lost, unfinished, by what was killed."""
    table = text.partition("| 杀的是")[2].partition("\n## ")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table if line]
    return {row[0]: [int(cell) for cell in row[1:6]] for row in rows}


def test_kept_page_tells_of_enough_kills_without_harm() -> None:
    found = outcomes(PAGE.read_text(encoding="utf-8"))

    for name, kills in WANTED.items():
        (row,) = [figures for what, figures in found.items() if name in what.partition(" / ")[0]]
        assert row[0] >= kills
        assert row[1:4] == [row[0], 0, 0]


def test_page_shows_what_was_recorded(tmp_path: Path) -> None:
    page = TorturePage(tmp_path / "page.md")
    tally = Tally(trials=3, equal=2, doubled=1, unfinished=2)
    tally.stages.update({"load": 1, "project": 2})
    page.found.append((tally.row("甲 / one"), 90.0))

    page.pytest_sessionfinish(0)

    text = page.path.read_text(encoding="utf-8")
    assert outcomes(text) == {"甲 / one": [3, 2, 1, 0, 2]}
    assert "| project | 2 |" in text
    assert "1.5" in text


def test_a_run_of_one_test_keeps_the_rows_of_the_others(tmp_path: Path) -> None:
    first, second = TorturePage(tmp_path / "page.md"), TorturePage(tmp_path / "page.md")
    for page, trials, names in ((first, 3, ("甲 / one", "乙 / two")), (second, 9, ("乙 / two",))):
        for name in names:
            tally = Tally(trials=trials, equal=trials)
            tally.stages.update({"load": trials})
            page.found.append((tally.row(name), 60.0))
        page.pytest_sessionfinish(0)

    text = second.path.read_text(encoding="utf-8")
    assert outcomes(text) == {"甲 / one": [3, 3, 0, 0, 0], "乙 / two": [9, 9, 0, 0, 0]}
    assert [line for line in text.splitlines() if line.startswith("| load")] == [
        "| load | 3 |",
        "| load | 9 |",
    ]
    assert text.count("甲 / one") == text.count("乙 / two") == 2


def test_failed_session_writes_no_page(tmp_path: Path) -> None:
    page = TorturePage(tmp_path / "page.md")
    page.found.append((Tally().row("甲 / one"), 1.0))

    page.pytest_sessionfinish(1)

    assert not page.path.exists()
