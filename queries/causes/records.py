"""All that is read for `causes`, by id and in order of time, ready to be walked without a store."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import TypeVar

from graph.store.protocol import Parameter
from ontology import BEGINNING
from ontology.rules import SUPERIOR_LEVELS, TRACE_LEVELS
from queries.ask import Ask
from queries.causes import stages
from queries.causes.stages import (
    CheckRow,
    DeploymentRow,
    FirmwareRow,
    HappeningRow,
    LinkRow,
    PeerCheckRow,
    PeerHappeningRow,
    PeerLinkRow,
)
from queries.model import Stage
from queries.shelves import Shelf, Shelves

R = TypeVar("R")
P = TypeVar("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class History:
    """Calibrations of one subject in order of time."""

    rows: tuple[CheckRow, ...]
    days: tuple[str, ...]

    def at(self, moment: str) -> int:
        """The place of the latest on or before a moment; -1 where there is none."""
        return bisect_right(self.days, moment) - 1


@dataclass(slots=True)
class Records:
    """What the graph says, by the id of the element at which an edge begins.

    `own`: the instruments that may be blamed. Of all others nobody asks who says it.
    """

    uses: dict[str, list[LinkRow]] = field(default_factory=dict)
    makes: dict[str, list[LinkRow]] = field(default_factory=dict)
    firmware: dict[str, FirmwareRow] = field(default_factory=dict)
    histories: dict[str, History] = field(default_factory=dict)
    papers: dict[str, list[LinkRow]] = field(default_factory=dict)
    accreditations: dict[str, list[LinkRow]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    happenings: dict[str, list[HappeningRow]] = field(default_factory=dict)
    positions: dict[str, list[LinkRow]] = field(default_factory=dict)
    operators: dict[str, list[LinkRow]] = field(default_factory=dict)
    superiors: dict[str, list[LinkRow]] = field(default_factory=dict)
    systems: dict[str, list[LinkRow]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


def _in_order(rows: list[LinkRow]) -> list[LinkRow]:
    rows.sort(key=_order)
    return rows


def _order(row: LinkRow) -> tuple[str, str, str]:
    return row.via, row.target, row.valid_from


def _links(stage: Stage[LinkRow]) -> Shelf[LinkRow, list[LinkRow]]:
    return Shelf(stage, _source, _in_order)


def _counted(stage: Stage[PeerLinkRow]) -> Shelf[PeerLinkRow, list[LinkRow]]:
    return Shelf(stage, _source, lambda rows: _in_order(list(starmap(LinkRow, rows))))


def _source(row: LinkRow | PeerLinkRow) -> str:
    return row.source


def _subject(row: CheckRow | PeerCheckRow | HappeningRow | PeerHappeningRow) -> str:
    return row.subject


def _history(rows: Iterable[CheckRow]) -> History:
    found = sorted(rows, key=lambda r: (r.performed_on, r.id, r.more or ()))
    return History(tuple(found), tuple(r.performed_on for r in found))


def _happened(rows: Iterable[HappeningRow]) -> list[HappeningRow]:
    return sorted(rows, key=lambda r: (r.began, r.id, r.party or ""))


_USES, _POSITIONS = _links(stages.USES), _links(stages.POSITIONS)
_OPERATORS, _SUPERIORS = _links(stages.OPERATORS), _links(stages.SUPERIORS)
_MAKES, _PEER_MAKES = _links(stages.MAKES), _counted(stages.PEER_MAKES)
_PAPERS, _PEER_PAPERS = _links(stages.PAPERS), _counted(stages.PEER_PAPERS)
_ACCREDITATIONS = _links(stages.ACCREDITATIONS)
_SYSTEMS = Shelf(stages.SYSTEMS, lambda row: row.target, _in_order)
_CHECKS, _STANDARD_CHECKS = (
    Shelf(stage, _subject, _history) for stage in (stages.CHECKS, stages.STANDARD_CHECKS)
)
_PEER_CHECKS = Shelf(stages.PEER_CHECKS, _subject, lambda rows: _history(starmap(CheckRow, rows)))
_AT_STATIONS, _AT_INSTRUMENTS = (
    Shelf(stage, _subject, _happened) for stage in (stages.AT_STATIONS, stages.AT_INSTRUMENTS)
)
_PEER_AT_STATIONS = Shelf(
    stages.PEER_AT_STATIONS, _subject, lambda rows: _happened(starmap(HappeningRow, rows))
)
_FIRMWARE = Shelf(stages.FIRMWARE, lambda row: row.id, lambda rows: rows[-1])
_PEER_FIRMWARE = Shelf(
    stages.PEER_FIRMWARE, lambda row: row.id, lambda rows: FirmwareRow(*rows[-1])
)
_VERSIONS = Shelf(stages.VERSIONS, lambda row: row.id, lambda rows: rows[-1])


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads records; what was read of them before, until the graph changes, is not read again."""

    ask: Ask
    shelves: Shelves

    @staticmethod
    def of(ask: Ask) -> Reading:
        """With what is kept of the questions before."""
        return Reading(ask, ask.kept("causes read", Shelves))

    def read(self, shelf: Shelf[R, T], ids: Iterable[str], **given: Parameter) -> dict[str, T]:
        """By id what there is of it."""
        return self.shelves.read(self.ask, shelf, list(ids), **given)

    def parted(
        self,
        shelves: tuple[Shelf[R, T], Shelf[P, T]],
        ids: Iterable[str],
        own: Collection[str],
        **given: Parameter,
    ) -> dict[str, T]:
        """The same, with claims of what may be blamed, and without of what is only counted."""
        blamed: list[str] = []
        counted: list[str] = []
        for one in ids:
            (blamed if one in own else counted).append(one)
        told = self.shelves.soon(self.ask, shelves[0], blamed, **given)
        peers = self.shelves.soon(self.ask, shelves[1], counted, **given)
        return told.found | peers.found


