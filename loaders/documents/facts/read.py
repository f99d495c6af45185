"""All facts of a document, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from loaders.documents.facts.acting import acting_facts
from loaders.documents.facts.attachments import attachment_facts
from loaders.documents.facts.citations import citation_facts
from loaders.documents.facts.doc_levels import doc_level_facts
from loaders.documents.facts.fact import Fact, Said
from loaders.documents.facts.groups import group_facts, task_contact_facts
from loaders.documents.facts.head import head_facts
from loaders.documents.facts.labour import labour_facts
from loaders.documents.facts.milestones import milestone_facts
from loaders.documents.facts.officials import official_facts
from loaders.documents.facts.phases import phase_facts
from loaders.documents.facts.pilots import pilot_facts
from loaders.documents.facts.practices import practice_facts
from loaders.documents.facts.reading import Reading
from loaders.documents.facts.reviews import review_facts
from loaders.documents.facts.systems import system_facts
from loaders.documents.facts.targets import target_facts
from loaders.documents.facts.tasks import article_facts, safeguard_facts, task_facts
from loaders.documents.facts.units import unit_facts

Family = Callable[[Reading], Iterator[Said]]

FAMILIES: tuple[Family, ...] = (
    head_facts,
    citation_facts,
    review_facts,
    attachment_facts,
    task_facts,
    article_facts,
    acting_facts,
    labour_facts,
    safeguard_facts,
    pilot_facts,
    target_facts,
    milestone_facts,
    group_facts,
    task_contact_facts,
    system_facts,
    doc_level_facts,
    phase_facts,
    practice_facts,
    official_facts,
)
"""Every family of facts, in the order in which a document is read."""


def facts_of(reading: Reading) -> list[Said]:
    """What a document says; what it says again is cited at its first place."""
    said = [each for family in FAMILIES for each in family(reading)]
    said += unit_facts(reading, said)
    seen: set[object] = set()
    kept: list[Said] = []
    for each in said:
        key = identity(each)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept


def identity(said: Said) -> tuple[object, ...]:
    """What a fact or statement says, without its place."""
    properties = tuple(sorted(said.properties.items()))
    if isinstance(said, Fact):
        return said.edge, said.subject, said.object, properties
    return said.element, properties
