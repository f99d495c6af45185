"""`suyuan incident`: issues handled step by step, each a claim of the source `decisions/NAME`.

What is said of several is said of all of them or of none, in one load.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.commands.nonconformity import tell_all
from dashboard.options import Given, Reason, User, command, opened

Issues = Annotated[
    list[str],
    typer.Argument(metavar="ISSUE...", help="问题或事件单，可写几个 / issues or incidents"),
]


@command
def open_(given: Given, issues: Issues, user: User, reason: Reason = "") -> None:
    """为问题开事件单 / open incidents for issues."""
    from dashboard.handling import open_incidents

    with opened(given) as workspace:
        decided = open_incidents(workspace, issues, user, reason=reason)
    tell_all(given, decided)


@command
def assign(
    given: Given,
    issues: Issues,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="单位 / unit")],
    user: User,
    reason: Reason = "",
) -> None:
    """指派给单位 / assign to a unit."""
    from dashboard.handling import bring, to_unit

    with opened(given) as workspace:
        decided = bring(workspace, issues, user, to_unit(workspace, unit, reason))
    tell_all(given, decided)


@command
def state(
    given: Given,
    issues: Issues,
    state: Annotated[str, typer.Argument(metavar="STATE", help="状态代码 / code of a state")],
    user: User,
    reason: Reason = "",
) -> None:
    """改变状态，只许规定的步骤 / bring them on, by allowed steps only."""
    from dashboard.handling import bring, to_state

    with opened(given) as workspace:
        decided = bring(workspace, issues, user, to_state(state, reason))
    tell_all(given, decided)


@command
def cause(
    given: Given,
    issues: Issues,
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="起因对象 / the cause")],
    user: User,
    reason: Reason = "",
    reject: Annotated[bool, typer.Option("--reject", help="不是起因 / it is not")] = False,
    cause_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="起因类别 人机料法环测 / cause class")
    ] = "",
) -> None:
    """确认或否定起因 / confirm or reject a cause."""
    from dashboard.handling import bring, by_cause, not_by_cause, of_class

    with opened(given) as workspace:
        act = not_by_cause if reject else by_cause
        classed = of_class(cause_class, reason) if cause_class and not reject else None
        decided = bring(workspace, issues, user, act(workspace, element, reason))
        if classed is not None:
            bring(workspace, issues, user, classed)
    tell_all(given, decided)


@command
def close(given: Given, issues: Issues, user: User, reason: Reason = "") -> None:
    """关闭已解决或不处理的 / close what is resolved or will not be fixed."""
    from dashboard.handling import bring, to_state

    with opened(given) as workspace:
        decided = bring(workspace, issues, user, to_state("closed", reason))
    tell_all(given, decided)
