"""What the loader of NOAA's station history makes of missing values, doubled and bad rows."""

from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.isd_history import LOADER
from loaders.protocol import SourceFile

HEADER = "USAF,WBAN,STATION NAME,CTRY,STATE,ICAO,LAT,LON,ELEV(M),BEGIN,END"
GOOD = {
    "USAF": "534630", "WBAN": "99999", "STATION NAME": "BAITA", "CTRY": "CH", "STATE": "",
    "ICAO": "", "LAT": "+40.851", "LON": "+111.824", "ELEV(M)": "+1083.9", "BEGIN": "19560820",
    "END": "20191029",
}  # fmt: skip


def line(**changes: str) -> str:
    """The good row with other cells; names are columns, `ELEV` the height."""
    cells = {("ELEV(M)" if name == "ELEV" else name): text for name, text in changes.items()}
    return ",".join(f'"{text}"' for text in {**GOOD, **cells}.values())


def outcomes(path: Path, *lines: str, header: str = HEADER) -> list[tuple[Claim, ...] | Rejected]:
    """What becomes of each line below the header."""
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    source = SourceFile(path, "isd")
    found: list[tuple[Claim, ...] | Rejected] = []
    for row in LOADER.read(source):
        said = (row,) if isinstance(row, Rejected) else tuple(LOADER.claims(row, source))
        rejected = [claim for claim in said if isinstance(claim, Rejected)]
        found.append(rejected[0] if rejected else tuple(c for c in said if isinstance(c, Claim)))
    return found


def one(path: Path, **changes: str) -> tuple[Claim, ...]:
    """The claims of the good row with other cells."""
    [claims] = outcomes(path, line(**changes))
    assert not isinstance(claims, Rejected), claims
    return claims


def location(claims: tuple[Claim, ...]) -> Claim:
    [found] = [claim for claim in claims if claim.kind == "Location"]
    return found


def missing(claims: tuple[Claim, ...]) -> set[tuple[object, object, object]]:
    """Element, property and value of each State."""
    said = [claim.properties for claim in claims if claim.kind == "State"]
    return {(s["element"], s["property"], s["value"]) for s in said}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("", ""), ("+00.000", "+000.000"), ("-99.999", "-999.999")],
)
def test_missing_coordinates_are_missing_and_never_zero(
    tmp_path: Path, latitude: str, longitude: str
) -> None:
    claims = one(tmp_path / "t.csv", LAT=latitude, LON=longitude)
    place = location(claims)

    assert not {"latitude", "longitude"} & place.properties.keys()
    assert place.properties["elevation_m"] == "1083.9"
    assert missing(claims) == {(place.subject, "nil:3-07", "missing")}
    assert {(c.subject, c.object) for c in claims if c.kind == "HAS_STATE"} == {
        (place.subject, c.subject) for c in claims if c.kind == "State"
    }


@pytest.mark.parametrize("height", ["", "-999.9", "-0999.9", "-0999.0"])
def test_a_missing_height_is_missing_and_never_zero(tmp_path: Path, height: str) -> None:
    claims = one(tmp_path / "t.csv", ELEV=height)
    place = location(claims)

    assert "elevation_m" not in place.properties
    assert place.properties["latitude"] == "40.851"
    assert missing(claims) == {(place.subject, "nil:elevation_m", "missing")}


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"LAT": "+00.000", "LON": "+032.500"}, "latitude", "0.000"),  # on the equator
        ({"LAT": "-01.250"}, "latitude", "-1.250"),
        ({"LON": "+000.017"}, "longitude", "0.017"),
        ({"ELEV": "+0000.0"}, "elevation_m", "0.0"),
        ({"ELEV": "-0154.0"}, "elevation_m", "-154.0"),
    ],
)
def test_zero_and_negative_values_that_are_none_of_these_stay(
    tmp_path: Path, cells: dict[str, str], name: str, value: str
) -> None:
    claims = one(tmp_path / "t.csv", **cells)

    assert location(claims).properties[name] == value
    assert missing(claims) == set()


def test_the_period_of_data_is_no_validity(tmp_path: Path) -> None:
    with_days = one(tmp_path / "t.csv")
    without = one(tmp_path / "t.csv", BEGIN="", END="")

    assert {(c.valid_from, c.valid_to) for c in with_days} == {
        (c.valid_from, c.valid_to) for c in without
    }
    assert {"data_first_day", "data_last_day"} <= location(with_days).properties.keys()
    assert not {"data_first_day", "data_last_day"} & location(without).properties.keys()


