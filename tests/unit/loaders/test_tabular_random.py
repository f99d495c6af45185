"""Any cells in any table, and any bytes: nothing crashes, and every row has an outcome."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from graph import Claim, Rejected, SourceError
from loaders.protocol import RawRow, SourceFile
from loaders.tabular import LOADER
from ontology import ALL_CODES, NODE_KINDS, TABLES, Column, DataType, Table
from ontology.derive import claim_problem

ODD = st.text(st.characters(codec="utf-8"), max_size=12)
TIMES = st.sampled_from([
    "", "2018-06-03", "2018/6/3", "20180603", "2018年6月3日", "2018-06-03T06:00:00Z", "0001-01-01",
    "9999-12-31", "2018-06-03T06:00:00", "2018-02-30", "1-1-1",
])  # fmt: skip
PARTS = st.sampled_from(["", "A", "各A", "A|1", "A|1|2", "Y02@region", "A;B", "A；；B|", "|", "@"])
KINDS = st.sampled_from([*NODE_KINDS, "", "Nothing"])
SPECIAL = st.sampled_from(
    ["nan", "1e400", "-3.5", "１２", "是", "x", "\0", "\r", '"', "\ufeff", "，"]
)


def cells(column: Column) -> st.SearchStrategy[str]:
    good: st.SearchStrategy[str] = PARTS
    if column.codes:
        good = st.sampled_from(list(ALL_CODES[column.codes].codes))
    elif column.datatype is DataType.TIME:
        good = TIMES
    elif column.datatype is not DataType.TEXT:
        good = st.sampled_from(["1", "0", "-3", "12"])
    elif column.name.endswith("_kind"):
        good = KINDS
    return st.one_of(good, good, good, ODD, SPECIAL)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[str], list[list[str]]]:
    table = draw(st.sampled_from(list(TABLES.values())))
    columns = [c for c in table.columns if c.required or draw(st.booleans())]
    header = draw(st.permutations([*(c.name for c in columns), "certainty", "备注"]))
    by_name = {c.name: cells(c) for c in columns}
    by_name["certainty"] = st.sampled_from(["", "stated", "synthetic", "sure"])
    by_name["备注"] = ODD
    row = st.tuples(*(by_name[name] for name in header)).map(list)
    return table, header, draw(st.lists(row, max_size=5))


def csv_text(header: list[str], rows: list[list[str]], end: str) -> str:
    text = io.StringIO()
    bare = any("\r" in cell or "\n" in cell for row in rows for cell in row)
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL if bare else 0)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def has_value(row: list[str]) -> bool:
    return any(cell.strip() for cell in row)


@given(tables(), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_every_row_has_one_outcome(
    drawn: tuple[Table, list[str], list[list[str]]], end: str, encoding: str
) -> None:
    table, header, rows = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.csv"
        path.write_bytes(csv_text(header, rows, end).encode(encoding))
        source = SourceFile(path, "甲/乙")
        found = list(LOADER.read(source))

        assert len(found) == sum(map(has_value, rows))
        for outcome, row in zip(found, filter(has_value, rows), strict=True):
            if isinstance(outcome, Rejected):
                assert outcome.rule == "nul"
                assert any("\0" in cell for cell in row)
            else:
                assert outcome.fields == dict(zip(header, row, strict=True))
                assert_claims_or_rejection(outcome, source)


def assert_claims_or_rejection(row: RawRow, source: SourceFile) -> None:
    found = list(LOADER.claims(row, source))
    if isinstance(found[0], Rejected):
        (rejected,) = found
        assert isinstance(rejected, Rejected)
        assert (rejected.place, rejected.identity) == (row.place, row.identity)
        assert rejected.field in row.fields
        assert rejected.value == row.fields[rejected.field].strip()[:200]
        return
    for claim in found:
        assert isinstance(claim, Claim)
        problem = claim_problem(
            claim.kind, claim.subject, claim.object, claim.properties, claim.valid_from,
            claim.valid_to,
        )  # fmt: skip
        assert problem is None
        assert len(claim.claim_id(source.source_id)) == 32


HEADER = b"station_id,name_zh\n"
PIECES = st.sampled_from([
    b"1", b",", b'"', b"\n", b"\r\n", b"\r", b"\0", b"\xff", "甲".encode(), "甲".encode("gb18030"),
    b"x" * 70_000, b" ", b'""', b"\n2,y\n",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map(b"".join), st.sampled_from([HEADER, b""]))
def test_any_bytes(content: bytes, header: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stations.csv"
        path.write_bytes(header + content)
        source = SourceFile(path, "t")
        try:
            found = list(LOADER.read(source))
        except SourceError:
            assert not header
            return
    last = len(header)
    for outcome in found:
        place = outcome.place
        assert place.offset is not None
        assert place.length is not None
        assert place.offset >= last
        raw = (header + content)[place.offset : place.offset + place.length]
        assert raw == raw.rstrip(b"\r\n") != b""
        last = place.offset + place.length
        if isinstance(outcome, RawRow):
            list(LOADER.claims(outcome, source))
    covered = sum(r.place.length or 0 for r in found)
    assert covered <= len(content)


@given(st.lists(PIECES, max_size=25).map(b"".join), st.sets(st.integers(1, 12)))
def test_wanted_lines_are_those_of_a_full_reading(content: bytes, wanted: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stations.csv"
        path.write_bytes(HEADER + content)
        every = list(LOADER.read(SourceFile(path, "t")))
        some = list(LOADER.read(SourceFile(path, "t", lines=frozenset(wanted))))

    assert some == [outcome for outcome in every if outcome.place.line in wanted]
