"""All that is read for `causes`, by id and in order of time, ready to be walked without a store."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ontology import BEGINNING
from ontology.rules import SUPERIOR_LEVELS, TRACE_LEVELS
from queries.causes import stages
from queries.causes.stages import CheckRow, DeploymentRow, FirmwareRow, HappeningRow, LinkRow
from queries.model import Stage
from queries.run import Ask

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


def read_deployments(ask: Ask, moments: Collection[str]) -> dict[str, list[DeploymentRow]]:
    """Every deployment from the first of some moments to the last, by station."""
    rows = ask.rows(stages.DEPLOYMENTS, first=min(moments), last=max(moments))
    return _grouped(rows, lambda r: r.station, lambda r: r.id)


def read_equipment(
    ask: Ask,
    stations: Iterable[str],
    deployments: Iterable[str],
    records: Records,
    own: Collection[str],
) -> None:
    """All about stations and the instruments of deployments, but what is behind calibrations.

    `own`: the deployments whose instruments may be blamed, so that their claims are wanted.
    """
    places = sorted(set(stations))
    records.positions = _links(ask, stages.POSITIONS, places)
    records.operators = _links(ask, stages.OPERATORS, places)
    records.uses = _links(ask, stages.USES, sorted(set(deployments)))
    instruments = sorted({u.target for rows in records.uses.values() for u in rows})
    records.own = {u.target for d in own for u in records.uses.get(d, ())}
    records.makes = _told_links(ask, stages.MAKES, instruments, records.own)
    records.firmware = {r.id: r for r in ask.rows(stages.FIRMWARE, ids=instruments)}
    happenings = [
        *ask.rows(stages.AT_STATIONS, ids=places),
        *ask.rows(stages.AT_INSTRUMENTS, ids=instruments),
    ]
    records.happenings = _grouped(
        happenings, lambda r: r.subject, lambda r: (r.began, r.id, r.party or "")
    )
    units = {r.target for rows in records.operators.values() for r in rows}
    _climb_units(ask, units, records)
    rows = _told(ask, stages.CHECKS, instruments, records.own, unknown=BEGINNING)
    records.histories = _histories(rows)


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
        found = _told_links(ask, stages.PAPERS, fresh, blamed)
        for check in fresh:
            records.papers[check] = found.get(check, [])
        subjects = _standards_used(checks, records, relied)
        unread = sorted(set(subjects) - set(records.histories))
        rows = ask.rows(stages.STANDARD_CHECKS, ids=unread, unknown=BEGINNING, told=True)
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


def _told(
    ask: Ask, stage: Stage[R], ids: Sequence[str], own: Collection[str], **more: str
) -> list[R]:
    """Rows of all, with claims where they are of an `own` element."""
    some = [i for i in ids if i in own]
    others = [i for i in ids if i not in own]
    soon = [
        ask.soon(stage, ids=some, told=True, **more),
        ask.soon(stage, ids=others, told=False, **more),
    ]
    return [row for one in soon for row in one.rows]


def _told_links(
    ask: Ask, stage: Stage[LinkRow], ids: Sequence[str], own: Collection[str]
) -> dict[str, list[LinkRow]]:
    return _grouped(_told(ask, stage, ids, own), lambda r: r.source, _order)


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
