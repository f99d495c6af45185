"""How many values are in doubt: counted in the lake, where there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from graph.lake import Lake, Span, datasets, open_lake
from ontology import NODE_KINDS, key_parts, parse_moment
from queries.impact.rows import ImpactRow


def with_values(
    rows: Sequence[ImpactRow], home: Path, known_at: str | None
) -> tuple[ImpactRow, ...]:
    """The same rows, those of series with their number of values; None where the lake has none."""
    names = [folder.name for folder in datasets(home)]
    places = [i for i, r in enumerate(rows) if r.part == "series" and r.element != r.through]
    if not names or not places:
        return tuple(rows)
    spans = [_span(rows[i]) for i in places]
    with open_lake(home) as lake:
        counted = _counted(lake, names, spans, known_at)
    found = list(rows)
    for number, i in enumerate(places):
        found[i] = replace(rows[i], values=counted.get(number))
    return tuple(found)


def _counted(
    lake: Lake, names: Sequence[str], spans: Sequence[Span], known_at: str | None
) -> Counter[int]:
    total: Counter[int] = Counter()
    for name in names:
        total.update(lake.count(name, spans, known_at))
    return total


def _span(row: ImpactRow) -> Span:
    station, variable = key_parts(NODE_KINDS["Series"], row.element)
    return Span(station, variable, parse_moment(row.valid_from), parse_moment(row.valid_to))
