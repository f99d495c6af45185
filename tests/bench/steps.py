"""One measured step in a process of its own: prints a JSON line with seconds, counts and memory.

Run as `python steps.py STEP HOME [ARGUMENT]` with the project importable.
"""

import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan


def ledger(home: Path, folder: Path) -> dict[str, float]:
    """Read a folder into the ledger alone, without a graph."""
    started, claims = time.perf_counter(), 0
    with Workspace(Settings(home), create=True) as workspace, workspace.ledger.writing() as writer:
        for planned in make_plan([folder], Declared()).files:
            claims += load_file(workspace.ledger, writer, planned, LoadChoices()).asserted
    return {"seconds": time.perf_counter() - started, "claims": claims}


def load(home: Path, folder: Path) -> dict[str, float]:
    """Load a folder with the command, as a person would; its whole process is timed."""
    command = [
        str(Path(sys.executable).with_name("suyuan")),
        "load",
        str(folder),
        "--home",
        str(home),
        "--json",
    ]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    reports = json.loads(done.stdout)["reports"]
    return {
        "seconds": seconds,
        "claims": sum(r["asserted"] for r in reports),
        "retracted": sum(r["retracted"] for r in reports),
    }


def change(folder: Path, share: float) -> dict[str, float]:
    """Change a share of the rows of every generated table, one digit of a free field each."""
    draw = random.Random(7)
    changed = 0
    for path in sorted((folder / "generated").glob("*.csv")):
        lines = path.read_text(encoding="utf-8").split("\n")
        header = lines[0].split(",")
        column = next(
            (
                header.index(c)
                for c in ("serial", "height_m", "as_found_error", "uri", "severity")
                if c in header
            ),
            None,
        )
        if column is None:
            continue
        for i in range(1, len(lines) - 1):
            cells = lines[i].split(",")
            if draw.random() < share and len(cells) == len(header) and cells[column]:
                cells[column] = cells[column][:-1] + str((len(cells[column]) + i) % 10)
                changed += ",".join(cells) != lines[i]
                lines[i] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")
    return {"seconds": 0.0, "rows": changed}


def trace(home: Path, count: int) -> dict[str, float]:
    """Trace many issues with their evidence, in process and warm."""
    import queries

    with Workspace(Settings(home)) as workspace:
        with workspace.store.reading() as reader:
            rows = reader.run("MATCH (i:Issue) RETURN i.id AS id", {})
        ids = sorted(str(r["id"]) for r in rows)
        random.Random(3).shuffle(ids)
        for issue in ids[:50]:
            queries.run(workspace, "trace", {"element": issue})
        times = []
        for issue in ids[50 : 50 + count]:
            begin = time.perf_counter()
            result = queries.run(workspace, "trace", {"element": issue})
            times.append((time.perf_counter() - begin) * 1000)
            assert result.claims
    times.sort()
    return {
        "seconds": sum(times) / 1000,
        "traces": len(times),
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[int(len(times) * 0.99)],
    }


def main() -> None:
    """Run the step named on the command line."""
    step, first, *rest = sys.argv[1:]
    if step == "change":
        figures = change(Path(first), float(rest[0]))
    elif step == "trace":
        figures = trace(Path(first), int(rest[0]))
    else:
        figures = (load if step == "load" else ledger)(Path(first), Path(rest[0]))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({**figures, "mib": own / 1024, "child_mib": child / 1024}))


if __name__ == "__main__":
    main()
