"""Backup and restore: one archive with the ledger, its originals, the lake, and their hashes.

The graph is not in it: it is rebuilt from the ledger. An archive is written beside its target and
renamed; a restore is checked down to the last claim before anything is put in place. So neither is
ever half there.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal

from graph.errors import InvalidValueError, LedgerDamagedError, SourceError
from graph.lake.layout import backup_files, in_lake
from graph.ledger.ledger import LEDGER_FILE, Ledger, closed_head
from graph.ledger.verify import verify_ledger

MANIFEST = "manifest.json"
_FORMAT = 1
_SOURCES, _LAKE = "sources/", "lake/"
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_REMEDY = "换一份备份 / use another backup"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What an archive holds: the ledger's head, how many originals and files of the lake; bytes."""

    archive: str
    home: str
    head: str
    originals: int
    lake: int
    size: int


@dataclass(frozen=True, slots=True)
class _Member:
    sha256: str
    size: int


def backup(ledger: Ledger, target: Path) -> BackupReport:
    """Write one archive of the ledger as it stands now; loads may go on meanwhile.

    A target ending in `.gz` or `.tgz` is compressed. The lake is read after the ledger, so what
    the ledger knows of is there. Raises `LedgerDamagedError` when an original is missing or
    changed: such a backup could not be restored; `LakeDamagedError` for a broken manifest of the
    lake, `SourceError` for what is no plain file in it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        copy, written = Path(folder, LEDGER_FILE), Path(folder, "archive")
        _copy_ledger(ledger.connection, copy)
        with closing(sqlite3.connect(copy)) as connection:
            head = str(closed_head(connection))
            digests = [d for (d,) in connection.execute("SELECT sha256 FROM originals ORDER BY 1")]
        mode: Literal["w", "w:gz"] = "w:gz" if target.suffix in (".gz", ".tgz") else "w"
        with tarfile.open(written, mode) as archive:
            members = {LEDGER_FILE: _add(archive, LEDGER_FILE, copy)}
            for digest in digests:
                name = _SOURCES + digest.hex()
                members[name] = _add(archive, name, ledger.originals.path(digest))
                if members[name].sha256 != digest.hex():
                    raise LedgerDamagedError(name, "the kept original was changed")
            for name, path in backup_files(ledger.home, Path(folder)):
                members[name] = _add(archive, name, path)
            _add_manifest(archive, head, members)
        _sync(written)
        written.replace(target)
    return _report(target, ledger.home, head, members)


def _report(archive: Path, home: Path, head: str, names: Iterable[str]) -> BackupReport:
    originals = lake = 0
    for name in names:
        originals += name.startswith(_SOURCES)
        lake += name.startswith(_LAKE)
    return BackupReport(str(archive), str(home), head, originals, lake, archive.stat().st_size)


def _copy_ledger(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy in one file, without a log beside it."""
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _add(archive: tarfile.TarFile, name: str, path: Path) -> _Member:
    """Add a file and hash the very bytes that are written."""
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise LedgerDamagedError(name, "the kept file is missing") from error
    with stream:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(stream.fileno()).st_size
        reader = _Hashed(stream)
        archive.addfile(info, reader)
    return _Member(reader.digest.hexdigest(), info.size)


class _Hashed:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(size)
        self.digest.update(chunk)
        return chunk


def _add_manifest(archive: tarfile.TarFile, head: str, members: dict[str, _Member]) -> None:
    content = {
        "format": _FORMAT,
        "head": head,
        "members": {n: {"sha256": m.sha256, "size": m.size} for n, m in members.items()},
    }
    raw = json.dumps(content, indent=1, sort_keys=True).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(raw)
    archive.addfile(info, io.BytesIO(raw))


def restore(archive: Path, home: Path) -> BackupReport:
    """Put the ledger, the originals and the lake of an archive into a home that has none.

    All is unpacked aside, compared with the manifest and verified down to the last claim; only
    then is it put in place, the ledger last. Raises `InvalidValueError` for a home that has a
    ledger, `SourceError` for what is no sound archive, `LedgerDamagedError` when it holds a
    ledger that does not verify.
    """
    if not archive.is_file():
        raise SourceError(archive, "没有这个文件 / no such file", "检查路径 / check the path")
    _check_free(home)
    with _staging(home) as staging:
        found = _unpack(archive, staging)
        head = _check_manifest(archive, staging, found)
        _check_ledger(staging, head)
        _check_free(home)
        _put_in_place(staging, home, found)
    return _report(archive, home, head, found)


