"""The full names that a document prints, and which of them a short name stands for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.documents.names.areas import AreaName
from loaders.documents.names.bodies import known_bodies
from loaders.documents.names.items import Form, Parsed
from loaders.documents.names.lists import Item
from loaders.documents.names.mention import Variant
from loaders.documents.names.wording import FREE_END, NOT_A_TAIL, is_unit_name

_FORMAL = "人民政府"
_JOINTS = re.compile("[与和及、·]")
_EQUAL = (("人民政府", "政府"), ("委员会", "委"), ("办公室", "办"))
_KIND = re.compile(r"(?:中心|学院|研究院|研究所|大学|公司|[^中])\Z")
_GENERAL = {
    "办",
    "政府",
    "中心",
    "学院",
    "局",
    "处",
    "台",
    "站",
    "所",
    "委",
    "厅",
    "党委",
    "党组",
    "总队",
    "支队",
    "气象台",  # 省气象台 is no short name of 省海洋气象台
    "气象站",
    "气象局",
}
_NO_OFFICE = re.compile(rf"{NOT_A_TAIL.pattern}|集团|(?:股份|有限)")
_UPPER = re.compile(r"(?:局|厅|委|委员会|政府|公署|署|法院|检察院|国务院)\Z")


@lru_cache(maxsize=4096)
def upper_part(name: str, begin: int = 0) -> str:
    """The body whose office a full name says it is, or empty; the name begins after `begin`.

    >>> upper_part("江北省气象局观测处", 3)
    '江北省气象局'
    """
    found = ""
    for match in FREE_END.finditer(name, begin):
        upper, office = name[: match.end()], name[match.end() :]
        above = match["end"] is not None and _UPPER.search(upper) is not None
        if above and is_unit_name(office) and _NO_OFFICE.match(office) is None:
            found = upper
    return found


def is_full(parsed: Parsed) -> bool:
    """Whether a name is printed in full; 呼和浩特海关 is, 内蒙古气象局 is not."""
    if parsed.form is Form.COMPLETED:
        return bool(known_bodies().keeps_area(parsed.name))
    return parsed.form in {Form.FULL, Form.DOUBLED}


@lru_cache(maxsize=8192)
def closeness(short: str, full: str) -> int | None:
    """How a short name fits a full one, 0 being the same; None if it does not.

    1: but for 与, 和 or 人民; 2: its end (信息中心, 气象信息中心); 3: its beginning and its kind
    (观测处, 观测与网络处); 4: some of its characters in order (计财处, 计划财务处).
    """
    if short == full:
        return 0
    first, second = _plain(short), _plain(full)
    if first == second:
        return 1
    kind = _kind(first)
    stem = first.removesuffix(kind)
    if first in _GENERAL or not stem or not second.endswith(kind) or len(first) >= len(second):
        return None
    if second.endswith(first):
        return 2
    if second.startswith(stem):
        return 3
    rest = iter(second.removesuffix(kind))
    return 4 if len(stem) > 1 and all(character in rest for character in stem) else None


def _plain(tail: str) -> str:
    plain = _JOINTS.sub("", tail)
    for long, short in _EQUAL:
        plain = plain.replace(long, short)
    return plain


def _kind(plain: str) -> str:
    match = _KIND.search(plain)
    return match[0] if match else plain[-1:]


@dataclass(frozen=True, slots=True)
class FullName:
    """A name printed in full: what it begins with (an area, a superior), and the rest."""

    name: str
    base: str
    tail: str


class Register:
    """The full names of one document."""

    def __init__(self, items: Sequence[Item]) -> None:
        first: dict[str, Item] = {}
        areas: dict[str, AreaName | None] = {}
        for item in items:
            if is_full(item.parsed):
                first.setdefault(item.parsed.name, item)
                areas[item.parsed.name] = item.parsed.area
        self._names = {name: _split(name, areas[name], first) for name in first}
        self._tails: dict[str, list[FullName]] = defaultdict(list)
        for full in self._names.values():
            self._tails[full.base].append(full)
        often = Counter(item.parsed.tail for item in items)
        self.variants = tuple(self._variants(first, often))
        self._canonical = {variant.name: variant.canonical for variant in self.variants}

    @property
    def names(self) -> frozenset[str]:
        """Every full name, variants included."""
        return frozenset(self._names)

    def canonical(self, name: str) -> str:
        """The spelling that a full name has most often."""
        return self._canonical.get(name, name)

    def base_of(self, name: str) -> str:
        """What a full name of the document begins with, or empty."""
        return self._names[name].base if name in self._names else ""

    def fitting(self, base: str, tail: str) -> tuple[int, tuple[str, ...]]:
        """The names below a base that a short name fits best, and how well it does."""
        return _best(tail, self._tails.get(base, ()))

    def fitting_any(self, tail: str) -> tuple[int, tuple[str, ...]]:
        """The names below any base that a short name fits best, and how well it does."""
        return _best(tail, list(self._names.values()))

    def complete(self, name: str) -> str:
        """The name of the document that an expanded name stands for, or the name itself.

        内蒙古自治区政府 is 内蒙古自治区人民政府, where the document prints that.
        """
        if name in self._names:
            return self.canonical(name)
        for length in range(len(name) - 1, 1, -1):
            _, found = self.fitting(name[:length], name[length:])
            if len(found) == 1:
                return self.canonical(found[0])
        return name

    def _variants(self, first: dict[str, Item], often: Counter[str]) -> Iterator[Variant]:
        same: dict[tuple[str, str], list[FullName]] = defaultdict(list)
        for full in self._names.values():
            same[full.base, _plain(full.tail)].append(full)
        for spellings in same.values():
            best = max(
                spellings, key=lambda f: (_FORMAL in f.tail, often[f.tail], -first[f.name].begin)
            )
            for full in spellings:
                if full is not best:
                    at = first[full.name]
                    yield Variant(full.name, best.name, at.begin, at.end)


def _best(tail: str, names: Sequence[FullName]) -> tuple[int, tuple[str, ...]]:
    fits: dict[int, list[str]] = defaultdict(list)
    for full in names:
        how = closeness(tail, full.tail)
        if how is not None:
            fits[how].append(full.name)
    best = min(fits, default=9)
    return best, tuple(fits.get(best, ()))


def _split(name: str, area: AreaName | None, known: dict[str, Item]) -> FullName:
    """A name parted at the longest other name it begins with, at its superior, or its area."""
    begin = area.length if area else 0
    longer = range(len(name) - 2, begin, -1)
    above = next((name[:n] for n in longer if name[:n] in known and is_unit_name(name[n:])), "")
    base = max(above, upper_part(name, begin), key=len) or (area.full if area else "")
    if not base:
        base = next((word for word in ("中国", "国家") if name.startswith(word)), "")
    return FullName(name, base, name[len(base) :] if name.startswith(base) else name[begin:])
