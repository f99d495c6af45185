"""The meanings of a sentence: every pattern is tried, the one that uses most words is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product

from ontology import kind_of
from queries.plain.asides import of_what_is_ahead
from queries.plain.model import Meaning, Token
from queries.plain.pattern import Pattern
from queries.plain.patterns import patterns
from queries.plain.sentence import Filling
from queries.registry import query_named

MOST_CHOICES = 12
_LAST_RESORT = -2.0
"""The weight of a pattern that asks for hardly a word: it is kept to short sentences."""
_PLAIN_WORDS = 3
_DESCRIBING = 4
"""Words before a name that are looked at for what they say of it, the name included."""
_LIGHT = frozenset(("现在", "目前", "什么", "哪些", *"的了吗呢啊吧是在有个这那?,.!;:、。"))
_STATES = {"state", "unsettled", "overdue", "decided", "rule"}
"""Parameters that words for how something stands may fill."""
_NARROWED = 3
"""Words after 只看 among which is what alone is asked for."""
_PASSED_OVER = 2
"""Words that a reading stands without at most."""
_POINTING = tuple(f"{this}{one}" for this in "这该此那" for one in ("", *"个份台支家项条件座次批"))
_OPEN = {"LIST", "MULTI", "WHO", "ASK", "ONLY", "-"}
"""Tags of words that ask, and leave open what for, or that change nothing."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A pattern that fits, the words it leaves over, and how much it explains.

    `passed`: the reading stands without the words that are left over. `narrowed`: one of these is
    what alone is asked for.
    """

    pattern: Pattern
    filling: Filling
    over: tuple[Token, ...]
    passed: bool = False
    narrowed: bool = False

    @property
    def rank(self) -> tuple[int, float]:
        """Fewest words over first, then the most particular."""
        needed = len(self.pattern.needs)
        return (len(self.over), -(needed + self.pattern.weight))


@cache
def _patterns() -> tuple[Pattern, ...]:
    return patterns()


def fits(tokens: Sequence[Token], today: date) -> list[Fit]:
    """The best readings of a sentence: more than one only where they explain equally much."""
    found = [fit for p in _patterns() if (fit := _fit(p, tokens, today))]
    best = min((fit.rank for fit in found), default=None)
    kept: dict[str, Fit] = {}
    for fit in found:
        if fit.rank == best:
            kept.setdefault(f"{fit.pattern.question} {fit.filling.params}", fit)
    chosen = list(kept.values())
    return [replace(chosen[0], passed=True)] if _stands(chosen, found) else chosen


def loosest(question: str, tokens: Sequence[Token], today: date) -> Fit | None:
    """The best reading as this question, though words that it needs may be wanting.

    Fewest names and days over first, then fewest words wanting, then fewest words over; None where
    a parameter that it needs is not named.
    """
    tags = {tag for t in tokens for tag in t.tags}
    found: list[tuple[tuple[float, ...], Fit]] = []
    for p in _patterns():
        if p.question != question:
            continue
        loose = replace(p, needs=(), uses=" ".join((p.uses, *p.needs)))
        fit = _fit(loose, tokens, today)
        if fit is not None:
            wanting = sum(not _any(group, tags) for group in p.needs)
            names = sum(bool(t.elements or t.period) for t in fit.over)
            found.append(((names, wanting, len(fit.over), -p.weight), fit))
    best = min(found, key=lambda one: one[0], default=None)
    return None if best is None else best[1]


def _stands(chosen: Sequence[Fit], found: Sequence[Fit]) -> bool:
    """Whether one reading stands without a word or two, as every other question leaves more over.

    Only words that name, date, negate and narrow nothing are passed over.
    """
    if len(chosen) != 1 or chosen[0].pattern.weight <= _LAST_RESORT or chosen[0].narrowed:
        return False
    (best,) = chosen
    over = len(best.over)
    if best.pattern.strict:
        return not over
    takes = {p.name for p in query_named(best.pattern.question).params}
    others = [
        fit
        for fit in found
        if fit.pattern.question != best.pattern.question and fit.pattern.weight > _LAST_RESORT
    ]
    return (
        over <= _PASSED_OVER
        and all(
            token.passable(stands=bool(takes & _STATES), groups="by" in takes)
            for token in best.over
        )
        and all(len(fit.over) > over for fit in others)
    )


def nearest(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The three questions that share most words with a sentence."""
    tags = {tag for t in tokens for tag in t.tags}
    scored: dict[str, int] = {}
    for p in _patterns():
        shared = sum(bool(_any(group, tags)) for group in p.needs)
        scored[p.question] = max(scored.get(p.question, 0), shared)
    ranked = sorted((q for q, n in scored.items() if n), key=lambda q: -scored[q])
    return tuple(ranked[:3])


def meanings(fit: Fit) -> list[Meaning]:
    """The meanings of a reading: one, or one for each element that a name may stand for."""
    filling = fit.filling
    names = list(filling.choices)
    return [
        Meaning(
            fit.pattern.question,
            dict(sorted((filling.params | dict(zip(names, ids, strict=True))).items())),
            filling.as_of,
            filling.known_at,
            tuple(dict.fromkeys((*filling.notes, *_passed_over(fit)))),
            () if fit.passed else tuple(token.text for token in fit.over),
        )
        for ids in list(product(*filling.choices.values()))[:MOST_CHOICES]
    ]


