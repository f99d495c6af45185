"""Degrees and minutes, rows of lines, and what the three registry loaders reject."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Claim, Place, Rejected, SourceError
from loaders.cma_relocations import LOADER as RELOCATIONS
from loaders.cma_station_list import LOADER as STATION_LIST
from loaders.meteostat import LOADER as METEOSTAT
from loaders.positions import (
    LATITUDE,
    LONGITUDE,
    Axis,
    CellError,
    csv_rows,
    decimal_degrees,
    from_degrees_minutes,
    has_columns,
    metres,
    station_number,
)
from loaders.protocol import Loader, RawRow, SourceFile
from ontology import OPEN_END, valid_time

LIST_HEADER = (
    "seq,province,station_id,name,station_class,lat_ddmm,lon_dddmm,elev_m,barometer_elev_m,note"
)
LIST_ROW = "1,内蒙古,53463,呼和浩特,基本站,4051,11134,1153.5,1154.4,"
RELOCATIONS_HEADER = (
    "site,moveTimes,tag,lon,lat,alt,period_date_begin,period_date_end,date_begin,date_end"
)
RELOCATION = "53463,1,1,11141,4049,1062.2,1951-02-01,1955-12-31,1951-02-01,2018-12-31"


def entry(**changes: object) -> dict[str, object]:
    """A Meteostat entry; a change to None takes the part away."""
    whole: dict[str, object] = {
        "id": "53463",
        "active": True,
        "name": {"en": "Hohhot"},
        "identifiers": {"wmo": "53463"},
        "location": {"latitude": 40.8167, "longitude": 111.6833, "elevation": 1065},
    }
    return {key: value for key, value in {**whole, **changes}.items() if value is not None}


def outcomes(
    loader: Loader, path: Path, content: str | bytes, source: SourceFile | None = None
) -> list[tuple[Claim, ...] | Rejected]:
    """What becomes of each row of a file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    source = source or SourceFile(path, "s")
    found: list[tuple[Claim, ...] | Rejected] = []
    for row in loader.read(source):
        said = (row,) if isinstance(row, Rejected) else tuple(loader.claims(row, source))
        rejected = [claim for claim in said if isinstance(claim, Rejected)]
        claims = tuple(claim for claim in said if isinstance(claim, Claim))
        found.append(rejected[0] if rejected else claims)
    return found


def table(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


def changed(header: str, row: str, **cells: str) -> str:
    """The row with some of its cells changed."""
    fields = dict(zip(header.split(","), row.split(","), strict=True))
    assert fields.keys() >= cells.keys()
    return ",".join({**fields, **cells}.values())


# Degrees and minutes


@given(st.sampled_from([LATITUDE, LONGITUDE]), st.data())
def test_degrees_and_minutes_come_back_within_half_a_minute(
    axis: Axis, data: st.DataObject
) -> None:
    degrees = data.draw(st.integers(0, axis.reach - 1))
    minutes = data.draw(st.integers(0, 59))
    width = len(str(axis.reach))

    decimal = from_degrees_minutes(f"{degrees:0{width}d}{minutes:02d}", axis, "c")

    assert abs(float(decimal) * 60 - (degrees * 60 + minutes)) < 0.5
    assert round(float(decimal) * 60) == degrees * 60 + minutes
    assert abs(float(decimal) - (degrees + minutes / 60)) <= 0.00005 + 1e-9
    assert len(decimal.partition(".")[2]) == 4


@pytest.mark.parametrize(
    ("text", "axis", "expected"),
    [
        ("4051", LATITUDE, "40.8500"),
        ("0905", LATITUDE, "9.0833"),
        ("905", LATITUDE, "9.0833"),
        ("9000", LATITUDE, "90.0000"),
        ("4059", LATITUDE, "40.9833"),
        ("11134", LONGITUDE, "111.5667"),
        ("9712", LONGITUDE, "97.2000"),
        ("18000", LONGITUDE, "180.0000"),
    ],
)
def test_degrees_minutes(text: str, axis: Axis, expected: str) -> None:
    assert from_degrees_minutes(text, axis, "c") == expected


@pytest.mark.parametrize(
    ("text", "axis", "rule"),
    [
        ("4060", LATITUDE, "minutes"),
        ("11199", LONGITUDE, "minutes"),
        ("9001", LATITUDE, "range"),
        ("18001", LONGITUDE, "range"),
        ("", LATITUDE, "degrees-minutes"),
        ("40", LATITUDE, "degrees-minutes"),
        ("40.85", LATITUDE, "degrees-minutes"),
        ("11134", LATITUDE, "degrees-minutes"),
        ("405100", LATITUDE, "degrees-minutes"),
        ("-4051", LATITUDE, "degrees-minutes"),
        ("４０５１", LATITUDE, "degrees-minutes"),
        ("405N", LATITUDE, "degrees-minutes"),
        ("111", LONGITUDE, "degrees-minutes"),
    ],
)
def test_what_is_no_degrees_minutes(text: str, axis: Axis, rule: str) -> None:
    with pytest.raises(CellError) as caught:
        from_degrees_minutes(text, axis, "lat_ddmm")

    assert (caught.value.column, caught.value.value, caught.value.rule) == ("lat_ddmm", text, rule)
    assert " / " in caught.value.message


@pytest.mark.parametrize("text", ["40.8167", "-90", "0", "0.0", "90.0000"])
def test_decimal_degrees_keep_their_digits(text: str) -> None:
    assert decimal_degrees(text, LATITUDE, "c") == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [("90.0001", "range"), ("-91", "range"), ("", "decimal"), ("NaN", "decimal"),
     ("4e1", "decimal"), ("40.", "decimal"), ("+40", "decimal"), ("40,8", "decimal")],
)  # fmt: skip
def test_what_is_no_decimal_degrees(text: str, rule: str) -> None:
    with pytest.raises(CellError) as caught:
        decimal_degrees(text, LATITUDE, "c")

    assert caught.value.rule == rule


