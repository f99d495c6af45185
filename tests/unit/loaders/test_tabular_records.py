"""Which bytes a row is made of, in which encoding, and which files the loader takes."""

import csv
import gc
import tracemalloc
from pathlib import Path

import pytest

from graph import Place, Rejected
from loaders.protocol import Loader, RawRow, SourceFile
from loaders.tabular import LOADER

HEADER = "station_id,name_zh"


def rows(path: Path, **declared: object) -> list[RawRow]:
    found = list(LOADER.read(SourceFile(path, "t", **declared)))  # type: ignore[arg-type]
    assert all(isinstance(row, RawRow) for row in found), found
    return [row for row in found if isinstance(row, RawRow)]


def written(folder: Path, content: bytes | str, name: str = "stations.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def raw_of(path: Path, place: Place) -> bytes:
    assert place.offset is not None
    assert place.length is not None
    return path.read_bytes()[place.offset : place.offset + place.length]


# What it takes


def test_it_is_a_loader() -> None:
    loader: Loader = LOADER

    assert (loader.name, loader.family, loader.row_local) == ("tabular", "table", True)
    assert loader.snapshot is None


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("stations.csv", True), ("stations.CSV", True), ("stations.xlsx", True),
        ("stations.xls", False), ("stations.txt", False), ("stations", False),
        ("mine.csv", False), ("stations2.csv", False),
    ],
)  # fmt: skip
def test_accepts_files_named_after_a_table(name: str, accepted: bool) -> None:
    assert LOADER.accepts(Path("x") / name, b"station_id,name_zh\n") is accepted


def test_a_declared_table_needs_no_name(tmp_path: Path) -> None:
    """A datapackage may name it, and a kept original has neither name nor suffix."""
    (row,) = rows(written(tmp_path, f"{HEADER}\n1,甲\n", "0a1b2c"), table="stations")

    assert row.identity == "stations|1"


# Places


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("last", ["", "end"])
@pytest.mark.parametrize("quoted", ["", '6,"己"'])
def test_places_are_the_bytes_of_the_records(
    end: str, encoding: str, last: str, quoted: str, tmp_path: Path
) -> None:
    lines = ["1,呼和浩特", "", "2,集宁", "3,x", quoted, "4,锡林浩特"]
    text = end.join([HEADER, *lines]) + (end if last else "")
    path = written(tmp_path, text.encode(encoding))

    found = rows(path)

    expected = [(n, line) for n, line in enumerate(lines, 2) if line]
    assert [(r.place.line, raw_of(path, r.place).decode(encoding)) for r in found] == expected
    assert all(r.place.column == 0 for r in found)
    names = [line.split(",")[1].strip('"') for _, line in expected]
    assert [r.fields["name_zh"] for r in found] == names


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quoted_value_may_span_lines(end: str, tmp_path: Path) -> None:
    value = f'甲,"乙"{end}{end}丙'
    record = '1,"' + value.replace('"', '""') + '"'
    path = written(tmp_path, end.join([HEADER, "0,x", record, "2,丁", ""]))

    _, spanning, after = rows(path)

    assert spanning.fields["name_zh"] == value
    assert raw_of(path, spanning.place) == record.encode()
    assert (spanning.place.line, after.place.line) == (3, 6)
    assert raw_of(path, after.place) == "2,丁".encode()


def test_a_quote_inside_a_value_opens_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}\n1,5" pipe\n2,x\n3,6" pipe\n4,7" pipe\n5,y\n')

    assert [r.fields["name_zh"] for r in rows(path)] == [
        '5" pipe', "x", '6" pipe', '7" pipe', "y",
    ]  # fmt: skip


def test_other_line_separators_are_text(tmp_path: Path) -> None:
    values = ["a\u2028b", "a\x0bb", "a\x85b", "a\x1cb"]
    path = written(tmp_path, HEADER + "".join(f"\n{n},{v}" for n, v in enumerate(values)))

    assert [r.fields["name_zh"] for r in rows(path)] == values


