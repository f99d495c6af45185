"""Originals: every file that was loaded, kept under its SHA-256, and the bytes read from it."""

from __future__ import annotations

import mmap
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

from graph.claim import Place

_CHUNK = 1 << 20
_KEPT_OPEN = 64


def file_hash(path: Path) -> bytes:
    """SHA-256 of a file's bytes, read in chunks."""
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()


class Originals:
    """The folder `sources/` of a home: one file per SHA-256, written once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[bytes, mmap.mmap | bytes] = {}

    def path(self, digest: bytes) -> Path:
        """Where the original with that hash is kept."""
        return self.folder / digest.hex()

    def keep(self, source: Path) -> tuple[bytes, int]:
        """Copy a file in, once; return its SHA-256 and size. The copy is what is hashed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = file_hash(source)
        target = self.path(digest)
        if target.exists():
            return digest, target.stat().st_size
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".incoming-")
        os.close(handle)
        temporary = Path(name)
        try:
            shutil.copyfile(source, temporary)
            digest = file_hash(temporary)
            with temporary.open("rb+") as stream:
                os.fsync(stream.fileno())
            temporary.chmod(0o444)
            temporary.replace(self.path(digest))
        finally:
            temporary.unlink(missing_ok=True)
        return digest, self.path(digest).stat().st_size

    def sweep(self) -> None:
        """Remove what an interrupted copy left behind."""
        if self.folder.exists():
            for leftover in self.folder.glob(".incoming-*"):
                leftover.unlink(missing_ok=True)

    def raw(self, digest: bytes, place: Place) -> bytes | None:
        """The bytes a place points to, or None where it gives no byte range.

        Raises `FileNotFoundError` when the original is gone.
        """
        if place.offset is None or place.length is None:
            return None
        return self.content(digest)[place.offset : place.offset + place.length]

    def content(self, digest: bytes) -> mmap.mmap | bytes:
        """An original mapped into memory, the last few kept: an answer cites the same again.

        Raises `FileNotFoundError` when the original is gone.
        """
        content = self._open.get(digest)
        if content is None:
            if len(self._open) >= _KEPT_OPEN:
                self._open.pop(next(iter(self._open)))
            with self.path(digest).open("rb") as stream:
                empty = not os.fstat(stream.fileno()).st_size
                content = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._open[digest] = content
        return content
