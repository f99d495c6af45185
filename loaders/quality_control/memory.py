"""What earlier runs of a test found, read from the originals of its sources in the ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.ledger import Ledger
from loaders.quality_control import findings
from loaders.quality_control.model import Episode

_NAMED = re.compile(r"/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?:/\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Window:
    """Texts of a half-open window, empty where open, and how far an episode reaches over it."""

    begin: str
    end: str
    before: str
    after: str

    def concerns(self, episode: Episode) -> bool:
        """Whether a run of this window may touch an episode, or give its id to another."""
        found = episode.found
        lasts = found.end is None or max(found.end, found.last) >= self.before
        if lasts and (not self.after or found.begin <= self.after):
            return True
        named = _NAMED.search(episode.id)
        return (
            named is not None and self.begin <= named[1] and (not self.end or named[1] < self.end)
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """An episode that was not claimed: where it stands in its source, what is wrong, what to do."""

    source_id: str
    place: str
    field: str
    value: str
    rule: str
    message: str


@dataclass(slots=True)
class Memory:
    """The sources of one dataset and test, and the episodes in them."""

    ledger: Ledger
    dataset: str
    test: str
    _paths: dict[str, Path] = field(default_factory=dict)
    _loads: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        prefix = findings.source_of(self.dataset, self.test, "")
        rows = self.ledger.connection.execute(
            "SELECT source_id FROM sources WHERE substr(source_id, 1, ?) = ? ORDER BY source_id",
            (len(prefix), prefix),
        ).fetchall()
        for (source_id,) in rows:
            last = self.ledger.last_load(source_id)
            if last is not None and not last.imported:
                month = source_id[len(prefix) :]
                self._paths[month] = self.ledger.originals.path(last.sha256)
                self._loads[last.load_no] = source_id

    def stood(self, wanted: Callable[[Episode], bool]) -> list[Episode]:
        """The episodes that are wanted, of all months."""
        return [
            episode
            for month, path in self._paths.items()
            for episode in findings.stood(path, month)
            if wanted(episode)
        ]

    def refused(self) -> list[Refused]:
        """The rows that the last load of each source rejected, by source and place in it."""
        rows = self.ledger.connection.execute(
            "SELECT load_no, place, field, value, rule, message FROM rejects "
            "WHERE load_no IN (SELECT value FROM json_each(?)) ORDER BY load_no, number",
            (json.dumps(list(self._loads)),),
        )
        return [Refused(self._loads[number], *said) for number, *said in rows]

    def write(self, folder: Path, changed: Iterable[Episode]) -> Iterator[tuple[str, Path]]:
        """A new file of each month in which something changed: its source and where it is."""
        months: dict[str, dict[str, Episode]] = {}
        for episode in changed:
            months.setdefault(episode.month, {})[episode.id] = episode
        head = findings.heading(self.dataset, self.test)
        for month, new in sorted(months.items()):
            held = {}
            if month in self._paths:
                held = {e.id: e for e in findings.stood(self._paths[month], month)}
            path = folder / f"{self.test}-{month}.jsonl"
            findings.write(path, head, (held | new).values())
            yield findings.source_of(self.dataset, self.test, month), path
