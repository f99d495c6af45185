"""The words that claims rest on, with a little of what stands around them in the original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph import Workspace
from graph.ledger import LedgerReader, ShownTo

LINES, MOST = 1, 200
"""Lines on either side of a place, and characters of them at most."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an original. `span`: those at the place of the claim."""

    claim: str
    before: str
    span: str
    after: str


def passages(
    workspace: Workspace, claims: Iterable[str], to: ShownTo | None = None
) -> tuple[Passage, ...]:
    """The passages of claims by their short ids, in that order; none where there are no words.

    Names of persons are hidden unless there is somebody `to` whom they are shown, which is logged.
    """
    excerpts = workspace.ledger.excerpts
    excerpts.refresh()
    found = []
    for cited in LedgerReader(workspace.ledger).cited(sorted(set(claims))):
        around = excerpts.around(cited.sha256, cited.place, LINES, to)
        if around is not None:
            before, after = around.before[-MOST:], around.after[:MOST]
            found.append(Passage(cited.short, before, around.span, after))
    return tuple(sorted(found, key=lambda one: one.claim))
