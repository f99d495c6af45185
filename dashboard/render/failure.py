"""An error as the user sees it: one message, or JSON with the error's fields."""

from __future__ import annotations

from dashboard.exit_codes import fields, message
from dashboard.render.as_json import dumps
from dashboard.render.text import plain


def failure_text(error: BaseException) -> str:
    """One line for the terminal."""
    return plain(f"错误 Error · {message(error)}")


def failure_json(error: BaseException) -> str:
    """`{"error": {"type", "message", …fields}}`."""
    return dumps({"error": failure(error)})


def failure(error: BaseException) -> dict[str, object]:
    """Type, message and fields of an error as JSON has them."""
    return {"type": type(error).__name__, "message": message(error), **fields(error)}
