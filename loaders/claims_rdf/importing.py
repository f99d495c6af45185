"""The import of a file of claims: read and checked whole, then written in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from graph import Rejected, SourceError
from graph.ledger import IMPORTED, SHOWN, ImportedClaim, Ledger, LoadSpec, importing
from loaders.claims_rdf.graphml import graphml_rows
from loaders.claims_rdf.json_ld import JsonLd
from loaders.claims_rdf.nquads import NQuads
from loaders.claims_rdf.tables import rows, tables
from loaders.claims_rdf.taking import Families, Progress, take_rows, take_statements
from loaders.claims_rdf.trig import Trig
from loaders.claims_rdf.turtle import Turtle
from loaders.claims_rdf.waiting import Waiting

LOADER, VERSION = "claims_rdf", "1"


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file of a form is read into what waits, and of which files it consists."""

    take: Callable[[Path, Waiting, Progress], Families]
    files: Callable[[Path], tuple[Path, ...]] = lambda path: (path,)


FORMS: Mapping[str, _Form] = MappingProxyType(
    {
        "nquads": _Form(partial(take_statements, NQuads)),
        "trig": _Form(partial(take_statements, Trig)),
        "turtle": _Form(partial(take_statements, Turtle)),
        "json-ld": _Form(partial(take_statements, JsonLd)),
        "graphml": _Form(partial(take_rows, graphml_rows)),
        "parquet": _Form(partial(take_rows, rows), tables),
    }
)
_SUFFIXES = {
    ".nq": "nquads",
    ".nquads": "nquads",
    ".trig": "trig",
    ".ttl": "turtle",
    ".jsonld": "json-ld",
    ".graphml": "graphml",
    ".parquet": "parquet",
}


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
    if not (path.is_file() or path.is_dir()):
        raise SourceError(path, "没有这个文件 / no such file", "检查路径 / check the path")
    chosen = FORMS[form or _form_of(path)]
    if path.is_dir() and chosen is not FORMS["parquet"]:
        raise SourceError(path, "是文件夹 / a folder", "指明文件 / name a file")
    with ExitStack() as stack:
        parts = [_Part(one, stack.enter_context(closing(Waiting()))) for one in chosen.files(path)]
        for part in parts:
            before = part.path.stat()
            part.families = chosen.take(part.path, part.waiting, progress)
            after = part.path.stat()
            if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
                raise SourceError(
                    part.path,
                    "读取时被改动 / it was changed while it was read",
                    "写完再导入 / import it when it is finished",
                )
        report = _write(ledger, path, parts)
    return replace(report, seconds=time.monotonic() - begun)


@dataclass(slots=True)
class _Part:
    """One file, what waits of it, and the families of its sources once it is read."""

    path: Path
    waiting: Waiting
    families: Families = field(default_factory=dict)


def _form_of(path: Path) -> str:
    form = _SUFFIXES.get(path.suffix.lower())
    if path.is_dir():
        return "parquet"
    if form is None:
        raise SourceError(
            path,
            "不知是什么格式 / its format is not known",
            f"加 --format，可用 / say --format, one of: {', '.join(FORMS)}",
        )
    return form


def _write(ledger: Ledger, path: Path, parts: Sequence[_Part]) -> ImportReport:
    spec = LoadSpec("", "", LOADER, VERSION, IMPORTED, str(path.resolve()))
    nameless: list[ImportedClaim | Rejected] = []
    with importing(ledger, spec) as work:
        for part in parts:
            sources = part.waiting.sources()
            # What names no source is rejected with the first that there is.
            nameless += part.waiting.of("") if "" in sources else []
            for source_id in filter(None, sources):
                rows_of = chain(nameless, part.waiting.of(source_id))
                nameless = []
                work.source(source_id, part.families[source_id], rows_of, part.path)
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
