"""Users' own questions in Cypher: reading only, within limits, over the graph as it is now."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from graph import StoreError, Workspace
from graph.store import FreelyRead, Limits
from queries.asker import OWNER, Asker
from queries.veil import must_see_all


@dataclass(frozen=True, slots=True)
class FreeResult:
    """Rows of a user's own query, values plain, in the order of `columns`.

    `truncated`: there were more rows, or larger ones, than the limits. `ledger_head`: end of the
    chain that the graph was level with. `elapsed` in seconds.
    """

    cypher: str
    params: dict[str, object]
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truncated: bool
    limits: Limits
    ledger_head: str
    elapsed: float
    notices: tuple[str, ...] = ()


def run_free(
    workspace: Workspace,
    text: str,
    params: Mapping[str, object] | None = None,
    *,
    limits: Limits | None = None,
    asker: Asker = OWNER,
) -> FreeResult:
    """Run a reading query of the user's own on the live store.

    Raises `RefusedQueryError` for a query that does more than read, may never end, or was
    stopped; `InvalidValueError` for a parameter; `StoreError` for a store that cannot;
    `WithheldError` for a class of users from which something is withheld: what the rows of such a
    query are about cannot be known.
    """
    must_see_all(asker, "Cypher")
    started = time.perf_counter()
    limits, given = limits or Limits(), dict(params or {})
    store = workspace.store
    if not isinstance(store, FreelyRead):
        raise StoreError(
            store.uri,
            "这种图库不能运行自己的查询 / this store does not run queries of your own",
            "bolt://HOST:PORT",
        )
    found = store.free(text, given, limits)
    return FreeResult(
        cypher=text,
        params=given,
        columns=found.columns,
        rows=found.rows,
        truncated=found.truncated,
        limits=limits,
        ledger_head=str(workspace.ledger.head()),
        elapsed=time.perf_counter() - started,
        notices=tuple(workspace.notices),
    )
