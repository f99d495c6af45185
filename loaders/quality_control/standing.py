"""Episodes as they stand, run after run: each keeps its id, and none is lost without a reason.

A run looks at a window. What it finds there takes the place of what stood there; an episode that
stood beside the window and continues in it is one with what is found. The id of an episode stays
when it grows, forwards or backwards. Of two that become one the later is withdrawn, with the id of
the other as the reason; one that is found no more is withdrawn too. Withdrawn ids come back when
their values are flagged again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from loaders.quality_control.model import CLOSED, OPEN, RANKS, WITHDRAWN, Episode, Found


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run looked at, for one test. `begin`, `end`: texts, half-open; empty where open.

    `joins`: whether two times, in order, are near enough for one episode. `first_checked`: of each
    series, the time of the first value checked in the window. `rule`: of a variable. `version`: of
    the lake, in the words of a reason.
    """

    name: str
    joins: Callable[[str, str], bool]
    rule: Callable[[str], str]
    begin: str = ""
    end: str = ""
    first_checked: dict[tuple[str, str], str] = field(default_factory=dict)
    gone: str = "数据湖中的值已更正，不再标记 / the values were corrected"

    def within(self, found: Found) -> bool:
        """Whether all of an episode lies in the window."""
        after = not self.begin or found.begin >= self.begin
        return after and (not self.end or found.last < self.end)


def straddles(found: Found, begin: str, end: str) -> bool:
    """Whether an episode lies partly in a window, so that the window has to be made wider."""
    low = bool(begin) and found.begin < begin <= found.last
    return low or (bool(end) and found.begin < end <= found.last)


def reconciled(
    scope: Scope, before: Iterable[Episode], found: Iterable[Found]
) -> tuple[list[Episode], Counter[str]]:
    """The episodes that are new or changed, by id, and how many of each kind of change."""
    stood = {key: list(group) for key, group in _by_series((e.found, e) for e in before)}
    seen = {key: list(group) for key, group in _by_series((f, f) for f in found)}
    changed: list[Episode] = []
    counts: Counter[str] = Counter()
    for key in sorted(stood.keys() | seen.keys()):
        old = stood.get(key, [])
        known = {episode.id: episode for episode in old}
        for episode in _series(scope, old, seen.get(key, [])):
            was = known.get(episode.id)
            if was is None or replace(was, month=episode.month) != episode:
                changed.append(episode)
                counts[_change(was, episode)] += 1
    return sorted(changed, key=lambda episode: episode.id), counts


def _by_series(
    pairs: Iterable[tuple[Found, object]],
) -> Iterator[tuple[tuple[str, str], Iterator]]:  # type: ignore[type-arg]
    ordered = sorted(pairs, key=lambda p: (p[0].station, p[0].variable, p[0].begin))
    for key, group in groupby(ordered, key=lambda p: (p[0].station, p[0].variable)):
        yield key, (each for _, each in group)


def _change(was: Episode | None, now: Episode) -> str:
    if was is None:
        return "opened"
    if now.status == WITHDRAWN:
        return "withdrawn"
    if was.status == WITHDRAWN or (was.status == CLOSED and now.status == OPEN):
        return "reopened"
    if was.status == OPEN and now.status == CLOSED:
        return "closed"
    return "extended" if now.found.count > was.found.count else "changed"


@dataclass(slots=True)
class _Piece:
    """A stretch of flags: what the run found, joined with what stood beside the window."""

    found: Found
    stood: list[Episode]
    fresh: bool


