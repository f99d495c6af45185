"""Texts, codes and periods of the elements of a record."""

from __future__ import annotations

from loaders.markup import Node
from loaders.wmdr.codes import NIL, NO_WORD, code_of
from loaders.wmdr.fields import SCHEDULE_PARTS
from loaders.wmdr.model import Span, Told

_NO_REASON = "xsi:nil"


def text(node: Node | None) -> Told | None:
    """What is written in an element, or the reason that is given instead; None where neither is."""
    if node is None:
        return None
    if reason := nil_reason(node):
        return Told("", node.place, reason)
    return Told(node.text, node.place) if node.text else None


def reference(node: Node | None) -> Told | None:
    """The address an element refers to; a code that stands for no value is a reason."""
    if node is None:
        return None
    address = node.attributes.get("href", "").strip()
    code = code_of(address)
    if reason := nil_reason(node) or (code if code in NIL else ""):
        return Told("", node.place, reason)
    return Told(address, node.place) if address else None


def nil_reason(node: Node) -> str:
    """Why an element has no value: its nilReason, or that it is nil without a reason."""
    reason = node.attributes.get("nilReason", "").strip()
    if reason == NO_WORD:
        return ""
    if reason:
        return code_of(reason)
    return _NO_REASON if node.attributes.get("nil", "") in ("true", "1") else ""


def span(node: Node | None, path: str = "validPeriod/TimePeriod") -> Span:
    """Begin and end of the period below an element; an indeterminate one is not stated."""
    found = None if node is None else node.first(path)
    if found is None:
        return Span()
    return Span(_end(found, "begin"), _end(found, "end"))


def begin(valid: Span) -> str:
    """The begin as printed, "" where none is stated."""
    return valid.begin.text if valid.begin else ""


def _end(period: Node, side: str) -> Told | None:
    node = period.first(f"{side}Position") or period.first(f"{side}/TimeInstant/timePosition")
    if node is None or node.attributes.get("indeterminatePosition"):
        return None
    told = text(node)
    return None if told is None or told.nil else told


def schedule(node: Node | None) -> Told | None:
    """When observations are made: months, weekdays, hours, minutes, and the base of days.

    `1-12 1-7 0-23 0-59` is always. None where one of the eight numbers is absent.
    """
    if node is None:
        return None
    numbers = [told.text for part in SCHEDULE_PARTS if (told := text(node.first(part))) is not None]
    if len(numbers) != len(SCHEDULE_PARTS):
        return None
    pairs = ["-".join(numbers[i : i + 2]) for i in range(0, len(numbers), 2)]
    base = text(node.first("diurnalBaseTime"))
    return Told(" ".join([*pairs, *([base.text] if base and base.text else [])]), node.tag_place)


def organisation(party: Node | None) -> Told | None:
    """The organisation a CI_ResponsibleParty names."""
    return None if party is None else text(party.first("organisationName/CharacterString"))


def person(party: Node) -> Told | None:
    """The person it names, at the very place of the name."""
    node = party.first("individualName/CharacterString")
    if node is None or not node.text:
        return None
    return Told(node.text, node.body_place)


def role(party: Node) -> Told | None:
    """As what it is responsible."""
    node = party.first("role/CI_RoleCode")
    value = "" if node is None else node.attributes.get("codeListValue", "").strip()
    return Told(value, node.place) if node is not None and value else None