@pytest.mark.parametrize("text", ["717", "1153.5", "1063.0", "-154.3", "0", "9000", "-500"])
def test_metres_keep_their_digits(text: str) -> None:
    assert metres(text, "c") == text


@pytest.mark.parametrize(
    "text", ["999999", "32766", "9000.1", "-500.1", "", "1 153", "1.5e3", "Infinity", "１２"]
)
def test_what_is_no_height(text: str) -> None:
    with pytest.raises(CellError, match="height in metres"):
        metres(text, "c")


@pytest.mark.parametrize("text", ["5346", "534633", "5346A", "", "５３４６３"])
def test_what_is_no_station_number(text: str) -> None:
    with pytest.raises(CellError, match="five digits"):
        station_number(text, "c")


# Rows of lines


def rows_of(path: Path, content: bytes, *lines: int) -> list[RawRow | Rejected]:
    path.write_bytes(content)
    source = SourceFile(path, "s", lines=frozenset(lines) or None)
    return list(csv_rows(source, frozenset({"a", "b"}), lambda cells: cells.get("a", "")))


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_places_are_those_of_the_file(tmp_path: Path, bom: bytes, end: bytes) -> None:
    content = bom + end.join([b"a,b", "站,一".encode(), b"", b'"x, y", z ', b"1,2"])

    rows = rows_of(tmp_path / "t.csv", content)

    excerpts = []
    for row in rows:
        assert isinstance(row, RawRow)
        assert row.place.offset is not None
        assert row.place.length is not None
        begin = row.place.offset
        excerpts.append((row.place.line, content[begin : begin + row.place.length].decode()))
    assert excerpts == [(2, "站,一"), (4, '"x, y", z '), (5, "1,2")]
    assert [row.fields for row in rows if isinstance(row, RawRow)] == [
        {"a": "站", "b": "一"}, {"a": "x, y", "b": "z"}, {"a": "1", "b": "2"},
    ]  # fmt: skip


def test_only_the_wanted_lines_are_rows(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "t.csv", b"a,b\n1,2\n3,4\n5,6\n", 3)

    assert [(row.place, row.identity) for row in rows] == [(Place(3, 0, 8, 3), "3")]


@pytest.mark.parametrize(
    ("line", "rule"),
    [(b'1,"2', "csv"), (b"1", "cells"), (b"1,2,3", "cells"), (b"1,\xff", "utf-8"),
     (b"1,2\r3", "csv"), (b" ", "cells")],
)  # fmt: skip
def test_a_broken_line_costs_its_own_row_alone(tmp_path: Path, line: bytes, rule: str) -> None:
    broken, sound = rows_of(tmp_path / "t.csv", b"a,b\n" + line + b"\n8,9\n")

    assert isinstance(broken, Rejected)
    assert (broken.rule, broken.place.line) == (rule, 2)
    assert broken.identity == line[:1].decode().strip()
    assert isinstance(sound, RawRow)
    assert sound.identity == "8"


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"", "columns are absent: a, b"), (b"a,c\n", "columns are absent: b"),
     (b"a,b,a\n", "columns occur twice: a"), (b'a,"b\n', "columns are absent")],
)  # fmt: skip
def test_a_table_with_another_header_is_unreadable(
    tmp_path: Path, content: bytes, rule: str
) -> None:
    with pytest.raises(SourceError, match=rule):
        rows_of(tmp_path / "t.csv", content)


