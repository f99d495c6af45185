"""A question under a scenario, as a person types both."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.answering import resolved
from dashboard.scenarios import scenario_named
from graph import UnknownElementError, Workspace
from queries import Difference, query_named, what_if
from queries.neighbourhood import with_nearest


def assumed(
    workspace: Workspace,
    name: str,
    question: str,
    values: Sequence[str],
    *,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Difference:
    """Both answers. Raises what `scenario_named` and `what_if` raise."""
    scenario = scenario_named(workspace, name)
    params = resolved(workspace, query_named(question), values)
    try:
        return what_if(workspace, scenario, question, params, as_of=as_of, known_at=known_at)
    except UnknownElementError as error:
        raise with_nearest(workspace, error) from error
