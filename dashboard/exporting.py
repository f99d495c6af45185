"""Claims as lines of JSON, each with the very words it was read from; in RDF: `exporting_rdf`.

A node's line:
`{"claim", "kind": "node", "label", "node": {"kind", "id", "name"}, "properties", "valid_from",
"valid_to", "certainty", "loader", "source": {"id", "name", "sha256", "spans": [{"line", "column",
"raw"}]}, "recorded_at", "retracted_at", "reason"}`.
An edge has `"kind": "edge", "type", "from", "to"` instead of `label` and `node`. Lines are
1-based, columns 0-based code points; where a source has no lines a span is `{"locator"}`. A name
is left out where no claim gives one; names of persons are hidden in `raw`. Further versions of the
file that say the same stand in `also`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from dashboard.claim_forms import JSON_LD, NQUADS, TRIG, TURTLE
from dashboard.exporting_graphml import write_graphml_claims
from dashboard.exporting_rdf import claims_in
from dashboard.exporting_rows import write_parquet
from dashboard.render.as_json import line
from dashboard.render.files import writing
from graph import Claim, InvalidValueError, Place
from graph.ledger import Excerpts, Ledger, LedgerReader, Occurrence, StoredClaim
from ontology import IdError, kind_of


def export_claims(
    ledger: Ledger, source_id: str | None = None, form: str = "jsonl"
) -> Iterator[str]:
    """The text of each claim ever recorded, live and retracted, in one of the `FORMATS`.

    Raises `InvalidValueError` for a source that was never loaded.
    """
    _check_source(ledger, source_id)
    return FORMATS[form](ledger, source_id)


def write_claims(ledger: Ledger, source_id: str | None, form: str, output: Path) -> int:
    """Write each claim to a file or folder, whole or not at all; returns how many.

    `form` is one of `FORMATS` or `FILES`. Raises as `export_claims` does, and `InvalidValueError`
    where a folder is there already.
    """
    _check_source(ledger, source_id)
    if form in FILES:
        return FILES[form](ledger, source_id, output)
    texts = export_claims(ledger, source_id, form)
    with writing(output) as stream:
        stream.writelines(f"{text}\n" for text in texts)
    return LedgerReader(ledger).count_claims(source_id)


def _check_source(ledger: Ledger, source_id: str | None) -> None:
    if source_id is not None and ledger.last_load(source_id) is None:
        raise InvalidValueError(
            "--source",
            source_id,
            "没有这个来源 / there is no such source",
            "suyuan info 列出来源 / lists the sources",
        )


def json_lines(ledger: Ledger, source_id: str | None = None) -> Iterator[str]:
    """One line of JSON for each claim, in log order."""
    reader = LedgerReader(ledger)
    names = node_names(reader)
    ledger.excerpts.refresh()
    for stored in reader.every_claim(source_id):
        yield line(claim_line(stored, names, ledger.excerpts))


FORMATS: Mapping[str, Callable[[Ledger, str | None], Iterator[str]]] = MappingProxyType(
    {
        "jsonl": json_lines,
        "nquads": partial(claims_in, NQUADS),
        "trig": partial(claims_in, TRIG),
        "turtle": partial(claims_in, TURTLE),
        "json-ld": partial(claims_in, JSON_LD),
    }
)

FILES: Mapping[str, Callable[[Ledger, str | None, Path], int]] = MappingProxyType(
    {"graphml": write_graphml_claims, "parquet": write_parquet}
)
"""Forms that are no text, or more files than one: for `write_claims` alone."""


def node_names(reader: LedgerReader) -> dict[str, str]:
    """Names of nodes by id, from their live claims; the first one said counts."""
    names: dict[str, str] = {}
    for live in reader.all_live():
        if live.object is None and live.subject not in names:
            name = live.properties.get("name")
            if isinstance(name, str) and name:
                names[live.subject] = name
    return names


def claim_line(stored: StoredClaim, names: dict[str, str], excerpts: Excerpts) -> dict[str, object]:
    """One claim as its line has it."""
    claim, first = stored.claim, stored.occurrences[0]
    record: dict[str, object] = {
        "claim": stored.claim_id.hex(),
        **_element(claim, names),
        "properties": claim.properties,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "certainty": claim.certainty,
        "loader": first.loader,
        "source": {"id": stored.source_id, **_file(first, stored.occurrences, excerpts)},
        "recorded_at": stored.recorded_at,
        "retracted_at": stored.retracted_at,
        "reason": stored.reason,
    }
    others = {o.sha256: o for o in stored.occurrences if o.sha256 != first.sha256}
    if others:
        record["also"] = [_file(o, stored.occurrences, excerpts) for o in others.values()]
    return record


def _element(claim: Claim, names: dict[str, str]) -> dict[str, object]:
    if claim.object is None:
        node = _node(claim.subject, names)
        return {"kind": "node", "label": claim.kind, "node": node}
    return {
        "kind": "edge",
        "type": claim.kind,
        "from": _node(claim.subject, names),
        "to": _node(claim.object, names),
    }


def _node(node_id: str, names: dict[str, str]) -> dict[str, str]:
    try:
        label = kind_of(node_id).label
    except IdError:
        label = node_id.partition(":")[0]
    node = {"kind": label, "id": node_id}
    if node_id in names:
        node["name"] = names[node_id]
    return node


def _file(
    of: Occurrence, occurrences: Sequence[Occurrence], excerpts: Excerpts
) -> dict[str, object]:
    """A file with all places in it where the claim stands, each place once."""
    places = dict.fromkeys(o.place for o in occurrences if o.sha256 == of.sha256)
    return {
        "name": of.file_name,
        "sha256": of.sha256.hex(),
        "spans": [_span(place, excerpts.text(of.sha256, place)) for place in places],
    }


def _span(place: Place, raw: str | None) -> dict[str, object]:
    span: dict[str, object] = {}
    if place.line is not None:
        span = {"line": place.line, "column": place.column or 0}
    if place.locator:
        span["locator"] = place.locator
    if raw is not None:
        span["raw"] = raw
    return span
