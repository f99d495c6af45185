"""Workbooks: cells as a person sees them, and what a damaged workbook gives."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph import Claim, Rejected, SourceError
from loaders.protocol import RawRow, SourceFile
from loaders.tabular import LOADER

DAY = datetime.fromisoformat("2018-06-03")
"""A cell of a sheet has no zone."""
HEADER = ["station_id", "name_zh", "备注"]


def saved(folder: Path, *table: list[object], title: str = "Sheet1") -> Path:
    workbook = Workbook()
    workbook.active.title = title
    for row in table:
        workbook.active.append(row)
    path = folder / "stations.xlsx"
    workbook.save(path)
    return path


def read(path: Path) -> list[RawRow | Rejected]:
    return list(LOADER.read(SourceFile(path, "t")))


def cell_text(folder: Path, value: object, number_format: str | None = None) -> str:
    path = saved(folder, HEADER, ["1", "x", value])
    if number_format is not None:
        workbook = Workbook()
        workbook.active.append(HEADER)
        workbook.active.append(["1", "x", value])
        workbook.active["C2"].number_format = number_format
        workbook.save(path)
    (row,) = read(path)
    assert isinstance(row, RawRow), row
    return row.fields["备注"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("甲", "甲"), (" 甲 ", " 甲 "), (None, ""), (3, "3"), (3.0, "3"), (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"), (1e20, "1e+20"), (53463, "53463"), (150100000000, "150100000000"),
        (True, "TRUE"), (False, "FALSE"), (date(2018, 6, 3), "2018-06-03"),
        (DAY, "2018-06-03"), (DAY.replace(hour=6, minute=5), "2018-06-03T06:05:00"),
        (DAY + timedelta(microseconds=-100), "2018-06-03"), (time(8, 30), "08:30:00"),
    ],
)  # fmt: skip
def test_cells_as_a_person_sees_them(value: object, text: str, tmp_path: Path) -> None:
    assert cell_text(tmp_path, value) == text


@pytest.mark.parametrize(
    ("number_format", "text"), [("000000", "053463"), ("0", "53463"), ("0.00", "53463")]
)
def test_zeros_that_a_format_puts_before_a_code(
    number_format: str, text: str, tmp_path: Path
) -> None:
    assert cell_text(tmp_path, 53463, number_format) == text


def test_dates_of_a_sheet_are_dates_of_a_claim(tmp_path: Path) -> None:
    path = saved(tmp_path, [*HEADER[:2], "valid_from"], [53463, "x", DAY])
    source = SourceFile(path, "t")
    (row,) = LOADER.read(source)
    assert isinstance(row, RawRow)

    station = next(iter(LOADER.claims(row, source)))

    assert isinstance(station, Claim)
    assert (station.subject, station.valid_from) == ("station:53463", "2018-06-02T16:00:00Z")


def test_places_name_sheet_and_row(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER, [1, "x"], [], [None, " ", None], [2, "y"], title="站点")

    rows = read(path)

    assert [r.place.locator for r in rows] == ["sheet=站点;row=2", "sheet=站点;row=5"]
    assert [r.identity for r in rows if isinstance(r, RawRow)] == ["stations|1", "stations|2"]


def test_the_sheet_named_like_the_table_comes_first(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["说明"])
    workbook.create_sheet("stations").append(HEADER)
    workbook["stations"].append([1, "x"])
    workbook.save(tmp_path / "stations.xlsx")

    (row,) = read(tmp_path / "stations.xlsx")

    assert row.place.locator == "sheet=stations;row=2"


def test_columns_beyond_the_header(tmp_path: Path) -> None:
    path = saved(
        tmp_path, [*HEADER, None, "  "], [1, "x", "y", None, ""], [2, "x", "y", "z"], [3, "x"]
    )

    first, second, third = read(path)

    assert isinstance(first, RawRow)
    assert list(first.fields) == HEADER
    assert isinstance(second, Rejected)
    assert (second.rule, second.identity) == ("cell count", "stations|2")
    assert isinstance(third, RawRow)
    assert third.fields["备注"] == ""


def test_a_formula_counts_by_its_kept_result(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER, [1, "x", "=1+1"], [2, "x", "plain"], [3, "x", "#N/A"])

    never, plain, wrong = read(path)

    assert isinstance(never, Rejected)
    assert (never.rule, never.field, never.value) == ("formula", "备注", "=1+1")
    assert never.identity == "stations|1"
    assert isinstance(plain, RawRow)
    assert isinstance(wrong, Rejected)
    assert (wrong.rule, wrong.field, wrong.value) == ("formula", "备注", "#N/A")


def edited(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """The workbook with one part changed, as other programs write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for written in (b"<v></v>", b"<v/>"):  # an empty element, with lxml and without
        parts[member] = parts[member].replace(written, b"<v />")
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (b'<c r="C2"><f>1+1</f><v>2</v></c>', "2"),
        (b'<c r="C2" t="str"><f>"a"</f><v>a</v></c>', "a"),
        (b'<c r="C2" t="str"><f>""</f><v></v></c>', ""),
    ],
)
def test_kept_results(kept: bytes, text: str, tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER, [1, "x", "=1+1"])
    edited(path, SHEET, b'<c r="C2"><f>1+1</f><v /></c>', kept)

    (row,) = read(path)

    assert isinstance(row, RawRow)
    assert row.fields["备注"] == text


def test_a_wrong_size_of_the_sheet_hides_no_row(tmp_path: Path) -> None:
    path = edited(
        saved(tmp_path, HEADER, [1, "x"], [2, "x"]),
        SHEET, b'<dimension ref="A1:C3"', b'<dimension ref="A1:A1"',
    )  # fmt: skip

    assert len(read(path)) == 2


def test_an_original_without_suffix(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER, [1, "x"]).rename(tmp_path / "0a1b")

    (row,) = LOADER.read(SourceFile(path, "t", table="stations"))

    assert isinstance(row, RawRow)


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/workbook.xml")
    (sheet,) = re.findall(rb"<sheet [^>]*/>", content)
    edited(path, "xl/workbook.xml", sheet, b"")

    with pytest.raises(SourceError, match="no worksheet"):
        read(path)


def test_a_damaged_sheet_is_refused_where_it_breaks(tmp_path: Path) -> None:
    path = edited(saved(tmp_path, HEADER, [1, "x"], [2, "y"]), SHEET, b"</sheetData>", b"</oops>")

    with pytest.raises(SourceError, match="damaged"):
        read(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "stations.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(SourceError, match="damaged"):
        read(tmp_path / "stations.xlsx")
