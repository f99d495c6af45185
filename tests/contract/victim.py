"""A load that is killed: run as a program, `victim.py HOME TABLES FIRST_STEP`.

It goes through STEPS from the given one on and says on its output what it is at and what it has
acknowledged. Batches are small, so that a few thousand rows are many transactions.
"""

from __future__ import annotations

import sys
from pathlib import Path

import graph.projection.project as project
import loaders.pipeline as pipeline
from graph.ledger import Ledger
from graph.projection import Projector
from graph.store.embedded import EmbeddedStore
from loaders import Declared, LoadChoices, load_file, loaders, make_plan

STEPS = (
    "load first/units.csv",
    "load first/stations.csv",
    "project",
    "load first/deployments.csv",
    "load second/stations.csv",
    "project",
    "load second/deployments.csv",
    "load second/units.csv",
    "project",
)


def say(text: str) -> None:
    print(text, flush=True)


def load(home: Path, path: Path) -> None:
    """Load one file as the version of its table's source."""
    plan = make_plan([path], Declared(source=f"省级台账/{path.stem}"))
    with Ledger(home) as ledger, ledger.writing() as writer:
        load_file(ledger, writer, plan.files[0], LoadChoices())
        say(f"head {ledger.head()}")


def bring_up(home: Path) -> None:
    """Project what the graph lacks."""
    with Ledger(home) as ledger:
        store = EmbeddedStore(home / "graph.kgl")
        for notice in store.notices:
            say(f"notice {notice}")
        Projector(ledger, store).run()


def main(home: Path, tables: Path, first: int) -> None:
    pipeline.BATCH = 400
    project.BATCH = 1500
    project.SAVE_EVERY = 4000
    loaders()  # imports them
    say("ready")
    for number, step in enumerate(STEPS[first:], first):
        say(f"begin {number} {step}")
        verb, _, name = step.partition(" ")
        if verb == "load":
            load(home, tables / name)
        else:
            bring_up(home)
        say(f"done {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
