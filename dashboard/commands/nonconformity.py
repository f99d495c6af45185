"""`suyuan nonconformity`: opened from an incident or a finding, closed on a verified effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.options import Given, On, Reason, Unit, User, command, opened

if TYPE_CHECKING:
    from dashboard.deciding import Decided

Elements = Annotated[
    list[str],
    typer.Argument(metavar="NONCONFORMITY...", help="不合格，可写几个 / one or more"),
]


@command
def open_(
    given: Given,
    about: Annotated[
        str, typer.Argument(metavar="ABOUT", help="事件单或审核发现 / incident or audit finding")
    ],
    unit: Unit,
    statement: Annotated[
        str, typer.Option("--statement", metavar="TEXT", help="不合格内容 / what was found")
    ],
    user: User,
    clause: Annotated[
        str, typer.Option("--clause", metavar="STANDARD|NUMBER", help="条款 / clause")
    ] = "",
    severity: Annotated[
        str, typer.Option("--severity", metavar="TEXT", help="严重度 / severity")
    ] = "",
    disposition: Annotated[
        str, typer.Option("--disposition", metavar="CODE", help="correct|flag|withhold|reissue")
    ] = "",
    cause: Annotated[
        str, typer.Option("--cause", metavar="TEXT", help="起因 / the cause in words")
    ] = "",
    cause_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="起因类别 人机料法环测 / cause class")
    ] = "",
    similar: Annotated[
        str,
        typer.Option("--similar", metavar="TEXT", help="类似的不合格 / do similar ones exist?"),
    ] = "",
    on: On = "",
) -> None:
    """开出不合格 / open a nonconformity."""
    from dashboard.improving import Found, open_nonconformity

    found = Found(statement, clause, severity, disposition, cause, cause_class, similar)
    with opened(given) as workspace:
        decided = open_nonconformity(workspace, about, unit, user, found, on)
    tell_all(given, [decided])


@command
def close(given: Given, elements: Elements, user: User, reason: Reason = "", on: On = "") -> None:
    """关闭：要有验证有效的措施 / close those with an action verified as effective."""
    from dashboard.improving import close_nonconformities

    with opened(given) as workspace:
        decided = close_nonconformities(workspace, elements, user, reason=reason, on=on)
    tell_all(given, decided)


@command
def reopen(given: Given, elements: Elements, user: User, reason: Reason = "", on: On = "") -> None:
    """重新打开，要有理由 / open them again, for a reason."""
    from dashboard.improving import reopen_nonconformities

    with opened(given) as workspace:
        decided = reopen_nonconformities(workspace, elements, user, reason=reason, on=on)
    tell_all(given, decided)


def tell_all(given: Given, decided: Sequence[Decided]) -> None:
    """Say what was written of each, and how it is undone."""
    from dashboard.render.as_json import dumps
    from dashboard.render.console import tell

    if given.as_json:
        typer.echo(dumps(list(decided)))
        return
    for one in decided:
        if not one.written:
            typer.echo(f"早已如此 / was so before: {one.element}")
            continue
        user = one.source_id.removeprefix("decisions/")
        typer.echo(f"已记下 / recorded: {one.element}")
        typer.echo(
            f"断言 / claim {one.claim} · 撤销 / undo: suyuan decide undo {one.claim} "
            f"--user '{user}' --reason TEXT"
        )
    if decided:
        typer.echo(f"台账头 ledger head {decided[-1].ledger_head}")
        tell(*decided[-1].notices)