@pytest.mark.parametrize("loader", [STATION_LIST, RELOCATIONS, METEOSTAT])
def test_an_absent_file_is_unreadable(tmp_path: Path, loader: Loader) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        list(loader.read(SourceFile(tmp_path / "absent", "s")))


@pytest.mark.parametrize("head", [b"", b"\x00\xff\xfe", b"a,b", b'"a\n', b"[1, 2]", b"[]", b"{}"])
@pytest.mark.parametrize("loader", [STATION_LIST, RELOCATIONS, METEOSTAT])
def test_what_no_registry_loader_reads(loader: Loader, head: bytes) -> None:
    assert not loader.accepts(Path("inner_mongolia_stations_2016.csv"), head)


def test_a_header_is_known_in_any_order() -> None:
    assert has_columns("\N{ZERO WIDTH NO-BREAK SPACE}b, c,a\r\n1,2,3".encode(), frozenset("ab"))


# The station list


@pytest.mark.parametrize(
    ("cells", "field", "rule", "identity"),
    [
        ({"station_id": "5346"}, "station_id", "station-number", ""),
        ({"name": ""}, "name", "required", "station|53463"),
        ({"station_class": "基本占"}, "station_class", "station-class", "station|53463"),
        ({"lat_ddmm": "4061"}, "lat_ddmm", "minutes", "station|53463"),
        ({"lon_dddmm": "111.34"}, "lon_dddmm", "degrees-minutes", "station|53463"),
        ({"elev_m": "999999"}, "elev_m", "height", "station|53463"),
        ({"barometer_elev_m": "?"}, "barometer_elev_m", "height", "station|53463"),
    ],
)
def test_the_list_rejects(
    tmp_path: Path, cells: dict[str, str], field: str, rule: str, identity: str
) -> None:
    bad = changed(LIST_HEADER, LIST_ROW, **cells)
    good = changed(LIST_HEADER, LIST_ROW, station_id="53464")

    rejected, accepted = outcomes(
        STATION_LIST, tmp_path / "t.csv", table(LIST_HEADER, bad, good)
    )  # fmt: skip

    assert isinstance(rejected, Rejected)
    assert (rejected.field, rejected.value) == (field, cells[field])
    assert (rejected.rule, rejected.identity, rejected.place.line) == (rule, identity, 2)
    assert not isinstance(accepted, Rejected)
    assert len(accepted) == 5


def test_the_list_may_lack_heights_and_province(tmp_path: Path) -> None:
    row = changed(LIST_HEADER, LIST_ROW, elev_m="", barometer_elev_m="", province="")

    [claims] = outcomes(STATION_LIST, tmp_path / "t.csv", table(LIST_HEADER, row))

    assert not isinstance(claims, Rejected)
    said = {claim.kind: set(claim.properties) for claim in claims}
    assert said["Station"] == {"name", "begin_known"}
    assert said["Location"] == {
        "latitude", "longitude", "resolution_deg", "snapshot_on", "begin_known",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("loader", "content"),
    [(STATION_LIST, table(LIST_HEADER, LIST_ROW)), (METEOSTAT, json.dumps([entry()]))],
    ids=["list", "meteostat"],
)
def test_a_declared_day_and_certainty_are_heeded(
    tmp_path: Path, loader: Loader, content: str
) -> None:
    path = tmp_path / "file"
    source = SourceFile(path, "s", valid_time("2020-01-01"), certainty="synthetic")

    [claims] = outcomes(loader, path, content, source)

    assert not isinstance(claims, Rejected)
    assert {claim.certainty for claim in claims} == {"synthetic"}
    assert {
        claim.properties.get("snapshot_on") for claim in claims if claim.kind == "Location"
    } == {"2019-12-31T16:00:00Z"}


def test_an_unknown_column_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{LIST_HEADER},colour\n", encoding="utf-8")

    [warning] = STATION_LIST.warnings(SourceFile(path, "s"))

    assert "'colour' is not read" in warning


