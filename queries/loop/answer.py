"""The answer of `loop`: walk both ways from an element, then say where each step stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph import InvalidValueError
from ontology import BEGINNING, NODE_KINDS, OPEN_END, civil_day, key_text, kind_of
from ontology.improvement_codes import LOOP_STATES
from queries.ask import Ask, unknown
from queries.loop.measured import Reached, ValueRow, reached, worst
from queries.loop.rows import LoopRow
from queries.loop.stages import (
    FEEDBACK,
    INDICATORS,
    KINDS,
    NODES,
    STATES,
    VALUES,
    DirectionRow,
    NodeRow,
)
from queries.loop.walk import Step, Walk, ordered
from queries.standing import (
    FeedbackRow,
    StateRow,
    answered,
    said_by,
)

SHOWN = 200
_MOST = 10_000
_TOLD = 3
_STATED = {"accuracy": ("准确度", "accuracy"), "timeliness": ("时效", "timeliness"),
           "availability": ("可用性", "availability")}  # fmt: skip
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of every element that was reached."""

    nodes: Mapping[str, NodeRow]
    feedback: Mapping[str, FeedbackRow]
    said: Mapping[str, Sequence[StateRow]]
    indicators: Mapping[str, DirectionRow]
    values: Mapping[str, Sequence[ValueRow]]


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where an element stands, why, and the claims that say so."""

    state: str
    zh: str = ""
    en: str = ""
    claims: Texts = ()


def answer(ask: Ask) -> Iterable[LoopRow]:
    """The element, what follows from it up to the document, and what led to it."""
    element, limit = _asked(ask)
    walks = [Walk("forward", element, limit), Walk("backward", element, limit)]
    for walk in walks:
        walk.follow(ask)
        ask.left_out(walk.left)
    facts = _facts(ask, sorted({e for walk in walks for e in walk.depth}))
    rows = [_start(ask, element, facts)]
    for walk in walks:
        steps = [_row(ask, walk, step, facts) for step in walk.steps]
        rows += ordered(walk, [*steps, *walk.gaps])
    return rows


def _asked(ask: Ask) -> tuple[str, int]:
    element = ask.params["element"]
    label = kind_of(element).label
    if label not in KINDS:
        use = f"可用 / use: {', '.join(NODE_KINDS[k].prefix for k in KINDS)}"
        raise InvalidValueError("element", element, "不在这条链上 / is not on this chain", use)
    if not ask.rows(NODES[label], ids=[element]):
        raise unknown(element, ask.reader.ids_like(element))
    text = ask.params.get("limit", str(SHOWN))
    if not text.isdecimal() or not 0 < int(text) <= _MOST:
        raise InvalidValueError("limit", text, f"1 – {_MOST}", f"limit={SHOWN}")
    return element, int(text)


def _facts(ask: Ask, elements: Sequence[str]) -> _Facts:
    """All facts, sent together."""
    ids: dict[str, list[str]] = defaultdict(list)
    for element in elements:
        ids[kind_of(element).label].append(element)
    nodes = [ask.soon(stage, ids=ids[label]) for label, stage in NODES.items()]
    feedback = ask.soon(FEEDBACK, ids=ids["Feedback"])
    wanted = ["state", *_STATED]
    said = [
        ask.soon(stage, ids=ids[label], properties=wanted, t=ask.time)
        for label, stage in STATES.items()
    ]
    indicators = ask.soon(INDICATORS, ids=ids["Indicator"])
    values: dict[str, list[ValueRow]] = defaultdict(list)
    for value in ask.rows(VALUES, ids=ids["Indicator"]):
        values[value.indicator].append(value)
    return _Facts(
        {row.id: row for read in nodes for row in read.rows},
        {row.id: row for row in feedback.rows},
        said_by(row for read in said for row in read.rows),
        {row.id: row for row in indicators.rows},
        values,
    )


def _start(ask: Ask, element: str, facts: _Facts) -> LoopRow:
    node, stands = facts.nodes[element], _stands(ask, element, facts)
    return LoopRow(
        part="start",
        kind=kind_of(element).label,
        element=element,
        name=node.name or key_text(element),
        state=stands.state,
        detail_zh=stands.zh,
        detail_en=stands.en,
        certainty=node.certainty or "",
        claims=tuple(dict.fromkeys((*(node.claims or ()), *stands.claims))),
    )


def _row(ask: Ask, walk: Walk, step: Step, facts: _Facts) -> LoopRow:
    node, stands = facts.nodes[step.element], _stands(ask, step.element, facts)
    said = (*(step.link.claims or ()), *(node.claims or ()), *stands.claims)
    return LoopRow(
        part=walk.part,
        step=walk.depth[step.source] + 1,
        source=step.source,
        relation=step.link.relation,
        direction="out" if step.out else "in",
        kind=kind_of(step.element).label,
        element=step.element,
        name=node.name or key_text(step.element),
        state=stands.state,
        since=step.link.since,
        detail_zh=stands.zh,
        detail_en=stands.en,
        certainty=step.link.certainty or "",
        claims=tuple(dict.fromkeys(said)),
    )


def _stands(ask: Ask, element: str, facts: _Facts) -> _Stands:
    node = facts.nodes[element]
    if node.stub:
        return _Stands("not_described")
    label = kind_of(element).label
    if label == "Feedback":
        found = answered(facts.feedback[element], facts.said.get(element, ()), ask.time)
        since = civil_day(found.since)
        return _Stands(found.state, since, since, found.claims)
    if label == "Indicator":
        return _measured(ask, element, facts)
    zh, en, claims = _stated(facts.said.get(element, ()))
    return _Stands(_in_force(node, ask.time), zh, en, claims)


def _in_force(node: NodeRow, now: str) -> str:
    if now < (node.valid_from or BEGINNING):
        return "not_yet_valid"
    return "expired" if now >= (node.valid_to or OPEN_END) else "in_force"


def _stated(said: Sequence[StateRow]) -> tuple[str, str, Texts]:
    """What a requirement asks for, the last word on each."""
    last = {s.property: s for s in sorted(said, key=lambda s: (s.since, s.value, s.claims or ()))}
    kept = [last[name] for name in _STATED if name in last]
    zh = "；".join(f"{_STATED[s.property][0]} {s.value}" for s in kept)
    en = "; ".join(f"{_STATED[s.property][1]} {s.value}" for s in kept)
    return zh, en, tuple(c for s in kept for c in s.claims or ())


def _measured(ask: Ask, element: str, facts: _Facts) -> _Stands:
    """The last value of each unit; where they differ the worst decides."""
    about = facts.indicators[element]
    found = reached(facts.values.get(element, ()), about.direction or "", ask.time)
    state = worst(one.state for one in found)
    told = [one for one in found if one.state == state]
    claims = tuple(c for one in told for c in (*(one.row.claims or ()), *(one.row.more or ())))
    more = f" … {len(told)}" if len(told) > _TOLD else ""
    zh = "；".join(_value(one, about, "目标") for one in told[:_TOLD])
    en = "; ".join(_value(one, about, "target") for one in told[:_TOLD])
    return _Stands(state, zh + more, en + more, claims)


def _value(one: Reached, about: DirectionRow, word: str) -> str:
    """A value as it is told: unit, period, value, target."""
    measure = f" {about.measure_unit}" if about.measure_unit else ""
    said = f"{one.unit} {one.period} {'—' if one.row.value is None else one.row.value}{measure}"
    return said if one.row.target is None else f"{said} ({word} {one.row.target}{measure})"


def summary(rows: Sequence[LoopRow]) -> tuple[str, str]:
    """How many elements of each kind, and which steps are missing."""
    elements = {row.element: row.kind for row in rows if row.element}
    counts = Counter(elements.values())
    said = [kind for kind in KINDS if counts[kind]]
    zh = "，".join(f"{NODE_KINDS[k].title_zh} {counts[k]}" for k in said)
    en = ", ".join(f"{NODE_KINDS[k].title_en} {counts[k]}" for k in said)
    gaps = Counter(row.state for row in rows if not row.element)
    for state in (code for code in LOOP_STATES.codes if gaps[code]):
        zh += f"；{LOOP_STATES.title(state)} {gaps[state]}"
        en += f"; {LOOP_STATES.title(state, 'en')} {gaps[state]}"
    return zh, en
