"""What stands behind an instrument or a station at a moment, as links that can be followed.

Whatever acts looks back from the moment: the calibration that counted, the standard as it was on
the day of that calibration, visits and moves of the last `EFFECT_DAYS`. So nothing is blamed for
what began before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from ontology import BEGINNING, format_valid, parse_moment
from ontology.rules import SUPERIOR_LEVELS, TRACE_LEVELS
from queries.causes.candidates import (
    MACHINE_EVENTS,
    Catalogue,
    Defect,
    Link,
    Texts,
    all_codes,
    while_defective,
)
from queries.causes.records import Records
from queries.causes.stages import CheckRow, HappeningRow, LinkRow
from queries.trace.hop import gather
from queries.trace.states import calibration_trouble

EFFECT_DAYS = 120
"""How long a visit, an event or a move is looked upon as a possible cause, in days."""
Codes = tuple[frozenset[int], ...]
"""Numbers in sets that have none in common."""
_DEFECTS = frozenset({"failed", "suspect", "expired"})
_ALTERED = frozenset({"firmwareUpdate", "relocation", "construction"})
_PAPER_ROLES = {
    "DOCUMENTED_BY": "certificate",
    "PERFORMED_BY": "laboratory",
    "FOLLOWS": "procedure",
    "USED_STANDARD": "standard",
}


@lru_cache(maxsize=4096)
def window_begin(moment: str) -> str:
    """The first moment from which a passing cause may still have its effect."""
    if moment <= "0002":
        return BEGINNING
    return format_valid(parse_moment(moment) - timedelta(days=EFFECT_DAYS))


@dataclass(slots=True)
class Behind:
    """Builds links from records; what was built once is kept."""

    records: Records
    catalogue: Catalogue
    _chains: dict[tuple[str, int], tuple[Link, ...]] = field(default_factory=dict)
    _chain_codes: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    _standard_codes: dict[tuple[str, str, str, int], frozenset[int]] = field(default_factory=dict)
    _defects: dict[tuple[str, int, bool], Defect | None] = field(default_factory=dict)
    _lapses: dict[tuple[str, str], Defect | None] = field(default_factory=dict)
    _units: dict[tuple[str, int], tuple[Link, ...]] = field(default_factory=dict)
    _made: dict[str, frozenset[int]] = field(default_factory=dict)
    _running: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    _links: dict[str, Link] = field(default_factory=dict)
    _days: dict[str, list[str]] = field(default_factory=dict)
    _turns: list[str] | None = None

    def link(
        self,
        role: str,
        element: str,
        edge: tuple[str, str, str, Texts | None],
        behind: tuple[Link, ...] = (),
        defect: Defect | None = None,
    ) -> Link:
        """A link; `edge`: its type, since when it acts, certainty and claims."""
        via, since, certainty, claims = edge
        code = self.catalogue.code(role, element)
        own = {code} if defect is None else {code, while_defective(code, defect)}
        found = all_codes(behind) | own if behind else frozenset(own)
        return Link(code, via, since, certainty, claims or (), defect, behind, found)

    # The instrument

    def instrument(self, use: LinkRow, moment: str) -> Link:
        """An instrument in use, with its make, its calibration and what happened to it."""
        element = use.target
        check, defect = self._counting(element, moment)
        behind = [*self._makes(element), *self._happened(element, moment)]
        if check is not None:
            behind.append(self._check(check, TRACE_LEVELS, defect))
        own = defect if defect is not None and defect.state != "expired" else None
        edge = (use.via, use.valid_from, use.certainty or "", use.claims)
        return self.link("instrument", element, edge, tuple(behind), own)

    def peer_codes(self, uses: Sequence[LinkRow], station: str, moment: str) -> Codes:
        """The numbers of what stands behind a peer, without what is claimed of its instruments."""
        parts = [part for use in uses for part in self._instrument_codes(use.target, moment)]
        parts.append(self._run_codes(station, moment))
        passing = [*self._happened(station, moment), *self._moved(station, moment)]
        passing += [link for use in uses for link in self._happened(use.target, moment)]
        if len(uses) < 2 and not passing:
            return tuple(parts)  # in roles of their own, each number once
        return (frozenset().union(*parts, all_codes(passing)),)

    def _instrument_codes(self, instrument: str, moment: str) -> Iterator[frozenset[int]]:
        """The numbers of an instrument and its make, and of the calibration that counts."""
        found = self._made.get(instrument)
        if found is None:
            own = self.catalogue.code("instrument", instrument)
            found = self._made[instrument] = frozenset((own, *self._make_codes(instrument)))
        yield found
        history = self.records.histories.get(instrument)
        if history is not None and (at := history.at(moment)) >= 0:
            yield self._check_codes(history.rows[at], TRACE_LEVELS)

    def _makes(self, instrument: str) -> Iterator[Link]:
        for row in self.records.makes.get(instrument, ()):
            role = "model" if row.via == "OF_MODEL" else "batch"
            yield self.link(role, row.target, _edge(row))
            model = row.target
            stated = self.records.firmware.get(instrument)
            if role == "model" and stated is not None:
                element = f"{model}|{stated.firmware}"
                edge = ("firmware", row.valid_from, stated.certainty or "", stated.claims)
                yield self.link("firmware", element, edge)

    def _make_codes(self, instrument: str) -> Iterator[int]:
        """The numbers of `_makes`, without making the links."""
        stated = self.records.firmware.get(instrument)
        for row in self.records.makes.get(instrument, ()):
            if row.via != "OF_MODEL":
                yield self.catalogue.code("batch", row.target)
                continue
            yield self.catalogue.code("model", row.target)
            if stated is not None:
                yield self.catalogue.code("firmware", f"{row.target}|{stated.firmware}")

    def _check(self, check: CheckRow, levels: int, defect: Defect | None) -> Link:
        edge = (
            "HAS_CALIBRATION",
            check.performed_on,
            check.certainty or "",
            gather(check.claims, check.more),
        )
        return self.link("calibration", check.id, edge, self._chain(check, levels), defect)

    def _chain(self, check: CheckRow, levels: int) -> tuple[Link, ...]:
        """What a calibration rests on: papers, laboratory, standards and what is above them."""
        key = (check.id, levels)
        found = self._chains.get(key)
        if found is None:
            papers = self.records.papers.get(check.id, ())
            found = tuple(self._paper(row, check.performed_on, levels) for row in papers)
            self._chains[key] = found
        return found

    def _check_codes(self, check: CheckRow, levels: int) -> frozenset[int]:
        """The numbers of a calibration and its chain, without making the links."""
        key = (check.id, levels)
        found = self._chain_codes.get(key)
        if found is None:
            number, on = self.catalogue.code, check.performed_on
            codes = {number("calibration", check.id)}
            for row in self.records.papers.get(check.id, ()):
                role = _PAPER_ROLES[row.via]
                code = number(role, row.target)
                if role == "standard":
                    codes |= self._standard_chain_codes(row.target, on, levels)
                    continue
                codes.add(code)
                defect = self._paper_defect(role, row, on)
                if defect is not None:
                    codes.add(while_defective(code, defect))
            found = self._chain_codes[key] = frozenset(codes)
        return found

    def _paper_defect(self, role: str, row: LinkRow, on: str) -> Defect | None:
        """What is claimed to be wrong with a laboratory or a procedure on the day."""
        if role == "laboratory":
            return self._lapsed(row.target, on)
        return self._superseded(row, on) if role == "procedure" else None

    def _standard_chain_codes(self, standard: str, on: str, levels: int) -> frozenset[int]:
        check, defect = self._counting(standard, on)
        state = "" if defect is None else defect.state
        key = (standard, check.id if check else "", state, levels)
        found = self._standard_codes.get(key)
        if found is None:
            code = self.catalogue.code("standard", standard)
            codes = {code}
            if check is not None and levels > 1:
                codes |= self._check_codes(check, levels - 1)
                if defect is not None:
                    own = self.catalogue.code("calibration", check.id)
                    codes |= {while_defective(code, defect), while_defective(own, defect)}
            found = self._standard_codes[key] = frozenset(codes)
        return found

    def _superseded(self, row: LinkRow, on: str) -> Defect | None:
        """The procedure was no longer in force on the day."""
        until = self.records.versions.get(row.target)
        return Defect("expired", until, row.claims or ()) if until and until <= on else None

    def _paper(self, row: LinkRow, on: str, levels: int) -> Link:
        role = _PAPER_ROLES[row.via]
        edge = (row.via, on, row.certainty or "", row.claims)
        if role == "standard":
            return self._standard(row, on, levels)
        return self.link(role, row.target, edge, (), self._paper_defect(role, row, on))

    def _standard(self, row: LinkRow, on: str, levels: int) -> Link:
        edge = (row.via, on, row.certainty or "", row.claims)
        check, defect = self._counting(row.target, on)
        if check is None or levels <= 1:
            return self.link("standard", row.target, edge)
        own = self._check(check, levels - 1, defect)
        return self.link("standard", row.target, edge, (own,), defect)

    def _counting(self, subject: str, moment: str) -> tuple[CheckRow | None, Defect | None]:
        """The calibration that counts at a moment, and what is claimed to be wrong with it then."""
        history = self.records.histories.get(subject)
        at = history.at(moment) if history else -1
        if history is None or at < 0:
            return None, None
        check = history.rows[at]
        over = check.valid_until is not None and check.valid_until <= moment
        key = (subject, at, over)
        if key not in self._defects:
            self._defects[key] = _defect(history.rows, at, moment)
        return check, self._defects[key]

    def _lapsed(self, laboratory: str, on: str) -> Defect | None:
        """Accredited at some time before, but not on the day."""
        key = (laboratory, on)
        if key not in self._lapses:
            self._lapses[key] = self._lapse(laboratory, on)
        return self._lapses[key]

    def _lapse(self, laboratory: str, on: str) -> Defect | None:
        rows = self.records.accreditations.get(laboratory, ())
        if any(r.valid_from <= on < r.valid_to for r in rows):
            return None
        ended = [r for r in rows if r.valid_to <= on]
        if not ended:
            return None
        last = max(ended, key=lambda r: (r.valid_to, r.target))
        return Defect("failed", last.valid_to, last.claims or ())

    # The station

    def station(self, station: str, moment: str) -> list[Link]:
        """Who runs a station, and what happened there not long ago."""
        return [
            *self._happened(station, moment),
            *self._runners(station, moment),
            *self._moved(station, moment),
        ]

    def _runners(self, station: str, moment: str) -> Iterator[Link]:
        for row in self.records.operators.get(station, ()):
            if row.valid_from <= moment < row.valid_to:
                role = "operator" if row.via == "OPERATED_BY" else "maintainer"
                above = self._above(row.target, moment)
                yield self.link(role, row.target, _edge(row), above)

    def _run_codes(self, station: str, moment: str) -> frozenset[int]:
        """The numbers of those who run a station."""
        key = (station, bisect_right(self._turning(), moment))
        run = self._running.get(key)
        if run is None:
            run = self._running[key] = all_codes(self._runners(station, moment))
        return run

    def _above(self, unit: str, moment: str, levels: int = SUPERIOR_LEVELS) -> tuple[Link, ...]:
        """The units above one, and the systems that cover it."""
        key = (f"{levels} {unit}", bisect_right(self._turning(), moment))
        found = self._units.get(key)
        if found is None:
            found = tuple(self._units_above(unit, moment, levels))
            self._units[key] = found
        return found

    def _turning(self) -> list[str]:
        """The moments at which any unit begins or ceases to run, stand above or be covered."""
        if self._turns is None:
            known = self.records
            edges = (known.operators, known.superiors, known.systems)
            rows = [r for by_id in edges for group in by_id.values() for r in group]
            self._turns = sorted({r.valid_from for r in rows} | {r.valid_to for r in rows})
        return self._turns

    def _units_above(self, unit: str, moment: str, levels: int) -> Iterator[Link]:
        for row in self.records.systems.get(unit, ()):
            if row.valid_from <= moment < row.valid_to:
                edge = (row.via, row.valid_from, row.certainty or "", row.claims)
                yield self.link("system", row.source, edge)
        for row in self.records.superiors.get(unit, ()):
            if levels > 0 and row.valid_from <= moment < row.valid_to:
                above = self._above(row.target, moment, levels - 1)
                yield self.link("superior", row.target, _edge(row), above)

    def _moved(self, station: str, moment: str) -> Iterator[Link]:
        """Positions to which the station moved not long ago."""
        rows = self.records.positions.get(station, ())
        if len(rows) < 2:
            return
        begin = window_begin(moment)
        for row in rows:
            recent = begin < row.valid_from <= moment
            if recent and any(other.valid_from < row.valid_from for other in rows):
                defect = Defect("moved", row.valid_from, row.claims or ())
                yield self.link("position", row.target, _edge(row), (), defect)

    def _happened(self, subject: str, moment: str) -> list[Link]:
        rows = self.records.happenings.get(subject)
        if not rows:
            return []
        days = self._days.get(subject)
        if days is None:
            days = self._days[subject] = [row.began for row in rows]
        first, last = bisect_left(days, window_begin(moment)), bisect_right(days, moment)
        return [self._happening(row) for row in rows[first:last]]

    def _happening(self, row: HappeningRow) -> Link:
        key = f"{row.subject} {row.id} {row.began} {row.party}"
        found = self._links.get(key)
        if found is None:
            found = self._links[key] = self._made_happening(row)
        return found

    def _made_happening(self, row: HappeningRow) -> Link:
        visit = row.id.startswith("maintenance:")
        edge = ("AFFECTED", row.began, row.certainty or "", row.claims)
        behind: tuple[Link, ...] = ()
        if row.party is not None:
            by = ("CARRIED_OUT_BY", row.began, row.certainty or "", row.party_claims)
            behind = (self.link("party", row.party, by),)
        state = "maintained" if visit else _event_state(row.event_type or "")
        defect = Defect(state, row.began, row.claims or ())
        return self.link("maintenance" if visit else "event", row.id, edge, behind, defect)


def _event_state(event_type: str) -> str:
    if event_type in MACHINE_EVENTS - _ALTERED:
        return "failed"
    return "altered"


def _edge(row: LinkRow) -> tuple[str, str, str, Texts | None]:
    return row.via, row.valid_from, row.certainty or "", row.claims


def _defect(rows: Sequence[CheckRow], at: int, moment: str) -> Defect | None:
    """What the rules of the trace say to be wrong with the calibration at a place."""
    check = rows[at]
    following = rows[at + 1] if at + 1 < len(rows) else None
    state = calibration_trouble(check, following, moment)  # type: ignore[arg-type]
    if state not in _DEFECTS:
        return None
    since = check.valid_until if state == "expired" and check.valid_until else check.performed_on
    claims = gather(check.claims, check.more)
    if state == "suspect" and following is not None:
        claims = gather(following.claims, claims)
    return Defect(state, since, claims)


def in_use(rows: Iterable[LinkRow], moment: str) -> list[LinkRow]:
    """Edges that hold at a moment."""
    return [r for r in rows if r.valid_from <= moment < r.valid_to]
