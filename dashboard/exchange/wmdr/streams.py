"""The streams in which a deployment's data were made and reported, over their periods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.exchange.wmdr.told import Codes, State, reason
from loaders.wmdr import fields
from loaders.wmdr.model import Span, Told

_FORMS = (
    re.compile(r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII),
    re.compile("true|false|0|1"),
    re.compile(r"(\d+-\d+ ){3}\d+-\d+( \d\d:\d\d:\d\d\S*)?", re.ASCII),
)
"""Interval, exchange and schedule as the schema has them."""
_NIL_UNIT = f"nil:{fields.UNIT.number}"


@dataclass(frozen=True, slots=True)
class Stream:
    """One way in which data were made and reported; `unit` may be a reason in its place."""

    span: Span
    unit: Told | None
    interval: str
    exchange: str
    schedule: str


def streams_of(codes: Codes, states: Sequence[State]) -> tuple[Stream, ...]:
    """The streams that states of a deployment tell, in the order of their begins.

    The schema has no place for a unit without interval, schedule and whether data are exchanged:
    where one of them is not told, a stream is none.
    """
    begins: dict[str, dict[str, dict[int, State]]] = defaultdict(lambda: defaultdict(dict))
    for state in states:
        name, _, number = state.name.partition(":")
        if any(name == field.name for field in fields.STREAM) and (number or "1").isdecimal():
            begins[state.valid_from][name][int(number or "1")] = state
    for begin in {state.valid_from for state in states}:
        units = numbered_units([state for state in states if state.valid_from == begin])
        if units:
            begins[begin][fields.UNIT.name] = units
    return tuple(stream for _, told in sorted(begins.items()) for stream in _streams(codes, told))


def numbered_units(states: Sequence[State]) -> dict[int, State]:
    """Units of one begin by the number of their stream; a reason has a number that is left."""
    found = {}
    for state in states:
        name, _, number = state.name.partition(":")
        if name == fields.UNIT.name and (number or "1").isdecimal():
            found[int(number or "1")] = state
    for state in states:
        if state.name == _NIL_UNIT:
            found[next(n for n in range(1, len(found) + 2) if n not in found)] = state
    return found


def _streams(codes: Codes, told: dict[str, dict[int, State]]) -> Iterator[Stream]:
    """Values that several streams share are told once: the last of a row holds for the rest."""
    rows = {name: [state for _, state in sorted(values.items())] for name, values in told.items()}
    for number in range(max(map(len, rows.values()))):
        at = {name: row[min(number, len(row) - 1)] for name, row in rows.items()}
        interval, exchange, schedule = (at.get(field.name) for field in fields.STREAM[1:])
        if interval is None or exchange is None or schedule is None:
            continue
        values = (interval.value, exchange.value, schedule.value)
        if not all(form.fullmatch(value) for form, value in zip(_FORMS, values, strict=True)):
            continue
        unit = at.get(fields.UNIT.name)
        yield Stream(
            interval.span,
            None if unit is None else unit_of(codes, unit),
            interval.value,
            exchange.value,
            schedule.value,
        )


def unit_of(codes: Codes, state: State) -> Told | None:
    """The code of a unit, or the reason in its place."""
    return reason(state.value) if state.name == _NIL_UNIT else codes.told(state.value, fields.UNIT)
