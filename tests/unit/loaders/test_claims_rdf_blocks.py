"""Claims taken a block at a time are those read word by word, and so is all that is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.exporting import export_claims
from graph import Claim, Place, SourceError
from graph.ledger import Checkpoint, Ledger, LoadSpec
from loaders.claims_rdf import import_claims
from loaders.claims_rdf.blocks import Blocks
from loaders.claims_rdf.grouping import Group, Whole, groups
from loaders.claims_rdf.rules import RefusalError
from loaders.claims_rdf.stating import Described, check_names, stated
from loaders.claims_rdf.trig import Trig

COUNT = 12
Change = Callable[[str], str]


def claims() -> list[Claim]:
    """Claims of shapes that come again, and some that have none."""
    found = []
    for n in range(COUNT):
        begin = f"20{n:02d}-01-01T00:00:00Z"
        name = '呼"和\\浩特\n' if n == 5 else f"站{n}"
        found += [
            Claim("Station", f"station:{n}", None, {"name": name, "n": n, "flag": n > 3}, begin),
            Claim("Station", f"station:站 {n}", None, {"other_names": (name, "x")}, begin),
            Claim("Location", f"location:{n}", None, {"elevation_m": f"{n}.0"}, begin),
            Claim("AT_STATION", f"deployment:D{n}", f"station:站 {n}", {}, begin),
            Claim("ALIAS_OF", f"station:{n}", f"station:x{n}", {"reason": name}, begin),
            Claim("Person", f"person:{n:032x}", None, {}, begin),
        ]
    return found


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("blocks")
    path = folder / "a.csv"
    path.write_text("x")
    spec = LoadSpec("厂/a.csv", "table", "test", "1", "{}", str(path))
    with Ledger(folder / "home") as ledger:
        with ledger.writing() as writer:
            session = writer.begin(spec, path)
            rows = [(c, Place(n + 2, 0, n * 9, 8), n) for n, c in enumerate(claims())]
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
            session.retract([1, 7, 13, 25], "已撤 / gone", allow_mass=True)
            session.close()
        return "".join(f"{one}\n" for one in export_claims(ledger, None, "trig"))


def read(path: Path, *, whole: bool) -> tuple[list[object], int]:
    """All that a file states or breaks, and how many claims were taken a block at a time."""
    described, found, taken = Described(), [], 0

    def again() -> None:
        described.sources.clear()
        described.originals.clear()
        found.clear()

    first = Blocks(path, described) if whole else None
    try:
        for one in groups(path, Trig, again, first):
            try:
                if isinstance(one, Whole):
                    taken += 1
                    found.append(tuple(one))
                elif isinstance(one, Group) and one.claim:
                    check_names(one)
                    found.append(stated(one, described))
                else:
                    described.take(one)
            except RefusalError as error:
                found.append(str(error))
    except SourceError as error:
        found.append(str(error))
    return found, taken


def blocks(text: str) -> list[str]:
    return re.split(r"(?m)(?=^c:[0-9a-f]{64} \{$)", text)


def of_last(pattern: str, by: str) -> Change:
    """Change the last block in which a pattern is."""

    def change(text: str) -> str:
        found = blocks(text)
        at = max(n for n, one in enumerate(found) if n and re.search(pattern, one))
        changed = re.sub(pattern, by, found[at], count=1)
        assert changed != found[at]
        return "".join([*found[:at], changed, *found[at + 1 :]])

    return change


CHANGES: dict[str, Change] = {
    "as exported": str,
    "another id": of_last(r"deployment:D\d+", "deployment:E0"),
    "another end": of_last(r"station:x\d+", "station:y0"),
    "id no element": of_last(r"suyuan:element:deployment:", "suyuan:other:deployment:"),
    "name with a space": of_last(r"element:deployment:D", "element:deployment:%20"),
    "blank node": of_last(r"suyuan:element:deployment:D\d+", "_:b"),
    "another hash": of_last(r"(c:[0-9a-f]{60})[0-9a-f]{4} a ", r"\1ffff a "),
    "another graph": of_last(r"\A(c:[0-9a-f]{60})[0-9a-f]{4}", r"\1ffff"),
    "number with nought": of_last(r'"(\d+)"\^\^xsd:integer', r'"0\1"^^xsd:integer'),
    "no number": of_last(r'suyuan:offset "\d+"', 'suyuan:offset "x"'),
    "no truth": of_last(r'"(true|false)"', '"maybe"'),
    "number with exponent": of_last(r'"(\d+)\.0"\^\^xsd:decimal', r'"\1e0"^^xsd:decimal'),
    "no certainty": of_last(r'certainty "stated"', 'certainty "sure"'),
    "no recorded time": of_last(r'(generatedAtTime "[^"]*)\.\d+Z', r"\1Z"),
    "no retracted time": of_last(r'(invalidatedAtTime "[^"]*)\.\d+Z', r"\1Z"),
    "no valid time": of_last(r'valid_from "', 'valid_from "x'),
    "line break in quotes": of_last(r'certainty "sta', 'certainty "sta\n'),
    "carriage return in quotes": of_last(r'loader "te', 'loader "te\r'),
    "escape": of_last(r'loader "te', r'loader "\\u0074e'),
    "bad escape": of_last(r'loader "te', r'loader "\\qte'),
    "quotes": of_last(r'loader "te', r'loader ""te'),
    "stand-in of the hash": of_last(r"c:[0-9a-f]{64}:read", "c:\x01:read"),
    "another loader": of_last(r'loader "test"', 'loader "other"'),
    "twice told": of_last(r'( suyuan:certainty "stated" ;\n)', r"\1\1"),
    "missing": of_last(r' suyuan:certainty "stated" ;\n', ""),
    "spaces": of_last(r' suyuan:certainty "stated" ;\n', '  suyuan:certainty  "stated";\n'),
    "comment": of_last(r"\}\n", "}\n# a comment\n"),
    "one more subject": of_last(r"\}\n", "suyuan:element:deployment:D1 a suyuan:Station .\n}\n"),
    "name of a person": of_last(r" suyuan:certainty", ' foaf:name "x" ;\n suyuan:certainty'),
    "prefix of another meaning": lambda text: "".join(
        (*blocks(text)[:40], "@prefix suyuan: <urn:other:> .\n", *blocks(text)[40:])
    ),
    "prefix said again": lambda text: "".join(
        (*blocks(text)[:40], "@prefix suyuan: <urn:suyuan:> .\n", *blocks(text)[40:])
    ),
    "a claim twice": lambda text: "".join((*blocks(text), blocks(text)[-1])),
    "more said at the end": lambda text: (
        text + f'c:{blocks(text)[-1][2:66]} suyuan:certainty "stated" .\n'
    ),
    "not in order": lambda text: "".join((*blocks(text)[:1], *reversed(blocks(text)[1:]))),
    "cut in a block": lambda text: text[:-30],
    "cut at a line": lambda text: "".join(text.splitlines(keepends=True)[:-1]),
    "no end of line": lambda text: text.removesuffix("\n"),
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "sources last": lambda text: "".join((*blocks(text)[1:], blocks(text)[0])),
    "no source": of_last(r"source:%E5%8E%82%2Fa.csv>", "source:other>"),
    "long text": of_last(r'loader "', 'loader "' + "x" * 70_000),
    "no UTF-8": of_last(r'loader "', 'loader "\udcff'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_block_at_a_time_is_word_by_word(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.trig"
    path.write_bytes(CHANGES[name](text).encode("utf-8", "surrogateescape"))
    expected, _ = read(path, whole=False)
    found, _ = read(path, whole=True)
    assert found == expected


def test_most_claims_are_taken_a_block_at_a_time(text: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.trig"
    path.write_text(text, encoding="utf-8")
    found, taken = read(path, whole=True)
    # All but lists, persons, escapes, and the first of each shape.
    assert len(found) == 6 * COUNT
    assert taken > 2 * COUNT


def test_a_reject_among_blocks_names_its_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.trig"
    changed = CHANGES["no certainty"](text)
    path.write_text(changed, encoding="utf-8")
    with Ledger(tmp_path / "home") as ledger:
        report = import_claims(ledger, path)
    assert (report.read, report.rejected) == (6 * COUNT, 1)
    line = changed.splitlines().index(' suyuan:certainty "sure" ;') + 1
    assert report.first_rejects[0].place.line == line
    assert report.first_rejects[0].rule == "certainty"
