"""The bulk way into a real server: the graph is the one that every other way gives.

A server of its own, whose database is stopped and replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Claim, ServerError, StoreError
from graph import Place as At
from graph.bulk import bulk_import, import_files, write_import_files
from graph.bulk.files import UNFINISHED
from graph.ledger import Checkpoint, Ledger, LoadSpec
from graph.projection import Projector, graph_digest, is_level
from graph.server import THROW_AWAY, VERSIONS, LocalServer
from graph.store import GraphStore, open_store
from graph.store.embedded import EmbeddedStore
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from ontology import NODE_KINDS

pytestmark = pytest.mark.server_faults

LTS, NEWEST = VERSIONS
BEGIN = "2018-06-02T16:00:00Z"
# Ids, texts, lists and names of properties that CSV, or the importer, could take for its own.
NASTY = (
    "", " 前后 ", '引号 " 与 ""', "逗号,分号;", "反斜杠 \\ \\n \\\"", "一行\n二行\r\n三行\r", "\t",
    "--x=", "\ufeff", "𝄞", "长" * 70_000, "\x1f", "\x1b\x0b\x85\u2028", "null", "true",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A home with the sample in its ledger, and a server of its own that was never started."""

    home: Path
    server: LocalServer

    def store(self) -> closing[GraphStore]:
        """The database of the server."""
        return closing(open_store(self.server.uri, login=self.server.login))

    def digest(self) -> str:
        """Of what the server holds now."""
        with self.store() as store:
            return graph_digest(store)


@pytest.fixture(scope="module", params=[LTS, pytest.param(NEWEST, marks=pytest.mark.torture)])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("bulk")
    home = folder / "家"
    with Ledger(home) as ledger:
        load(ledger, write_province(folder / "province", stations=3).folder)
        say(ledger, [*nasty_claims(), *briefly_said()], "1", folder)
        say(ledger, nasty_claims(), "2", folder)
    server = LocalServer(request.param, home / "neo4j" / request.param, sizing=THROW_AWAY)
    try:
        yield Place(home, server)
    finally:
        server.stop()


def load(ledger: Ledger, path: Path) -> None:
    with ledger.writing() as writer:
        for planned in make_plan([path], Declared()).files:
            load_file(ledger, writer, planned, LoadChoices())


def say(ledger: Ledger, claims: Sequence[Claim], version: str, folder: Path) -> None:
    """Load claims as a version of one source; what it said before and does not say now goes."""
    path = folder / "claims.txt"
    path.write_text(version, encoding="utf-8")
    spec = LoadSpec("厂/甲", "table", "test", version, "{}", str(path))
    with ledger.writing() as writer:
        session = writer.begin(spec, path)
        rows = [(claim, At(n + 2, 0, n * 10, 10), n) for n, claim in enumerate(claims)]
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
        if not session.first:
            session.retract(list(session.unseen()), "absent", allow_mass=True)
        session.close()


def nasty_claims() -> list[Claim]:
    claims = [
        Claim("Unit", f"unit:{n}", None, {"name": text, "short_names": ("x", text), "注": text})
        for n, text in enumerate(NASTY)
    ]
    odd = 'unit:甲,"乙"\n丙'
    return [
        *claims,
        Claim("Unit", "unit:海拔", None, {"name": "站", "海拔(m)": "1063.0", "口径": 7}),
        Claim("Unit", "unit:口径", None, {"口径": "text", "短 {x}": True}),
        Claim("PART_OF", odd, "unit:0", {}, BEGIN),
        Claim("PART_OF", "unit:1", odd, {"依据(文号)": '〔2020〕"1"'}, BEGIN),
        Claim("PART_OF", "unit:1", odd, {}, "2020-01-01T00:00:00Z"),
    ]


def briefly_said() -> list[Claim]:
    """What the next version does not say: an edge goes, a node becomes a stub or goes."""
    return [
        Claim("Station", "station:gone", None, {"name": "已撤"}),
        Claim("Unit", 'unit:甲,"乙"\n丙', None, {"name": "曾有名"}),
        Claim("OPERATED_BY", "station:gone", "unit:0"),
    ]


