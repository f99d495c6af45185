"""Aliases of documents as a source of their own, `derived/aliases`, one JSON object a line.

After a load the titles of all documents of the ledger are compared and the result is loaded as a
new version of that source: the same result is the same bytes, and nothing is written; what does
not follow any more is retracted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph import Claim, PropertyValue, Rejected
from graph.ledger import Ledger, LedgerReader, LedgerWriter
from loaders.aliases.matching import Titled, variants
from loaders.aliases.titles import is_of_some_region, title_form
from loaders.derived import bring_up
from loaders.documents.names.areas import area_prefix
from loaders.json_places import placed_lines
from loaders.protocol import RawRow, SourceFile, WrittenHere
from loaders.report import LoadReport
from ontology import NODE_KINDS, Certainty, key_parts, make_id

_CITING = {"CITES": "in", "PRODUCES": "in", "BASED_ON": "in"}
_GONE = "不再由标题推出 / does not follow from the titles any more"


class Aliases(WrittenHere):
    """Reads derived aliases (see `loaders.protocol.Loader`). Nobody loads them by hand."""

    __slots__ = ()

    name = "aliases"
    title_zh = "由标题推出的同一文件"
    title_en = "documents that are the same by their titles"
    family = "derived"

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """One row a line."""
        for place, line in placed_lines(source.path.read_bytes()):
            fields = {str(k): str(v) for k, v in json.loads(line).items()}
            yield RawRow(place, fields["document"], fields)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """That one document is the other, inferred."""
        said: dict[str, PropertyValue] = {"reason": row.fields["reason"], "begin_known": False}
        ends = row.fields["document"], row.fields["same"]
        yield Claim("ALIAS_OF", *ends, said, certainty=Certainty.INFERRED)


def derive_aliases(ledger: Ledger, writer: LedgerWriter) -> LoadReport | None:
    """Bring the aliases up to what the ledger says; None where there was and is nothing to say."""
    reader = LedgerReader(ledger)
    found = variants(_titled(reader)) if reader.has_family("document") else []
    lines = [
        {"document": each.document, "same": each.same, "reason": each.reason} for each in found
    ]
    return bring_up(ledger, writer, LOADER, lines, _GONE)


def _titled(reader: LedgerReader) -> Iterator[Titled]:
    """Every live document with the forms of its key and of its names."""
    titles: dict[str, set[str]] = defaultdict(set)
    held: set[str] = set()
    for claim in reader.live_of_kind("Document"):
        (key,) = key_parts(NODE_KINDS["Document"], claim.subject)
        if "|" in key:  # a part of a document, which its title alone does not name
            continue
        titles[claim.subject] |= {key, str(claim.properties.get("name") or key)}
        if claim.properties.get("held"):
            held.add(claim.subject)
    unclear = [doc for doc, names in titles.items() if any(map(is_of_some_region, names))]
    regions = _regions(reader, unclear)
    for document in sorted(titles):
        forms = {title_form(t, regions.get(document, "")) for t in titles[document]}
        for form in sorted(filter(None, forms), key=lambda form: (form.core, form.edition)):
            yield Titled(document, form, document in held)


def _regions(reader: LedgerReader, documents: list[str]) -> Mapping[str, str]:
    """For documents of 自治区 the region of those who issued them or what cites them, if one."""
    citing: dict[str, set[str]] = {document: {document} for document in documents}
    for edge in reader.edges_of(documents, _CITING):
        citing[str(edge.object)].add(_document_of(edge.subject))
    issuers: dict[str, set[str]] = defaultdict(set)
    for edge in reader.edges_of(sorted(set().union(*citing.values())), {"ISSUED_BY": "out"}):
        area = area_prefix(str(edge.object).partition(":")[2])
        if area is not None and area.listed:
            issuers[edge.subject].add(area.parts[0])
    found = {doc: set().union(*(issuers[each] for each in by)) for doc, by in citing.items()}
    return {doc: next(iter(each)) for doc, each in found.items() if len(each) == 1}


def _document_of(element: str) -> str:
    """The document itself, or the one that a task is of."""
    prefix, _, key = element.partition(":")
    if prefix == "document":
        return element
    (kind,) = (each for each in NODE_KINDS.values() if each.prefix == prefix)
    return make_id(NODE_KINDS["Document"], key_parts(kind, f"{prefix}:{key}")[0])


LOADER = Aliases()