def test_places_hold_over_blocks(tmp_path: Path) -> None:
    """More than one block, and quotes in some of them."""
    lines = [
        f'{n},"{"蒙" * (n % 50)}\n{n}"' if n % 1000 == 7 else f"{n},{'x' * (n % 70)}"
        for n in range(9000)
    ]
    path = written(tmp_path, "\n".join([HEADER, *lines]))
    content = path.read_bytes()

    found = rows(path)

    assert len(found) == len(lines)
    for row, line in zip(found, lines, strict=True):
        place = row.place
        assert place.offset is not None
        assert content[place.offset : place.offset + (place.length or 0)] == line.encode()
        assert content.count(b"\n", 0, place.offset) + 1 == place.line


def test_wanted_lines_are_read_alone(tmp_path: Path) -> None:
    lines = [f'{n},"a\nb"' if n == 3 else f"{n},x" for n in range(30_000)]
    path = written(tmp_path, "\n".join([HEADER, *lines]))
    every = {row.place.line: row for row in rows(path)}

    found = rows(path, lines=frozenset({1, 2, 5, 6, 8, 25_000}))

    assert found == [every[n] for n in (2, 5, 8, 25_000)]
    assert rows(path, lines=frozenset()) == []


def test_the_process_keeps_its_csv_limit(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    path = written(tmp_path, f'{HEADER}\n1,"{"x" * 200_000}"\n2,"{"y" * 2_000_000}"\n')

    first, second = LOADER.read(SourceFile(path, "t"))

    assert isinstance(first, RawRow)
    assert isinstance(second, Rejected)
    assert csv.field_size_limit() == before


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + f"\n50000,{'呼和浩特' * 20}" * 50_000)
    assert path.stat().st_size > 12_000_000
    gc.collect()

    tracemalloc.start()
    count = sum(1 for _ in LOADER.read(SourceFile(path, "t")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 50_000
    assert peak < 4_000_000


# Encodings


@pytest.mark.parametrize("filler", ["", "9,ascii\n" * 200_000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_that_of_the_lines_beyond_ascii(
    filler: str, encoding: str, tmp_path: Path
) -> None:
    path = written(tmp_path, f"{HEADER}\n{filler}1,呼和浩特\n2,联通\n".encode(encoding))

    assert [r.fields["name_zh"] for r in rows(path)][-2:] == ["呼和浩特", "联通"]


def test_gb18030_with_rare_characters(tmp_path: Path) -> None:
    text = f"{HEADER}\n1,内蒙古自治区气象局\n2,㐂\U00020000站\n"
    path = written(tmp_path, text.encode("gb18030"))

    assert [r.fields["name_zh"] for r in rows(path)] == ["内蒙古自治区气象局", "㐂\U00020000站"]


def test_a_cut_character_is_not_read_in_the_other_encoding(tmp_path: Path) -> None:
    """Its bytes happen to be GB18030 too: the file must not turn into other characters."""
    cut = "内蒙古".encode()[:-1]
    cut.decode("gb18030")

    for others in ("", "2,呼和浩特\n"):
        path = written(tmp_path, f"{HEADER}\n{others}".encode() + b"1," + cut + b"\n")
        *_, last = LOADER.read(SourceFile(path, "t"))
        assert isinstance(last, Rejected)
        assert last.rule == "encoding"


def test_a_row_of_the_other_encoding_is_rejected(tmp_path: Path) -> None:
    path = written(
        tmp_path, f"{HEADER}\n1,呼和浩特\n2,集宁\n".encode() + "3,锡林\n".encode("gb18030")
    )

    *_, last = LOADER.read(SourceFile(path, "t"))

    assert isinstance(last, Rejected)
    assert (last.rule, last.field, last.identity) == ("encoding", "name_zh", "stations|3")


# Purity


def test_claims_need_the_row_alone(tmp_path: Path) -> None:
    """A row made by hand, without what `read` leaves in its payload, says the same."""
    source = SourceFile(written(tmp_path, f"{HEADER},备注\n1,甲,乙\n"), "t")
    (row,) = rows(source.path)
    bare = RawRow(row.place, row.identity, dict(row.fields))

    assert list(LOADER.claims(bare, source)) == list(LOADER.claims(row, source))


def test_claims_speak_for_the_source_that_asks(tmp_path: Path) -> None:
    path = written(tmp_path, "station_id,latitude,longitude\n1,40,111\n", "locations.csv")
    (row,) = rows(path)

    ids = {next(iter(LOADER.claims(row, SourceFile(path, name)))).subject for name in "ab"}

    assert {node.split("|")[1] for node in ids} == {"a", "b"}
