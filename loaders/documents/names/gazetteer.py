"""The units of one document: every name of one, and what it stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from loaders.documents.model import Document
from loaders.documents.names.contexts import listings, text_stretches, titles_in
from loaders.documents.names.issuer import issuer_of
from loaders.documents.names.items import Form
from loaders.documents.names.known import declared, find_known, short_names
from loaders.documents.names.lists import Item, read_list
from loaders.documents.names.mention import (
    Kind,
    Mention,
    Reason,
    Standing,
    UnitList,
    Unresolved,
    Variant,
)
from loaders.documents.names.merging import longer_names
from loaders.documents.names.register import Register
from loaders.documents.names.resolve import Named, Resolver
from loaders.documents.names.scan import Scanner, without_overlap
from loaders.documents.names.standing import level_of_group, level_of_unit, superior_of_unit
from ontology import Certainty

_ADDRESSED = ("贵", "你")


class Gazetteer:
    """The names of units in one document, read alone.

    It knows the document and the area codes. What it concludes beyond the words that are printed
    is `inferred`, what it cannot conclude is unresolved; nothing is guessed without saying so.
    """

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._stretches = text_stretches(document)
        self._scanner = Scanner(self._text, self._stretches)
        running = self._scanner.items()
        self._lists = [each.items for each in listings(document)]
        listed = [item for items in self._lists for item in _flat(items)]
        self._register = Register([*running, *listed])
        self._issuer = issuer_of(document, running, self._register)
        resolver = Resolver(self._register, self._issuer, {})
        self._aliases = {
            short: named
            for short, item in declared(self._text, [*running, *listed])
            for named in resolver.units([item])
            if isinstance(named, Mention)
        }
        self._resolver = Resolver(self._register, self._issuer, self._aliases)
        addressees = document.head.addressees
        self._addressees = (addressees.begin, addressees.end - 1) if addressees else (0, 0)
        self._running = running
        self._listed = listed

    @property
    def issuer(self) -> Mention | None:
        """Who issues the document, where the head or the signature prints it; None if unknown."""
        return next(iter(self.issuers), None)

    @cached_property
    def issuers(self) -> tuple[Mention, ...]:
        """All who issue the document together."""
        found = [named for item in self._issuer.items for named in self._resolver.units([item])]
        return tuple(named for named in found if isinstance(named, Mention))

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that its 自治区, 省, 市, 县 are, the lowest first."""
        return self._issuer.areas

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Full names that are another spelling of one that the document prints more often."""
        return self._register.variants

    @property
    def declared(self) -> dict[str, str]:
        """Short names that the document declares, each with its full name."""
        return {short: meant.name for short, meant in self._aliases.items()}

    def units_in(self, begin: int, end: int) -> UnitList:
        """The units and groups that `text[begin:end]` lists."""
        listing = read_list(self._text, begin, end, self._aliases)
        needed = _refers_back(listing.items)
        before = self._before(listing.items, self._named) if needed else ()
        named = [self._merged(each) for each in self._resolver.units(listing.items, before)]
        return UnitList(
            tuple(each for each in named if isinstance(each, Mention)),
            listing.open_ended,
            listing.unread,
            tuple(each for each in named if isinstance(each, Unresolved)),
        )

    def mentions(self) -> tuple[Mention, ...]:
        """Every unit and group named in the document's own text, in order.

        Titles of other documents, headers of tables, furniture and second copies are left out.
        Groups that share words (各盟市、旗县气象局) are mentions of the same stretch.
        """
        return tuple(each for each in self._named if isinstance(each, Mention))

    def unresolved(self) -> tuple[Unresolved, ...]:
        """Every name of a unit in the text whose full name is not known: a work list."""
        return tuple(each for each in self._named if isinstance(each, Unresolved))

    def level(self, name: str, kind: Kind = Kind.UNIT) -> Standing | None:
        """`national`, `region`, `league`, `banner`, `station` or `external`; None if unknown."""
        rule = level_of_unit if kind is Kind.UNIT else level_of_group
        return rule(name, self._issuer)

    def superior(self, name: str) -> Standing | None:
        """The unit that a unit is part of, as far as its full name shows it."""
        return superior_of_unit(name, self._register.names)

    @cached_property
    def _named(self) -> tuple[Named, ...]:
        found = [self._merged(each) for named in self._resolved for each in named]
        return tuple(sorted(found, key=lambda each: (each.begin, each.end)))

    @cached_property
    def _resolved(self) -> list[list[Named]]:
        """Everything named, list by list, before names are brought together."""
        found: list[list[Named]] = []
        line: list[Named] = []
        for items in self._all_lists():
            before = self._before(items, line) if _refers_back(items) else ()
            found.append(self._resolver.units(items, before))
            line.extend(found[-1])
        return found

    @cached_property
    def _longer(self) -> dict[str, str]:
        return longer_names(self._resolved, self._register, self._issuer, self._text)

    def _merged(self, named: Named) -> Named:
        longer = self._longer.get(named.name) if isinstance(named, Mention) else None
        if longer is None or not isinstance(named, Mention):
            return named
        return replace(named, name=longer, reason=Reason.SHORT, certainty=Certainty.INFERRED)

    def _all_lists(self) -> list[list[Item]]:
        """What the text lists, and what it names beside that, in the order of the text."""
        titles = titles_in(self._text)
        lists = [items for items in self._lists if not _inside(items[0], titles)]
        taken = sorted((item.begin, item.end) for items in lists for item in _flat(items))
        names = short_names([*self._running, *self._listed], self._register)
        names |= dict.fromkeys(self._aliases, Form.ALIAS)
        known = list(find_known(self._text, self._stretches, names))
        running = without_overlap([*known, *self._running])
        for chain in self._scanner.chains(running):
            free = [i for i in chain if not (_inside(i, titles) or _overlaps(i, taken))]
            if free:
                lists.append(free)
        return sorted(lists, key=lambda items: items[0].begin)

    def _before(self, items: Sequence[Item], named: Sequence[Named]) -> Sequence[Mention]:
        """What items may refer to: who is addressed (贵局), or what their line named before."""
        if any(item.printed.startswith(_ADDRESSED) for item in items):
            found = read_list(self._text, *self._addressees).items
            resolved = self._resolver.units([i for i in found if not _refers_back([i])])
            return [each for each in resolved if isinstance(each, Mention)]
        line = self._text.rfind("\n", 0, items[0].begin) + 1
        return [
            each
            for each in named
            if isinstance(each, Mention) and line <= each.begin and each.end <= items[0].begin
        ]


def _flat(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _flat(item.inside)


def _refers_back(items: Sequence[Item]) -> bool:
    return any(item.parsed.form in {Form.SELF, Form.BACK} for item in items)


def _inside(item: Item, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (item.begin + 1,)) - 1
    return at >= 0 and item.end <= spans[at][1]


def _overlaps(item: Item, taken: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(taken, (item.end,)) - 1
    return at >= 0 and taken[at][1] > item.begin
