"""Why two places contradict each other, by writing out every slip that a person might make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from oracle.places import Move, Stay, apart, by_source, departure, former_place, rise
from oracle.reading import Claims

from ontology.rules import HEIGHT_TOLERANCE_M, JUMP_KM, POSITION_TOLERANCE_KM

IN_WORDS = {
    "moved": "former position",
    "other_site": "another site under the number",
    "sign_slip": "sign slip",
    "decimal_slip": "decimal slip",
    "digit_transposition": "digit transposition",
    "minutes_as_hundredths": "minutes read as hundredths",
    "wrong_digit": "one wrong digit",
    "not_updated": "coordinate not updated",
    "rounding": "degree-minute rounding",
    "unexplained": "unexplained",
}
ORDER = list(IN_WORDS)
MINUTE = 1 / 60 + 0.001


@dataclass(frozen=True)
class Cause:
    name: str
    explains: tuple[str, ...]
    support: Claims
    former: Stay | None = None
    left: str = ""


def beyond(a: Stay, b: Stay) -> list[str]:
    found = ["height"] if (rise(a, b) or 0) > HEIGHT_TOLERANCE_M else []
    return found + (["place"] if apart(a, b) > POSITION_TOLERANCE_KM else [])


def causes(other: Stay, then: Stay, places: list[Stay]) -> list[Cause]:
    """What fits, what explains most of it first, then in order."""
    differ = beyond(other, then)
    found = slips(other, then) + stale(other, then, places, differ)
    marked = [s for s in (other, then) if re.search(r"\bICAO [A-Z][A-Z0-9]{3}\b", s.note)]
    if len(marked) == 1:
        found.append(Cause("other_site", tuple(differ), marked[0].claims))
    near = all(abs(a - b) <= MINUTE for a, b in coordinates(other, then))
    if "place" in differ and near:
        found.append(Cause("rounding", ("place",), other.claims + then.claims))
    return sorted(found, key=lambda c: (len(differ) - len(c.explains), ORDER.index(c.name)))


def stale(other: Stay, then: Stay, places: list[Stay], differ: list[str]) -> list[Cause]:
    """Former places, or parts of them."""
    former = former_place(places, other, then)
    if former is not None:
        left = departure(places, former, other, then)
        return [Cause("moved", tuple(differ), former.claims + then.claims, former, left)]
    older = [p for p in places if p.dated and p.source != other.source and p.begin < then.begin]
    if "place" in differ:
        older = [p for p in older if apart(p, other) <= POSITION_TOLERANCE_KM]
        older.sort(key=lambda p: (round(apart(p, other), 1), rise(p, other) or 0))
    else:
        older = [p for p in older if p.height is not None]
        older = [p for p in older if (rise(p, other) or 0) <= HEIGHT_TOLERANCE_M]
        older.sort(key=lambda p: rise(p, other) or 0)
    if not older:
        return []
    former = latest_of_equals(older, other, "place" in differ)
    left = departure(places, former, other, then) if "place" in differ else former.end
    what = ("place",) if "place" in differ else ("height",)
    return [Cause("not_updated", what, former.claims + then.claims, former, left)]


def latest_of_equals(older: list[Stay], other: Stay, by_place: bool) -> Stay:
    def measure(p: Stay) -> tuple[float, float]:
        return (round(apart(p, other), 1) if by_place else 0.0, rise(p, other) or 0)

    equal = [p for p in older if measure(p) == measure(older[0])]
    latest = max(p.begin for p in equal)
    return next(p for p in equal if p.begin == latest)


def coordinates(a: Stay, b: Stay) -> list[tuple[float, float]]:
    return [(a.latitude, b.latitude), (a.longitude, b.longitude)]


def slips(a: Stay, b: Stay) -> list[Cause]:
    """Each slip of the place that leaves the other coordinate alone, or of the height."""
    differ, found = beyond(a, b), []
    both = {"sign_slip": turned, "decimal_slip": tenfold, "minutes_as_hundredths": hundredths}
    one = {"digit_transposition": exchanged, "wrong_digit": one_digit}
    heights = {
        "sign_slip": lambda x, y: x * y < 0 and abs(x + y) <= 1,
        "decimal_slip": lambda x, y: x * y > 0 and any(
            abs(10 * abs(s) - abs(g)) <= 0.05 * abs(g) for s, g in ((x, y), (y, x))
            if abs(s) <= abs(g)
        ),
        "digit_transposition": lambda x, y: x * y > 0 and (
            str(int(abs(y))) in swaps(str(int(abs(x))), str(int(abs(y))))
            or str(round(abs(y))) in swaps(str(round(abs(x))), str(round(abs(y))))
        ),
    }  # fmt: skip
    for name in (*both, *one):
        rule: Callable[[float, float], bool] = {**both, **one}[name]
        far = [(x, y) for x, y in coordinates(a, b) if abs(x - y) > MINUTE]
        explains = []
        if "height" in differ and name in heights:
            assert a.height is not None
            assert b.height is not None
            if heights[name](a.height, b.height):
                explains.append("height")
        if "place" in differ and far and not (name in one and len(far) == 2):
            if all(rule(x, y) for x, y in far):
                explains.append("place")
        if explains:
            ordered = tuple(sorted(explains, reverse=True))
            found.append(Cause(name, ordered, a.claims + b.claims))
    return found


def turned(x: float, y: float) -> bool:
    return x * y < 0 and abs(x + y) <= MINUTE


def tenfold(x: float, y: float) -> bool:
    small, large = sorted((abs(x), abs(y)))
    return x * y > 0 and abs(small - large / 10) <= MINUTE


def in_minutes(x: float) -> int | None:
    """Whole minutes, as far as thousandths of a degree tell."""
    nearest = round(abs(x) * 60)
    return nearest if abs(abs(x) * 60 - nearest) <= 0.05 else None


def hundredths(x: float, y: float) -> bool:
    def read(a: float, b: float) -> bool:
        minutes = in_minutes(b)
        if minutes is None or a * b <= 0:
            return False
        return abs(abs(a) - float(minutes // 60 + minutes % 60 / 100)) <= 0.001

    return read(x, y) or read(y, x)


def writings(x: float, y: float) -> list[tuple[str, str]]:
    if x * y <= 0:
        return []
    found = [(f"{abs(x):.3f}".replace(".", ""), f"{abs(y):.3f}".replace(".", ""))]
    one, other = in_minutes(x), in_minutes(y)
    if one is not None and other is not None:
        found.append((f"{one // 60}{one % 60:02}", f"{other // 60}{other % 60:02}"))
    return [(p.zfill(len(q)), q.zfill(len(p))) for p, q in found]


def swaps(p: str, q: str) -> set[str]:
    """Every exchange of two different neighbours, at the width of the longer."""
    p = p.zfill(len(q))
    found = {p[:i] + p[i + 1] + p[i] + p[i + 2 :] for i in range(len(p) - 1) if p[i] != p[i + 1]}
    return {f for swapped in found for f in (swapped, swapped.lstrip("0"))}


def exchanged(x: float, y: float) -> bool:
    return any(q in {s.zfill(len(q)) for s in swaps(p, q)} for p, q in writings(x, y))


def one_digit(x: float, y: float) -> bool:
    if abs(x - y) < 0.1:
        return False
    return any(
        q in {p[:i] + d + p[i + 1 :] for i in range(len(p)) for d in "0123456789" if d != p[i]}
        for p, q in writings(x, y)
    )


def causes_of_move(m: Move, places: list[Stay]) -> list[Cause]:
    both = m.before.claims + m.after.claims
    if m.kind == "rounding":
        return [Cause("rounding", ("place",), both)]
    if not m.around:
        later = [s for s in by_source(places, m.before.source)
                 if s.dated and s.begin > m.after.begin]  # fmt: skip
        if any(apart(s, m.before) <= JUMP_KM for s in later):
            return []
        others = [c for s in places if s.source != m.after.source
                  and apart(s, m.after) <= POSITION_TOLERANCE_KM for c in s.claims]  # fmt: skip
        return [Cause("moved", ("place",), both + tuple(others))]
    stray, *neighbours = m.around
    assert stray is not None
    kept = [n for n in neighbours if n is not None]
    kept.sort(key=lambda n: (round(apart(n, stray), 6), n.location))
    found: dict[str, Cause] = {}
    for neighbour in kept:
        for cause in slips(stray, neighbour):
            if "place" in cause.explains and cause.name not in found:
                found[cause.name] = cause
    return sorted(found.values(), key=lambda c: ORDER.index(c.name))


__all__ = ["IN_WORDS", "Cause", "causes", "causes_of_move"]
