"""Rows of a ledger prepared in memory, and the ways to bring them into a server without us.

Each way is given the same rows and the same keys: nodes by `id`, edges by their ends and
`valid_from` (graphio knows no key of an edge, so parallel ones become one). Batches are rows of
one label or one edge type; nodes first.
"""

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from neo4j import Driver, GraphDatabase, ManagedTransaction

from graph.element import compile_elements
from graph.ledger import Ledger, LedgerReader
from graph.projection.project import upserts
from graph.settings import Login

Properties = dict[str, Any]
Edge = tuple[str, str, Properties]
Item = TypeVar("Item")
DATABASE = "neo4j"


class Rows:
    """All elements of a ledger: nodes by label, edges by type and the labels of their ends."""

    def __init__(self) -> None:
        self.nodes: dict[str, list[Properties]] = {}
        self.edges: dict[tuple[str, str, str], list[Edge]] = {}

    @property
    def count(self) -> tuple[int, int]:
        """How many nodes and edges."""
        return sum(map(len, self.nodes.values())), sum(map(len, self.edges.values()))


def prepare(home: Path, to: Path) -> Rows:
    """Compile what a ledger says, ends that nobody describes included, and keep it in a file."""
    with Ledger(home, create=False) as ledger:
        elements = compile_elements(LedgerReader(ledger).all_live())
    rows = Rows()
    nodes: dict[str, list[Properties]] = defaultdict(list)
    for statement in upserts(elements):
        words = statement.cypher.replace("(", " ").replace(")", " ").split()
        labels = [word.split(":")[1] for word in words if word[:2] in ("n:", "a:", "b:")]
        if statement.ids:
            nodes[labels[0]] += [{"id": i, "stub": True} for i in statement.ids]
        elif len(labels) == 1:
            nodes[labels[0]] += [dict(row["p"]) for row in statement.rows]  # type: ignore[call-overload]
        else:
            kind = statement.cypher.partition("[r:")[2].split()[0]
            rows.edges[kind, labels[0], labels[1]] = [
                (str(r["s"]), str(r["t"]), dict(r["p"]))
                for r in statement.rows  # type: ignore[call-overload]
            ]
    rows.nodes = dict(nodes)
    with to.open("wb") as stream:
        pickle.dump(rows, stream, pickle.HIGHEST_PROTOCOL)
    return rows


def prepared(path: Path) -> Rows:
    """The rows that were kept."""
    with path.open("rb") as stream:
        rows: Rows = pickle.load(stream)
    return rows


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """So many at a time."""
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]


Way = Callable[[Rows, str, Login | None], Callable[[], None]]


def driver_of(uri: str, login: Login | None) -> Driver:
    """The official driver, as its manual opens it."""
    auth = None if login is None else (login.user, login.password)
    return GraphDatabase.driver(uri, auth=auth, notifications_min_severity="OFF")


def bare(size: int) -> Way:
    """A loop of `UNWIND $rows MERGE`, one transaction function a batch."""

    def made(rows: Rows, uri: str, login: Login | None) -> Callable[[], None]:
        work: list[tuple[str, list[Properties]]] = []
        for label, nodes in rows.nodes.items():
            text = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.properties"
            work.append((text, [{"id": p["id"], "properties": p} for p in nodes]))
        for (kind, left, right), edges in rows.edges.items():
            text = (
                f"UNWIND $rows AS row MATCH (a:{left} {{id: row.start}}) "
                f"MATCH (b:{right} {{id: row.end}}) "
                f"MERGE (a)-[r:{kind} {{valid_from: row.valid_from}}]->(b) "
                "SET r += row.properties"
            )
            work.append((text, [
                {"start": s, "end": t, "valid_from": p["valid_from"], "properties": p}
                for s, t, p in edges
            ]))  # fmt: skip

        def run() -> None:
            with driver_of(uri, login) as driver, driver.session(database=DATABASE) as session:
                for text, found in work:
                    for batch in batches(found, size):
                        session.execute_write(_write, text, batch)

        return run

    return made


def _write(transaction: ManagedTransaction, text: str, rows: Sequence[Properties]) -> None:
    transaction.run(text, rows=rows).consume()


def py2neo_bulk(rows: Rows, uri: str, login: Login | None) -> Callable[[], None]:
    """`py2neo.bulk`, batches of 10,000."""
    import py2neo
    from py2neo.bulk import merge_nodes, merge_relationships

    edges = {k: [(s, p, t) for s, t, p in found] for k, found in rows.edges.items()}

    def run() -> None:
        auth = ("neo4j", "-") if login is None else (login.user, login.password)
        graph = py2neo.Graph(uri, name=DATABASE, auth=auth)
        for label, nodes in rows.nodes.items():
            for batch in batches(nodes, 10_000):
                begun = graph.begin()
                merge_nodes(begun, batch, (label, "id"))
                graph.commit(begun)
        for (kind, left, right), found in edges.items():
            for some in batches(found, 10_000):
                begun = graph.begin()
                merge_relationships(begun, some, (kind, "valid_from"), (left, "id"), (right, "id"))
                graph.commit(begun)

    return run


def graphio_merge(rows: Rows, uri: str, login: Login | None) -> Callable[[], None]:
    """`graphio`, batches of 10,000, which is its own size."""
    from graphio import NodeSet, RelationshipSet

    sets: list[Any] = []
    for label, nodes in rows.nodes.items():
        sets.append(NodeSet([label], merge_keys=["id"]))
        sets[-1].add_nodes(nodes)
    for (kind, left, right), edges in rows.edges.items():
        sets.append(RelationshipSet(kind, [left], [right], ["id"], ["id"]))
        for start, end, properties in edges:
            sets[-1].add_relationship({"id": start}, {"id": end}, properties)

    def run() -> None:
        with driver_of(uri, login) as driver:
            for one in sets:
                one.merge(driver, database=DATABASE, batch_size=10_000)

    return run


WAYS: dict[str, Way] = {
    "bare-10000": bare(10_000),
    "bare-20000": bare(20_000),
    "py2neo": py2neo_bulk,
    "graphio": graphio_merge,
}
