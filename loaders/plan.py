"""What a `load` will read: files, folders and datapackages become sources with their loaders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timezone
from pathlib import Path

from graph import InvalidValueError, SourceError
from loaders.protocol import Loader, SourceFile
from loaders.registry import loader_for

PACKAGE = "datapackage.json"
TABLE_KEY = "suyuan:table"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the user declares about all files of one command."""

    source: str | None = None
    snapshot: str | None = None
    zone: timezone | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One file, its source and the loader that reads it."""

    source: SourceFile
    loader: Loader
    named: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of a folder that nobody reads, and why."""

    path: Path
    rule: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that will be loaded, and the files that nobody reads."""

    files: tuple[Planned, ...]
    skipped: tuple[Unread, ...] = field(default=())


def make_plan(paths: Sequence[Path], declared: Declared) -> Plan:
    """Files in order. Raises `SourceError` for a path that is absent or that nobody reads."""
    found: list[tuple[Path, str, str | None, Loader]] = []
    skipped: list[Unread] = []
    for path in paths:
        if not path.exists():
            raise SourceError(
                path, "没有这个文件 / no such file or folder", "检查路径 / check the path"
            )
        if path.is_dir():
            for file, source_id, table in _folder(path):
                loader = loader_for(file, table=table)
                if loader is None:
                    skipped.append(Unread(file, _why_unread(file)))
                else:
                    found.append((file, source_id, table, loader))
        else:
            found.append((path, _source_id(path), None, _required_loader(path)))
    if paths and not found:
        raise SourceError(
            paths[0],
            "没有可读的文件 / no file here is of a known format",
            "见 docs/reference 的格式 / see the formats in docs/reference",
        )
    several = len(found) > 1
    files = tuple(
        Planned(
            SourceFile(
                path=file,
                source_id=_named(declared.source, file, several) or source_id,
                snapshot=declared.snapshot or loader.snapshot,
                zone=declared.zone,
                table=table,
                certainty=declared.certainty,
            ),
            loader,
            named=declared.source is not None,
        )
        for file, source_id, table, loader in found
    )
    _check_unique(files)
    return Plan(files, tuple(skipped))


def _check_unique(files: Sequence[Planned]) -> None:
    seen: dict[str, Path] = {}
    for planned in files:
        other = seen.setdefault(planned.source.source_id, planned.source.path)
        if other != planned.source.path:
            raise InvalidValueError(
                "--source",
                planned.source.source_id,
                f"{other} 与 {planned.source.path} 同名 / two files of one command claim it",
                "分别装载并各给 --source / load them one by one, each with its own --source",
            )


def _required_loader(path: Path) -> Loader:
    loader = loader_for(path)
    if loader is None:
        raise SourceError(
            path,
            _why_unread(path),
            "文件名须为表名，或为已知格式 / name it after its table, "
            "or use a known format (docs/reference)",
        )
    return loader


def _why_unread(path: Path) -> str:
    empty = path.stat().st_size == 0
    return "空文件 / the file is empty" if empty else "格式未知 / no loader reads this file"


def _named(name: str | None, path: Path, several: bool) -> str | None:
    if name is None:
        return None
    return f"{name}/{path.name}" if several else name


def _source_id(path: Path) -> str:
    return f"{path.resolve().parent.name}/{path.name}"


def _folder(folder: Path) -> Iterator[tuple[Path, str, str | None]]:
    """Files of a folder: what its datapackage names, else everything below it."""
    package = folder / PACKAGE
    if package.exists():
        yield from _package(package)
        return
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path, _source_id(path), None


def _package(package: Path) -> Iterator[tuple[Path, str, str | None]]:
    try:
        content = json.loads(package.read_text(encoding="utf-8"))
        name, resources = str(content.get("name", package.parent.name)), content["resources"]
        listed = [(str(r["path"]), str(r["name"]), r.get(TABLE_KEY)) for r in resources]
    except (ValueError, KeyError, TypeError, UnicodeDecodeError, AttributeError) as error:
        raise SourceError(
            package,
            f"不是数据包描述 / no data package: {error!r}",
            "见 Frictionless Data Package / name and resources[].name, .path",
        ) from error
    root = package.parent.resolve()
    for path, resource, table in listed:
        file = (root / path).resolve()
        if not file.is_relative_to(root):
            raise SourceError(
                package,
                f"资源 {resource} 越出数据包 / the resource leaves the package",
                "路径须在包内 / keep its path inside",
            )
        if not file.exists():
            raise SourceError(
                package,
                f"缺少资源 {resource} / the resource {path} is absent",
                "补上文件或从描述中删去 / add it or take it off the list",
            )
        yield file, f"{name}/{resource}", None if table is None else str(table)
