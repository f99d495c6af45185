"""The rows of the answer: each subject by itself, or the counts of the whole network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontology import (
    CATEGORIES,
    CHAIN_LINKS,
    METADATA_ELEMENTS,
    OBLIGATIONS,
    MetadataElement,
    kind_of,
)
from queries.completeness.chain import COMPLETE, LINKS
from queries.completeness.facts import Facts
from queries.completeness.judge import MISSING, NIL, PRESENT, Verdict, weight
from queries.completeness.rows import SHOWN, CompletenessRow, Texts

NETWORK = "Network"
ALL = "network"
Head = tuple[str, str, str, str, str, str, str]
"""The first fields of a row, up to its obligation."""
Break = tuple[str, str, Verdict]
"""Kind of the subject, the link that is missing, and the verdict on it."""
Judged = tuple[MetadataElement, str, Verdict]
"""The element, the kind of the subject, and the verdict on it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says beside its counts."""

    reason: str = ""
    examples: Texts = ()
    detail: tuple[str, str] = ("", "")


def one(
    facts: Facts, asked: str, breaks: Sequence[Break], judged: Sequence[Judged]
) -> list[CompletenessRow]:
    """Every subject of a station, or an instrument, by itself."""
    return [
        *(_break(kind, v.subject, link, [v]) for kind, link, v in breaks),
        *_categories(asked, judged, _known(facts, [asked])),
        *_elements_of_one(facts, asked, judged),
    ]


def network(
    facts: Facts, breaks: Sequence[Break], judged: Sequence[Judged]
) -> list[CompletenessRow]:
    """All stations together: how many subjects break at a link or lack an element."""
    if not facts.stations:
        return []
    by_link: dict[str, list[Verdict]] = defaultdict(list)
    for _, link, verdict in breaks:
        by_link[link].append(verdict)
    by_element: dict[str, list[Verdict]] = defaultdict(list)
    for element, _, verdict in judged:
        by_element[element.code].append(verdict)
    known = _known(facts, facts.stations[:SHOWN])
    rows = [_break(NETWORK, ALL, link, by_link[link]) for link in LINKS if by_link[link]]
    rows += _categories(ALL, judged, known)
    for element in METADATA_ELEMENTS.values():
        if not element.held:
            rows.append(_unheld(NETWORK, ALL, element, known))
        elif by_element[element.code]:
            rows.append(_element(NETWORK, ALL, element, by_element[element.code]))
    return rows


def _known(facts: Facts, subjects: Sequence[str]) -> list[Verdict]:
    """That these are there, on which a row rests that has nothing else."""
    return [Verdict(s, PRESENT, "", (facts.nodes[s],)) for s in subjects]


def _elements_of_one(
    facts: Facts, asked: str, judged: Sequence[Judged]
) -> Iterator[CompletenessRow]:
    by_element: dict[str, list[tuple[str, Verdict]]] = defaultdict(list)
    for element, kind, verdict in judged:
        by_element[element.code].append((kind, verdict))
    kind = kind_of(asked).label
    for element in METADATA_ELEMENTS.values():
        for of, verdict in by_element[element.code]:
            yield _element(of, verdict.subject, element, [verdict])
        if not element.held and kind == "Station":
            yield _unheld(kind, asked, element, _known(facts, [asked]))


def _break(kind: str, subject: str, link: str, verdicts: Sequence[Verdict]) -> CompletenessRow:
    counts, cited = Counter(v.state for v in verdicts), verdicts[:SHOWN]
    zh, en = CHAIN_LINKS.title(link), CHAIN_LINKS.title(link, "en")
    whole = link == COMPLETE
    told = Told(
        _reasons(verdicts),
        tuple(v.subject for v in cited) if subject == ALL and not whole else (),
        ("直到计量标准", "up to a standard") if whole else (f"断于{zh}", f"breaks at: {en}"),
    )
    return _row(("break", kind, subject, link, zh, en, ""), counts, told, cited)


def _element(
    kind: str, subject: str, element: MetadataElement, verdicts: Sequence[Verdict]
) -> CompletenessRow:
    counts = Counter(v.state for v in verdicts)
    lacking = [v.subject for v in verdicts if v.state == MISSING]
    told = Told(
        _reasons(verdicts),
        tuple(lacking[:SHOWN]) if subject == ALL else (),
        _detail(element, counts),
    )
    return _row(_head(kind, subject, element), counts, told, _worst_first(verdicts))


def _unheld(
    kind: str, subject: str, element: MetadataElement, known: Sequence[Verdict]
) -> CompletenessRow:
    told = Told(detail=element.unheld)
    return _row(_head(kind, subject, element), Counter(not_held=1), told, known)


def _head(kind: str, subject: str, element: MetadataElement) -> Head:
    titles = (element.title_zh, element.title_en)
    return ("element", kind, subject, element.code, *titles, element.obligation)


def _reasons(verdicts: Sequence[Verdict]) -> str:
    return ", ".join(sorted({v.reason for v in verdicts if v.reason}))


def _detail(element: MetadataElement, counts: Counter[str]) -> tuple[str, str]:
    """The condition of what is conditional, and a reason that the standard does not admit."""
    zh, en = element.condition
    told = [(f"条件：{zh}", f"condition: {en}")] if zh else []
    if counts[NIL] and element.obligation == "M" and not element.nil_admitted:
        told.append(_NOT_ADMITTED)
    return "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)


_NOT_ADMITTED = (
    "标准不接受以原因代替此必备要素",
    "the standard takes no reason in the place of this mandatory element",
)


def _categories(
    asked: str, judged: Sequence[Judged], known: Sequence[Verdict]
) -> Iterator[CompletenessRow]:
    """Figures of each category and obligation; each pair of a subject and an element counts once.

    What the graph has no place for is counted by itself, once for each element.
    """
    kind = NETWORK if asked == ALL else kind_of(asked).label
    verdicts: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for element, _, verdict in judged:
        verdicts[element.category, element.obligation].append(verdict)
    unheld = Counter(
        (e.category, e.obligation)
        for e in METADATA_ELEMENTS.values()
        if not e.held and kind != "Instrument"
    )
    for category, titles in CATEGORIES.items():
        for obligation in OBLIGATIONS.codes:
            found, aside = verdicts[category, obligation], unheld[category, obligation]
            if found or aside:
                counts = Counter(v.state for v in found)
                counts["not_held"] = aside
                head = ("category", kind, asked, category, *titles, obligation)
                yield _row(head, counts, Told(), _worst_first(found) or known)


def _worst_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A few of those that are missing, else of those a reason is given for, else of all."""
    for state in (MISSING, NIL):
        found = [v for v in verdicts if v.state == state]
        if found:
            return found[:SHOWN]
    return list(verdicts[:SHOWN])


def _state(counts: Counter[str]) -> str:
    """The worst of the states that occur."""
    return next((s for s in (MISSING, NIL, PRESENT) if counts[s]), "not_held")


def _row(head: Head, counts: Counter[str], told: Told, cited: Sequence[Verdict]) -> CompletenessRow:
    numbers = (counts[PRESENT], counts[MISSING], counts[NIL])
    zh, en = told.detail
    certainty, claims = weight(cited)
    return CompletenessRow(
        *head, _state(counts), sum(numbers), *numbers, counts["not_held"],
        told.reason, told.examples, zh, en, certainty, claims,
    )  # fmt: skip
