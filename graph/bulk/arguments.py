"""How `neo4j-admin` is asked to import the files of a folder."""

from __future__ import annotations

import shlex
from pathlib import Path

from graph.bulk.columns import ARRAY_DELIMITER
from graph.bulk.files import ImportFiles

SCRIPT = "import.sh"
READ_BUFFER = 4 << 20  # bytes; the importer's own
_LONGEST_CHARACTER = 4  # bytes in UTF-8
_OPTION = {True: "nodes", False: "relationships"}


def import_arguments(files: ImportFiles, folder: str = ".") -> list[str]:
    """Options and files of `database import full`, the files in `folder` as the importer sees it.

    Nothing is forgiven: a row that does not fit its header or an end that is missing ends it.
    """
    buffer = max(READ_BUFFER, files.longest * _LONGEST_CHARACTER)
    return [
        f"--array-delimiter=U+{ord(ARRAY_DELIMITER):04X}",
        f"--multiline-fields={str(files.multiline).lower()}",
        f"--read-buffer-size={buffer}",
        "--strict=true",
        "--bad-tolerance=0",
        *(
            f"--{_OPTION[s.node]}={s.kind}={folder}/{s.header},{folder}/{s.data}"
            for s in files.sheets
        ),
    ]


def write_script(files: ImportFiles, database: str, *, overwrite: bool = False) -> Path:
    """Write a script beside the files that imports them where the database is, and its path."""
    arguments = import_arguments(files)
    if overwrite:
        arguments.insert(0, "--overwrite-destination=true")
    lines = " \\\n  ".join(map(shlex.quote, arguments))
    path = files.folder / SCRIPT
    path.write_text(_SCRIPT.format(database=shlex.quote(database), lines=lines), encoding="utf-8")
    path.chmod(0o755)
    return path


_SCRIPT = """\
#!/bin/sh
# 在数据库所在的机器上运行，先停下数据库；以运行 Neo4j 的用户身份。
# Run it where the database is, as the user that runs Neo4j, while the database is stopped.
# 库名可作参数 / another database: sh import.sh NAME
cd "$(dirname "$0")" || exit 1
PATH="${{NEO4J_HOME:+$NEO4J_HOME/bin:}}$PATH"
[ $# -gt 0 ] || set -- {database}
exec neo4j-admin database import full "$1" \\
  {lines}
"""
