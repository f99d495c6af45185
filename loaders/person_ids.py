"""Ids of persons: a keyed hash of the name, so that no claim holds the name itself."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FILE = "person.key"
_BYTES, _SHOWN = 32, 32
_NO_HOME = b"a dry run keeps nothing"


@dataclass(frozen=True, slots=True)
class PersonIds:
    """Makes ids with the key of a home; without a home (a dry run) they mean nothing."""

    key: bytes

    @classmethod
    def of_home(cls, home: Path | None) -> PersonIds:
        """With the key of a home, made when it is first needed and readable by its owner alone."""
        return cls(_NO_HOME if home is None else _key(home / FILE))

    def of(self, scope: str, name: str) -> str:
        """The id of a person named in the documents of one issuer, `scope`.

        Namesakes in the documents of different issuers stay two.
        """
        message = f"{scope}\0{name}".encode()
        return hmac.new(self.key, message, sha256).hexdigest()[:_SHOWN]


def _key(path: Path) -> bytes:
    """The key in a file; of two processes that make it at once, one wins for both."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_hex(_BYTES).encode())
            stream.flush()
            os.fsync(stream.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_bytes().strip()
