"""Write the lock of a release anew, or that of a further one.

    python -m graph.server.renew_lock VERSION

Needs `mvn`: what Maven resolves is what the release was tested with. A new release also gets an
entry in `graph.server.versions`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from graph.server.lock import LOCKS, sha256_of
from graph.server.maven import copy_dependencies


def write_lock(version: str, folder: Path = LOCKS) -> Path:
    """Ask Maven for the jars of a release and write down what came."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        copy_dependencies(f"org.neo4j:neo4j:{version}", root, as_repository=True)
        jars = sorted(path.relative_to(root) for path in root.rglob("*.jar"))
        lines = [f"{sha256_of(root / jar)}  {jar.as_posix()}\n" for jar in jars]
    path = folder / f"{version}.sha256"
    path.write_text("".join(lines), encoding="ascii")
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdout.write(f"{write_lock(sys.argv[1])}\n")
