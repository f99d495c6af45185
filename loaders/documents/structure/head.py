"""What stands before the text of a document, and who signs at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.documents.model import Head, Mark, Paragraph, Role, Signature
from loaders.documents.structure.cells import is_contents
from loaders.documents.structure.furniture import is_byline
from loaders.documents.structure.lines import Line, unbroken
from loaders.documents.structure.marks import (
    is_addressees,
    is_attachment_mark,
    is_date,
    is_issuer,
    is_letterhead,
    is_number,
    is_prose,
    is_remark,
)
from loaders.documents.structure.numbering import label_of, number_of

_RULES = (
    (Role.NUMBER, is_number),
    (Role.ATTACHMENT, is_attachment_mark),
    (Role.LETTERHEAD, is_letterhead),
    (Role.BYLINE, is_byline),
    (Role.DATE, is_date),
    (Role.REMARK, is_remark),
    (Role.ADDRESSEES, is_addressees),
)
_TITLE_LINES, _TITLE_LENGTH = 5, 80
_TITLE_END = re.compile(
    r"(?:通知|通报|意见|办法|方案|规划|计划|要点|规定|细则|规则|制度|手册|指南|纲要|决定|公告|通告|公报|函"
    r"|报告|请示|批复|纪要|总结|措施|清单|分工|目录|名单|表|流程|章程|条例)(?:（[^（）]*）)?\Z"
)
_CONTENTS = re.compile(r"目 *录\Z")
_SIGNERS = 4


def head_roles(lines: Sequence[Line]) -> dict[int, Role]:
    """The role of each line before the text begins, by index; the title may take several lines.

    A title is the run of unmarked lines that ends like one, else the last run before the text;
    unmarked lines above it are letterhead.
    """
    roles: dict[int, Role] = {}
    free: list[list[int]] = [[]]
    for index, line in enumerate(lines):
        if line.blank:
            free.append([])
            continue
        role = next((role for role, rule in _RULES if rule(line.text)), None)
        if role is Role.DATE and _is_signature(lines, index, free):
            free[-1].pop()
            break
        if is_contents(line.text) or _CONTENTS.match(line.text):
            role = Role.CONTENTS
        if role is Role.ATTACHMENT and any(free):
            break
        if role is not None:
            roles[index] = role
            free.append([])
        elif _begins_text(line):
            break
        else:
            free[-1].append(index)
    runs = [run for run in free if run and sum(len(lines[i].text) for i in run) <= _TITLE_LENGTH]
    titles = [run for run in runs if _TITLE_END.search(lines[run[-1]].text)] or runs[-1:]
    title = (titles[0] if titles else [])[-_TITLE_LINES:]
    above = [index for run in free for index in run if title and index < title[0]]
    roles |= dict.fromkeys(above, Role.LETTERHEAD)
    return roles | dict.fromkeys(title, Role.TITLE)


def _is_signature(lines: Sequence[Line], date: int, free: Sequence[Sequence[int]]) -> bool:
    """Whether a date and the body above it end a document without running text: a table alone."""
    runs = [run for run in free if run]
    if not free[-1] or not is_issuer(lines[free[-1][-1]].text):
        return False
    titled = any(_TITLE_END.search(lines[run[-1]].text) for run in runs[:-1])
    return titled and not any(_begins_text(line) for line in lines[date + 1 :])


def _begins_text(line: Line) -> bool:
    return is_prose(line.text) or number_of(line.text) is not None or "\t" in line.text


def title_roles(lines: Sequence[Line], first: int) -> dict[int, Role]:
    """The title of an attachment: the short lines below its mark, before its text."""
    roles: dict[int, Role] = {}
    for index in range(first, min(first + 2 * _TITLE_LINES, len(lines))):
        line = lines[index]
        if line.blank:
            if roles:
                break
            continue
        begins = _begins_text(line) or label_of(line.text) is not None
        if begins or is_date(line.text) or len(line.text) > _TITLE_LENGTH // 2:
            break
        roles[index] = Role.TITLE
    return roles


def sign_roles(lines: Sequence[Line], taken: Sequence[int]) -> dict[int, Role]:
    """Dates that stand alone after the text, the bodies above them, remarks on the document."""
    roles: dict[int, Role] = {}
    for index, line in enumerate(lines):
        if index in taken or line.blank:
            continue
        if is_remark(line.text):
            roles[index] = Role.REMARK
        elif is_date(line.text):
            roles[index] = Role.DATE
            roles |= dict.fromkeys(_signers(lines, index, taken), Role.ISSUER)
    return roles


def _signers(lines: Sequence[Line], date: int, taken: Sequence[int]) -> Iterator[int]:
    written = [i for i in range(date) if not lines[i].blank][-_SIGNERS:]
    for index in reversed(written):
        numbered = number_of(lines[index].text) is not None
        if index in taken or numbered or not is_issuer(lines[index].text):
            return
        yield index


def mark(text: str, begin: int, end: int) -> Mark:
    """A stretch of text as a mark; its line ends are typesetting, its blanks are not."""
    return Mark(unbroken(text[begin:end]), begin, end)


def head_of(text: str, paragraphs: Sequence[Paragraph]) -> Head:
    """The head that the paragraphs before the text make up."""
    first: dict[Role, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.role in {Role.BODY, Role.ISSUER}:
            break
        first.setdefault(paragraph.role, []).append(paragraph)

    def found(role: Role) -> Mark | None:
        run = first.get(role)
        return mark(text, run[0].begin, run[-1].end) if run else None

    return Head(
        found(Role.TITLE),
        found(Role.NUMBER),
        found(Role.ADDRESSEES),
        found(Role.ATTACHMENT),
        found(Role.BYLINE),
    )


def signatures_of(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Signature, ...]:
    """The dates after the text, with who signs above them."""
    found: list[Signature] = []
    issuers: list[Mark] = []
    begun = False
    for paragraph in paragraphs:
        begun = begun or paragraph.role in {Role.BODY, Role.ISSUER}
        if paragraph.role is Role.ISSUER:
            issuers.append(mark(text, paragraph.begin, paragraph.end))
        elif paragraph.role is Role.DATE and begun:
            date = mark(text, paragraph.begin, paragraph.end)
            found.append(Signature(tuple(issuers), date))
            issuers = []
        else:
            issuers = []
    return tuple(found)
