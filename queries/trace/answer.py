"""The answer of the trace: all hops in reading order, each with its process and lead unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ontology import key_text
from ontology.rules import CALIBRATION_PROCESSES, HOP_PROCESSES
from queries.ask import Ask
from queries.shelves import Shelves
from queries.trace import stages
from queries.trace.chain import chain
from queries.trace.climb import Subject, climb
from queries.trace.equipment import (
    equipment,
    equipment_drafts,
    lone_instrument,
    makes,
    models_of,
)
from queries.trace.hop import Draft, Hop, Texts, process_ids
from queries.trace.place import place
from queries.trace.start import begin

_PROCESSES = process_ids({*HOP_PROCESSES.values(), *CALIBRATION_PROCESSES.values()})
_LEVEL_ORDER = ("region", "league", "banner", "station", "national", "external")


def answer(ask: Ask) -> Iterable[Hop]:
    """Hops from the start element to the top of its chain, in reading order."""
    position = ask.position()
    context = begin(ask, ask.params["element"])
    found = equipment(context, ask.time)
    instruments = [Subject(str(u.instrument), ask.time, u.id) for one in found for u in one.used]
    alone = context.instrument if not instruments else None
    if alone is not None:
        instruments = [Subject(alone.id, ask.time, "")]
    led = ask.soon(stages.PROCESSES, ids=_PROCESSES, t=ask.time)
    models = models_of(ask, found)
    climbed = climb(ask, Shelves.at(ask, "chains read", position), instruments)
    made = makes(models.rows)
    drafts = context.drafts
    for one in found:
        drafts += place(ask, one.station, context.edges)
        drafts += equipment_drafts(one, made)
    if alone is not None:
        drafts += lone_instrument(alone)
    drafts += chain(ask, climbed)
    return _finished(drafts, led.rows)


def _finished(drafts: Sequence[Draft], led: Iterable[stages.ProcessRow]) -> list[Hop]:
    """Number the hops; name the process that answers for each and the units that lead it."""
    codes = {d.process for d in drafts if d.process}
    leads: dict[str, list[stages.ProcessRow]] = {}
    for row in led:
        leads.setdefault(row.id, []).append(row)
    by_code: dict[str, tuple[str, Texts]] = {}
    for code in codes:
        for level in _LEVEL_ORDER:
            rows = leads.get(f"process:{code}@{level}")
            if rows:
                names = tuple(sorted({r.lead_name or key_text(r.lead) for r in rows}))
                by_code[code] = (rows[0].id, names)
                break
    return [d.finish(i, *by_code.get(d.process or "", ("", ()))) for i, d in enumerate(drafts, 1)]
