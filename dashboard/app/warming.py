"""What the first visitor would wait for, done while a browser is still being opened."""

from __future__ import annotations

import importlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit import App

_LOG = logging.getLogger("suyuan.pages")
_TABLES = "pandas"
"""What tables are sent with; Streamlit reads it for the first table only."""


@asynccontextmanager
async def warmed(_: App) -> AsyncGenerator[None]:
    """Warm the pages beside the server, which answers from the beginning."""
    Thread(target=_warm, name="warming", daemon=True).start()
    yield


def _warm() -> None:
    """Read the code of the pages, open ledger and store, ask what the first page asks.

    What fails here fails again for whoever opens a page, who is told.
    """
    try:
        from dashboard.app.deployment import current
        from dashboard.app.frame import answers_of
        from dashboard.app.page import pages

        deployment = current()
        answers = answers_of(deployment)
        opened = answers.start(lambda _: None)
        pages()
        importlib.import_module(_TABLES)
        opened.result()
        if not deployment.signs_in and (asker := deployment.asker()):
            from dashboard.pages.overview import ASKED

            for question, params in ASKED:
                answers.ask(question, params, asker=asker)
    except Exception as error:  # noqa: BLE001 - as above
        _LOG.info("not warmed: %s", error)
