"""Settings of one home: read once from the environment, passed in everywhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InvalidValueError

DEFAULT_HOME = Path(".suyuan")


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks a graph server. The password never shows in a representation of it."""

    user: str
    password: str = field(repr=False)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Login | None:
        """SUYUAN_NEO4J_USER with the password, or the file that holds it; None without one.

        Raises `InvalidValueError` for a file that cannot be read.
        """
        password = environment.get("SUYUAN_NEO4J_PASSWORD")
        kept = environment.get("SUYUAN_NEO4J_PASSWORD_FILE")
        if password is None and kept:
            try:
                password = Path(kept).read_text(encoding="utf-8").rstrip("\r\n")
            except OSError as error:
                raise InvalidValueError(
                    "SUYUAN_NEO4J_PASSWORD_FILE",
                    kept,
                    f"口令文件读不了 / the file cannot be read ({error.strerror})",
                    "suyuan neo4j status",
                ) from error
        if password is None:
            return None
        return cls(environment.get("SUYUAN_NEO4J_USER") or "neo4j", password)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the state is kept: the home folder, the store's URI, and the login of a server."""

    home: Path = DEFAULT_HOME
    store_uri: str | None = None
    login: Login | None = None

    @classmethod
    def from_env(
        cls,
        environment: Mapping[str, str] = os.environ,
        *,
        home: Path | None = None,
        store: str | None = None,
    ) -> Settings:
        """Given values first, then SUYUAN_HOME and SUYUAN_STORE, then the defaults."""
        chosen = home or Path(environment.get("SUYUAN_HOME") or DEFAULT_HOME)
        uri = store or environment.get("SUYUAN_STORE") or None
        return cls(chosen, uri, Login.from_env(environment))

    @property
    def uri(self) -> str:
        """The store's URI; the embedded store in the home folder unless another is named."""
        return self.store_uri or f"kglite:{self.home / 'graph.kgl'}"