def _series(scope: Scope, old: list[Episode], found: list[Found]) -> list[Episode]:
    """All episodes of one series after the run."""
    live = [episode for episode in old if episode.live]
    beside = [_Piece(e.found, [e], False) for e in live if not scope.within(e.found)]
    inside = [episode for episode in live if scope.within(episode.found)]
    gone = [episode for episode in old if not episode.live]
    pieces = _joined(scope, [*beside, *(_Piece(f, [], True) for f in found)])
    taken: dict[str, Episode] = {}
    for piece in pieces:
        own = [e for e in piece.stood if e.id not in taken]
        own += [e for e in inside if e.id not in taken and _meet(e.found, piece.found)]
        back = [e for e in gone if e.id not in taken and _meet(e.found, piece.found)]
        episode = _named(scope, piece, own or back, {e.id for e in old} | taken.keys())
        taken[episode.id] = episode
        for other in own:
            if other.id != episode.id:
                taken[other.id] = _withdrawn(other, f"并入 / is now part of {episode.id}")
    for episode in inside:
        if episode.id not in taken:
            taken[episode.id] = _withdrawn(episode, _why(scope, episode))
    return [*taken.values(), *(e for e in gone if e.id not in taken)]


def _meet(one: Found, other: Found) -> bool:
    return one.begin <= other.last and other.begin <= one.last


def _joined(scope: Scope, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces by time, those near enough to each other made one."""
    joined: list[_Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.found.begin, p.found.last)):
        if joined and scope.joins(joined[-1].found.last, piece.found.begin):
            joined[-1] = _one(joined[-1], piece)
        else:
            joined.append(piece)
    ended = [_ended(scope, piece) for piece in joined]
    for piece, following in pairwise(ended):
        begin = following.found.begin
        if piece.found.end is None or piece.found.end > begin:
            piece.found = replace(piece.found, end=begin)
    return ended


def _one(first: _Piece, second: _Piece) -> _Piece:
    a, b = first.found, second.found
    worst = max((a.worst, b.worst), key=lambda s: (s.excess, _reversed(s.time)))
    samples = tuple(dict.fromkeys((a.samples[0], worst, b.samples[-1])))
    severity = max((a.severity, b.severity), key=lambda s: RANKS.get(s, 0))
    kind = a.kind if worst == a.worst else b.kind
    found = Found(
        a.station, a.variable, a.begin, b.last, b.end, a.count + b.count, severity, kind, samples
    )
    return _Piece(found, first.stood + second.stood, second.fresh)


def _reversed(time: str) -> tuple[int, ...]:
    """Orders earlier times higher."""
    return tuple(-ord(c) for c in time)


def _ended(scope: Scope, piece: _Piece) -> _Piece:
    """With its end as far as it is known now."""
    found, key = piece.found, (piece.found.station, piece.found.variable)
    if piece.fresh:
        return piece
    checked = scope.first_checked.get(key)
    if checked is None or checked <= found.last:
        return piece
    if found.end is None or found.end > checked or _in_window(scope, found.end):
        return _Piece(replace(found, end=checked), piece.stood, piece.fresh)
    return piece


def _in_window(scope: Scope, time: str) -> bool:
    return time >= scope.begin and (not scope.end or time < scope.end)


def _named(scope: Scope, piece: _Piece, candidates: list[Episode], used: set[str]) -> Episode:
    """The piece under the id of the first that stood for it, or under a new one."""
    found = piece.found
    if candidates:
        first = min(candidates, key=lambda e: (e.found.begin, e.id))
        kept = [e.found.end for e in candidates if e.live and e.found.last == found.last]
        if found.end is None and scope.end and kept and (kept[0] or "") >= scope.end:
            found = replace(found, end=kept[0])
        name, month = first.id, first.month
    else:
        name = base = f"{scope.name}/{found.station}/{found.variable}/{found.begin}"
        number = 1
        while name in used:
            number += 1
            name = f"{base}/{number}"
        month = found.begin[:7]
    rule = scope.rule(found.variable)
    if not piece.fresh and len(piece.stood) == 1:
        rule = piece.stood[0].rule
    return Episode(name, found, OPEN if found.end is None else CLOSED, rule, "", month)


def _withdrawn(episode: Episode, reason: str) -> Episode:
    return replace(episode, status=WITHDRAWN, reason=reason)


def _why(scope: Scope, episode: Episode) -> str:
    rule = scope.rule(episode.found.variable)
    if rule != episode.rule:
        return f"检查规则已改（{episode.rule} → {rule}），不再标记 / the rule of the test changed"
    return scope.gone
