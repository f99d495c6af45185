"""Reviews of documents without a ledger; names that are shown are logged in the home first."""

from __future__ import annotations

from pathlib import Path

from graph.ledger import REVEALS_FILE, log_reveal
from loaders.documents.review import Reviewed, reviewed, split_member


def review(asked: str, home: Path, *, reveal_names: bool = False) -> Reviewed:
    """Every document that a path or a member of an archive holds; nothing is loaded.

    Raises `SourceError` where none can be read.
    """
    path, member = split_member(asked)
    found = reviewed(path, member, reveal_names=reveal_names)
    if reveal_names:
        for one in found.documents:
            for place in one.names:
                log_reveal(home / REVEALS_FILE, bytes.fromhex(one.sha256), place, 1)
    return found
