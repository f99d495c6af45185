"""What a table exports is what it shows, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io

from dashboard.app.tables import csv_text


def test_cells_that_a_spreadsheet_would_run_are_made_text() -> None:
    told = csv_text(["名"], [["=1+1"], ["+cmd|' /C calc'!A0"], ["@SUM(A1)"], ["-9.8"], [3], ["甲"]])

    assert told.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))
    assert rows == [
        ["名"],
        ["'=1+1"],
        ["'+cmd|' /C calc'!A0"],
        ["'@SUM(A1)"],
        ["-9.8"],
        ["3"],
        ["甲"],
    ]
