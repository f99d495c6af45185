"""What persons decided about pairs of elements, and where that leaves each pair.

Pure reading, shared by `conflicts`, `identity-candidates` and `reconciliation-progress`. A verdict
is a claim of the source `decisions/NAME`: who says it is its source, when is its recorded time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from ontology import NODE_KINDS, key_parts
from queries.ask import Ask
from queries.model import Stage

Texts = tuple[str, ...]
Pair = tuple[str, str, str]
OPEN, OUTDATED, DISPUTED = "open", "outdated", "disputed"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    verdict: str
    subject: str | None
    basis: Texts | None
    reason: str | None
    claims: Texts


@dataclass(frozen=True, slots=True)
class Verdict:
    """One person's decision about a pair, recorded `decided_on`, resting on the claims `basis`."""

    pair: Pair
    verdict: str
    subject: str
    decider: str
    decided_on: str
    reason: str
    basis: frozenset[str]
    claims: Texts


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the verdicts leave a pair: its state, and the verdicts in the order of time."""

    state: str = OPEN
    verdicts: Texts = ()
    deciders: Texts = ()
    decided_on: Texts = ()
    reasons: Texts = ()
    claims: Texts = ()


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All verdicts by the pair they are about."""

    by_pair: dict[Pair, list[Verdict]] = field(default_factory=dict)

    def standing(self, pair: Pair, claims: Collection[str]) -> Standing:
        """Where a pair stands, of which `claims` speak now."""
        return standing(self.by_pair.get(pair, ()), claims)


VERDICTS = Stage(
    "verdicts",
    "MATCH (v:Verdict) WHERE v.verdict IS NOT NULL RETURN v.id AS id, v.verdict AS verdict, "
    "v.subject AS subject, v.basis AS basis, v.reason AS reason, v.claims AS claims",
    _Row,
)


def pair_of(matter: str, first: str, second: str) -> Pair:
    """What a verdict is about: the matter and its two elements, in whichever order they came."""
    one, two = sorted((first, second))
    return matter, one, two


def pair_id(pair: Pair) -> str:
    """A short name of a pair, the same in every answer: 16 hex digits."""
    return sha256("\n".join(pair).encode()).hexdigest()[:_DIGITS]


def read_verdicts(ask: Ask) -> Verdicts:
    """The verdicts of all persons."""
    rows = ask.rows(VERDICTS)
    sources = ask.sources(row.claims[0] for row in rows)
    found: dict[Pair, list[Verdict]] = defaultdict(list)
    for row in rows:
        decider, matter, first, second = key_parts(NODE_KINDS["Verdict"], row.id)
        pair = (matter, first, second)
        found[pair].append(
            Verdict(
                pair,
                row.verdict,
                row.subject or "",
                decider,
                sources[row.claims[0]].recorded_at,
                row.reason or "",
                frozenset(row.basis or ()),
                row.claims,
            )
        )
    return Verdicts(dict(found))


def standing(verdicts: Iterable[Verdict], claims: Collection[str]) -> Standing:
    """Where verdicts leave a pair: those whose claims have changed count no more.

    Persons who differ leave it `disputed`; `outdated` if nothing but outdated verdicts is left.
    """
    told = sorted(verdicts, key=lambda v: (v.decided_on, v.decider))
    if not told:
        return Standing()
    now = set(claims)
    return Standing(
        _state([v.verdict for v in told if v.basis <= now]),
        tuple(v.verdict for v in told),
        tuple(v.decider for v in told),
        tuple(v.decided_on for v in told),
        tuple(v.reason for v in told),
        tuple(claim for v in told for claim in v.claims),
    )


def _state(held: Sequence[str]) -> str:
    if not held:
        return OUTDATED
    return held[0] if len(set(held)) == 1 else DISPUTED
