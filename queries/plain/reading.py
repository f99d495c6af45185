"""A sentence into words: days, codes, names of elements, words of the lexicon, unknown ones.

Of all ways to divide it, the one with the fewest unknown characters, then with the fewest words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from queries.plain.dates import number, period_at
from queries.plain.model import NO_TAGS, Token
from queries.plain.names import Names

LONGEST = 200
"""Characters of a sentence; a longer text is no question."""
_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z/._|@:+-]*[0-9A-Za-z])?")
_QUOTED = re.compile("[“\"「『'‘]([^“”\"「」『』'‘’]{1,60})[”\"」』'’]")
_COUNT = re.compile(r"(?:最近|最新|前)的?(\d{1,6})[个条]?")
_VERSION = re.compile(r"第?(\d{1,3}|[一二三四五六七八九十]{1,2})版")
_DAYS = re.compile(r"观察期?(?:为|按|取)?(\d{1,4})天")
_YEAR = re.compile(r"\d{4}年")
_UP_TO = ("到", "至", "和", "与", "跟", "-", "~", "～", "—")
_UNTIL_NOW = ("以来", "起", "以后", "之后", "至今", "迄今", "到现在", "直到现在")
_UNKNOWN = 10.0
_WORD, _SURE = 1.0, 0.9
_LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words there are: the lexicon, the names of the graph, and the ids of codes typed."""

    lexicon: Mapping[str, frozenset[str]]
    names: Names
    codes: Mapping[str, tuple[str, ...]]


def normal(text: str) -> str:
    """Full-width letters and digits as narrow ones; white space of any kind as one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def codes(text: str) -> list[str]:
    """Runs of letters, digits and the marks of codes, each once: what may be an id."""
    found = dict.fromkeys(m[0] for m in _CODE.finditer(text))
    return [code for code in found if len(code) > 1]


def tokens(text: str, words: Vocabulary, today: date) -> list[Token]:
    """The words of a normal text."""
    inside = {n for m in _CODE.finditer(text) for n in range(m.start() + 1, m.end())}
    best: list[tuple[float, int, Token | None]] = [(0.0, 0, None)]
    best += [(float("inf"), 0, None)] * len(text)
    for begin in range(len(text)):
        cost = best[begin][0]
        if cost == float("inf") or begin in inside:
            continue
        for end, token in _at(text, begin, words, today):
            if end in inside:
                continue
            price = cost + _price(token, end - begin)
            if price <= best[end][0]:
                best[end] = (price, begin, token)
    found: list[Token] = []
    end = len(text)
    while end:
        _, begin, last = best[end]
        assert last is not None
        found.append(last)
        end = begin
    return _joined(found[::-1])


def _price(token: Token, length: int) -> float:
    """Among equals the later division wins, so that the first word is the longest."""
    if not token.known:
        return _UNKNOWN * length
    return _SURE if token.period or token.number is not None else _WORD


def _at(text: str, begin: int, words: Vocabulary, today: date) -> Iterator[tuple[int, Token]]:
    """What may begin at a place of the text; an unknown character or code always does."""
    code = _CODE.match(text, begin)
    yield from _special(text, begin, today)
    if code is not None:
        known = words.codes.get(code[0], ())
        if known:
            yield code.end(), Token(code[0], elements=known)
        yield code.end(), Token(code[0], known=False)
    yield begin + 1, _blank(text[begin])
    found: dict[int, Token] = {}
    for end in range(begin + 1, min(len(text), begin + _LONGEST_WORD) + 1):
        tags = words.lexicon.get(text[begin:end])
        if tags is not None:
            found[end] = Token(text[begin:end], tags)
    for end, ids in words.names.at(text.casefold(), begin):
        named = found.get(end, Token(text[begin:end]))
        found[end] = replace(named, elements=ids)
    yield from found.items()


def _blank(character: str) -> Token:
    return Token(character, known=character == " ")


def _special(text: str, begin: int, today: date) -> Iterator[tuple[int, Token]]:
    """Days, quoted words, counts, versions."""
    if (named := period_at(text, begin, today)) is not None:
        end, period = named
        yield end, Token(text[begin:end], period=period)
    if (match := _QUOTED.match(text, begin)) is not None:
        yield match.end(), Token(match[1], frozenset({"quoted"}))
    for pattern, tag in ((_COUNT, "limit"), (_VERSION, "version"), (_DAYS, "days")):
        if (match := pattern.match(text, begin)) is not None:
            yield match.end(), Token(match[0], frozenset({tag}), number=number(match[1]))


def _joined(found: Sequence[Token]) -> list[Token]:
    """Unknown characters side by side as one word; blanks are left out."""
    joined: list[Token] = []
    for token in found:
        before = joined[-1] if joined else None
        if not token.known and before is not None and not before.known:
            joined[-1] = replace(before, text=before.text + token.text)
        else:
            joined.append(token)
    return [t for t in joined if t.text != " "]


def with_roles(found: Sequence[Token], today: date) -> list[Token]:
    """Days with what stands around them: 自…起, …前, …所知, and the year of 2018年3月至5月."""
    roles: list[Token] = []
    for at, said in enumerate(found):
        if said.period is None:
            roles.append(said)
            continue
        token = _of_that_year(said, roles, today)
        assert token.period is not None
        before = found[at - 1].text if at else ""
        after = [t.text for t in found[at + 1 : at + 3]]
        role = _role(before, after, [t.tags for t in found[at + 1 : at + 3]])
        roles.append(replace(token, period=replace(token.period, role=role)))
    return roles


def _of_that_year(token: Token, before: Sequence[Token], today: date) -> Token:
    """A day or a month after one with its year, in the same year."""
    if len(before) < 2 or before[-1].text not in _UP_TO or before[-2].period is None:
        return token
    year = _YEAR.match(before[-2].text)
    if year is None or not token.text[0].isdecimal() or _YEAR.match(token.text):
        return token
    whole = year[0] + token.text
    found = period_at(whole, 0, today)
    return replace(token, period=found[1]) if found and found[0] == len(whole) else token


def _role(before: str, after: Sequence[str], tags: Sequence[frozenset[str]]) -> str:
    if tags and ("KNOWN" in tags[0] or (after[0] in "的时" and "KNOWN" in (*tags, NO_TAGS)[1])):
        return "known"
    if before in ("自", "从", "自从") and any(a in ("起", "以来", "开始", "以后") for a in after):
        return "since"
    if after and after[0] in _UNTIL_NOW:
        return "since"
    if after and after[0] in ("前", "之前", "以前"):
        return "until"
    return "at"
