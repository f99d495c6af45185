"""Kill -9 at random instants: nothing acknowledged is lost, nothing is doubled, all verifies."""

from __future__ import annotations

import csv
import multiprocessing
import shutil
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from graph.ledger import Ledger, LedgerReader, verify_ledger
from graph.projection import graph_digest
from graph.store.embedded import EmbeddedStore

sys.path.append(str(Path(__file__).parent))
victim = import_module("victim")
# A process each, forked from one that has imported all of ours and done nothing.
PROCESSES = multiprocessing.get_context("forkserver")
OURS = ("ontology", "graph", "loaders")
PROCESSES.set_forkserver_preload(
    ["pytest", *(name for name in sys.modules if name.partition(".")[0] in OURS)]
)

KILLS, TORTURE = 50, 200
SEED = 53463
UNITS, STATIONS, DEPLOYMENTS = 200, 300, 1000


# Tables


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def unit(number: int) -> dict[str, str]:
    return {
        "unit_id": f"第{number}气象局",
        "name_zh": f"第{number}气象局",
        "level": "banner",
        "part_of": f"第{number // 10}气象局" if number else "",
    }


def station(number: int) -> dict[str, str]:
    return {
        "station_id": str(53000 + number),
        "name_zh": f"站{number}",
        "class": "基本站" if number % 3 else "基准站",
        "status": "operational",
        "operated_by": f"第{number % UNITS}气象局",
        "valid_from": "1954-01-01",
        "valid_to": "",
    }


def deployment(number: int) -> dict[str, str]:
    return {
        "deployment_id": f"D{number}",
        "station_id": str(53000 + number % STATIONS),
        "instrument_id": f"I{number}",
        "variable": "air_temperature",
        "role": "primary",
        "valid_from": f"20{number % 20:02d}-03-01",
        "valid_to": "",
    }


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of three tables: rows change, move, go, come; a few cannot be read."""
    folder, random = tmp_path_factory.mktemp("tables"), Random(SEED)
    for name, make, count in (
        ("units", unit, UNITS),
        ("stations", station, STATIONS),
        ("deployments", deployment, DEPLOYMENTS),
    ):
        rows = [make(i) for i in range(count)]
        if name == "deployments":
            rows[count // 2]["valid_from"] = "2018-13-45"  # rejected: from here on a full reading
        write_table(folder / "first" / f"{name}.csv", rows)
        gone = set(random.sample(range(count), count // 12))
        rows = [row for i, row in enumerate(rows) if i not in gone]
        for row in random.sample(rows, count // 10):
            row["name_zh" if "name_zh" in row else "instrument_id"] += "改"
        rows += [make(count + i) for i in range(count // 20)]
        random.shuffle(rows)
        write_table(folder / "second" / f"{name}.csv", rows)
    return folder


# Runs


@dataclass(frozen=True)
class Instant:
    """When to kill: so many seconds after a step has begun."""

    step: int
    seconds: float


@dataclass(frozen=True)
class Run:
    """One run of the victim: whether it was killed, and what it had told until then."""

    killed: bool
    told: tuple[tuple[float, str], ...]

    def said(self, word: str) -> list[str]:
        return [text.partition(" ")[2] for _, text in self.told if text.startswith(word)]


def run(home: Path, tables: Path, first: int = 0, kill: Instant | None = None) -> Run:
    """Start the victim in a process of its own, and perhaps kill it."""
    listener, teller = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=victim.main, args=(home, tables, first, teller))
    process.start()
    teller.close()
    told = []
    with listener, suppress(EOFError):
        while True:
            text = listener.recv()
            told.append((time.monotonic(), text))
            if kill and text == f"begin {kill.step}":
                time.sleep(kill.seconds)
                process.kill()
    process.join()
    assert process.exitcode == 0 or (kill is not None and process.exitcode == -signal.SIGKILL)
    return Run(process.exitcode != 0, tuple(told))


def instants(undisturbed: Run, count: int) -> list[Instant]:
    """Random ones, spread over the whole of an undisturbed run.

    Each is told by the step it falls in: on a busy machine the steps take longer.
    """
    random = Random(SEED)
    begins = [at for at, text in undisturbed.told if text.startswith("begin")]
    end = undisturbed.told[-1][0]
    found = []
    for _ in range(count):
        at = random.uniform(begins[0], end)
        step = max(i for i, begin in enumerate(begins) if begin <= at)
        found.append(Instant(step, at - begins[step]))
    return found


@dataclass(frozen=True)
class State:
    """What must be equal however often a load was killed."""

    claims: tuple[str, ...]
    occurrences: tuple[tuple[str, str, str], ...]
    live: frozenset[str]
    rejects: tuple[tuple[object, ...], ...]
    closed: tuple[tuple[object, ...], ...]
    digest: str


OCCURRENCES = """
SELECT c.body, o.sha256, p.line || '/' || p.col || '/' || p.offset || '/' || p.length FROM claims c
JOIN (SELECT pos AS claim_pos, original_no, line, col, offset, length FROM claims UNION ALL
      SELECT claim_pos, original_no, line, col, offset, length FROM entries) p ON p.claim_pos=c.pos
