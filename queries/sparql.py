"""Users' own questions in SPARQL: reading only, within limits, over the graph as RDF."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from graph import Workspace
from graph.projection import snapshot_store
from graph.rdf_view import KeptView, SparqlRows, kept_view, sparql_rows
from graph.store import GraphStore, Limits
from ontology import format_valid
from queries.asker import OWNER, Asker
from queries.run import times_asked
from queries.veil import must_see_all


@dataclass(frozen=True, slots=True)
class RdfView:
    """The graph as RDF at a valid time, as known at a recorded time (None for now)."""

    kept: KeptView
    as_of: str
    known_at: str | None
    ledger_head: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SparqlResult:
    """What a user's own query found, and of which graph. `elapsed` in seconds."""

    sparql: str
    found: SparqlRows
    limits: Limits
    as_of: str
    known_at: str | None
    ledger_head: str
    elapsed: float
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphAt:
    """A store with the graph as known at a recorded time (None for now), and a valid time."""

    store: GraphStore
    moment: str
    known_at: str | None


def graph_at(
    workspace: Workspace, as_of: str | None = None, known_at: str | None = None
) -> GraphAt:
    """The whole graph as known at a recorded time (default now), for a valid time (default now).

    Raises `InvalidValueError` for what is no date.
    """
    valid, known = times_asked(as_of, known_at)
    moment = valid or format_valid(datetime.now(UTC))
    if known is None:
        return GraphAt(workspace.store, moment, None)
    position = workspace.ledger.position_at(known)
    return GraphAt(snapshot_store(workspace.ledger, position), moment, known)


def view_of(workspace: Workspace, asked: GraphAt) -> RdfView:
    """The same as RDF. Raises `MissingExtraError` without the extra `rdf`."""
    kept = kept_view(workspace.home, asked.store, asked.moment)
    head, notices = str(workspace.ledger.head()), tuple(workspace.notices)
    return RdfView(kept, asked.moment, asked.known_at, head, notices)


def view_at(
    workspace: Workspace,
    as_of: str | None = None,
    known_at: str | None = None,
    *,
    asker: Asker = OWNER,
) -> RdfView:
    """The graph as RDF as of a valid time, as known at a recorded time (both default to now).

    Raises what `graph_at` and `view_of` raise, and `WithheldError` for a class of users from which
    something is withheld: what the rows of a query of one's own are about cannot be known.
    """
    must_see_all(asker, "SPARQL")
    return view_of(workspace, graph_at(workspace, as_of, known_at))


def run_sparql(view: RdfView, text: str, *, limits: Limits | None = None) -> SparqlResult:
    """Run a reading query of the user's own on a view.

    Raises `RefusedQueryError` for one that does more than read, has a fault, or was stopped.
    """
    started = time.perf_counter()
    limits = limits or Limits()
    found = sparql_rows(view.kept, text, limits, view.as_of)
    result = SparqlResult(
        text, found, limits, view.as_of, view.known_at, view.ledger_head, 0.0, view.notices
    )
    return replace(result, elapsed=time.perf_counter() - started)
