"""Which tests run in one process: those of a file, as they share what is costly to make.

Of the contract it is those of one store and one data set, so that two are asked at once; of
damaged files those of one loader. The groups of `pytest-xdist` 3.8 do not do it: it writes them
into names that pytest 9.2 does not read.
"""

from __future__ import annotations

import re

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ASKED = re.compile(
    r"test_questions\.py::.*\[(?P<store_and_data>.+?-(sample|registries|networks-\d+))-"
)
DAMAGED = re.compile(r"test_damage\.py::.*\[(?P<loader>\w+)-")


def group(nodeid: str) -> str:
    """The name of the group of a test."""
    asked, damaged = ASKED.search(nodeid), DAMAGED.search(nodeid)
    if asked or damaged:
        return asked["store_and_data"] if asked else damaged["loader"]
    return nodeid.partition("::")[0]


class Scheduling(LoadScopeScheduling):
    """Gives each process one group after another."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Use it whatever `--dist` says."""
    return Scheduling(config, log)
