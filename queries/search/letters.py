"""How a typed text fits a Chinese name: as it stands, by letters in order, by pinyin.

Every reading of a character counts, so 重庆 is found as `cq` and as `zq`.
"""

from __future__ import annotations

from functools import lru_cache

LONGEST = 40
"""Of a longer name only so many characters are read as pinyin."""


def in_order(letters: str, name: str) -> bool:
    """Whether a name holds all letters in this order (呼市局 in 呼和浩特市气象局)."""
    rest = iter(name)
    return all(letter in rest for letter in letters)


def by_pinyin(typed: str, name: str) -> bool:
    """Whether a name begins with this pinyin, whole or initials only.

    >>> by_pinyin("hhht", "呼和浩特市气象局"), by_pinyin("huhehaote", "呼和浩特")
    (True, True)
    """
    spoken = [_readings(c) for c in name[:LONGEST] if c.isalnum()]
    if not any(len(r[0]) > 1 for r in spoken):
        return False
    return _initials(typed, spoken) or _whole(typed, spoken)


def _initials(typed: str, spoken: list[tuple[str, ...]]) -> bool:
    return len(typed) <= len(spoken) and all(
        any(reading[0] == letter for reading in readings)
        for letter, readings in zip(typed, spoken, strict=False)
    )


def _whole(typed: str, spoken: list[tuple[str, ...]]) -> bool:
    """Whether the readings one after the other begin with what is typed."""
    starts = {0}
    for readings in spoken:
        further = set()
        for at in starts:
            rest = typed[at:]
            for reading in readings:
                if reading.startswith(rest):
                    return True
                if rest.startswith(reading):
                    further.add(at + len(reading))
        starts = further
    return False


@lru_cache(maxsize=32768)
def _readings(character: str) -> tuple[str, ...]:
    """All readings of a character without tones; another character stands for itself."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(sorted({r for one in found for r in one if r})) or (character.casefold(),)
