"""Import files: read back by a parser of their own they are the graph, each element once."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from graph import Claim, InvalidValueError, SuyuanError
from graph.bulk import ImportFiles, import_arguments, write_import_files, write_script
from graph.bulk.columns import expressible
from graph.bulk.files import UNFINISHED, stretches
from graph.bulk.part import Stretch, write_stretch_beside
from graph.element import GraphValue, compile_elements
from graph.ledger import Ledger, LedgerReader, LoadSession
from graph.projection.project import chain_at, ontology_fingerprint
from ontology import EDGE_KINDS, NODE_KINDS, kind_of

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]
Edge = Callable[[int, int], Claim]
Row = dict[str, GraphValue]
Graph = dict[tuple[str, ...], Row]

CELL = re.compile(r'"((?:[^"]|"")*)"|([^",\n]*)', re.DOTALL)
READ: dict[str, Callable[[str], GraphValue]] = {
    "string": str,
    "double": float,
    "long": int,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "string[]": lambda text: text.split("\x1f"),
    "ID": str,
}


@pytest.fixture
def write(ledger: Ledger, tmp_path: Path) -> Callable[..., ImportFiles]:
    """Write the files of the ledger into a folder of their own."""
    count = iter(range(1000))

    def make(**options: int) -> ImportFiles:
        return write_import_files(ledger, tmp_path / f"files-{next(count)}", **options)

    return make


# Reading back: what the importer does with the files, as its manual says


def cells(text: str) -> Iterator[list[str | None]]:
    """Rows of cells; None for an empty cell, "" for an empty text."""
    at, row = 0, []
    while at < len(text):
        match = CELL.match(text, at)
        assert match is not None
        quoted, bare = match.groups()
        row.append(quoted.replace('""', '"') if quoted is not None else bare or None)
        at = match.end()
        assert text[at] in ",\n", f"something after a cell: {text[at : at + 20]!r}"
        if text[at] == "\n":
            yield row
            row = []
        at += 1
    assert row == [], "no line end after the last row"


def records(files: ImportFiles) -> Iterator[tuple[str, bool, Row]]:
    for sheet in files.sheets:
        (header,) = cells((files.folder / sheet.header).read_text("utf-8"))
        columns = [(h or "").rpartition(":")[::2] for h in header]
        assert len(set(header)) == len(header)
        rows = list(cells((files.folder / sheet.data).read_bytes().decode()))
        assert len(rows) == sheet.rows
        for row in rows:
            assert len(row) == len(columns)
            found: Row = {}
            for (name, type_), cell in zip(columns, row, strict=True):
                if type_ in ("START_ID", "END_ID"):
                    found[type_] = cell or ""
                elif cell is not None:
                    found[name] = READ[type_](cell)
            yield sheet.kind, sheet.node, found


def graph_of(files: ImportFiles) -> Graph:
    graph: Graph = {}
    for kind, node, row in records(files):
        if kind == "LedgerPosition":
            continue
        if node:
            key = (kind, str(row.pop("id")))
        else:
            ends = (str(row.pop("START_ID")), str(row.pop("END_ID")))
            key = (kind, *ends, str(row["valid_from"]))
        assert key not in graph, f"written twice: {key}"
        graph[key] = row
    return graph


def compiled(ledger: Ledger, until: int | None = None) -> Graph:
    """The same from the elements that the projection would write."""
    graph: Graph = {}
    ends: set[str] = set()
    for element in compile_elements(LedgerReader(ledger, until).all_live()):
        properties = dict(element.properties)
        if element.object is None:
            properties.pop("id", None)
            graph[element.kind, element.subject] = properties
        else:
            key = (element.kind, element.subject, element.object, element.valid_from)
            graph[key] = properties
            ends |= {element.subject, element.object}
    for end in ends:
        graph.setdefault((kind_of(end).label, end), {"stub": True})
    return graph


# Every element once, as it stands at the end


def test_files_hold_what_a_projection_holds(
    say: Say, station: Make, operated: Edge, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    say([station(1), station(2), operated(1, 7), operated(2, 7)], "甲")
    say([station(2, name="乙说"), station(3), operated(2, 8)], "乙")
    say([station(1), operated(1, 7), operated(3, 7)], "甲", version="2")

    files = write()

    found = graph_of(files)
    assert found == compiled(ledger)
    assert found["Station", "station:2"]["name"] == "乙说"
    assert found["Unit", "unit:7"] == {"stub": True}
    assert files.nodes == {"Station": 3, "Unit": 2}
    assert files.edges == {"OPERATED_BY": 3}
    assert files.elements == 8


def test_an_element_of_many_versions_is_one_row_with_its_last_state(
    say: Say, station: Make, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    for version in range(7):
        say([station(1, name=f"第{version}版"), station(2)], version=str(version))
    say([station(1, name="旁证")], "乙")

    found = graph_of(write())

    assert found == compiled(ledger)
    assert len(found) == 2
    assert found["Station", "station:1"]["n_claims"] == 2


def test_what_was_retracted_is_in_no_file_and_what_came_back_is(
    say: Say, station: Make, operated: Edge, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    """A node that lost its description is a stub while an edge needs it."""
    say([station(1), station(2), station(3), operated(1, 7)])
    say([operated(1, 7)], version="2")
    stub = graph_of(write())
    say([station(3)], version="3")
    back = graph_of(write())

    assert set(stub) == {
        ("Station", "station:1"), ("Unit", "unit:7"),
        ("OPERATED_BY", "station:1", "unit:7", "2018-06-02T16:00:00Z"),
    }  # fmt: skip
    assert stub["Station", "station:1"] == {"stub": True}
    assert set(back) == {("Station", "station:3")}
    assert back == compiled(ledger)


def random_claims(random: Random) -> list[Claim]:
    """Claims about few elements, so that many speak of the same, with all types of values."""
    units = [f"unit:{n}" for n in range(5)]
    found: list[Claim] = []
    for _ in range(random.randrange(12)):
        number = random.randrange(5)
        said = {
            "name": f"站{random.randrange(3)}",
            "short_names": tuple(f"简{n}" for n in range(random.randrange(1, 3))),
            "我们的备注": random.choice(["", "有", 'a "b"', "1\n2", 7, True, ("x", "")]),
        }
        kept = {k: v for k, v in said.items() if random.random() < 0.5}
        if random.random() < 0.5:
            found.append(Claim("Unit", units[number], None, kept))
        else:
            begin = random.choice(["2018-06-02T16:00:00Z", "2020-01-01T00:00:00Z"])
            found.append(
                Claim("PART_OF", units[number], random.choice(units), {}, valid_from=begin)
            )
    return list({(c.element, str(c.properties)): c for c in found}.values())


def test_random_histories_on_any_number_of_writers(
    say: Say, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    random = Random(4)
    for version in range(30):
        say(random_claims(random), random.choice("甲乙丙"), version=str(version))
    end = ledger.head().position

    for until in (end, end // 2, 0):
        assert graph_of(write(until=until, writers=1)) == compiled(ledger, until)
    assert graph_of(write(writers=3)) == compiled(ledger)
    assert any("我们的备注" in row for row in compiled(ledger).values())


def test_stretches_cover_all_positions_once() -> None:
    shares = stretches(1001, 4)
    assert [s.after for s in shares] + [1001] == [0, *(s.until for s in shares)]
    assert len(stretches(1000)) == 1
    assert stretches(0) == [Stretch("0", 0, 0, 0)]


# Cells


NASTY = (
    "", " ", "引号 \" '", '"', '""', "逗号,分号;", "反斜杠 \\ \\n \\\"", "一行\n二行\r\n三行\r",
    "制表\t", "--nodes=X", "=1+1", "\ufeff", "𝄞", "长" * 70_000, "\x1f", "\x00", "null", "true",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=lambda t: repr(t[:12]))
def test_any_text_stays_what_it_is(
    text: str, say: Say, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    unit = Claim("Unit", "unit:1", None, {"name": text, "short_names": ("a", text)})
    say([unit])

    files = write()

    lists = "\x1f" not in text
    assert files.aside == (0 if lists else 1)
    assert files.multiline is bool(re.search(r"[\r\n]", text))
    assert files.longest > len(text)
    found, expected = graph_of(files)["Unit", "unit:1"], compiled(ledger)["Unit", "unit:1"]
    if not lists:
        del expected["short_names"]
    assert found == expected


def test_absent_is_not_empty(say: Say, write: Callable[..., ImportFiles]) -> None:
    say([Claim("Station", "station:1", None, {"name": ""}), Claim("Station", "station:2")])

    found = graph_of(write())

    assert found["Station", "station:1"]["name"] == ""
    assert "name" not in found["Station", "station:2"]


@pytest.mark.parametrize("digits", ["0.1", "-0", "1e-7", "+5", ".5", "3.", "12345678901234567890"])
def test_measured_numbers_are_doubles(
    digits: str, say: Say, write: Callable[..., ImportFiles]
) -> None:
    say([Claim("Deployment", "deployment:1", None, {"height_m": digits})])

    height = graph_of(write())["Deployment", "deployment:1"]["height_m"]

    assert repr(height) == repr(float(digits))


def test_an_id_may_hold_what_csv_would_split(
    say: Say, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    odd = 'unit:甲,"乙"\n丙'
    say([Claim("Unit", odd), Claim("PART_OF", odd, 'unit:"')])

    files = write()

    assert graph_of(files) == compiled(ledger)
    assert files.multiline


# Columns


def test_columns_are_typed_by_the_ontology(say: Say, write: Callable[..., ImportFiles]) -> None:
    say([
        Claim("Unit", "unit:1", None, {"declared_size": 3}),
        Claim("Deployment", "deployment:1", None, {"height_m": "1.5"}),
        Claim("PART_OF", "unit:1", "unit:2"),
    ])  # fmt: skip

    files = write()

    heads = {
        s.kind: (files.folder / s.header).read_text("utf-8").rstrip("\n").split(",")
        for s in files.sheets
    }
    kept = [
        "valid_from:string", "valid_to:string", "certainty:string", "claims:string[]",
        "n_claims:long",
    ]  # fmt: skip
    assert heads["Unit"] == ["id:ID", "stub:boolean"]  # of unit:2, the last sheet of its label
    assert heads["Deployment"][:6] == ["id:ID", *kept]
    assert {"height_m:double", "begin_known:boolean"} < set(heads["Deployment"])
    assert heads["PART_OF"][:7] == [":START_ID", ":END_ID", *kept]
    units = next(s for s in files.sheets if s.kind == "Unit" and s.rows and ".stubs" not in s.data)
    assert "declared_size:long" in (files.folder / units.header).read_text("utf-8")


def test_a_property_of_two_types_and_undeclared_ones_have_sheets_of_their_own(
    say: Say, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    values = ["text", 7, True, ("a", "b"), "again", 8]
    say([
        Claim("Station", f"station:{n}", None, {"name": "站", "口径": value, "note": "x"})
        for n, value in enumerate(values)
    ])  # fmt: skip

    files = write()

    assert graph_of(files) == compiled(ledger)
    assert len([s for s in files.sheets if s.kind == "Station"]) <= 1 + 4
    assert files.nodes == {"Station": 6}
    assert files.aside == 0


def test_a_claim_cannot_take_the_place_of_id_or_bookkeeping(
    say: Say, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    said = {"id": "other", "n_claims": "many", "valid_to": "x", "stub": "y"}
    say([Claim("Station", "station:1", None, said), Claim("PART_OF", "unit:1", "unit:2", said)])

    files = write()

    found = graph_of(files)
    assert found == compiled(ledger)
    assert found["Station", "station:1"]["n_claims"] == 1
    assert found["PART_OF", "unit:1", "unit:2", "0001-01-01T00:00:00Z"]["id"] == "other"


# What no file can hold


@pytest.mark.parametrize(
    "said",
    [
        {"海拔(m)": "1"}, {"a{b}": "1"}, {"two\nlines": "1"}, {" led": "1"}, {"q\"": "1"},
        {"short_names": ()}, {"short_names": ("",)}, {"short_names": ("a\x1fb",)},
    ],
    ids=repr,
)  # fmt: skip
def test_what_no_file_can_hold_is_set_aside_and_counted(
    said: dict[str, str], say: Say, write: Callable[..., ImportFiles]
) -> None:
    say([
        Claim("Unit", "unit:1", None, {"name": "局", **said}),
        Claim("Unit", "unit:2", None, {"name": "台"}),
        Claim("PART_OF", "unit:1", "unit:2", said),
    ])  # fmt: skip

    files = write()

    found = graph_of(files)
    assert set(found) == {("Unit", "unit:1"), ("Unit", "unit:2")}
    assert found["Unit", "unit:1"]["name"] == "局"
    assert files.aside == 2
    assert (files.nodes, files.edges) == ({"Unit": 2}, {"PART_OF": 1})
    assert files.position.ontology == ontology_fingerprint() + UNFINISHED


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, float("inf"), float("nan")])
def test_numbers_beyond_the_format_are_set_aside(value: float) -> None:
    assert not expressible({"x": value})
    assert expressible({"x": 2**63 - 1, "y": -(2**63), "z": 1.7e308})


# The position, the folder, the arguments


def test_the_position_is_that_of_the_ledger(
    say: Say, station: Make, write: Callable[..., ImportFiles], ledger: Ledger
) -> None:
    say([station(1)])
    first = ledger.head().position
    say([station(2)], "乙")

    now, then = write(), write(until=first)

    for files, position in ((now, ledger.head().position), (then, first)):
        (row,) = (row for kind, _, row in records(files) if kind == "LedgerPosition")
        assert row == {
            "id": "ledger_position:head",
            "chain": chain_at(ledger, position),
            "position": position,
            "ontology": ontology_fingerprint(),
        }
        assert files.position.position == position
    assert then.nodes == {"Station": 1}


def test_a_folder_that_holds_something_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(InvalidValueError, match="--csv"):
        write_import_files(ledger, tmp_path)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["mine.txt"]


def test_the_script_asks_for_what_the_files_need(
    say: Say, station: Make, write: Callable[..., ImportFiles]
) -> None:
    """A stand-in for `neo4j-admin` on the path prints what it is asked."""
    say([station(1, name="x" * 2_000_000 + "\n")])
    files = write()
    asked = files.folder / "neo4j-admin"
    asked.write_text('#!/bin/sh\nfor a in "$@"; do echo "$a"; done\n')
    asked.chmod(0o755)

    script = write_script(files, "台 账", overwrite=True)

    printed = subprocess.run(
        ["sh", str(script)], env={"PATH": f"{files.folder}:/usr/bin:/bin"}, cwd="/",
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert printed[:4] == ["database", "import", "full", "台 账"]
    assert printed[4:] == ["--overwrite-destination=true", *import_arguments(files)]
    assert "--array-delimiter=U+001F" in printed
    assert "--multiline-fields=true" in printed
    assert "--read-buffer-size=8000" in next(a for a in printed if "buffer" in a)
    named = [f for a in printed for f in a.split("=")[-1].split(",") if f.endswith(".csv")]
    assert len(named) == 2 * len(files.sheets)
    assert all((files.folder / name).exists() for name in named)
    assert shlex.quote("台 账") in script.read_text("utf-8")


def test_a_writer_that_fails_says_why(say: Say, station: Make, ledger: Ledger) -> None:
    say([station(1)])
    end = ledger.head().position
    with pytest.raises(SuyuanError, match="No such file"):
        write_stretch_beside(
            ledger.home, ledger.home / "absent", Stretch("0", 0, end, end), lambda _: None
        )


def test_every_kind_has_a_header_that_names_each_property_once() -> None:
    from graph.bulk.columns import declared_columns, nameable

    for kinds, node in ((NODE_KINDS, True), (EDGE_KINDS, False)):
        for kind in kinds:
            names = [c.name for c in declared_columns(kind, node=node)]
            assert len(names) == len(set(names))
            assert all(map(nameable, names))
