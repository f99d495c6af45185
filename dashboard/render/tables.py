"""Tables in which one column gives way and all others stand whole."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dashboard.render.text import cells, plain, wrapped

NARROWEST = 18
_LINES = 6


def yielding(
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    gives_way: int = 0,
    right: Sequence[int] = (),
) -> Table:
    """Rows of texts in which the column `gives_way` is broken over lines to fit the width.

    A title may have two lines. `right`: columns of numbers.
    """
    wanted = [
        max([*map(cells, title.split("\n")), *(cells(plain(row[i])) for row in rows)])
        for i, title in enumerate(titles)
    ]
    others = sum(wanted) - wanted[gives_way] + len(titles) - 1
    wanted[gives_way] = min(wanted[gives_way], max(width - others, NARROWEST))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0, header_style="bold")
    for i, title in enumerate(titles):
        table.add_column(
            Text(title),
            width=wanted[i],
            justify="right" if i in right else "left",
            overflow="fold",
        )
    for row in rows:
        table.add_row(
            *(
                Text("\n".join(wrapped(plain(c), w, _LINES)))
                for c, w in zip(row, wanted, strict=True)
            )
        )
    return table
