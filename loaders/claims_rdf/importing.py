"""The import of a file of claims: read and checked whole, then written in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from graph import Rejected, SourceError
from graph.ledger import IMPORTED, SHOWN, Ledger, LoadSpec, importing
from loaders.claims_rdf.blocks import Blocks
from loaders.claims_rdf.grouping import Group, Whole, groups
from loaders.claims_rdf.json_ld import JsonLd
from loaders.claims_rdf.nquads import NQuads
from loaders.claims_rdf.rules import RefusalError
from loaders.claims_rdf.statements import StatementReader
from loaders.claims_rdf.stating import Described, check_names, stated
from loaders.claims_rdf.trig import Trig
from loaders.claims_rdf.turtle import Turtle, said_again
from loaders.claims_rdf.waiting import Waiting

LOADER, VERSION = "claims_rdf", "1"
FORMS: Mapping[str, Callable[[Path], StatementReader]] = MappingProxyType(
    {"nquads": NQuads, "trig": Trig, "turtle": Turtle, "json-ld": JsonLd}
)
_SUFFIXES = {
    ".nq": "nquads",
    ".nquads": "nquads",
    ".trig": "trig",
    ".ttl": "turtle",
    ".jsonld": "json-ld",
}
_TOLD_EVERY = 20_000
_PERSON = "person name"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file; `read == accepted + rejected`, and `known` of the accepted are old."""

    file: str
    read: int
    accepted: int
    known: int
    rejected: int
    retracted: int
    sources: int
    ledger_head: str
    first_rejects: tuple[Rejected, ...]
    seconds: float = 0.0


def import_claims(
    ledger: Ledger,
    path: Path,
    form: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> ImportReport:
    """Write what a file of claims states into the ledger: all that is sound, or nothing.

    `form` is one of `FORMS`, by default as the file's name ends. Raises `SourceError` for what is
    no such file or names people, `LedgerBusyError`; then nothing was written.
    """
    begun = time.monotonic()
    if not path.is_file():
        raise SourceError(path, "没有这个文件 / no such file", "检查路径 / check the path")
    reader = FORMS[form or _form_of(path)]
    before = path.stat()
    with closing(Waiting()) as waiting:
        families = _read(path, reader, waiting, progress)
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
            raise SourceError(
                path,
                "读取时被改动 / it was changed while it was read",
                "写完再导入 / import it when it is finished",
            )
        report = _write(ledger, path, waiting, families)
    return replace(report, seconds=time.monotonic() - begun)


def _form_of(path: Path) -> str:
    form = _SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise SourceError(
            path,
            "不知是什么格式 / its format is not known",
            f"加 --format，可用 / say --format, one of: {', '.join(FORMS)}",
        )
    return form


def _read(
    path: Path,
    reader: Callable[[Path], StatementReader],
    waiting: Waiting,
    progress: Callable[[int], None],
) -> dict[str, str]:
    """Let everything in a file wait, and tell the families of its sources."""
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


def _take(
    path: Path, group: Group, described: Described, waiting: Waiting, *, reified: bool
) -> None:
    """Let one claim wait, or its reject; names of persons end it all."""
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
        if error.rule == _PERSON:
            raise SourceError(
                path,
                f"第 {error.line} 行 / line {error.line}: {error.field}: {error.rule}",
                error.message,
            ) from error
        waiting.add(_source_of(group, described), error.rejected(group.claim))


def _source_of(group: Group, described: Described) -> str:
    """The source that a broken claim names, if it names one."""
    named = (described.sources.get(s.value) for s in group.statements if s.graph is None)
    return next((found[0] for found in named if found is not None), "")


def _write(
    ledger: Ledger, path: Path, waiting: Waiting, families: Mapping[str, str]
) -> ImportReport:
    spec = LoadSpec("", "", LOADER, VERSION, IMPORTED, str(path.resolve()))
    with importing(ledger, spec, path) as work:
        sources = waiting.sources()
        # What names no source is rejected with the first that there is.
        nameless = list(waiting.of("")) if "" in sources else []
        for source_id in filter(None, sources):
            rows = chain(nameless, waiting.of(source_id))
            nameless = []
            work.source(source_id, families[source_id], rows)
        count = work.count
    shown = [*count.shown, *(one for one in nameless if isinstance(one, Rejected))]
    return ImportReport(
        str(path),
        count.read + len(nameless),
        count.written + count.known,
        count.known,
        count.rejected + len(nameless),
        count.retracted,
        len(count.sources),
        str(ledger.head()),
        tuple(shown[:SHOWN]),
    )
