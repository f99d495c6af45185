"""Headings and paragraphs of a document in order, the headings as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.documents.model import Block, Heading, Paragraph, Role, Style
from loaders.documents.structure.cells import is_contents
from loaders.documents.structure.head import head_roles, sign_roles, title_roles
from loaders.documents.structure.lines import Line
from loaders.documents.structure.marks import is_attachment_mark, is_prose
from loaders.documents.structure.numbering import RANK, Number, label_of, number_of
from loaders.documents.structure.sentences import sentences
from loaders.documents.structure.titles import title_of

_CAPTION = 60
_SUBHEAD = re.compile(r"[\u4e00-\u9fff“”]{4,20}\Z")
_LEAVES = frozenset((Style.TABLE, Style.FIGURE))
_LISTED = re.compile(r"附件(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[:：.、 ]?")


@dataclass(slots=True)
class _Ranked:
    """A heading, and how far out it stands; a leaf has nothing below it."""

    heading: Heading
    rank: float


@dataclass(slots=True)
class Outline:
    """The blocks of the lines of a document as they are read."""

    text: str
    lines: Sequence[Line]
    _ranked: list[_Ranked] = field(default_factory=list)
    _paragraphs: list[Paragraph] = field(default_factory=list)

    def read(self) -> tuple[Block, ...]:
        """Headings and paragraphs in order."""
        roles = self._roles()
        listing = False
        for index, line in enumerate(self.lines):
            if line.blank:
                listing = False
                continue
            role = roles.get(index)
            if role is None and is_contents(line.text):
                role = Role.CONTENTS
            listing = role is None and self._is_listed(index, listing=listing)
            if role is not None or listing:
                self._paragraph(role or Role.ATTACHMENT, line.begin, line.end)
            else:
                self._line(index, line)
        return tuple(self._ordered())

    def _roles(self) -> Mapping[int, Role]:
        """Roles by index of line: head, titles of attachments, signatures."""
        roles = dict(head_roles(self.lines))
        body = max(roles, default=-1) + 1
        for index in range(body, len(self.lines)):
            text = self.lines[index].text
            if is_attachment_mark(text) and index not in roles:
                roles |= title_roles(self.lines, index + 1)
        return sign_roles(self.lines, tuple(roles)) | roles

    def _is_listed(self, index: int, *, listing: bool) -> bool:
        """Whether a line names an attachment that stands elsewhere: 附件：1.…, and 2.… below it."""
        text = self.lines[index].text
        label = label_of(text)
        if label is None or label.style is not Style.ATTACHMENT:
            number = number_of(text)
            return listing and number is not None and number.style is Style.DIGIT
        if is_attachment_mark(text):
            return False
        if not label.ordinal:
            return len(text) > label.end
        beside = [self.lines[i].text for i in (index - 1, index + 1) if 0 <= i < len(self.lines)]
        return any(_LISTED.match(other) and not is_attachment_mark(other) for other in beside)

    def _line(self, index: int, line: Line) -> None:
        """A line of the text: a heading, a heading with text behind it, or a paragraph."""
        label = label_of(line.text)
        if label is not None and self._is_caption(line, label):
            self._label(line, label)
            return
        number = number_of(line.text)
        if number is not None:
            self._numbered(line, number)
        elif line.heading or self._is_subhead(index, line):
            rank = RANK[Style.PLAIN] + line.heading / 10
            self._heading(Style.PLAIN, rank, line, line.begin, line.end)
        else:
            self._paragraph(Role.BODY, line.begin, line.end)

    def _is_caption(self, line: Line, label: Number) -> bool:
        short = len(line.text) <= _CAPTION and not re.search(r"[。；！？]", line.text)
        return short and (label.style is Style.ATTACHMENT or label.end < len(line.text))

    def _label(self, line: Line, label: Number) -> None:
        begin = line.begin + label.end
        self._heading(label.style, RANK[label.style], line, begin, line.end, number=label)

    def _numbered(self, line: Line, number: Number) -> None:
        title = title_of(self.text, line, number)
        self._heading(
            number.style, number.rank, line, title.begin, title.end, number=number,
            run_in=title.run_in,
        )  # fmt: skip
        if title.run_in and self.text[title.rest : line.end].strip():
            begin = title.rest
            while self.text[begin] == " ":
                begin += 1
            self._paragraph(Role.BODY, begin, line.end)

    def _is_subhead(self, index: int, line: Line) -> bool:
        """Whether a short unmarked line between paragraphs heads the ones below it."""
        if not _SUBHEAD.match(line.text):
            return False
        below = next((each for each in self.lines[index + 1 :] if not each.blank), None)
        above = next((each for each in reversed(self.lines[:index]) if not each.blank), None)
        around = (above, below)
        return all(
            each is not None and is_prose(each.text) and number_of(each.text) is None
            for each in around
        ) and not any(ranked.heading.style is Style.HAN for ranked in self._ranked)

    def _heading(  # noqa: PLR0913 - one parameter for each part of a heading
        self,
        style: Style,
        rank: float,
        line: Line,
        begin: int,
        end: int,
        *,
        number: Number | None = None,
        run_in: bool = False,
    ) -> None:
        heading = Heading(
            style, 0, number.printed if number else "", number.ordinal if number else 0,
            self.text[begin:end], line.begin, begin, max(end, begin), 0, run_in, None,
        )  # fmt: skip
        self._ranked.append(_Ranked(heading, rank))

    def _paragraph(self, role: Role, begin: int, end: int) -> None:
        above = len(self._ranked) - 1
        while above >= 0 and self._ranked[above].heading.style in _LEAVES:
            above -= 1
        found = sentences(self.text, begin, end)
        self._paragraphs.append(Paragraph(role, begin, end, found, above if above >= 0 else None))

    def _ordered(self) -> Iterator[Block]:
        blocks: list[Block] = [*self._tree(), *self._paragraphs]
        yield from sorted(blocks, key=lambda block: (block.begin, block.end))

    def _tree(self) -> list[Heading]:
        """The headings with their level, parent and section."""
        last = max((line.end for line in self.lines if not line.blank), default=0)
        made = [ranked.heading for ranked in self._ranked]
        path: list[int] = []
        for index, ranked in enumerate(self._ranked):
            leaf = ranked.heading.style in _LEAVES
            if not leaf:
                while path and self._ranked[path[-1]].rank >= ranked.rank:
                    closed = path.pop()
                    made[closed] = replace(made[closed], section_end=ranked.heading.begin)
            made[index] = replace(
                ranked.heading,
                level=len(path) + 1,
                parent=path[-1] if path else None,
                section_end=ranked.heading.end if leaf else last,
            )
            if not leaf:
                path.append(index)
        return made
