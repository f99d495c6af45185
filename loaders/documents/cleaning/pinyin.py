"""Pinyin in brackets after traditional characters, as faulty converters leave it: `導(dǎo)入`.

Real brackets stand beside it: `(認(rèn)證工作)` holds both. Only one toned syllable right after one
Chinese character is taken for a reading, and only where the text shows that it is polluted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.cleaning.characters import HAN, is_traditional
from loaders.documents.cleaning.offsets import Edit, RepairKind

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_LETTER = "a-zɑɡêüĀ-ǜ\u0300-\u036f"
_READING = re.compile(rf"(?<=[{HAN}])[(（] ?([{_LETTER}{_TONED}]{{1,9}}) ?[)）]")
_TONE = re.compile(rf"[{_TONED}\u0300\u0301\u0304\u030c]")
_NEUTRAL = re.compile(r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouü]{1,3}(?:n|ng|r)?\Z")
_SURE = 3  # so many readings after traditional characters show that a text is polluted


def pinyin_edits(text: str) -> Iterator[Edit]:
    """The readings to strike out.

    After a traditional character a toned syllable is one. Syllables without a tone, and toned ones
    after other characters, are so only among several sure ones.
    """
    found = list(_READING.finditer(text))
    sure = sum(_is_sure(text, match) for match in found)
    for match in found:
        if _is_sure(text, match) or (sure >= _SURE and _is_likely(match)):
            yield Edit(match.start(), match.end(), "", RepairKind.PINYIN)


def _is_sure(text: str, match: re.Match[str]) -> bool:
    return is_traditional(text[match.start() - 1]) and _TONE.search(match[1]) is not None


def _is_likely(match: re.Match[str]) -> bool:
    return _TONE.search(match[1]) is not None or _NEUTRAL.match(match[1]) is not None
