"""Rows of a user's query as they come in, up to the limits."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from graph.errors import RefusedQueryError
from graph.store.plain_values import plain
from graph.store.read_only import FreeRows, Limits


class Gathering:
    """Takes rows of an engine until a limit is reached."""

    def __init__(self, columns: tuple[str, ...], limits: Limits) -> None:
        self._columns, self._limits = columns, limits
        self._rows: list[tuple[object, ...]] = []
        self._bytes = 0
        self._truncated = False

    def take(self, values: Iterable[object]) -> bool:
        """Add a row; False when no more are wanted.

        Raises `RefusedQueryError` for a single row that is larger than all rows may be.
        """
        if len(self._rows) >= self._limits.rows:
            self._truncated = True
            return False
        row = tuple(plain(v) for v in values)
        self._bytes += len(orjson.dumps(row, default=str))
        if self._bytes > self._limits.value_bytes:
            if not self._rows:
                raise RefusedQueryError(
                    f"一行就超过 {self._limits.value_bytes} 字节 / one row is larger than "
                    f"{self._limits.value_bytes} bytes",
                    "返回较小的值 / return smaller values",
                )
            self._truncated = True
            return False
        self._rows.append(row)
        return True

    def rows(self) -> FreeRows:
        """What was taken."""
        return FreeRows(self._columns, tuple(self._rows), self._truncated)
