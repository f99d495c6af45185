"""Making rows of `review-input` from things and what they are joined to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import key_text
from ontology.improvement_codes import REVIEW_INPUTS
from queries.coded import keys_of
from queries.review_input.rows import ReviewInputRow
from queries.review_input.stages import LinkRow

Texts = tuple[str, ...]
Links = Mapping[str, Sequence[LinkRow]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A row without the title of its item; `said`: claims, each of which is named once."""

    item: str
    state: str
    element: str = ""
    name: str | None = None
    units: Iterable[str] = ()
    date: str = ""
    number: int | None = None
    detail: tuple[str, str] = ("", "")
    certainty: str | None = None
    said: Iterable[Texts | None] = ()

    @property
    def row(self) -> ReviewInputRow:
        """The row."""
        zh, en = REVIEW_INPUTS.codes[self.item]
        return ReviewInputRow(
            item=self.item,
            topic_zh=zh,
            topic_en=en,
            element=self.element,
            name=self.name or (key_text(self.element) if self.element else ""),
            units=tuple(sorted(set(self.units))),
            state=self.state,
            date=self.date,
            number=self.number,
            detail_zh=self.detail[0],
            detail_en=self.detail[1],
            certainty=self.certainty or "",
            claims=tuple(dict.fromkeys(c for claims in self.said for c in claims or ())),
        )


def grouped(rows: Iterable[LinkRow]) -> Links:
    """Links by the thing they begin at, in the order of what they lead to."""
    found: dict[str, list[LinkRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.id, r.other, r.since, r.claims or ())):
        found[row.id].append(row)
    return found


def names(links: Iterable[LinkRow]) -> list[str]:
    """What things are called, by their key where they have no name."""
    return [link.name or key_text(link.other) for link in links]


def listed(links: Iterable[LinkRow]) -> tuple[str, str]:
    """The keys of the things that links lead to, zh and en."""
    return keys_of(link.other for link in links)
