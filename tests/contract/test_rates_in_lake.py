"""Rates from the lake against their plain reading, which reads every file of it whole.

The homes of the other contract tests hold no values, so that this one has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from oracle import rates as plainly
from oracle.reading import Reading

from graph import Workspace
from graph.lake import write_lake
from graph.ledger import LedgerReader
from queries import run
from queries.rates import RateRow
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "units": "unit_id,name_zh,level,part_of\n省局,省局,region,\n甲局,甲局,league,省局\n"
    "乙局,乙局,league,省局\n",
    "stations": "station_id,name_zh,class,operated_by,valid_from,valid_to\n"
    "50001,一站,基本站,甲局,2000-01-01,2025-03-20\n50001,一站,一般站,乙局,2025-03-21,\n"
    "50002,二站,一般站,乙局,2000-01-01,\n50003,三站,,,,\n",
    "deployments": "deployment_id,station_id,instrument_id,variable,role,valid_from,valid_to,"
    "reporting_interval\n"
    "D1,50001,I1,PRS,primary,2020-01-01,2025-03-10,PT1H\n"
    "D2,50001,I1,PRS,primary,2025-03-11,,PT3H\n"
    "D3,50001,I2,TEM,primary,2020-01-01,,PT1H\nD4,50001,I3,TEM,,2025-03-01,,PT10M\n"
    "D5,50002,I4,bufr4/b/10/004,,2020-01-01,,P1D\nD6,50003,I5,PRS,backup,2020-01-01,,PT1H\n",
}
CODES = (None, "0", "1", "2", "3", "4", "7", "8", "9", "190", "009", "999", "x")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("rates")
    with loaded(folder, written(folder, TABLES)) as opened:
        fill(opened.home)
        yield opened


def fill(home: Path) -> None:
    """Two datasets over the turns of two months, with every kind of code, and a second version."""
    random, begin = Random(20250301), datetime(2025, 2, 26, 16, tzinfo=UTC)
    for dataset, load in (("hours", "a"), ("hours", "b"), ("days", "c")):
        columns: dict[str, list[object]] = {
            n: [] for n in ("station", "variable", "time", "value", "flag")
        }
        for hour in range(0, 37 * 24, 24 if dataset == "days" else 5):
            for station in ("50001", "50002", "50003", "59999"):
                for variable in ("PRS", "TEM"):
                    if random.random() < 0.6:
                        value = None if random.random() < 0.2 else 1.0
                        row = (station, variable, begin + timedelta(hours=hour), value,
                               random.choice(CODES))  # fmt: skip
                        for name, cell in zip(columns, row, strict=True):
                            columns[name].append(cell)
        with write_lake(home, dataset, load * 64, "test@1") as writer:
            writer.write(columns)


@pytest.mark.parametrize("variable", ["", "variable:PRS"])
@pytest.mark.parametrize(
    ("by", "length"), [("unit", "month"), ("unit", "day"), ("level", "quarter"), ("class", "year")]
)
def test_the_plain_reading_says_the_same(
    workspace: Workspace, by: str, length: str, variable: str
) -> None:
    asked = {"by": by, "length": length, "from": "2025-02-28", "to": "2025-04-02"}
    if variable:
        asked["variable"] = variable
    reader = LedgerReader(workspace.ledger, workspace.ledger.head().position)
    reading = Reading(reader, "2026-01-01T00:00:00Z")

    found = [
        row
        for row in run(workspace, "rates", asked, as_of="2026-01-01T08:00:00+08:00").rows
        if isinstance(row, RateRow)
    ]
    expected = plainly.answer(reading, **asked)

    assert {row.reason for row in found} >= {"", "interval_not_stated"}
    assert [fields(row) for row in found] == [fields(row) for row in expected]


def fields(row: RateRow) -> dict[str, object]:
    texts = ("detail_zh", "detail_en")
    return {name: getattr(row, name) for name in RateRow.__slots__ if name not in texts}
