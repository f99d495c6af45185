"""Random histories of a few sources, and a naive reference: plain dicts and sets, no database.

The reference shares nothing with what it checks but the value types `Claim` and `Place` and the
declared vocabulary. It is slow, obvious, and says what a load, a retraction, an element and a
graph are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from random import Random

from graph import Claim, Place, Rejected
from loaders import Planned, RawRow, SourceFile
from ontology import BEGINNING, OPEN_END

TIMES = ("2015-01-01T00:00:00Z", "2018-06-02T16:00:00Z", "2021-03-04T00:00:00Z")
FAMILIES = ("certificate", "national_registry", "table", "monitoring")  # in order of authority
CERTAINTIES = ("stated", "inferred", "synthetic")  # in order of preference
LABELS = {
    "station": "Station",
    "unit": "Unit",
    "deployment": "Deployment",
    "instrument": "Instrument",
}
PROPERTIES = {
    "Station": ("name", "note_of_ours"),
    "Unit": ("short_names", "note_of_ours"),
    "Deployment": ("height_m", "note_of_ours"),
    "Instrument": ("serial", "variables", "note_of_ours"),
}
NUMBERS = {"height_m"}
EDGES = {
    "OPERATED_BY": (("station", "deployment"), ("unit",)),
    "AT_STATION": (("deployment",), ("station",)),
    "USES": (("deployment",), ("instrument",)),
    "PART_OF": (("unit",), ("unit",)),
}
HEADER = "identity\tclaims"


# What a source's file says


@dataclass(frozen=True)
class Row:
    """One row of a file: readable (`claims`), or broken with or without its identity."""

    identity: str
    claims: tuple[Claim, ...] = ()
    broken: str = ""

    def line(self) -> str:
        if self.broken:
            return f"{self.identity}\t!{self.broken}"
        cells = [
            [c.kind, c.subject, c.object, dict(c.properties), c.valid_from, c.valid_to, c.certainty]
            for c in self.claims
        ]
        return f"{self.identity}\t{json.dumps(cells, ensure_ascii=False, sort_keys=True)}"


@dataclass(frozen=True)
class RowLoader:
    """Reads such files. `row_local` True gives byte ranges, as the tables do; False a locator."""

    row_local: bool
    family: str
    version: str = "1"
    name: str = "rows"
    title_zh: str = "测试行"
    title_en: str = "rows of a test"
    snapshot: str | None = None

    def accepts(self, path: Path, head: bytes) -> bool:
        return False

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        return ()

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        offset = 0
        for number, raw in enumerate(source.path.read_bytes().splitlines(keepends=True), 1):
            place = Place(number, 0, offset, len(raw.rstrip(b"\n")))
            offset += len(raw)
            if number == 1 or not raw.strip():
                continue
            if source.lines is not None and number not in source.lines:
                continue
            if not self.row_local:
                place = Place(locator=f"row={number}")
            identity, _, content = raw.decode().rstrip("\n").partition("\t")
            if content.startswith("!"):
                yield Rejected(place, "claims", content, "json", "not readable", identity)
            else:
                yield RawRow(place, identity, {"claims": content})

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        for kind, subject, object_, said, begin, end, certainty in json.loads(row.fields["claims"]):
            properties = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
            yield Claim(kind, subject, object_, properties, begin, end, certainty)


@dataclass(frozen=True)
class Version:
    """One version of one source's file."""

    source_id: str
    number: int
    loader: RowLoader
    rows: tuple[Row, ...]

    def planned(self, folder: Path) -> Planned:
        """The file, written, as the pipeline takes it. All versions bear one name, as in life."""
        folder = folder / f"{self.source_id}-{self.number}"
        folder.mkdir(exist_ok=True)
        path = folder / "rows.tsv"
        path.write_text("\n".join([HEADER, *(r.line() for r in self.rows)]) + "\n", "utf-8")
        return Planned(SourceFile(path, self.source_id, zone=UTC), self.loader, named=True)

    @property
    def readable(self) -> bool:
        return not any(row.broken for row in self.rows)


