"""The lexicon: what Chinese words of a question stand for.

The kinds, edges, properties and code lists of the ontology by their titles; besides these the
words of `words.tsv` for what one asks, by tag, and those that change nothing. A word may be made of
parts: a negation and a verb, a verb and how it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from ontology import COVERAGE_STATES, EDGE_KINDS, LEVELS, NODE_KINDS
from ontology.codes import FIVE_CHECKS, ISSUE_KINDS
from ontology.improvement_codes import RATES

LISTED = Path(__file__).with_name("words.tsv")
_FILLER = "-"
"""The tag of words that change nothing where no pattern asks for them."""
_PART = re.compile(r"<([^<>]+)>(\??)")
_CODES = {
    "level": LEVELS,
    "state": COVERAGE_STATES,
    "issue": ISSUE_KINDS,
    "check": FIVE_CHECKS,
    "rate": RATES,
}


def kind_tag(label: str) -> str:
    """The tag of a word for a kind of node."""
    return f"kind:{label}"


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Every word with its tags; one that changes nothing has none, or `-` besides others."""
    listed = list(_listed())
    fillers = {word for tag, word in listed if tag == _FILLER}
    found: dict[str, set[str]] = {word: set() for word in fillers}
    for tag, word in (*listed, *_titles()):
        if tag != _FILLER:
            found.setdefault(word, set()).add(tag)
    for tag, word in _declared():
        if word not in fillers and len(word) > 1:
            found.setdefault(word, set()).add(tag)
    return {
        word: frozenset(tags | {_FILLER} if tags and word in fillers else tags)
        for word, tags in found.items()
    }


def _listed() -> Iterator[tuple[str, str]]:
    parts: dict[str, Sequence[str]] = {}
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        tag, tab, words = line.partition("\t")
        if tab and tag.startswith("="):
            parts[tag[1:]] = words.split()
        elif tab:
            yield from ((tag, word) for said in words.split() for word in spelt(said, parts))


def spelt(said: str, parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every word that a word with parts in it stands for.

    >>> list(spelt("<NOT><办|做><END>?", {"NOT": ["没"], "END": ["完"]}))
    ['没办', '没办完', '没做', '没做完']
    """
    pieces: list[Sequence[str]] = []
    at = 0
    for match in _PART.finditer(said):
        made = parts.get(match[1]) or match[1].split("|")
        pieces += [[said[at : match.start()]], ["", *made] if match[2] else made]
        at = match.end()
    yield from ("".join(chosen) for chosen in product(*pieces, [said[at:]]))


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
