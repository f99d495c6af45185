"""What persons said of two elements, and where that leaves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from oracle.reading import Claims, Reading, claims_of, parts, text


@dataclass(frozen=True)
class Told:
    """A verdict of one person."""

    matter: str
    ends: tuple[str, str]
    verdict: str
    subject: str
    decider: str
    on: str
    reason: str
    basis: Claims
    claims: Claims


def every_verdict(reading: Reading) -> list[Told]:
    """In the order of time, then of persons."""
    found = []
    for node in reading.of_kind("Verdict"):
        said = reading.node(node)
        if not text(said, "verdict"):
            continue
        decider, matter, one, other = parts(node)
        basis = said.get("basis") or ()
        assert isinstance(basis, (list, tuple))
        claims = claims_of(said)
        found.append(
            Told(matter, (one, other), text(said, "verdict"), text(said, "subject"), decider,
                 reading.by_short[claims[0]].recorded_at, text(said, "reason"), tuple(basis),
                 claims)
        )  # fmt: skip
    return sorted(found, key=lambda t: (t.on, t.decider))


def standing(
    every: list[Told], matter: str, ends: tuple[str, str], claims: Iterable[str]
) -> tuple[str, list[Told]]:
    """The state of a pair, and all that was said of it."""
    told = [t for t in every if t.matter == matter and set(t.ends) == set(ends)]
    if not told:
        return "open", []
    speaking = set(claims)
    valid = {t.verdict for t in told if all(c in speaking for c in t.basis)}
    if len(valid) > 1:
        return "disputed", told
    return (valid.pop() if valid else "outdated"), told


def short_name(matter: str, ends: tuple[str, str]) -> str:
    return sha256("\n".join([matter, min(ends), max(ends)]).encode()).hexdigest()[:16]
