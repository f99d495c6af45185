"""A load that is killed: what the processes of the kill tests do.

It goes through STEPS from a given one on and tells what it is at and what it has acknowledged.
Batches are small, so that a few thousand rows are many transactions.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import graph.projection.project as project
import loaders.pipeline as pipeline
from graph import Settings
from graph.ledger import Ledger
from graph.projection import Projector
from graph.store import open_store
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


def bring_up(settings: Settings, say: Say) -> None:
    """Project what the graph lacks."""
    store = open_store(settings.uri, login=settings.login)
    try:
        with Ledger(settings.home) as ledger:
            Projector(ledger, store).run()
        position = store.position()
        assert position is not None
        say(f"level {position.position}")
    finally:
        store.close()


def small_batches() -> None:
    """Make them small in this process."""
    pipeline.BATCH = 400
    project.BATCH = 1500
    project.SAVE_EVERY = 4000


def main(settings: Settings, tables: Path, first: int, teller: Connection) -> None:
    small_batches()
    for number, step in enumerate(STEPS[first:], first):
        teller.send(f"begin {number}")
        verb, _, name = step.partition(" ")
        if verb == "load":
            load(settings.home, tables / name, teller.send)
        else:
            bring_up(settings, teller.send)
        teller.send(f"done {number}")


loaders()  # imports them, so that a run need not
