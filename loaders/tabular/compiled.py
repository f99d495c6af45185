"""Table rules compiled for one header and source, so that a row costs little."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import timezone

from graph import Claim, Place, PropertyValue, Rejected
from loaders.tabular.references import Ids, Values, ids_function
from loaders.tabular.values import CellError, Converter, converter
from ontology import (
    BEGINNING,
    BOOKKEEPING_PROPERTIES,
    EDGE_KINDS,
    NODE_KINDS,
    OPEN_END,
    Certainty,
    Column,
    Condition,
    EdgeRule,
    NodeRule,
    StateRule,
    Table,
    kind_of,
    make_id,
)
from ontology.model import RESERVED_PROPERTIES

_SHOWN = 200
_CERTAINTIES = frozenset(c.value for c in Certainty)
Emit = Callable[[Values, str, list[Claim]], None]


class CompiledTable:
    """What one table's rows claim, for one header: `claims` turns cells into claims."""

    def __init__(
        self, table: Table, header: Sequence[str], source_id: str, zone: timezone | None,
        certainty: str | None,
    ) -> None:
        self.table = table
        self._certainty = certainty or Certainty.STATED.value
        columns = {c.name: c for c in table.columns}
        self._columns: list[tuple[str, Column, Converter]] = [
            (name, columns[name], converter(columns[name], zone))
            for name in header if name in columns
        ]
        self._unknown = [
            (name, property_name(name)) for name in header if name not in columns
            and name != "certainty"
        ]
        self._emits = [self._compile(rule, i == 0, source_id) for i, rule in enumerate(table.rules)]

    def claims(self, cells: dict[str, str], place: Place, identity: str) -> list[Claim] | Rejected:
        """The claims of a row, or its rejection with the field that breaks a rule."""
        values: dict[str, PropertyValue | None] = {}
        name = ""
        try:
            for name, column, convert in self._columns:
                text = cells[name].strip()
                if text:
                    values[name] = convert(text)
                elif column.required:
                    raise CellError("required", "必填而为空 / required and empty; 补上 / fill it in")
            name = "certainty"
            certainty = cells.get("certainty", "").strip() or self._certainty
            if certainty not in _CERTAINTIES:
                raise CellError("code", f"{certainty!r}: stated, inferred, synthetic")
            name = self._check_intervals(values)
            for unknown, _ in self._unknown:
                values[unknown] = cells[unknown].strip() or None
            out: list[Claim] = []
            for emit in self._emits:
                emit(values, certainty, out)
        except CellError as error:
            return Rejected(place, name, cells.get(name, "")[:_SHOWN], error.rule, str(error),
                            identity)
        return out

    def _check_intervals(self, values: Values) -> str:
        for begin, end in self.table.intervals:
            first, last = values.get(begin), values.get(end)
            if first is not None and last is not None and str(last) <= str(first):
                raise CellError("interval", f"{end} 早于 {begin} / {end} is before {begin}; "
                                "核对两个日期 / check both dates")
        return ""

    def _compile(self, rule: NodeRule | EdgeRule | StateRule, first: bool, source: str) -> Emit:
        if isinstance(rule, NodeRule):
            emit = self._node(rule, first, source)
        elif isinstance(rule, EdgeRule):
            emit = _edge(rule, source)
        else:
            return _state(rule, source)
        return emit if rule.when is None else _conditional(rule.when, emit)

    def _node(self, rule: NodeRule, first: bool, source: str) -> Emit:
        ids, interval = ids_function(rule.ref, source), _interval(rule.valid_from, rule.valid_to)
        label = rule.ref.kind
        properties = [*rule.properties]
        if first:
            properties += [(name, column) for column, name in self._unknown]

        def emit(values: Values, certainty: str, out: list[Claim]) -> None:
            said = {p: v for p, c in properties if (v := values.get(c)) is not None}
            if not said and not first:
                return
            begin, end, known = interval(values)
            if not known:
                said["begin_known"] = False
            for node in ids(values):
                out.append(Claim(label, node, None, said, begin, end, certainty))

        return emit


def property_name(header: str) -> str:
    """The property an undeclared column becomes: snake_case ASCII, else the header in NFC."""
    text = unicodedata.normalize("NFC", header.strip())
    if text.isascii():
        text = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "x"
    if text in RESERVED_PROPERTIES | BOOKKEEPING_PROPERTIES or text in (
        "valid_from", "valid_to", "begin_known"
    ) or text[0].isdigit():
        text = f"x_{text}"
    return text


def _conditional(when: Condition, emit: Emit) -> Emit:
    def applies(values: Values) -> bool:
        value = values.get(when.column)
        held = value is not None if not when.values else value in when.values
        return held is not when.negated

    def conditional(values: Values, certainty: str, out: list[Claim]) -> None:
        if applies(values):
            emit(values, certainty, out)

    return conditional


def _interval(
    valid_from: str | None, valid_to: str | None
) -> Callable[[Values], tuple[str, str, bool]]:
    """Begin, end and whether the begin is known, of a rule's interval."""
    begins = valid_from.split("|") if valid_from else []

    def interval(values: Values) -> tuple[str, str, bool]:
        begin = next((v for n in begins if (v := values.get(n))), None)
        end = values.get(valid_to) if valid_to else None
        return (
            BEGINNING if begin is None else str(begin),
            OPEN_END if end is None else str(end),
            begin is not None or not begins,
        )

    return interval


def _edge(rule: EdgeRule, source_id: str) -> Emit:
    sources, targets = ids_function(rule.source, source_id), ids_function(rule.target, source_id)
    interval = _interval(rule.valid_from, rule.valid_to)
    check = _end_check(rule)

    def emit(values: Values, certainty: str, out: list[Claim]) -> None:
        lefts = sources(values)
        rights = targets(values) if lefts else ()
        if not rights:
            return
        begin, end, known = interval(values)
        properties: dict[str, PropertyValue] = {} if known else {"begin_known": False}
        for left in lefts:
            for right in rights:
                if check is not None:
                    check(left, right)
                out.append(Claim(rule.type, left, right, properties, begin, end, certainty))

    return emit


def _end_check(rule: EdgeRule) -> Callable[[str, str], None] | None:
    """Whether the ends are admitted, where the row itself says of which kind they are."""
    if rule.source.kind_column is None and rule.target.kind_column is None:
        return None
    edge = EDGE_KINDS[rule.type]

    def check(left: str, right: str) -> None:
        if not edge.admits(kind_of(left).label, kind_of(right).label):
            raise CellError("kind", f"{kind_of(left).label} → {kind_of(right).label} 不允许 / not "
                            f"admitted: {edge.pattern}")

    return check


def _state(rule: StateRule, source_id: str) -> Emit:
    subjects: Ids = ids_function(rule.subject, source_id)
    interval = _interval(rule.valid_from, rule.valid_to)
    kind = NODE_KINDS["State"]

    def emit(values: Values, certainty: str, out: list[Claim]) -> None:
        value = values.get(rule.column)
        if value is None:
            return
        begin, end, known = interval(values)
        extra: dict[str, PropertyValue] = {} if known else {"begin_known": False}
        for subject in subjects(values):
            state = make_id(kind, subject, rule.property, begin, source_id)
            said = {"element": subject, "property": rule.property, "value": str(value), **extra}
            out.append(Claim("State", state, None, said, begin, end, certainty))
            out.append(Claim("HAS_STATE", subject, state, extra, begin, end, certainty))

    return emit