JOIN originals o ON o.original_no=p.original_no
"""


def state(home: Path) -> State:
    with Ledger(home, create=False) as ledger:
        reader = LedgerReader(ledger)
        ask = ledger.connection.execute
        store = EmbeddedStore(home / "graph.kgl", create=False)
        position = store.position()
        assert position is not None
        assert position.position == reader.position
        return State(
            tuple(sorted(sha256(body).hexdigest() for (body,) in ask("SELECT body FROM claims"))),
            tuple(sorted((sha256(b).hexdigest(), o.hex(), p) for b, o, p in ask(OCCURRENCES))),
            frozenset(live.short for live in reader.all_live()),
            tuple(ask("SELECT load_no, number, place, field, value FROM rejects ORDER BY 1, 2")),
            tuple(ask("SELECT load_no, payload FROM blocks WHERE kind='close' ORDER BY block_no")),
            graph_digest(store),
        )


def verified(home: Path, head: str | None) -> bool:
    """What the ledger holds is whole and has all it acknowledged; whether a load is unfinished."""
    with Ledger(home) as ledger:
        report = verify_ledger(ledger, head)
        assert report.problems == ()
        return bool(report.unfinished)


# Tests


@pytest.fixture(scope="module")
def undisturbed(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[State, Run]:
    """The state after a run that nobody kills, and the run."""
    home = tmp_path_factory.mktemp("undisturbed")
    whole = run(home, tables)
    assert not verified(home, whole.said("head")[-1])
    expected = state(home)
    assert len(set(expected.claims)) == len(expected.claims) > 6000
    assert len(expected.live) < len(expected.claims)
    assert expected.rejects
    return expected, whole


def killed_once(home: Path, tables: Path, kill: Instant, expected: State) -> tuple[str, bool]:
    """Kill, verify, run to the end, verify, compare.

    Returns the step that was killed, and whether it left a load unfinished.
    """
    first = run(home, tables, kill=kill)
    heads = first.said("head")
    unfinished = (home / "ledger.sqlite").exists() and verified(home, heads[-1] if heads else None)
    last = run(home, tables, len(first.said("done")))
    assert not verified(home, [*heads, *last.said("head")][-1])
    assert state(home) == expected
    shutil.rmtree(home)
    return victim.STEPS[int(first.said("begin")[-1])] if first.killed else "end", unfinished


def kill_often(kills: int, tables: Path, undisturbed: tuple[State, Run], folder: Path) -> None:
    expected, whole = undisturbed

    def trial(pair: tuple[int, Instant]) -> tuple[str, bool]:
        return killed_once(folder / f"home-{pair[0]}", tables, pair[1], expected)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(trial, enumerate(instants(whole, kills))))
    stages = Counter(stage for stage, _ in found)
    unfinished = sum(left for _, left in found)
    print(f"\n{kills} kills: {dict(stages)}, {unfinished} unfinished loads")
    assert stages["end"] <= kills / 5, "too many came after the end"
    assert unfinished >= kills / 10
    for kind in ("load first", "load second", "project"):
        assert any(stage.startswith(kind) for stage in stages), f"none came during {kind}"


def test_killed_at_any_moment_it_ends_the_same(
    tables: Path, undisturbed: tuple[State, Run], tmp_path: Path
) -> None:
    kill_often(KILLS, tables, undisturbed, tmp_path)


@pytest.mark.torture
def test_killed_at_two_hundred_moments_it_ends_the_same(
    tables: Path, undisturbed: tuple[State, Run], tmp_path: Path
) -> None:
    kill_often(TORTURE, tables, undisturbed, tmp_path)
