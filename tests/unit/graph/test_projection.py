"""The projector and the embedded store: whatever way led there, the graph is the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import graph.projection.project as project
from graph import Claim, StoreError
from graph.ledger import Ledger, LedgerReader, LoadSession
from graph.projection import (
    Closure,
    ClosureStep,
    Projector,
    graph_digest,
    is_level,
    project_closure,
    snapshot_store,
    to_networkx,
)
from graph.store import open_store, saved_position
from graph.store.embedded import EmbeddedStore

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]
Edge = Callable[[int, int], Claim]
NODES = "MATCH (n:{}) RETURN n.id AS id, n.name AS name, n.stub AS stub ORDER BY id"


@pytest.fixture
def told(ledger: Ledger, say: Say, station: Make, operated: Edge) -> Ledger:
    say([station(1), station(2), operated(1, 7), operated(2, 7)], "甲")
    say([station(2), station(3), operated(2, 8)], "乙")
    return ledger


@pytest.fixture
def path(home: Path) -> Path:
    return home / "graph.kgl"


def projected(ledger: Ledger, path: Path | None) -> EmbeddedStore:
    store = EmbeddedStore(path)
    Projector(ledger, store).run()
    return store


def digest(ledger: Ledger) -> str:
    """Of the graph made at one go, in memory."""
    return graph_digest(projected(ledger, None))


def nodes(store: EmbeddedStore, label: str) -> list[tuple[object, object, object]]:
    return [(r["id"], r["name"], r["stub"]) for r in store.run(NODES.format(label), {})]


# The same graph however it was made


@pytest.mark.parametrize("batch", [1, 2, 3, 20_000])
def test_step_by_step_gives_what_a_rebuild_gives(
    batch: int, ledger: Ledger, say: Say, station: Make, operated: Edge, path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Nodes come, change, lose their description and go; edges come and go."""
    monkeypatch.setattr(project, "BATCH", batch)
    monkeypatch.setattr(project, "SAVE_EVERY", 2)
    for version, claims in enumerate(
        (
            [station(1), station(2), operated(1, 7), operated(3, 7)],
            [station(1, name="新"), station(3), operated(1, 7), operated(3, 8)],
            [station(1, name="新"), operated(3, 8), operated(2, 7)],
            [station(2)],
            [],
            [station(1), station(2), operated(1, 7), operated(3, 7)],
        )
    ):
        say(claims, version=str(version))
        store = projected(ledger, path)
        assert graph_digest(store) == digest(ledger)
        assert graph_digest(EmbeddedStore(path, create=False)) == digest(ledger)
        at = store.position()
        assert at is not None
        assert at.position == ledger.head().position
        assert is_level(ledger, at)
        assert saved_position(f"kglite:{path}") == at
    store = EmbeddedStore(path)
    assert Projector(ledger, store).run() == 0
    assert Projector(ledger, store).rebuild() == ledger.head().position
    assert graph_digest(store) == digest(ledger)


