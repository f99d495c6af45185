"""The attachments that a document lists at its end: 附件：1.…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import PropertyValue
from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.reading import Reading
from loaders.documents.facts.titles import cited_in, title_name
from loaders.documents.model import Role

_LINE = re.compile(
    r"(?:附件(?P<own>\d{1,2}|[一二三四五六七八九十]{1,2})?[:：.、 ]*)?"
    r"(?:(?P<number>\d{1,2})[.．、 ]+)?"
    r"《?(?P<title>[^\n《》]{2,80}?)》?(?:\.(?:docx?|wps|pdf|xlsx?|zip))?[。；]?\Z"
)


def attachment_facts(reading: Reading) -> Iterator[Said]:
    """Each attachment as a document of its own, by the title of this one and its own.

    One that the text cites in 《》 is that document.
    """
    cited = {each.name for each in cited_in(reading.document)}
    begun = False
    for paragraph in reading.document.paragraphs:
        begun = begun or paragraph.role is Role.BODY
        if paragraph.role is not Role.ATTACHMENT or not begun:
            continue
        match = _LINE.match(reading.text, paragraph.begin, paragraph.end)
        if match is None:
            continue
        name = title_name(match["title"])
        key = name if name in cited else f"{reading.title}|{name}"
        attached = Element("Document", (key,))
        number = match["own"] or match["number"]
        said: dict[str, PropertyValue] = {"number": number} if number else {}
        span = match.span("title")
        yield Statement(attached, {"name": name}, *span)
        yield Fact("HAS_ATTACHMENT", reading.me, attached, *span, said)
