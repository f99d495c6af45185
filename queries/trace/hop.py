"""A hop of the trace: one step of the chain with its state, its facts and its claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from ontology import (
    BEGINNING,
    CIVIL,
    HOP_STATES,
    LEVELS,
    NODE_KINDS,
    OPEN_END,
    civil_day,
    key_text,
    make_id,
    parse_moment,
)
from ontology.rules import HOP_PROCESSES, HOP_TERMS

Texts = tuple[str, ...]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of the chain.

    `hop`: code of `ontology.rules.HOPS`; `state`: code of `HOP_STATES`; `element`: id, empty when
    the step is missing; `parent`/`via`: the element and edge type it was reached from; `branch`:
    the deployment whose chain it belongs to; `process` and `lead`: who answers for such a step;
    `certainty`: of the claim it rests on, so that synthetic data show their mark; `facts`: named
    values of the hop as text.
    """

    order: int
    hop: str
    state: str
    element: str
    name: str
    parent: str
    via: str
    branch: str
    detail_zh: str
    detail_en: str
    term: str
    valid_from: str
    valid_to: str
    process: str
    lead: Texts
    certainty: str
    facts: Facts
    claims: Texts


@dataclass(slots=True)
class Draft:
    """A hop under construction; the trace numbers it and names its process at the end."""

    hop: str
    state: str
    element: str
    parent: str
    via: str
    detail_zh: str = ""
    detail_en: str = ""
    name: str = ""
    branch: str = ""
    valid_from: str = BEGINNING
    valid_to: str = OPEN_END
    certainty: str = ""
    claims: Texts = ()
    process_code: str | None = None
    term: str | None = None
    facts: Facts = ()

    def finish(self, order: int, process: str, lead: Texts) -> Hop:
        """The finished hop."""
        return Hop(
            order=order,
            hop=self.hop,
            state=self.state,
            element=self.element,
            name=self.name or (key_text(self.element) if self.element else ""),
            parent=self.parent,
            via=self.via,
            branch=self.branch,
            detail_zh=self.detail_zh,
            detail_en=self.detail_en,
            term=self.term or HOP_TERMS.get(self.hop, ""),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            process=process,
            lead=lead,
            certainty=self.certainty,
            facts=self.facts,
            claims=self.claims,
        )

    @property
    def process(self) -> str | None:
        """Printed code of the process that answers for the hop."""
        return self.process_code or HOP_PROCESSES.get(self.hop)


def gather(*lists: Texts | None) -> Texts:
    """Claims of node and edge together, once each, in order."""
    return tuple(dict.fromkeys(c for claims in lists if claims for c in claims))


def worst(states: Iterable[str]) -> str:
    """The worst of some hop states; ok where there are none."""
    return min(states, key=HOP_STATES.rank, default="ok")


def day(moment: str | None) -> str:
    """Civil day of a moment for a sentence; ? where it is unknown."""
    return (civil_day(moment) if moment else "") or "?"


@lru_cache(maxsize=8192)
def last_day(end: str | None) -> str:
    """The last civil day before an exclusive end; ? where it is unknown or open."""
    if end is None or end == OPEN_END:
        return "?"
    return (parse_moment(end).astimezone(CIVIL) - timedelta(seconds=1)).date().isoformat()


def process_ids(codes: Iterable[str]) -> list[str]:
    """Ids of the processes with these codes at every level they may exist at."""
    return [
        make_id(NODE_KINDS["Process"], code, level)
        for code in sorted(set(codes))
        for level in LEVELS.codes
    ]
