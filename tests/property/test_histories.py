"""Ledger, pipeline and graph against a naive reference, on random histories."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from histories import (
    EDGES,
    LABELS,
    PROPERTIES,
    TIMES,
    History,
    PlainGraph,
    Reference,
    Version,
    make_history,
    plain_graph,
    reachable,
)

import graph.projection.project as project
import loaders.pipeline as pipeline
from graph import MassRetractionError
from graph.ledger import Ledger, LedgerReader, verify_ledger
from graph.projection import (
    Closure,
    ClosureStep,
    Projector,
    graph_digest,
    project_closure,
    snapshot_store,
    to_networkx,
)
from graph.store.embedded import EmbeddedStore
from loaders import LoadChoices, load_file

HISTORIES = 2000
CHUNK = 100
SEED = 20181102
FOLLOW = {
    "deployment": {"AT_STATION": "out", "USES": "out"},
    "station": {"OPERATED_BY": "out", "AT_STATION": "in"},
    "instrument": {"USES": "in"},
    "unit": {"PART_OF": "out"},
}
CLOSURE = Closure(tuple(ClosureStep(prefix, tuple(e.items())) for prefix, e in FOLLOW.items()))
_KEPT = ("valid_from", "valid_to", "certainty", "claims", "n_claims", "stub")


@pytest.mark.parametrize("chunk", range(HISTORIES // CHUNK))
def test_history(chunk: int, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that can be asked of a ledger and its graph, against the reference."""
    for seed in range(SEED + chunk * CHUNK, SEED + (chunk + 1) * CHUNK):
        history = make_history(seed)
        random = Random(seed)
        # Rows and positions are few, so batches are small too.
        monkeypatch.setattr(pipeline, "BATCH", random.choice((1, 2, 3, 5000)))
        monkeypatch.setattr(project, "BATCH", random.choice((1, 4, 9, 20_000)))
        folder = workplace / str(seed)
        folder.mkdir()
        try:
            Trial(history, random, folder).run()
        except Exception as error:
            error.add_note(f"history of seed {seed}")
            raise
        shutil.rmtree(folder)


class Trial:
    """One history, loaded and compared after each load and at the end."""

    def __init__(self, history: History, random: Random, folder: Path) -> None:
        self.history = history
        self.random = random
        self.folder = folder
        self.reference = Reference()
        self.past: list[tuple[str, dict[bytes, object]]] = []
        self.last: dict[str, tuple[object, ...]] = {}

    def run(self) -> None:
        chance = self.random.random
        with Ledger(self.folder / "home") as ledger:
            path = ledger.home / "graph.kgl" if chance() < 0.3 else None
            store = EmbeddedStore(path)
            for version in self.history.versions:
                self.load(ledger, version)
                if chance() < 0.3:
                    Projector(ledger, store).run()
                    if path and chance() < 0.5:
                        store = EmbeddedStore(path, create=False)
                if chance() < 0.2:
                    self.load_again(ledger, version)
            Projector(ledger, store).run()
            self.compare_now(ledger, store)
            self.compare_past(ledger)
            if chance() < 0.3:
                assert verify_ledger(ledger, str(ledger.head())).problems == ()
            if chance() < 0.2:
                digest = graph_digest(store)
                assert digest == digest_of_rebuilt(ledger)
                assert digest == self.digest_in_another_order(ledger)

    # Loads

    def load(self, ledger: Ledger, version: Version) -> None:
        planned = version.planned(self.folder)
        foreseen = self.reference.foresee(version)
        with ledger.writing() as writer:
            if foreseen.refused:
                head = ledger.head()
                with pytest.raises(MassRetractionError):
                    load_file(ledger, writer, planned, LoadChoices())
                assert ledger.head() == head
            report = load_file(ledger, writer, planned, LoadChoices(foreseen.refused))
        done = self.reference.load(version)
        said = (version.rows, version.loader.version)
        assert report.unchanged == (self.last.get(version.source_id) == said)
        self.last[version.source_id] = said
        assert (report.asserted, report.retracted, report.kept if not report.unchanged else 0) == (
            len(done.asserted),
            len(done.retracted),
            len(done.kept) if not report.unchanged else 0,
        )
        if not report.unchanged:
            broken = sum(1 for row in version.rows if row.broken)
            assert (report.read, report.rejected) == (len(version.rows), broken)
            recorded = LedgerReader(ledger).closed_at(ledger.last_load(version.source_id).load_no)
            self.past.append((recorded, self.reference.live()))

    def load_again(self, ledger: Ledger, version: Version) -> None:
        head = ledger.head()
        with ledger.writing() as writer:
            report = load_file(ledger, writer, version.planned(self.folder), LoadChoices())
        assert report.unchanged
        assert ledger.head() == head

    def digest_in_another_order(self, ledger: Ledger) -> str:
        """Sources commute: the same files in another order give the same claims and graph."""
        with Ledger(self.folder / "other") as other:
            with other.writing() as writer:
                for version in self.history.reordered(self.random):
                    load_file(other, writer, version.planned(self.folder), LoadChoices(True))
            assert live_ids(LedgerReader(other)) == live_ids(LedgerReader(ledger))
            return digest_of_rebuilt(other)

    # Comparisons

    def compare_now(self, ledger: Ledger, store: EmbeddedStore) -> None:
        live = self.reference.live()
        assert live_ids(LedgerReader(ledger)) == {i.hex()[:16] for i in live}
        expected = plain_graph(live)
        found = read_graph(store)
        assert found.nodes == expected.nodes
        assert found.edges == expected.edges
        exported = from_networkx(LedgerReader(ledger))
        assert exported == expected
        moment = self.random.choice((*TIMES, "2017-07-07T00:00:00Z"))
        assert read_at(store, moment) == expected.at(moment)

    def compare_past(self, ledger: Ledger) -> None:
        for known_at, live in self.past:
            reader = LedgerReader(ledger, ledger.position_at(known_at))
            assert live_ids(reader) == {i.hex()[:16] for i in live}
        known_at, live = self.random.choice(self.past)
        position = ledger.position_at(known_at)
        expected = plain_graph(live)
        assert from_networkx(LedgerReader(ledger, position)) == expected
        if self.random.random() < 0.3:
            assert read_graph(snapshot_store(ledger, position)) == expected
        for start in self.random.sample(sorted(expected.nodes), 1):
            part = project_closure(LedgerReader(ledger, position), [start], CLOSURE)
            assert read_graph(part) == reachable(expected, start, FOLLOW)


