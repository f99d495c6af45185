"""What a file states is taken claim by claim, to wait until the whole file is known to be sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from graph import Place, SourceError
from graph.ledger import ToldClaim
from loaders.claims_rdf.blocks import Blocks
from loaders.claims_rdf.grouping import Group, Whole, groups
from loaders.claims_rdf.rules import RefusalError
from loaders.claims_rdf.statements import StatementReader
from loaders.claims_rdf.stating import Described, check_names, stated
from loaders.claims_rdf.telling import describe, group_of
from loaders.claims_rdf.trig import Trig
from loaders.claims_rdf.turtle import Turtle, said_again
from loaders.claims_rdf.waiting import Waiting

Progress = Callable[[int], None]
Families = dict[str, str]
"""The families of the sources of a file."""
_TOLD_EVERY = 20_000
_PERSON = "person name"


def take_statements(
    reader: Callable[[Path], StatementReader], path: Path, waiting: Waiting, progress: Progress
) -> Families:
    """Let everything in a file of statements wait. Raises `SourceError`."""
    described = Described()

    def again() -> None:
        waiting.clear()
        described.sources.clear()
        described.originals.clear()

    first = Blocks(path, described) if reader is Trig else None
    for number, found in enumerate(groups(path, reader, again, first), 1):
        if isinstance(found, Whole):
            waiting.add(*found)
        else:
            _take(path, found, described, waiting, reified=reader is Turtle)
        if number % _TOLD_EVERY == 0:
            progress(number)
    return dict(described.sources.values())


def take_rows(
    read: Callable[[Path], Iterable[tuple[Place, ToldClaim | RefusalError]]],
    path: Path,
    waiting: Waiting,
    progress: Progress,
) -> Families:
    """Let the claims of all rows of a file wait. Raises `SourceError`."""
    described = Described()
    for number, (place, told) in enumerate(read(path), 1):
        group = Group("", "", place, [])
        try:
            if isinstance(told, RefusalError):
                raise told
            group = replace(group, claim=told.claim or "")
            group = group_of(told, place)
            check_names(group)
            describe(told, place, described)
            waiting.add(*stated(group, described))
        except RefusalError as error:
            _refuse(path, group, error, described, waiting)
        if number % _TOLD_EVERY == 0:
            progress(number)
    waiting.refuse_twice()
    return dict(described.sources.values())


def _take(
    path: Path, group: Group, described: Described, waiting: Waiting, *, reified: bool
) -> None:
    """Let one claim wait, or its reject."""
    try:
        check_names(group)
        if group.claim:
            if reified:
                group = said_again(group)
                check_names(group)
            waiting.add(*stated(group, described))
        else:
            described.take(group)
    except RefusalError as error:
        _refuse(path, group, error, described, waiting)


def _refuse(
    path: Path, group: Group, error: RefusalError, described: Described, waiting: Waiting
) -> None:
    """Let a reject wait; names of persons end it all."""
    if error.rule == _PERSON:
        where = f"第 {error.line} 行 / line {error.line}" if error.line else str(group.place)
        rule = f"{where}: {error.field}: {error.rule}"
        raise SourceError(path, rule, error.message) from error
    waiting.add(_source_of(group, described), error.rejected(group.claim, group.place))


def _source_of(group: Group, described: Described) -> str:
    """The source that a broken claim names, if it names one."""
    named: Iterator[tuple[str, str] | None] = (
        described.sources.get(s.value) for s in group.statements if s.graph is None
    )
    return next((found[0] for found in named if found is not None), "")
