"""Every question against its second reading, on every data set and every store.

The plain readings of `tests/oracle` answer from the networkx graph; the question must give the
same rows in the same order: now, at past valid times, and as known after each load.
"""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from importlib import import_module
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from oracle import common_causes
from oracle.networks import DAYS, load_network
from oracle.reading import NobodySpeaksOf, Reading

from graph import Settings, UnknownElementError, Workspace
from graph.ledger import HIDDEN, LedgerReader
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from ontology import ANY, COVERAGE_STATES, HOP_STATES, LEVEL_PAIRS, NODE_KINDS
from ontology.improvement_codes import RATES as RATE_CODES
from queries import Query, Result, questions, run
from queries.pareto import DIMENSIONS

# Where a home keeps its graph. Another store is one more line of STORES.
Place = Callable[[Path], Settings]


def embedded(_: pytest.FixtureRequest) -> Place:
    return Settings


def server(fixture: str, scheme: str = "bolt") -> Callable[[pytest.FixtureRequest], Place]:
    """A running server, whose one database the homes take one after another."""

    def place(request: pytest.FixtureRequest) -> Place:
        found = request.getfixturevalue(fixture)
        uri = found.uri.replace("bolt://", f"{scheme}://")
        return lambda home: Settings(home, uri, found.login)

    return place


STORES: dict[str, Callable[[pytest.FixtureRequest], Place]] = {
    "kglite": embedded,
    "neo4j-5.26": server("neo4j_server"),
    "py2neo": server("neo4j_server", "py2neo+bolt"),
    "neo4j-2026": server("neo4j_2026_server"),
    "py2neo-2026": server("neo4j_2026_server", "py2neo+bolt"),
}
EVERY_RUN = {"kglite", "neo4j-5.26"}  # the others: make test-all
MARKS = {name: pytest.mark.all_stores for name in STORES if name not in EVERY_RUN}
# What a store cannot answer, with the reason: (store, question). Strict: a stale mark fails.
NOT_YET: dict[tuple[str, str], str] = {}
NEVER: dict[tuple[str, str], str] = {}

READINGS = {
    "trace": "oracle.trace",
    "responsible": "oracle.responsible",
    "search": "oracle.search",
    "similar": "oracle.similar",
    "suspect": "oracle.suspect",
    "coverage": "oracle.coverage",
    "diff": "oracle.diff",
    "expiring": "oracle.expiring",
    "timeline": "oracle.timeline",
    "conflicts": "oracle.conflicts",
    "document-diff": "oracle.document_diff",
    "document-reviews": "oracle.document_reviews",
    "five-checks": "oracle.five_checks",
    "gap-counts": "oracle.gap_counts",
    "gaps": "oracle.gaps",
    "orphans": "oracle.orphans",
    "pareto": "oracle.pareto",
    "path": "oracle.path",
    "history": "oracle.history",
    "issues": "oracle.issues",
    "impact": "oracle.impact",
    "show": "oracle.show",
    "unresolved-names": "oracle.unresolved_names",
    "retired-codes": "oracle.retired_codes",
    "completeness": "oracle.completeness",
    "broken-chains": "oracle.broken_chains",
    "station-claims": "oracle.station_claims",
    "identity-candidates": "oracle.identity_candidates",
    "reconciliation-progress": "oracle.reconciliation_progress",
    "causes": "oracle.common_causes",
    "stations": "oracle.stations",
    "station-equipment": "oracle.station_equipment",
    "effect": "oracle.effect",
    "actions": "oracle.actions",
    "overdue": "oracle.overdue",
    "tasks": "oracle.tasks",
    "indicators": "oracle.indicators",
    "risks": "oracle.risks",
    "loop": "oracle.loop",
    "review-input": "oracle.review_input",
    "nonconformities": "oracle.nonconformities",
    "audits": "oracle.audits",
    "rates": "oracle.rates",
    "duties": "oracle.duties",
    "readiness": "oracle.readiness",
}
# Texts for people, which the readings do not reproduce.
TEXTS = {"detail_zh", "detail_en"}
# Fields of which a reading tells nothing; then its rows have no order either.
BEYOND: dict[str, set[str]] = {"causes": common_causes.BEYOND}
NETWORKS, CHUNK, SEED = 80, 10, 20260101
Recorder = Callable[[str, object], None]
DATA = (
    "sample",
    pytest.param("registries", marks=pytest.mark.needs_shared),
    *(
        pytest.param(f"networks-{first}", marks=pytest.mark.torture if first >= CHUNK else ())
        for first in range(0, NETWORKS, CHUNK)
    ),
)
LOADS, FEW_LOADS = 5, 2  # what was known then; the past never touches a server
# What is asked of each store; the stores of make test-all get the first networks.
FIRST = ("networks-0",)
SETS = {
    "kglite": ("sample", "registries", *(f"networks-{n}" for n in range(0, NETWORKS, CHUNK))),
    "neo4j-5.26": ("sample", "registries", *FIRST),
}
LONG_AGO = "1900-01-01T00:00:00Z"
RATES = tuple(RATE_CODES.codes)

