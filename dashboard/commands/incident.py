"""`suyuan incident`: an issue handled step by step, each a claim of the source `decisions/NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.options import Given, Reason, User, command, opened

if TYPE_CHECKING:
    from dashboard.deciding import Decided

Issue = Annotated[str, typer.Argument(metavar="ISSUE", help="问题或事件单 / issue or incident")]


@command
def open_(given: Given, issue: Issue, user: User, reason: Reason = "") -> None:
    """为问题开事件单 / open an incident for an issue."""
    from dashboard.handling import open_incident

    with opened(given) as workspace:
        decided = open_incident(workspace, issue, user, reason=reason)
    _tell(given, decided)


@command
def assign(
    given: Given,
    issue: Issue,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="单位 / unit")],
    user: User,
    reason: Reason = "",
) -> None:
    """指派给单位 / assign to a unit."""
    from dashboard.handling import assign as assign_to

    with opened(given) as workspace:
        decided = assign_to(workspace, issue, unit, user, reason=reason)
    _tell(given, decided)


@command
def state(
    given: Given,
    issue: Issue,
    state: Annotated[str, typer.Argument(metavar="STATE", help="状态代码 / code of a state")],
    user: User,
    reason: Reason = "",
) -> None:
    """改变状态，只许规定的步骤 / bring it on, by allowed steps only."""
    from dashboard.handling import set_state

    with opened(given) as workspace:
        decided = set_state(workspace, issue, state, user, reason=reason)
    _tell(given, decided)


@command
def cause(
    given: Given,
    issue: Issue,
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="起因对象 / the cause")],
    user: User,
    reason: Reason = "",
    reject: Annotated[bool, typer.Option("--reject", help="不是起因 / it is not")] = False,
    cause_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="起因类别 人机料法环测 / cause class")
    ] = "",
) -> None:
    """确认或否定起因 / confirm or reject a cause."""
    from dashboard.handling import class_cause, confirm_cause, reject_cause

    act = reject_cause if reject else confirm_cause
    with opened(given) as workspace:
        decided = act(workspace, issue, element, user, reason=reason)
        if cause_class and not reject:
            class_cause(workspace, issue, cause_class, user, reason=reason)
    _tell(given, decided)


@command
def close(given: Given, issue: Issue, user: User, reason: Reason = "") -> None:
    """关闭已解决或不处理的 / close what is resolved or will not be fixed."""
    from dashboard.handling import set_state

    with opened(given) as workspace:
        decided = set_state(workspace, issue, "closed", user, reason=reason)
    _tell(given, decided)


def _tell(given: Given, decided: Decided) -> None:
    from dashboard.render.as_json import dumps
    from dashboard.render.console import tell

    if given.as_json:
        typer.echo(dumps(decided))
        return
    if not decided.written:
        typer.echo(f"早已如此 / was so before: {decided.element}")
        return
    typer.echo(f"已记下 / recorded: {decided.element}")
    typer.echo(f"断言 / claim {decided.claim} · {decided.source_id}")
    typer.echo(
        f"撤销 / undo: suyuan decide undo {decided.claim} "
        f"--user '{decided.source_id.removeprefix('decisions/')}' --reason TEXT"
    )
    typer.echo(f"台账头 ledger head {decided.ledger_head}")
    tell(*decided.notices)