def _passed_over(fit: Fit) -> list[tuple[str, str]]:
    """What is said of words that were passed over."""
    over = [t.text for t in fit.filling.tokens if t.passed]
    over += [t.text for t in fit.over if fit.passed]
    words = "、".join(dict.fromkeys(over))
    return [(f"略过了：{words}", f"passed over: {words}")] if words else []


def _fit(pattern: Pattern, tokens: Sequence[Token], today: date) -> Fit | None:
    tags = {tag for t in tokens for tag in t.tags}
    if not all(_any(group, tags) for group in pattern.needs):
        return None
    filling = Filling(tokens, today)
    if not all(slot(filling) for slot in pattern.slots):
        return None
    _times(filling)
    allowed = {
        *_OPEN,
        *pattern.uses.split(),
        *(tag for group in pattern.needs for tag in group.split()),
    }
    needed = {tag for group in pattern.needs for tag in group.split()}
    alone = {n for n in _only(tokens) if not _explained(tokens[n], needed)} - filling.used
    over = tuple(
        t
        for n, t in enumerate(tokens)
        if n not in filling.used
        and (n in alone or not _explained(t, allowed))
        and not _describes(filling, n)
        and not _named_again(filling, t)
        and not _refers_back(filling, n)
    )
    if pattern.weight <= _LAST_RESORT:
        plain = tuple(t for t in tokens if _is_plain(t))
        over += plain if len(plain) > _PLAIN_WORDS else ()
    return Fit(pattern, filling, over, narrowed=bool(alone))


def _only(tokens: Sequence[Token]) -> set[int]:
    """Places of the words that 只看, 只要 and the like narrow what is asked to."""
    found = set()
    for at, token in enumerate(tokens):
        after = range(at + 1, min(at + 1 + _NARROWED, len(tokens))) if "ONLY" in token.tags else ()
        said = (n for n in after if tokens[n].elements or tokens[n].tags - {"-"})
        found |= set(list(said)[:1])
    return found


def _describes(filling: Filling, at: int) -> bool:
    """Whether a word only says what the thing named after it is: 气压检定规程QX/T-102.

    Or whose it is, where that thing is named by its code: 阿荣旗的ISS-50647-04.
    """
    owned = at + 2
    if filling.tokens[at].elements and owned < len(filling.tokens):
        possessive, thing = filling.tokens[at + 1].text == "的", filling.tokens[owned]
        return possessive and owned in filling.used and _by_code(thing)
    for n in range(at, min(at + _DESCRIBING, len(filling.tokens))):
        token = filling.tokens[n]
        if token.elements:
            return n in filling.used and n > at
        if not any(tag.startswith(("kind:", "variable:")) for tag in token.tags):
            return False
    return False


def _refers_back(filling: Filling, at: int) -> bool:
    """Whether a word for a kind only points at one of it that was named: 《…》…，这份文件…."""
    before = "".join(t.text for t in filling.tokens[max(at - 2, 0) : at])
    kinds = {tag.removeprefix("kind:") for tag in filling.tokens[at].tags if "kind:" in tag}
    named = (i for n, t in enumerate(filling.tokens[:at]) if n in filling.used for i in t.elements)
    return before.endswith(_POINTING) and any(kind_of(i).label in kinds for i in named)


def _by_code(token: Token) -> bool:
    return len(token.elements) == 1 and token.text.isascii()


def _named_again(filling: Filling, token: Token) -> bool:
    """Whether a word names what a parameter holds already: 气压（PRS）, Y02-03维护维修."""
    held = filling.called | set(filling.params.values())
    return bool(token.elements) and held.issuperset(token.elements)


def _is_plain(token: Token) -> bool:
    """Whether a word changes nothing, and is not one of those that any sentence has."""
    said = token.tags or token.elements or token.period or token.number is not None
    return not said and token.known and token.text not in _LIGHT


def _any(group: str, tags: set[str]) -> bool:
    """Whether one of the tags of a group is there; `check` stands for every `check:…`."""
    heads = {tag.partition(":")[0] for tag in tags}
    return any(tag in tags or (":" not in tag and tag in heads) for tag in group.split())


def _explained(token: Token, allowed: set[str]) -> bool:
    if not token.known or token.period is not None:
        return False
    if token.tags:
        return any(tag in allowed or tag.partition(":")[0] in allowed for tag in token.tags)
    return not token.elements


def _times(filling: Filling) -> None:
    """A day that no parameter takes is the day asked about, or the day of what was known."""
    for at, period in filling.periods("known")[:1]:
        filling.known_at = period.last.isoformat()
        filling.used |= set(filling.having("KNOWN"))
        filling.use(at, period)
    ahead = [
        one for one in filling.periods() if of_what_is_ahead(filling.tokens, one[0], filling.today)
    ]
    for at, _ in (*filling.periods("aside"), *ahead):
        said = filling.tokens[at].text
        filling.notes.append((f"{said} 不限定时间", f"{said} bounds no time"))
        filling.used.add(at)
    for at, period in [one for one in filling.periods() if one[1].role != "since"][:1]:
        if period.first < filling.today < period.last:
            said = filling.tokens[at].text
            filling.notes.append((f"{said}：到今天为止", f"{said}: until today"))
            filling.used.add(at)
            continue
        filling.as_of = period.last.isoformat()
        if period.first != period.last and not period.note[0]:
            said = filling.tokens[at].text
            filling.notes.append(
                (f"{said} 取最后一天 {period.last}", f"{said}: its last day, {period.last}")
            )
        filling.use(at, period)
