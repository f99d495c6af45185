"""Proof that nothing in the lake was changed: every file against the hash its manifest holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.damage import Damage
from graph.errors import LakeDamagedError
from graph.lake.layout import LAKE, datasets, file_hash, intended, present
from graph.lake.manifest import LakeFile, Manifest


@dataclass(frozen=True, slots=True)
class LakeReport:
    """How much was checked, and every damage found.

    `heads`: dataset and the hash its chain of loads ends with. `unfinished`: datasets in which a
    load is at work or was killed; what it left never counted and is no damage.
    """

    ok: bool
    loads: int
    files: int
    rows: int
    heads: tuple[tuple[str, str], ...]
    unfinished: tuple[str, ...]
    problems: tuple[Damage, ...]


def verify_lake(home: Path) -> LakeReport:
    """Compare all manifests with their chains and all files with their hashes.

    Files may be missing, altered, or unlisted: neither of a load nor left by one. Damage is
    reported, never raised. Needs no extra.
    """
    loads = files = rows = 0
    heads, unfinished, problems = [], [], _astray(home)
    for folder in datasets(home):
        # In this order: a file that is moved in meanwhile is in one of the last two.
        there, moving, manifest = present(folder), intended(folder), Manifest(folder)
        try:
            manifest.refresh()
        except LakeDamagedError as error:
            problems.append(Damage(error.where, "manifest", error.rule))
        listed = {file.name: file for load in manifest.sound() for file in load.files}
        for name in sorted(there - listed.keys() - moving):
            problems.append(Damage(f"lake/{folder.name}/{name}", "unlisted", "no load wrote it"))
        for file in listed.values():
            problem = _problem(folder / file.name, file)
            if problem:
                problems.append(Damage(f"lake/{folder.name}/{file.name}", *problem))
        loads += len(manifest.sound())
        files += len(listed)
        rows += sum(file.rows for file in listed.values())
        heads.append((folder.name, manifest.head))
        if (there & moving) - listed.keys():
            unfinished.append(folder.name)
    return LakeReport(
        not problems, loads, files, rows, tuple(heads), tuple(unfinished), tuple(problems)
    )


def _astray(home: Path) -> list[Damage]:
    """What lies in the lake beside its datasets."""
    return [
        Damage(f"{LAKE}/{path.name}", "unlisted", "it belongs to no dataset")
        for path in sorted((home / LAKE).glob("*"))
        if not path.is_dir() and not path.name.startswith(".")
    ]


def _problem(path: Path, file: LakeFile) -> tuple[str, str] | None:
    try:
        digest, size = file_hash(path)
    except FileNotFoundError:
        return "missing", f"listed with {file.rows} rows, sha256 {file.sha256}"
    except OSError as error:
        return "unreadable", str(error.strerror)
    if digest != file.sha256:
        return "altered", f"sha256 {digest}, {size} bytes; listed {file.sha256}, {file.size}"
    return None
