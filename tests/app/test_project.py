"""`suyuan project`: the ledger into a store that is named, or into files for a server elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ledger import Ledger
from graph.projection import Projector, graph_digest
from graph.store.embedded import EmbeddedStore


def test_another_store_is_brought_level_and_stays_so(read, home, tmp_path) -> None:
    uri = f"kglite:{tmp_path / 'other.kgl'}"

    first = read("project", "--home", home, "--to", uri)
    again = read("project", "--home", home, "--to", uri)
    anew = read("project", "--home", home, "--to", uri, "--overwrite")

    assert (first["way"], first["store"]) == ("incremental", uri)
    assert first["written"] == first["position"] == anew["written"] > 0
    assert again["written"] == 0
    assert {again["nodes"], anew["nodes"]} == {first["nodes"]}
    store = EmbeddedStore(None)
    with Ledger(home, create=False) as ledger:
        Projector(ledger, store).run()
    assert graph_digest(EmbeddedStore(tmp_path / "other.kgl", create=False)) == graph_digest(store)


def test_files_hold_as_much_as_the_store(read, home, tmp_path) -> None:
    folder = tmp_path / "files"
    to = ("--to", "neo4j+s://graph.example.org:7687/quality")

    told = read("project", "--home", home, *to, "--csv", folder)

    info = read("project", "--home", home, "--to", f"kglite:{tmp_path / 'other.kgl'}")
    assert told["way"] == "files"
    assert (told["nodes"], told["edges"]) == (info["nodes"], info["edges"])
    assert told["written"] == told["nodes"] + told["edges"]
    script = Path(told["script"]).read_text("utf-8")
    assert "set -- quality" in script
    assert "--overwrite-destination" not in script


def test_the_next_steps_are_told(run, home, tmp_path) -> None:
    to = "bolt+s://graph.example.org:7687"

    shown = run(
        "project", "--home", home, "--to", to, "--csv", tmp_path / "f", "--overwrite"
    ).stdout

    assert f"sh {tmp_path / 'f' / 'import.sh'}" in shown
    assert f"suyuan project --to {to}" in shown
    assert "--overwrite-destination=true" in (tmp_path / "f" / "import.sh").read_text("utf-8")


def test_a_folder_that_holds_something_is_refused(refusal, home, tmp_path) -> None:
    (tmp_path / "mine").write_text("x")

    error = refusal("project", "--home", home, "--csv", tmp_path)

    assert (error["type"], error["name"]) == ("InvalidValueError", "--csv")
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("to", ["kglite:graph.kgl", "bolt://127.0.0.1:9", "bolt://example.org"])
def test_only_a_server_of_ours_is_stopped_for_an_import(refusal, home, to) -> None:
    error = refusal("project", "--home", home, "--to", to, "--bulk")

    assert (error["type"], error["name"]) == ("InvalidValueError", "--bulk")
    assert "--csv" in error["remedy"]
