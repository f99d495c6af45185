"""Which tasks a text names: by their names, by short names, or by what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.facts.sections import Item
from ontology import Certainty

_LEADING = re.compile(
    r"(?:选择|选定|确定|制定|制订|编制|修订|开展|组织|推进|推动|实现|完善|建立|健全|加强|强化|提升|优化|做好|完成|规范|落实"
    r"|实施|进行|深化|加快|建设|研发|开发|打造|发展|升级|改造|更新|排查|治理|扩充|梳理|清查|整合)+"
)
_TRAILING = re.compile(r"(?:及|与|和)?(?:管理|工作|建设|实施|推进)\Z")
_MADE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:方案|规划|计划|办法|细则|规定|手册|制度|清单|报告|标准)\Z"
)
_SHORT = r"（(?:以下)?简称(?:为)?[“《]?(?P<short>[^”》）]+)[”》]?）"
_NOT_BEHIND = re.compile(r"员|[中后]|[^，。；]*(?:总结|报告|简报|材料|情况)(?=[，。；]|\Z)")
_REPORTED = re.compile(r"(?:报送|上报|提交|汇报|报告)[^，。；]*\Z")
_OBJECT = 4


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that mean a task."""

    words: str
    task: Item
    certainty: Certainty


def tasks_named(text: str, told: str, tasks: tuple[Item, ...]) -> list[tuple[Item, Certainty]]:
    """The tasks that a passage names, the longest words first; a report on a task is not it.

    `text`: the whole document, in which tasks are given short names.
    """
    taken: list[tuple[int, int]] = []
    found: dict[str, tuple[Item, Certainty]] = {}
    phrases = [phrase for task in tasks for phrase in _phrases(text, task)]
    for phrase in sorted(phrases, key=lambda each: -len(each.words)):
        at = told.find(phrase.words)
        while at >= 0:
            end = at + len(phrase.words)
            free = not any(b < end and at < e for b, e in taken)
            if free and _is_meant(told, at, end):
                taken.append((at, end))
                found.setdefault(phrase.task.key, (phrase.task, phrase.certainty))
            at = told.find(phrase.words, end)
    return sorted(found.values(), key=lambda each: each[0].begin)


def _is_meant(told: str, begin: int, end: int) -> bool:
    behind = _NOT_BEHIND.match(told, end)
    if behind is None:
        return True
    return len(behind[0]) > 1 and _REPORTED.search(told[:begin]) is None


def _phrases(text: str, task: Item) -> Iterator[_Phrase]:
    name = re.sub(rf"{_SHORT}\Z", "", task.name)
    yield _Phrase(name, task, Certainty.STATED)
    short = re.search(re.escape(name) + _SHORT, text[task.begin : task.end])
    if short:
        yield _Phrase(short["short"], task, Certainty.STATED)
    trailing = _TRAILING.search(name)
    if trailing and trailing.start() >= _OBJECT:
        yield _Phrase(name[: trailing.start()], task, Certainty.STATED)
    leading = _LEADING.match(name)
    if leading is None:
        return
    thing = name[leading.end() :]
    if len(thing) >= _OBJECT:
        yield _Phrase(thing, task, Certainty.INFERRED)
        made = _MADE.search(thing)
        if made and made.start():
            yield _Phrase(made[0], task, Certainty.INFERRED)
