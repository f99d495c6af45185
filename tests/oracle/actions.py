"""Actions with who answers, how far they are and by how much they are overdue, read plainly."""

from __future__ import annotations

from datetime import datetime, timedelta

from oracle.reading import BEIJING, Link, Reading, claims_of, is_stub, once, parts, text

from queries.actions import ActionRow

NEVER = "9999-12-31T00:00:00Z"


def answer(reading: Reading, state: str = "", about: str = "", unit: str = "") -> list[ActionRow]:
    rows = []
    for action in reading.of_kind("CorrectiveAction"):
        node = reading.node(action)
        due = text(node, "due") or NEVER
        if is_stub(node) or text(node, "opened") > reading.now:
            continue
        if about and all(x.other != about for x in reading.out(action, "ADDRESSES")):
            continue
        units = holding(reading, action, "ASSIGNED_TO")
        if unit and all(x.other != unit for x in units):
            continue
        said = progress(reading, action)
        if (state and said) or (state == "overdue" and due > reading.now):
            continue
        rows.append((due, action, row(reading, action, due, said)))
    return [r for _, _, r in sorted(rows, key=lambda found: found[:2])]


def row(reading: Reading, action: str, due: str, said: list[Link]) -> ActionRow:
    node = reading.node(action)
    last = said[-1] if said else None
    units = holding(reading, action, "ASSIGNED_TO")
    levels = [found for u in sorted({x.other for x in units}) if (found := level(reading, u))]
    return ActionRow(
        action=action, name=text(node, "name"), action_type=text(node, "action_type"),
        about=tuple(sorted({x.other for x in holding(reading, action, "ADDRESSES")})),
        units=tuple(sorted(names(units).values())),
        level=levels[0] if levels else "", opened=text(node, "opened"), due=last_day(due),
        state=text(last.node, "value") if last else "open",
        since=last.begin if last else text(node, "opened"),
        days=None if last else late(due, reading.now),
        certainty=text(node, "certainty"),
        claims=once(claims_of(node), last.claims if last else ()),
    )  # fmt: skip


def names(units: list[Link]) -> dict[str, str]:
    return {x.other: text(x.node, "name") or parts(x.other)[0] for x in units}


def holding(reading: Reading, node: str, kind: str) -> list[Link]:
    return [x for x in reading.out(node, kind) if x.holds(reading.now)]


def progress(reading: Reading, action: str) -> list[Link]:
    found = [x for x in holding(reading, action, "HAS_STATE")
             if text(x.node, "property") in ("state", "effectiveness")]  # fmt: skip
    return sorted(found, key=lambda x: (x.begin, text(x.node, "property") == "effectiveness",
                                        text(x.node, "value"), x.claims))  # fmt: skip


def level(reading: Reading, unit: str) -> str:
    said = [text(x.node, "value") for x in holding(reading, unit, "HAS_STATE")
            if text(x.node, "property") == "level"]  # fmt: skip
    return min(said, default="")


def last_day(due: str) -> str:
    if due == NEVER:
        return ""
    return (moment(due) - timedelta(seconds=1)).astimezone(BEIJING).date().isoformat()


def late(due: str, now: str) -> int | None:
    return None if due > now else (moment(now) - moment(due)).days + 1


def moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
