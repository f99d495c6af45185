"""What was derived from a whole graph, kept for as long as the graph stands where it stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from graph.store.position import READ_POSITION, position_of
from graph.store.protocol import Reader, StorePosition

T = TypeVar("T")


class Kept:
    """Derived things by name, each with the position of the graph it was derived from.

    A store has one, and hands it to its readers. A graph without a position keeps nothing.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[StorePosition, object]] = {}

    def get(
        self,
        reader: Reader,
        name: str,
        make: Callable[[], T],
        empty_at: StorePosition | None = None,
    ) -> T:
        """What `make` gives, or gave when the graph stood at this position.

        On a server others may write while it is made: then it is good for this answer alone.
        `empty_at`: for what is made empty and filled later on, where the graph was seen to stand.
        """
        at = empty_at or _position(reader)
        known = self._found.get(name)
        if known is not None and known[0] == at:
            return cast("T", known[1])
        made = make()
        if at is not None and (empty_at is not None or _position(reader) == at):
            self._found[name] = (at, made)
        return made


def _position(reader: Reader) -> StorePosition | None:
    return position_of(reader.run(READ_POSITION, {}))