# Values of parameters that name no element: (question, parameter).
CHOICES = {
    ("unresolved-names", "decided"): ("yes",),
    ("identity-candidates", "decided"): ("yes",),
    ("broken-chains", "link"): ("deployment", "serial", "calibration", "standard"),
    ("broken-chains", "league"): ("150100", "150400", "not_stated", "nowhere"),
    ("gaps", "deep"): ("yes",),
    ("gaps", "state"): ("uncovered",),
    ("gaps", "rule"): ("station-class",),
    ("gaps", "area"): ("150100", "150000"),
    ("gaps", "level"): ("region",),
    ("gap-counts", "level"): ("region", "station"),
    ("gap-counts", "kind"): ("Process", "System", "Instrument"),
    ("five-checks", "process"): (
        "process:Y02-04@region",
        "process:Y02-01@region",
        "Y02-04",
        "步骤1",
        "nothing",
    ),
    ("stations", "text"): ("5", "s1"),
    ("issues", "kind"): ("quality", "availability"),
    ("issues", "unsettled"): ("yes",),
    ("effect", "days"): ("30", "400"),
    ("actions", "state"): ("open", "overdue"),
    ("overdue", "what"): ("incident", "action", "task", "milestone", "review"),
    ("overdue", "level"): ("region", "league"),
    ("tasks", "state"): ("done", "overdue", "no_date"),
    ("indicators", "level"): ("region", "league"),
    ("indicators", "state"): ("missed", "no_value", "no_target", "no_direction", "met"),
    ("indicators", "from"): ("2013-02-10", "2025-05-01"),
    ("indicators", "to"): ("2013-04-01", "2025-09-30"),
    ("risks", "state"): ("overdue", "untreated", "no_date", "current"),
    ("document-reviews", "verdict"): ("留", "废", "改", "立"),
    ("document-reviews", "state"): ("open", "unknown", "done"),
    ("review-input", "from"): ("2013-04-01",),
    ("nonconformities", "state"): ("open", "closed", "unverified"),
    ("duties", "state"): ("overdue", "not_known", "no_period", "due", "done"),
    ("duties", "part"): ("step", "interface", "control", "maintenance"),
    ("duties", "from"): ("2014-01-15", "2016-02-29"),
    ("readiness", "item"): ("internal_audit", "certification", "surveillance"),
    ("readiness", "state"): ("overdue", "expired", "nothing_known"),
}
# Questions that find nothing in a data set: (home, question).
EMPTY = {
    ("home", "issues"),
    ("sample-home", "conflicts"),
    ("sample-home", "document-diff"),
    ("sample-home", "unresolved-names"),
    ("home", "pareto"),
    ("home", "similar"),
    ("home", "suspect"),
    ("home", "unresolved-names"),
    ("sample-home", "retired-codes"),
    ("home", "retired-codes"),
    ("sample-home", "identity-candidates"),
    ("home", "causes"),
    ("home", "station-equipment"),
    ("home", "effect"),
    ("home", "actions"),
    ("home", "nonconformities"),
    ("home", "indicators"),
    ("home", "risks"),
    ("home", "audits"),
    ("home", "document-reviews"),
}

# Questions of which every row is a gap in a data set: (home, question).
ONLY_GAPS = {("home", "review-input")}

