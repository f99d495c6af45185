"""Real Neo4j servers for the tests: started when a test first asks, one per worker and release.

SUYUAN_NEO4J_URI (with SUYUAN_NEO4J_PASSWORD) names a server that already runs; its database
`neo4j` is wiped by tests. Where no server can be provided, the tests that need one fail with the
remedy: they are not skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.server import VERSIONS, GivenServer, LocalServer, given_server, local_server

LTS, NEWEST = VERSIONS


@pytest.fixture(scope="session")
def neo4j_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LocalServer | GivenServer]:
    """Neo4j 5.26, or the server of SUYUAN_NEO4J_URI: `.uri` and `.login`."""
    given = given_server()
    if given:
        yield given
        return
    with local_server(LTS, tmp_path_factory.mktemp("neo4j") / LTS) as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_2026_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """Neo4j 2026, on which every portable query must run too: `.uri` and `.login`."""
    with local_server(NEWEST, tmp_path_factory.mktemp("neo4j") / NEWEST) as server:
        yield server
