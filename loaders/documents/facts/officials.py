"""Officials and authors that a text names in passing: so that their names can be hidden.

Nothing is said of them but that they are persons; no edge leads to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from loaders.documents.facts.fact import Element, Said, Statement
from loaders.documents.facts.persons import is_name, names_in
from loaders.documents.facts.reading import Reading

_POST = (
    r"(?:(?:党组|党委|纪检组|常务|执行|第一|总|副)*"
    r"(?:书记|[局厅台处科院司部所站市区县旗盟州省]长|主任|主席|总工程师|巡视员|调研员|研究员|主任科员))"
)
_SAYS = (
    r"在|说|表示|介绍|指出|强调|认为|要求|宣布|出席|参加|主持|率|带|任|兼|为|到|对|向|作|做|致"
    r"|同志|一行|等|也|就|非常|亲自|分别|陪同|讲话"
)
_ENDS = rf"(?=[，。；、：:,;)）】\s]|{_SAYS}|\Z)"
_BEGINS = r"(?:(?<=[，。；、：:,;(（【\s了由请经与和及派])|^)"
_CREDITS = re.compile(
    r"(?:责任编辑|责编|编辑|作者|记者|通讯员|撰稿人?|供稿人?|摄影|校对|审校"
    r"|签发人?|审签人?|审核人?|批准人?|复核人?|制表人?|填表人|填报人|报送人|经办人|承办人|联系人|负责人)"
    r"[ \u3000]*[：:][ \u3000]*"
    r"(?P<names>[\u4e00-\u9fff·]{2,8}(?:[ \u3000、，]{1,2}[\u4e00-\u9fff·]{2,4})*)"
    r"(?=[\s；。，)）】\d]|\Z)"
)


@cache
def _officials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name behind its post, and before it."""
    family = f"(?:{'|'.join(surnames())})"
    name = rf"(?P<name>{family}[\u4e00-\u9fff]{{1,2}}?)"
    return re.compile(_POST + name + _ENDS), re.compile(_BEGINS + name + _POST)


@cache
def surnames() -> tuple[str, ...]:
    """Common surnames, those of two characters first."""
    return tuple(sorted(_words("surnames.txt"), key=lambda one: (-len(one), one)))


@cache
def _no_names() -> frozenset[str]:
    """Words that begin with what is a surname too."""
    return frozenset(_words("not_names.txt"))


def _words(table: str) -> list[str]:
    text = (files("loaders.documents.facts") / table).read_text("utf-8")
    return " ".join(line for line in text.splitlines() if not line.startswith("#")).split()


def official_facts(reading: Reading) -> Iterator[Said]:
    """Persons that are named beside a post, or behind a label such as 责任编辑."""
    text = reading.printed or reading.text
    for pattern in _officials():
        for match in pattern.finditer(text):
            if _is_one(match["name"]):
                yield Statement(_person(match["name"]), {}, *match.span("name"))
    for match in _CREDITS.finditer(text):
        for each in names_in(text, *match.span("names")):
            if _is_one(each.name):
                yield Statement(_person(each.name), {}, each.begin, each.end)


def _is_one(name: str) -> bool:
    """Whether it is a name: it begins with a surname and is no word that begins like one."""
    return is_name(name) and name.startswith(surnames()) and name not in _no_names()


def _person(name: str) -> Element:
    return Element("Person", (name,))
