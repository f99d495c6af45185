"""What is wrong with a record or a cell, in the words of the person who has to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import Place, Rejected, SourceError
from loaders.protocol import RawRow

SHOWN = 200
"""Characters of a rejected value that are shown."""


class CellError(ValueError):
    """A cell breaks a rule, so its row is rejected. `message`: Chinese / English, with remedy."""

    def __init__(self, column: str, rule: str, message: str) -> None:
        self.column, self.rule, self.message = column, rule, message
        super().__init__(f"{column}: {message}")

    def rejecting(self, row: RawRow) -> Rejected:
        """The rejection of the row that holds the cell."""
        value = row.fields.get(self.column, "").strip()[:SHOWN]
        return Rejected(row.place, self.column, value, self.rule, self.message, row.identity)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record is no row. `index`: its faulty cell, where that can be told.

    `cells` are what could be read of it.
    """

    rule: str
    message: str
    value: str
    index: int | None = None
    cells: Sequence[str] = ()


Record = tuple[Place, list[str] | Fault]
"""A record of a file: its cells, or why they cannot be read."""


def cell_count_fault(cells: Sequence[str], width: int) -> Fault:
    """A record with more or fewer cells than the header."""
    return Fault(
        "cell count",
        f"该行有 {len(cells)} 格，表头有 {width} 格：含逗号的值须加双引号，空值也占一格 / "
        f"{len(cells)} cells under a header of {width}: quote a value that holds a comma, "
        "and keep the comma of a blank one",
        ",".join(cells),
        None,
        cells,
    )


def unreadable(path: object, error: OSError) -> SourceError:
    """A file that the system does not hand out."""
    return SourceError(
        str(path),
        f"不能读取 / cannot be read: {error.strerror or error}",
        "检查文件与权限 / check the file and its permissions",
    )
