"""Parameters that are a yes or a no."""

from __future__ import annotations

from collections.abc import Mapping

from graph import InvalidValueError

_YES, _NO = ("yes", "true", "是", "1"), ("", "no", "false", "否", "0")


def says_yes(params: Mapping[str, str], name: str) -> bool:
    """Whether a parameter says yes; one that is not given says no.

    Raises `InvalidValueError` for what is neither.
    """
    given = params.get(name, "")
    if given.lower() in _YES:
        return True
    if given.lower() in _NO:
        return False
    raise InvalidValueError(name, given, "不是 yes 或 no / is neither yes nor no", "yes, no")
