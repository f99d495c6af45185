"""Names of persons in a list, each with what stands in brackets or behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(r"(?P<word>[\u4e00-\u9fff·•]+)(?P<bracket>（(?P<in>[^（）]*)）)?")
_NO_NAME = re.compile(
    r"(?:[局处科司厅部院站台办组室委会股队]|中心|主任|书记|主席|[局处科司厅部院站台组校队股所省县市区镇乡州]长|秘书长|常委|专员|科员|调研员"
    r"|工程师|巡视员|同志|负责人|单位|部门|人员|骨干|代表|等|电话|手机|传真|邮箱|有关|相关|各[\u4e00-\u9fff]*)\Z"
)
_POST = re.compile(
    r"[ \u3000，,]+(?P<post>[^。；：\n]{2,40}(?:[长员任记席师处科]|秘书|助理|巡视员|专员))\s*\Z"
)
_LONGEST, _USUAL = 8, 4


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name at `begin:end`; `inside`: the range in the brackets behind it.

    `post`: what stands behind the name of a person who has a line alone, empty without it.
    """

    name: str
    begin: int
    end: int
    inside: tuple[int, int] | None = None
    post: str = ""


def names_in(text: str, begin: int, end: int) -> list[Named]:
    """The names that a list holds; units and posts among them are none."""
    tokens = [*_TOKEN.finditer(text, begin, end)]
    found: list[Named] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        name, last = token["word"], token
        if len(name) == 1 and at < len(tokens) and len(tokens[at]["word"]) == 1 and not token["in"]:
            last = tokens[at]
            name += last["word"]
            at += 1
        if is_name(name):
            inside = last.span("in") if last["bracket"] else None
            found.append(Named(name, token.start(), last.end("word"), inside))
    if len(found) == 1 and found[0].inside is None:
        found[0] = replace(found[0], post=_post(text[found[0].end : end]))
    return found


def _post(behind: str) -> str:
    """A post printed behind a name, parted from it by a blank or a comma."""
    match = _POST.match(behind)
    return match["post"].strip() if match else ""


def is_one_with_post(text: str) -> bool:
    """Whether a line is the name of a person and the post that he or she holds."""
    found = names_in(text, 0, len(text))
    return len(found) == 1 and not text[: found[0].begin].strip() and bool(found[0].post)


def is_name(word: str) -> bool:
    """Whether a word can be the name of a person: two to four characters, a few more at most."""
    if not 2 <= len(word) <= _LONGEST or _NO_NAME.search(word):
        return False
    return len(word) <= _USUAL or "·" in word or len(word) <= _LONGEST
