"""Which Neo4j releases are provided, and which Java each of them runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import ServerError


@dataclass(frozen=True, slots=True)
class Release:
    """A Neo4j Community release.

    `javas`: the major versions of Java it supports, as its manual says. `settings`: lines of
    `neo4j.conf` that are its own.
    """

    version: str
    javas: tuple[int, ...]
    settings: tuple[str, ...]

    @property
    def coordinate(self) -> str:
        """Group, artifact and version, as Maven knows it."""
        return f"org.neo4j:neo4j:{self.version}"


_RELEASES = (
    Release(
        "5.26.28",
        (17, 21),
        ("internal.dbms.bolt.netty_server_shutdown_quiet_period=0",),  # else it ends in 10 s
    ),
    Release(
        "2026.09.0",
        (21, 25),
        (
            "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s",
            "dbms.fleet_manager.enabled=false",  # sends metrics to the vendor when registered
            "server.fleet_discovery.enabled=false",  # broadcasts into the local network
        ),
    ),
)
RELEASES: Mapping[str, Release] = {r.version: r for r in _RELEASES}
VERSIONS = tuple(RELEASES)
DEFAULT_VERSION = "5.26.28"  # long-term support


def release(version: str) -> Release:
    """The release of a version. Raises `ServerError` for one that is not provided."""
    if version not in RELEASES:
        raise ServerError(
            version,
            "没有这个 Neo4j 版本 / no such Neo4j release is provided",
            f"可用 / use: {', '.join(VERSIONS)}",
        )
    return RELEASES[version]
