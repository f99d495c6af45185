"""Damage: one thing that `verify` found not to agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that does not agree: where it is, which rule it breaks, and how."""

    where: str
    rule: str
    detail: str
