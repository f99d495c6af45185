"""What the loader of daily values makes of marked and bad cells, of moves and of damage."""

from datetime import date
from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.cma_daily_v3 import LOADER
from loaders.cma_daily_v3.day import end_of_day
from loaders.observations import Observation
from loaders.protocol import SourceFile

FILE = "data/cma_station_tidymet/surf_cli_chn_mul_day_v3_1951_inner_mongolia.csv"
GOOD = {
    "site": "50527", "date": "1951-01-01", "long": "11945", "lat": "4913", "alt": "6766",
    "ET_sml": "2", "QC_ET_sml": "0", "GTmax": "-100", "QC_GTmax": "0", "prcp20_20": "0",
    "QC_prcp20_20": "0", "Pavg": "9452", "QC_Pavg": "0", "Pmax": "9463", "QC_Pmax": "0",
    "RHmin": "33", "QC_RHmin": "0", "WINmax": "33", "QC_WINmax": "0",
}  # fmt: skip
Outcomes = list[tuple[tuple[Claim, ...], tuple[Observation, ...]] | Rejected]


def table(path: Path, *rows: dict[str, str]) -> SourceFile:
    lines = [",".join(GOOD), *(",".join({**GOOD, **row}.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return SourceFile(path, "v3")


def outcomes(source: SourceFile) -> Outcomes:
    """What becomes of each row."""
    found: Outcomes = []
    for row in LOADER.read(source):
        if isinstance(row, Rejected):
            found.append(row)
        else:
            claims = tuple(c for c in LOADER.claims(row, source) if isinstance(c, Claim))
            found.append((claims, tuple(LOADER.observations(row, source))))
    return found


def one(path: Path, row: dict[str, str]) -> tuple[tuple[Claim, ...], dict[str, Observation]]:
    [found] = outcomes(table(path, row))
    assert not isinstance(found, Rejected), found
    return found[0], {v.variable: v for v in found[1]}


@pytest.mark.parametrize(
    ("cells", "code", "value", "reason"),
    [
        ({"Pavg": "32766", "QC_Pavg": "8"}, "PRS_Avg", None, "missing"),
        ({"Pavg": "32766", "QC_Pavg": "7"}, "PRS_Avg", None, "inapplicable"),
        ({"Pavg": "NA", "QC_Pavg": "8"}, "PRS_Avg", None, "missing"),
        ({"Pavg": "32744"}, "PRS_Avg", None, "missing"),
        ({"Pavg": "99999"}, "PRS_Avg", None, "unknown"),  # no mark that is known, no pressure
        ({"Pmax": "29463"}, "PRS_Max", 946.3, None),  # taken from the hours of observation
        ({"RHmin": "333"}, "RHU_Min", 33.0, None),
        ({"GTmax": "10700"}, "GST_Max", None, "AboveDetectionRange"),
        ({"GTmax": "-10363"}, "GST_Max", None, "BelowDetectionRange"),
        ({"ET_sml": "32700"}, "EVP", None, "unknown"),  # the pan was frozen
        ({"ET_sml": "1200"}, "EVP", None, "AboveDetectionRange"),
        ({"WINmax": "1400"}, "WIN_S_Max", None, "AboveDetectionRange"),
        ({"prcp20_20": "32700"}, "PRE_Time_2020", None, "BelowDetectionRange"),
        ({"prcp20_20": "32044"}, "PRE_Time_2020", 4.4, None),
        ({"prcp20_20": "32744"}, "PRE_Time_2020", None, "missing"),
        ({"prcp20_20": "31376"}, "PRE_Time_2020", 37.6, None),
        ({"prcp20_20": "30017"}, "PRE_Time_2020", 1.7, None),
    ],
)
def test_a_marked_number_is_no_plain_value(
    tmp_path: Path, cells: dict[str, str], code: str, value: float | None, reason: str | None
) -> None:
    [text] = [text for name, text in cells.items() if not name.startswith("QC_")]
    _, values = one(tmp_path / "t.csv", cells)

    assert (values[code].value, values[code].nil_reason) == (value, reason)
    assert values[code].raw == text


def test_a_day_ends_at_20_beijing_time() -> None:
    assert end_of_day(date(2018, 6, 3)).isoformat() == "2018-06-03T12:00:00+00:00"


def test_an_estimated_height_is_said_to_be_one(tmp_path: Path) -> None:
    claims, _ = one(tmp_path / "t.csv", {"alt": "106766"})
    [place] = [c for c in claims if c.kind == "Location"]

    assert place.properties["elevation_m"] == "676.6"
    assert "估测" in str(place.properties["note"])


def test_a_missing_height_is_none(tmp_path: Path) -> None:
    claims, _ = one(tmp_path / "t.csv", {"alt": ""})
    [place] = [c for c in claims if c.kind == "Location"]

    assert "elevation_m" not in place.properties


def test_a_position_lasts_as_long_as_rows_state_it(tmp_path: Path) -> None:
    rows = [
        {"date": "1951-01-01"}, {"date": "1951-01-02"},
        {"date": "1951-01-03", "lat": "4914"},
        {"date": "1951-01-05", "lat": "4914"},  # nobody speaks of the fourth
        {"date": "1951-01-06", "lat": "4914", "site": "50528"},
    ]  # fmt: skip
    found = outcomes(table(tmp_path / "t.csv", *rows))
    places = [
        (number, c.subject[9:14], c.valid_from[:10], c.valid_to[:10])
        for number, one in enumerate(found, 1) if isinstance(one, tuple)
        for c in one[0] if c.kind == "Location"
    ]  # fmt: skip

    assert places == [
        (2, "50527", "1950-12-31", "1951-01-02"),
        (3, "50527", "1951-01-02", "1951-01-03"),
        (4, "50527", "1951-01-04", "1951-01-05"),
        (5, "50528", "1951-01-05", "1951-01-06"),
    ]


def test_a_bad_row_ends_a_position_and_the_order_stays(tmp_path: Path) -> None:
    rows = [{"date": "1951-01-01"}, {"date": "1951-01-02", "Pavg": "x"}, {"date": "1951-01-03"}]

    first, bad, last = outcomes(table(tmp_path / "t.csv", *rows))

    assert isinstance(bad, Rejected)
    assert (bad.place.line, bad.identity) == (3, "day|50527|1951-01-02")
    for found, day in ((first, "1951-01-01"), (last, "1951-01-03")):
        assert not isinstance(found, Rejected)
        assert {str(v.local_day) for v in found[1]} == {day}
        assert [c.valid_to[:10] for c in found[0] if c.kind == "Location"] == [day]


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"site": "5052"}, "site", "station-number"),
        ({"date": "1951-02-30"}, "date", "date"),
        ({"date": ""}, "date", "date"),
        ({"lat": "4960"}, "lat", "minutes"),
        ({"long": "119.75"}, "long", "degrees-minutes"),
        ({"alt": "676.6"}, "alt", "height"),
        ({"alt": "99000"}, "alt", "height"),
        ({"Pavg": "945.2"}, "Pavg", "value"),
        ({"QC_Pavg": "00"}, "QC_Pavg", "qc-code"),
    ],
)
def test_a_bad_cell_rejects_its_row(
    tmp_path: Path, cells: dict[str, str], field: str, rule: str
) -> None:
    [bad] = outcomes(table(tmp_path / "t.csv", cells))

    assert isinstance(bad, Rejected)
    assert (bad.field, bad.rule) == (field, rule)
    assert " / " in bad.message


@pytest.mark.parametrize("text", ["", "site,date\n50527,1951-01-01\n"])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match="columns are absent"):
        list(LOADER.read(SourceFile(path, "v3")))
