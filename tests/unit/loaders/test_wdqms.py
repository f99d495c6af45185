"""What the loader of monitoring results makes of odd rows, bad ones and damage."""

from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.protocol import SourceFile
from loaders.wdqms import LOADER
from loaders.wdqms.periods import span_of

FOLDER = Path(__file__).resolve().parents[2] / "golden/wdqms"
GOOD = {
    "name": "HOHHOT", "wigosid": "0-20000-0-53463", "#received": "5", "#expected": "6",
    "color code": "green", "description": "Normal", "variable": "pressure",
    "date": "2024-05-01 18:00:00+00:00", "center": "DWD",
}  # fmt: skip
REPORT = (
    "# TYPE=SYNOP",
    "#An_date= 20240501",
    "#An_time= 18",
    "Station_id,yyyymmdd,HHMMSS,latitude,Longitude,StatusFlag,Centre_id,var_id,Bg_dep",
)
OBSERVED = "53463,20240501,180000,40.8,111.6,0,DWD,110,0.5"
Told = list[tuple[Claim, ...] | Rejected]


def outcomes(path: Path, *lines: str) -> Told:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = SourceFile(path, "wdqms")
    found: Told = []
    for row in LOADER.read(source):
        said = (row,) if isinstance(row, Rejected) else tuple(LOADER.claims(row, source))
        bad = [x for x in said if isinstance(x, Rejected)]
        found.append(bad[0] if bad else tuple(x for x in said if isinstance(x, Claim)))
    return found


def download(path: Path, **cells: str) -> tuple[Claim, ...] | Rejected:
    """What becomes of the good row with other cells; names may stand for columns with `_`."""
    fields = {**GOOD, **cells}
    quoted = ['"' + text.replace('"', '""') + '"' for text in fields.values()]
    [found] = outcomes(path, ",".join(fields), ",".join(quoted))
    return found


def issues(found: tuple[Claim, ...] | Rejected) -> list[Claim]:
    assert isinstance(found, tuple), found
    return [claim for claim in found if claim.kind == "Issue"]


# Downloads


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"wigosid": ""}, "wigosid", "required"),
        ({"wigosid": "HOHHOT"}, "identifier", "wigos-id"),
        ({"wigosid": "0-20000-0-53463,0-156-1-x"}, "wigosid", "wigos-id"),
        ({"center": ""}, "center", "required"),
        ({"date": ""}, "date", "date"),
        ({"date": "2024-02-30"}, "date", "date"),
        ({"date": "2024-13"}, "date", "date"),
        ({"date": "2024-05-01 18:00:00+08:00"}, "date", "date"),
        ({"date": "2024-05-01 17:00:00+00:00"}, "date", "synoptic-hour"),
        ({"date": "2024-05-01 00:00:00+00:00"}, "date", "period"),
        ({"period": "weekly"}, "period", "code"),
        ({"#received": "many"}, "#received", "count"),
        ({"#expected": "-1"}, "#expected", "count"),
        ({"#received": "5.5"}, "#received", "count"),
    ],
)
def test_a_bad_cell_rejects_its_row_with_place_and_remedy(
    tmp_path: Path, cells: dict[str, str], field: str, rule: str
) -> None:
    bad = download(tmp_path / "t.csv", **cells)

    assert isinstance(bad, Rejected)
    assert (bad.field, bad.rule, bad.place.line) == (field, rule, 2)
    assert any(word in bad.message for word in ("更正", "补上", "留空", "写", "应为", "加一列"))


def test_midnight_is_read_where_the_row_names_its_period(tmp_path: Path) -> None:
    at = "2024-05-01 00:00:00+00:00"

    assert span_of(at, "six_hour").begin == "2024-04-30T21:00:00Z"
    assert span_of(at, "six_hour").end == "2024-05-01T03:00:00Z"
    assert span_of(at, "daily").end == "2024-05-01T21:00:00Z"
    assert span_of(at, "monthly").end == "2024-05-31T21:00:00Z"
    assert isinstance(download(tmp_path / "t.csv", date=at, period="daily"), tuple)


def test_the_verdict_of_the_centre_goes_before_the_figures(tmp_path: Path) -> None:
    kept = download(tmp_path / "t.csv", **{"#received": "1", "color code": "green"})
    told = download(tmp_path / "t.csv", **{"#received": "6", "color code": "orange"})

    assert issues(kept) == []
    assert [issue.properties["severity"] for issue in issues(told)] == ["orange"]


