"""Write what is derived again: `python -m ontology.derive docs/reference`.

The reference pages go into the folder, the files in other standards into `standards/` below it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ontology.derive.schema_page import schema_markdown
from ontology.derive.standards import STANDARDS
from ontology.derive.tables_page import tables_markdown

PAGES = {"schema.md": schema_markdown, "import-format.md": tables_markdown}
DERIVED = PAGES | {f"standards/{name}": render for name, render in STANDARDS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write each file whose text has changed into the folder, and name it."""
    parser = argparse.ArgumentParser(prog="python -m ontology.derive", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pages go (docs/reference)")
    folder: Path = parser.parse_args(arguments).folder
    try:
        texts = {folder / name: render() for name, render in DERIVED.items()}
    except ModuleNotFoundError as error:
        if error.name != "rdflib":
            raise
        sys.stderr.write("缺少 rdflib，请安装附加组件 rdf / no rdflib: install the extra rdf\n")
        return 2
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
