"""Every answer on the sample as the question box shows it: no code where a title belongs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.answering import answer
from dashboard.render.answer_words import worded_columns
from graph import Settings, Workspace
from ontology import EDGE_KINDS, NODE_KINDS
from queries import questions
from tests.app.test_ask import NEEDS

CODE = re.compile(r"[a-z]+(_[a-z]+)+|[a-z]{3,}")
ID = re.compile(rf"({'|'.join(kind.prefix for kind in NODE_KINDS.values())}):.+")
PARTS = re.compile(r"[；\s]+")
OF_SOURCES = {
    "name",
    "source",
    "place",
    "says",
    "value",
    "conflict",
    "candidate",
    "file",
    "rule",
    "remedy",
}
"""Fields that hold what a source says, or names by which things are called up or filled in."""


NAMING = {("rates", "detail")}
"""Where an answer names sources whose titles are English."""


@pytest.mark.parametrize("question", questions())
def test_no_code_stands_where_a_title_belongs(home: Path, question: str) -> None:
    with Workspace(Settings.from_env(home=home)) as workspace:
        columns = worded_columns(answer(workspace, question, NEEDS.get(question, [])))
    raw = {
        (name, part)
        for row in columns.rows
        for name, told in zip(columns.names, row, strict=True)
        if name not in OF_SOURCES and (question, name) not in NAMING
        for part in (told, *PARTS.split(told))
        if CODE.fullmatch(part) or ID.fullmatch(part) or part in EDGE_KINDS
    }

    assert raw == set()
