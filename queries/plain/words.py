"""The lexicon: what Chinese words of a question stand for.

The kinds, edges, properties and code lists of the ontology by their titles; besides these the
words of `words.tsv` for what one asks, by tag, and those that change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ontology import COVERAGE_STATES, EDGE_KINDS, LEVELS, NODE_KINDS
from ontology.codes import FIVE_CHECKS, ISSUE_KINDS

LISTED = Path(__file__).with_name("words.tsv")
_FILLER = "-"
_CODES = {"level": LEVELS, "state": COVERAGE_STATES, "issue": ISSUE_KINDS, "check": FIVE_CHECKS}


def kind_tag(label: str) -> str:
    """The tag of a word for a kind of node."""
    return f"kind:{label}"


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Every word with its tags; one that changes nothing has none."""
    listed = list(_listed())
    fillers = {word for tag, word in listed if tag == _FILLER}
    found: dict[str, set[str]] = {word: set() for word in fillers}
    for tag, word in (*listed, *_titles()):
        if tag != _FILLER:
            found.setdefault(word, set()).add(tag)
    for tag, word in _declared():
        if word not in fillers and len(word) > 1:
            found.setdefault(word, set()).add(tag)
    return {word: frozenset(tags) for word, tags in found.items()}


def _listed() -> Iterator[tuple[str, str]]:
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        tag, tab, words = line.partition("\t")
        if tab:
            yield from ((tag, word) for word in words.split())


def _titles() -> Iterator[tuple[str, str]]:
    """Titles of kinds and of codes."""
    for label, kind in NODE_KINDS.items():
        yield kind_tag(label), kind.title_zh
    for prefix, codes in _CODES.items():
        for code, (title, _) in codes.codes.items():
            yield f"{prefix}:{code}", title.replace(" ", "")


def _declared() -> Iterator[tuple[str, str]]:
    """Titles of edges and of properties."""
    for edge in EDGE_KINDS.values():
        yield f"relation:{edge.type}", edge.title_zh
    for kind in NODE_KINDS.values():
        for prop in kind.properties:
            yield f"property:{prop.name}", prop.title_zh
