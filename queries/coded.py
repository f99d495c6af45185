"""Values of code lists in what is asked and in what is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph import InvalidValueError
from ontology import LEVELS, CodeList, key_parts, kind_of
from queries.ask import Ask

NO_SUCH = "没有这一种 / there is no such choice"


def chosen(ask: Ask, name: str, choices: Iterable[str], none: str = NO_SUCH) -> str:
    """A parameter that is one of some codes; empty where it is not given.

    Raises `InvalidValueError`, with the codes to choose from, for any other.
    """
    wanted, codes = ask.params.get(name, ""), tuple(choices)
    if wanted and wanted not in codes:
        raise InvalidValueError(name, wanted, none, f"可用 / use: {', '.join(codes)}")
    return wanted


def tally(codes: CodeList, values: Iterable[str]) -> tuple[str, str]:
    """How many values are of which code, in Chinese and in English, in the order of the list.

    >>> states = CodeList("door", {"open": ("开", "open"), "shut": ("关", "shut")}, "an example")
    >>> tally(states, ["shut", "open", "shut"])
    ('开 1，关 2', 'open 1, shut 2')
    """
    counts = Counter(values)
    said = [code for code in codes.codes if counts[code]]
    zh = "，".join(f"{codes.title(code)} {counts[code]}" for code in said)
    en = ", ".join(f"{codes.title(code, 'en')} {counts[code]}" for code in said)
    return zh, en


def keys_of(elements: Iterable[str]) -> tuple[str, str]:
    """The keys of elements in a row, zh and en; of a process its level by title.

    >>> keys_of(["process:Y03-02@region", "station:53463"])
    ('Y03-02 · 自治区级、53463', 'Y03-02 · region, 53463')
    """
    ids = list(elements)
    return "、".join(_key(i, "zh") for i in ids), ", ".join(_key(i, "en") for i in ids)


def _key(element: str, language: str) -> str:
    kind = kind_of(element)
    return " · ".join(
        LEVELS.title(part, language) if field == "level" else part
        for field, part in zip(kind.key, key_parts(kind, element), strict=False)
    )
