"""Write the reference pages again: `python -m ontology.derive docs/reference`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ontology.derive.schema_page import schema_markdown
from ontology.derive.tables_page import tables_markdown

PAGES = {"schema.md": schema_markdown, "import-format.md": tables_markdown}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write each page whose text has changed into the folder, and name it."""
    parser = argparse.ArgumentParser(prog="python -m ontology.derive", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pages go (docs/reference)")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in PAGES.items():
        path, text = folder / name, render()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
