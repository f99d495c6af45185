"""Risks with who answers, how they are treated, and how far an overdue review has gone up."""

from __future__ import annotations

from oracle.actions import NEVER, holding, last_day, late, level
from oracle.overdue import named, superior_line
from oracle.reading import Reading, claims_of, is_stub, shown, text

from queries.risks import RiskRow

ORDER = ("overdue", "untreated", "no_date", "current")


def answer(reading: Reading, unit: str = "", state: str = "") -> list[RiskRow]:
    rows = []
    for risk in reading.of_kind("Risk"):
        if not is_stub(reading.node(risk)):
            owners = {x.other for x in holding(reading, risk, "ASSIGNED_TO")}
            rows += [row(reading, risk, owner) for owner in sorted(owners or {""})]
    rows = [r for r in rows if unit in ("", r.unit, r.to) and state in ("", r.state)]
    return sorted(rows, key=lambda r: (-(r.days or 0), ORDER.index(r.state),
                                       r.review_due or "~", r.risk, r.unit))  # fmt: skip


def row(reading: Reading, risk: str, owner: str) -> RiskRow:
    node = reading.node(risk)
    due = text(node, "review_due") or NEVER
    days = late(due, reading.now)
    actions = sorted({x.other for x in reading.into(risk, "ADDRESSES")
                      if x.holds(reading.now) and at_work(reading, x.other)})  # fmt: skip
    line = superior_line(reading, owner)[: (days - 1) // 30] if days else []
    to = line[-1] if line else owner
    if days:
        state = "overdue"
    elif not text(node, "treatment") and not actions:
        state = "untreated"
    else:
        state = "no_date" if due == NEVER else "current"
    return RiskRow(
        risk=risk, name=text(node, "name") or shown(risk), risk_type=text(node, "risk_type"),
        threatens=tuple(sorted({x.other for x in holding(reading, risk, "THREATENS")})),
        likelihood=text(node, "likelihood"), effect=text(node, "effect"),
        treatment=text(node, "treatment"), actions=tuple(actions), unit=owner,
        unit_name=named(reading, owner), review_due=last_day(due), state=state, days=days,
        steps=len(line), to=to, to_name=named(reading, to), level=level(reading, to) if to else "",
        certainty=text(node, "certainty"), claims=claims_of(node),
    )  # fmt: skip


def at_work(reading: Reading, action: str) -> bool:
    states = holding(reading, action, "HAS_STATE")
    cancelled = any(text(x.node, "property") == "state" and text(x.node, "value") == "cancelled"
                    for x in states)  # fmt: skip
    return not cancelled and text(reading.node(action), "opened") <= reading.now