def test_the_larger_a_graph_has_grown_the_less_often_it_is_saved_whole(
    ledger: Ledger, say: Say, station: Make, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save writes all there is: at every so manieth position it would cost the square of them."""
    monkeypatch.setattr(project, "BATCH", 1)
    monkeypatch.setattr(project, "SAVE_EVERY", 2)
    saved: list[int] = []

    class Told(EmbeddedStore):
        def flush(self) -> None:
            super().flush()
            found = saved_position(f"kglite:{path}")
            assert found is not None
            saved.append(found.position)

    say([station(number) for number in range(40)])
    Projector(ledger, Told(path)).run()

    assert saved == [2, 4, 6, 9, 13, 19, 28, ledger.head().position]


def test_the_digest_tells_any_property_label_and_end(
    ledger: Ledger, say: Say, station: Make, operated: Edge
) -> None:
    digests = set()
    for version, claims in enumerate(
        (
            [station(1), operated(1, 7)],
            [station(1, name="新"), operated(1, 7)],
            [station(1), operated(1, 8)],
            [station(1), operated(2, 7)],
            [station(1)],
            [],
        )
    ):
        say(claims, version=str(version))
        digests.add(digest(ledger))
    assert len(digests) == 6


def test_ends_that_nobody_describes_are_stubs(told: Ledger, path: Path) -> None:
    store = projected(told, path)
    assert nodes(store, "Unit") == [("unit:7", None, True), ("unit:8", None, True)]
    assert nodes(store, "Station") == [
        ("station:1", "站1", None), ("station:2", "站2", None), ("station:3", "站3", None)
    ]  # fmt: skip


def test_a_stub_has_no_name_of_its_own(
    ledger: Ledger, say: Say, operated: Edge, station: Make
) -> None:
    """The engine would make one up; a node that lost its description is the very same stub."""
    say([operated(1, 7)], "甲")
    made_so = graph_digest(projected(ledger, None))
    assert nodes(projected(ledger, None), "Station") == [("station:1", None, True)]
    say([station(1)], "乙")
    store = projected(ledger, None)
    say([], "乙", version="2")
    Projector(ledger, store).run()
    assert graph_digest(store) == made_so


def test_a_property_cannot_take_the_place_of_the_id(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(1, id="other", name="站")])
    assert nodes(projected(ledger, None), "Station") == [("station:1", "站", None)]


def test_the_networkx_export_holds_the_same(told: Ledger) -> None:
    exported = to_networkx(LedgerReader(told))
    assert {n: d.get("stub") for n, d in exported.nodes(data=True)} == {
        "station:1": None, "station:2": None, "station:3": None, "unit:7": True, "unit:8": True
    }  # fmt: skip
    assert exported.nodes["station:2"]["n_claims"] == 2
    begin = "2018-06-02T16:00:00Z"
    assert set(exported.edges(keys=True)) == {
        ("station:1", "unit:7", ("OPERATED_BY", begin)),
        ("station:2", "unit:7", ("OPERATED_BY", begin)),
        ("station:2", "unit:8", ("OPERATED_BY", begin)),
    }


# A store that cannot be used is made anew


def spoil_file(path: Path) -> None:
    path.write_bytes(b"no graph" * 100)


def cut_file(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def flip_byte(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 4
    path.write_bytes(raw)


def old_engine(path: Path) -> None:
    stamp = path.with_suffix(".stamp.json")
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "engine": "0.0.1"}))


def no_stamp(path: Path) -> None:
    path.with_suffix(".stamp.json").unlink()


def spoilt_stamp(path: Path) -> None:
    path.with_suffix(".stamp.json").write_text("[")


@pytest.mark.parametrize(
    "spoil", [spoil_file, cut_file, empty_file, flip_byte, old_engine, no_stamp, spoilt_stamp]
)
def test_a_graph_file_that_does_not_open_is_put_aside_and_rebuilt(
    spoil: Callable[[Path], None], told: Ledger, path: Path
) -> None:
    projected(told, path)
    spoil(path)
    spoilt = path.read_bytes()
    store = EmbeddedStore(path)
    assert len(store.notices) == 1
    assert "rebuilding" in store.notices[0]
    assert path.with_suffix(".unreadable").read_bytes() == spoilt
    assert store.position() is None
    assert Projector(told, store).run() == told.head().position
    assert graph_digest(EmbeddedStore(path, create=False)) == digest(told)
    assert EmbeddedStore(path).notices == []


def test_an_interrupted_save_leaves_the_last_one(
    told: Ledger, path: Path, say: Say, station: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    projected(told, path)
    before = graph_digest(EmbeddedStore(path))
    say([station(9)], "丙")
    store = EmbeddedStore(path)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        Projector(told, store).run()
    monkeypatch.undo()
    again = EmbeddedStore(path)
    assert again.notices == []
    assert graph_digest(again) == before
    Projector(told, again).run()
    assert graph_digest(EmbeddedStore(path)) == digest(told)


def test_another_ledgers_graph_is_made_anew(
    told: Ledger, path: Path, tmp_path: Path, station: Make, write_file: Callable[[str], Path],
    make_spec: Callable[..., object],
) -> None:  # fmt: skip
    projected(told, path)
    with Ledger(tmp_path / "other") as other:
        assert not is_level(other, saved_position(f"kglite:{path}"))
        store = EmbeddedStore(path)
        Projector(other, store).run()
        assert graph_digest(store) == digest(other) != digest(told)


def test_a_graph_of_other_declarations_is_made_anew(
    told: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "ontology_fingerprint", lambda: "yesterday")
    projected(told, path)
    monkeypatch.undo()
    store = EmbeddedStore(path)
    assert Projector(told, store).behind() == told.head().position
    assert Projector(told, store).run() == told.head().position


def test_a_graph_that_is_ahead_is_made_anew(told: Ledger, path: Path) -> None:
    """As known at an earlier position it holds too much."""
    projected(told, path)
    store = EmbeddedStore(path)
    Projector(told, store, until=4).run()
    assert nodes(store, "Station") == [("station:1", "站1", None), ("station:2", "站2", None)]


def test_a_unfinished_load_is_not_projected(told: Ledger, say: Say, station: Make) -> None:
    before = digest(told)
    say([station(9)], "丙", close=False)
    assert digest(told) == before


def test_stores_are_opened_by_uri(told: Ledger, path: Path) -> None:
    projected(told, path)
    assert open_store(f"kglite:{path}").position() is not None
    with pytest.raises(StoreError, match="suyuan rebuild"):
        open_store(f"kglite:{path}.absent", create=False)
    for uri in ("redis://localhost", "kglite:", "graph.kgl"):
        with pytest.raises(StoreError):
            open_store(uri)


# As known at


def test_snapshots_are_kept_but_not_many(ledger: Ledger, say: Say, station: Make) -> None:
    expected = {}
    for number in range(5):
        say([station(n) for n in range(number + 1)], version=str(number))
        expected[ledger.head().position] = number + 1
    folder = ledger.home / "snapshots"
    for position, count in expected.items():
        assert len(nodes(snapshot_store(ledger, position), "Station")) == count
    kept = {p.name: p.stat().st_ino for p in folder.glob("*.kgl")}
    assert set(kept) == {f"{p}.kgl" for p in sorted(expected)[-3:]}
    again = max(expected)
    assert len(nodes(snapshot_store(ledger, again), "Station")) == 5
    assert (folder / f"{again}.kgl").stat().st_ino == kept[f"{again}.kgl"]
    assert len(list(folder.iterdir())) == 6


@pytest.fixture
def closure() -> Closure:
    return Closure((ClosureStep("station", (("OPERATED_BY", "out"),)),))


def test_a_closure_follows_what_it_declares_and_no_more(told: Ledger, closure: Closure) -> None:
    store = project_closure(LedgerReader(told), ["station:1"], closure)
    assert nodes(store, "Station") == [("station:1", "站1", None)]
    assert nodes(store, "Unit") == [("unit:7", None, True)]
    both = Closure((*closure.steps, ClosureStep("unit", (("OPERATED_BY", "in"),))))
    wider = project_closure(LedgerReader(told), ["station:1"], both)
    assert [n[0] for n in nodes(wider, "Station")] == ["station:1", "station:2"]
    one_hop = Closure(both.steps, hops=1)
    assert len(nodes(project_closure(LedgerReader(told), ["station:1"], one_hop), "Station")) == 1


def test_a_closure_has_all_nodes_of_a_kind_that_is_needed_whole(
    told: Ledger, closure: Closure
) -> None:
    every = {claim.subject for claim in LedgerReader(told).live_of_kind("Station")}
    whole = Closure(closure.steps, whole=("Station",))
    store = project_closure(LedgerReader(told), ["station:1"], whole)
    assert {n[0] for n in nodes(store, "Station")} == every > {"station:1"}


def test_a_start_that_nobody_describes_is_there_as_in_the_whole(
    told: Ledger, closure: Closure
) -> None:
    assert nodes(project_closure(LedgerReader(told), ["unit:7"], closure), "Unit") == [
        ("unit:7", None, True)
    ]
    assert nodes(project_closure(LedgerReader(told), ["unit:9"], closure), "Unit") == []
    assert nodes(project_closure(LedgerReader(told, 0), ["unit:7"], closure), "Unit") == []
