"""Steps of handling on a page: what each asks for, and what it does with it.

All of it is `dashboard.handling` and `dashboard.improving`, whose refusals name the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from dashboard.app.acting import Act
from dashboard.app.audit_steps import AUDIT_STEPS
from dashboard.app.step_form import (
    CAUSE_CLASS,
    DUE,
    KIND,
    NEEDED,
    ON,
    REASON,
    STATEMENT,
    TITLE,
    UNIT,
    Chosen,
    Field,
    Said,
    Step,
    together,
)
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
from dashboard.risk_answering import RiskAnswer, answer_risks
from graph import InvalidValueError, Workspace
from ontology.codes import INCIDENT_STATES
from ontology.improvement_codes import (
    DISPOSITIONS,
    EFFECTIVENESS,
    RISK_UPDATES,
)
from ontology.rules import EFFECT_WINDOW_DAYS

# What the steps do


class Bring(Protocol):
    """One step of several elements, for a reason, on a day."""

    def __call__(
        self, workspace: Workspace, elements: Sequence[str], user: str, /, *, reason: str, on: str
    ) -> list[Decided]:
        """What became of each."""
        ...


def _bringing(step: Bring) -> Callable[[Chosen, Said], list[tuple[str, Act]]]:
    """The step taken by all that are chosen together."""

    def brought(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
        ids, user = chosen.elements, chosen.user
        return together(ids, lambda w: step(w, ids, user, reason=said["reason"], on=said["on"]))

    return brought


def _verify(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    return together(
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


def _answer_risks(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    answer = RiskAnswer(said["answer"], said["risks"], said["reason"])
    return together(
        chosen.elements,
        lambda w: answer_risks(w, chosen.elements, chosen.user, answer, said["on"]),
    )


def _open_nonconformity(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    """The same nonconformity of each of those chosen, or of what is written."""
    found = Found(**{name: said[name] for name in Found.__slots__})
    about = [said["about"]] if "about" in said else chosen.elements
    return [(one, _opening(one, said, chosen.user, found)) for one in about]


def _opening(about: str, said: Said, user: str, found: Found) -> Act:
    return lambda w: open_nonconformity(w, about, said["unit"], user, found, said["on"])


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

_WHY = Field("reason", ("理由", "reason"), NEEDED)
_PLANNED = (
    TITLE,
    UNIT,
    DUE,
    KIND,
    Field("changes", ("修订的文件", "document changed"), ("文件|版次", "document|version")),
    ON,
)
_FOUND = (
    UNIT,
    STATEMENT,
    Field("clause", ("条款", "clause"), ("标准|条号", "standard|number")),
    Field("severity", ("严重度", "severity")),
    Field("disposition", ("处置", "disposition"), codes=DISPOSITIONS),
    Field("cause", ("起因", "cause in words")),
    CAUSE_CLASS,
    Field("similar", ("类似的不合格", "do similar ones exist?")),
    ON,
)
_CAUSE = Field("cause", ("起因", "cause"), ("对象编号", "id of an element"))
STEPS: Mapping[str, tuple[Step, ...]] = {
    "actions": (
        Step(
            "done",
            ("记为已完成", "say that they are done"),
            (ON, REASON),
            _bringing(finish_actions),
        ),
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
                ON,
                REASON,
            ),
            _verify,
        ),
        Step(
            "risks",
            ("风险是否更新", "were risks updated?"),
            (
                Field(
                    "answer",
                    ("风险和机遇（10.2.1 e）", "risks and opportunities (10.2.1 e)"),
                    codes=RISK_UPDATES,
                    given="reviewed",
                ),
                Field("risks", ("哪些风险", "which risks"), ("risk:RK-1; risk:RK-2",) * 2),
                Field(
                    "reason",
                    ("改了什么，或为何无需", "what was changed, or why nothing"),
                    ("无需更新时必填", "required where none is needed"),
                ),
                ON,
            ),
            _answer_risks,
        ),
        Step("cancel", ("取消", "cancel them"), (_WHY, ON), _bringing(cancel_actions)),
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
        Step("close", ("关闭", "close them"), (REASON, ON), _bringing(close_nonconformities)),
        Step(
            "reopen", ("重新打开", "open them again"), (_WHY, ON), _bringing(reopen_nonconformities)
        ),
        Step(
            "open",
            ("开出不合格", "open a nonconformity"),
            (
                Field(
                    "about",
                    ("事件单或审核发现", "incident or audit finding"),
                    ("incident:INC-1",) * 2,
                ),
                *_FOUND,
            ),
            _open_nonconformity,
            of_chosen=False,
        ),
    ),
    **AUDIT_STEPS,
    "findings": (
        Step("open", ("开出不合格", "open a nonconformity"), _FOUND, _open_nonconformity),
    ),
    "risks": (Step("add", ("决定措施", "decide on an action"), _PLANNED, _add),),
    "incidents": (
        Step("open", ("开事件单", "open incidents"), (REASON,), _open_incident),
        Step("assign", ("指派", "assign them"), (UNIT, REASON), _assign),
        Step(
            "state",
            ("改变状态", "bring them on"),
            (Field("state", ("改为", "make it"), codes=INCIDENT_STATES), REASON),
            _state,
        ),
        Step("cause", ("确认起因", "confirm a cause"), (_CAUSE, CAUSE_CLASS, REASON), _confirm),
        Step("not-cause", ("否定起因", "reject a cause"), (_CAUSE, _WHY), _reject),
        Step("close", ("关闭", "close them"), (REASON,), _state),
    ),
}