def test_a_station_that_stands_twice_in_a_list_is_warned_of(tmp_path: Path) -> None:
    moved = changed(LIST_HEADER, LIST_ROW, lat_ddmm="4011")
    other = changed(LIST_HEADER, LIST_ROW, station_id="53464")
    path = tmp_path / "t.csv"
    path.write_text(table(LIST_HEADER, LIST_ROW, other, moved), encoding="utf-8")
    entries = tmp_path / "t.json"
    entries.write_text(json.dumps([entry(), entry(id="53464", identifiers={}), entry(id="ZBHH0")]))

    [warning] = STATION_LIST.warnings(SourceFile(path, "s"))
    [further] = METEOSTAT.warnings(SourceFile(entries, "s"))

    assert "station:53463" in warning
    assert "2、4" in warning
    assert "station:53463" in further


# The relocation records


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"lat": "4060"}, "lat", "minutes"),
        ({"lon": "11160"}, "lon", "minutes"),
        ({"alt": "106.22"}, "alt", "tenths"),
        ({"alt": "99999.9"}, "alt", "height"),
        ({"period_date_begin": "1951-02-30"}, "period_date_begin", "date"),
        ({"period_date_begin": "1951-02-01 08:00"}, "period_date_begin", "date"),
        ({"date_end": ""}, "date_end", "date"),
        ({"period_date_end": "1951-01-31"}, "period_date_end", "interval"),
        ({"date_begin": "1951-03-01"}, "period_date_end", "within-record"),
        ({"period_date_end": "2019-01-31"}, "period_date_end", "within-record"),
        ({"site": "呼市"}, "site", "station-number"),
    ],
)
def test_the_records_reject(
    tmp_path: Path, cells: dict[str, str], field: str, rule: str
) -> None:  # fmt: skip
    bad = changed(RELOCATIONS_HEADER, RELOCATION, **cells)

    rejected, accepted = outcomes(
        RELOCATIONS, tmp_path / "t.csv", table(RELOCATIONS_HEADER, bad, RELOCATION)
    )  # fmt: skip

    assert isinstance(rejected, Rejected)
    assert (rejected.field, rejected.rule, rejected.place.line) == (field, rule, 2)
    nameless = cells.keys() & {"site", "period_date_begin"}
    assert rejected.identity == ("" if nameless else "relocation|53463|1951-02-01")
    assert not isinstance(accepted, Rejected)


def located(said: tuple[Claim, ...] | Rejected) -> Claim:
    assert not isinstance(said, Rejected)
    return next(claim for claim in said if claim.kind == "LOCATED_AT")


def test_an_end_is_open_at_the_end_of_the_archive_alone(tmp_path: Path) -> None:
    """A station whose own record ends before the archive's was closed."""
    rows = (
        changed(RELOCATIONS_HEADER, RELOCATION, period_date_end="1999-12-31",
                date_end="1999-12-31"),
        changed(RELOCATIONS_HEADER, RELOCATION, site="53464", period_date_end="2018/12/31"),
    )  # fmt: skip

    closed, open_ = outcomes(RELOCATIONS, tmp_path / "t.csv", table(RELOCATIONS_HEADER, *rows))

    assert located(closed).valid_to == valid_time("2000-01-01")
    assert located(open_).valid_to == OPEN_END


def test_one_wrong_end_of_record_moves_no_other(tmp_path: Path) -> None:
    last = changed(RELOCATIONS_HEADER, RELOCATION, period_date_end="2018-12-31")
    rows = [changed(RELOCATIONS_HEADER, last, site=site) for site in ("53463", "53464", "53465")]
    rows[0] = changed(RELOCATIONS_HEADER, rows[0], date_end="2081-12-31")

    found = outcomes(RELOCATIONS, tmp_path / "t.csv", table(RELOCATIONS_HEADER, *rows))

    assert [located(said).valid_to for said in found] == [OPEN_END] * 3


def test_a_position_without_height_is_one(tmp_path: Path) -> None:
    row = changed(RELOCATIONS_HEADER, RELOCATION, alt="")

    [said] = outcomes(RELOCATIONS, tmp_path / "t.csv", table(RELOCATIONS_HEADER, row))

    assert not isinstance(said, Rejected)
    assert ["elevation_m" in claim.properties for claim in said] == [False] * 3


@pytest.mark.parametrize(("heights", "refused"), [
    (("106.22", "106.30", "1153.5"), True),
    (("106.22", "106.3", "1153.5"), False),
    (("106.22", "", "", ""), True),
    (("1062.2",), False),
])  # fmt: skip
def test_heights_are_divided_when_most_show_hundredths(
    tmp_path: Path, heights: tuple[str, ...], refused: bool
) -> None:
    rows = [changed(RELOCATIONS_HEADER, RELOCATION, alt=height) for height in heights]
    content = table(RELOCATIONS_HEADER, *rows)

    if refused:
        with pytest.raises(SourceError, match="divided by ten"):
            outcomes(RELOCATIONS, tmp_path / "t.csv", content)
    else:
        found = outcomes(RELOCATIONS, tmp_path / "t.csv", content)
        assert [isinstance(said, Rejected) for said in found] == ["." in h[:-2] for h in heights]


