"""Names that a document uses elsewhere, found again in running text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loaders.documents.cleaning.characters import HAN
from loaders.documents.names.items import Form, Parsed, parse_item
from loaders.documents.names.lists import Item
from loaders.documents.names.register import Register
from loaders.documents.names.wording import FREE_END, LEFT_OF_NAME, NOT_A_TAIL, NOT_IN_NAME

_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"[{HAN}]*")
_GOES_ON = re.compile(
    "处[理置于罚分]|办[理法公学事]|所[有属在]|委[员托派]|部[门署分]|局[长部面]|院[所校]|站[点网址]|台账|室内|科[技学研目]|司[法机]"
)
_UPPER = ("局", "厅", "委", "院", "署", "政府")
_DECLARED = re.compile(
    r"（(?:以下)?(?:简称|统称|合称)[:：为]?[“\"]?(?P<short>[^”\"（）\s]{1,16})[”\"]?）"
)
_LONGEST_OFFICE = 10


def short_names(items: Iterable[Item], register: Register) -> dict[str, Form]:
    """Names without a beginning of their own that a document lists, and short ones of 国家…."""
    found = {
        item.printed: Form.BARE
        for item in items
        if item.parsed.form is Form.BARE and not item.parsed.spoken_of
    }
    for name in register.names:
        if name.startswith("国家") and register.base_of(name) == "国家":
            found[name[2:]] = Form.BARE
            if name.endswith("总局"):
                found["总局"] = Form.BARE
    return found


def declared(text: str, items: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Short names that the text declares for the unit in front: （以下简称省局）."""
    ends = {item.end: item for item in items if item.parsed.group is None}
    for match in _DECLARED.finditer(text):
        item = ends.get(match.start())
        if item is not None:
            yield match["short"], item


def find_known(
    text: str, stretches: Sequence[tuple[int, int]], names: Mapping[str, Form]
) -> Iterator[Item]:
    """Every place where one of the names stands by itself, the longest where several do."""
    places = sorted(
        (at, -len(name), name)
        for name in names
        for begin, end in stretches
        for at in _places(text, begin, end, name)
    )
    done = 0
    limits = [end for _, end in stretches]
    for at, _, name in places:
        if at >= done:
            limit = limits[bisect_right(limits, at)]
            item = _extended(text, at, name, names[name], limit)
            yield item
            done = item.end


def _places(text: str, begin: int, end: int, name: str) -> Iterator[int]:
    at = text.find(name, begin, end)
    while at >= 0:
        if _stands(text, at, name):
            yield at
        at = text.find(name, at + 1, end)


def _stands(text: str, at: int, name: str) -> bool:
    """Whether a name at a place is no part of a longer word there."""
    if _GOES_ON.match(text, at + len(name) - 1):
        return False
    before = text[at - 1 : at] if at else ""
    return _HAN.match(before) is None or before in LEFT_OF_NAME


def _extended(text: str, at: int, name: str, form: Form, limit: int) -> Item:
    """总局办公厅: a known body with its office behind it."""
    end = at + len(name)
    if name.endswith(_UPPER) and form is Form.BARE:
        run = _RUN.match(text, end, min(limit, end + _LONGEST_OFFICE))
        match = (
            next((m for m in FREE_END.finditer(text, end, run.end()) if m["end"]), None)
            if run
            else None
        )
        office = text[end : match.end()] if match else ""
        parsed = parse_item(name + office) if office else None
        good = not (NOT_A_TAIL.match(office) or NOT_IN_NAME.search(office))
        if parsed is not None and parsed.form is Form.BARE and good:
            return Item(at, end + len(office), name + office, parsed)
    return Item(at, end, name, Parsed(form, name, tail=name))
