"""Reviews of documents: nothing is written, nothing is kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph import Place, Rejected, SourceError
from graph.ledger import HIDDEN
from loaders.documents.facts.claims import printed_names, within
from loaders.documents.facts.read import facts_of
from loaders.documents.loader import reading_of, untitled
from loaders.documents.model import Document, Fault
from loaders.documents.process_rows import process_rows, told_twice
from loaders.documents.reading.read import member_names, read_documents
from loaders.documents.review.hiding import Hiding, hiding
from loaders.documents.review.items import Cited, items_in
from loaders.documents.review.layout import Layout
from loaders.documents.review.model import Item, Mended, Review, Told
from loaders.documents.review.telling import Spans, numbered, of_tables, of_text

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of a path: its documents, and the files in it that cannot be read."""

    documents: tuple[Review, ...]
    unreadable: tuple[Fault, ...]


def split_member(asked: str) -> tuple[Path, str]:
    """A path, and the member behind `!` where it names one in an archive.

    >>> split_member("notices.zip!2022/a.txt")[1]
    '2022/a.txt'
    """
    if Path(asked).exists():
        return Path(asked), ""
    parts = asked.split("!")
    for cut in range(len(parts) - 1, 0, -1):
        if Path("!".join(parts[:cut])).is_file():
            return Path("!".join(parts[:cut])), "!".join(parts[cut:])
    return Path(parts[0]), "!".join(parts[1:])


def reviewed(path: Path, member: str = "", *, reveal_names: bool = False) -> Reviewed:
    """Every document of a file, an archive or a folder, or the one `member` of an archive.

    Raises `SourceError` where there is none that can be read, or no such member.
    """
    documents: list[Review] = []
    faults: list[Fault] = []
    for each in read_documents(path, member=member):
        if isinstance(each, Fault):
            faults.append(each)
        else:
            documents.append(review_of(each, reveal_names=reveal_names))
    if not documents and faults:
        raise faults[0].error()
    if not documents:
        raise _no_member(path, member)
    return Reviewed(tuple(documents), tuple(faults))


def _no_member(path: Path, member: str) -> SourceError:
    names = member_names(path)
    more = f" … 共{len(names)}个 / {len(names)} in all" if len(names) > _NAMED else ""
    listed = "、".join(names[:_NAMED]) + more
    if not names:
        rule = "其中没有文件 / there is no file in it"
        return SourceError(path, rule, "检查路径 / check the path")
    rule = f"其中没有“{member}” / there is no member {member!r} in it"
    return SourceError(path, rule, f"其中有 / its members: {listed}")


def review_of(document: Document, *, reveal_names: bool = False) -> Review:
    """One document with everything that is read in it and everything that is not."""
    tables = process_rows(document)
    reading = reading_of(document, tables)
    said = [] if reading is None else facts_of(reading)
    hidden = Hiding()
    if reading is not None:
        hidden = hiding(reading, printed_names(said), reveal=reveal_names)
    spans = Spans(document, reading, hidden)
    refused: list[Rejected] = []
    stated = [*of_text(said, spans), *of_tables(tables, spans, refused)]
    facts = numbered(stated)
    items = _items(facts, spans)
    refused += [] if reading is not None else [untitled(document)]
    faults = [f for f in document.faults if not (tables.rows and told_twice(document, f))]
    refused += [fault.rejected() for fault in faults]
    title = reading.title if reading is not None else ""
    return Review(
        source=hidden.shown(document.source.name),
        sha256=document.source.sha256,
        format=document.source.format.value,
        encoding=document.source.encoding,
        title=hidden.shown(title),
        facts=facts,
        items=items,
        repairs=_mended(spans),
        rejected=tuple(_shown(each, document, hidden) for each in refused),
        warnings=tuple(map(hidden.shown, tables.warnings)),
        names=tuple(spans.of(*span).place for span in hidden.spans),
        blocks=Layout(document, facts, [i for i in items if not i.cited], hidden).blocks(),
    )


def _items(facts: Sequence[Told], spans: Spans) -> tuple[Item, ...]:
    """What there is to find, and whether a fact cites it."""
    cited = Cited((fact.span.begin, fact.span.end) for fact in facts)
    found = items_in(spans.reading, spans.document)
    text = spans.document.text
    known = {text[f.begin : f.end] for f in found if cited.holds(f.begin, f.end)}
    return tuple(
        Item(
            f.kind,
            f.rule,
            spans.hiding.shown(text[f.begin : f.end]),
            spans.of(f.begin, f.end),
            holds,
            elsewhere=not holds and text[f.begin : f.end] in known,
        )
        for f in found
        for holds in (cited.holds(f.begin, f.end),)
    )


def _mended(spans: Spans) -> tuple[Mended, ...]:
    """The repairs; of those within the name of a person only that there is one."""
    document, hidden = spans.document, spans.hiding
    member = document.source.member
    masked = [] if hidden.pattern is None else hidden.spans
    named = [(span.raw_begin, span.raw_end) for span in (spans.of(*each) for each in masked)]
    begins = [begin for begin, _ in named]
    made = []
    for repair in document.repairs:
        at = bisect_right(begins, repair.raw_begin) - 1
        inside = at >= 0 and repair.raw_begin < named[at][1]
        words = [HIDDEN if inside else hidden.shown(w) for w in (repair.before, repair.after)]
        place = document.original.place(repair.raw_begin, repair.raw_end)
        made.append(Mended(repair.kind, words[0], words[1], within(member, place)))
    return tuple(made)


def _shown(rejected: Rejected, document: Document, hidden: Hiding) -> Rejected:
    place: Place = rejected.place
    if not place.locator.startswith("member="):
        place = within(document.source.member, place)
    return replace(
        rejected,
        place=place,
        value=hidden.shown(rejected.value),
        message=hidden.shown(rejected.message),
        identity="",
    )
