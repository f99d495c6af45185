"""Kill -9 in the middle of an import: the ledger is as it was, or has all of the file."""

from __future__ import annotations

import multiprocessing
import os
import signal
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

import graph.ledger.ledger
import graph.ledger.session
from dashboard.exporting import export_claims
from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LoadSpec, verify_ledger
from graph.ledger.blocks import write_block
from loaders.claims_rdf import import_claims
from ontology import NODE_KINDS, make_id

PROCESSES = multiprocessing.get_context("fork")
SOURCES, EACH = 3, 50
BLOCKS = SOURCES * 4  # each source is opened, has claims, has retractions, and is closed


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Claims of three sources, a tenth of them retracted."""
    folder = tmp_path_factory.mktemp("first")
    with Ledger(folder / "home") as ledger:
        for source in range(SOURCES):
            stations = [make_id(NODE_KINDS["Station"], f"{source}-{n}") for n in range(EACH)]
            for kept in (EACH, EACH * 9 // 10):
                path = folder / f"{source}.csv"
                path.write_text(f"{source} {kept}")
                spec = LoadSpec(path.name, "table", "test", "1", "{}", str(path))
                rows = [
                    (Claim("Station", key, None, {"name": key}), Place(n + 1, 0), None)
                    for n, key in enumerate(stations[:kept])
                ]
                with ledger.writing() as writer:
                    session = writer.begin(spec, path)
                    session.append(rows, (), Checkpoint(kept, kept, 0))
                    session.retract(list(session.unseen()), "absent", allow_mass=True)
                    session.close()
        path = folder / "claims.trig"
        path.write_text("".join(f"{x}\n" for x in export_claims(ledger, None, "trig")))
    return path


def take_in(home: Path, path: Path, last: int | None, teller: Connection) -> None:
    """Import, and die by kill -9 when so many blocks of the chain are written."""
    numbers = count(1)

    def write_and_die(*arguments: object) -> None:
        write_block(*arguments)  # type: ignore[arg-type]
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    graph.ledger.ledger.write_block = write_and_die  # type: ignore[attr-defined]
    graph.ledger.session.write_block = write_and_die  # type: ignore[attr-defined]
    with Ledger(home) as ledger:
        import_claims(ledger, path)
    teller.send(next(numbers) - 1)


def run(home: Path, path: Path, last: int | None) -> int | None:
    """How many blocks an import wrote that came to its end, None for one that was killed."""
    listener, teller = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=take_in, args=(home, path, last, teller))
    process.start()
    teller.close()
    try:
        return int(listener.recv())
    except EOFError:
        return None
    finally:
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)


def counts(home: Path) -> tuple[int, int]:
    """Claims and blocks of a ledger that verifies."""
    with Ledger(home) as ledger:
        report = verify_ledger(ledger)
        assert report.problems == ()
        assert not report.unfinished
        return report.claims, report.blocks


@pytest.mark.parametrize("last", range(1, BLOCKS + 1))
def test_nothing_is_half_imported(last: int, document: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"

    assert run(home, document, last) is None
    assert counts(home) == (0, 0)
    assert run(home, document, None) == BLOCKS

    assert counts(home) == (SOURCES * EACH, BLOCKS)
    with Ledger(home) as ledger:
        again = "".join(f"{x}\n" for x in export_claims(ledger, None, "trig"))
    assert again == document.read_text()
