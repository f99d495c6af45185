"""What the loader of SYNOP reports in text makes of bulletins, dates, groups and damage.

The reports are synthetic: written by hand for these tests, the first from the values of the real
message in BUFR of station 53463; the report of 88889 is the published example of pymetdecoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph import Claim, Rejected, Settings, Workspace
from graph.lake import Selection, open_lake
from loaders import Declared, LoadChoices, check_file, load_file, make_plan
from loaders.observations import Observation
from loaders.protocol import RawRow, SourceFile
from loaders.synop_text import LOADER
from ontology import valid_time

DAY = valid_time("2018-11-02")
BULLETIN = """ZCZC 001
SMCI40 BABJ 021200
AAXX 02121
53463 11480 03202 10079 21026 38865 40197 52009 60002 70211 80000
      333 10121 20011 4/008 55101 70000=
53513 NIL=
53068 32/// ///// 1//// 38865=
NNNN
"""
PUBLISHED = (
    "AAXX 01004 88889 12782 61506 10094 20047 30111 40197 53007 60001 81541 333 81656 86070\n"
)


def rows(path: Path, text: str, snapshot: str | None = DAY) -> list[RawRow | Rejected]:
    path.write_text(text, encoding="ascii")
    return list(LOADER.read(SourceFile(path, "text", snapshot)))


def values(row: RawRow | Rejected) -> dict[str, Observation]:
    assert isinstance(row, RawRow), row
    found = LOADER.observations(row, SourceFile(Path(), "text"))
    return {o.variable.removeprefix("bufr4/b/"): o for o in found}


def numbers(row: RawRow | Rejected) -> dict[str, float | None]:
    return {code: o.value for code, o in values(row).items()}


def rules(found: Sequence[RawRow | Rejected]) -> list[str]:
    return [one.rule if isinstance(one, Rejected) else "" for one in found]


# Groups and units


def test_a_report_has_the_values_of_the_message_in_bufr_in_its_units(tmp_path: Path) -> None:
    first, nil, partly = rows(tmp_path / "t", BULLETIN)

    assert numbers(first) == {
        "10/004": 88650, "10/051": 101970, "10/061": 90, "10/063": 2, "11/001": 320, "11/002": 2,
        "12/101": 281.05, "12/103": 270.55, "12/111": 285.25, "12/112": 274.25, "13/013": 0.08,
        "13/022": 0, "13/023": 0, "14/031/PT24H": 606, "20/001": 30000, "20/003": 2, "20/004": 1,
        "20/005": 1, "20/010": 0, "20/062": None,
    }  # fmt: skip
    assert numbers(nil) == {}
    nothing = (None, None, None, "missing", None)
    assert {code for code, o in values(partly).items() if o[3:] == nothing} == {
        "11/001", "11/002", "12/101", "20/001", "20/010",
    }  # fmt: skip
    assert {o.time.isoformat() for o in values(first).values()} == {"2018-11-02T12:00:00+00:00"}


def test_the_published_example(tmp_path: Path) -> None:
    [row] = rows(tmp_path / "t", PUBLISHED, valid_time("2026-01-01"))

    found = numbers(row)
    assert found["11/002"] == pytest.approx(6 * 1852 / 3600, abs=1e-6)  # 6 knots
    assert (found["10/004"], found["12/101"], found["20/010"]) == (101110, 282.55, 75)
    assert found["13/021"] == 0


@pytest.mark.parametrize(
    ("groups", "code", "value", "nil", "flag"),
    [
        ("11480 00000", "11/001", 0, None, None),
        ("11480 09902", "11/001", None, "unknown", "varAllUnknown"),
        ("11480 90000", "20/010", None, "unknown", "obscured"),
        ("11480 00000 69902", "13/022", 0, None, "trace"),
        ("11499 00000", "20/001", 50000, None, "isGreaterOrEqual"),
        ("11480 00000 11079", "12/101", 265.25, None, None),
        ("11480 00000 29047", "13/003", 47, None, None),
        ("11480 00000 58012", "10/061", -120, None, None),
        ("11480 00000 333 3/008", "20/062", None, "missing", None),
    ],
)
def test_a_group(
    tmp_path: Path, groups: str, code: str, value: float | None, nil: str | None, flag: str | None
) -> None:
    found = values(rows(tmp_path / "t", f"AAXX 02121 53463 {groups}=")[0])[code]

    assert found[3:] == (value, None, flag, nil, None)


def test_wind_in_a_unit_that_is_not_told_has_no_speed(tmp_path: Path) -> None:
    found = values(rows(tmp_path / "t", "AAXX 0212/ 53463 11480 03202=")[0])

    assert (found["11/002"].value, found["11/002"].nil_reason) == (None, "unknown")
    assert found["11/001"].value == 320


# Dates


def test_without_month_and_year_a_report_is_rejected_with_the_remedy(tmp_path: Path) -> None:
    found = rows(tmp_path / "t", BULLETIN, snapshot=None)

    assert rules(found) == ["month-and-year"] * 3
    assert all("--snapshot" in f.message for f in found if isinstance(f, Rejected))


@pytest.mark.parametrize(
    ("declared", "section", "time"),
    [
        ("2018-11-02", "02121", "2018-11-02T12:00:00Z"),
        ("2018-12-01", "30181", "2018-11-30T18:00:00Z"),
        ("2018-12-31", "01001", "2019-01-01T00:00:00Z"),
        ("2018-11-02", "20001", None),
        ("2018-02-25", "30001", None),
        ("2018-11-02", "00121", None),
        ("2018-11-02", "02991", None),
    ],
)
def test_a_report_lies_near_the_declared_day(
    tmp_path: Path, declared: str, section: str, time: str | None
) -> None:
    [found] = rows(tmp_path / "t", f"AAXX {section} 53463 11480=", valid_time(declared))

    if time is None:
        assert rules([found]) == ["time"]
    else:
        assert found.identity == f"synop|53463|{time}"


def test_a_date_in_the_line_of_a_report_is_its_date(tmp_path: Path) -> None:
    """The way archives print them: station, year, month, day, hour, minute, report."""
    text = (
        "53463,2018,11,02,12,00,AAXX 02121 53463 11480 03202=\n"
        "53463,2018,11,02,15,00,AAXX 02151 53463 11480 03202=\n"
        "53463,2018,11,02,15,00,AAXX 02181 53463 11480 03202=\n"
        "53513,2018,11,02,15,00,AAXX 02151 53463 11480 03202=\n"
        "53463,2018,13,02,15,00,AAXX 02151 53463 11480 03202=\n"
    )
    found = rows(tmp_path / "t", text, snapshot=None)

    assert rules(found) == ["", "", "time", "station-number", "time"]
    assert found[1].identity == "synop|53463|2018-11-02T15:00:00Z"


# Places, claims, faults


def test_places_are_those_of_the_reports(tmp_path: Path) -> None:
    raw = BULLETIN.encode()
    found = rows(tmp_path / "t", BULLETIN)
    excerpts = [
        raw[f.place.offset : f.place.offset + f.place.length]
        for f in found
        if f.place.offset is not None and f.place.length is not None
    ]

    assert [(f.place.line, f.place.column) for f in found] == [(4, 0), (6, 0), (7, 0)]
    assert excerpts[0].startswith(b"53463 11480")
    assert excerpts[0].endswith(b"70000=")
    assert excerpts[1] == b"53513 NIL="


def test_one_report_a_line_with_or_without_an_end(tmp_path: Path) -> None:
    text = "AAXX 02121 53463 11480 03202\nAAXX 02121 53068 11480 03202=\nAAXX 02151 53463 11480\n"

    assert [f.identity for f in rows(tmp_path / "t", text)] == [
        "synop|53463|2018-11-02T12:00:00Z",
        "synop|53068|2018-11-02T12:00:00Z",
        "synop|53463|2018-11-02T15:00:00Z",
    ]


def test_a_report_claims_station_and_series_once_and_no_position(tmp_path: Path) -> None:
    found = rows(tmp_path / "t", 2 * "AAXX 02121 53463 11480 03202 10079=\n")
    source = SourceFile(tmp_path / "t", "text")
    said = [[c for c in LOADER.claims(f, source) if isinstance(c, Claim)] for f in found
            if isinstance(f, RawRow)]  # fmt: skip

    assert said[0][0] == Claim(
        "Station", "station:53463", None, {"wigos_id": "0-20000-0-53463", "begin_known": False}
    )
    assert {c.kind for c in said[0]} == {
        "Station", "Variable", "Series", "OBSERVED_AT", "OF_VARIABLE",
    }  # fmt: skip
    assert said[1] == []


@pytest.mark.parametrize(
    ("report", "rule"),
    [
        ("AAXX 02121 5346 11480=", "station-number"),
        ("AAXX 02121 53463 11x80 03202=", "group"),
        ("AAXX 02121 53463 11480 03202 1ABCD=", "group"),
        ("BBXX 02121 SHIP 11480=", "category"),
        ("53463 11480 03202=", "section-0"),
        ("AAXX 02121 53463 " + 500 * "11480 " + "=", "length"),
    ],
)
def test_a_report_that_breaks_a_rule_costs_itself_alone(
    tmp_path: Path, report: str, rule: str
) -> None:
    found = rows(tmp_path / "t", report + "\nAAXX 02121 53068 11480 03202=\n")

    assert rules(found) == [rule, ""]


def test_the_loader_knows_reports_by_their_content(tmp_path: Path, shared: Path) -> None:
    assert LOADER.accepts(tmp_path / "x", BULLETIN.encode())
    assert LOADER.accepts(tmp_path / "x", PUBLISHED.encode())
    assert not [
        path
        for path in shared.rglob("*")
        if path.is_file() and LOADER.accepts(Path("x"), path.read_bytes()[:65536])
    ]


def test_values_reach_the_lake_once(tmp_path: Path) -> None:
    path, home = tmp_path / "day.txt", tmp_path / "home"
    path.write_text(BULLETIN)
    [planned] = make_plan([path], Declared(snapshot=DAY)).files
    dry = check_file(planned)
    with Workspace(Settings(home), create=True) as workspace, workspace.ledger.writing() as writer:
        first = load_file(workspace.ledger, writer, planned, LoadChoices())
        again = load_file(workspace.ledger, writer, planned, LoadChoices())
    with open_lake(home) as lake:
        readings = lake.window(Selection("synop_text", ("53463",)))

    assert (dry.read, dry.accepted, dry.values) == (first.read, first.accepted, first.values)
    assert (first.read, first.accepted, first.values, again.unchanged) == (3, 3, 26, True)
    assert {r.variable: r.value for r in readings}["bufr4/b/12/101"] == 281.05
