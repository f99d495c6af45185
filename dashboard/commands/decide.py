"""`suyuan decide`: a person's decisions, each a claim of the source `decisions/NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.options import AsOf, Given, Reason, command, opened

if TYPE_CHECKING:
    from dashboard.deciding import Decided

User = Annotated[str, typer.Option("--user", metavar="NAME", help="裁定人 / who decides")]


@command
def name(
    given: Given,
    mention: Annotated[
        str, typer.Argument(metavar="MENTION", help="文件中的名称 / a name in a document")
    ],
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="所指对象 / what it means")],
    user: User,
    reason: Reason = "",
) -> None:
    """裁定名称所指 / decide what a name stands for."""
    from dashboard.deciding import decide_name

    with opened(given) as workspace:
        decided = decide_name(workspace, mention, element, user, reason)
    _tell(given, decided, "已裁定 / decided", "早已如此裁定 / was decided so before")


@command
def alias(
    given: Given,
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="对象 / element")],
    same: Annotated[str, typer.Argument(metavar="SAME", help="同一对象 / the same thing")],
    user: User,
    reason: Reason = "",
) -> None:
    """裁定两者同一 / decide that two elements are the same."""
    from dashboard.deciding import decide_alias

    with opened(given) as workspace:
        decided = decide_alias(workspace, element, same, user, reason)
    _tell(given, decided, "已裁定 / decided", "早已如此裁定 / was decided so before")


@command
def conflict(
    given: Given,
    conflict: Annotated[
        str, typer.Argument(metavar="CONFLICT", help="矛盾编号 / its name in `ask conflicts`")
    ],
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="confirmed | corrected | forwarded")
    ],
    user: User,
    reason: Reason,
    as_of: AsOf = None,
) -> None:
    """裁定名录间的矛盾 / decide about a conflict of registries."""
    from dashboard.judging import judge_conflict

    with opened(given) as workspace:
        decided = judge_conflict(workspace, conflict, verdict, user, reason, as_of)
    _tell(given, decided, "已裁定 / decided", "早已如此裁定 / was decided so before")


@command
def identity(
    given: Given,
    candidate: Annotated[
        str,
        typer.Argument(metavar="CANDIDATE", help="编号 / its name in `ask identity-candidates`"),
    ],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same | different")],
    user: User,
    reason: Reason,
    as_of: AsOf = None,
) -> None:
    """裁定是否同一台站 / decide whether they are the same station."""
    from dashboard.judging import judge_identity

    with opened(given) as workspace:
        decided = judge_identity(workspace, candidate, verdict, user, reason, as_of)
    _tell(given, decided, "已裁定 / decided", "早已如此裁定 / was decided so before")


@command
def undo(
    given: Given,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="断言编号 / id of the claim")],
    user: User,
    reason: Reason,
) -> None:
    """撤销一项裁定 / take a decision back."""
    from dashboard.deciding import undo as take_back

    with opened(given) as workspace:
        decided = take_back(workspace, claim, user, reason)
    _tell(given, decided, "已撤销 / undone", "早已撤销 / was undone before")


def _tell(given: Given, decided: Decided, done: str, before: str) -> None:
    from dashboard.render.as_json import dumps
    from dashboard.render.console import tell

    if given.as_json:
        typer.echo(dumps(decided))
        return
    typer.echo(f"{done if decided.written else before}: {decided.element}")
    typer.echo(f"断言 / claim {decided.claim} · {decided.source_id}")
    typer.echo(f"台账头 ledger head {decided.ledger_head}")
    tell(*decided.notices)
