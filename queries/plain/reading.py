"""A sentence into words: days, codes, names of elements, words of the lexicon, unknown ones.

Of all ways to divide it, the one with the fewest unknown characters, then with the fewest words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ontology import kind_of
from queries.plain.asides import of_a_reason, of_the_telling
from queries.plain.dates import number, period_at
from queries.plain.model import NO_TAGS, Token
from queries.plain.names import Names
from queries.plain.words import kind_tag, simplified

LONGEST = 200
"""Characters of a sentence; a longer text is no question."""
_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z/._|@:+-]*[0-9A-Za-z])?")
_QUOTED = re.compile("[“\"「『'‘]([^“”\"「」『』'‘’]{1,60})[”\"」』'’]")
_COUNT = re.compile(
    r"(?:最近|最新|前|列出?|给出?|给我|来|取|只看|只要|头|最多|至多|不超过)的?"
    r"(\d{1,6}(?=[个条项行])|\d{1,3}(?![\d.-])|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    r"|[两三四五六七八九])[个条项行]?(?![天日周月年])"
)
_TITLE = re.compile("《([^《》]{2,80})》")
_TITLE_ENDS = ("方案", "规划", "细则", "办法", "规程", "手册", "指南")
_ASKING = frozenset({"LIST", "MULTI", "WHO", "ONLY", "NEG", "LATE", "PAST"})
_GRAMMAR = frozenset("的里中有在按照把对给从和与跟是哪这那该其被由将")
_TITLE_LONGEST = 9
_TITLE_WORDS = 2
"""Words that a title has after the name of the unit that it begins with, at least, without one."""
_VERSION = re.compile(r"第?(\d{1,3}|[一二三四五六七八九十]{1,2})版")
_DAYS = re.compile(
    r"观察期?[^\d,，。、;；]{0,4}(?P<n>\d{1,4})天"
    r"|(?P<m>\d{1,4})天(?:的|为|作为|做|当)?观察期?"
    r"|(?<=[完成毕束])(?:了|以后|之后|后)+的?(?P<k>\d{1,4})天(?:[里内中]|之内|以内)?"
    r"|(?P<j>\d{1,4})天(?:[里内中]|之内|以内)就?(?=[又再还复])"
)
_EITHER = re.compile(r"([\u4e00-\u9fff])[没不]\1(?!有)[完好成到过掉]?")
"""做没做, 报不报: whether, whatever the verb."""
_YEAR = re.compile(r"\d{4}年")
_UP_TO = ("到", "至", "和", "与", "跟", "-", "~", "～", "—")
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_RETROFLEX = re.compile("(?<=[哪这那块活会点样劲])儿(?![童子女])")
_ONE_QUOTED = re.compile("[“\"「『'‘]([留废改立])[”\"」』'’]")
_SEEN_FROM = re.compile(r"(\A|[,;:。])站在(?=[\d今去昨前本上])")
_NEW_YEAR = re.compile("元旦节?(?!期间|假期|前|后|以)")
_YEARS_END = re.compile(r"(\d{4}年)年(?=[底初末中])")
_PASSED_WORD = 3
_NUMERALS = "一二两三四五六七八九十百千"
_GROUPING = frozenset("逐按每各分")
"""Words after which stands by what to group, so that what follows is not passed over."""
_PASSED = 2
"""Unknown characters of a sentence that are passed over at most."""
_BLANK_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_DONE = frozenset({"SETTLED", "FINISHED", "MET"})
_OUGHT = ("要", "应", "应该", "该", "须", "必须", "需要", "得", "应当", "需")
_WHETHER = ("吗", "没有", "没", "了没", "了吗", "多少")
_ENDS = ("", "?", ",", ".", ";", "!", "。", "、", "呢", "啊", "呀", "吗")
_US = ("的", "时", "我们", "咱们", "大家")
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
    """A sentence as the lexicon writes it.

    Full-width letters and digits become narrow, traditional characters simplified; white space of
    any kind is one blank, and none between two Chinese characters. 哪儿 is 哪, 2024年年底 is
    2024年底, 元旦 is 1月1日, 站在2024年看 is 在2024年看, and the verdicts on documents stand
    without quotation marks.
    """
    narrow = " ".join(unicodedata.normalize("NFKC", text).split())
    plain = _BLANK_WITHIN.sub("", narrow).translate(simplified())
    plain = _NEW_YEAR.sub("1月1日", _SEEN_FROM.sub(r"\1在", plain))
    return _YEARS_END.sub(r"\1", _ONE_QUOTED.sub(r"\1", _RETROFLEX.sub("", plain)))


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
        if cost == float("inf") or begin in inside or _within_asking(text, begin):
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
    return _joined(_of_no_station(_titled(found[::-1])))


def _of_no_station(found: Sequence[Token]) -> list[Token]:
    """Names before 站 as unknown where no station is called so: 集宁站 is no office."""
    after = [*(t.text for t in found[1:]), ""]
    return [
        Token(t.text, known=False)
        if t.elements and behind == "站" and not any(_is_station(i) for i in t.elements)
        else t
        for t, behind in zip(found, after, strict=True)
    ]


def _is_station(element: str) -> bool:
    return kind_of(element).label == "Station"


def _titled(found: Sequence[Token]) -> list[Token]:
    """Words from the name of a unit on to 方案, with nothing of grammar between, as one title.

    Nobody has a document of that name, else it would be named: the unit is not what is meant.
    """
    read = list(found)
    for end, last in enumerate(found):
        if not last.text.endswith(_TITLE_ENDS) or last.elements:
            continue
        begin = end
        while begin and end - begin < _TITLE_LONGEST and _within_a_title(found[begin - 1]):
            begin -= 1
            if found[begin].elements:
                break
        named = any(kind_of(i).label == "Unit" for i in found[begin].elements)
        if named and end - begin > _TITLE_WORDS:
            whole = Token("".join(t.text for t in found[begin : end + 1]), known=False)
            return [*read[:begin], whole, *read[end + 1 :]]
    return read


def _within_a_title(token: Token) -> bool:
    """Whether a word may stand in a title: no word of grammar, no day, nothing that asks."""
    asks = token.period or token.tags & _ASKING or token.number is not None
    return _CHINESE.fullmatch(token.text) is not None and token.text not in _GRAMMAR and not asks


def _within_asking(text: str, begin: int) -> bool:
    """Whether a place is the 没 of 有没有, which denies nothing."""
    return begin > 0 and text.startswith("有没有", begin - 1)


def _price(token: Token, length: int) -> float:
    """Among equals the later division wins, so that the first word is the longest."""
    if not token.known and "title" not in token.tags:
        return _UNKNOWN * length
    return _SURE if token.period or token.number is not None else _WORD


def _at(text: str, begin: int, words: Vocabulary, today: date) -> Iterator[tuple[int, Token]]:
    """What may begin at a place of the text; an unknown character or code always does."""
    code = _CODE.match(text, begin)
    yield from _special(text, begin, today)
    if (quoted := _QUOTED.match(text, begin)) is not None:
        ids = words.names.called(quoted[1])
        called = words.lexicon.get(quoted[1].replace(" ", ""), NO_TAGS)
        rules = {tag for tag in called if tag.startswith("rule_id:")}
        yield quoted.end(), Token(quoted[1], frozenset({"quoted", *rules}), ids)
    if (title := _TITLE.match(text, begin)) is not None:
        ids = words.names.called(title[1])
        unknown = Token(title[1], frozenset({"title"}), known=False)
        yield title.end(), Token(title[1], elements=ids) if ids else unknown
    if code is not None:
        known = words.codes.get(code[0], ())
        if known:
            yield code.end(), Token(code[0], elements=known)
        if code[0] in words.lexicon:
            yield code.end(), Token(code[0], words.lexicon[code[0]])
        yield code.end(), Token(code[0], known=False)
    yield begin + 1, _blank(text[begin])
    found: dict[int, Token] = {}
    for end in range(begin + 1, min(len(text), begin + _LONGEST_WORD) + 1):
        tags = words.lexicon.get(text[begin:end])
        if tags is not None:
            found[end] = Token(text[begin:end], tags)
    for end, ids in words.names.at(text.casefold(), begin):
        named = found.get(end, Token(text[begin:end]))
        found[end] = replace(named, elements=_not_its_kind(named, ids))
    yield from found.items()


def _not_its_kind(word: Token, ids: Sequence[str]) -> tuple[str, ...]:
    """Elements called so, but those that are called like their kind: 业务过程 is none."""
    return tuple(i for i in ids if kind_tag(kind_of(i).label) not in word.tags)


def _blank(character: str) -> Token:
    return Token(character, known=character == " ")


def _special(text: str, begin: int, today: date) -> Iterator[tuple[int, Token]]:
    """Days, counts, versions."""
    if (named := period_at(text, begin, today)) is not None:
        end, period = named
        yield end, Token(text[begin:end], period=period)
    for pattern, tag in ((_COUNT, "limit"), (_VERSION, "version"), (_DAYS, "days")):
        if (match := pattern.match(text, begin)) is not None:
            said = next(group for group in match.groups() if group)
            yield match.end(), Token(match[0], frozenset({tag}), number=number(said))
    if (match := _EITHER.match(text, begin)) is not None:
        yield match.end(), Token(match[0])


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
        about = after[:1] in (["前后"], ["左右"]) and token.period.first != token.period.last
        told = of_the_telling(found, at) or of_a_reason(found, at, today)
        role = "aside" if about or told else role
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


def with_passed(found: Sequence[Token]) -> list[Token]:
    """Unknown words with those passed over that can name nothing where they stand.

    One Chinese character, not beside another unknown word or the word for a kind of thing: in
    火星站 or 乌站 it may be the name of one. A word of two or three only where the sentence names
    something else by what it is called; where it names nothing the first word that says something
    is never passed over, as it may be what all is about. No more than two, none where something is
    searched.
    """
    named = any(t.elements for t in found)
    longest = _PASSED_WORD if named else 1
    telling = [at for at, t in enumerate(found) if t.elements or t.tags - {"-"} or not t.known]
    alone = [
        at
        for at in range(len(found))
        if _nameless(found, at, longest) and (named or at != telling[0])
    ]
    unknown = sum(not t.known for t in found)
    searching = any("SEARCH" in t.tags and "-" not in t.tags for t in found)
    if searching or len(alone) != unknown or len(alone) > _PASSED:
        return list(found)
    return [replace(t, known=True, passed=True) if at in alone else t for at, t in enumerate(found)]


def with_tails(found: Sequence[Token]) -> list[Token]:
    """Words with 没有 and 没 at the end of a clause as what they are there: the end of a question.

    做完了没有 asks whether it is done; 什么都没有 says that nothing is. What is asked so, as in
    都关闭了吗, is no condition either: not only those that are closed.
    要办完 says that it is not done.
    """
    read: list[Token] = []
    for at, word in enumerate(found):
        if _is_tail(found, at):
            read.append(replace(word, tags=NO_TAGS))
        elif "FINISHED" in word.tags and at and _obliges(found[at - 1]):
            read.append(replace(word, tags=word.tags - _DONE | {"TO_DO"}))
        elif word.tags & _DONE and _is_asked(found, at):
            read.append(replace(word, tags=word.tags - _DONE | {"PROGRESS"}))
        else:
            read.append(word)
    return read


def _obliges(word: Token) -> bool:
    return word.text in _OUGHT or "TO_DO" in word.tags


def _is_asked(found: Sequence[Token], at: int) -> bool:
    """Whether a word of what is done stands before 了吗, 没有 or 多少 at the end of a clause."""
    after = [t.text for t in found[at + 1 : at + 3] if t.text != "了"]
    return after[:1] != [] and after[0] in _WHETHER and (len(after) == 1 or after[1] in _ENDS)


def _is_tail(found: Sequence[Token], at: int) -> bool:
    after = found[at + 1].text if at + 1 < len(found) else ""
    before = found[at - 1].text if at else ""
    said = found[at].text in ("没有", "没", "没了")
    return said and after in _ENDS and bool(before) and before[-1] not in "都也还么啥而却又"


def _nameless(found: Sequence[Token], at: int, longest: int) -> bool:
    word = found[at]
    beside = [found[n] for n in (at - 1, at + 1) if 0 <= n < len(found)]
    return (
        not word.known
        and len(word.text) <= longest
        and _CHINESE.fullmatch(word.text) is not None
        and (at == 0 or not (found[at - 1].text in _GROUPING or "ONLY" in found[at - 1].tags))
        and (
            word.text in _NUMERALS
            or _before_a_name(found, at)
            or all(t.known and not t.elements and not _names_a_kind(t) for t in beside)
        )
    )


def _before_a_name(found: Sequence[Token], at: int) -> bool:
    """Whether a word and the word for a kind after it only describe what is named next."""
    kind, name = (found[n : n + 1] for n in (at + 1, at + 2))
    return any(_names_a_kind(t) for t in kind) and any(t.elements for t in name)


def _names_a_kind(token: Token) -> bool:
    return any(tag.startswith(("kind:", "level:")) for tag in token.tags)


def _role(before: str, after: Sequence[str], tags: Sequence[frozenset[str]]) -> str:
    if tags and ("KNOWN" in tags[0] or (after[0] in _US and "KNOWN" in (*tags, NO_TAGS)[1])):
        return "known"
    if before in ("自", "从", "自从") and any(a in ("起", "以来", "开始", "以后") for a in after):
        return "since"
    if after and after[0] in _UNTIL_NOW:
        return "since"
    if after and after[0] in ("前", "之前", "以前"):
        return "until"
    return "at"
