"""Steps of handling on a page: what each asks for, and what it does with it.

All of it is `dashboard.handling` and `dashboard.improving`, whose refusals name the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.app.acting import Act
from dashboard.deciding import Decided
from dashboard.handling import (
    assign,
    class_cause,
    confirm_cause,
    open_incident,
    reject_cause,
    set_state,
)
from dashboard.improving import (
    Found,
    Planned,
    add_action,
    cancel_actions,
    close_nonconformities,
    finish_actions,
    open_nonconformity,
    reopen_nonconformities,
    verify_actions,
)
from dashboard.render.sections import shown
from graph import InvalidValueError, Workspace
from ontology import CodeList
from ontology.codes import INCIDENT_STATES
from ontology.improvement_codes import ACTION_TYPES, CAUSE_CLASSES, DISPOSITIONS, EFFECTIVENESS
from ontology.rules import EFFECT_WINDOW_DAYS

Titles = tuple[str, str]
Said = Mapping[str, str]
"""What somebody wrote, by field."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a step. `hint`: an example of what is written there; `codes`: what is offered.

    `given`: the code where none is chosen; without one there may be none.
    """

    name: str
    title: Titles
    hint: Titles = ("可空", "optional")
    codes: CodeList | None = None
    given: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a step is about: elements with the state that was seen of each, and who acts."""

    seen: Mapping[str, str]
    user: str

    @property
    def elements(self) -> list[str]:
        """The ids, in the order chosen."""
        return list(self.seen)


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its fields, and the acts that it comes to. `of_chosen`: it is about rows chosen."""

    id: str
    title: Titles
    fields: tuple[Field, ...]
    acts: Callable[[Chosen, Said], list[tuple[str, Act]]]
    of_chosen: bool = True


# What the steps do


def _finish(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    ids, user = chosen.elements, chosen.user
    return _together(
        ids, lambda w: finish_actions(w, ids, user, reason=said["reason"], on=said["on"])
    )


def _cancel(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    ids, user = chosen.elements, chosen.user
    return _together(
        ids, lambda w: cancel_actions(w, ids, user, reason=said["reason"], on=said["on"])
    )


def _verify(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    return _together(
        chosen.elements,
        lambda w: verify_actions(
            w,
            chosen.elements,
            chosen.user,
            days=_whole(said["days"]),
            result=said["result"],
            reason=said["reason"],
            on=said["on"],
        ),
    )


def _close(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    ids, user = chosen.elements, chosen.user
    return _together(
        ids, lambda w: close_nonconformities(w, ids, user, reason=said["reason"], on=said["on"])
    )


def _reopen(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    ids, user = chosen.elements, chosen.user
    return _together(
        ids, lambda w: reopen_nonconformities(w, ids, user, reason=said["reason"], on=said["on"])
    )


def _together(ids: Sequence[str], act: Act) -> list[tuple[str, Act]]:
    return [("；".join(map(shown, ids)), act)]


def _open_nonconformity(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    found = Found(**{name: said[name] for name in Found.__slots__})
    return [
        (
            said["about"],
            lambda w: open_nonconformity(
                w, said["about"], said["unit"], chosen.user, found, said["on"]
            ),
        )
    ]


def _add(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    """The same action against each of those chosen, or against what is written."""
    planned = Planned(said["title"], said["due"], said["kind"], said["changes"])
    about = [said["about"]] if "about" in said else chosen.elements
    return [(one, _adding(one, said, chosen.user, planned)) for one in about]


def _adding(about: str, said: Said, user: str, planned: Planned) -> Act:
    return lambda w: add_action(w, about, said["unit"], user, planned, said["on"])


def _open_incident(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    return _each(
        chosen,
        lambda issue, seen: (
            lambda w: open_incident(w, issue, chosen.user, reason=said["reason"], seen=seen)
        ),
    )


def _assign(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    return _each(
        chosen,
        lambda issue, seen: (
            lambda w: assign(w, issue, said["unit"], chosen.user, reason=said["reason"], seen=seen)
        ),
    )


def _state(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    state = said.get("state", "closed")
    return _each(
        chosen,
        lambda issue, seen: (
            lambda w: set_state(w, issue, state, chosen.user, reason=said["reason"], seen=seen)
        ),
    )


def _confirm(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    """The cause, and its class where one is said; the class only where the cause was written."""

    def act(issue: str, seen: str) -> Act:
        def work(w: Workspace) -> Decided | Sequence[Decided]:
            decided = confirm_cause(
                w, issue, said["cause"], chosen.user, reason=said["reason"], seen=seen
            )
            if not said["cause_class"]:
                return decided
            return decided, class_cause(
                w, issue, said["cause_class"], chosen.user, reason=said["reason"]
            )

        return work

    return _each(chosen, act)


def _reject(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    return _each(
        chosen,
        lambda issue, seen: (
            lambda w: reject_cause(
                w, issue, said["cause"], chosen.user, reason=said["reason"], seen=seen
            )
        ),
    )


def _each(chosen: Chosen, act: Callable[[str, str], Act]) -> list[tuple[str, Act]]:
    return [(issue, act(issue, seen)) for issue, seen in chosen.seen.items()]


def _whole(text: str) -> int:
    if not text:
        return EFFECT_WINDOW_DAYS
    if not text.isdecimal():
        raise InvalidValueError(
            "days", text, "要是整数 / must be a whole number", str(EFFECT_WINDOW_DAYS)
        )
    return int(text)


# The steps

_DAY = ("2025-06-30", "2025-06-30")
_NEEDED = ("必填", "required")
_REASON = Field("reason", ("理由", "reason"))
_WHY = Field("reason", ("理由", "reason"), _NEEDED)
_ON = Field("on", ("发生之日", "the day it happened"), ("今天", "today"))
_UNIT = Field("unit", ("责任单位", "unit that answers"), ("单位全称或编号", "name or id of a unit"))
_PLANNED = (
    Field("title", ("措施", "what is done"), _NEEDED),
    _UNIT,
    Field("due", ("期限", "due date"), _DAY),
    Field("kind", ("类别", "type"), codes=ACTION_TYPES, given="corrective"),
    Field("changes", ("修订的文件", "document changed"), ("文件|版次", "document|version")),
    _ON,
)
_CAUSE = Field("cause", ("起因", "cause"), ("对象编号", "id of an element"))
_CLASS = Field("cause_class", ("起因类别", "cause class"), codes=CAUSE_CLASSES)
STEPS: Mapping[str, tuple[Step, ...]] = {
    "actions": (
        Step("done", ("记为已完成", "say that they are done"), (_ON, _REASON), _finish),
        Step(
            "verify",
            ("验证效果", "verify their effect"),
            (
                Field("days", ("观察期（天）", "window (days)"), (f"{EFFECT_WINDOW_DAYS}",) * 2),
                Field(
                    "result",
                    ("人的判断（背后没有问题的才填）", "judged (only with no issue behind it)"),
                    codes=EFFECTIVENESS,
                ),
                _ON,
                _REASON,
            ),
            _verify,
        ),
        Step("cancel", ("取消", "cancel them"), (_WHY, _ON), _cancel),
        Step(
            "add",
            ("新的措施", "a new action"),
            (
                Field(
                    "about",
                    ("针对（不合格或风险）", "against (nonconformity or risk)"),
                    ("nonconformity:NC-1",) * 2,
                ),
                *_PLANNED,
            ),
            _add,
            of_chosen=False,
        ),
    ),
    "nonconformities": (
        Step("add", ("决定措施", "decide on an action"), _PLANNED, _add),
        Step("close", ("关闭", "close them"), (_REASON, _ON), _close),
        Step("reopen", ("重新打开", "open them again"), (_WHY, _ON), _reopen),
        Step(
            "open",
            ("开出不合格", "open a nonconformity"),
            (
                Field(
                    "about",
                    ("事件单或审核发现", "incident or audit finding"),
                    ("incident:INC-1",) * 2,
                ),
                _UNIT,
                Field("statement", ("不合格内容", "what was found"), _NEEDED),
                Field("clause", ("条款", "clause"), ("标准|条号", "standard|number")),
                Field("severity", ("严重度", "severity")),
                Field("disposition", ("处置", "disposition"), codes=DISPOSITIONS),
                Field("cause", ("起因", "cause in words")),
                _CLASS,
                Field("similar", ("类似的不合格", "do similar ones exist?")),
                _ON,
            ),
            _open_nonconformity,
            of_chosen=False,
        ),
    ),
    "risks": (Step("add", ("决定措施", "decide on an action"), _PLANNED, _add),),
    "incidents": (
        Step("open", ("开事件单", "open incidents"), (_REASON,), _open_incident),
        Step("assign", ("指派", "assign them"), (_UNIT, _REASON), _assign),
        Step(
            "state",
            ("改变状态", "bring them on"),
            (Field("state", ("改为", "make it"), codes=INCIDENT_STATES), _REASON),
            _state,
        ),
        Step("cause", ("确认起因", "confirm a cause"), (_CAUSE, _CLASS, _REASON), _confirm),
        Step("not-cause", ("否定起因", "reject a cause"), (_CAUSE, _WHY), _reject),
        Step("close", ("关闭", "close them"), (_REASON,), _state),
    ),
}
