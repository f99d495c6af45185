"""The lexicon: what Chinese words of a question stand for.

The kinds, edges, properties and code lists of the ontology by their titles; besides these the
words of `words.tsv` for what one asks, by tag, of `values.tsv` for the values of parameters, and of
`fillers.tsv` those that change nothing. A word may be made of parts: a negation and a verb, a verb
and how it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from ontology import COVERAGE_STATES, EDGE_KINDS, LEVELS, NODE_KINDS
from ontology.codes import FIVE_CHECKS, ISSUE_KINDS
from ontology.improvement_codes import RATES, READINESS
from ontology.requirements import REQUIREMENTS
from queries.duties.rows import PARTS

LISTED = tuple(
    Path(__file__).with_name(name) for name in ("words.tsv", "values.tsv", "fillers.tsv")
)
TRADITIONAL = Path(__file__).with_name("traditional.txt")
_FILLER = "-"
"""The tag of words that change nothing where no pattern asks for them."""
_PART = re.compile(r"<([^<>]+)>(\??)")
_WHOLE = frozenset((("readiness", "certification"), ("duty_part", "duty")))
"""Codes whose title is what the question itself is called: it narrows nothing."""
_NOTE = re.compile(r"[（(].*[）)]\Z")
_CODES = {
    "level": LEVELS,
    "state": COVERAGE_STATES,
    "issue": ISSUE_KINDS,
    "check": FIVE_CHECKS,
    "rate": RATES,
    "readiness": READINESS,
    "duty_part": PARTS,
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


@cache
def simplified() -> dict[int, str]:
    """Traditional characters, for `str.translate`; none that simplified text writes as well."""
    lines = TRADITIONAL.read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs}


def _listed() -> Iterator[tuple[str, str]]:
    parts: dict[str, Sequence[str]] = {}
    lines = (line for path in LISTED for line in path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        tag, tab, words = line.partition("\t")
        if tab and tag.startswith("="):
            parts[tag[1:]] = words.split()
        elif tab:
            yield from ((tag, word) for said in words.split() for word in spelt(said, parts))


def spelt(said: str, parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every word that a word with parts in it stands for; `~` parts a verb from what it takes.

    >>> list(spelt("<NOT><办|做><END>?", {"NOT": ["没"], "END": ["完"]}))
    ['没办', '没办完', '没做', '没做完']
    >>> list(spelt("见~效", {}))
    ['见效', '见了效', '见过效', '见没见效', '见不见效', '见效不见效', '见效没见效']
    """
    verb, _, rest = said.partition("~")
    if verb and rest:
        whole = verb + rest
        between = ("", "了", "过", f"没{verb}", f"不{verb}")
        yield from (verb + part + rest for part in between)
        yield from (f"{whole}不{whole}", f"{whole}没{whole}")
        return
    pieces: list[Sequence[str]] = []
    at = 0
    for match in _PART.finditer(said):
        made = parts.get(match[1]) or match[1].split("|")
        pieces += [[said[at : match.start()]], ["", *made] if match[2] else made]
        at = match.end()
    yield from ("".join(chosen) for chosen in product(*pieces, [said[at:]]))


def _titles() -> Iterator[tuple[str, str]]:
    """Titles of kinds and of codes, ids and titles of the rules of coverage."""
    for label, kind in NODE_KINDS.items():
        yield kind_tag(label), kind.title_zh
    for prefix, codes in _CODES.items():
        for code, (title, _) in codes.codes.items():
            if (prefix, code) in _WHOLE:
                continue
            yield f"{prefix}:{code}", _NOTE.sub("", title).replace(" ", "")
    for rule, requirement in REQUIREMENTS.items():
        yield f"rule_id:{rule}", rule
        yield f"rule_id:{rule}", NODE_KINDS[requirement.kind].title_zh + requirement.title_zh


def _declared() -> Iterator[tuple[str, str]]:
    """Titles of edges and of properties."""
    for edge in EDGE_KINDS.values():
        yield f"relation:{edge.type}", edge.title_zh
    for kind in NODE_KINDS.values():
        for prop in kind.properties:
            yield f"property:{prop.name}", prop.title_zh
