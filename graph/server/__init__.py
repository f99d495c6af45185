"""A real Neo4j Community server on this machine, without Docker and without a download page."""

from graph.server.given import GivenServer, given_server
from graph.server.home import THROW_AWAY, Sizing
from graph.server.java import find_java
from graph.server.server import LocalServer, local_server
from graph.server.versions import DEFAULT_VERSION, VERSIONS

__all__ = [
    "DEFAULT_VERSION",
    "THROW_AWAY",
    "VERSIONS",
    "GivenServer",
    "LocalServer",
    "Sizing",
    "find_java",
    "given_server",
    "local_server",
]
