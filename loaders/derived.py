"""Sources that are derived from the ledger itself: brought up to it, nothing kept beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.ledger import Ledger, LedgerWriter
from loaders.pipeline import LoadChoices, load_file
from loaders.plan import Planned
from loaders.protocol import Loader, SourceFile
from loaders.report import LoadReport


def bring_up(
    ledger: Ledger,
    writer: LedgerWriter,
    loader: Loader,
    lines: Sequence[Mapping[str, object]],
    gone: str,
) -> LoadReport | None:
    """Load what follows now as the next version of `derived/NAME`, one JSON object a line.

    `gone`: why what follows no more is retracted. None where there was and is nothing to say.
    """
    source = f"derived/{loader.name}"
    if not lines and ledger.last_load(source) is None:
        return None
    with TemporaryDirectory(prefix="suyuan-") as folder:
        path = Path(folder) / f"{loader.name}.jsonl"
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        path.write_text(text, encoding="utf-8", newline="\n")
        planned = Planned(SourceFile(path, source), loader, named=True)
        return load_file(ledger, writer, planned, LoadChoices(allow_retract=True, reason=gone))
