"""Turtle (W3C REC-turtle-20140225) as text: names with prefixes, one line a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from ontology import PREFIXES, claim_iri, expanded, original_iri

Statement = tuple[str, str, str]
"""Subject, predicate and object as N-Triples writes them."""
_TYPE = f"<{expanded('rdf:type')}>"
_SHORT = {
    "c": claim_iri(""),
    "file": original_iri(""),
    **{name: PREFIXES[name] for name in ("prov", "rdf", "rdfs", "suyuan", "xsd")},
}
# The longest namespace first: those of claims are below ours.
_PREFIX_OF = {namespace: prefix for prefix, namespace in _SHORT.items()}
_SHORTENED = re.compile(
    f"<({'|'.join(map(re.escape, sorted(_PREFIX_OF, key=len, reverse=True)))})"
    r"([0-9A-Za-z_][0-9A-Za-z_:]*)>\Z"
)


def prefixes() -> str:
    """The declarations of all prefixes that `turtle` uses, one a line."""
    return "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in _SHORT.items())


def turtle(statements: Iterable[Statement]) -> Iterator[str]:
    """One line a statement; a subject is written once."""
    for subject, found in groupby(statements, key=lambda statement: statement[0]):
        *others, last = [f"{_word(p)} {_shortened(o)}" for _, p, o in found]
        before = short(subject)
        for text in others:
            yield f"{before} {text} ;"
            before = ""
        yield f"{before} {last} ."


def _shortened(object_: str) -> str:
    """An object in Turtle: with prefixes, in the type of a literal too."""
    if object_.startswith("<"):
        return short(object_)
    text, mark, datatype = object_.rpartition("^^")
    return f"{text}^^{_word(datatype)}" if mark and object_.endswith(">") else object_


@lru_cache(maxsize=8192)
def _word(iri: str) -> str:
    """A name of a vocabulary in Turtle."""
    return "a" if iri == _TYPE else short(iri)


def short(iri: str) -> str:
    """An IRI in Turtle: with a prefix where the rest needs no escapes."""
    found = _SHORTENED.match(iri)
    return iri if found is None else f"{_PREFIX_OF[found[1]]}:{found[2]}"
