"""Addresses deeper than a page: below one, a browser would find none of what a page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from starlette.responses import RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REST = "path"
"""The parameter that keeps what stood below the page, which then says that it does not know it."""


class DeepAddresses:
    """Leads from `/trace/issue:X` to `/trace`, where Streamlit would give an empty page.

    Streamlit answers whatever it has nothing for with the frame of its pages, whose scripts the
    browser then looks for below the address. `base`: the path below which the pages are.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        self._base = f"/{base.strip('/')}/".replace("//", "/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; a page that was asked for below another one by a way to that."""
        place = led_to(scope, self._base) if scope["type"] == "http" else ""
        if not place:
            await self._app(scope, receive, send)
            return
        led = False

        async def or_lead(message: Message) -> None:
            nonlocal led
            if message["type"] == "http.response.start" and _is_page(message):
                led = True
                await RedirectResponse(place)(scope, receive, send)
            elif not led:
                await send(message)

        await self._app(scope, receive, or_lead)


def led_to(scope: Scope, base: str = "/") -> str:
    """Where an address leads that has more than one part below `base`; empty for others.

    Relative, so that it holds behind a proxy that takes a part of the path away.

    >>> led_to({"raw_path": b"/trace/issue%3AX", "query_string": b"lang=en"})
    '../trace?lang=en&path=issue%3AX'
    >>> led_to({"raw_path": b"/qms/a/b/", "query_string": b""}, "/qms/"), led_to({"path": "/a/"})
    ('../../a?path=b', '')
    """
    raw = (scope.get("raw_path") or scope.get("path", "").encode()).decode("latin-1")
    below = raw.removeprefix(base)
    first, _, rest = below.partition("/")
    if not first or not rest.strip("/"):
        return ""
    query = scope.get("query_string", b"").decode("latin-1")
    asked = [query] if query else []
    asked.append(urlencode({REST: unquote(rest.strip("/"))}))
    return f"{'../' * below.count('/')}{first}?{'&'.join(asked)}"


def _is_page(message: Message) -> bool:
    """Whether an answer is the frame of the pages, rather than a file or an answer of a route.

    A page of HTML that somebody takes along is a file: it is answered as an attachment.
    """
    told = {name.lower(): value for name, value in message["headers"]}
    html = told.get(b"content-type", b"").startswith(b"text/html")
    return message["status"] == 200 and html and b"content-disposition" not in told
