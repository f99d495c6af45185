"""The answer of the trace: all hops in reading order, each with its process and lead unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ontology import NODE_KINDS, civil_day, key_parts
from ontology.rules import SUPERIOR_LEVELS
from queries.positions import (
    STATION_POSITIONS,
    Disagreement,
    PositionRow,
    disagreements,
    ordered,
    preferred_at,
)
from queries.run import Ask
from queries.trace import stages
from queries.trace.chain import Subject, chain
from queries.trace.hop import Draft, Hop, Texts, day, display_key, gather, process_ids
from queries.trace.start import Context, begin
from queries.trace.states import ambiguous, choose_deployments

_LEVEL_ORDER = ("region", "league", "banner", "station", "national", "external")


def answer(ask: Ask) -> Iterable[Hop]:
    """Hops from the start element to the top of its chain, in reading order."""
    context = begin(ask, ask.params["element"])
    drafts = context.drafts
    instruments: list[Subject] = []
    for station in context.stations:
        drafts += _positions(ask, station)
        drafts += _operators(ask, station)
        deployed, found = _deployments(ask, station, context)
        drafts += deployed
        instruments += found
    if context.instrument is not None and not instruments:
        drafts += _lone_instrument(ask, context.instrument)
        instruments = [Subject(context.instrument, ask.time, "")]
    drafts += chain(ask, instruments)
    return _finished(ask, drafts)


def _positions(ask: Ask, station: str) -> list[Draft]:
    rows = ask.rows(STATION_POSITIONS, station=station)
    sources = ask.sources(r.claims[0] for r in rows)
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


def _operators(ask: Ask, station: str) -> list[Draft]:
    found = sorted(
        ask.rows(stages.OPERATORS, id=station, t=ask.time), key=lambda r: (r.id, r.valid_from)
    )
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
    drafts = [_unit_draft("operator", r, station, "OPERATED_BY") for r in found]
    return drafts + _superiors(ask, [r.id for r in found])


def _superiors(ask: Ask, units: Sequence[str]) -> list[Draft]:
    """Superior units, one level after the other; a unit that was its own superior ends it."""
    drafts: list[Draft] = []
    seen = set(units)
    frontier = sorted(seen)
    for _ in range(SUPERIOR_LEVELS):
        rows = ask.rows(stages.SUPERIORS, ids=frontier, t=ask.time)
        rows = [r for r in rows if r.id not in seen]
        if not rows:
            break
        rows.sort(key=lambda r: (r.id, r.source, r.valid_from))
        drafts += [_unit_draft("superior", r, r.source, "PART_OF") for r in rows]
        frontier = sorted({r.id for r in rows})
        seen.update(frontier)
    return drafts


def _unit_draft(hop: str, row: stages.LinkedRow, parent: str, via: str) -> Draft:
    return Draft(
        hop,
        "ok",
        row.id,
        parent,
        via,
        name=row.name or "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        certainty=row.certainty or "",
        claims=row.claims or (),
    )


def _deployments(ask: Ask, station: str, context: Context) -> tuple[list[Draft], list[Subject]]:
    rows = ask.rows(stages.DEPLOYMENTS, station=station)
    if context.deployment is not None:
        rows = [d for d in rows if d.id == context.deployment]
    used: dict[str, list[stages.InstrumentRow]] = defaultdict(list)
    for row in ask.rows(stages.USES, ids=sorted({d.id for d in rows}), t=ask.time):
        used[row.deployment].append(row)
    if context.instrument is not None:  # before one is chosen: it may stand by
        rows = [d for d in rows if any(u.id == context.instrument for u in used[d.id])]
    chosen, verdict = choose_deployments(rows, ask.time, context.variable)
    if not chosen:
        return [
            Draft("deployment", verdict.state, "", station, "AT_STATION", verdict.zh, verdict.en)
        ], []
    drafts: list[Draft] = []
    found: list[stages.InstrumentRow] = []
    for deployment in chosen:
        drafts.append(
            _deployment_draft(
                deployment, station, verdict.zh, verdict.en, ambiguous(chosen, deployment)
            )
        )
        own = sorted(used[deployment.id], key=lambda r: (r.id, r.valid_from))
        found += own
        if not own:
            drafts.append(
                Draft(
                    "instrument",
                    "missing",
                    "",
                    deployment.id,
                    "USES",
                    "没有说明仪器（1192 要素 5-09）",
                    "the instrument is not stated (element 5-09)",
                    branch=deployment.id,
                )
            )
    drafts += _instruments(ask, found)
    return drafts, [Subject(r.id, ask.time, r.deployment) for r in found]


def _deployment_draft(
    d: stages.DeploymentRow, station: str, zh: str, en: str, doubled: bool
) -> Draft:
    role = {"primary": "主用", "backup": "备份"}.get(d.role or "", "")
    since = day(d.valid_from)
    text = f"{d.variable} {role} {since} 起".replace("  ", " ")
    if doubled:
        zh, en = "同一要素同时有两个主用布设", "two primary deployments at once"
    return Draft(
        "deployment",
        "ambiguous" if doubled else "ok",
        d.id,
        station,
        "AT_STATION",
        f"{text}；{zh}" if zh else text,
        f"{d.variable} {d.role or ''} since {since}" + (f"; {en}" if en else ""),
        branch=d.id,
        valid_from=d.valid_from,
        valid_to=d.valid_to,
        certainty=d.certainty or "",
        claims=gather(d.claims, d.more),
    )


def _instruments(ask: Ask, found: Sequence[stages.InstrumentRow]) -> list[Draft]:
    ids = sorted({r.id for r in found})
    models = _first_of_each(ask.rows(stages.MODELS, ids=ids))
    batches = _first_of_each(ask.rows(stages.BATCHES, ids=ids))
    drafts = []
    for row in found:
        model, batch = models.get(row.id), batches.get(row.id)
        facts = [
            (k, v)
            for k, v in (
                ("serial", row.serial),
                ("firmware", row.firmware),
                ("model", display_key(model.id) if model else None),
                ("batch", batch.name if batch else None),
            )
            if v
        ]
        bare = row.serial is None
        drafts.append(
            Draft(
                "instrument",
                "missing" if bare else "ok",
                row.id,
                row.deployment,
                "USES",
                "没有序列号（1192 要素 5-09）" if bare else f"序列号 {row.serial}",
                "no serial number (element 5-09)" if bare else f"serial {row.serial}",
                branch=row.deployment,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                certainty=row.certainty or "",
                facts=tuple(facts),
                name=key_parts(NODE_KINDS["Instrument"], row.id)[0],
                claims=gather(
                    row.claims,
                    row.more,
                    model.claims if model else None,
                    batch.claims if batch else None,
                ),
            )
        )
    return drafts


def _first_of_each(rows: Sequence[stages.ModelRow]) -> dict[str, stages.ModelRow]:
    """Model or batch by instrument, the same whatever order the store gives them in."""
    return {
        r.instrument: r for r in sorted(rows, key=lambda r: (r.id, r.claims or ()), reverse=True)
    }


def _lone_instrument(ask: Ask, instrument: str) -> list[Draft]:
    """An instrument that was deployed nowhere at the time."""
    row = ask.rows(stages.INSTRUMENT, id=instrument)[0]
    return [
        Draft(
            "instrument",
            "missing" if row.name is None else "ok",
            instrument,
            "",
            "",
            certainty=row.certainty or "",
            claims=row.claims or (),
            name=row.name or "",
        ),
        Draft(
            "deployment",
            "missing",
            "",
            instrument,
            "USES",
            "当时未布设",
            "not deployed at that time",
        ),
    ]


def _finished(ask: Ask, drafts: Sequence[Draft]) -> list[Hop]:
    """Number the hops; name the process that answers for each and the units that lead it."""
    codes = {d.process for d in drafts if d.process}
    leads: dict[str, list[stages.ProcessRow]] = {}
    for row in ask.rows(stages.PROCESSES, ids=process_ids(codes), t=ask.time):
        leads.setdefault(row.id, []).append(row)
    by_code: dict[str, tuple[str, Texts]] = {}
    for code in codes:
        for level in _LEVEL_ORDER:
            rows = leads.get(f"process:{code}@{level}")
            if rows:
                names = tuple(sorted({r.lead_name or display_key(r.lead) for r in rows}))
                by_code[code] = (rows[0].id, names)
                break
    return [d.finish(i, *by_code.get(d.process or "", ("", ()))) for i, d in enumerate(drafts, 1)]
