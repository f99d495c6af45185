"""A server that somebody else runs, named in the environment: nothing is provided then."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from graph.server.port import is_reachable
from graph.settings import Login
from graph.store.server_address import address_of

VARIABLE = "SUYUAN_NEO4J_URI"


@dataclass(frozen=True, slots=True)
class GivenServer:
    """Where a server answers and who asks it; starting and stopping it is not ours."""

    uri: str
    login: Login | None

    @property
    def reachable(self) -> bool:
        """Somebody listens there."""
        address = address_of(self.uri)
        return is_reachable(address.host, address.port)


def given_server(environment: Mapping[str, str] = os.environ) -> GivenServer | None:
    """The server of SUYUAN_NEO4J_URI, asked with the login of the environment; None without."""
    uri = environment.get(VARIABLE)
    return GivenServer(uri, Login.from_env(environment)) if uri else None
