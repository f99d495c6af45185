"""All loaders, found by walking this folder for modules that expose `LOADER`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from loaders.protocol import Loader

_NOT_LOADERS = {
    "protocol", "registry", "pipeline", "plan", "process_tables", "report", "versions", "sample"
}  # fmt: skip
_HEAD = 65536


@cache
def loaders() -> dict[str, Loader]:
    """Every loader by name, in the order of their module names."""
    found: dict[str, Loader] = {}
    for module in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda m: m.name):
        if module.name in _NOT_LOADERS:
            continue
        loader = getattr(importlib.import_module(f"loaders.{module.name}"), "LOADER", None)
        if loader is not None:
            found[loader.name] = loader
    return found


def loader_for(path: Path, *, table: str | None = None) -> Loader | None:
    """The loader that reads a file, from its name and its first bytes; None when nobody does."""
    if table is not None:
        return loaders()["tabular"]
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return next((x for x in loaders().values() if x.accepts(path, head)), None)
