"""Kill -9 at random instants: nothing acknowledged is lost, nothing is doubled, all verifies."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from graph.ledger import Ledger, LedgerReader, verify_ledger
from graph.projection import graph_digest
from graph.store.embedded import EmbeddedStore

ROOT = Path(__file__).resolve().parents[2]
VICTIM = Path(__file__).with_name("victim.py")
KILLS, TORTURE = 50, 200
SEED = 53463
UNITS, STATIONS, DEPLOYMENTS = 150, 200, 700


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


@dataclass
class Run:
    """One run of the victim: what it said before it ended or was killed."""

    killed: bool
    seconds: float
    done: int
    stage: str
    heads: tuple[str, ...]


def run(home: Path, tables: Path, first: int = 0, kill_after: float | None = None) -> Run:
    """Start the victim; kill it so many seconds after it has begun to work."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(VICTIM), str(home), str(tables), str(first)],
        stdout=subprocess.PIPE, text=True, env=environment,
    ) as victim:  # fmt: skip
        assert victim.stdout is not None
        assert victim.stdout.readline() == "ready\n"
        started = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            victim.kill()
        lines = victim.stdout.read().splitlines()
        code = victim.wait()
        seconds = time.monotonic() - started
    assert code == 0 or (kill_after is not None and code == -9)
    stages = [line.split(" ", 2)[2] for line in lines if line.startswith("begin")]
    return Run(
        code != 0,
        seconds,
        first + sum(1 for line in lines if line.startswith("done")),
        stages[-1] if stages else "start",
        tuple(line.removeprefix("head ") for line in lines if line.startswith("head ")),
    )


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
def undisturbed(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[State, float]:
    """The state after a run that nobody kills, and how long it took."""
    home = tmp_path_factory.mktemp("undisturbed")
    seconds = run(home, tables).seconds
    verified(home, None)
    expected = state(home)
    assert len(set(expected.claims)) == len(expected.claims) > 4000
    assert len(expected.live) < len(expected.claims)
    assert expected.rejects
    return expected, seconds


def killed_once(home: Path, tables: Path, after: float, expected: State) -> tuple[str, bool]:
    """Kill, verify, run to the end, verify, compare.

    Returns the step that was killed, and whether it left a load unfinished.
    """
    first = run(home, tables, kill_after=after)
    head = first.heads[-1] if first.heads else None
    unfinished = (home / "ledger.sqlite").exists() and verified(home, head)
    last = run(home, tables, first.done)
    assert not verified(home, last.heads[-1] if last.heads else head)
    assert state(home) == expected
    shutil.rmtree(home)
    return first.stage if first.killed else "end", unfinished


def kill_often(kills: int, tables: Path, undisturbed: tuple[State, float], folder: Path) -> None:
    expected, seconds = undisturbed
    random = Random(SEED)
    instants = [random.uniform(0, seconds) for _ in range(kills)]
    with ThreadPoolExecutor(2) as pool:
        found = list(
            pool.map(
                lambda pair: killed_once(folder / f"home-{pair[0]}", tables, pair[1], expected),
                enumerate(instants),
            )
        )
    stages = Counter(stage for stage, _ in found)
    unfinished = sum(left for _, left in found)
    print(f"\n{kills} kills over {seconds:.2f} s: {dict(stages)}, {unfinished} unfinished loads")
    assert stages["end"] <= kills / 5, "too many came after the end"
    assert unfinished >= kills / 10
    for kind in ("load first", "load second", "project"):
        assert any(stage.startswith(kind) for stage in stages), f"none came during {kind}"


def test_killed_at_any_moment_it_ends_the_same(
    tables: Path, undisturbed: tuple[State, float], tmp_path: Path
) -> None:
    kill_often(KILLS, tables, undisturbed, tmp_path)


@pytest.mark.torture
def test_killed_at_two_hundred_moments_it_ends_the_same(
    tables: Path, undisturbed: tuple[State, float], tmp_path: Path
) -> None:
    kill_often(TORTURE, tables, undisturbed, tmp_path)