@pytest.mark.parametrize(
    ("cells", "station"),
    [
        ({"USAF": "534639"}, "station:534639-99999"),
        ({"CTRY": "MG", "USAF": "442920"}, "station:442920-99999"),
        ({"CTRY": "", "USAF": "A00001", "WBAN": "03131"}, "station:A00001-03131"),
    ],
)
def test_without_a_chinese_number_a_station_stands_under_its_own_key(
    tmp_path: Path, cells: dict[str, str], station: str
) -> None:
    claims = one(tmp_path / "t.csv", **cells)

    assert claims[0].subject == station
    assert "wigos_id" not in claims[0].properties
    assert {str(claim.certainty) for claim in claims} == {"stated"}


def test_two_rows_of_one_number_are_both_kept_with_their_wban(tmp_path: Path) -> None:
    found = outcomes(
        tmp_path / "t.csv", line(), line(WBAN="12345", LAT="+40.900"), line(LAT="+40.800")
    )
    places = [location(claims) for claims in found if not isinstance(claims, Rejected)]

    assert [p.properties["registry_key"] for p in places] == [
        "534630-99999", "534630-12345", "534630-99999",
    ]  # fmt: skip
    assert len({place.subject for place in places}) == 2
    assert [p.properties["latitude"] for p in places] == ["40.851", "40.900", "40.800"]
    assert {claims[0].subject for claims in found if not isinstance(claims, Rejected)} == {
        "station:53463"
    }


def test_a_declared_certainty_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{HEADER}\n{line()}\n", encoding="utf-8")
    source = SourceFile(path, "isd", certainty="synthetic")
    [row] = LOADER.read(source)
    assert not isinstance(row, Rejected)

    said = [c for c in LOADER.claims(row, source) if isinstance(c, Claim)]

    assert {str(claim.certainty) for claim in said} == {"synthetic"}


@pytest.mark.parametrize(
    ("cells", "field", "value", "rule"),
    [
        ({"USAF": ""}, "USAF", "", "station-id"),
        ({"USAF": "53463"}, "USAF", "53463", "station-id"),
        ({"WBAN": "x"}, "WBAN", "x", "station-id"),
        ({"LAT": "+90.001"}, "LAT", "+90.001", "range"),
        ({"LON": "-180.500"}, "LON", "-180.500", "range"),
        ({"LAT": "north"}, "LAT", "north", "decimal"),
        ({"LAT": ""}, "LAT", "", "position-pair"),
        ({"LON": "-999.999"}, "LON", "-999.999", "position-pair"),
        ({"ELEV": "+9999.9"}, "ELEV(M)", "+9999.9", "height"),
        ({"ELEV": "high"}, "ELEV(M)", "high", "height"),
        ({"BEGIN": "19560230"}, "BEGIN", "19560230", "date"),
        ({"END": "2019-10-29"}, "END", "2019-10-29", "date"),
        ({"BEGIN": "20200101"}, "END", "20191029", "interval"),
    ],
)
def test_a_bad_cell_rejects_its_row_with_place_and_remedy(
    tmp_path: Path, cells: dict[str, str], field: str, value: str, rule: str
) -> None:
    good, bad = outcomes(tmp_path / "t.csv", line(), line(**cells))

    assert isinstance(good, tuple)
    assert isinstance(bad, Rejected)
    assert (bad.field, bad.value, bad.rule, bad.place.line) == (field, value, rule, 3)
    assert any(remedy in bad.message for remedy in ("更正", "补上", "留空", "十进制"))


def test_a_line_with_too_few_cells_or_an_open_quote_costs_itself_alone(tmp_path: Path) -> None:
    found = outcomes(tmp_path / "t.csv", "534630,99999", '"534630,99999', line())

    assert [f.rule if isinstance(f, Rejected) else "read" for f in found] == [
        "cells", "csv", "read",
    ]  # fmt: skip


def test_a_table_without_a_column_is_refused_and_an_empty_one_is_not_ours(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="ICAO"):
        outcomes(tmp_path / "t.csv", header=HEADER.replace("ICAO,", ""))
    assert not LOADER.accepts(tmp_path / "t.csv", b"")
    assert outcomes(tmp_path / "t.csv") == []


def test_a_column_that_nobody_reads_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{HEADER},COLOUR\n", encoding="utf-8")

    assert LOADER.warnings(SourceFile(path, "isd")) == (
        "列 COLOUR 未读 / column 'COLOUR' is not read",
    )
