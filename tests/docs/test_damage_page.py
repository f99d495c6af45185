"""The page of damaged files shows what was recorded, and a failed session writes none."""

from __future__ import annotations

from pathlib import Path

from tests.damage_page import DamagePage

ROW = {
    "loader": "wdqms",
    "files": 1000,
    "refused": 210,
    "rows": 4321,
    "accepted": 3000,
    "rejected": 1321,
    "longest": 0.125,
}


def test_page_shows_what_was_recorded(tmp_path: Path) -> None:
    page = DamagePage(tmp_path / "page.md")
    page.found += [(ROW, 90.0), ({**ROW, "loader": "dcc"}, 6.0)]

    page.pytest_sessionfinish(0)

    rows = [line for line in page.path.read_text("utf-8").splitlines() if "| `" in line]
    assert rows == [
        "| `dcc` | 1,000 | 210 | 4,321 | 3,000 | 1,321 | 0.12 | 0.1 |",
        "| `wdqms` | 1,000 | 210 | 4,321 | 3,000 | 1,321 | 0.12 | 1.5 |",
    ]


def test_failed_session_writes_no_page(tmp_path: Path) -> None:
    page = DamagePage(tmp_path / "page.md")
    page.found.append((ROW, 90.0))

    page.pytest_sessionfinish(1)

    assert not page.path.exists()
