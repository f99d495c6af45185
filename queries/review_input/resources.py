"""Whether people are trained, and what is done about risks and opportunities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ontology import BEGINNING, LEVELS, civil_day
from queries import risks
from queries.actions import last_day
from queries.review_input import stages
from queries.review_input.checks import soon
from queries.review_input.drafting import Draft, Links, grouped, names
from queries.review_input.scope import Scope
from queries.review_input.stages import TrainingRow
from queries.risks import RiskRow


def trainings(at: Scope) -> Iterator[Draft]:
    """d: of each unit and subject the last training, where it does not count or not for long.

    Those that count are one row with their number.
    """
    given = {name: at.bounds[name] for name in ("t", "every", "units", "ever")}
    found = at.ask.rows(stages.TRAININGS, **given)
    units = grouped(at.ask.rows(stages.TRAINED, ids=sorted(row.id for row in found), t=at.now))
    last: dict[tuple[object, ...], TrainingRow] = {}
    for row in sorted(found, key=lambda r: (r.began or BEGINNING, r.id)):
        of = tuple(sorted({link.other for link in units.get(row.id, ())}))
        last[(of, row.name, row.said, row.process)] = row
    valid = sorted((r for r in last.values() if _training(at, r) == "valid"), key=lambda r: r.id)
    for row in last.values():
        if _training(at, row) != "valid":
            yield _trained(at, row, units)
    if valid:
        number = len(valid)
        yield Draft(
            "d",
            "valid",
            number=number,
            detail=(f"有效的培训 {number} 项", f"{number} trainings that count"),
            certainty=valid[0].certainty,
            said=(valid[0].claims,),
        )


def _training(at: Scope, row: TrainingRow) -> str:
    if row.passed is False:
        return "not_passed"
    if row.until is None or row.until > soon(at):
        return "valid"
    return "expired" if row.until <= at.now else "expiring"


def _trained(at: Scope, row: TrainingRow, units: Links) -> Draft:
    zh, en = (
        mark.join(filter(None, (row.said, _process(row.process or "", lang))))
        for mark, lang in (("，", "zh"), (", ", "en"))
    )
    return Draft(
        "d",
        _training(at, row),
        row.id,
        row.name,
        names(units.get(row.id, ())),
        last_day(row.until) if row.until else civil_day(row.began or BEGINNING),
        detail=(zh, en),
        certainty=row.certainty,
        said=(row.claims,),
    )


def _process(key: str, lang: str) -> str:
    """The key of a process as a person reads it, its level by title."""
    code, at, level = key.rpartition("@")
    return f"{code} · {LEVELS.title(level, lang)}" if at else key


def risks_and_chances(at: Scope) -> Iterator[Draft]:
    """E and f: risks and opportunities of the units, as `risks` answers."""
    known = at.ask.other(risks.QUERY, {})
    by: dict[str, list[RiskRow]] = defaultdict(list)
    for row in known.rows:
        by[row.risk].append(row)
    at.ask.left_out(known.left_out)
    for name, rows in by.items():
        if at.units and all(row.unit not in at.units for row in rows):
            continue
        one, number = rows[0], len(rows[0].actions)
        yield Draft(
            "f" if one.risk_type == "opportunity" else "e",
            "review_overdue" if one.state == "overdue" else one.state,
            name,
            one.name,
            [row.unit_name for row in rows if row.unit],
            one.review_due,
            number,
            (
                f"{one.treatment or '没有写明应对'}；措施 {number} 项",
                f"{one.treatment or 'no treatment stated'}; {number} actions",
            ),
            one.certainty,
            (one.claims,),
        )
