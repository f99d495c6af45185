"""One measured step in a process of its own: prints a JSON line with seconds, counts and memory.

Run as `python steps.py STEP HOME [ARGUMENT]` with the project importable.
"""

import json
import random
import resource
import sys
import time
from pathlib import Path

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan


def load(home: Path, folder: Path, *, project: bool) -> dict[str, float]:
    """Load a folder; with `project`, into the embedded graph by the following process too."""
    with Workspace(Settings(home), create=True) as workspace:
        started = time.perf_counter()
        counts = [0, 0]

        def write() -> None:
            with workspace.ledger.writing() as writer:
                for planned in make_plan([folder], Declared()).files:
                    report = load_file(workspace.ledger, writer, planned, LoadChoices())
                    counts[0] += report.asserted
                    counts[1] += report.retracted

        if project:
            with workspace.following():
                write()
        else:
            write()
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "claims": counts[0], "retracted": counts[1]}


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
        figures = load(Path(first), Path(rest[0]), project=step == "load")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({**figures, "mib": own / 1024, "child_mib": child / 1024}))


if __name__ == "__main__":
    main()
