"""What a page is, and all pages, found by walking `dashboard/pages/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import dashboard.pages
from queries.asker import EVERYBODY

if TYPE_CHECKING:
    from dashboard.app.session import Session

FIRST = "overview"
"""The page at the bare address: the first of `pages()`, known before any of them is read."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its place in the address, its titles, and what draws it.

    `order`: place in the navigation. `keys`: parameters it keeps in the address. `roles`: who may
    open it; what its questions allow is checked again when they run. `hidden`: reached by links
    only.
    """

    id: str
    title_zh: str
    title_en: str
    icon: str
    order: int
    draw: Callable[[Session], None]
    keys: tuple[str, ...] = ()
    roles: tuple[str, ...] = EVERYBODY
    hidden: bool = False


@cache
def pages() -> dict[str, Page]:
    """Every page by id, in the order of the navigation."""
    found = []
    for module in pkgutil.iter_modules(dashboard.pages.__path__):
        page = getattr(importlib.import_module(f"dashboard.pages.{module.name}"), "PAGE", None)
        if page is not None:
            found.append(page)
    return {page.id: page for page in sorted(found, key=lambda page: page.order)}
