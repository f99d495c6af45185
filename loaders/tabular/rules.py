"""What a row claims: the declared rules of a table compiled into functions of its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph import Claim, PropertyValue
from loaders.tabular.faults import CellError
from loaders.tabular.references import SOURCE, Values, first_filled, node_id, reference
from ontology import (
    BEGINNING,
    EDGE_KINDS,
    NODE_KINDS,
    OPEN_END,
    Condition,
    EdgeRule,
    NodeRule,
    Ref,
    StateRule,
    Table,
)

Span = tuple[str, str, bool]
"""When a claim holds: its begin, its end, and whether the begin is known."""
SpanReader = Callable[[Values], Span]
NodeWriter = Callable[[Values, Sequence[Span], str, bool], Claim | None]
"""The claim about a node, or None where it does not apply; the flag: it is the row's own node."""
EdgeWriter = Callable[[Values, Sequence[Span], str, list[Claim]], None]
"""Adds the claims of an edge or a state rule to those of the row."""
SpanKey = tuple[str | None, str | None]


def span_reader(key: SpanKey) -> SpanReader:
    """The interval of a rule from its begin and end columns. Raises `CellError`."""
    begin, end = key
    names = () if begin is None else tuple(begin.split("|"))
    begins = None if begin is None else first_filled(names)
    ends = None if end is None else first_filled((end,))

    def span(values: Values) -> Span:
        first = None if begins is None else begins(values)
        last = None if ends is None else ends(values)
        valid_from = BEGINNING if first is None else str(first)
        valid_to = OPEN_END if last is None else str(last)
        if valid_from >= valid_to:
            said = next((name for name in names if values[name] is not None), "")
            raise interval_error(said, end if last is not None else said)
        return valid_from, valid_to, begins is None or first is not None

    return span


def interval_error(begin: str, field: str | None) -> CellError:
    """An end that does not come after its begin."""
    return CellError(
        field or begin,
        "interval",
        f"须晚于 {begin}：请更正其一 / the end must come after {begin}: correct one of them",
    )


def applies(when: Condition) -> Callable[[Values], bool]:
    """Whether the condition of a rule holds for a row."""
    column, values, wanted = when.column, frozenset(when.values), not when.negated
    if not values:
        return lambda row: (row[column] is not None) is wanted
    return lambda row: (row[column] in values) is wanted


# Nodes


def node_writer(
    rule: NodeRule, table: Table, span: int, extras: tuple[tuple[str, str], ...]
) -> NodeWriter:
    """The claim of a node rule. `span`: the place of its interval among those of the row."""
    label, pairs, constants = rule.ref.kind, rule.properties, dict(rule.constants)
    ids = reference(rule.ref, table)
    holds = None if rule.when is None else applies(rule.when)
    all_pairs = pairs + extras

    def write(values: Values, spans: Sequence[Span], certainty: str, own: bool) -> Claim | None:
        if holds is not None and not holds(values):
            return None
        subject = ids(values)
        if not subject:
            return None
        properties: dict[str, PropertyValue] = dict(constants)
        for name, column in all_pairs if own else pairs:
            value = values[column]
            if value is not None:
                properties[name] = value
        if not properties and not own:
            return None
        begin, end, known = spans[span]
        if not known:
            properties["begin_known"] = False
        return Claim(label, subject[0], None, properties, begin, end, certainty)

    return write


# Edges


def edge_writer(rule: EdgeRule, table: Table, span: int) -> EdgeWriter:
    """The claims of an edge rule: one for each pair of ends that the row names."""
    sources = reference(rule.source, table, _admitted(rule, source=True))
    targets = reference(rule.target, table, _admitted(rule, source=False))
    holds = None if rule.when is None else applies(rule.when)
    kind = rule.type

    def write(values: Values, spans: Sequence[Span], certainty: str, claims: list[Claim]) -> None:
        if holds is not None and not holds(values):
            return
        begins = sources(values)
        if not begins:
            return
        ends = targets(values)
        valid_from, valid_to, known = spans[span]
        for source in begins:
            for target in ends:
                properties: dict[str, PropertyValue] = {} if known else {"begin_known": False}
                claims.append(
                    Claim(kind, source, target, properties, valid_from, valid_to, certainty)
                )

    return write


def _admitted(rule: EdgeRule, *, source: bool) -> frozenset[str]:
    """The labels that may stand at one end, given what the other end is declared to be."""
    edge = EDGE_KINDS[rule.type]
    others = _labels(rule.target if source else rule.source)
    return frozenset(
        label
        for label in NODE_KINDS
        if any(edge.admits(label, o) if source else edge.admits(o, label) for o in others)
    )


def _labels(ref: Ref) -> tuple[str, ...]:
    return (ref.kind,) if ref.alternative is None else (ref.kind, ref.alternative[1])


# States


def state_writer(rule: StateRule, table: Table, span: int) -> EdgeWriter:
    """The State of a changing property and the HAS_STATE edge to it."""
    ids = reference(rule.subject, table)
    name, column, fixed, why = rule.property, rule.column, rule.value, rule.reason

    def write(values: Values, spans: Sequence[Span], certainty: str, claims: list[Claim]) -> None:
        cell = values[column]
        if cell is None:
            return
        value = cell if fixed is None else fixed
        begin, end, known = spans[span]
        unknown: dict[str, PropertyValue] = {} if known else {"begin_known": False}
        reason = None if why is None else values[why]
        told: dict[str, PropertyValue] = {} if reason is None else {"reason": str(reason)}
        for subject in ids(values):
            state = node_id("State", subject, name, begin, str(values[SOURCE]))
            said = {"element": subject, "property": name, "value": str(value), **unknown, **told}
            claims.append(Claim("State", state, None, said, begin, end, certainty))
            claims.append(Claim("HAS_STATE", subject, state, dict(unknown), begin, end, certainty))

    return write
