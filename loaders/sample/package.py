"""Writes the sample as a Frictionless data package: CSV files, descriptor, README, answers.

Rows go to the files as they come. Everything is written into a hidden folder beside the target
and renamed at the end, so that a target is either absent or whole.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib import resources
from operator import attrgetter
from pathlib import Path
from string import Template
from typing import Protocol

from graph import InvalidValueError
from loaders.sample.mechanisms import PlantedCause, gathered
from loaders.sample.province import Answers, province
from loaders.sample.resources import RESOURCES, Resource
from loaders.sample.rows import Row, columns, field_names
from loaders.sample.variables import VARIABLES


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was written: the folder, rows of each file (`real/stations.csv`), planted causes."""

    folder: Path
    tables: Mapping[str, int]
    planted: tuple[PlantedCause, ...]


class _Sink(Protocol):
    def writerow(self, row: tuple[object, ...], /) -> object: ...


@dataclass(slots=True)
class _File:
    """An open table file and how many rows it holds."""

    sink: _Sink
    cells: attrgetter[tuple[object, ...]]
    rows: int = 0

    def write(self, row: Row) -> None:
        self.sink.writerow(self.cells(row))
        self.rows += 1


def write_province(folder: Path, *, seed: int = 1, stations: int = 119) -> SampleReport:
    """Write the sample province into a new or empty folder; the same bytes for the same arguments.

    `stations` up to 119 takes that many real stations; beyond, made-up ones are added. Raises
    `InvalidValueError` when the folder holds something, or below one station.
    """
    if stations < 1:
        raise InvalidValueError(
            "--stations",
            str(stations),
            "样例至少要有一个台站 / a sample needs at least one station",
            "--stations 1",
        )
    folder = Path(folder).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidValueError(
            "DIR",
            str(folder),
            "须是空文件夹，或还没有 / not an empty folder, nor a new one",
            "换一个 / use another",
        )
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    partial.mkdir(parents=True)
    try:
        report = _write(partial, folder, seed, stations)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return report


def _write(partial: Path, folder: Path, seed: int, stations: int) -> SampleReport:
    answers = Answers()
    tables = _write_tables(partial, seed, stations, answers)
    planted = gathered(answers.planted)
    _write_json(partial / "datapackage.json", _descriptor(seed, stations))
    _write_json(
        partial / "answers.json",
        {
            "planted": [asdict(cause) for cause in planted],
            "unexplained": answers.unexplained,
            "actions": answers.actions,
        },
    )
    (partial / "README.md").write_text(_readme(seed, stations, tables), "utf-8", newline="\n")
    return SampleReport(folder, tables, planted)


def _write_tables(partial: Path, seed: int, stations: int, answers: Answers) -> dict[str, int]:
    with ExitStack() as stack:
        files = {r.stem: _opened(stack, partial, r) for r in RESOURCES}
        for stem, row in province(seed, stations, answers):
            files[stem].write(row)
        return {r.path: files[r.stem].rows for r in RESOURCES}


def _opened(stack: ExitStack, partial: Path, resource: Resource) -> _File:
    path = partial / resource.path
    path.parent.mkdir(exist_ok=True)
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns(resource.row))
    return _File(writer, attrgetter(*field_names(resource.row)))


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, "utf-8", newline="\n")


def _descriptor(seed: int, stations: int) -> dict[str, object]:
    return {
        "profile": "tabular-data-package",
        "name": "sample-province",
        "title": "示例省（内蒙古）/ Sample province (Inner Mongolia)",
        "description": "real/ 是公开事实，generated/ 全部是合成数据。/ "
        "real/ holds public facts, everything in generated/ is synthetic.",
        "suyuan:synthetic": "generated/ 中的每一行都是合成的，不是任何真实设备的记录。/ "
        "every row in generated/ is made up and no record of any real equipment.",
        "suyuan:seed": seed,
        "suyuan:stations": stations,
        "resources": [_resource(r) for r in RESOURCES],
    }


def _resource(resource: Resource) -> dict[str, object]:
    return {
        "name": resource.name,
        "path": resource.path,
        "profile": "tabular-data-resource",
        "description": f"{resource.zh} / {resource.en}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "suyuan:table": resource.row.TABLE,
        "schema": {"fields": [{"name": c, "type": "string"} for c in columns(resource.row)]},
    }


def _readme(seed: int, stations: int, tables: Mapping[str, int]) -> str:
    text = resources.files("loaders.sample").joinpath("readme.template.md").read_text("utf-8")
    return Template(text).substitute(
        seed=seed,
        stations=stations,
        tables="\n".join(f"| `{r.path}` | {tables[r.path]} | {r.zh} | {r.en} |" for r in RESOURCES),
        variables="\n".join(
            f"| {v.code} | {v.title_zh} | {v.title_en} | `{v.unit}` |" for v in VARIABLES
        ),
    )
