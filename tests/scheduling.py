"""Which tests run in one process, and which begin first.

Those of a file run together, as they share what is costly to make. Of the contract it is those
of one server, which keeps the plans of its queries, and of the embedded store those of one data
set; of damaged files those of one loader. The groups of `pytest-xdist` 3.8 do not do it: it
writes them into names that pytest 9.2 does not read. The folders with the longest files begin,
so that no process is left with one of them at the end.
"""

from __future__ import annotations

import re

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ASKED = re.compile(
    r"test_questions\.py::.*\[(?:(?P<data>kglite-(?:sample|registries|networks-\d+))"
    r"|(?:neo4j|py2neo)(?P<newest>-2026)?\S*?-(?:sample|registries|networks-\d+))-"
)
DAMAGED = re.compile(r"test_damage\.py::.*\[(?P<loader>\w+)-")
LONGEST = ("/contract/", "/browser/")


def group(nodeid: str) -> str:
    """The name of the group of a test."""
    if asked := ASKED.search(nodeid):
        return asked["data"] or f"server{asked['newest'] or ''}"
    damaged = DAMAGED.search(nodeid)
    return damaged["loader"] if damaged else nodeid.partition("::")[0]


class Scheduling(LoadScopeScheduling):
    """Gives each process one group after another."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; else in the order of the files."""
    items.sort(key=lambda item: not any(folder in item.nodeid for folder in LONGEST))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Use it whatever `--dist` says, and the order above."""
    config.option.loadscopereorder = False
    return Scheduling(config, log)
