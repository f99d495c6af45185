"""Texts, codes and periods of the graph as the rows of WMDR have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.exchange.wmdr.around import Around, several, stated, validity
from graph import Place
from graph.element import Element
from loaders.wmdr.codes import address_of
from loaders.wmdr.fields import Field
from loaders.wmdr.model import Condition, Span, Subject, Told
from loaders.wmdr.times import span_of
from ontology import BEGINNING, NODE_KINDS, OPEN_END, key_parts

NOWHERE = Place(0)
"""Rows that are written stand in no source."""
_MIDNIGHT = "T00:00:00Z"


@dataclass(frozen=True, slots=True)
class State:
    """A state of an element: property, value and period."""

    name: str
    value: str
    valid_from: str
    valid_to: str

    @property
    def span(self) -> Span:
        """Its period."""
        return span_of(self.valid_from, self.valid_to, NOWHERE)


def told(text: str) -> Told | None:
    """A text, or None where it is empty."""
    return Told(text, NOWHERE) if text else None


def span_over(element: Element) -> Span:
    """The period of an element."""
    return span_of(*validity(element), NOWHERE)


def day_span(element: Element) -> Span:
    """The same in days of UTC: an end that is none stays out, as no day of ours can name it."""
    begin, end = validity(element)
    shown = span_of(
        begin if begin.endswith(_MIDNIGHT) else BEGINNING,
        end if end.endswith(_MIDNIGHT) else OPEN_END,
        NOWHERE,
    )
    return Span(_day(shown.begin), _day(shown.end))


def _day(moment: Told | None) -> Told | None:
    return None if moment is None else Told(f"{moment.text[:10]}Z", NOWHERE)


def states_of(around: Around, element: str) -> Iterator[State]:
    """The states of an element, in order."""
    for edge in around.out(element, "HAS_STATE"):
        node = around.node(str(edge.object))
        yield State(stated(node, "property"), stated(node, "value"), *validity(edge))


@dataclass(frozen=True, slots=True)
class Codes:
    """The published codes that an element is written with."""

    around: Around
    element: str

    def told(self, code: str, field: Field) -> Told | None:
        """A code with its address; None where there is none."""
        if not code:
            return None
        register = self._register(code, field.number)
        address = address_of(code, field.name, register or field.register, coded=bool(register))
        return Told(address, NOWHERE)

    def of_node(self, field: Field) -> Told | None:
        """The code that the element has as a property."""
        return self.told(stated(self.around.node(self.element), field.name), field)

    def all_of(self, field: Field) -> tuple[Told, ...]:
        """The codes that the element has as a property of several."""
        codes = several(self.around.node(self.element), field.name)
        return tuple(found for code in codes if (found := self.told(code, field)) is not None)

    def condition(self, subject: Subject, field: Field, state: State) -> Condition | None:
        """A state as the row of a condition."""
        found = self.told(state.value, field)
        if found is None:
            return None
        return Condition(subject, field.name, field.number, found, state.span)

    def _register(self, code: str, number: str) -> str:
        for edge in self.around.out(self.element, "CODED_AS"):
            register, notation = key_parts(NODE_KINDS["Concept"], str(edge.object))
            if notation == code and stated(edge, "element_number") == number:
                return register
        return ""


def reason(text: str) -> Told:
    """A reason in place of a value."""
    return Told("", NOWHERE, text)
