"""Failures as problem details (RFC 9457), in the words of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboard.app.worker import NoLedgerError, SlowStoreError
from dashboard.exit_codes import UNFORESEEN, ending, fields
from dashboard.render.as_json import line
from graph import (
    InvalidValueError,
    LedgerBusyError,
    MissingExtraError,
    NotAllowedError,
    RefusedQueryError,
    StoreError,
    SuyuanError,
    UnknownElementError,
)

TYPE = "application/problem+json"
STATUS: Mapping[type[BaseException], HTTPStatus] = {
    InvalidValueError: HTTPStatus.BAD_REQUEST,
    RefusedQueryError: HTTPStatus.BAD_REQUEST,
    UnknownElementError: HTTPStatus.NOT_FOUND,
    NotAllowedError: HTTPStatus.FORBIDDEN,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    LedgerBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    MissingExtraError: HTTPStatus.SERVICE_UNAVAILABLE,
    SlowStoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    NoLedgerError: HTTPStatus.SERVICE_UNAVAILABLE,
    SuyuanError: HTTPStatus.INTERNAL_SERVER_ERROR,
    Exception: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_KEPT = {"type", "title", "status", "detail"}


async def problem(_: Request, error: Exception) -> Response:
    """The problem that an error is, as the application asks for it."""
    return problem_of(error)


def problem_of(error: Exception) -> Response:
    """The problem that an error is; what nobody foresaw says nothing of the inside."""
    end = ending(error)
    status = next(STATUS[c] for c in type(error).__mro__ if c in STATUS)
    unforeseen = end.code == UNFORESEEN
    told = {
        "type": f"about:blank#{type(error).__name__}" if not unforeseen else "about:blank",
        "title": f"{end.title_zh} / {end.title_en}",
        "status": int(status),
        "detail": end.title_en if unforeseen else str(error),
    }
    more = {} if unforeseen else {k: v for k, v in fields(error).items() if k not in _KEPT}
    return Response(line(told | more), int(status), media_type=TYPE)


async def refused(_: Request, error: Exception) -> Response:
    """An address or a method that there is not."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    told = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": error.detail,
    }
    return Response(line(told), int(status), headers=error.headers, media_type=TYPE)
