"""What monitoring and audits found, and how suppliers were evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from ontology import BEGINNING, civil_day, shifted
from ontology.codes import ISSUE_KINDS
from ontology.improvement_codes import AUDIT_KINDS
from ontology.rules import EXPIRING_SOON_DAYS
from queries.actions import last_day
from queries.registers import DONE, IssueRegister, issue_register
from queries.review_input import stages
from queries.review_input.drafting import Draft, grouped, listed, names
from queries.review_input.scope import Scope
from queries.review_input.stages import LinkRow, ThingRow

if TYPE_CHECKING:
    from queries.registers.said import Mask

_STATE = {"opened": "opened", "handled": "settled", "withdrawn": "settled"}
_ALSO: dict[str, dict[str, str | list[str]]] = {
    "opened": {},
    "handled": {"state": "state", "done": list(DONE)},
    "withdrawn": {"status": "status", "done": list(DONE)},
}


def monitoring(at: Scope) -> Iterator[Draft]:
    """c5: issues that began and that were settled in the period, by kind."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    proofs: dict[tuple[str, str], list[LinkRow]] = defaultdict(list)
    register = issue_register(at.ask)
    placed = register.at(_places(at)) if at.units else None
    for what, issues in register.happened(at.since, at.now).items():
        period = {"since": at.since, "t": at.now, **_ALSO[what]}
        kinds: dict[str, str] = {}
        for kind, some in _by_kind(register, issues if placed is None else issues & placed).items():
            counts[kind, _STATE[what]] += len(some)
            kinds[some[0]] = kind
        for link in at.ask.rows(stages.PROOF[what], **period, ids=sorted(kinds)):
            proofs[kinds[link.id], _STATE[what]].append(link)
    for (kind, state), number in counts.items():
        links = grouped(proofs[kind, state])
        said = [link.claims for name in sorted(links) for link in links[name]]
        zh, en = ISSUE_KINDS.codes.get(kind, ("类别未说明", "kind not stated"))
        settled = state == "settled"
        yield Draft(
            "c5",
            state,
            name=kind,
            number=number,
            detail=(
                f"{zh}：{'了结' if settled else '新出现'} {number} 个",
                f"{en}: {number} {'settled' if settled else 'began'}",
            ),
            certainty=min((x.certainty or "" for some in links.values() for x in some), default=""),
            said=said,
        )


def _by_kind(register: IssueRegister, some: Mask) -> dict[str, list[str]]:
    """The ids of some issues by kind, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for number in some.nonzero()[0].tolist():
        found[register.kinds[number]].append(register.ids[number])
    return found


def _places(at: Scope) -> set[str]:
    """Stations that the units operate, with their series and deployments."""
    stations = sorted({x.id for x in at.ask.rows(stages.STATIONS, units=list(at.units), t=at.now)})
    reads = [at.ask.soon(stage, ids=stations, t=at.now) for stage in stages.AT_STATIONS.values()]
    return {*stations, *(link.other for read in reads for link in read.rows)}


def audits(at: Scope) -> Iterator[Draft]:
    """c6: audits done in the period, and those planned in it that were not done."""
    given = {name: at.bounds[name] for name in ("t", "since", "every", "units", "never")}
    found = at.ask.rows(stages.AUDITS, **given)
    ids = sorted(row.id for row in found)
    units = at.ask.soon(stages.AUDITED, ids=ids, t=at.now)
    findings = grouped(at.ask.rows(stages.FINDINGS, ids=ids, t=at.now))
    audited = grouped(units.rows)
    for row in found:
        done = row.until is not None and row.until <= at.now
        of = findings.get(row.id, ())
        number = len({link.other for link in of})
        kind = AUDIT_KINDS.codes.get(row.name or "", ("", ""))
        told = [[one for one in (title, row.said) if one] for title in kind]
        yield Draft(
            "c6",
            "done" if done else "not_done",
            row.id,
            row.name,
            names(audited.get(row.id, ())),
            civil_day((row.until if done else row.began) or BEGINNING),
            number,
            (
                "；".join((*told[0], f"发现 {number} 项")),
                "; ".join((*told[1], f"{number} findings")),
            ),
            row.certainty,
            (row.claims, *(link.claims for link in of)),
        )


def soon(at: Scope) -> str:
    """The time until which what is valid is about to expire."""
    return shifted(at.now, timedelta(days=EXPIRING_SOON_DAYS))


def suppliers(at: Scope) -> Iterator[Draft]:
    """c7: every supplier and how its last evaluation stands."""
    found = at.ask.rows(stages.SUPPLIERS)
    supplied = grouped(at.ask.rows(stages.SUPPLIED, ids=sorted(row.id for row in found), t=at.now))
    for row in found:
        things, things_en = listed(supplied.get(row.id, ()))
        evaluated = row.began is not None and row.began <= at.now
        until = row.until if evaluated else None
        yield Draft(
            "c7",
            _supplier(at, row) if evaluated else "not_evaluated",
            row.id,
            row.name,
            date=last_day(until) if until else civil_day((evaluated and row.began) or BEGINNING),
            detail=(
                f"{row.said or '没有结果'}；供应 {things}",
                f"{row.said or 'no result'}; supplies {things_en}",
            ),
            certainty=row.certainty,
            said=(row.claims,),
        )


def _supplier(at: Scope, row: ThingRow) -> str:
    if row.until is None or row.until > soon(at):
        return "evaluated"
    return "expired" if row.until <= at.now else "expiring"
