"""A question asked twice: of what the ledger says, and of what it would say under a scenario."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph import Workspace
from graph.ledger import LedgerReader
from graph.projection import Change, overlay_store
from ontology import known_at_time
from queries.asker import OWNER, Asker
from queries.run import Overlay, Result, run, run_hypothetical
from queries.veil import must_see_all

_NOT_COMPARED = frozenset({"claims", "elapsed"})


@dataclass(frozen=True, slots=True)
class Scenario:
    """Assumed changes under a name. `title`: what it assumes, in words; `asker`: for whom."""

    name: str
    title: str
    changes: tuple[Change, ...]
    asker: Asker = OWNER

    @property
    def source(self) -> str:
        """The source id of what it assumes; no load ever has it."""
        return f"scenario/{self.name}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Both answers, and the rows that only one of them has.

    `gone`: rows of what is; `added`: rows of what would be. Evidence is not compared.
    """

    base: Result[object]
    assumed: Result[object]
    gone: tuple[object, ...]
    added: tuple[object, ...]


def what_if(
    workspace: Workspace,
    scenario: Scenario,
    question: str,
    params: Mapping[str, str],
    *,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Difference:
    """Ask on base and overlay, at the same times and for the same asker. Raises what `run` raises.

    The ledger is read only, so its head is the same before and after. Raises `WithheldError` for a
    class of users from which something is withheld: what a scenario assumes bears no level.
    """
    asker = scenario.asker
    must_see_all(asker, "what-if")
    base = run(workspace, question, params, as_of=as_of, known_at=known_at, asker=asker)
    position = workspace.ledger.position_at(None if known_at is None else known_at_time(known_at))
    reader = LedgerReader(workspace.ledger, position)
    store = overlay_store(reader, scenario.changes, scenario.source)
    try:
        assumed = run_hypothetical(
            workspace,
            Overlay(scenario.name, store, asker),
            question,
            params,
            as_of=base.as_of,
            known_at=known_at,
        )
    finally:
        store.close()
    return Difference(
        base,
        assumed,
        _only(base.rows, assumed.rows),
        _only(assumed.rows, base.rows),
    )


def _only(rows: Sequence[object], others: Sequence[object]) -> tuple[object, ...]:
    """Rows that the others have not, as often as they lack them, in their order."""
    left = Counter(_said(row) for row in others)
    found = []
    for row in rows:
        said = _said(row)
        if left[said]:
            left[said] -= 1
        else:
            found.append(row)
    return tuple(found)


def _said(row: object) -> str:
    assert dataclasses.is_dataclass(row)
    return repr(
        [
            (f.name, getattr(row, f.name))
            for f in dataclasses.fields(row)
            if f.name not in _NOT_COMPARED
        ]
    )