# Rows that rest on no claim: what is missing, and what a stub is.
GAPS = {
    ("trace", "station", "missing"),
    ("trace", "position", "missing"),
    ("trace", "position", "not_yet_valid"),
    ("trace", "deployment", "missing"),
    ("trace", "deployment", "not_yet_valid"),
    ("trace", "instrument", "missing"),
    ("trace", "calibration", "missing"),
    ("trace", "certificate", "missing"),
    ("trace", "laboratory", "missing"),
    ("trace", "accreditation", "missing"),
    ("trace", "standard", "missing"),
    ("trace", "procedure", "missing"),
    ("trace", "operator", "missing"),
    ("show", "property", "stub"),
    ("stations", "", "stub"),
    ("broken-chains", "chain", ""),
    ("broken-chains", "count", ""),
    ("completeness", "break", "missing"),
    ("completeness", "category", "missing"),
    ("completeness", "category", "not_held"),
    ("completeness", "element", "missing"),
    ("completeness", "element", "not_held"),
    ("diff", "count", ""),
    ("impact", "standard", ""),
    ("impact", "stock", ""),
    ("pareto", "", ""),
    ("path", "start", ""),
    ("search", "", ""),
    ("path", "none", ""),
    ("loop", "start", "not_described"),
    ("loop", "forward", "missing"),
    ("loop", "forward", "not_reached"),
    ("loop", "backward", "missing"),
    ("loop", "backward", "not_reached"),
    ("review-input", "", "nothing_known"),
    ("audits", "auditor", "no_auditor"),
    ("reconciliation-progress", "", "not_stated"),
    ("rates", "", "no_value"),
    ("readiness", "", "closed"),
    ("readiness", "", "nothing_known"),
}


@dataclass
class Loaded:
    """A home with its data, and the plain graph as known at any of its loads.

    `random`: what is drawn for one question (`draws_for`), so that one more question changes
    nothing of what is asked by the others.
    """

    workspace: Workspace
    seed: int
    random: Random = field(default_factory=Random)
    loads: int = LOADS
    readings: dict[int, Reading] = field(default_factory=dict)

    def draws_for(self, question: str, of: str = "") -> None:
        self.random = Random(f"{self.seed} {question} {of}")

    @cached_property
    def times(self) -> list[tuple[str, int]]:
        """Recorded times and the ledger's positions then: before all, and after loads.

        Of many loads only some, because each is a whole graph to be made.
        """
        found = self.workspace.ledger.connection.execute(
            "SELECT recorded_at, last_pos FROM blocks WHERE kind='close' ORDER BY block_no"
        ).fetchall()
        if len(found) > self.loads:
            found = [found[i * len(found) // self.loads] for i in range(1, self.loads)]
        return [("2000-01-01T00:00:00.000000Z", 0), *found]

    def reading(self, position: int) -> Reading:
        if position not in self.readings:
            reader = LedgerReader(self.workspace.ledger, position)
            self.readings[position] = Reading(reader)
        return self.readings[position]

    @cached_property
    def now(self) -> Reading:
        return self.reading(self.workspace.ledger.head().position)

    @cached_property
    def ends(self) -> list[str]:
        """Times at which something begins or ends, in order."""
        edges = self.now.graph.edges(data=True)
        found = {str(a[name]) for *_, a in edges for name in ("valid_from", "valid_to")}
        return sorted(found)

    @cached_property
    def ever(self) -> set[str]:
        """Every element that anything was ever said of."""
        return {s.claim.subject for s in self.now.stored} | set(self.now.graph)


@dataclass(frozen=True)
class Case:
    """A question asked: parameters, valid time, and as known when."""

    params: Mapping[str, str]
    as_of: str | None
    known_at: str | None
    position: int


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=MARKS.get(name, ())) for name in STORES],
)
def store(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def mark(request: pytest.FixtureRequest, question: str, store: str) -> None:
    """A question that a store cannot answer must fail there, and says why."""
    reason = NOT_YET.get((store, question)) or NEVER.get((store, question))
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that is gone afterwards; in memory where there is one, as all is synced to it."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="suyuan-", dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture
def folder() -> Iterator[Path]:
    with in_memory() as made:
        yield made


@dataclass
class Outcome:
    """What became of one question on one data set and store."""

    compared: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)
    bare: set[tuple[str, str, str]] = field(default_factory=set)
    claims: int = 0
    home: str = ""

    def found_nothing(self, number: int, question: str) -> bool:
        """Whether what was drawn hit nothing, though the home has something to find."""
        return not number and not self.wrong and (self.home, question) not in EMPTY


