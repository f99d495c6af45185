"""Kill -9 of the loader at random instants, against a server that runs on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import Settings
from graph.server import GivenServer, LocalServer
from tests.faults.kills import Course, kill_often, opened, spread, undisturbed
from tests.faults.tables import SMALL, write_tables
from tests.torture_page import TORTURE

pytestmark = pytest.mark.server_faults

WHAT = "装载与投影，Neo4j / loading and projecting, Neo4j"


@pytest.fixture(scope="module")
def course(
    neo4j_server: LocalServer | GivenServer, tmp_path_factory: pytest.TempPathFactory
) -> Course:
    def place(home: Path) -> Settings:
        return Settings(home, neo4j_server.uri, neo4j_server.login)

    tables = tmp_path_factory.mktemp("tables")
    write_tables(tables, SMALL)
    settings = place(tmp_path_factory.mktemp("undisturbed"))
    with opened(settings) as store:
        store.wipe()
        expected, pace = undisturbed(tables, settings)
        store.wipe()
    return Course(tables, place, expected, pace)


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.torture)])
def test_killed_loader_ends_the_same_on_a_server(
    kills: int, course: Course, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    tally = kill_often(course, kills, tmp_path)
    record_property(TORTURE, tally.row(WHAT))
    print(f"\n{tally}")
    assert tally.flawless()
    assert spread(tally)
