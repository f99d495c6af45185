"""A trial province from its seed to a home that can be asked, and what only its maker knows.

Run as `python provinces.py FOLDER DESIGN SEED [SEED …]` with the project importable, it makes homes
ahead of time; a home that is there is not made again.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample.trial import EASY, HARD, Trial, write_trial
from ontology import NODE_KINDS

DESIGNS = {"easy": EASY, "hard": HARD}


@dataclass(frozen=True)
class Province:
    """A home filled with a trial. `causes`: ids of the elements to blame; `claims`: how many."""

    home: Path
    trial: Trial
    causes: tuple[str, ...]
    claims: int
    seconds: float


def make(folder: Path, design: str, seed: int) -> Province:
    """Write the tables, load them as any table is loaded, and project the graph."""
    place = folder / f"{design}-{seed}"
    tables, home, done = place / "tables", place / "home", place / "claims"
    if not done.exists():
        rmtree(place, ignore_errors=True)
    begin = time.perf_counter()
    rmtree(tables, ignore_errors=True)
    trial = write_trial(tables, DESIGNS[design], seed)
    if not done.exists():
        claims = _load(tables, home)
        done.write_text(str(claims), "utf-8")
    seconds = time.perf_counter() - begin
    causes = tuple(_element(p.kind, p.key) for p in trial.planted)
    return Province(home, trial, causes, int(done.read_text("utf-8")), seconds)


def _load(tables: Path, home: Path) -> int:
    with Workspace(Settings(home), create=True) as workspace:
        claims = 0
        with workspace.ledger.writing() as writer:
            for planned in make_plan([tables], Declared()).files:
                report = load_file(workspace.ledger, writer, planned, LoadChoices())
                assert report.rejected == 0, report.first_rejects
                claims += report.asserted
        workspace.catch_up()
    return claims


def _element(kind: str, key: str) -> str:
    """The id of a blamed element; firmware is told by its model and version."""
    label = "InstrumentModel" if kind == "Firmware" else kind
    return f"{NODE_KINDS[label].prefix}:{key}"


if __name__ == "__main__":
    for number in sys.argv[3:]:
        made = make(Path(sys.argv[1]), sys.argv[2], int(number))
        print(number, made.claims, f"{made.seconds:.0f} s", flush=True)
