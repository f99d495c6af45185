"""Whether the cause of an action came again, read plainly, action by action."""

from __future__ import annotations

from datetime import datetime, timedelta

from oracle.reading import Claims, Link, NobodySpeaksOf, Reading, claims_of, once, text

from queries.effect import EffectRow

# The kinds of causes whose class is plain, as the rules of the domain give them.
PLAIN = {
    "instrument": "机", "instrument_model": "机", "deployment": "机", "system": "机", "batch": "料",
    "calibration": "测", "certificate": "测", "measurement_standard": "测", "accreditation": "测",
    "document": "法", "document_version": "法", "process": "法", "location": "环", "station": "环",
    "maintenance": "人", "unit": "人",
}  # fmt: skip


def answer(reading: Reading, actions: str = "", days: str = "90") -> list[EffectRow]:
    wanted = [a if ":" in a else f"corrective_action:{a}" for a in actions.split(";") if a]
    for action in wanted:
        if action not in reading or reading.node(action)["label"] != "CorrectiveAction":
            raise NobodySpeaksOf(action)
    rows = []
    for action in reading.of_kind("CorrectiveAction"):
        if wanted and action not in wanted:
            continue
        done = [
            x for x in reading.out(action, "HAS_STATE")
            if x.begin <= reading.now and (text(x.node, "property"), text(x.node, "value"))
            == ("state", "done")
        ]  # fmt: skip
        if done:
            last = max(done, key=lambda x: (x.begin, x.claims))
            rows.append(row(reading, action, last, int(days)))
    return sorted(rows, key=lambda r: (tuple(-ord(c) for c in r.done), r.action))


def row(reading: Reading, action: str, done: Link, days: int) -> EffectRow:
    against = [x for x in begun(reading, action, "ADDRESSES") if x.other.startswith("nonconf")]
    against.sort(key=lambda x: (x.other, x.claims))
    papers = sorted({x.other for x in against})
    handled = {
        x.other for n in papers for x in begun(reading, n, "ARISES_FROM")
        if x.other.startswith("incident:") and begun(reading, x.other, "RAISED_FROM")
    }  # fmt: skip
    behind = {x.other for i in handled for x in begun(reading, i, "RAISED_FROM")}
    things = {x.other for issue in behind for x in begun(reading, issue, "ABOUT")}
    things |= {x.other for i in handled for x in causes(reading, i)}
    classes = {c for n in papers for c in stated(reading, n)}
    classes = classes or {c for i in handled for c in class_of(reading, i)}
    end = later(done.begin, days)
    near = sorted({i for thing in things for i in issues_at(reading, thing)},
                  key=lambda i: (start(reading, i), i))  # fmt: skip
    earliest = min([start(reading, i) for i in near if i in behind], default=done.begin)
    since = min(earliest, later(done.begin, -days))
    same = [i for i in near if classes_of(reading, i) & classes]
    before = [i for i in same if since <= start(reading, i) < done.begin]
    after = [i for i in same if done.begin <= start(reading, i) < end]
    blank = [i for i in near
             if not classes_of(reading, i) and done.begin <= start(reading, i) < end]  # fmt: skip
    if not behind:
        result = "no_issue"
    elif not classes:
        result = "undetermined"
    elif after:
        result = "recurred"
    elif reading.now < end:
        result = "too_early"
    else:
        result = "undetermined" if blank else "worked"
    node = reading.node(action)
    shown = [*before[-20:], *after[:20]]
    return EffectRow(
        action=action, name=text(node, "name"), nonconformities=tuple(papers),
        classes=tuple(sorted(classes)), elements=tuple(sorted(things)), since=since,
        done=done.begin, until=end, days=days, before=len(before), after=len(after),
        unknown=len(blank), result=result, issues_before=tuple(before[-20:]),
        issues_after=tuple(after[:20]), detail_zh="", detail_en="",
        certainty=text(done.edge, "certainty"),
        claims=once(claims_of(node), done.claims, *(x.claims for x in against),
                    *(told(reading, i) for i in shown)),
    )  # fmt: skip


def begun(reading: Reading, node: str, kind: str) -> list[Link]:
    return [x for x in reading.out(node, kind) if x.begin <= reading.now]


def causes(reading: Reading, incident: str) -> list[Link]:
    return [x for x in reading.out(incident, "CAUSED_BY") if x.holds(reading.now)]


def stated(reading: Reading, element: str) -> set[str]:
    said = [x for x in reading.out(element, "HAS_STATE")
            if x.holds(reading.now) and text(x.node, "property") == "cause_class"]  # fmt: skip
    last = max((x.begin for x in said), default="")
    return {text(x.node, "value") for x in said if x.begin == last}


def class_of(reading: Reading, incident: str) -> set[str]:
    kinds = {x.other.split(":")[0] for x in causes(reading, incident)}
    return stated(reading, incident) or {PLAIN[k] for k in kinds if k in PLAIN}


def classes_of(reading: Reading, issue: str) -> set[str]:
    handled = [x.other for x in reading.into(issue, "RAISED_FROM") if x.begin <= reading.now]
    return {c for incident in handled for c in class_of(reading, incident)}


def issues_at(reading: Reading, thing: str) -> set[str]:
    placed = thing.startswith(("station:", "series:", "deployment:"))
    about = {x.other for x in reading.into(thing, "ABOUT") if placed and x.begin <= reading.now}
    blamed = [x.other for x in reading.into(thing, "CAUSED_BY") if x.holds(reading.now)]
    raised = {x.other for i in blamed for x in begun(reading, i, "RAISED_FROM")}
    return about | {i for i in raised if begun(reading, i, "ABOUT")}


def start(reading: Reading, issue: str) -> str:
    return min(x.begin for x in begun(reading, issue, "ABOUT"))


def told(reading: Reading, issue: str) -> Claims:
    first = [x for x in begun(reading, issue, "ABOUT") if x.begin == start(reading, issue)]
    return min(first, key=lambda x: (x.other, x.claims)).claims


def later(moment: str, days: int) -> str:
    at = datetime.fromisoformat(moment) + timedelta(days=days)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
