"""What changed outside and inside, and what users said."""

from __future__ import annotations

from collections.abc import Iterator

from ontology import BEGINNING, civil_day
from queries.review_input import stages
from queries.review_input.drafting import Draft, grouped, listed, names
from queries.review_input.scope import SHOWN, Scope
from queries.standing import answered, said_by


def changes(at: Scope) -> Iterator[Draft]:
    """b: requirements revised, versions that came into force, documents dated in the period."""
    period = {"since": at.since, "t": at.now}
    for name, by in grouped(at.ask.rows(stages.REVISED, **period)).items():
        last = max(by, key=lambda link: (link.since, link.other))
        why, why_en = listed(by)
        yield Draft(
            "b",
            "revised",
            name,
            last.name,
            date=civil_day(last.since),
            detail=(f"据以修订：{why}", f"revised by {why_en}"),
            certainty=last.certainty,
            said=(link.claims for link in by),
        )
    for what, stage in stages.NEW.items():
        found = at.ask.rows(stage, **period, limit=SHOWN)
        (count,) = at.ask.rows(stages.COUNTS[what], **period)
        at.ask.left_out(count.things - len(found))
        for row in found:
            yield Draft(
                "b",
                "new",
                row.id,
                row.name,
                date=civil_day(row.began or BEGINNING),
                certainty=row.certainty,
                said=(row.claims,),
            )


def feedback(at: Scope) -> Iterator[Draft]:
    """c1: feedback received or closed in the period, and what is still open."""
    ever = {name: at.bounds[name] for name in ("t", "since", "ever", "never")}
    found = at.ask.rows(stages.FEEDBACK, **ever)
    ids = sorted(row.id for row in found)
    states = at.ask.soon(stages.FEEDBACK_STATES, ids=ids, properties=["state"], t=at.now)
    told_by = at.ask.soon(stages.REPORTED, ids=ids, t=at.now)
    about = grouped(at.ask.rows(stages.CONCERNED, ids=ids, t=at.now))
    said, units = said_by(states.rows), grouped(told_by.rows)
    for row in found:
        stands = answered(row, said.get(row.id, ()), at.now)
        if stands.state == "closed" and not (at.inside(row.received) or at.inside(stands.since)):
            continue
        things, things_en = listed(about.get(row.id, ()))
        grade = row.satisfaction
        yield Draft(
            "c1",
            stands.state,
            row.id,
            row.name,
            names(units.get(row.id, ())),
            civil_day(row.received or BEGINNING),
            detail=(
                f"关于 {things}" + (f"；满意度 {grade}" if grade else ""),
                f"about {things_en}" + (f"; satisfaction {grade}" if grade else ""),
            ),
            certainty=row.certainty,
            said=(row.claims, stands.claims),
        )
