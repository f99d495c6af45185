"""The pages as one ASGI application: headers that keep foreign code out, health, safe defaults."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from dashboard.app.deep_addresses import DeepAddresses
from dashboard.app.page import FIRST
from dashboard.app.warming import warmed
from graph.ledger.ledger import LEDGER_FILE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from streamlit import App

    from graph import Settings

SCRIPT = Path(__file__).with_name("script.py")
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; frame-ancestors 'self'; "
    "object-src 'none'; base-uri 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
OPTIONS = {
    "server.headless": True,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.maxUploadSize": 20,
    "server.maxMessageSize": 50,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "browser.gatherUsageStats": False,
    "theme.primaryColor": "#0072B2",
}


class SecurityHeaders:
    """Puts the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in ours]
                message["headers"] = [*kept, *HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)


def application(settings: Settings, options: Mapping[str, object]) -> App:
    """The application; `options` are further settings of Streamlit."""
    import streamlit as st
    from streamlit import config

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> JSONResponse:
        there = (settings.home / LEDGER_FILE).exists()
        return JSONResponse({"status": "ok" if there else "no ledger"}, 200 if there else 503)

    async def first(request: Request) -> RedirectResponse:
        """Streamlit knows its first page by the bare address only."""
        return RedirectResponse(f"./?{request.url.query}".removesuffix("?"))

    for name, value in (OPTIONS | dict(options)).items():
        config.set_option(name, value)
    return st.App(
        SCRIPT,
        lifespan=warmed,
        routes=[
            Route("/health", health),
            Route("/ready", ready),
            Route(f"/{FIRST}", first),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(DeepAddresses, base=str(config.get_option("server.baseUrlPath"))),
        ],
    )


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the error if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def serve(app: App, host: str, port: int) -> None:
    """Serve until interrupted; logs go to stderr as JSON lines."""
    import uvicorn

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    uvicorn.run(
        app, host=host, port=port, log_config=None, access_log=False, ws_max_size=50_000_000
    )