# Meteostat


@pytest.mark.parametrize(
    ("bad", "field", "rule", "identity"),
    [
        (entry(location=None), "location/latitude", "decimal", "station|53463"),
        (entry(location={"latitude": 91, "longitude": 1}), "location/latitude", "range",
         "station|53463"),
        (entry(location={"latitude": float("nan"), "longitude": 1}), "location/latitude",
         "decimal", "station|53463"),
        (entry(location={"latitude": 1, "longitude": 2, "elevation": -9999}),
         "location/elevation", "height", "station|53463"),
        (entry(identifiers={"wmo": "5346"}), "identifiers/wmo", "station-number",
         "station|53463"),
        (entry(identifiers={}, id="呼"), "id", "station-id", ""),
        (entry(active="yes"), "active", "truth-value", "station|53463"),
        (entry(name={"en": "\ud800"}), "name/en", "unicode", "station|53463"),
        ([1, 2], "", "object", ""),
    ],
)  # fmt: skip
def test_meteostat_rejects(
    tmp_path: Path, bad: object, field: str, rule: str, identity: str
) -> None:
    content = json.dumps([bad, entry(id="53464", identifiers={})])

    rejected, accepted = outcomes(METEOSTAT, tmp_path / "t.json", content)

    assert isinstance(rejected, Rejected)
    assert (rejected.field, rejected.rule, rejected.identity) == (field, rule, identity)
    assert rejected.place.locator == "json:/0"
    assert not isinstance(accepted, Rejected)


def test_an_entry_without_a_wmo_number_keeps_its_own_id(tmp_path: Path) -> None:
    content = json.dumps([entry(id="ZBHH0", identifiers={"icao": "ZBHH"}, active=None)])

    [said] = outcomes(METEOSTAT, tmp_path / "t.json", content)

    assert not isinstance(said, Rejected)
    assert {claim.kind for claim in said} == {"Station", "Location", "LOCATED_AT"}
    assert said[0].subject == "station:ZBHH0"
    assert said[0].properties == {"name_en": "Hohhot", "begin_known": False}


def test_numbers_keep_the_digits_of_the_file(tmp_path: Path) -> None:
    content = json.dumps([entry()]).replace("40.8167", "40.816700000000000001")

    [said] = outcomes(METEOSTAT, tmp_path / "t.json", content)

    assert not isinstance(said, Rejected)
    assert said[1].properties["latitude"] == "40.816700000000000001"


@pytest.mark.parametrize("bom", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"])
def test_places_of_entries_are_those_of_the_file(tmp_path: Path, bom: str) -> None:
    entries = [entry(name={"en": "呼和浩特"}), entry(id="A"), entry(id="B")]
    first, second, third = (json.dumps(e, ensure_ascii=False) for e in entries)
    content = f"{bom}[\n {first}, {second},\n\n  {third}]\n".encode()
    path = tmp_path / "t.json"
    path.write_bytes(content)

    places = [row.place for row in METEOSTAT.read(SourceFile(path, "s"))]

    excerpts = [content[p.offset or 0 : (p.offset or 0) + (p.length or 0)].decode() for p in places]
    assert excerpts == [first, second, third]
    assert [(p.line, p.column) for p in places] == [(2, 1), (2, len(first) + 3), (4, 2)]
    assert METEOSTAT.accepts(path, content)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[", b"[1,]", b"[1] 2", b"[1 2]", b"[{]", b"\xff[]", b"[" * 100_000],
    ids=["empty", "object", "open", "comma", "tail", "gap", "brace", "bytes", "deep"],
)
def test_what_is_no_json_array_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(content)

    with pytest.raises(SourceError):
        list(METEOSTAT.read(SourceFile(path, "s")))


def test_a_head_that_ends_inside_an_entry_is_known() -> None:
    whole = json.dumps([entry(), entry(name={"en": "呼和浩特"})], ensure_ascii=False).encode()

    assert METEOSTAT.accepts(Path("x"), whole[: whole.index("呼".encode()) + 1])
    assert not METEOSTAT.accepts(Path("x"), whole[:50])
