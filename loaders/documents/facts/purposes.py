"""What the sections of a document are for, by the words of their headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from loaders.documents.model import Heading


class Purpose(StrEnum):
    """What a section is for."""

    TASKS = "tasks"
    SAFEGUARDS = "safeguards"
    SCHEDULE = "schedule"
    OTHER = "other"


_PURPOSES = (
    (
        Purpose.SAFEGUARDS,
        r"\A保障\Z|保障(?:措施|机制|举措)|(?:组织|政策|条件|经费|资金|人才|制度|要素|实施|工作|综合|支撑)保障"
        r"(?!能力|水平|体系|业务|中心|系统|服务)|组织(?:领导|实施|管理)|(?:工作|有关|相关)要求|支持政策|政策措施",
    ),
    (
        Purpose.SCHEDULE,
        r"进度|时间(?:安排|节点|进度|表)|(?:实施|工作|推进)步骤|日程|计划安排|阶段安排",
    ),
    (
        Purpose.TASKS,
        r"任务|重点工作|主要工作|(?:重点|主要)活动|活动内容|工作(?:内容|重点|举措|措施)|(?:主要|重点|具体|实施)(?:举措|措施|内容)",
    ),
)
_WORK = re.compile(r"\A(?:进一步|切实|着力|全面)?(?:强化|加强|夯实|提升|完善|健全|优化)")
_SURELY = re.compile(r"保障(?:措施|机制|举措)|组织(?:领导|实施|保障)|实施保障")


def purposes(headings: Sequence[Heading], answered: Callable[[int], bool]) -> list[Purpose]:
    """What each section is for; one below a section that has a purpose has the same.

    `answered`: whether the text below a heading says who answers for what. A schedule of which it
    does is a section of tasks in phases.
    """
    found: list[Purpose] = []
    for index, heading in enumerate(headings):
        above = Purpose.OTHER if heading.parent is None else found[heading.parent]
        own = next((p for p, words in _PURPOSES if re.search(words, heading.title)), None)
        if own is Purpose.SCHEDULE and answered(index):
            own = Purpose.TASKS
        if own is Purpose.SAFEGUARDS and _is_work(headings, index):
            own = None
        if above is Purpose.OTHER and own is not None:
            above = own
        found.append(above)
    return found


def _is_work(headings: Sequence[Heading], index: int) -> bool:
    """Whether a heading like 强化支撑保障 is one more field of work.

    It is where a later section beside it is plainly the one of safeguards (保障措施, 组织实施).
    """
    heading = headings[index]
    if _SURELY.search(heading.title) or _WORK.match(heading.title) is None:
        return False
    return any(
        later.parent == heading.parent and _SURELY.search(later.title)
        for later in headings[index + 1 :]
    )