@pytest.mark.parametrize(("received", "expected"), [("4", "0"), ("", "6"), ("5", "6"), ("nan", "")])
def test_without_a_verdict_or_with_nothing_expected_there_is_no_issue(
    tmp_path: Path, received: str, expected: str
) -> None:
    found = download(
        tmp_path / "t.csv",
        **{"#received": received, "#expected": expected, "color code": "", "description": ""},
    )

    assert issues(found) == []


def test_counts_that_a_spreadsheet_wrote_as_decimals_are_counts(tmp_path: Path) -> None:
    found = download(tmp_path / "t.csv", **{"#received": "5.0"})
    assert isinstance(found, tuple)

    [result] = [c for c in found if c.kind == "QualityMeasurement"]
    assert result.properties["received"] == 5


def test_without_a_variable_a_result_is_of_the_station(tmp_path: Path) -> None:
    found = download(tmp_path / "t.csv", variable="", **{"color code": "black"})
    assert isinstance(found, tuple)

    assert {(c.kind, c.object) for c in found if c.kind in {"ABOUT", "COMPUTED_ON"}} == {
        ("ABOUT", "station:53463"), ("COMPUTED_ON", "station:53463"),
    }  # fmt: skip


def test_a_table_of_two_measures_or_none_is_refused_or_not_ours(tmp_path: Path) -> None:
    header = "wigosid,date,center,#received,#expected,timeliness"
    with pytest.raises(SourceError, match="一表一项"):
        outcomes(tmp_path / "t.csv", header, "0-20000-0-53463,2024-05-01,DWD,1,1,1")
    assert not LOADER.accepts(tmp_path / "t.csv", b"wigosid,date,center,note\n")
    assert not LOADER.accepts(tmp_path / "t.csv", b"")
    assert LOADER.accepts(tmp_path / "x", (FOLDER / "quality_daily.csv").read_bytes())


def test_a_column_that_nobody_reads_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("wigosid,date,center,#received,#expected,colour\n", encoding="utf-8")

    assert LOADER.warnings(SourceFile(path, "x")) == (
        "列 colour 未读 / column 'colour' is not read",
    )


# Reports


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        (OBSERVED.replace("53463", "SHIP1"), "identifier", "wigos-id"),
        (OBSERVED.replace(",0,DWD", ",x,DWD"), "StatusFlag", "code"),
        (OBSERVED.replace("DWD", ""), "centre_id", "required"),
        (OBSERVED.replace("110", ""), "var_id", "required"),
        (OBSERVED.replace("0.5", "inf"), "Bg_dep", "decimal"),
        (OBSERVED + ",1", "", "cells"),
        ('"' + OBSERVED, "", "csv"),
    ],
)
def test_a_bad_line_of_a_report_costs_itself_alone(
    tmp_path: Path, line: str, field: str, rule: str
) -> None:
    bad, good = outcomes(tmp_path / "t.csv", *REPORT, OBSERVED, line)

    assert isinstance(bad, Rejected)
    assert isinstance(good, tuple)
    assert (bad.field, bad.rule, bad.place.line) == (field, rule, 6)
    [result] = [c for c in good if c.kind == "QualityMeasurement"]
    assert result.properties["received"] == 1


@pytest.mark.parametrize("broken", ["#An_date= 20240230", "#An_date= x"])
def test_a_report_without_a_time_of_analysis_is_refused(tmp_path: Path, broken: str) -> None:
    with pytest.raises(SourceError, match="An_date"):
        outcomes(tmp_path / "t.csv", REPORT[0], broken, *REPORT[2:], OBSERVED)


def test_levels_of_a_sounding_are_results_of_their_own(tmp_path: Path) -> None:
    found = outcomes(
        tmp_path / "t.csv", "# TYPE=TEMP", *REPORT[1:3],
        "Station_id,yyyymmdd,HHMMSS,latitude,Longitude,StatusFlag,Centre_id,var_id,Mean_Bg_dep,"
        "Std_Bg_dep,Levels,LastRepLevel,CodeType",
        "53463,20240501,110000,40.8,111.6,0,DWD,2,0.5,0.6,Trop,20,999",
        "53463,20240501,110000,40.8,111.6,0,DWD,2,1.5,0.6,Stra,20,999",
    )  # fmt: skip

    assert [
        claim.subject for said in found if isinstance(said, tuple) for claim in said
        if claim.kind == "Series"
    ] == [
        "series:53463|WDQMS/TEMP temperature Trop", "series:53463|WDQMS/TEMP temperature Stra",
    ]  # fmt: skip
