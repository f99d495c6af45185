"""Settings of one home: read once from the environment, passed in everywhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOME = Path(".suyuan")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the state is kept: the home folder, and the store's URI."""

    home: Path = DEFAULT_HOME
    store_uri: str | None = None

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
        return cls(chosen, store or environment.get("SUYUAN_STORE") or None)

    @property
    def uri(self) -> str:
        """The store's URI; the embedded store in the home folder unless another is named."""
        return self.store_uri or f"kglite:{self.home / 'graph.kgl'}"
