"""Statements grouped by what they are about: one claim, or one source, original or other thing.

A file as we export it has the sources and originals first and then claim after claim, in the order
of their hashes; it is read in one pass. Any other order is sorted on disk first. Memory is that of
one claim.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from graph import Place, SourceError
from graph.ledger import ImportedClaim
from loaders.claims_rdf.statements import Statement, StatementReader
from ontology import claim_iri, claim_of

MOST_STATEMENTS, MOST_CHARACTERS = 1_000_000, 256 << 20
"""What one claim may have, lest a file fill the memory."""
_BATCH = 20_000


class UnorderedError(Exception):
    """The statements do not come in the order of an export."""


@dataclass(frozen=True, slots=True)
class Group:
    """Statements about one thing. `claim`: its hash, when it is a claim, else empty."""

    key: str
    claim: str
    place: Place
    statements: list[Statement]


class Whole(NamedTuple):
    """A claim that was read at once, all of whose statements stood together, and its source."""

    source_id: str
    claim: ImportedClaim


class WholeReader(Protocol):
    """Reads statements as a `StatementReader`, and claims at once where it can."""

    @property
    def begin(self) -> int:
        """Where the statement read last begins, in bytes."""

    @property
    def end(self) -> int:
        """Where it ends."""

    def __iter__(self) -> Iterator[Statement | Whole]:
        """Statements and claims in order. Raises `SourceError` for what is no RDF."""
        ...


def ordered(path: Path, reader: WholeReader) -> Iterator[Group | Whole]:
    """Groups of a file in the order of an export; raises `UnorderedError` where it is not."""
    last = ""
    kept: list[Statement] = []
    key, begin, end, size = ("", ""), 0, 0, 0
    own = "\0"
    for statement in reader:
        if isinstance(statement, Whole):
            if kept:
                yield _group(key, kept, Place(kept[0].line, 0, begin, end - begin))
                kept = []
            named = statement.claim.claim_id.hex()
            if named <= last:
                raise UnorderedError
            yield statement
            # More that is said of a claim which is whole is out of order: it sorts before this.
            key, last, own = ("", ""), named + "\0", "\0"
            continue
        # Most statements go on about the claim of the one before.
        of = statement.subject if statement.graph is None else statement.graph
        found = key if of == own else key_of(statement)
        own = of
        if found != key:
            if kept:
                yield _group(key, kept, Place(kept[0].line, 0, begin, end - begin))
            if found[0] < last:
                raise UnorderedError
            kept, size, key, last, begin = [], 0, found, found[0], reader.begin
        kept.append(statement)
        end = reader.end
        size += len(statement.value) + len(statement.subject)
        if size > MOST_CHARACTERS or len(kept) > MOST_STATEMENTS:
            raise _too_much(path, kept)
    if kept:
        yield _group(key, kept, Place(kept[0].line, 0, begin, end - begin))


def sorted_groups(path: Path, reader: StatementReader) -> Iterator[Group]:
    """The same for a file in any order; the places are single lines."""
    with closing(sqlite3.connect("")) as spool:
        spool.execute(
            "CREATE TABLE said(claim TEXT, key TEXT, line INTEGER, subject TEXT, predicate TEXT, "
            "datatype TEXT, value TEXT, graph TEXT)"
        )
        rows = ((*key_of(statement), *statement) for statement in reader)
        spool.executemany("INSERT INTO said VALUES(?,?,?,?,?,?,?,?)", rows)
        kept: list[Statement] = []
        key, size = ("", ""), 0
        for claim, about, *columns in spool.execute("SELECT * FROM said ORDER BY 1, 2, rowid"):
            statement = Statement(*columns)
            if (claim, about) != key:
                if kept:
                    yield _group(key, kept, Place(kept[0].line, 0))
                kept, size, key = [], 0, (claim, about)
            kept.append(statement)
            size += len(statement.value) + len(statement.subject)
            if size > MOST_CHARACTERS or len(kept) > MOST_STATEMENTS:
                raise _too_much(path, kept)
        if kept:
            yield _group(key, kept, Place(kept[0].line, 0))


def groups(
    path: Path,
    read: Callable[[Path], StatementReader],
    again: Callable[[], None],
    first: WholeReader | None = None,
) -> Iterator[Group | Whole]:
    """Groups of a file in whatever order it is; `again` is told when all begins anew.

    `first`: what reads a file in the order of an export, by default as any other.
    """
    try:
        yield from ordered(path, first or read(path))
    except UnorderedError:
        again()
        yield from sorted_groups(path, read(path))


def key_of(statement: Statement) -> tuple[str, str]:
    """The claim that a statement belongs to, else what it is about; claims come last."""
    graph = statement.graph
    claim = claim_of(statement.subject if graph is None else graph)
    if claim is None:
        return "", statement.subject if graph is None else graph
    return claim, ""


def _group(key: tuple[str, str], statements: list[Statement], place: Place) -> Group:
    if not place.line:  # a reader that has no lines: what it is about names the place
        place = Place(locator=claim_iri(key[0]) if key[0] else key[1])
    return Group(key[1], key[0], place, statements)


def _too_much(path: Path, kept: list[Statement]) -> SourceError:
    return SourceError(
        path,
        f"第 {kept[0].line} 行起，一条断言有过多的语句 / line {kept[0].line}: a claim of more "
        f"than {MOST_STATEMENTS:,} statements or {MOST_CHARACTERS:,} characters",
        "换一份文件 / use another file",
    )
