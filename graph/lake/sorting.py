"""The order of rows in the lake: UTC day, station, variable, time; text by code point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.lake.columns import array, codes, times

DAY = 86_400_000_000  # microseconds
_ROOM = 1 << 62


def in_order(table: pa.Table) -> pa.Table:
    """The rows of a joined table in order. Of rows with one key the last one given is kept."""
    if not table.num_rows:
        return table
    keys = _keys(table)
    order = np.argsort(keys, kind="stable")
    found = keys[order]
    last = np.append(found[1:] != found[:-1], True)
    if not last.all():
        order = order[last]
    return table.take(pa.array(order))


def _keys(table: pa.Table) -> npt.NDArray[np.int64]:
    """A number for each row that orders it; equal for rows of one station, variable and time."""
    moments = times(table)
    days, within = _split(moments)
    step = max(1, int(np.gcd.reduce(within)))  # hours are few, microseconds are many
    parts = (_ranks(table, "station"), _ranks(table, "variable"), within // step)
    keys: npt.NDArray[np.int64] = days - days.min()
    for part in parts:
        size = int(part.max()) + 1
        if (int(keys.max()) + 1) * size > _ROOM:
            keys = np.unique(keys, return_inverse=True)[1]
        keys = keys * size + part
    return keys


def _split(
    moments: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Days, and the microseconds since their begin."""
    first = int(moments.min()) // DAY
    if int(moments.max()) // DAY == first:  # mostly so, and a division of millions is slow
        return np.full(len(moments), first), moments - first * DAY
    days, within = np.divmod(moments, DAY)
    return days, within


def _ranks(table: pa.Table, name: str) -> npt.NDArray[np.int64]:
    """The place of each row's text among the texts of the column."""
    dictionary = array(table, name).dictionary
    ranks: npt.NDArray[np.int64] = pc.rank(dictionary, tiebreaker="dense").to_numpy() - 1
    return ranks.astype(np.int64)[codes(table, name)]