@pytest.mark.parametrize("seed", range(40))
def test_what_was_said_before_is_said_again(seed: int, workplace: Path) -> None:
    """A → B → A ends as A; and B with its rows in another order is B."""
    versions = [v for v in make_history(SEED - seed).versions if v.number == 1]
    first, other = versions[0], versions[1]
    second = replace(other, source_id=first.source_id, loader=first.loader, number=2)
    rows = list(second.rows)
    Random(seed).shuffle(rows)
    moved = replace(second, rows=tuple(rows), number=3)
    last = replace(first, number=4)
    folder = workplace / f"again-{seed}"
    folder.mkdir()
    with Ledger(folder / "home") as ledger, ledger.writing() as writer:
        store = EmbeddedStore(ledger.home / "graph.kgl")
        seen = []
        for version in (first, second, moved, last):
            report = load_file(ledger, writer, version.planned(folder), LoadChoices(True))
            assert not report.rejected
            Projector(ledger, store).run()
            seen.append((live_ids(LedgerReader(ledger)), graph_digest(store)))
            if version is moved:
                assert (report.asserted, report.retracted) == (0, 0)
    assert seen[0] == seen[3]
    assert seen[1] == seen[2]
    assert seen[0] != seen[1]


# Reading


def digest_of_rebuilt(ledger: Ledger) -> str:
    store = EmbeddedStore(None)
    Projector(ledger, store).run()
    return graph_digest(store)


def live_ids(reader: LedgerReader) -> set[str]:
    found = [live.short for live in reader.all_live()]
    assert len(found) == len(set(found))
    return set(found)


def read_graph(store: EmbeddedStore) -> PlainGraph:
    """All nodes and edges with all their properties, through Cypher."""
    found = PlainGraph()
    for label in LABELS.values():
        names = (*PROPERTIES[label], *_KEPT)
        columns = ", ".join(f"n.{name} AS {name}" for name in names)
        for row in store.run(f"MATCH (n:{label}) RETURN n.id AS id, {columns}", {}):
            node = str(row.pop("id"))
            found.nodes[node] = (label, _without_null(row))
    for kind in EDGES:
        columns = ", ".join(f"r.{name} AS {name}" for name in ("note_of_ours", *_KEPT))
        text = f"MATCH (a)-[r:{kind}]->(b) RETURN a.id AS a, b.id AS b, {columns}"
        for row in store.run(text, {}):
            left, right = str(row.pop("a")), str(row.pop("b"))
            key = (kind, left, right, str(row["valid_from"]))
            assert key not in found.edges
            found.edges[key] = _without_null(row)
    return found


def _without_null(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def read_at(store: EmbeddedStore, moment: str) -> tuple[set[str], set[tuple[str, str, str, str]]]:
    """Nodes and edges valid at a moment, compared as every query compares them."""
    nodes = {
        str(row["id"])
        for label in LABELS.values()
        for row in store.run(
            f"MATCH (n:{label}) WHERE n.valid_from <= $t AND $t < n.valid_to RETURN n.id AS id",
            {"t": moment},
        )
    }
    edges = {
        (kind, str(row["a"]), str(row["b"]), str(row["f"]))
        for kind in EDGES
        for row in store.run(
            f"MATCH (a)-[r:{kind}]->(b) WHERE r.valid_from <= $t AND $t < r.valid_to "
            "RETURN a.id AS a, b.id AS b, r.valid_from AS f",
            {"t": moment},
        )
    }
    return nodes, edges


def from_networkx(reader: LedgerReader) -> PlainGraph:
    exported = to_networkx(reader)
    found = PlainGraph()
    for node, said in exported.nodes(data=True):
        found.nodes[node] = (said["label"], {k: v for k, v in said.items() if k != "label"})
    for left, right, key, said in exported.edges(keys=True, data=True):
        assert key == (said["type"], said["valid_from"])
        properties = {k: v for k, v in said.items() if k != "type"}
        found.edges[said["type"], left, right, said["valid_from"]] = properties
    return found
