"""What we knew at one time and not at another: claims, read from the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph import element_key
from graph.ledger import LedgerReader, StoredClaim
from ontology import EDGE_KINDS
from queries.ask import Ask, unknown
from queries.diff.rows import LISTED, DiffRow, claim_row, count_row

_ANY = dict.fromkeys(EDGE_KINDS, "both")


def between(ask: Ask, older: int, newer: int, *, around: bool) -> Iterable[DiffRow]:
    """Of an element what was retracted up to a position of the ledger, then what was added.

    Of the whole it is counted by kind, what was retracted first.
    """
    reader, before = (LedgerReader(ask.reader.ledger, at) for at in (newer, older))
    element = ask.params.get("element")
    if not element:
        return _of_all(ask, reader, older)
    claims = reader.about(element)
    if not claims and not reader.is_end(element):
        raise unknown(element, reader.ids_like(element))
    rows = _changed(claims, before.about(element))
    if around:
        rows += _of_near(ask, element, reader, before)
    return rows


def _of_near(
    ask: Ask, element: str, reader: LedgerReader, before: LedgerReader
) -> Iterator[DiffRow]:
    """Claims about what an element was joined to at either time: of each kind the first ones."""
    near = sorted(
        {
            str(end)
            for at in (reader, before)
            for live in at.edges_of([element], _ANY)
            for end in (live.subject, live.object)
        }
        - {element}
    )
    now, then = (at.about_each(near) for at in (reader, before))
    by_kind: dict[tuple[str, str], list[DiffRow]] = defaultdict(list)
    for row in _changed(*([c for c in some if c.claim.object != element] for some in (now, then))):
        by_kind[row.change, row.of_kind].append(row)
    for _, rows in sorted(by_kind.items(), key=lambda kind: (kind[0][0] == "added", kind[0][1])):
        yield from sorted(rows, key=lambda r: (r.element, r.claims))[:LISTED]
        ask.left_out(max(len(rows) - LISTED, 0))


def _changed(now: Sequence[StoredClaim], before: Sequence[StoredClaim]) -> list[DiffRow]:
    then = {s.claim_id for s in before if s.live}
    rows = []
    for stored in now:
        if stored.live != (stored.claim_id in then):
            claim = stored.claim
            rows.append(
                claim_row(
                    "added" if stored.live else "removed",
                    claim.kind,
                    element_key(claim.kind, claim.subject, claim.object, claim.valid_from),
                    claim.object,
                    claim.properties,
                    (claim.valid_from, claim.valid_to, claim.certainty),
                    stored.claim_id.hex()[:16],
                )
            )
    return sorted(rows, key=lambda r: r.change, reverse=True)


def _of_all(ask: Ask, reader: LedgerReader, older: int) -> list[DiffRow]:
    counts: Counter[tuple[str, str]] = Counter()
    listed: dict[tuple[str, str], list[DiffRow]] = {}
    for added, live in reader.changed_since(older):
        group = ("added" if added else "removed", live.kind)
        counts[group] += 1
        rows = listed.setdefault(group, [])
        if len(rows) < LISTED:
            key = element_key(live.kind, live.subject, live.object, live.valid_from)
            span = (live.valid_from, live.valid_to, live.certainty)
            rows.append(claim_row(*group, key, live.object, live.properties, span, live.short))
    ask.left_out(sum(counts.values()) - sum(map(len, listed.values())))
    order = sorted(counts, key=lambda g: (g[0] == "added", g[1]))
    return [row for g in order for row in (count_row(*g, counts[g]), *listed[g])]
