"""What the headings of a document are: groups of tasks, tasks, safeguards, schedules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.facts.dates import number
from loaders.documents.facts.marks import marks_in
from loaders.documents.facts.purposes import Purpose, purposes
from loaders.documents.model import Document, Heading, Style

_NUMBERED = {
    Style.HAN,
    Style.HAN_BRACKET,
    Style.PHASE,
    Style.DIGIT,
    Style.DECIMAL,
    Style.DIGIT_BRACKET,
    Style.CIRCLED,
    Style.CHAPTER,
    Style.SECTION,
    Style.PART,
    Style.PLAIN,
    Style.ATTACHMENT,
}
_SMALL = {Style.HAN_BRACKET, Style.DIGIT, Style.DECIMAL}
_TITLED = {Style.HAN, Style.HAN_BRACKET, Style.DIGIT, Style.DECIMAL}
_PHASES = re.compile(
    r"分(?:为|成)?[^。；\n]*?(?P<count>\d{1,2}|[一二三四五六七八九十]{1,2})个(?:工作|主要)?阶段"
)
_NAME = re.compile(r"[^，。；：\n]{1,40}")


_NO_TASKS = re.compile(
    r"(?:目标|原则|思想|总体要求|范围|(?:组织|机构|职责)(?:机构|分工|架构|体系)|机制)\Z"
)
_SECTIONS = {Style.HAN, Style.CHAPTER, Style.PART, Style.SECTION, Style.PLAIN}


@dataclass(frozen=True, slots=True)
class Item:
    """A task or a safeguard: the index of its heading, its key and name, and its group's index."""

    heading: int
    key: str
    name: str
    begin: int
    name_end: int
    end: int
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Sections:
    """The headings of a document, what each is for, and the tasks and safeguards among them.

    `phases`: the headings that are phases of a plan rather than groups of tasks.
    """

    headings: tuple[Heading, ...]
    purposes: tuple[Purpose, ...]
    tasks: tuple[Item, ...]
    safeguards: tuple[Item, ...]
    phases: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> Sections:
        """The sections of a document."""
        return _Outline(document).sections()

    def group_name(self, index: int) -> str:
        """A heading with its number: （一）加强统筹."""
        heading = self.headings[index]
        return f"{heading.number}{heading.title}"