@pytest.fixture(scope="module", params=DATA)
def outcomes(request: pytest.FixtureRequest, store: str) -> dict[str, Outcome]:
    """Every question that was selected, asked of the homes of one data set one after another."""
    name: str = request.param
    if name not in SETS.get(store, FIRST):
        pytest.skip(f"{store} is not asked of {name}: SETS says what each store is")
    wanted = {
        str(item.callspec.params["question"])
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and (spec := getattr(item, "callspec", None))
        and "question" in spec.params
    }
    found = {question: Outcome() for question in questions() if question in wanted}
    place = STORES[store](request)
    with in_memory() as folder:
        for make in _homes(request, name, folder, place, few=store != "kglite"):
            data = make()
            try:
                if store != "kglite":
                    data.workspace.rebuild()  # it holds the graph of the home before
                    data.loads = FEW_LOADS
                _ask_all(found, data, effort(store, name))
            finally:
                data.workspace.close()
    return found


def _homes(
    request: pytest.FixtureRequest, name: str, folder: Path, place: Place, *, few: bool
) -> Iterator[Callable[[], Loaded]]:
    """What makes each home of a data set; a server gets two networks, as each takes it whole."""
    if name == "sample":
        write_province(folder / "sample", seed=1, stations=12)
        yield lambda: _home(folder, "sample-home", place, [folder / "sample"])
    elif name == "registries":
        shared: Path = request.getfixturevalue("shared")
        files = (
            "data/cma_station_tidymet/inner_mongolia_stations_2016.csv",
            "data/cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv",
            "data/meteostat_stations/inner_mongolia_stations.json",
        )
        plan = sorted((shared / "seeds").glob("000_*.txt"))
        yield lambda: _home(folder, "home", place, [*(shared / f for f in files), *plan])
    else:
        first = int(name.partition("-")[2])
        for n in range(first, first + (2 if few else CHUNK)):
            yield partial(_network, folder, place, SEED + n)


def _home(folder: Path, name: str, place: Place, paths: Sequence[Path]) -> Loaded:
    home = folder / name
    workspace = Workspace(place(home), create=True)
    with workspace.ledger.writing() as writer:
        for planned in make_plan(paths, Declared()).files:
            report = load_file(workspace.ledger, writer, planned, LoadChoices())
            assert report.asserted > 0, report
            assert report.rejected == 0, report.first_rejects
    return Loaded(workspace, SEED)


def _network(folder: Path, place: Place, seed: int) -> Loaded:
    home = folder / f"network-{seed}"
    home.mkdir()
    workspace = Workspace(place(home), create=True)
    load_network(workspace.ledger, home, seed)
    return Loaded(workspace, seed)


# What is asked


@dataclass(frozen=True)
class Effort:
    """How many elements are asked for, how many of them in the past, at how many times."""

    elements: int
    past: int
    times: int
    evidence: int
    whole: int = 48
    one: int = 160

    def most(self, query: Query[object]) -> int:
        """At most so many cases: of a question about the whole graph, and about one element."""
        return self.one if any(p.required for p in query.params) else self.whole


def effort(store: str, data: str) -> Effort:
    """Networks are many and small; a server takes longer to ask than an engine in the process."""
    if data.startswith("networks"):
        return Effort(8, 2, 2, 4, 16) if store == "kglite" else Effort(6, 1, 4, 2, 12, 16)
    return Effort(40, 6, 3, 12, 32, 64) if store == "kglite" else Effort(8, 1, 4, 4, 24, 24)


