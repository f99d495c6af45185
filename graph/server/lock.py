"""The lock: every jar of a release with its SHA-256 and its place in a Maven repository.

One line a jar, as `sha256sum` writes it, so that `sha256sum -c` in a Maven repository checks it.
Written by `graph.server.renew_lock`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LOCKS = Path(__file__).with_name("locks")


@dataclass(frozen=True, slots=True)
class LockedJar:
    """A jar: its SHA-256 in hexadecimal, and its path in a Maven repository."""

    sha256: str
    path: PurePosixPath

    @property
    def name(self) -> str:
        """The file name, unique within a release."""
        return self.path.name

    @property
    def coordinate(self) -> tuple[str, str, str, str]:
        """Group, artifact, version and classifier (empty for most)."""
        artifact, version = self.path.parts[-3:-1]
        rest = self.path.stem.removeprefix(f"{artifact}-{version}")
        return ".".join(self.path.parts[:-3]), artifact, version, rest.removeprefix("-")


def locked_jars(version: str) -> tuple[LockedJar, ...]:
    """The jars of a release, all of which it needs and beside which it gets none."""
    lines = (LOCKS / f"{version}.sha256").read_text(encoding="ascii").splitlines()
    rows = (line.split(maxsplit=1) for line in lines)
    return tuple(LockedJar(sha256, PurePosixPath(path)) for sha256, path in rows)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
