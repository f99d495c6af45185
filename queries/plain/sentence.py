"""Filling the parameters of a question from the words of a sentence; each word is used once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from ontology import NODE_KINDS, key_parts, kind_of
from queries.plain.model import Period, Token
from queries.plain.words import kind_tag

_JOINING = frozenset(("、", "和", "与", "或", "及", "以及", "跟", "或者", "还有"))


@dataclass(slots=True)
class Filling:
    """One try to read a sentence as one question.

    `choices`: ids that fit a parameter equally well, by parameter. `used`: places of words that
    have found their use. `called`: what is meant by a name that a parameter takes as it is typed.
    """

    tokens: Sequence[Token]
    today: date
    params: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    called: frozenset[str] = frozenset()
    _beside: dict[int, int] = field(default_factory=dict)
    as_of: str = ""
    known_at: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    def having(self, tag: str) -> list[int]:
        """Places of the words with a tag."""
        return [n for n, t in enumerate(self.tokens) if tag in t.tags]

    def codes(self, prefix: str) -> list[tuple[int, str]]:
        """Places and codes of the words tagged `prefix:code`."""
        return [
            (n, tag.partition(":")[2])
            for n, t in enumerate(self.tokens)
            for tag in sorted(t.tags)
            if tag.startswith(f"{prefix}:")
        ]

    def free_elements(self, kinds: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
        """Words that name elements of these kinds and are not used yet, with the ids that fit.

        An area steps back where its office is called so too and fits.
        """
        found = []
        for n, token in enumerate(self.tokens):
            if n in self.used or not token.elements:
                continue
            ids = tuple(i for i in token.elements if kind_of(i).label in kinds)
            if ids:
                found.append((n, _but_areas(self._apposed(n, self._together(n, ids)))))
        return found

    def _together(self, at: int, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Those that another word names too: model and batch, document and task."""
        for n, other in enumerate(self.tokens):
            both = tuple(i for i in ids if i in other.elements)
            if (
                n != at
                and n not in self.used
                and both
                and len(ids) > 1
                and other != self.tokens[at]
            ):
                self.used.add(n)
                ids = both
        return ids

    def _apposed(self, at: int, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the kind, or at the level, that a word beside the name says."""
        for n in (at + 1, at - 1, at + 2):
            if 0 <= n < len(self.tokens) and (n not in self.used or self._beside.get(n) == at):
                tags = self.tokens[n].tags
                if n == at + 2 and self.tokens[at + 1].text != "的":
                    continue
                kept = tuple(i for i in ids if kind_tag(kind_of(i).label) in tags)
                if kept:
                    self.used.add(n)
                    self._beside[n] = at
                    ids = kept
                    break
        levels = {code for n, code in self.codes("level")}
        kept = tuple(i for i in ids if i.rpartition("@")[2] in levels)
        if len(ids) > 1 and kept:
            self.used |= {n for n, code in self.codes("level") if any(code in i for i in kept)}
            return kept
        return ids

    def several(self, found: Sequence[tuple[int, str]]) -> list[str]:
        """The different values that one enumeration names; none for a single one.

        With a mark or a word between, as 措施、任务, or three and more without: 事件单措施任务.
        """
        places = sorted({at for at, _ in found})
        listed = {at: after for at, after in pairwise(places) if after == at + 1}
        joined = {
            n
            for at, after in pairwise(places)
            if (after - at == 2 and self.tokens[at + 1].text in _JOINING)
            or (after == at + 1 and (after in listed or at - 1 in listed))
            for n in (at, after)
        }
        values = list(dict.fromkeys(value for at, value in found if at in joined))
        return values if len(values) > 1 else []

    def all_of(self, name: str, found: Sequence[tuple[int, str]], *, required: bool) -> bool:
        """Whether several values of a parameter that takes one are named.

        A parameter that can be left out is, so that the answer holds them all; else they are to
        choose from.
        """
        values = self.several(found)
        if not values:
            return False
        self.used |= {at for at, _ in found}
        if required:
            self.choices[name] = tuple(values)
            return True
        said = "、".join(dict.fromkeys(self.tokens[at].text for at, _ in found))
        self.notes.append(
            (f"{said}：不止一种，不限定，全列", f"{said}: more than one, so that all are shown")
        )
        return True

    def take(self, name: str, kinds: Sequence[str]) -> bool:
        """The next element of these kinds for a parameter."""
        found = self.free_elements(kinds)
        if not found:
            return False
        at, ids = found[0]
        self.used.add(at)
        if len(ids) == 1:
            self.params[name] = ids[0]
        else:
            self.choices[name] = ids
        return True

    def periods(self, role: str = "") -> list[tuple[int, Period]]:
        """Days not used yet, of that role or of any."""
        return [
            (n, t.period)
            for n, t in enumerate(self.tokens)
            if t.period
            and n not in self.used
            and (t.period.role == role or (not role and t.period.role != "aside"))
        ]

    def use(self, at: int, period: Period) -> None:
        """A period has found its use, and what it assumes is said."""
        self.used.add(at)
        if period.note[0]:
            self.notes.append(period.note)


def _but_areas(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(i for i in ids if kind_of(i).label != "AdminArea") or ids


Slot = Callable[[Filling], bool]


def element(name: str, *kinds: str, required: bool = True) -> Slot:
    """An element of these kinds."""
    return lambda f: f.take(name, kinds) or not required


def version(f: Filling) -> bool:
    """A version of a document by its number: 第2版."""
    places = f.having("version")
    named = f.free_elements(("Document",))
    if not places or not named:
        return False
    at, ids = named[0]
    f.used |= {at, places[0]}
    key = key_parts(NODE_KINDS["Document"], ids[0])[0]
    f.params["element"] = f"document_version:{key}|{f.tokens[places[0]].number}"
    return True


def flag(name: str, tag: str, value: str = "yes", *, over: tuple[str, str] = ("", "")) -> Slot:
    """A parameter that is set where a word with that tag is.

    `over`: a parameter and the value of it that says as much already.
    """

    def fill(f: Filling) -> bool:
        places = f.having(tag)
        if places and (not over[0] or f.params.get(over[0]) != over[1]):
            f.params[name] = value
            f.used |= set(places)
        return True

    return fill


def coded(name: str, prefix: str, *, required: bool = False) -> Slot:
    """A code of a list by its title."""

    def fill(f: Filling) -> bool:
        found = [one for one in f.codes(prefix) if one[0] not in f.used]
        if f.all_of(name, found, required=required):
            return True
        for _, code in found[:1]:
            f.params[name] = code
            f.used |= {n for n, same in found if same == code}
        return bool(found) or not required

    return fill


def kind(name: str, *labels: str, required: bool = False) -> Slot:
    """A kind of node by its title."""

    def fill(f: Filling) -> bool:
        wanted = labels or tuple(NODE_KINDS)
        free = [(n, c) for n, c in f.codes("kind") if n not in f.used and c in wanted]
        # 系统里 is where anything is, and no kind where any would do.
        found = [one for one in free if labels or "-" not in f.tokens[one[0]].tags]
        found.sort(key=lambda one: _particular(f.tokens[one[0]], one[1], wanted))
        if f.all_of(name, found, required=required):
            return True
        for at, label in found[:1]:
            f.params[name] = label
            f.used.add(at)
        return bool(found) or not required

    return fill


def _particular(word: Token, label: str, wanted: Sequence[str]) -> tuple[bool, int, bool, int]:
    """The longest word is the most particular kind, then the one whose title it is.

    Last comes a word that mostly says nothing: 系统里 is where anything is.
    """
    text = word.text
    return "-" in word.tags, -len(text), NODE_KINDS[label].title_zh != text, wanted.index(label)


def mapped(name: str, values: Sequence[tuple[str, str]], *, required: bool = False) -> Slot:
    """The value of the first tag in the list that a word has."""

    def fill(f: Filling) -> bool:
        free = [(n, t) for n, t in enumerate(f.tokens) if n not in f.used]
        found = [(n, v) for n, t in free if (v := _first_value(t, values))]
        if f.all_of(name, found, required=required):
            return True
        for tag, value in values:
            places = [n for n in f.having(tag) if n not in f.used]
            if places:
                f.params[name] = value
                f.used |= set(places)
                return True
        return not required

    return fill


def _first_value(token: Token, values: Sequence[tuple[str, str]]) -> str:
    return next((value for tag, value in values if tag in token.tags), "")


def named(name: str, label: str, *, by_id: bool = False) -> Slot:
    """An element of a kind as it is called in the sentence, by its code where that stands too.

    `by_id`: its id where it is one of several called so: Y03-02 of the level that is named.
    """

    def fill(f: Filling) -> bool:
        for at, ids in f.free_elements((label,))[:1]:
            called = [i for i in f.tokens[at].elements if kind_of(i).label == label]
            codes = [t.text for t in f.tokens if t.text.isascii() and set(ids) & set(t.elements)]
            chosen = by_id and len(ids) == 1 < len(called)
            f.params[name] = ids[0] if chosen else next(iter(codes), f.tokens[at].text)
            f.called |= set(called)
            f.used.add(at)
        return True

    return fill


def span(f: Filling) -> bool:
    """`from` and `to` from a period, from two days, or from today until a day."""
    found = f.periods()
    found = [one for one in found if one[1].role != "known"]
    if not found:
        return True
    first, last = found[0][1].first, found[min(1, len(found) - 1)][1].last
    if len(found) == 1 and (found[0][1].role == "until" or _ahead(f, *found[0])):
        first = min(f.today, last)
    elif len(found) == 1 and found[0][1].role == "since":
        last = max(f.today, first)
    f.params |= {"from": first.isoformat(), "to": last.isoformat()}
    for at, period in found[:2]:
        f.use(at, period)
    return True


def span_to_come(f: Filling) -> bool:
    """`from` and `to` of what comes due: 12月 in November is the next one, not the last one."""
    f.tokens = [
        replace(t, period=replace(t.period.coming, role=t.period.role))
        if t.period and t.period.coming
        else t
        for t in f.tokens
    ]
    return span(f)


def _ahead(f: Filling, at: int, period: Period) -> bool:
    """Whether a period is 到 a day that is still to come: from now until then."""
    said = at > 0 and f.tokens[at - 1].text in ("到", "至", "直到")
    return said and period.first == period.last >= f.today


def two_days(first: str, last: str, role: str = "") -> Slot:
    """Two days to compare; one alone is compared with today."""

    def fill(f: Filling) -> bool:
        found = f.periods(role)
        if not found:
            return False
        days = sorted((period.first, period.last) for _, period in found[:2])
        begin, end = days[0][0], days[1][1] if len(days) > 1 else f.today
        f.params |= {first: begin.isoformat(), last: end.isoformat()}
        for at, period in found[:2]:
            f.use(at, period)
        return True

    return fill


def past(f: Filling) -> bool:
    """What has expired already, where no days are named."""
    places = f.having("PAST")
    if places and "from" not in f.params:
        f.params["overdue"] = "yes"
        f.used |= set(places)
    return True


def since(f: Filling) -> bool:
    """自…起, for a doubt that begins on a day."""
    return begin("since")(f)


def begin(name: str) -> Slot:
    """自…起, 自…以来: the day on which something begins."""

    def fill(f: Filling) -> bool:
        for at, period in f.periods("since")[:1]:
            f.params[name] = period.first.isoformat()
            f.use(at, period)
        return True

    return fill
