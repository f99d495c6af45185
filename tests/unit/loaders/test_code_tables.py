"""What the loader of code tables makes of odd rows, bad ones and damage."""

from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.code_tables import LOADER
from loaders.code_tables.paths import Paths, own_path
from loaders.protocol import SourceFile

CODES = "notation,name,description"
SUPERSEDED = "URL from, URL to"
DEPRECATED = "table,url,name,status,date"
AT = "http://codes.wmo.int/wmdr/"
Told = list[tuple[Claim, ...] | Rejected]


def outcomes(path: Path, *lines: str, end: str = "\n") -> Told:
    path.write_text(end.join(lines) + end, encoding="utf-8", newline="")
    source = SourceFile(path, "wmds")
    found: Told = []
    for row in LOADER.read(source):
        said = (row,) if isinstance(row, Rejected) else tuple(LOADER.claims(row, source))
        bad = [x for x in said if isinstance(x, Rejected)]
        found.append(bad[0] if bad else tuple(x for x in said if isinstance(x, Claim)))
    return found


@pytest.mark.parametrize(
    ("name", "lines", "column", "rule", "remedy"),
    [
        ("3-09.csv", (CODES, ",Closed,x"), "notation", "required", "补上"),
        ("3-09.csv", (CODES, "closed,,x"), "name", "required", "补上"),
        ("3-09.csv", (CODES, "closed,Closed"), "", "cells", "对照表头"),
        ("3-09.csv", (CODES, '"closed,Closed,x'), "", "csv", "引号"),
        ("superseded.csv", (SUPERSEDED, "FT2023-2,FT2023-2"), "URL from", "code-address", "删去"),
        ("superseded.csv", (SUPERSEDED, f"{AT}unit/a,{AT}unit"), "URL to", "code-address", "更正"),
        ("superseded.csv", (SUPERSEDED, f"{AT}unit/a,{AT}unit/a"), "URL to", "successor", "更正"),
        ("deprecated.csv", (DEPRECATED, f"1-02,{AT}unit/a,A,,FT"), "status", "required", "补上"),
        ("deprecated.csv", (DEPRECATED, "1-02,unit/a,A,retired,FT"), "url", "code-address", "更正"),
        (
            "wmdr-tables.csv",
            (f"1-02,Unit,{AT}unit", "1-04,Geometry,Geometry"),
            "url",
            "table-address",
            "更正",
        ),
        ("wmdr-tables.csv", (f"1-02,Unit,{AT}unit", f"1-04,,{AT}x"), "name", "required", "补上"),
    ],
)
def test_a_bad_row_is_rejected_with_place_and_remedy(
    tmp_path: Path, name: str, lines: tuple[str, ...], column: str, rule: str, remedy: str
) -> None:
    bad = outcomes(tmp_path / name, *lines)[-1]

    assert isinstance(bad, Rejected)
    assert (bad.field, bad.rule, bad.place.line) == (column, rule, len(lines))
    assert remedy in bad.message


def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    plain = outcomes(tmp_path / "3-09.csv", CODES, "closed,Closed,x")
    other = outcomes(tmp_path / "3-09.csv", f"\ufeff{CODES}", "closed,Closed,x", end="\r\n")

    assert other == plain
    assert len(plain) == 1


def test_a_path_that_two_codes_claim_is_nobodys(tmp_path: Path) -> None:
    paths = Paths()
    for notation in ("a", "b"):
        paths.add({"notation": notation, "name": "Fire", "path": ">Incident>Fire"})
    below = {"notation": "c", "name": "Smoke", "path": ">Incident>Fire>Smoke"}

    assert paths.broader(below) == ""
    assert own_path({"notation": "39", "name": "Density", "path": "\\Atmosphere"}) == ()


@pytest.mark.parametrize(
    ("name", "text", "remedy"),
    [
        ("1-99.csv", f"{CODES}\n", "1-01-01.csv"),
        ("3-09.csv", "", "notation,name,description"),
        ("3-09.csv", "notation,name\n", "notation,name,description"),
        ("3-09.csv", "notation,notation,name,description\n", "每列只留一个"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_remedy(
    tmp_path: Path, name: str, text: str, remedy: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        list(LOADER.read(SourceFile(path, "wmds")))

    assert remedy in str(caught.value)


def test_a_table_with_the_same_header_and_another_name_is_not_ours(tmp_path: Path) -> None:
    assert not LOADER.accepts(tmp_path / "stations.csv", f"{CODES}\n".encode())
    assert LOADER.accepts(tmp_path / "3-09.csv", f"{CODES}\n".encode())


def test_a_column_that_nobody_reads_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "3-09.csv"
    path.write_text(f"{CODES},colour\n", encoding="utf-8")

    assert LOADER.warnings(SourceFile(path, "wmds")) == (
        "列 colour 未读 / column 'colour' is not read",
    )
