"""Names completed from short ones, brought together: 省大探中心 is 省大气探测技术保障中心."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from loaders.documents.names.areas import area_prefix
from loaders.documents.names.issuer import Issuer
from loaders.documents.names.mention import Kind, Mention, Unresolved
from loaders.documents.names.register import Register, closeness, upper_part
from loaders.documents.names.wording import is_office
from ontology import Certainty

_VARIANT = 1
_FORMAL = "人民政府"


def longer_names(
    lists: Iterable[Sequence[Mention | Unresolved]],
    register: Register,
    issuer: Issuer,
    text: str,
) -> dict[str, str]:
    """The longer name of the document for names that were only concluded from short ones.

    The two begin alike (one area, one superior; the issuer or its area) and never stand in one
    list; if several longer names fit equally well, none is taken.
    """
    concluded: dict[str, None] = {}
    beside: dict[str, set[str]] = defaultdict(set)
    for named in lists:
        units = [m for m in named if isinstance(m, Mention) and m.kind is Kind.UNIT]
        names = {m.name for m in units}
        for name in names:
            beside[name] |= names
        for mention in units:
            if mention.certainty is Certainty.INFERRED and mention.name not in register.names:
                concluded[mention.name] = None
    printed = {*register.names, *filter(None, map(upper_part, register.names))}
    by_base: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys([*concluded, *sorted(printed)]):
        base = base_of(name)
        by_base[base].append((name, name[len(base) :]))
    found: dict[str, str] = {}
    for name in concluded:
        if name in printed:
            continue
        base = base_of(name)
        others = list(by_base[base])
        if base and base == issuer.body and not is_office(name):
            others += by_base[issuer.area]
        fitting = [other for other in others if other[0] not in beside[name]]
        longer = _longer(name, fitting, printed, text)
        if longer:
            found[name] = longer
    return {name: _last(name, found) for name in found}


def base_of(name: str) -> str:
    """What the names of one superior, or of one area, begin with."""
    area = area_prefix(name)
    begin = area.length if area else 0
    return upper_part(name, begin) or name[:begin]


def _longer(
    name: str, others: Sequence[tuple[str, str]], printed: Container[str], text: str
) -> str:
    tail = name[len(base_of(name)) :]
    fits: dict[int, set[str]] = defaultdict(set)
    for other, other_tail in others:
        how = None if other == name else closeness(tail, other_tail)
        if how is None:
            continue
        if how != _VARIANT or other in printed or _more_often(text, other_tail, tail):
            fits[how].add(other)
    best = fits[min(fits)] if fits else set()
    return next(iter(best)) if len(best) == 1 else ""


def _more_often(text: str, one: str, other: str) -> bool:
    if (_FORMAL in one) != (_FORMAL in other):
        return _FORMAL in one
    first, second = text.count(one), text.count(other)
    return first > second or (first == second and text.find(one) < text.find(other))


def _last(name: str, found: dict[str, str]) -> str:
    seen = {name}
    while name in found and found[name] not in seen:
        name = found[name]
        seen.add(name)
    return name