# Random histories


@dataclass(frozen=True)
class History:
    """Versions in the order of their loads."""

    seed: int
    versions: tuple[Version, ...]

    def reordered(self, random: Random) -> list[Version]:
        """Another order that keeps the order of each source's versions."""
        queues: dict[str, list[Version]] = {}
        for version in self.versions:
            queues.setdefault(version.source_id, []).append(version)
        order = []
        while queues:
            source = random.choice(sorted(queues))
            order.append(queues[source].pop(0))
            if not queues[source]:
                del queues[source]
        return order


class _Generator:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.seed = seed
        self.ids = {p: [f"{p}:{p[0]}{i}" for i in range(1, 3)] for p in LABELS}
        self.broken = 0

    def history(self) -> History:
        random = self.random
        pending = []
        for name in ("东", "西", "中")[: random.randint(2, 3)]:
            loader = RowLoader(random.random() < 0.6, random.choice(FAMILIES))
            pending.append(self.versions(name, loader, random.randint(1, 4)))
        order = []
        while pending:
            queue = random.choice(pending)
            order.append(queue.pop(0))
            pending = [q for q in pending if q]
        return History(self.seed, tuple(order))

    def versions(self, source: str, loader: RowLoader, count: int) -> list[Version]:
        rows = self.rows(self.random.randint(3, 8))
        made = [Version(source, 1, loader, tuple(rows))]
        for number in range(2, count + 1):
            if self.random.random() < 0.15:
                rows = list(made[0].rows)  # A → B → A
            elif self.random.random() < 0.9:
                rows = self.changed(rows)
            if self.random.random() < 0.15:
                loader = RowLoader(loader.row_local, loader.family, str(number))
            made.append(Version(source, number, loader, tuple(rows)))
        return made

    def rows(self, count: int) -> list[Row]:
        return [Row(f"r{i}", self.claims()) for i in range(count)]

    def changed(self, rows: list[Row]) -> list[Row]:
        random = self.random
        rows = list(rows)
        for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
            i = random.randrange(len(rows))
            match random.choice(
                ("claims", "drop", "drop", "add", "echo", "break", "lose", "copy", "mend")
            ):
                case "claims":
                    rows[i] = Row(rows[i].identity, self.claims())
                case "drop" if len(rows) > 1:
                    del rows[i]
                case "add":
                    rows.insert(i, Row(f"r{random.randrange(20)}", self.claims()))
                case "echo":  # another row says the same
                    rows.insert(i, Row(f"r{random.randrange(20)}", rows[i].claims))
                case "break":
                    self.broken += 1
                    rows[i] = Row(rows[i].identity, broken=f"b{self.broken}")
                case "lose":
                    self.broken += 1
                    rows[i] = Row("", broken=f"b{self.broken}")
                case "copy":
                    rows.insert(random.randrange(len(rows)), rows[i])
                case "mend":
                    rows = [r if not r.broken else Row(r.identity, self.claims()) for r in rows]
        if random.random() < 0.4:
            random.shuffle(rows)
        return rows

    def claims(self) -> tuple[Claim, ...]:
        pick = self.random.choice
        made = [
            pick((self.node, self.node, self.edge, self.edge))() for _ in range(pick((1, 1, 2)))
        ]
        if self.random.random() < 0.1:
            made.append(made[0])  # one row says the same twice
        return tuple(made)

    def interval(self) -> tuple[str, str]:
        begin = self.random.choice((BEGINNING, *TIMES))
        return begin, self.random.choice([t for t in (*TIMES, OPEN_END, OPEN_END) if t > begin])

    def node(self) -> Claim:
        prefix = self.random.choice(sorted(LABELS))
        label = LABELS[prefix]
        said: dict[str, str | tuple[str, ...]] = {}
        for name in PROPERTIES[label]:
            if self.random.random() < 0.6:
                said[name] = self.value(name)
        begin, end = self.interval()
        certainty = self.random.choices(CERTAINTIES, (6, 2, 1))[0]
        return Claim(label, self.random.choice(self.ids[prefix]), None, said, begin, end, certainty)

    def value(self, name: str) -> str | tuple[str, ...]:
        if name in NUMBERS:
            return self.random.choice(("1.5", "2", "10.0"))
        if name in ("short_names", "variables"):
            return tuple(self.random.choice((["气温"], ["气压", "气温"], [])))
        return self.random.choice(("甲", "乙", "(c, d)"))

    def edge(self) -> Claim:
        kind = self.random.choice(sorted(EDGES))
        sources, targets = EDGES[kind]
        begin, end = self.interval()
        said = {"note_of_ours": self.random.choice("xy")} if self.random.random() < 0.2 else {}
        certainty = self.random.choices(CERTAINTIES, (6, 2, 1))[0]
        return Claim(
            kind,
            self.random.choice(self.ids[self.random.choice(sources)]),
            self.random.choice(self.ids[self.random.choice(targets)]),
            said, begin, end, certainty,
        )  # fmt: skip


