"""Whether an element is stated of a subject: present, missing, or a reason in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ontology import ALL_CODES, MetadataElement, Part
from queries.completeness.facts import Fact, Facts
from queries.completeness.rows import SHOWN, Texts

MISSING, NIL, PRESENT = "missing", "not_applicable", "present"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one element at one subject, and what it rests on."""

    subject: str
    state: str
    reason: str
    rests_on: tuple[Fact, ...]


Table = dict[str, list[Fact]]


@dataclass(frozen=True, slots=True)
class _Tables:
    """Where a part is stated, place by place, and the reasons given for it."""

    name: str
    places: Sequence[Table]
    reasons: Table


def judge(
    facts: Facts, element: MetadataElement, asked: Iterable[tuple[str, Sequence[str]]]
) -> Iterator[Verdict]:
    """For each subject and the nodes that may answer for it: whether the element is stated.

    Present where each part is stated at one of them. Missing where a part is neither stated nor
    given a reason for; the reason names the parts.
    """
    tables = [
        _Tables(
            part.name,
            [found for answer in part.answers if (found := facts.at(answer))],
            _reasons(facts, element, part),
        )
        for part in element.parts
    ]
    for subject, holders in asked:
        yield _judge(tables, subject, holders) or Verdict(
            subject, MISSING, _lacking(tables, holders), (facts.nodes[subject],)
        )


def _judge(tables: Sequence[_Tables], subject: str, holders: Sequence[str]) -> Verdict | None:
    """None where a part is missing."""
    stated: list[Fact] = []
    reasons: list[Fact] = []
    for part in tables:
        found = _stated(part.places, holders)
        nil = () if found else _stated([part.reasons], holders)
        if not found and not nil:
            return None
        stated += found
        reasons += nil
    if reasons:
        return Verdict(subject, NIL, ", ".join(sorted({f.value for f in reasons})), tuple(reasons))
    return Verdict(subject, PRESENT, "", tuple(stated))


def _lacking(tables: Sequence[_Tables], holders: Sequence[str]) -> str:
    """The names of the parts that are neither stated nor given a reason for."""
    return ", ".join(
        part.name
        for part in tables
        if part.name and not _stated((*part.places, part.reasons), holders)
    )


def _stated(places: Iterable[Table], holders: Sequence[str]) -> list[Fact]:
    """What states a part: all that is said in the first place where anything is."""
    for table in places:
        found = [fact for holder in holders for fact in table.get(holder, ())]
        if found:
            return found
    return []


def _reasons(facts: Facts, element: MetadataElement, part: Part) -> Table:
    """By node the reasons for this element, or for this part of it where it has several."""
    named = {element.code, f"{element.code} {part.name}"}
    return {
        node: chosen
        for node, told in facts.nil.items()
        if (
            chosen := [
                fact for code, fact in told if code in named or code.startswith(f"{element.code}-")
            ]
        )
    }


def weight(verdicts: Iterable[Verdict]) -> tuple[str, Texts]:
    """The least certain of what they rest on, and its first claims."""
    found = [fact for v in verdicts for fact in sorted(v.rests_on, key=_order)]
    certainty = max(
        (f.certainty for f in found if f.certainty), key=ALL_CODES["certainty"].rank, default=""
    )
    return certainty, tuple(dict.fromkeys(c for f in found for c in f.claims))[:SHOWN]


def _order(fact: Fact) -> tuple[str, str, Texts]:
    return fact.other, fact.begin, fact.claims
