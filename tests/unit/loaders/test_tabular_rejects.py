"""Cells, rows and files that the tabular loader turns away, and what it says about them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from graph import Claim, Rejected, SourceError
from loaders.protocol import RawRow, SourceFile
from loaders.tabular import LOADER

LONG_LINE = b"x" * 1023 + b"\n"
HEADER = "station_id,name_zh,valid_from,valid_to"


def outcomes(path: Path, **declared: object) -> list[Claim | Rejected]:
    source = SourceFile(path, "网/t.csv", **declared)  # type: ignore[arg-type]
    found: list[Claim | Rejected] = []
    for row in LOADER.read(source):
        found += [row] if isinstance(row, Rejected) else LOADER.claims(row, source)
    return found


def rejection(folder: Path, table: str, **cells: str) -> Rejected:
    """The rejection of a sheet's only row; a sheet, so that no cell needs quoting."""
    workbook = Workbook()
    workbook.active.append(list(cells))
    workbook.active.append(list(cells.values()))
    path = folder / f"{table}.xlsx"
    workbook.save(path)
    (found,) = outcomes(path)
    assert isinstance(found, Rejected), found
    return found


def written(folder: Path, content: bytes | str, name: str = "stations.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path, **declared: object) -> SourceError:
    with pytest.raises(SourceError) as caught:
        outcomes(path, **declared)
    assert caught.value.path == str(path)
    return caught.value


DEPLOYMENT = {
    "deployment_id": "D", "station_id": "1", "variable": "PRS", "valid_from": "2018-06-03",
}  # fmt: skip
CALIBRATION = {
    "calibration_id": "C", "subject_kind": "Instrument", "subject_id": "7",
    "performed_on": "2018-06-03", "result": "inCalibration",
}  # fmt: skip
UNIT = {"unit_id": "甲", "name_zh": "甲", "level": "league"}
INTERFACE = {"interface_id": "1", "upper_level": "national", "lower_level": "region"}
DOCUMENT = {"document_id": "Q", "title": "q", "version": "1", "effective": "2018-06-03"}
PROCESS = {"name_zh": "甲", "level": "region"}
ACTION = {"action_id": "A", "unit_id": "甲", "opened": "2018-06-03", "due": "2018-06-30"}
UNNEEDED = {**ACTION, "risk_update": "not_needed", "risk_day": "2018-06-30"}
REVIEW = {"review_id": "M", "unit_id": "甲"}
VALUE = {"indicator_id": "到报率", "unit_id": "甲", "period": "2025-03", "value": "99.1"}
AUDIT = {"audit_id": "A", "kind": "internal", "unit_id": "甲", "auditor_party": "乙"}
SURVEY = {"station_id": "1", "surveyed": "2018-06-03"}
STAGE = {"instrument_id": "1", "state": "stock", "begin": "2018-06-03"}
CHANGE = {"change_id": "1", "station_id": "1", "type": "迁移"}
DATASET = {"dataset_id": "1", "name_zh": "小时值"}
FLOW = {"flow_id": "1", "stage": "传输", "dataset": "1"}
INCIDENT = {"incident_id": "N", "issue_id": "I", "state": "open", "opened": "2018-06-03"}


@pytest.mark.parametrize(
    ("table", "row", "field", "value", "rule"),
    [
        ("deployments", DEPLOYMENT, "height_m", "nan", "number"),
        ("deployments", DEPLOYMENT, "height_m", "inf", "number"),
        ("deployments", DEPLOYMENT, "height_m", "1e999", "number"),
        ("deployments", DEPLOYMENT, "height_m", "9" * 400, "number"),
        ("deployments", DEPLOYMENT, "height_m", "1,234", "number"),
        ("deployments", DEPLOYMENT, "height_m", "1.5 m", "number"),
        ("deployments", DEPLOYMENT, "height_m", "--1", "number"),
        ("deployments", DEPLOYMENT, "height_m", "٣", "number"),
        ("deployments", DEPLOYMENT, "valid_to", "2018-02-30", "time"),
        ("deployments", DEPLOYMENT, "valid_to", "2019-06-03T08:00:00", "time"),
        ("deployments", DEPLOYMENT, "valid_to", "soon", "time"),
        ("deployments", DEPLOYMENT, "valid_to", "2018-06-02", "interval"),
        ("deployments", DEPLOYMENT, "valid_to", "2018-06-02T16:00:00Z", "interval"),
        ("deployments", DEPLOYMENT, "valid_from", "9999-12-31", "interval"),
        ("actions", ACTION, "unit_id", " ", "required"),
        ("indicator_values", VALUE, "value", "九成", "number"),
        ("audits", AUDIT, "auditor_party", "甲", "independence"),
        ("audits", AUDIT, "auditors", "某某某", "person"),
        ("actions", ACTION, "due", "2018-06-02", "interval"),
        ("management_reviews", REVIEW, "planned", "", "needed"),
        ("management_reviews", {**REVIEW, "planned": "2018-06-03", "decided": "A"}, "held", "",
         "needed"),
        ("actions", ACTION, "effectiveness", "perhaps", "code"),
        ("actions", ACTION, "risk_update", "perhaps", "code"),
        ("actions", {**ACTION, "risk_update": "not_needed"}, "risk_day", "", "needed"),
        ("actions", UNNEEDED, "risk_reason", "", "needed"),
        ("actions", {**UNNEEDED, "risk_update": "changed"}, "updated_risks", "", "needed"),
        ("actions", {**ACTION, "updated_risks": "R"}, "risk_update", "", "needed"),
        ("deployments", DEPLOYMENT, "role", "Primary", "code"),
        ("deployments", DEPLOYMENT, "certainty", "sure", "code"),
        ("calibrations", CALIBRATION, "valid_to", "2018-06-01", "interval"),
        ("calibrations", CALIBRATION, "subject_kind", "Sensor", "kind"),
        ("calibrations", CALIBRATION, "subject_kind", "Station", "kind"),
        ("calibrations", CALIBRATION, "procedure", "JJG 272", "reference"),
        ("calibrations", CALIBRATION, "procedure", "JJG|272|2007", "reference"),
        ("calibrations", CALIBRATION, "procedure", "JJG 272| ", "id"),
        ("units", UNIT, "declared_size", "9.5", "integer"),
        ("units", UNIT, "declared_size", "9007199254740993", "integer"),
        ("units", UNIT, "level", "市", "code"),
        ("interfaces", INTERFACE, "reply_expected", "maybe", "boolean"),
        ("documents", DOCUMENT, "governs", "Y02-04", "reference"),
        ("documents", DOCUMENT, "implements", "GB/T 19001-2016|7.1;8.2", "reference"),
        ("documents", DOCUMENT, "superseded", "2018-06-03", "interval"),
        ("processes", PROCESS, "governed_by", "QMS-2|", "id"),
        ("incidents", INCIDENT, "due", "2018-06-02", "interval"),
        ("incidents", INCIDENT, "state_from", "9999-12-31", "interval"),
        ("environment", SURVEY, "azimuth", "东南", "number"),
        ("environment", SURVEY, "surveyed", "2018-13-01", "time"),
        ("equipment_states", STAGE, "state", "lost", "code"),
        ("equipment_states", STAGE, "begin", "2018-06", "time"),
        ("station_changes", CHANGE, "type", "moved", "code"),
        ("station_changes", CHANGE, "effective", "2013-02-30", "time"),
        ("datasets", DATASET, "variables", "53463|TEM|1", "reference"),
        ("datasets", DATASET, "variables", "53463|", "id"),
        ("flows", FLOW, "stage", "采样", "code"),
        ("flows", FLOW, "process", "Y03-02", "reference"),
    ],
)  # fmt: skip
def test_bad_cells(
    table: str, row: dict[str, str], field: str, value: str, rule: str, tmp_path: Path
) -> None:
    rejected = rejection(tmp_path, table, **{**row, field: value})

    assert (rejected.field, rejected.rule) == (field, rule)
    assert rejected.value == value.strip()[:200]
    assert rejected.identity.startswith(f"{table}|")
    zh, _, en = rejected.message.partition(" / ")
    assert any("一" <= character <= "鿿" for character in zh)
    assert en


@pytest.mark.parametrize(
    ("kind", "cell", "field", "rule"),
    [
        ("Sensor", "1", "cause_kind", "kind"),
        ("Process", "Y02-04", "cause_id", "reference"),
        ("DocumentVersion", "Q|1|2", "cause_id", "reference"),
    ],
)
def test_bad_causes(kind: str, cell: str, field: str, rule: str, tmp_path: Path) -> None:
    rejected = rejection(tmp_path, "incidents", **INCIDENT, cause_kind=kind, cause_id=cell)

    assert (rejected.field, rejected.rule) == (field, rule)


def test_the_message_names_what_is_allowed(tmp_path: Path) -> None:
    assert "primary, backup" in rejection(tmp_path, "deployments", **DEPLOYMENT, role="x").message
    message = rejection(tmp_path, "calibrations", **{**CALIBRATION, "subject_kind": "x"}).message
    assert "Instrument, MeasurementStandard" in message


def test_a_missing_cell_is_told_before_a_wrong_one(tmp_path: Path) -> None:
    rejected = rejection(
        tmp_path, "deployments", **{**DEPLOYMENT, "deployment_id": " ", "valid_from": "x"}
    )

    assert (rejected.field, rejected.rule, rejected.identity) == ("deployment_id", "required", "")


def test_one_bad_cell_rejects_no_other_row(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n1,甲,,\n2,乙,x,\n3,丙,,\n")

    found = outcomes(path)

    assert [r.field for r in found if isinstance(r, Rejected)] == ["valid_from"]
    assert {c.subject for c in found if isinstance(c, Claim) and c.kind == "Station"} == {
        "station:1", "station:3",
    }  # fmt: skip


# Rows that are none


def rows_and_one_rejection(path: Path) -> tuple[list[str], Rejected]:
    found = list(LOADER.read(SourceFile(path, "t")))
    (rejected,) = [row for row in found if isinstance(row, Rejected)]
    return [row.fields["station_id"] for row in found if isinstance(row, RawRow)], rejected


@pytest.mark.parametrize(
    ("bad", "rule", "field", "identity"),
    [
        (b"2,\xe4\xb9", "cell count", "", "stations|2"),
        (b"2", "cell count", "", ""),
        (b"2,b,,,", "cell count", "", "stations|2"),
        (b"2,b\0c,,", "nul", "name_zh", "stations|2"),
        (b"2\0,b,,", "nul", "station_id", ""),
        ("2,乙,".encode() + b"\xff,", "encoding", "valid_from", "stations|2"),
        (b"2\xe4\xb9,b,,", "encoding", "station_id", ""),
        (b'2,"b"c,,', "csv", "", "stations|2"),
        (b'2,"b,,', "csv", "", "stations|2"),
        (b"2,b\rc,,", "csv", "", "stations|2"),
        (b"2," + b"x" * (1 << 20) + b"y,,", "field size", "name_zh", "stations|2"),
        (b'2,"' + LONG_LINE * 10_240 + b'",,', "field size", "name_zh", "stations|2"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_bad_rows(
    bad: bytes, rule: str, field: str, identity: str, end: bytes, tmp_path: Path
) -> None:
    if rule == "cell count" and b"\xe4" in bad:
        bad = "2,乙".encode()
    lines = [HEADER.encode(), "1,甲,,".encode(), bad, "3,丙,,".encode(), b""]

    sound, rejected = rows_and_one_rejection(written(tmp_path, end.join(lines)))

    assert sound == ["1", "3"]
    assert (rejected.rule, rejected.field, rejected.identity) == (rule, field, identity)
    assert len(rejected.value) <= 200
    assert rejected.place.line == 3
    raw = (tmp_path / "stations.csv").read_bytes()
    assert rejected.place.offset == raw.index(bad)
    if rule != "csv" or b"\n" not in bad:
        assert rejected.place.length == len(bad)


def test_the_place_of_a_broken_byte(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n1,甲,,\n2,乙,丙".encode() + b"\xff,\n")

    _, rejected = rows_and_one_rejection(path)

    assert (rejected.place.line, rejected.place.column) == (3, 5)
    assert rejected.value == "丙\ufffd"


def test_identity_of_a_shifted_row_is_not_guessed(tmp_path: Path) -> None:
    """A cell too many may stand before the number of the station."""
    path = written(tmp_path, "name_zh,station_id\n甲,丁,1\n乙,2\n")

    sound, rejected = rows_and_one_rejection(path)

    assert sound == ["2"]
    assert rejected.identity == ""


def test_an_unclosed_quote_costs_its_line_alone(tmp_path: Path) -> None:
    rows = "".join(f"{n},x,,\n" for n in range(3, 5000))
    path = written(tmp_path, f'{HEADER}\n1,x,,\n2,"x,,\n{rows}')

    sound, rejected = rows_and_one_rejection(path)

    assert sound == ["1", *map(str, range(3, 5000))]
    assert rejected.place.line == 3


def test_rows_without_values_are_none(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n\n1,甲,,\n,,,\n\r\n , ,,\n2,乙,,\n\n\n")

    rows = list(LOADER.read(SourceFile(path, "t")))

    assert [r.place.line for r in rows] == [3, 7]


# Files that are none


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("stations.csv", b"", "empty"),
        ("stations.csv", b"\xef\xbb\xbf", "empty"),
        ("stations.csv", b"\n\n", "empty"),
        ("stations.csv", b"\nstation_id,name_zh\n1,x\n", "header"),
        ("stations.csv", b",,\n1,x,\n", "header"),
        ("stations.csv", b"1,x\n2,y\n", "station_id, name_zh"),
        ("stations.csv", b"station_id,name\n1,x\n", "name_zh"),
        ("stations.csv", b"station_id;name_zh\n1;x\n", "station_id, name_zh"),
        ("stations.csv", b"station_id,name_zh,name_zh\n1,x,y\n", "name_zh"),
        ("stations.csv", b"station_id,name_zh,a b,a_b\n1,x,y,z\n", "a_b"),
        ("stations.csv", b'station_id,"name_zh\n1,x\n', "header"),
        ("stations.csv", b"station_id,name_zh\r1,x\r", "header"),
        ("stations.csv", b"station_id,name_zh\xff,x\n1,x,y\n", "header"),
        ("stations.csv", b"<!DOCTYPE html><html></html>", "web page"),
        ("stations.csv", b"\xef\xbb\xbf\n <html></html>", "web page"),
        ("stations.csv", b"PK\x03\x04abc", "zip"),
        ("stations.csv", b"%PDF-1.4\n", "PDF"),
        ("stations.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        ("stations.csv", "station_id,name_zh\n1,x\n".encode("utf-16"), "UTF-16"),
        ("stations.csv", "station_id,name_zh\n1,x\n".encode("utf-16-le"), "binary"),
        ("stations.csv", b"BUFR\0\1\2\3", "binary"),
        ("stations.xlsx", b"", "empty"),
        ("stations.xlsx", b"station_id,name_zh\n1,x\n", "no .xlsx workbook"),
        ("stations.xlsx", b"PK\x03\x04" + b"\0" * 100, "damaged"),
    ],
)  # fmt: skip
def test_refused_files(name: str, content: bytes, expected: str, tmp_path: Path) -> None:
    error = refusal(written(tmp_path, content, name))

    assert expected in error.rule
    assert error.remedy
    with pytest.raises(SourceError) as again:
        LOADER.warnings(SourceFile(tmp_path / name, "t"))
    assert str(again.value) == str(error)


def test_a_separator_that_is_no_comma_is_named_in_the_remedy(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, b"station_id;name_zh\n1;x\n"))

    assert "commas" in error.remedy


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n".encode() + b"x" * (17 << 20))

    assert "longer than 16 MiB" in refusal(path).rule


def test_unknown_tables(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n1,2\n", "mine.csv")

    assert "mine" in refusal(path).rule
    error = refusal(path, table="statoins")
    assert "statoins" in error.rule
    assert "stations" in error.remedy


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "stations.csv").rule
    with pytest.raises(SourceError, match="cannot be read"):
        LOADER.warnings(SourceFile(tmp_path / "stations.csv", "t"))


@pytest.mark.parametrize("field", ["period", "unit_id"])
def test_a_value_of_an_indicator_names_its_period_and_its_unit(tmp_path: Path, field: str) -> None:
    found = rejection(tmp_path, "indicator_values", **{**VALUE, field: " "})

    assert (found.field, found.rule) == (field, "required")