def make_history(seed: int) -> History:
    """The same history for the same seed."""
    return _Generator(seed).history()


# The reference: claims


def claim_id(claim: Claim, source_id: str) -> bytes:
    """SHA-256 of the canonical JSON, written anew with the standard library."""
    said = {k: list(v) if isinstance(v, tuple) else v for k, v in claim.properties.items()}
    body = [claim.kind, claim.subject, claim.object, said, claim.valid_from, claim.valid_to,
            claim.certainty, source_id]  # fmt: skip
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).digest()


def element_of(claim: Claim) -> tuple[str, ...]:
    """What a claim is about: a node, or an edge with its begin."""
    if claim.object is None:
        return (claim.subject,)
    return (claim.kind, claim.subject, claim.object, claim.valid_from)


@dataclass
class SourceState:
    """One source as its loads have left it."""

    family: str
    live: dict[bytes, Claim] = field(default_factory=dict)
    said_by: dict[bytes, set[str]] = field(default_factory=dict)
    known_rejects: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Outcome:
    """What a load should do: claims that come, that go, that are kept; or that it is refused."""

    asserted: frozenset[bytes]
    retracted: frozenset[bytes]
    kept: frozenset[bytes]
    refused: bool


class Reference:
    """All sources, and the live claims after each load that closed."""

    def __init__(self) -> None:
        self.sources: dict[str, SourceState] = {}

    def foresee(self, version: Version) -> Outcome:
        """What loading this version should do, without doing it."""
        state = self.sources.get(version.source_id) or SourceState(version.loader.family)
        said = {claim_id(c, version.source_id): c for row in version.rows for c in row.claims}
        unsaid = set(state.live) - set(said)
        if state.live or version.source_id in self.sources:
            kept = {i for i in unsaid if self._keeps(state, version, i)}
        else:
            kept = set()
        gone = unsaid - kept
        staying = {**{i: c for i, c in state.live.items() if i not in gone}, **said}
        spoken_of = {element_of(c) for c in staying.values()}
        leaving = sum(1 for i in gone if element_of(state.live[i]) not in spoken_of)
        refused = bool(state.live) and leaving > 0.2 * len(state.live)
        asserted = set(said) - set(state.live)
        return Outcome(frozenset(asserted), frozenset(gone), frozenset(kept), refused)

    @staticmethod
    def _keeps(state: SourceState, version: Version, claim: bytes) -> bool:
        """A row that cannot be read any more keeps what it said; one without a name keeps all."""
        broken = [row for row in version.rows if row.broken]
        if any(not r.identity and f"!{r.broken}" not in state.known_rejects for r in broken):
            return True
        return bool(state.said_by.get(claim, set()) & {r.identity for r in broken if r.identity})

    def load(self, version: Version) -> Outcome:
        """Do it."""
        outcome = self.foresee(version)
        state = self.sources.setdefault(version.source_id, SourceState(version.loader.family))
        for row in version.rows:
            for claim in row.claims:
                number = claim_id(claim, version.source_id)
                # Of a claim that stands, only row-local sources note every row that says it.
                if row.identity and (version.loader.row_local or number in outcome.asserted):
                    state.said_by.setdefault(number, set()).add(row.identity)
                state.live[number] = claim
        for number in outcome.retracted:
            del state.live[number]
        if not outcome.kept:
            state.known_rejects = {
                f"!{r.broken}" for r in version.rows if r.broken and not r.identity
            }
        return outcome

    def live(self) -> dict[bytes, tuple[Claim, str, str]]:
        """Every live claim with its source and family."""
        return {
            number: (claim, source_id, state.family)
            for source_id, state in self.sources.items()
            for number, claim in state.live.items()
        }