def read_deployments(ask: Ask) -> dict[str, list[DeploymentRow]]:
    """Every deployment there ever was, by station."""
    found: dict[str, list[DeploymentRow]] = defaultdict(list)
    for row in sorted(ask.rows(stages.DEPLOYMENTS), key=lambda r: r.id):
        found[row.station].append(row)
    return dict(found)


def read_equipment(
    ask: Ask,
    stations: Iterable[str],
    deployments: Iterable[str],
    records: Records,
    own: Collection[str],
    ill: Collection[str],
) -> None:
    """All about stations and the instruments of deployments, but what is behind calibrations.

    `own`: the deployments whose instruments may be blamed, `ill`: the stations, so that their
    claims are wanted.
    """
    reading, places = Reading.of(ask), sorted(set(stations))
    records.positions = reading.read(_POSITIONS, places)
    records.operators = reading.read(_OPERATORS, places)
    records.uses = reading.read(_USES, sorted(set(deployments)))
    instruments = sorted({u.target for rows in records.uses.values() for u in rows})
    records.own = {u.target for d in own for u in records.uses.get(d, ())}
    records.makes = reading.parted((_MAKES, _PEER_MAKES), instruments, records.own)
    records.firmware = reading.parted((_FIRMWARE, _PEER_FIRMWARE), instruments, records.own)
    happened = reading.shelves.soon(ask, _AT_INSTRUMENTS, instruments)
    records.happenings = reading.parted((_AT_STATIONS, _PEER_AT_STATIONS), places, ill)
    records.happenings |= happened.found
    units = {r.target for rows in records.operators.values() for r in rows}
    _climb_units(reading, units, records)
    records.histories = reading.parted(
        (_CHECKS, _PEER_CHECKS), instruments, records.own, unknown=BEGINNING
    )


def _climb_units(reading: Reading, units: set[str], records: Records) -> None:
    """The units above, level by level, and the systems that cover any of them."""
    seen: set[str] = set()
    for _ in range(SUPERIOR_LEVELS):
        fresh = sorted(units - seen)
        if not fresh:
            break
        seen |= units
        found = reading.read(_SUPERIORS, fresh)
        records.superiors |= found
        units = {r.target for rows in found.values() for r in rows}
    records.systems = reading.read(_SYSTEMS, sorted(seen | units))


def read_chains(ask: Ask, wanted: Mapping[str, set[str]], records: Records) -> None:
    """The papers of the calibrations that count, and the standards above, level by level.

    `wanted`: instruments with the moments at which they were relied on.
    """
    reading = Reading.of(ask)
    subjects = {i: set(moments) for i, moments in wanted.items()}
    relied: set[tuple[str, str]] = set()
    for level in range(TRACE_LEVELS):
        checks: dict[str, CheckRow] = {}
        blamed: set[str] = set()
        for subject, moments in subjects.items():
            history = records.histories.get(subject)
            if history is None:
                continue
            for moment in moments:
                at = history.at(moment)
                if at >= 0:
                    checks[history.rows[at].id] = history.rows[at]
                    if level > 0 or subject in records.own:
                        blamed.add(history.rows[at].id)
        fresh = sorted(set(checks) - set(records.papers))
        found = reading.parted((_PAPERS, _PEER_PAPERS), fresh, blamed)
        for check in fresh:
            records.papers[check] = found.get(check, [])
        subjects = _standards_used(checks, records, relied)
        unread = sorted(set(subjects) - set(records.histories))
        records.histories |= reading.read(_STANDARD_CHECKS, unread, unknown=BEGINNING)
        if not subjects:
            break
    _read_rules(reading, records)


def _read_rules(reading: Reading, records: Records) -> None:
    """Of laboratories the accreditations, of procedures until when they were in force."""
    behind: dict[str, set[str]] = {"PERFORMED_BY": set(), "FOLLOWS": set()}
    for rows in records.papers.values():
        for row in rows:
            if row.via in behind:
                behind[row.via].add(row.target)
    records.accreditations = reading.read(_ACCREDITATIONS, sorted(behind["PERFORMED_BY"]))
    found = reading.read(_VERSIONS, sorted(behind["FOLLOWS"]))
    records.versions = {v.id: v.valid_to for v in found.values() if v.valid_to is not None}


def _standards_used(
    checks: Mapping[str, CheckRow], records: Records, relied: set[tuple[str, str]]
) -> dict[str, set[str]]:
    """Standards and the days on which they were used; what was looked at before is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for check in checks.values():
        for paper in records.papers.get(check.id, ()):
            key = (paper.target, check.performed_on)
            if paper.via == "USED_STANDARD" and key not in relied:
                relied.add(key)
                found[paper.target].add(check.performed_on)
    return found
