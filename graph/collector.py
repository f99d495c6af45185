"""Python's collector of cycles, let rest where hundreds of thousands of rows hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles, which would take half the time to look at what has none.

    Of several at once, in threads, the first that ends lets it go on.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
