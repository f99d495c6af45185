"""A document as the families of facts see it: its text, its names and what its sections are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from graph import Place
from loaders.documents.cleaning.offsets import RepairKind
from loaders.documents.facts.articles import Article, articles_of
from loaders.documents.facts.fact import Element, Fact
from loaders.documents.facts.group_names import GroupName, group_names
from loaders.documents.facts.sections import Item, Sections
from loaders.documents.facts.table_tasks import TableTask, table_tasks
from loaders.documents.model import Document, Paragraph, SegmentKind
from loaders.documents.names.mention import Kind, Mention, Standing, UnitList, Unresolved


class Names(Protocol):
    """The names of one document: what `loaders.documents.names.Gazetteer` gives."""

    def units_in(self, begin: int, end: int) -> UnitList:
        """The units that a list names."""
        ...

    def mentions(self) -> Sequence[Mention]:
        """Every unit named in the text."""
        ...

    def level(self, name: str) -> Standing | None:
        """The level of a unit by its full name."""
        ...

    def superior(self, name: str) -> Standing | None:
        """The unit that a unit is part of."""
        ...

    def unresolved(self) -> Sequence[Unresolved]:
        """Every name of a unit whose full name is not known."""
        ...


@dataclass(frozen=True, eq=False)
class Reading:
    """A document with its title, which is its key, and its names.

    `in_tables`: full names of units that its tables of processes name. `printed`: its text with
    what is furniture of the page or a second copy, which excerpts show too; at the same places.
    """

    document: Document
    names: Names
    title: str
    in_tables: frozenset[str] = frozenset()
    printed: str = ""

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.document.text

    @property
    def me(self) -> Element:
        """The document itself."""
        return Element("Document", (self.title,))

    @cached_property
    def sections(self) -> Sections:
        """What its headings are."""
        return Sections.of(self.document)

    @cached_property
    def table_tasks(self) -> tuple[TableTask, ...]:
        """The tasks of its tables that divide work."""
        return table_tasks(self.document, self.sections.tasks)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Its articles that give work to a unit."""
        return articles_of(self.document, self.names.mentions())

    @cached_property
    def tasks(self) -> tuple[Item, ...]:
        """Its tasks, those of its text, its tables and its articles, each key once."""
        found = (*self.sections.tasks, *self._items_apart)
        return tuple({task.key: task for task in reversed(found)}.values())[::-1]

    def task_at(self, begin: int) -> Item | None:
        """The task in whose section or row a place is."""
        found = (*self._items_apart, *self.sections.tasks)
        return next((task for task in found if task.begin <= begin < task.end), None)

    @cached_property
    def _items_apart(self) -> tuple[Item, ...]:
        """The tasks of rows and articles."""
        rows, articles = self.table_tasks, self.articles
        return (*(row.item for row in rows), *(article.item for article in articles))

    @cached_property
    def groups(self) -> tuple[GroupName, ...]:
        """The work groups that it sets up."""
        return group_names(self.document)

    def group_at(self, begin: int, end: int | None = None) -> GroupName | None:
        """The work group whose name, or a word for it, begins here and ends at `end` if given.

        The longest of them, so that 领导小组办公室 is not 领导小组.
        """
        found = [
            (len(word), group)
            for group in self.groups
            for word in group.called
            if self.text.startswith(word, begin) and end in {None, begin + len(word)}
        ]
        return max(found, key=lambda each: each[0])[1] if found else None

    @cached_property
    def _readings(self) -> dict[int, int]:
        """Where in the raw text a pinyin reading that was struck out begins, and where it ends."""
        repairs = self.document.repairs
        return {r.raw_begin: r.raw_end for r in repairs if r.kind is RepairKind.PINYIN}

    def raw(self, begin: int, end: int) -> tuple[int, int]:
        """The raw range of a stretch; the reading behind its last character belongs to it."""
        first, last = self.document.map.raw(begin, end)
        return first, self._readings.get(last, last) if first < last else last

    def place(self, begin: int, end: int) -> Place:
        """Where a stretch stands in the file."""
        return self.document.original.place(*self.raw(begin, end))

    def excerpt(self, begin: int, end: int) -> str:
        """What stands there."""
        return self.document.raw[slice(*self.raw(begin, end))]

    def own(self, kind: str, key: str) -> Element:
        """An element that is numbered or named within the document."""
        return Element(kind, (self.title, key))

    def paragraphs(self, begin: int, end: int) -> Iterator[Paragraph]:
        """The paragraphs within a range."""
        for paragraph in self.document.paragraphs:
            if begin <= paragraph.begin and paragraph.end <= end:
                yield paragraph


def own_text(document: Document) -> str:
    """The text of a document with blanks in place of what is furniture or a second copy."""
    text, at, parts = document.text, 0, list[str]()
    for segment in document.segments:
        if segment.kind is SegmentKind.DOCUMENT:
            parts += (_blank(text[at : segment.begin]), text[segment.begin : segment.end])
            at = segment.end
    return "".join([*parts, _blank(text[at:])])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def body(mention: Mention) -> Element:
    """The unit or the group of units that a mention names."""
    return Element("UnitGroup" if mention.kind is Kind.GROUP else "Unit", (mention.name,))


def to_body(edge: str, subject: Element, mention: Mention) -> Fact:
    """An edge to a unit or group, cited at its name."""
    target = body(mention)
    return Fact(edge, subject, target, mention.begin, mention.end, certainty=mention.certainty)