class _Outline:
    """The tree of headings of one document."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.headings = document.headings
        self.children: dict[int | None, list[int]] = {}
        for index, heading in enumerate(self.headings):
            if heading.style in _NUMBERED:
                self.children.setdefault(heading.parent, []).append(index)
        self.purposes = purposes(self.headings, self._marked_below)

    def sections(self) -> Sections:
        tasks = _distinct([*self._tasks()], self.headings)
        safeguards = [*self._safeguards()]
        phases = frozenset(
            task.group for task in tasks if task.group is not None and self._is_phase(task.group)
        )
        purposes = tuple(self.purposes)
        return Sections(self.headings, purposes, tuple(tasks), tuple(safeguards), phases)

    def _is_phase(self, index: int) -> bool:
        """Whether a heading calls itself a phase, or its siblings are as many as are announced."""
        heading = self.headings[index]
        if "阶段" in heading.title or heading.style is Style.PHASE:
            return True
        if heading.parent is None:
            return False
        above = self.headings[heading.parent]
        told = _PHASES.search(self.text, above.end, self._own_end(heading.parent))
        return told is not None and number(told["count"]) == len(self.children[heading.parent])

    # Tasks

    def _tasks(self) -> Iterator[Item]:
        for root in self.children.get(None, []):
            yield from self._tasks_below(root, None)

    def _tasks_below(self, index: int, section: int | None) -> Iterator[Item]:
        """The tasks of a heading and below it; `section`: the heading that announces tasks."""
        purpose = self.purposes[index]
        kids = self.children.get(index, [])
        heading = self.headings[index]
        other = purpose is Purpose.OTHER and heading.style in _SECTIONS
        if other and _NO_TASKS.search(heading.title):
            return
        if purpose in {Purpose.SAFEGUARDS, Purpose.SCHEDULE}:
            return
        announced = purpose is Purpose.TASKS
        if announced and section is None:
            section = index
        below = self._below(kids, section)
        if index == section:
            yield from below
            return
        if below and not self._is_one_task(index, kids):
            yield from below
        elif self._is_task(index, announced, kids):
            yield self._item(index, section)

    def _below(self, kids: Sequence[int], section: int | None) -> list[Item]:
        """The tasks of the headings below one; beside marked ones, those numbered alike are too."""
        found = {kid: [*self._tasks_below(kid, section)] for kid in kids}
        marked = {self.headings[kid].style for kid in kids if self._marked(kid)} & _SMALL
        for kid, tasks in found.items():
            if not tasks and self.headings[kid].style in marked:
                tasks.append(self._item(kid, section))
        return [task for tasks in found.values() for task in tasks]

    def _is_one_task(self, index: int, kids: Sequence[int]) -> bool:
        """Whether what stands below a heading are parts of one task, for which one mark stands.

        It stands before them, or in a line of its own behind the last of them.
        """
        marked = [kid for kid in kids if self._marked(kid) or self._marked_below(kid)]
        if not marked:
            return self._marked(index)
        if marked != [kids[-1]] or len(kids) < 2 or self.children.get(kids[-1]):
            return False
        last = self.headings[kids[-1]]
        marks = marks_in(self.text, last.end, last.section_end)
        line = self.text.rfind("\n", last.end, marks[0].begin)
        alone = not self.text[line + 1 : marks[0].begin].strip(" （【")
        return line >= 0 and alone and bool(self.text[last.end : line].strip())

    def _is_task(self, index: int, announced: bool, kids: Sequence[int]) -> bool:
        heading = self.headings[index]
        if self._marked(index) or self._is_one_task(index, kids):
            return True
        return announced and bool(heading.title) and heading.style in _TITLED

    def _own_end(self, index: int) -> int:
        kids = self.children.get(index, [])
        return self.headings[kids[0]].begin if kids else self.headings[index].section_end

    def _marked(self, index: int) -> bool:
        """Whether the text of a heading itself says who answers for it."""
        return bool(marks_in(self.text, self.headings[index].end, self._own_end(index)))

    def _marked_below(self, index: int) -> bool:
        kids = self.children.get(index, [])
        return any(self._marked(kid) or self._marked_below(kid) for kid in kids)

    def _item(self, index: int, section: int | None) -> Item:
        heading = self.headings[index]
        name, end = heading.title, heading.end
        if not name:
            match = _NAME.match(self.text, heading.title_begin)
            name, end = (match[0], match.end()) if match else (heading.number, heading.end)
        group = heading.parent
        if group is not None and (group == section or not self.headings[group].title):
            group = None
        key = number_key(heading) or name
        return Item(index, key, name, heading.begin, end, heading.section_end, group)

    # Safeguards

    def _safeguards(self) -> Iterator[Item]:
        for index, heading in enumerate(self.headings):
            parent = heading.parent
            if parent is None or self.purposes[parent] is not Purpose.SAFEGUARDS:
                continue
            top = self.headings[parent].parent
            first = top is None or self.purposes[top] is not Purpose.SAFEGUARDS
            if first and heading.title and heading.style in _TITLED:
                name, begin = heading.title, heading.begin
                yield Item(index, name, name, begin, heading.end, heading.section_end)


def number_key(heading: Heading) -> str:
    """The number of a heading without the mark behind it: 1 of `1.`, （一） of `（一）`."""
    return heading.number.rstrip("、.．,，:： ")


def _distinct(tasks: list[Item], headings: Sequence[Heading]) -> list[Item]:
    """Tasks whose numbers begin again under each heading have that heading's number before.

    As many headings up as it takes to tell all tasks of the document apart.
    """
    paths = [_path(task, headings) for task in tasks]
    for depth in range(1, max(map(len, paths), default=0) + 1):
        keys = [
            _joined(path[-depth:]) or task.name for path, task in zip(paths, tasks, strict=True)
        ]
        if len(set(keys)) == len(keys):
            return [replace(task, key=key) for key, task in zip(keys, tasks, strict=True)]
    counts = Counter(task.name for task in tasks)
    return [
        replace(task, key=task.name if counts[task.name] == 1 else f"{task.name}#{task.begin}")
        for task in tasks
    ]


def _joined(numbers: Sequence[str]) -> str:
    """A number alone without its brackets, several as they are printed: 三, 二（三）."""
    return numbers[0].strip("（）") if len(numbers) == 1 else "".join(numbers)


def _path(task: Item, headings: Sequence[Heading]) -> list[str]:
    """The numbers of a task's heading and of those above it, the outermost first."""
    parts: list[str] = []
    index: int | None = task.heading
    while index is not None:
        parts.append(number_key(headings[index]))
        index = headings[index].parent
    return parts[::-1]