# The reference: graph

Live = Mapping[bytes, tuple[Claim, str, str]]
Node = tuple[str, dict[str, object]]


@dataclass
class PlainGraph:
    """Nodes by id with label and properties, edges by (type, from, to, begin)."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, str, str], dict[str, object]] = field(default_factory=dict)

    def at(self, moment: str) -> tuple[set[str], set[tuple[str, str, str, str]]]:
        """Described nodes and edges valid at a moment."""

        def holds(properties: Mapping[str, object]) -> bool:
            begin, end = properties.get("valid_from"), properties.get("valid_to")
            return begin is not None and str(begin) <= moment < str(end)

        return (
            {i for i, (_, p) in self.nodes.items() if holds(p)},
            {k for k, p in self.edges.items() if holds(p)},
        )


def plain_graph(live: Live) -> PlainGraph:
    """The graph that live claims give, compiled the slow way."""
    groups: dict[tuple[str, ...], list[tuple[tuple[int, int, str, str, bytes], Claim]]] = {}
    for number, (claim, source_id, family) in live.items():
        ends = claim.valid_to if claim.object and family == "decision" else ""
        rank = (CERTAINTIES.index(claim.certainty), FAMILIES.index(family), ends, source_id, number)
        groups.setdefault(element_of(claim), []).append((rank, claim))
    graph = PlainGraph()
    for group in groups.values():
        group.sort(key=lambda pair: pair[0])
        best = group[0][1]
        said: dict[str, object] = {}
        for _, claim in group:
            for name, value in claim.properties.items():
                said.setdefault(name, _graph_value(name, value))
        said |= {
            "valid_from": best.valid_from,
            "valid_to": best.valid_to,
            "certainty": best.certainty,
            "n_claims": len(group),
            "claims": sorted(rank[4].hex()[:16] for rank, _ in group)[:8],
        }
        if best.object is None:
            graph.nodes[best.subject] = (best.kind, said)
        else:
            graph.edges[best.kind, best.subject, best.object, best.valid_from] = said
    for _, left, right, _ in graph.edges:
        for end in (left, right):
            graph.nodes.setdefault(end, (LABELS[end.partition(":")[0]], {"stub": True}))
    return graph


def _graph_value(name: str, value: object) -> object:
    if name in NUMBERS:
        return float(str(value))
    return list(value) if isinstance(value, tuple) else value


def reachable(graph: PlainGraph, start: str, follow: Mapping[str, Mapping[str, str]]) -> PlainGraph:
    """What lies within a closure: edges followed from each kind of node, in given directions."""
    seen, found, frontier = {start}, PlainGraph(), [start]
    while frontier:
        node = frontier.pop()
        for key, said in graph.edges.items():
            kind, left, right, _ = key
            way = follow.get(node.partition(":")[0], {}).get(kind)
            if not ((way in ("out", "both") and left == node)
                    or (way in ("in", "both") and right == node)):  # fmt: skip
                continue
            found.edges[key] = said
            for end in (left, right):
                if end not in seen:
                    seen.add(end)
                    frontier.append(end)
    found.nodes = {i: graph.nodes[i] for i in seen if i in graph.nodes}
    return found
