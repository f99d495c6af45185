"""Values of the lake in blocks: some stations at a time, each series whole, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.lake import Selection
from loaders.quality_control.protocol import HOUR, Block, Bools, Ints

if TYPE_CHECKING:
    from graph.lake import Lake

ROWS = 2_000_000
"""About so many values are looked at together."""
_COLUMNS = ("station", "variable", "time", "value", "flag", "version", "row")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Codes:
    """The texts of a column, and their positions as they come, batch by batch."""

    texts: dict[str | None, int] = field(default_factory=dict)
    parts: list[npt.NDArray[np.int32]] = field(default_factory=list)

    def add(self, texts: list[str], places: npt.NDArray[np.int32]) -> None:
        """Rows as positions among these texts; the position after the last stands for none."""
        known = [self.texts.setdefault(text, len(self.texts)) for text in (*texts, None)]
        self.parts.append(np.array(known, np.int32)[places])

    def ranked(self) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
        """The texts in order, and for each row its place among them; -1 where there is none."""
        texts = sorted(text for text in self.texts if text is not None)
        places = {text: number for number, text in enumerate(texts)}
        new = np.array([-1 if t is None else places[t] for t in self.texts], np.int32)
        return tuple(texts), new[np.concatenate(self.parts)]


def chunks(counts: Sequence[tuple[str, int]], rows: int = ROWS) -> Iterator[tuple[str, ...]]:
    """Stations in turn, so many that together they have about `rows` values."""
    taken: list[str] = []
    total = 0
    for station, count in counts:
        if taken and total + count > rows:
            yield tuple(taken)
            taken, total = [], 0
        taken.append(station)
        total += count
    if taken:
        yield tuple(taken)


def read(lake: Lake, selection: Selection, reach: int, step: int | None) -> Block | None:
    """The values of a selection, and so many microseconds beside it; None where there are none.

    `step`: of the dataset; None to take the most frequent distance of values of one series.
    """
    columns: dict[str, list[npt.NDArray[np.generic]]] = {
        name: [] for name in ("time", "value", "version", "row")
    }
    texts = {name: _Codes() for name in ("station", "variable", "flag")}
    for batch in lake.scan(_beside(selection, reach), _COLUMNS):
        for name, codes in texts.items():
            encoded = batch.column(name).dictionary_encode()
            known = encoded.dictionary.to_pylist()
            codes.add(known, encoded.indices.fill_null(len(known)).to_numpy())
        for name, parts in columns.items():
            parts.append(batch.column(name).to_numpy(zero_copy_only=False))
    if not texts["station"].parts:
        return None
    names, station = texts["station"].ranked()
    elements, variable = texts["variable"].ranked()
    marks, flag = texts["flag"].ranked()
    time = np.concatenate(columns["time"]).astype("datetime64[us]").astype(np.int64)
    block = Block(
        names,
        elements,
        marks,
        station,
        variable,
        flag,
        time,
        np.concatenate(columns["value"]).astype(np.float64),
        np.concatenate(columns["version"]).astype(np.int32),
        np.concatenate(columns["row"]).astype(np.int64),
        station.astype(np.int64) * len(elements) + variable,
        _wanted(time, selection),
        step or 0,
    )
    block = _in_order(block)
    return block if step else replace(block, step=_step(block))


def _beside(selection: Selection, reach: int) -> Selection:
    span = timedelta(microseconds=reach)
    begin, end = selection.begin, selection.end
    return replace(
        selection,
        begin=None if begin is None else max(begin, _FIRST + span) - span,
        end=None if end is None else min(end, _LAST - span) + span,
    )


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _wanted(time: Ints, selection: Selection) -> Bools:
    wanted = np.ones(len(time), np.bool_)
    if selection.begin is not None:
        wanted &= time >= micros(selection.begin)
    if selection.end is not None:
        wanted &= time < micros(selection.end)
    return wanted


def _in_order(block: Block) -> Block:
    """By series and time; of one day the lake gives them so."""
    keys = block.series
    later = (keys[1:] > keys[:-1]) | ((keys[1:] == keys[:-1]) & (block.time[1:] > block.time[:-1]))
    if not later.all():
        order = np.lexsort((block.time, keys))
        names = ("station", "variable", "flag", "time", "value", "version", "row", "wanted")
        block = replace(block, **{name: getattr(block, name)[order] for name in names})
        keys = keys[order]
    series = np.zeros(len(keys), np.int32)
    np.cumsum(keys[1:] != keys[:-1], out=series[1:])
    return replace(block, series=series)


def _step(block: Block) -> int:
    """The most frequent distance between values of one series; an hour where there is none."""
    distances = np.diff(block.time)[block.follows[1:]]
    if not len(distances):
        return HOUR
    found, counts = np.unique(distances, return_counts=True)
    return int(found[np.argmax(counts)])
