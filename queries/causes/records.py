"""All that is read for `causes`, by id and in order of time, ready to be walked without a store."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, starmap
from typing import TypeVar

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
    PeerLinkRow,
)
from queries.model import Stage

R = TypeVar("R")
Moments = Mapping[str, Sequence[str]]


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


def read_deployments(ask: Ask) -> dict[str, list[DeploymentRow]]:
    """Every deployment there ever was, by station."""
    return _grouped(ask.rows(stages.DEPLOYMENTS), lambda r: r.station, lambda r: r.id)


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
    places = sorted(set(stations))
    records.positions = _links(ask, stages.POSITIONS, places)
    records.operators = _links(ask, stages.OPERATORS, places)
    records.uses = _links(ask, stages.USES, sorted(set(deployments)))
    instruments = sorted({u.target for rows in records.uses.values() for u in rows})
    records.own = {u.target for d in own for u in records.uses.get(d, ())}
    records.makes = _read_links(ask, (stages.MAKES, stages.PEER_MAKES), instruments, records.own)
    own_ones, others = _parted(instruments, records.own)
    told = ask.soon(stages.FIRMWARE, ids=own_ones)
    peers = ask.soon(stages.PEER_FIRMWARE, ids=others)
    records.firmware = {r.id: r for r in [*told.rows, *starmap(FirmwareRow, peers.rows)]}
    records.happenings = _happenings(ask, places, instruments, ill)
    units = {r.target for rows in records.operators.values() for r in rows}
    _climb_units(ask, units, records)
    checks = ask.soon(stages.CHECKS, ids=own_ones, unknown=BEGINNING)
    counted = ask.soon(stages.PEER_CHECKS, ids=others, unknown=BEGINNING)
    records.histories = _histories([*checks.rows, *starmap(CheckRow, counted.rows)])


def _happenings(
    ask: Ask, stations: Iterable[str], instruments: Sequence[str], ill: Collection[str]
) -> dict[str, list[HappeningRow]]:
    """What happened, by station and instrument; told where there is an issue."""
    told, others = _parted(stations, ill)
    rows = [
        ask.soon(stages.AT_STATIONS, ids=told),
        ask.soon(stages.AT_INSTRUMENTS, ids=list(instruments)),
    ]
    peers = ask.soon(stages.PEER_AT_STATIONS, ids=others)
    found = [*chain.from_iterable(r.rows for r in rows), *starmap(HappeningRow, peers.rows)]
    return _grouped(found, lambda r: r.subject, lambda r: (r.began, r.id, r.party or ""))


def _climb_units(ask: Ask, units: set[str], records: Records) -> None:
    """The units above, level by level, and the systems that cover any of them."""
    seen: set[str] = set()
    for _ in range(SUPERIOR_LEVELS):
        fresh = sorted(units - seen)
        if not fresh:
            break
        seen |= units
        found = _links(ask, stages.SUPERIORS, fresh)
        records.superiors |= found
        units = {r.target for rows in found.values() for r in rows}
    by_unit: dict[str, list[LinkRow]] = defaultdict(list)
    for row in ask.rows(stages.SYSTEMS, ids=sorted(seen | units)):
        by_unit[row.target].append(row)
    records.systems = {k: sorted(v, key=_order) for k, v in by_unit.items()}


def read_chains(ask: Ask, wanted: Mapping[str, set[str]], records: Records) -> None:
    """The papers of the calibrations that count, and the standards above, level by level.

    `wanted`: instruments with the moments at which they were relied on.
    """
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
        found = _read_links(ask, (stages.PAPERS, stages.PEER_PAPERS), fresh, blamed)
        for check in fresh:
            records.papers[check] = found.get(check, [])
        subjects = _standards_used(checks, records, relied)
        unread = sorted(set(subjects) - set(records.histories))
        rows = ask.rows(stages.STANDARD_CHECKS, ids=unread, unknown=BEGINNING)
        records.histories |= _histories(rows)
        if not subjects:
            break
    laboratories = {
        r.target for rows in records.papers.values() for r in rows if r.via == "PERFORMED_BY"
    }
    records.accreditations = _links(ask, stages.ACCREDITATIONS, sorted(laboratories))
    procedures = {r.target for rows in records.papers.values() for r in rows if r.via == "FOLLOWS"}
    found_versions = ask.rows(stages.VERSIONS, ids=sorted(procedures))
    records.versions = {r.id: r.valid_to for r in found_versions if r.valid_to is not None}


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


def _histories(rows: Iterable[CheckRow]) -> dict[str, History]:
    found = _grouped(rows, lambda r: r.subject, lambda r: (r.performed_on, r.id, r.more or ()))
    return {s: History(tuple(h), tuple(r.performed_on for r in h)) for s, h in found.items()}


def _links(ask: Ask, stage: Stage[LinkRow], ids: Sequence[str]) -> dict[str, list[LinkRow]]:
    return _grouped(ask.rows(stage, ids=list(ids)), lambda r: r.source, _order)


def _parted(ids: Iterable[str], own: Collection[str]) -> tuple[list[str], list[str]]:
    """Those that may be blamed, whose claims are wanted, and those that are only counted."""
    blamed: list[str] = []
    counted: list[str] = []
    for one in ids:
        (blamed if one in own else counted).append(one)
    return blamed, counted


def _read_links(
    ask: Ask,
    by: tuple[Stage[LinkRow], Stage[PeerLinkRow]],
    ids: Sequence[str],
    own: Collection[str],
) -> dict[str, list[LinkRow]]:
    """Edges of all ids, with their claims where they begin at an `own` one."""
    blamed, counted = _parted(ids, own)
    told, peers = ask.soon(by[0], ids=blamed), ask.soon(by[1], ids=counted)
    return _grouped([*told.rows, *starmap(LinkRow, peers.rows)], lambda r: r.source, _order)


def _order(row: LinkRow) -> tuple[str, str, str]:
    return row.via, row.target, row.valid_from


def _grouped(
    rows: Iterable[R], key: Callable[[R], str], order: Callable[[R], object]
) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    for group in found.values():
        if len(group) > 1:
            group.sort(key=order)  # type: ignore[arg-type]
    return dict(found)
