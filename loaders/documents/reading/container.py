"""Folders and zip archives of documents, with a cap on everything an archive may do to us.

Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from loaders.documents.model import Fault
from loaders.documents.reading.faults import (
    damaged,
    encrypted,
    too_large,
    unreadable,
    unsafe_path,
)

_IGNORED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What a damaged archive may raise."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_ALWAYS = 1 << 20  # a member up to this size may be packed as tight as it likes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file, one archive and all its members together may come to.

    `file_bytes`, `total_bytes`: unpacked. `ratio`: unpacked to packed, of a member over 1 MiB.
    `depth`: archives within archives.
    """

    file_bytes: int = 64 << 20
    total_bytes: int = 1 << 30
    ratio: int = 100
    members: int = 10_000
    depth: int = 3
    pages: int = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """A file with its bytes: its own path, or that of the archive and the member in it."""

    path: str
    member: str
    data: bytes

    @property
    def name(self) -> str:
        """As in `Source.name`."""
        return f"{self.path}!{self.member}" if self.member else self.path


def files_of(path: Path) -> Iterator[Path]:
    """The file, or every file of the folder and its folders in order, hidden ones aside."""
    if not path.is_dir():
        yield path
        return
    for each in sorted(path.rglob("*")):
        inner = each.relative_to(path).parts
        if each.is_file() and not any(map(_is_ignored, inner)):
            yield each


def load(path: Path, limits: Limits) -> Found | Fault:
    """The bytes of a file."""
    try:
        if path.exists() and not path.is_file():
            return unreadable(str(path), "不是普通文件 / no regular file")
        if path.stat().st_size > limits.file_bytes:
            return too_large(str(path), *_bytes(limits.file_bytes))
        return Found(str(path), "", path.read_bytes())
    except OSError as error:
        return unreadable(str(path), error.strerror or error)


@dataclass(slots=True)
class Archives:
    """Members of an archive and of the archives in it; `left`: bytes that may still come out."""

    limits: Limits
    left: int

    def members(self, archive: Found, depth: int = 1) -> Iterator[Found | Fault]:
        """Each file in the archive. An archive in it is a file like the others."""
        if depth > self.limits.depth:
            yield too_large(
                archive.name,
                f"压缩包嵌套超过 {self.limits.depth} 层",
                f"archives nested deeper than {self.limits.depth}",
            )
            return
        try:
            with zipfile.ZipFile(BytesIO(archive.data)) as opened:
                yield from self._each(opened, archive)
        except FAILURES as error:
            yield damaged(archive.name, "压缩", "zip", error)

    def _each(self, opened: zipfile.ZipFile, archive: Found) -> Iterator[Found | Fault]:
        infos = [info for info in opened.infolist() if not info.is_dir()]
        if len(infos) > self.limits.members:
            limit = self.limits.members
            yield too_large(archive.name, f"成员多于 {limit} 个", f"more than {limit} members")
            return
        for info in sorted(infos, key=lambda info: info.filename):
            name = _name(info)
            if any(map(_is_ignored, PurePosixPath(name).parts)):
                continue
            inner = f"{archive.member}!{name}" if archive.member else name
            yield self._one(opened, info, Found(archive.path, inner, b""))

    def _one(self, opened: zipfile.ZipFile, info: zipfile.ZipInfo, found: Found) -> Found | Fault:
        refused = self._refused(info, found)
        if refused is not None:
            return refused
        self.left -= info.file_size
        try:
            return Found(found.path, found.member, opened.read(info))
        except FAILURES as error:
            return damaged(found.name, "压缩", "zip", error)

    def _refused(self, info: zipfile.ZipInfo, found: Found) -> Fault | None:
        """Why a member is not unpacked; sizes are those it declares, beyond which none is read."""
        parts = PurePosixPath(found.member.rpartition("!")[2]).parts
        if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
            return unsafe_path(found.name)
        if info.flag_bits & _ENCRYPTED:
            return encrypted(found.name, "压缩包", "zip")
        if info.file_size > self.limits.file_bytes:
            return too_large(found.name, *_bytes(self.limits.file_bytes))
        if info.file_size > max(_ALWAYS, self.limits.ratio * info.compress_size):
            ratio = self.limits.ratio
            return too_large(found.name, f"压缩比高于 {ratio}", f"packed tighter than {ratio} : 1")
        if info.file_size > self.left:
            zh, en = _bytes(self.limits.total_bytes)
            return too_large(found.name, f"压缩包解开后{zh}", f"all members together {en}")
        return None


def bomb(data: bytes, name: str, limits: Limits) -> Fault | None:
    """A fault where a DOCX file, itself an archive, unpacks to more than a document does."""
    with zipfile.ZipFile(BytesIO(data)) as opened:
        total = sum(info.file_size for info in opened.infolist())
    if total > limits.file_bytes:
        return too_large(name, *_bytes(limits.file_bytes))
    if total > max(8 * _ALWAYS, limits.ratio * len(data)):
        return too_large(name, f"压缩比高于 {limits.ratio}", f"packed over {limits.ratio} : 1")
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; without the UTF-8 flag Chinese archivers write GB18030."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            stored = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                name = stored.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _is_ignored(part: str) -> bool:
    return part in _IGNORED or part.startswith("~$") or (part.startswith(".") and part != "..")


def _bytes(limit: int) -> tuple[str, str]:
    return f"大于 {limit >> 20} MiB", f"more than {limit >> 20} MiB"
