"""A stretch of the ledger as import files; several are written at once, each in a process.

Run as `python -m graph.bulk.part HOME FOLDER NAME AFTER UNTIL AT`: it prints a line with each
position it has reached, then one with what it wrote, in JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.bulk.sheets import Sheet, SheetWriter, Written
from graph.bulk.sweep import sweep
from graph.errors import SuyuanError
from graph.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Stretch:
    """The elements whose first claim lies in (after, until], as they stand at position `at`."""

    name: str
    after: int
    until: int
    at: int


def write_stretch(
    ledger: Ledger, folder: Path, stretch: Stretch, progress: Callable[[int], None]
) -> Written:
    """Write the files of a stretch; `progress` takes how many positions are done."""
    writer = SheetWriter(folder, stretch.name)
    for position, elements in sweep(ledger, stretch.at, stretch.after, stretch.until):
        writer.write(elements)
        progress(position - stretch.after)
    return writer.close()


def write_stretch_beside(
    home: Path, folder: Path, stretch: Stretch, progress: Callable[[int], None]
) -> Written:
    """The same in a process of its own. Raises `SuyuanError` when it fails."""
    what = (stretch.name, stretch.after, stretch.until, stretch.at)
    command = [sys.executable, "-m", __name__, str(home.resolve()), str(folder.resolve())]
    process = subprocess.Popen(
        [*command, *map(str, what)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    line = ""
    with process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                if line.strip().isdigit():
                    progress(int(line))
            trouble = process.stderr.read()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        last = trouble.strip().rpartition("\n")[2]
        raise SuyuanError(
            f"写导入文件的进程中途结束 / a process that writes import files ended early: {last}; "
            f"磁盘空间够吗？/ is there room on the disk? {folder}"
        )
    return _written(json.loads(line))


def _written(said: dict[str, object]) -> Written:
    sheets = said.pop("sheets")
    assert isinstance(sheets, list)
    return Written(tuple(Sheet(**sheet) for sheet in sheets), **said)  # type: ignore[arg-type]


def _main(home: str, folder: str, name: str, *positions: str) -> None:
    def tell(done: int) -> None:
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()

    with Ledger(Path(home), create=False) as ledger:
        stretch = Stretch(name, *map(int, positions))
        written = write_stretch(ledger, Path(folder), stretch, tell)
    sys.stdout.write(json.dumps(asdict(written)) + "\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
