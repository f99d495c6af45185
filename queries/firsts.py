"""The first of many things, and how many there are: found in one pass over the graph."""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firsts:
    """How many things there are, and the ids of those that come first."""

    things: int
    ids: Texts


def firsts(name: str, ordered: str) -> Stage[Firsts]:
    """A stage that takes `limit`; `ordered` ends with the order of its `id`s.

    What else is wanted of the things is read by their ids: a graph that filters and sorts rows with
    all their values, and then counts them anew, works twice.
    """
    return Stage(
        name, f"{ordered} RETURN count(id) AS things, collect(id)[..$limit] AS ids", Firsts
    )
