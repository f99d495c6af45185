"""`suyuan action`: what is done against a cause, step by step, each a claim of `decisions/NAME`."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.commands.nonconformity import tell_all
from dashboard.options import Given, On, Reason, Unit, User, command, opened

Actions = Annotated[
    list[str], typer.Argument(metavar="ACTION...", help="措施，可写几个 / actions, one or more")
]
WINDOW = "观察期 / length of the window [90]"


@command
def add(
    given: Given,
    about: Annotated[
        str,
        typer.Argument(
            metavar="ABOUT",
            help="不合格、风险、问题或事件单 / nonconformity, risk, issue or incident",
        ),
    ],
    unit: Unit,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="期限 / due date")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="措施 / what is done")],
    user: User,
    kind: Annotated[
        str, typer.Option("--type", metavar="CODE", help="corrective | preventive")
    ] = "corrective",
    changes: Annotated[
        str,
        typer.Option("--changes", metavar="DOCUMENT|VERSION", help="修订的文件 / document changed"),
    ] = "",
    cause: Annotated[
        str,
        typer.Option(
            "--cause",
            metavar="ELEMENT",
            help="问题的起因，一并确认 / cause of the issue, confirmed",
        ),
    ] = "",
    statement: Annotated[
        str,
        typer.Option(
            "--statement", metavar="TEXT", help="一并开出的不合格 / nonconformity opened with it"
        ),
    ] = "",
    on: On = "",
) -> None:
    """决定一项措施：责任单位与期限必填 / decide on an action, with who answers and until when.

    针对问题或事件单的，一并开出还没有的事件单和不合格 / against an issue or an incident: what is
    not there yet of incident and nonconformity is opened with it, with --statement and --cause.
    """
    from dashboard.acting_on_cause import act_against
    from dashboard.improving import Found, Planned

    planned, found = Planned(title, due, kind, changes), Found(statement)
    with opened(given) as workspace:
        decided = act_against(workspace, about, cause, unit, user, planned, found, on=on)
    tell_all(given, decided)


@command
def done(given: Given, actions: Actions, user: User, reason: Reason = "", on: On = "") -> None:
    """记为已完成 / say that actions were done."""
    from dashboard.improving import finish_actions

    with opened(given) as workspace:
        decided = finish_actions(workspace, actions, user, reason=reason, on=on)
    tell_all(given, decided)


@command
def cancel(given: Given, actions: Actions, user: User, reason: Reason = "", on: On = "") -> None:
    """取消，要有理由 / say, for a reason, that they will not be done."""
    from dashboard.improving import cancel_actions

    with opened(given) as workspace:
        decided = cancel_actions(workspace, actions, user, reason=reason, on=on)
    tell_all(given, decided)


@command
def verify(
    given: Given,
    actions: Actions,
    user: User,
    days: Annotated[int, typer.Option("--days", metavar="N", help=WINDOW)] = 90,
    result: Annotated[
        str,
        typer.Option(
            "--result",
            metavar="CODE",
            help="effective | ineffective，只用于背后没有数据质量问题的 / "
            "only where no data-quality issue is behind it",
        ),
    ] = "",
    reason: Reason = "",
    on: On = "",
) -> None:
    """验证效果：同类起因在同一对象上有没有再发生 / has the same cause recurred at its elements?"""
    from dashboard.improving import verify_actions

    with opened(given) as workspace:
        decided = verify_actions(
            workspace, actions, user, days=days, result=result, reason=reason, on=on
        )
    tell_all(given, decided)


@command
def risks(
    given: Given,
    actions: Actions,
    answer: Annotated[
        str,
        typer.Option(
            "--answer", metavar="CODE", help="reviewed | changed | added | not_needed（要有理由）"
        ),
    ],
    user: User,
    risk: Annotated[
        list[str] | None,
        typer.Option("--risk", metavar="RISK", help="哪些风险，可写几次 / which risks, repeatable"),
    ] = None,
    reason: Reason = "",
    on: On = "",
) -> None:
    """措施之后风险和机遇要不要更新 / whether risks had to be updated after it (10.2.1 e)."""
    from dashboard.risk_answering import RiskAnswer, answer_risks

    said = RiskAnswer(answer, ";".join(risk or ()), reason)
    with opened(given) as workspace:
        decided = answer_risks(workspace, actions, user, said, on)
    tell_all(given, decided)
