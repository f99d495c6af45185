"""One measured step of claims in a form, in a process of its own: prints a JSON line.

Run as `python rdf_steps.py fill HOME COUNT`, `export HOME PATH` or `import HOME PATH` with the
project importable. The suffix of the path is that of the form; that of Parquet is a folder.
"""

import json
import resource
import sys
import time
from pathlib import Path

from dashboard.exporting import write_claims
from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LoadSpec
from loaders.claims_rdf import import_claims
from ontology import NODE_KINDS, make_id

FORMS = {
    ".nq": "nquads",
    ".trig": "trig",
    ".ttl": "turtle",
    ".jsonld": "json-ld",
    ".graphml": "graphml",
    ".parquet": "parquet",
}
BATCH = 5000
BEGIN = "2018-06-02T16:00:00Z"


def fill(home: Path, count: int) -> dict[str, float]:
    """A ledger of so many edges, in the manner of a table of deployments."""
    path = home.with_suffix(".csv")
    path.write_text("deployments\n")
    spec = LoadSpec("bench/deployments.csv", "table", "bench", "1", "{}", str(path))
    deployment, station = NODE_KINDS["Deployment"], NODE_KINDS["Station"]
    with Ledger(home) as ledger, ledger.writing() as writer:
        session = writer.begin(spec, path)
        for begin in range(0, count, BATCH):
            rows = [
                (
                    Claim(
                        "AT_STATION",
                        make_id(deployment, f"D{n:07d}"),
                        make_id(station, str(50_000 + n % 70_000)),
                        {},
                        BEGIN,
                    ),
                    Place(n + 2, 0, n * 40, 39),
                    n,
                )
                for n in range(begin, min(begin + BATCH, count))
            ]
            done = begin + len(rows)
            session.append(rows, (), Checkpoint(done, done, 0))
        session.close()
    return {"claims": count}


def export(home: Path, path: Path) -> dict[str, float]:
    """Claims to a file."""
    with Ledger(home, create=False) as ledger:
        count = write_claims(ledger, None, FORMS[path.suffix], path)
    files = path.iterdir() if path.is_dir() else [path]
    return {"claims": count, "mib_written": sum(one.stat().st_size for one in files) / 2**20}


def take_in(home: Path, path: Path) -> dict[str, float]:
    """A file into an empty ledger."""
    with Ledger(home) as ledger:
        report = import_claims(ledger, path)
    return {"claims": report.accepted, "rejected": report.rejected}


def main() -> None:
    """Run the step named on the command line."""
    step, first, second = sys.argv[1:]
    wall, busy = time.perf_counter(), time.process_time()
    if step == "fill":
        figures = fill(Path(first), int(second))
    else:
        figures = (export if step == "export" else take_in)(Path(first), Path(second))
    seconds = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - busy}
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**figures, **seconds, "mib": own / 1024}))


if __name__ == "__main__":
    main()
