"""What falls due, thing by thing, and the work of each unit in each month."""

from __future__ import annotations

from datetime import datetime, timedelta

from oracle.reading import (
    BEIJING,
    Claims,
    Reading,
    claims_of,
    day,
    shown,
    text,
)

from queries.expiring import LISTED, ExpiringRow

LEADS = ("LED_BY", "RESPONSIBLE", "RESPONSIBLE_OFFICE", "IMPLEMENTED_BY")
Due = tuple[str, str, str, str, Claims, set[str]]


def answer(reading: Reading, **params: str) -> list[ExpiringRow]:
    late = params.get("overdue") == "yes"
    since = start(params["from"]) if "from" in params else None if late else stamp(reading.now)
    until = None if since is None or late else since + timedelta(days=366)
    if "to" in params:
        until = start(params["to"]) + timedelta(days=1)
    rows = []
    for what in ("calibration", "standard", "certificate", "accreditation", "document",
                 "milestone", "task"):  # fmt: skip
        if params.get("what", what) != what:
            continue
        for node, name, at, certainty, claims, units in things(reading, what):
            if (since and stamp(at) < since) or (until and stamp(at) >= until):
                continue
            last = stamp(at) - timedelta(seconds=what not in ("milestone", "task"))
            when = last.astimezone(BEIJING).date().isoformat()
            if late and when >= day(reading.now):
                continue
            for unit in units or {""}:
                title = text(reading.node(unit), "name") or shown(unit) if unit else ""
                rows.append(ExpiringRow(
                    "item", what, unit, title, when[:7], None, None, node, name or shown(node),
                    when, when < day(reading.now), certainty, claims))  # fmt: skip
    rows = [r for r in rows if params.get("unit", r.unit) == r.unit]
    rows.sort(key=lambda r: (late and not r.unit, r.due, r.what, r.element, r.unit, r.claims))
    work = []
    for month, unit, what in sorted({(r.month, r.unit, r.what) for r in rows}):
        some = [r for r in rows if (r.month, r.unit, r.what) == (month, unit, what)]
        work.append(ExpiringRow(
            "workload", what, unit, some[0].unit_name, month,
            len({(r.element, r.due) for r in some}), None, "", "", "",
            all(r.overdue for r in some), some[0].certainty, some[0].claims))  # fmt: skip
    return work + rows[:LISTED]


def start(civil: str) -> datetime:
    return datetime.strptime(civil, "%Y-%m-%d").replace(tzinfo=BEIJING)


def stamp(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def things(reading: Reading, what: str) -> list[Due]:
    if what in ("calibration", "standard"):
        return calibrated(reading, "Instrument" if what == "calibration" else "MeasurementStandard")
    if what == "accreditation":
        return [
            (x.other, text(x.node, "scope"), x.end, text(x.edge, "certainty"), x.claims, {unit})
            for unit in reading.of_kind("Unit")
            for x in reading.out(unit, "ACCREDITED_BY")
        ]
    label, due = {"certificate": ("Certificate", "valid_until"), "task": ("Task", "due"),
                  "document": ("DocumentVersion", "valid_to"),
                  "milestone": ("Milestone", "due")}[what]  # fmt: skip
    return [
        (n, text(a, "name"), text(a, due), text(a, "certainty"), claims_of(a), owners(reading, n))
        for n in reading.of_kind(label)
        if text(a := reading.node(n), due)
    ]


def calibrated(reading: Reading, label: str) -> list[Due]:
    found: dict[tuple[str, str], Due] = {}
    for node in reading.of_kind(label):
        past = [x for x in reading.out(node, "HAS_CALIBRATION") if x.begin <= reading.now]
        last = max((x.begin for x in past), default="")
        for x in sorted(past, key=lambda x: claims_of(x.node)):
            due = text(x.node, "valid_until")
            if x.begin == last and due:
                name = text(reading.node(node), "name")
                found[node, due] = (node, name, due, text(x.node, "certainty"), claims_of(x.node),
                                    owners(reading, node))  # fmt: skip
    return list(found.values())


def owners(reading: Reading, node: str) -> set[str]:
    kind = node.split(":", maxsplit=1)[0]
    if kind == "instrument":
        return {
            o.other
            for u in reading.into(node, "USES") if u.holds(reading.now)
            for a in reading.out(u.other, "AT_STATION") if a.holds(reading.now)
            for o in reading.out(a.other, "OPERATED_BY") if o.holds(reading.now)
        }  # fmt: skip
    if kind == "measurement_standard":
        return {x.other for x in reading.out(node, "HELD_BY") if x.holds(reading.now)}
    if kind == "milestone":
        tasks = [x.other for x in reading.out(node, "FOR_TASK")]
        return {x.other for t in tasks for x in reading.out(t, *LEADS)}
    if kind == "task":
        return {x.other for x in reading.out(node, *LEADS)}
    papers = [node]
    if kind == "document_version":
        papers = [x.other for x in reading.out(node, "VERSION_OF")]
    return {
        x.other for p in papers for x in reading.out(p, "ISSUED_BY") if x.other.startswith("unit:")
    }
