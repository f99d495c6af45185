"""What the loader of MUSIC answers makes of bad values, of damage and of hostile files."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.cimiss_music import LOADER
from loaders.observations import Observation
from loaders.protocol import RawRow, SourceFile

FILE = "data/cimiss_music_xml/SURF_CHN_MAIN_MIN_20180901160000_excerpt.xml"
GOOD = {
    "Station_Name": "东关", "Province": "甘肃省", "Station_Id_C": "W8120", "Lat": "36.0133",
    "Lon": "108.1183", "Alti": "1129", "PRS_Sensor_Alti": "0", "Station_levl": "14",
    "Admin_Code_CHN": "621024", "Year": "2018", "Mon": "9", "Day": "1", "Hour": "16", "Min": "0",
    "PRS": "876.3", "Q_PRS": "2", "TEM": "17.5", "Q_TEM": "0",
}  # fmt: skip
Outcomes = list[tuple[tuple[Claim, ...], tuple[Observation, ...]] | Rejected]


def record(**changes: str) -> str:
    """The good record with other attributes."""
    return "<R " + " ".join(f'{k}="{v}"' for k, v in {**GOOD, **changes}.items()) + "/>"


def answer(path: Path, *records: str, envelope: str = 'returnCode="0"') -> SourceFile:
    path.write_text(f"<DS {envelope}>\n" + "\n".join(records) + "\n</DS>\n", encoding="utf-8")
    return SourceFile(path, "cimiss")


def outcomes(source: SourceFile) -> Outcomes:
    """What becomes of each record."""
    found: Outcomes = []
    for row in LOADER.read(source):
        if isinstance(row, Rejected):
            found.append(row)
        else:
            claims = tuple(c for c in LOADER.claims(row, source) if isinstance(c, Claim))
            found.append((claims, tuple(LOADER.observations(row, source))))
    return found


def one(path: Path, **changes: str) -> tuple[tuple[Claim, ...], tuple[Observation, ...]]:
    [found] = outcomes(answer(path, record(**changes)))
    assert not isinstance(found, Rejected), found
    return found


@pytest.mark.parametrize(
    ("text", "flag", "value", "reason"),
    [
        ("999999", "8", None, "missing"),
        ("999999", "7", None, "inapplicable"),
        ("", "8", None, "missing"),
        ("999998", "0", None, "unknown"),  # a code of the service that is no number
        ("999.999", "0", 999.999, None),
        ("-3.5", "0", -3.5, None),
        ("0", "0", 0.0, None),
    ],
)
def test_a_missing_value_is_null_with_its_reason(
    tmp_path: Path, text: str, flag: str, value: float | None, reason: str | None
) -> None:
    _, values = one(tmp_path / "a.xml", TEM=text, Q_TEM=flag)

    assert [(v.value, v.raw, v.flag, v.nil_reason) for v in values if v.variable == "TEM"] == [
        (value, text or None, flag, reason)
    ]


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"Station_Id_C": ""}, "Station_Id_C", "shape"),
        ({"Station_Id_C": "5346"}, "Station_Id_C", "shape"),
        ({"Lat": "91.5"}, "Lat", "range"),
        ({"Lat": "4049N"}, "Lat", "decimal"),
        ({"Lat": "999999"}, "Lat", "position-pair"),
        ({"Alti": "99999"}, "Alti", "height"),
        ({"PRS_Sensor_Alti": "x"}, "PRS_Sensor_Alti", "height"),
        ({"Mon": "13"}, "Year", "time"),
        ({"Min": ""}, "Min", "time"),
        ({"Year": "0"}, "Year", "time"),
        ({"PRS": "8,763"}, "PRS", "value"),
        ({"PRS": "1e9"}, "PRS", "value"),
        ({"PRS": "NaN"}, "PRS", "value"),
        ({"Q_PRS": "bad"}, "Q_PRS", "qc-code"),
        ({"Admin_Code_CHN": "62102"}, "Admin_Code_CHN", "shape"),
        ({"Station_Name": "东" * 61}, "name", "length"),
    ],
)
def test_a_bad_attribute_rejects_its_record_alone(
    tmp_path: Path, changes: dict[str, str], field: str, rule: str
) -> None:
    source = answer(tmp_path / "a.xml", record(), record(**changes), record(Station_Id_C="W8121"))

    first, bad, last = outcomes(source)

    assert not isinstance(first, Rejected)
    assert not isinstance(last, Rejected)
    assert isinstance(bad, Rejected)
    assert (bad.field, bad.rule, bad.place.line) == (field, rule, 3)
    assert " / " in bad.message


def test_the_declared_zone_counts(tmp_path: Path) -> None:
    source = answer(tmp_path / "a.xml", record(Day="2", Hour="0"))
    beijing = SourceFile(source.path, "cimiss", zone=timezone(timedelta(hours=8)))

    [(_, values)] = [found for found in outcomes(beijing) if not isinstance(found, Rejected)]

    assert {v.time for v in values} == {datetime(2018, 9, 1, 16, tzinfo=UTC)}


def test_series_and_position_are_said_once_and_a_new_position_again(tmp_path: Path) -> None:
    source = answer(
        tmp_path / "a.xml",
        record(),
        record(Min="1"),
        record(Min="2", PRS_Sensor_Alti="1130"),
        record(Min="3", PRS_Sensor_Alti="1130", RHU="99", Q_RHU="0"),
    )

    kinds = [[c.kind for c in found[0]] for found in outcomes(source) if isinstance(found, tuple)]
    places = [c for found in outcomes(source) if isinstance(found, tuple) for c in found[0]
              if c.kind == "Location"]  # fmt: skip

    assert kinds[0].count("Series") == 2
    assert kinds[1] == []
    assert "Series" not in kinds[2]
    assert kinds[3] == ["Variable", "Series", "OBSERVED_AT", "OF_VARIABLE"]
    assert [(c.properties["barometer_elevation_m"], c.valid_from) for c in places] == [
        ("0", "0001-01-01T00:00:00Z"), ("1130", "2018-09-01T16:02:00Z"),
    ]  # fmt: skip


def test_a_missing_position_is_said_to_be_missing(tmp_path: Path) -> None:
    claims, _ = one(tmp_path / "a.xml", Lat="999999", Lon="999999", Alti="999999")
    [place] = [c for c in claims if c.kind == "Location"]
    states = {(c.properties["property"], c.properties["value"]) for c in claims
              if c.kind == "State"}  # fmt: skip

    assert not {"latitude", "longitude", "elevation_m"} & place.properties.keys()
    assert {("nil:3-07", "missing"), ("nil:elevation_m", "missing")} < states


def test_an_answer_cut_off_and_attributes_nobody_reads_are_told(tmp_path: Path) -> None:
    source = answer(
        tmp_path / "a.xml", record(NetCode="2"), record(Min="1"), envelope='rowCount="48599"'
    )

    short, unread = LOADER.warnings(source)

    assert "48599" in short
    assert "2 条" in short
    assert "NetCode" in unread


def test_records_are_counted_across_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = answer(tmp_path / "a.xml", *(record(Min=str(n)) for n in range(9)),
                    envelope='rowCount="9"')  # fmt: skip
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr("loaders.cimiss_music.loader._CHUNK", size)
        assert LOADER.warnings(source) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "XML"),
        ("<DS><R", "XML"),
        ("<html></html>", "DS"),
        ('<DS returnCode="-1" returnMessage="no permission"></DS>', "no permission"),
        ('<!DOCTYPE DS [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><DS>&b;</DS>', "DOCTYPE"),
        ('<!DOCTYPE DS SYSTEM "file:///etc/passwd"><DS/>', "DOCTYPE"),
    ],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=said):
        list(LOADER.read(SourceFile(path, "cimiss")))


def test_what_stands_beside_the_records_is_not_passed_over(tmp_path: Path) -> None:
    [found, stranger] = outcomes(answer(tmp_path / "a.xml", record(), "<Row/>"))

    assert not isinstance(found, Rejected)
    assert isinstance(stranger, Rejected)
    assert (stranger.field, stranger.rule) == ("Row", "element")


def test_a_record_is_no_larger_for_many_of_them(tmp_path: Path) -> None:
    source = answer(tmp_path / "a.xml", *(record(Min=str(n % 60)) for n in range(3000)))
    rows = LOADER.read(source)

    first = next(rows)

    assert isinstance(first, RawRow)
    assert first.place.line == 2  # given before the file has been read to its end
    assert sum(1 for _ in rows) == 2999