def _check_free(home: Path) -> None:
    """Refuse a home that is not free.

    A log left beside a removed ledger would be replayed into the restored one, and the files of
    another lake would be taken for its own.
    """
    for name in (LEDGER_FILE, f"{LEDGER_FILE}-wal", f"{LEDGER_FILE}-journal", _LAKE):
        path = home / name
        if any(path.iterdir()) if path.is_dir() else path.exists():
            raise InvalidValueError(
                "--home",
                str(home),
                f"there is a {name} already",
                "restore into an empty folder, or move it away first",
            )


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder in the home for what is not yet checked; what a killed restore left goes first."""
    fresh = not home.exists()
    home.mkdir(parents=True, exist_ok=True)
    for leftover in home.glob(".restoring-*"):
        shutil.rmtree(leftover)
    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as folder:
            Path(folder, _SOURCES).mkdir()
            yield Path(folder)
    except BaseException:
        if fresh:
            _drop_empty(home)
        raise


def _unpack(archive: Path, staging: Path) -> dict[str, _Member]:
    """Write out the members and hash them; nothing but plain files of the expected names."""
    found: dict[str, _Member] = {}
    with archive.open("rb") as raw:
        mode: Literal["r:", "r:gz"] = "r:gz" if raw.read(2) == _GZIP else "r:"
    try:
        with tarfile.open(archive, mode) as stream:
            for info in stream:
                if info.name in found or not _expected(info):
                    raise SourceError(
                        archive, f"不应有的成员 / unexpected member {info.name!r}", _REMEDY
                    )
                content = stream.extractfile(info)
                assert content is not None  # it is a plain file
                found[info.name] = _write(content, staging / info.name)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, FileExistsError) as error:
        raise SourceError(archive, f"归档不完整 / no sound archive: {error}", _REMEDY) from error
    return found


def _expected(info: tarfile.TarInfo) -> bool:
    """Whether a backup writes such a member: no link, and no path that leads elsewhere."""
    if info.name.startswith(_SOURCES):
        name = info.name.removeprefix(_SOURCES)
        return info.isreg() and len(name) == 64 and set(name) <= set("0123456789abcdef")
    if info.name.startswith(_LAKE):
        return info.isreg() and in_lake(info.name)
    return info.isreg() and info.name in (LEDGER_FILE, MANIFEST)


def _write(content: IO[bytes], target: Path) -> _Member:
    digest, size = sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as stream:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            size += stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return _Member(digest.hexdigest(), size)


def _check_manifest(archive: Path, staging: Path, found: dict[str, _Member]) -> str:
    """The head that the manifest names, when it lists exactly the members that are there."""
    try:
        content = json.loads((staging / MANIFEST).read_bytes())
        form, head = content["format"], str(content["head"])
        listed = {n: _Member(m["sha256"], m["size"]) for n, m in content["members"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            archive, f"清单缺失或不可读 / no readable {MANIFEST}: {error!r}", _REMEDY
        ) from error
    if form != _FORMAT:
        raise SourceError(
            archive, f"归档格式 {form} / archive format {form}", "升级软件 / upgrade suyuan"
        )
    members = {name: member for name, member in found.items() if name != MANIFEST}
    wrong = sorted(n for n in {*listed, *members} if listed.get(n) != members.get(n))
    if wrong or LEDGER_FILE not in members:
        raise SourceError(
            archive,
            f"与清单不符 / not as the manifest says: {', '.join(wrong[:5]) or LEDGER_FILE}",
            _REMEDY,
        )
    return head


def _check_ledger(staging: Path, head: str) -> None:
    """The restored ledger verifies, and ends where the manifest says."""
    with Ledger(staging, create=False) as ledger:
        report = verify_ledger(ledger, head)
    if report.problems:
        first = report.problems[0]
        raise LedgerDamagedError(first.where, f"{first.rule}: {first.detail}")
    if report.head != head:
        raise LedgerDamagedError(f"head {report.head}", f"the manifest says {head}")


def _put_in_place(staging: Path, home: Path, names: Iterable[str]) -> None:
    """Move the originals and the lake, then the ledger; on any error what was moved goes again."""
    (home / _SOURCES).mkdir(exist_ok=True)
    moved: list[Path] = []
    try:
        for name in sorted(n for n in names if n.startswith(_SOURCES)):
            if not (home / name).exists():
                moved.append(home / name)
            (staging / name).chmod(0o444)
            (staging / name).replace(home / name)
        if (staging / _LAKE).exists():
            (home / _LAKE).mkdir(exist_ok=True)  # it is empty: see _check_free
            (staging / _LAKE).replace(home / _LAKE)
            moved.append(home / _LAKE)
        (staging / LEDGER_FILE).replace(home / LEDGER_FILE)
    except BaseException:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        _drop_empty(home / _SOURCES)
        raise


def _drop_empty(folder: Path) -> None:
    with suppress(OSError):  # something is in it
        folder.rmdir()


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
