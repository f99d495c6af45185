"""The page of damaged files shows what was recorded, and a failed session writes none."""

from __future__ import annotations

import re
from pathlib import Path

from loaders.protocol import WrittenHere
from loaders.registry import loaders
from tests.damage_page import DamagePage
from tests.faults.mutations import LONGEST

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/damage.md"
LINE = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
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
    assert [re.sub(r"\| 20[^|]* UTC \|$", "|", row) for row in rows] == [
        "| `dcc` | 1,000 | 210 | 4,321 | 3,000 | 1,321 | 0.12 | 0.1 |",
        "| `wdqms` | 1,000 | 210 | 4,321 | 3,000 | 1,321 | 0.12 | 1.5 |",
    ]


def test_a_run_of_one_loader_keeps_the_rows_of_the_others(tmp_path: Path) -> None:
    first, second = DamagePage(tmp_path / "page.md"), DamagePage(tmp_path / "page.md")
    first.found += [(ROW, 90.0), ({**ROW, "loader": "dcc"}, 6.0)]
    second.found.append(({**ROW, "loader": "dcc", "refused": 0}, 6.0))

    first.pytest_sessionfinish(0)
    second.pytest_sessionfinish(0)

    rows = dict(LINE.findall(second.path.read_text("utf-8")))
    assert {name: row.split("|")[1].strip() for name, row in rows.items()} == {
        "dcc": "0",
        "wdqms": "210",
    }


def test_kept_page_tells_of_a_thousand_files_of_every_loader() -> None:
    """None crashed or hung, or the page would not have been written; no row went missing."""
    rows = {
        name: [cell.strip().replace(",", "") for cell in cells.split("|")]
        for name, cells in LINE.findall(PAGE.read_text(encoding="utf-8"))
    }

    own = {name for name, one in loaders().items() if isinstance(one, WrittenHere)}
    assert rows.keys() == loaders().keys() - own
    for name, cells in rows.items():
        files, _, read, accepted, rejected = map(int, cells[:5])
        assert files >= 1000, name
        assert accepted + rejected == read, name
        assert float(cells[5]) <= LONGEST, name


def test_failed_session_writes_no_page(tmp_path: Path) -> None:
    page = DamagePage(tmp_path / "page.md")
    page.found.append((ROW, 90.0))

    page.pytest_sessionfinish(1)

    assert not page.path.exists()
