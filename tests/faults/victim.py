"""A load that is killed: what the processes of test_kill.py do.

It goes through STEPS from a given one on and tells what it is at and what it has acknowledged.
Batches are small, so that a few thousand rows are many transactions.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
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
Say = Callable[[str], None]


def load(home: Path, path: Path, say: Say) -> None:
    """Load one file as the version of its table's source."""
    plan = make_plan([path], Declared(source=f"省级台账/{path.stem}"))
    with Ledger(home) as ledger, ledger.writing() as writer:
        load_file(ledger, writer, plan.files[0], LoadChoices())
        say(f"head {ledger.head()}")


def bring_up(home: Path) -> None:
    """Project what the graph lacks."""
    with Ledger(home) as ledger:
        Projector(ledger, EmbeddedStore(home / "graph.kgl")).run()


def main(home: Path, tables: Path, first: int, teller: Connection) -> None:
    pipeline.BATCH = 400
    project.BATCH = 1500
    project.SAVE_EVERY = 4000
    for number, step in enumerate(STEPS[first:], first):
        teller.send(f"begin {number}")
        verb, _, name = step.partition(" ")
        if verb == "load":
            load(home, tables / name, teller.send)
        else:
            bring_up(home)
        teller.send(f"done {number}")


loaders()  # imports them, so that a run need not