def thinned(found: list[Case], most: int) -> list[Case]:
    """At most so many of the cases, taken evenly: the first and the last are among them."""
    if len(found) <= most:
        return found
    return [found[i * (len(found) - 1) // (most - 1)] for i in range(most)]


def cases(query: Query[object], data: Loaded, given: Effort) -> Iterator[Case]:
    """Elements of the kinds a question takes, at several times, as known after several loads."""
    head = data.workspace.ledger.head().position
    elements, past, times = given.elements, given.past, given.times
    if not any(p.required for p in query.params):
        elements //= 4  # with or without its parameter it reads the whole graph
    asked = list(sampled(query, data, elements))
    if len(asked) == 1:
        times += 20  # nothing but the time can differ
    for params in asked:
        for as_of in (None, *moments(data, times)):
            yield Case(params, as_of, None, head)
    for known_at, position in data.times:
        for params in sampled(query, data, past):
            as_of = data.random.choice((None, *moments(data, 2)))
            yield Case(params, as_of, known_at, position)


def moments(data: Loaded, count: int) -> list[str]:
    """A time before all, and times at which something begins or ends, to the second."""
    if data.workspace.home.name.startswith("network-"):
        return [LONG_AGO, *data.random.sample(DAYS, min(count, len(DAYS)))]
    ends = [e for e in data.ends if LONG_AGO < e < "2100"]
    return [LONG_AGO, *data.random.sample(ends, count)]


def sampled(query: Query[object], data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Parameters: none where none is needed, and a sample of what each may be."""
    if query.id in OWN_PARAMS:
        yield from OWN_PARAMS[query.id](data, count)
        return
    if not any(p.required for p in query.params):
        yield {}
    for param in query.params:
        for value in CHOICES.get((query.id, param.name), ()):
            yield {param.name: value}
        values = values_of(query.id, param.kinds, data)
        for value in data.random.sample(values, min(count, len(values))):
            yield {param.name: value}


def pairs(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Two elements each; some at any time, some over no element with more than a few links."""
    nodes = sorted(data.now.graph)
    for i in range(count):
        one, two = data.random.choice(nodes), data.random.choice(nodes)
        more = ({}, {"ever": "yes"}, {"ever": "yes", "hub": "4"})[i % 3]
        yield {"from": one, "to": one if i == 5 else two, **more}
    yield {"from": "station:nobody", "to": nodes[0]}


def dimensions(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Each dimension, some of them by month or for a period."""
    for dimension in DIMENSIONS:
        trend = dimension != "month" and data.random.random() < 0.5
        more = {"trend": "yes"} if trend else {"from": "2013-04-01", "to": "2016-12-31"}
        yield {"by": dimension, **(more if data.random.random() < 0.5 else {})}


def typed(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Parts of keys and of names, letters left out, initials, and what fits nothing."""
    nodes = data.now.graph.nodes(data=True)
    names = sorted({str(a.get("name") or n.partition(":")[2]) for n, a in nodes})
    for i in range(count):
        name = data.random.choice(names)
        text = (name, name[1:4], name[::2], name[:2] + "某" + name[3:], "zhan", "dw1")[i % 6]
        yield {"text": text or name, **({"kind": "Unit"} if i % 5 == 4 else {})}


def two_times(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Of an element and of the whole: two dates, and two recorded times."""
    nodes = [*sorted(data.now.graph), "station:nobody"]
    dates = ("2011-04-01", "2012-06-01", "2014-04-01", "2016-04-01", "2018-12-31")
    loads = [recorded for recorded, _ in data.times]
    for i in range(max(count, 8)):
        ways = {"from": data.random.choice(dates), "to": data.random.choice(dates)}
        if i % 2:
            first, second = sorted(data.random.choices(loads, k=2))
            ways = {"known_from": first, "known_to": second}
        one = {"element": data.random.choice(nodes)} if i % 3 else {}
        yield {**ways, **one, **({"around": "yes"} if one and i % 4 else {})}


def near(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Elements, every other one with what is around it."""
    nodes = [*sorted(data.now.graph), "station:nobody"]
    for i in range(count):
        yield {"element": data.random.choice(nodes), **({"around": "yes"} if i % 2 else {})}


def periods(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """A year on, long periods, one kind of thing, one unit, what is past its day."""
    units = [*data.now.of_kind("Unit"), "unit:nobody"]
    for i in range(max(count // 3, 4)):
        long = {"from": "2012-01-01", "to": "2030-12-31"} if i % 4 else {}
        more = ({}, {}, {"what": "calibration"}, {"unit": data.random.choice(units)})[i % 4]
        yield {**long, **more}
    yield {"overdue": "yes"}
    yield {"overdue": "yes", "what": "calibration"}
    yield {"overdue": "yes", "from": "2012-01-01"}


def cells(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """The whole matrix, processes, and cells by their levels and states."""
    yield {}
    processes = values_of("coverage", (), data)
    for process in data.random.sample(processes, min(count, len(processes))):
        yield {"process": process}
    for upper, lower in LEVEL_PAIRS:
        yield {
            "upper": upper,
            "lower": lower,
            "state": data.random.choice(("gaps", *COVERAGE_STATES.codes)),
        }
        yield {"lower": lower}


def some_issues(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Issues, also where there are none."""
    issues = [*data.now.of_kind("Issue"), "issue:nobody"]
    yield from ({"element": data.random.choice(issues)} for _ in range(count))


def on_the_line(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Elements of each kind of the line, every third one with few of a kind."""
    for i in range(count):
        kinds = questions()["loop"].params[0].kinds
        some = data.now.of_kind(kinds[i % len(kinds)]) or ["process:nobody@region"]
        yield {"element": data.random.choice(some), **({} if i % 3 else {"limit": "1"})}
    yield {"element": "feedback:nobody"}


def of_stations(data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Each rate, by unit, level and class, of periods of each length, of one variable."""
    units = [*data.now.of_kind("Unit"), "unit:nobody"]
    variables = ["variable:WDQMS/温", *data.now.of_kind("Variable")]
    window = {"from": "2014-03-01", "to": "2014-05-10"}
    yield {}
    for i in range(max(count, 8)):
        by = {"by": ("unit", "level", "class")[i % 3]}
        length = ("month", "day", "quarter", "year")[i % 4]
        rate = ({}, {"rate": RATES[i // 2 % len(RATES)]})[i % 2]
        more = (
            {},
            {"unit": data.random.choice(units)},
            window,
            {"variable": data.random.choice(variables)},
            {**window, "length": length},
        )[i % 5]
        yield {**by, **rate, **more}


# Questions whose parameters go together.
OWN_PARAMS = {
    "loop": on_the_line,
    "rates": of_stations,
    "coverage": cells,
    "similar": some_issues,
    "expiring": periods,
    "diff": two_times,
    "timeline": near,
    "search": typed,
    "path": pairs,
    "pareto": dimensions,
}


def values_of(question: str, kinds: Sequence[str], data: Loaded) -> list[str]:
    if question == "coverage":
        processes = [parts for e in data.ever if (parts := e.split(":", 1))[0] == "process"]
        return sorted({key.partition("@")[0] for _, key in processes} | {"nothing"})
    if question == "causes":
        issues = sorted(e for e in data.ever if e.startswith("issue:"))
        sets = [data.random.sample(issues, min(n, len(issues))) for n in (2, 3, 5, 9)]
        lists = [";".join(found) for found in sets if found]
        return [*issues, *lists, *(f"issue:nobody{n}" for n in range(4))]
    if question == "orphans":
        return ["Unit", "Station", "Process", "Certificate"]
    if question == "document-diff" and kinds:  # of most others there is nothing but a citation
        documents = [e for e in data.ever if e.startswith("document:")]
        held = [e for e in documents if data.now.graph.nodes.get(e, {}).get("held")]
        return [*sorted(held), *sorted(documents)[: len(held) + 8], "document:nobody"]
    prefixes = {k.prefix for k in NODE_KINDS.values() if k.label in kinds or ANY in kinds}
    named = [e for e in data.ever if e.split(":")[0] in prefixes]
    edges: list[str] = []
    if ANY in kinds:
        stored = (s.claim.element for s in data.now.stored if s.claim.object is not None)
        edges = data.random.sample(sorted(set(stored)), 10)
    nobody = [f"{p}:nobody" for p in sorted(prefixes)[:2]]
    return sorted(named) + edges + nobody


# Both readings


def _ask_all(found: Mapping[str, Outcome], data: Loaded, given: Effort) -> None:
    """Ask one home: all that was known at one time together, as that graph is made for it."""
    asked = []
    for question, outcome in found.items():
        outcome.home = data.workspace.home.name
        asked += [(case, question) for case in _drawn(question, data, given)]
    for case, question in sorted(asked, key=lambda each: each[0].position):
        with kept(found[question]):
            _compare(question, data, case, found[question])
    for question, outcome in found.items():
        for draw in ("again", "once more", "a last time"):
            if not outcome.found_nothing(outcome.rows, question):
                break
            for case in _drawn(question, data, given, draw):
                with kept(outcome):
                    _compare(question, data, case, outcome)
        for draw in ("evidence", "evidence again", "evidence once more"):
            if draw == "evidence" or outcome.found_nothing(outcome.claims, question):
                data.draws_for(question, draw)
                with kept(outcome):
                    for params in sampled(questions()[question], data, given.evidence):
                        for as_of in (None, *moments(data, 1)):
                            _ask_evidence(question, data, params, as_of, outcome)


def _drawn(question: str, data: Loaded, given: Effort, draw: str = "") -> list[Case]:
    """Cases of one question, as many as are asked at most."""
    query = questions()[question]
    data.draws_for(question, draw)
    return thinned(list(cases(query, data, given)), given.most(query))


@contextmanager
def kept(outcome: Outcome) -> Iterator[None]:
    """Whatever goes wrong is kept for the test of its question."""
    try:
        yield
    except Exception:
        outcome.wrong.append(f"{outcome.home}\n{traceback.format_exc()}")


def _compare(question: str, data: Loaded, case: Case, outcome: Outcome) -> None:
    asked, read = both(question, data, case)
    outcome.compared += 1
    outcome.rows += len(asked) if isinstance(asked, list) else 0
    if asked != read:
        outcome.wrong.append(f"{outcome.home} {case}\n{difference(asked, read)}")


@pytest.mark.parametrize("question", questions())
@pytest.mark.usefixtures("mark")
def test_rows_are_those_of_the_plain_reading(
    question: str, store: str, outcomes: dict[str, Outcome], record_property: Recorder
) -> None:
    assert question in READINGS, f"{question} has no second reading in tests/oracle"
    found = outcomes[question]
    record_property("contract", [store, question, found.compared, found.rows])
    record_property("contract_refused", NEVER.get((store, question), ""))
    assert not found.wrong, f"{len(found.wrong)} of {found.compared} differ:\n" + "\n".join(
        found.wrong[:3]
    )
    assert found.compared > 20, "the data set asks next to nothing"
    nothing = (found.home, question) in EMPTY
    assert (found.rows == 0) == nothing, f"{found.rows} rows were compared"


Plain = list[dict[str, object]]
NOBODY = "nobody speaks of it"


def both(question: str, data: Loaded, case: Case) -> tuple[Plain | str, Plain | str]:
    """Rows of the question and of the plain reading, or that nobody speaks of the element."""
    try:
        result = run(
            data.workspace, question, case.params, as_of=case.as_of, known_at=case.known_at
        )
    except UnknownElementError:
        return NOBODY, plainly(question, data, case, case.as_of)
    # The moment of the bad observation is for the reading to find; now is what it was just now.
    own = case.params.get("element", "").startswith("issue:") and question == "trace"
    moment = case.as_of if own else result.as_of
    assert case.as_of is None or result.as_of == case.as_of, case
    asked = comparable(question, [plain(r) for r in result.rows])
    return asked, plainly(question, data, case, moment, result.as_of)


def plainly(
    question: str, data: Loaded, case: Case, as_of: str | None, answered: str | None = None
) -> Plain | str:
    """Rows of the plain reading at a time; `answered`: the time that the question answered for."""
    reading = data.reading(case.position).at(as_of)
    try:
        rows = import_module(READINGS[question]).answer(reading, **case.params)
    except NobodySpeaksOf:
        return NOBODY
    if not rows and any(named not in reading for named in elements_named(question, case)):
        return NOBODY
    assert answered in (None, reading.now), case
    return comparable(question, [plain(r) for r in rows])


def elements_named(question: str, case: Case) -> list[str]:
    """The elements that a case asks about, of whom something must be said where nothing is found.

    Not those of a question about any element or about several: these say so by themselves.
    """
    query = questions()[question]
    named = {p.name for p in query.params if p.kinds and ANY not in p.kinds and not p.several}
    return [] if query.ledger_only else [v for k, v in case.params.items() if k in named]


def comparable(question: str, rows: Plain) -> Plain:
    """Rows without what a reading tells nothing of."""
    beyond = BEYOND.get(question)
    if beyond is None:
        return rows
    kept = [{k: v for k, v in row.items() if k not in beyond} for row in rows]
    return sorted(kept, key=lambda row: (str(row["role"]), str(row["element"])))


def plain(row: object) -> dict[str, object]:
    assert dataclasses.is_dataclass(row)
    return {f.name: getattr(row, f.name) for f in dataclasses.fields(row) if f.name not in TEXTS}


def difference(asked: Plain | str, read: Plain | str) -> str:
    """The first row in which they differ, or which only one of them has."""
    if isinstance(asked, str) or isinstance(read, str):
        return f"  asked: {str(asked)[:300]}\n  plain: {str(read)[:300]}"
    for i in range(max(len(asked), len(read))):
        a = asked[i] if i < len(asked) else {}
        b = read[i] if i < len(read) else {}
        if a != b:
            keys = [k for k in {**a, **b} if a.get(k) != b.get(k)]
            about = {k: (a or b)[k] for k in list(a or b)[:6]}
            fields = "\n".join(f"    {k}: {a.get(k)!r} / {b.get(k)!r}" for k in keys)
            return f"  row {i} of {len(asked)}/{len(read)} {about}\n{fields}"
    return "  equal"


# Evidence


def _ask_evidence(
    question: str, data: Loaded, params: Mapping[str, str], as_of: str | None, outcome: Outcome
) -> None:
    try:
        result = run(data.workspace, question, params, as_of=as_of)
    except UnknownElementError:
        return
    outcome.bare |= {gap for row in result.rows if (gap := without_claims(question, row))}
    outcome.claims += len(result.claims)
    check_evidence(data, result)


@pytest.mark.parametrize("question", questions())
@pytest.mark.usefixtures("mark")
def test_every_row_has_its_evidence(
    question: str, store: str, outcomes: dict[str, Outcome]
) -> None:
    found = outcomes[question]
    assert not found.wrong
    assert found.bare <= GAPS, f"rows without evidence: {sorted(found.bare - GAPS)}"
    nothing = (found.home, question) in EMPTY | ONLY_GAPS
    # A server is asked so few that none of them may have an answer.
    assert (found.claims == 0) == nothing or (store != "kglite" and not nothing)


def without_claims(question: str, row: object) -> tuple[str, str, str] | None:
    """What kind of a row it is that carries no claim; None for one that carries some."""
    fields = plain(row)
    if fields["claims"]:
        return None
    first = fields.get("hop") or fields.get("part") or fields.get("kind") or ""
    second = fields.get("state") or fields.get("type") or fields.get("trouble") or ""
    return (question, str(first), str(second))


def check_evidence(data: Loaded, result: Result[object]) -> None:
    """Each claim on a row leads to a file that is kept, a place in it, and the text there."""
    named = {c for row in result.rows for c in plain(row)["claims"]}  # type: ignore[attr-defined]
    assert named == set(result.claims)
    originals = data.workspace.ledger.originals
    for short, evidence in result.claims.items():
        assert evidence.claim == short
        assert evidence.source_id
        assert evidence.file
        assert evidence.place not in ("", "line None")
        assert evidence.recorded_at
        assert evidence.excerpt, f"no excerpt at {evidence.place} of {evidence.file}"
        kept = kept_text(originals.path(bytes.fromhex(evidence.sha256)))
        assert all(part in kept for part in evidence.excerpt.split(HIDDEN)), evidence


_TEXTS: dict[Path, str] = {}


def kept_text(path: Path) -> str:
    """The original that was kept, whose name is its hash."""
    if path not in _TEXTS:
        content = path.read_bytes()
        assert sha256(content).hexdigest() == path.name
        _TEXTS[path] = content.decode("utf-8-sig")
    return _TEXTS[path]


def test_gaps_are_states_of_the_domain() -> None:
    hops = {(q, hop, state) for q, hop, state in GAPS if q == "trace"}

    assert {state for _, _, state in hops} <= set(HOP_STATES.codes)


def test_every_exception_occurs(folder: Path) -> None:
    """The networks are varied enough to show each row without evidence that is excused."""
    bare: set[tuple[str, str, str]] = set()
    for seed in range(SEED, SEED + NETWORKS):
        data = _network(folder, Settings, seed)
        for question in {q for q, _, _ in GAPS}:
            asked = sampled(questions()[question], data, 8)
            for params, as_of in product(asked, (DAYS[3], DAYS[6])):
                try:
                    rows = run(data.workspace, question, params, as_of=as_of).rows
                except UnknownElementError:
                    continue
                bare |= {gap for row in rows if (gap := without_claims(question, row))}
        data.workspace.close()
        if bare == GAPS:
            break
    assert bare == GAPS


# The suite itself


def test_every_question_has_a_second_reading() -> None:
    assert set(READINGS) == set(questions())


def test_marks_name_stores_and_questions() -> None:
    marked = {**NOT_YET, **NEVER}
    assert {store for store, _ in marked} <= set(STORES)
    assert {question for _, question in marked} <= set(questions())


@pytest.mark.parametrize("question", sorted(READINGS))
def test_a_wrong_answer_would_be_seen(question: str, folder: Path) -> None:
    """Both readings of two different networks differ, so that equal ones mean something."""
    one = _network(folder, Settings, SEED)
    two = _network(folder, Settings, SEED + 1)
    query = questions()[question]
    seen = False
    for params in sampled(query, one, 20):
        case = Case(params, DAYS[4], None, one.workspace.ledger.head().position)
        mine, read = both(question, one, case)
        other = Case(params, DAYS[4], None, two.workspace.ledger.head().position)
        theirs, _ = both(question, two, other)
        seen = seen or (mine == read and read != theirs)
    one.workspace.close()
    two.workspace.close()
    assert seen
