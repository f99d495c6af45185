"""A station's place in a trace: where it stood, who operated it, and the units above those."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ontology import civil_day
from ontology.rules import SUPERIOR_LEVELS
from queries.ask import Ask
from queries.positions import Disagreement, PositionRow, disagreements, ordered, preferred_at
from queries.trace.hop import Draft, day, gather
from queries.trace.stages import StationRow
from queries.trace.start import Rows


def place(ask: Ask, station: str, edges: dict[str, Rows]) -> list[Draft]:
    """The hops of positions, operators and superiors; a gap is a hop too."""
    return [*_positions(ask, station, edges[station]), *_operators(ask, station, edges)]


def _positions(ask: Ask, station: str, edges: Rows) -> list[Draft]:
    rows = [p for r in edges if r.via == "LOCATED_AT" and (p := _position(r))]
    # One position outranks nobody.
    sources = ask.sources(r.claims[0] for r in rows) if len(rows) > 1 else {}
    ranked = ordered(rows, {short: s.family for short, s in sources.items()})
    best = preferred_at(ranked, ask.time)
    if best is None:
        later = [p for p in ranked if p.valid_from > ask.time]
        state = "not_yet_valid" if later else "missing"
        return [
            Draft(
                "position",
                state,
                "",
                station,
                "LOCATED_AT",
                "当时没有站址记录（1192 要素 3-07）",
                "no position is stated for that time (element 3-07)",
            )
        ]
    apart = disagreements(ranked, ask.time)
    zh, en = _place_text(best)
    drafts = [_position_draft(best, station, "ok", zh, en)]
    for one in apart:
        line = None
        if one.former is not None:
            line = sources[one.former.claims[0]].line
        drafts.append(_disagreement_draft(one, station, line))
    return drafts


def _position(row: StationRow) -> PositionRow | None:
    """What a source says of the place; None where it gives no coordinates."""
    if row.latitude is None or row.longitude is None:
        return None
    return PositionRow(
        row.id,
        str(row.target),
        row.latitude,
        row.longitude,
        row.elevation_m,
        row.snapshot_on,
        str(row.valid_from),
        str(row.valid_to),
        row.target_certainty or "",
        row.target_claims or (),
    )


def _place_text(p: PositionRow) -> tuple[str, str]:
    height = "" if p.elevation_m is None else f"，{p.elevation_m:g} m"
    place = f"{p.latitude:.4f}°N {p.longitude:.4f}°E{height}"
    return f"{place}（{p.source_id}）", f"{place.replace('，', ', ')} ({p.source_id})"


def _position_draft(p: PositionRow, station: str, state: str, zh: str, en: str) -> Draft:
    return Draft(
        "position",
        state,
        p.id,
        station,
        "LOCATED_AT",
        zh,
        en,
        name=p.source_id,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        certainty=p.certainty,
        claims=p.claims,
        facts=_coordinates(p),
    )


def _coordinates(p: PositionRow) -> tuple[tuple[str, str], ...]:
    facts = [("latitude", f"{p.latitude:.4f}"), ("longitude", f"{p.longitude:.4f}")]
    if p.elevation_m is not None:
        facts.append(("elevation_m", f"{p.elevation_m:g}"))
    facts.append(("source", p.source_id))
    return tuple(facts)


def _disagreement_draft(one: Disagreement, station: str, line: int | None) -> Draft:
    zh, en = _place_text(one.other)
    zh += f"，与首选站址相距 {one.distance_km:.1f} km"
    en += f", {one.distance_km:.1f} km from the preferred position"
    facts = [
        *_coordinates(one.other),
        ("distance_km", f"{one.distance_km:.1f}"),
        ("compared_on", civil_day(one.day)),
        ("preferred", one.preferred.id),
    ]
    if one.height_m is not None:
        facts.append(("height_difference_m", f"{one.height_m:.1f}"))
    claims = one.other.claims
    if one.former is None:
        zh, en = f"{zh}；没有旧址可以解释", f"{en}; unexplained by any former position"
        facts.append(("explained_by", "unexplained"))
    else:
        left = day(one.left_on)
        zh += f"；是 {day(one.former.valid_from)} 起、{left} 已离开的旧址"
        en += f"; it is the place of {day(one.former.valid_from)}, left on {left}"
        claims = gather(claims, one.former.claims)
        facts += [
            ("explained_by", one.former.id),
            ("former_source", one.former.source_id),
            ("former_from", day(one.former.valid_from)),
            ("left_on", left),
        ]
        if line is not None:
            facts.append(("former_line", str(line)))
    draft = _position_draft(one.other, station, "conflicting", zh, en)
    draft.claims, draft.facts = claims, tuple(facts)
    return draft


def _holding(edges: Iterable[StationRow], via: str, moment: str) -> list[StationRow]:
    """Edges of one type that held at a moment."""
    return [r for r in edges if r.via == via and str(r.valid_from) <= moment < str(r.valid_to)]


def _operators(ask: Ask, station: str, edges: dict[str, Rows]) -> list[Draft]:
    found = _holding(edges[station], "OPERATED_BY", ask.time)
    if not found:
        return [
            Draft(
                "operator",
                "missing",
                "",
                station,
                "OPERATED_BY",
                "没有说明运行单位（1192 要素 9-01）",
                "the operator is not stated (element 9-01)",
            )
        ]
    found.sort(key=lambda r: (str(r.target), str(r.valid_from)))
    drafts = [_unit_draft("operator", r) for r in found]
    return drafts + _superiors(ask, [str(r.target) for r in found], edges)


def _superiors(ask: Ask, units: Sequence[str], edges: dict[str, Rows]) -> list[Draft]:
    """Superior units, one level after the other; a unit that was its own superior ends it."""
    drafts: list[Draft] = []
    seen = set(units)
    frontier = sorted(seen)
    for _ in range(SUPERIOR_LEVELS):
        above = [r for u in frontier for r in _holding(edges.get(u, ()), "PART_OF", ask.time)]
        rows = [r for r in above if r.target not in seen]
        rows.sort(key=lambda r: (str(r.target), r.id, str(r.valid_from)))
        drafts += [_unit_draft("superior", r) for r in rows]
        frontier = sorted({str(r.target) for r in rows})
        seen.update(frontier)
    return drafts


def _unit_draft(hop: str, row: StationRow) -> Draft:
    return Draft(
        hop,
        "ok",
        str(row.target),
        row.id,
        str(row.via),
        name=row.target_name or "",
        valid_from=str(row.valid_from),
        valid_to=str(row.valid_to),
        certainty=row.via_certainty or "",
        claims=row.via_claims or (),
    )
