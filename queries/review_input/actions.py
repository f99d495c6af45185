"""What earlier reviews decided, and nonconformities with what is done against them and risks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import BEGINNING, OPEN_END, civil_day, key_text, kind_of
from ontology.improvement_codes import EFFECTS
from queries import effect
from queries.actions import ABOUT, SAID, STATES, UNITS, last_day, overdue_days, said_last
from queries.ask import Ask
from queries.registers import ACTIONS, NONCONFORMITIES, Register, Registered
from queries.review_input import stages
from queries.review_input.drafting import Draft, Links, grouped, names
from queries.review_input.scope import SHOWN, Scope
from queries.review_input.stages import ThingRow
from queries.standing import StateRow, said_by

if TYPE_CHECKING:
    from queries.registers.said import Mask

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an action is: a state of REVIEW_INPUT_STATES, since when, why, and who says so."""

    state: str
    since: str
    detail: tuple[str, str]
    claims: Texts


@dataclass(frozen=True, slots=True)
class Actions:
    """Actions with how far they are, what they are against, and the units that answer for them."""

    things: Mapping[str, ThingRow]
    progress: Mapping[str, Progress]
    about: Mapping[str, set[str]]
    units: Mapping[str, set[str]]

    def draft(self, name: str, item: str, said: Iterable[Texts | None] = ()) -> Draft:
        """The row of an action."""
        one, far = self.things[name], self.progress[name]
        due = last_day(one.until or OPEN_END)
        return Draft(
            item,
            far.state,
            name,
            one.name,
            self.units.get(name, ()),
            due if far.state in ("open", "overdue") else civil_day(far.since),
            detail=far.detail,
            certainty=one.certainty,
            said=(*said, one.claims, far.claims),
        )


def actions(ask: Ask, things: Sequence[ThingRow]) -> Actions:
    """What is known of some actions; whether those done worked is asked of `effect`."""
    found = {row.id: row for row in things}
    ids = sorted(found)
    states = ask.soon(STATES, ids=ids, properties=list(SAID), t=ask.time)
    against = ask.soon(ABOUT, ids=ids, t=ask.time)
    about: dict[str, set[str]] = defaultdict(set)
    units: dict[str, set[str]] = defaultdict(set)
    for row in ask.rows(UNITS, ids=ids, t=ask.time):
        units[row.action].add(row.name or key_text(row.unit))
    for link in against.rows:
        about[link.action].add(link.about)
    last = said_last(states.rows)
    effects = _effects(ask, [name for name, one in last.items() if one.value == "done"])
    progress = {
        name: _progress(ask, row, last.get(name), effects.get(name)) for name, row in found.items()
    }
    return Actions(found, progress, about, units)


def _effects(ask: Ask, done: Sequence[str]) -> dict[str, effect.EffectRow]:
    """Whether the cause came again, of each action that was done and not verified."""
    asked = ";".join(sorted(name for name in done if ";" not in name))
    if not asked:
        return {}
    return {row.action: row for row in ask.other(effect.QUERY, {"actions": asked}).rows}


def _progress(
    ask: Ask, row: ThingRow, said: StateRow | None, found: effect.EffectRow | None
) -> Progress:
    if said is None:
        days = overdue_days(row.until or OPEN_END, ask.time)
        if days is None:
            return Progress("open", row.began or "", ("", ""), ())
        return Progress(
            "overdue", row.began or "", (f"逾期 {days} 天", f"overdue by {days} days"), ()
        )
    if found is None or said.value != "done":
        return Progress(said.value, said.since, ("", ""), said.claims or ())
    zh, en = EFFECTS.codes[found.result]
    detail = (f"{zh}：{found.detail_zh}", f"{en}: {found.detail_en}")
    state = "done" if found.result == "no_issue" else found.result
    return Progress(state, said.since, detail, (*(said.claims or ()), *found.claims))


def decisions(at: Scope) -> Iterator[Draft]:
    """a: what earlier reviews decided on, and how far it is."""
    links = at.ask.rows(stages.DECIDED, ids=sorted(at.earlier), t=at.now)
    named = sorted({k.other for k in links if kind_of(k.other).label == "CorrectiveAction"})
    found = actions(at.ask, at.ask.rows(stages.NAMED_ACTIONS, ids=named))
    decided = grouped(
        stages.LinkRow(k.other, k.id, k.name, k.since, k.certainty, k.claims) for k in links
    )
    for name, by in decided.items():
        said = [link.claims for link in by]
        if name in found.things:
            yield found.draft(name, "a", said)
        else:
            since = civil_day(by[-1].since)
            yield Draft(
                "a", "decided", name, by[0].name, (), since,
                certainty=by[0].certainty, said=said,
            )  # fmt: skip


def in_hand(at: Scope) -> Iterator[Draft]:
    """c4 and e: actions not finished, or finished in the period; those against risks alone in e."""
    register = ACTIONS.of(at.ask)
    said, begun = register.said, _begun(at, ACTIONS)
    lately = said.holding(at.now, at.since)
    ids = _first(at, register, begun & ~said.holding(at.now), begun & lately)
    found = actions(at.ask, at.ask.rows(stages.NAMED_ACTIONS, ids=ids))
    for name in found.things:
        kinds = {kind_of(x).label for x in found.about.get(name, ())}
        yield found.draft(name, "e" if kinds == {"Risk"} else "c4")


def _begun(at: Scope, registered: Registered) -> Mask:
    """What had been opened of one kind and is the units' own."""
    register = registered.of(at.ask)
    found = register.begun(at.now)
    return found & register.among(registered.assigned(at.ask, at.units)) if at.units else found


def _first(at: Scope, register: Register, pending: Mask, finished: Mask) -> list[str]:
    """The ids shown, what is pending before what is finished; what is beyond is counted."""
    ids, things = register.first(pending, SHOWN)
    more, others = register.first(finished, SHOWN - len(ids))
    at.ask.left_out(things + others - SHOWN)
    return sorted([*ids, *more])


def nonconformities(at: Scope) -> Iterator[Draft]:
    """c4: nonconformities not closed, or closed in the period."""
    register = NONCONFORMITIES.of(at.ask)
    begun, closed = _begun(at, NONCONFORMITIES), register.said.standing(at.now)
    lately = register.said.settled_since(at.now, at.since)
    ids = _first(at, register, begun & ~closed, begun & lately)
    things = at.ask.rows(stages.NAMED_NONCONFORMITIES, ids=ids, ever=BEGINNING)
    states = at.ask.soon(stages.NONCONFORMITY_STATES, ids=ids, properties=["state"], t=at.now)
    units = at.ask.soon(stages.ASSIGNED, ids=ids, t=at.now)
    addressed = grouped(at.ask.rows(stages.ADDRESSED, ids=ids, t=at.now))
    said, answering = said_by(states.rows), grouped(units.rows)
    for row in things:
        yield _nonconformity(row, said.get(row.id, ()), answering, addressed)


def _nonconformity(
    row: ThingRow, said: Sequence[StateRow], units: Links, addressed: Links
) -> Draft:
    last = max(said, key=lambda s: (s.since, s.value, s.claims or ()), default=None)
    closed = last is not None and last.value == "closed"
    against = addressed.get(row.id, ())
    number = len({link.other for link in against})
    state = "closed" if closed else "open" if against else "no_action"
    began = civil_day(row.began or BEGINNING)
    return Draft(
        "c4",
        state,
        row.id,
        row.name,
        names(units.get(row.id, ())),
        civil_day(last.since) if closed and last else began,
        number,
        (f"措施 {number} 项", f"{number} actions"),
        row.certainty,
        (row.claims, last.claims if last else ()),
    )
