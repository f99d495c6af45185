"""What a Chinese text is written in, as far as cleaning must tell characters apart."""

from __future__ import annotations

from functools import cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, for use inside a character class."""

CHINESE = f"{HAN}\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff00-\uffef\u2014\u2018-\u201d\u2026"
"""Chinese characters and their punctuation, for use inside a character class."""

BLANKS = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks within a line, tabs aside, for use inside a character class."""


@cache
def is_traditional(character: str) -> bool:
    """Whether only traditional texts hold a character: it is in Big5 and not in GB 2312."""
    return _in(character, "big5") and not _in(character, "gb2312")


@cache
def is_simplified(character: str) -> bool:
    """Whether only simplified texts hold a character: it is in GB 2312 and not in Big5."""
    return _in(character, "gb2312") and not _in(character, "big5")


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
