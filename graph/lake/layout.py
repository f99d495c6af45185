"""Folders of the lake: one a dataset, one in it a UTC day, and what is aside while a load writes.

`lake/DATASET/date=YYYY-MM-DD/VERSION-HASH.parquet`. A load works in `.staging` of its dataset.
Before it moves its files into place it notes their names in `.staging/intent.json`; so what a
kill left can be told from what somebody put there, and only the former is ever swept.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from unicodedata import is_normalized

import orjson

from graph.errors import InvalidValueError, SourceError
from graph.lake.manifest import MANIFEST, Manifest

LAKE = "lake"
STAGING = ".staging"
LOCK = ".lock"
_CHUNK = 1 << 20
_INTENT = "intent.json"
_DATASET = re.compile(r"\w[\w.-]{0,99}")


def dataset_folder(home: Path, dataset: str) -> Path:
    """The folder of a dataset. Raises `InvalidValueError` for what is no name of one."""
    if not _DATASET.fullmatch(dataset) or not is_normalized("NFC", dataset):
        raise InvalidValueError(
            "dataset",
            dataset,
            "不能作文件夹名 / it cannot name a folder",
            "用字母、汉字、数字、下划线、点、连字符 / use letters, digits, and . _ -",
        )
    return home / LAKE / dataset


def datasets(home: Path) -> list[Path]:
    """The folders of all datasets, in the order of their names."""
    folder = home / LAKE
    return sorted(p for p in folder.glob("*") if p.is_dir() and not p.name.startswith("."))


def file_name(day: str, version: int, digest: str) -> str:
    """The name of a file in its dataset. Names of one day sort by version."""
    return f"date={day}/{version:08d}-{digest[:16]}.parquet"


def present(folder: Path) -> set[str]:
    """Names of all files in a dataset, but the manifest and what has a dot in front."""
    names = (p.relative_to(folder) for p in folder.rglob("*") if not p.is_dir())
    return {
        name.as_posix()
        for name in names
        if name.as_posix() != MANIFEST and not any(part.startswith(".") for part in name.parts)
    }


def file_hash(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file, read in chunks."""
    digest, size = sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def intend(folder: Path, names: Iterable[str]) -> None:
    """Note on the disk which files are about to be moved into place."""
    with (folder / STAGING / _INTENT).open("wb") as stream:
        stream.write(orjson.dumps(list(names)))
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(folder / STAGING)


def intended(folder: Path) -> set[str]:
    """The files a load is moving into place, or was when it was killed."""
    try:
        return set(orjson.loads((folder / STAGING / _INTENT).read_bytes()))
    except (FileNotFoundError, orjson.JSONDecodeError):  # not yet whole: nothing has moved
        return set()


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what a killed load left. For the one process that may write."""
    for name in intended(folder) - _listed(manifest):
        (folder / name).unlink(missing_ok=True)
    if (folder / STAGING).exists():
        shutil.rmtree(folder / STAGING)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    if os.name == "nt":
        return  # folders cannot be opened there; names are kept by the file system's journal
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def backup_files(home: Path, aside: Path) -> Iterator[tuple[str, Path]]:
    """What of the lake goes into a backup: its name there and where to read it.

    Of each dataset the manifest as it is now (a copy in `aside`), its files, and whatever else
    lies there; but no file of a load that has not closed by now. Loads may go on meanwhile.
    Raises `SourceError` for what is no plain file.
    """
    left_out = set()
    for folder in datasets(home):
        manifest = Manifest(folder)
        listed = _listed(manifest)
        if manifest.whole():
            copy = aside / f"{folder.name}.{MANIFEST}"
            copy.write_bytes(manifest.whole())
            yield _name(home, manifest.path), copy
        # In this order: a file that is moved in meanwhile is in one of the two.
        there, moving = present(folder), intended(folder)
        late = there & (moving | _listed(manifest)) - listed
        left_out |= {manifest.path, *(folder / name for name in late)}
    for path in sorted((home / LAKE).rglob("*")):
        name = _name(home, path)
        if path in left_out or any(part.startswith(".") for part in name.split("/")):
            continue
        if path.is_symlink() or not (path.is_dir() or (path.is_file() and in_lake(name))):
            raise SourceError(
                path,
                "数据湖里只备份普通文件 / only plain files of the lake are backed up",
                "换成普通文件，或移出 lake / put a plain file in its place, or move it out",
            )
        if path.is_file():
            yield name, path


def in_lake(name: str) -> bool:
    """Whether it is the name of a file in the lake, on any system: `lake/…`."""
    parts = name.removeprefix(f"{LAKE}/").split("/")
    return all(p and not p.startswith(".") and not {"\\", "\0"} & set(p) for p in parts)


def _name(home: Path, path: Path) -> str:
    return path.relative_to(home).as_posix()


def _listed(manifest: Manifest) -> set[str]:
    return {file.name for load in manifest.loads() for file in load.files}
