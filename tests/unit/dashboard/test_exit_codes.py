"""One table says how each error ends a command."""

from __future__ import annotations

import json
import sqlite3

import pytest

import graph
from dashboard.exit_codes import EXIT_CODES, ending, fields, message
from dashboard.render.failure import failure_json, failure_text
from graph import InvalidValueError, SourceError, SuyuanError

ERRORS = [e for e in vars(graph).values() if isinstance(e, type) and issubclass(e, SuyuanError)]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_of_ours_has_an_entry_and_ends_with_1(error: type[SuyuanError]) -> None:
    assert EXIT_CODES[error].code == 1
    assert EXIT_CODES[error].title_zh


def test_titles_are_unique() -> None:
    titles = [(e.title_zh, e.title_en) for e in EXIT_CODES.values()]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "denied", "x"), 1),
        (sqlite3.OperationalError("unable to open"), 1),
        (KeyError("*"), 70),
        (SuyuanError("x"), 1),
    ],
)
def test_codes_of_other_errors(error: Exception, code: int) -> None:
    assert ending(error).code == code


def test_an_error_is_told_with_its_fields() -> None:
    error = SourceError("a.csv", "空文件 / empty", "给出表头 / give a header")

    told = json.loads(failure_json(error))["error"]

    assert told["type"] == "SourceError"
    assert (told["path"], told["rule"]) == ("a.csv", "空文件 / empty")
    assert told["message"] == message(error)
    assert failure_text(error).startswith("错误 Error · 文件读不了 / unreadable source: a.csv")


def test_an_error_stays_on_one_line() -> None:
    text = failure_text(InvalidValueError("x", "a\nb\x1b[0m", "r", "m"))

    assert "\n" not in text
    assert "\x1b" not in text


def test_private_fields_are_not_told() -> None:
    error = SuyuanError("x")
    error.path, error._secret = "p", "s"  # type: ignore[attr-defined]

    assert fields(error) == {"path": "p"}
