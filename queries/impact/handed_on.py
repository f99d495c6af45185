"""What the values in doubt were handed on in: data sets, and the products made of them.

ISO 9001:2015, 7.1.5.2, last sentence, and 8.7.1: what was given out already counts as well. A data
set holds a series by name, or all of its variable where its stations are not stated; `through` says
by which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ontology import NODE_KINDS, key_parts, make_id
from queries.ask import Ask
from queries.impact import stages
from queries.impact.rows import ImpactRow, linked
from queries.impact.spread import is_a

_SERIES, _VARIABLE = NODE_KINDS["Series"], NODE_KINDS["Variable"]


def handed_on(ask: Ask, observed: Sequence[ImpactRow]) -> list[ImpactRow]:
    """Data sets that hold the series at the time asked about, then products; each by id."""
    held = _datasets(ask, observed)
    made: dict[str, list[stages.LinkRow]] = defaultdict(list)
    for row in ask.rows(stages.DERIVED, ids=[r.element for r in held], t=ask.time):
        made[row.other].append(row)
    return held + [
        linked("product", p, made[p], len({r.id for r in made[p]})) for p in sorted(made)
    ]


def _datasets(ask: Ask, observed: Sequence[ImpactRow]) -> list[ImpactRow]:
    of_variable: dict[str, set[str]] = defaultdict(set)
    own: dict[str, set[str]] = {}
    for series in {r.element for r in observed if r.part == "series"}:
        if is_a(_SERIES.prefix, series):  # else a deployment without a variable
            own[series] = {series}
            of_variable[make_id(_VARIABLE, key_parts(_SERIES, series)[1])].add(series)
    ways: dict[str, list[stages.LinkRow]] = defaultdict(list)
    held: dict[str, set[str]] = defaultdict(set)
    for kind, starts in ((_SERIES, own), (_VARIABLE, of_variable)):
        for row in ask.rows(stages.HELD_IN[kind.prefix], ids=sorted(starts), t=ask.time):
            ways[row.other].append(row)
            held[row.other] |= starts[row.id]
    return [linked("dataset", d, ways[d], len(held[d])) for d in sorted(ways)]