def embedded_digest(ledger: Ledger) -> str:
    """Of the graph made at one go, in memory."""
    store = EmbeddedStore(None)
    Projector(ledger, store).run()
    return graph_digest(store)


def run(*arguments: object, code: int = 0) -> Any:
    """What a command prints as JSON; of one that is refused, its error."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert result.exit_code == code, f"{result.output}\n{result.exception!r}"
    return json.loads(result.stdout) if code == 0 else json.loads(result.stderr)["error"]


# The tests follow one another on the same server: each leaves a graph for the next.


def test_a_first_load_gives_the_graph_of_every_other_way(place: Place) -> None:
    """The sample, retractions, and texts, lists, ids and names that no file can hold plainly."""
    with Ledger(place.home) as ledger:
        done = bulk_import(ledger, place.server)

        assert place.digest() == embedded_digest(ledger)
        assert done.nodes > 500
        assert done.edges > 1000
        with place.store() as store:
            assert is_level(ledger, store.position())
            with store.reading() as reader:
                rows = reader.run("SHOW CONSTRAINTS YIELD name RETURN count(name) AS n", {})
            assert rows == [{"n": len(NODE_KINDS) + 1}]
            assert Projector(ledger, store).run() == 0
    assert not list(place.server.home.glob("bulk-*"))


def test_an_incremental_load_goes_on_from_there(place: Place, tmp_path: Path) -> None:
    """New claims and retractions on top of an import, and the same from nothing over Bolt."""
    with Ledger(place.home) as ledger:
        imported = ledger.head().position
        say(ledger, [*nasty_claims()[5:], *briefly_said()], "3", tmp_path)
        say(ledger, nasty_claims()[3:], "4", tmp_path)
        expected = embedded_digest(ledger)

    told = run("project", "--home", place.home, "--to", place.server.uri)

    assert told["way"] == "incremental"
    assert told["written"] == told["position"] - imported
    assert place.digest() == expected
    again = run("project", "--home", place.home, "--to", place.server.uri, "--overwrite")
    assert again["written"] == again["position"] == told["position"]
    assert place.digest() == expected


def test_a_database_that_holds_something_is_refused(place: Place) -> None:
    before = place.digest()
    with Ledger(place.home) as ledger, pytest.raises(StoreError, match="not empty"):
        bulk_import(ledger, place.server)
    assert place.digest() == before


@pytest.mark.torture
def test_an_import_that_fails_leaves_the_graph_that_was_there(place: Place, tmp_path: Path) -> None:
    before = place.digest()
    with Ledger(place.home) as ledger:
        files = write_import_files(ledger, tmp_path / "files")
    spoilt = next(s for s in files.sheets if s.kind == "PART_OF")
    with (files.folder / spoilt.data).open("a", encoding="utf-8") as file:
        file.write('"unit:nobody","unit:0","x"\n')

    with pytest.raises(ServerError, match="missing node unit:nobody"):
        import_files(files, place.server)

    assert place.server.running
    assert place.digest() == before
    assert not list(place.server.home.glob("bulk-*"))


@pytest.mark.torture
def test_an_import_by_hand_is_finished_by_the_next_command(place: Place, tmp_path: Path) -> None:
    """Files for a database that we do not stop; what they cannot hold comes afterwards."""
    folder = tmp_path / "files"
    told = run("project", "--home", place.home, "--to", place.server.uri, "--csv", folder)
    assert told["way"] == "files"
    assert told["script"] == str(folder / "import.sh")
    with Ledger(place.home) as ledger:
        files = write_import_files(ledger, tmp_path / "again")
        import_files(files, place.server)
        with place.store() as store:
            at = store.position()
        assert at is not None
        assert at.ontology.endswith(UNFINISHED)

        done = run("project", "--home", place.home, "--to", place.server.uri)

        assert done["written"] == files.aside > 0
        assert (done["nodes"], done["edges"]) == (told["nodes"], told["edges"])
        assert place.digest() == embedded_digest(ledger)


def test_a_server_that_is_not_ours_is_not_stopped(place: Place) -> None:
    to = ("--to", "bolt://127.0.0.1:9")
    error = run("project", "--home", place.home, *to, "--bulk", code=1)
    assert error["type"] == "InvalidValueError"
    assert "--csv" in error["remedy"]
