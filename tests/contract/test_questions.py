"""Every question against its second reading, on every data set and every store.

The plain readings of `tests/oracle` answer from the networkx graph; the question must give the
same rows in the same order: now, at past valid times, and as known after each load.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from oracle.networks import DAYS, load_network
from oracle.reading import NobodySpeaksOf, Reading

from graph import Settings, UnknownElementError, Workspace
from graph.ledger import LedgerReader
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from ontology import ANY, HOP_STATES, NODE_KINDS
from queries import Query, Result, questions, run

# Another store is one more line: its name, and the URI of an empty store for a home folder.
STORES: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("kglite", lambda home: f"kglite:{home / 'graph.kgl'}"),
)
# What a store cannot answer yet, with the reason: (store, question). Strict: a stale mark fails.
NOT_YET: dict[tuple[str, str], str] = {}

READINGS = {
    "trace": "oracle.trace",
    "responsible": "oracle.responsible",
    "coverage": "oracle.coverage",
    "conflicts": "oracle.conflicts",
    "orphans": "oracle.orphans",
    "history": "oracle.history",
    "show": "oracle.show",
}
# Texts for people, which the readings do not reproduce.
TEXTS = {"detail_zh", "detail_en"}
NETWORKS, CHUNK, SEED = 80, 20, 20260101
DATA = (
    "sample",
    pytest.param("registries", marks=pytest.mark.needs_shared),
    *(f"networks-{first}" for first in range(0, NETWORKS, CHUNK)),
)
LOADS = 5
LONG_AGO = "1900-01-01T00:00:00Z"

# Questions that find nothing in a data set: (home, question).
EMPTY = {("sample-home", "conflicts"), ("home", "orphans")}

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
}


@dataclass
class Loaded:
    """A home with its data, and the plain graph as known at any of its loads."""

    workspace: Workspace
    random: Random
    readings: dict[int, Reading] = field(default_factory=dict)

    @cached_property
    def times(self) -> list[tuple[str, int]]:
        """Recorded times and the ledger's positions then: before all, and after loads.

        Of many loads only some, because each is a whole graph to be made.
        """
        found = self.workspace.ledger.connection.execute(
            "SELECT recorded_at, last_pos FROM blocks WHERE kind='close' ORDER BY block_no"
        ).fetchall()
        if len(found) > LOADS:
            found = [found[i * len(found) // LOADS] for i in range(1, LOADS)]
        return [("2000-01-01T00:00:00.000000Z", 0), *found]

    def reading(self, position: int) -> Reading:
        if position not in self.readings:
            reader = LedgerReader(self.workspace.ledger, position)
            self.readings[position] = Reading(reader)
        return self.readings[position]

    @property
    def now(self) -> Reading:
        return self.reading(self.workspace.ledger.head().position)


@dataclass(frozen=True)
class Case:
    """A question asked: parameters, valid time, and as known when."""

    params: Mapping[str, str]
    as_of: str | None
    known_at: str | None
    position: int


@pytest.fixture(scope="module", params=[pytest.param(uri, id=name) for name, uri in STORES])
def store(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    uri: Callable[[Path], str] = request.param
    return uri


@pytest.fixture
def mark(request: pytest.FixtureRequest, question: str, store: Callable[[Path], str]) -> None:
    """A question that a store cannot answer yet must fail there, and says why."""
    name = next(name for name, uri in STORES if uri is store)
    if (name, question) in NOT_YET:
        reason = NOT_YET[name, question]
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


@pytest.fixture(scope="module", params=DATA)
def loaded(request: pytest.FixtureRequest, store: Callable[[Path], str]) -> Iterator[list[Loaded]]:
    """The homes of one data set on one store."""
    with in_memory() as folder:
        homes: list[Loaded] = []
        try:
            homes += _homes(request, folder, store)
            yield homes
        finally:
            for home in homes:
                home.workspace.close()


def _homes(
    request: pytest.FixtureRequest, folder: Path, store: Callable[[Path], str]
) -> list[Loaded]:
    name: str = request.param
    if name == "sample":
        write_province(folder / "sample", seed=1, stations=12)
        return [_home(folder, "sample-home", store, [folder / "sample"])]
    if name == "registries":
        shared: Path = request.getfixturevalue("shared")
        files = (
            "data/cma_station_tidymet/inner_mongolia_stations_2016.csv",
            "data/cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv",
            "data/meteostat_stations/inner_mongolia_stations.json",
        )
        plan = sorted((shared / "seeds").glob("000_*.txt"))
        return [_home(folder, "home", store, [*(shared / f for f in files), *plan])]
    first = int(name.partition("-")[2])
    return [_network(folder, store, SEED + n) for n in range(first, first + CHUNK)]


def _home(folder: Path, name: str, store: Callable[[Path], str], paths: Sequence[Path]) -> Loaded:
    home = folder / name
    workspace = Workspace(Settings(home, store(home)), create=True)
    with workspace.ledger.writing() as writer:
        for planned in make_plan(paths, Declared()).files:
            report = load_file(workspace.ledger, writer, planned, LoadChoices())
            assert report.asserted > 0, report
            assert report.rejected == 0, report.first_rejects
    return Loaded(workspace, Random(SEED))


def _network(folder: Path, store: Callable[[Path], str], seed: int) -> Loaded:
    home = folder / f"network-{seed}"
    home.mkdir()
    workspace = Workspace(Settings(home, store(home)), create=True)
    load_network(workspace.ledger, home, seed)
    return Loaded(workspace, Random(seed))


# What is asked


def cases(query: Query[object], data: Loaded, *, small: bool) -> Iterator[Case]:
    """Elements of the kinds a question takes, at several times, as known after several loads."""
    head = data.workspace.ledger.head().position
    elements, past, times = (8, 2, 2) if small else (60, 6, 3)
    if not any(p.required for p in query.params):
        elements //= 4  # with or without its parameter it reads the whole graph
    for params in sampled(query, data, elements):
        for as_of in (None, *moments(data, times)):
            yield Case(params, as_of, None, head)
    for known_at, position in data.times:
        for params in sampled(query, data, past):
            as_of = data.random.choice((None, *moments(data, 2)))
            yield Case(params, as_of, known_at, position)


def moments(data: Loaded, count: int) -> list[str]:
    """A time before all, and times at which something begins or ends, to the second."""
    if data.workspace.home.name.startswith("network-"):
        return [LONG_AGO, *data.random.sample(DAYS, count)]
    ends = sorted(
        {
            str(a[name])
            for *_, a in data.now.graph.edges(data=True)
            for name in ("valid_from", "valid_to")
        }
    )
    return [LONG_AGO, *data.random.sample([e for e in ends if LONG_AGO < e < "2100"], count)]


def sampled(query: Query[object], data: Loaded, count: int) -> Iterator[dict[str, str]]:
    """Parameters: none where none is needed, and a sample of what each may be."""
    if not any(p.required for p in query.params):
        yield {}
    for param in query.params:
        values = values_of(query.id, param.kinds, data)
        for value in data.random.sample(values, min(count, len(values))):
            yield {param.name: value}


def values_of(question: str, kinds: Sequence[str], data: Loaded) -> list[str]:
    ever = {s.claim.subject for s in data.now.stored} | set(data.now.graph)
    if question == "coverage":
        processes = [parts for e in ever if (parts := e.split(":", 1))[0] == "process"]
        return sorted({key.partition("@")[0] for _, key in processes} | {"nothing"})
    if question == "orphans":
        return ["Unit", "Station", "Process", "Certificate"]
    prefixes = {k.prefix for k in NODE_KINDS.values() if k.label in kinds or ANY in kinds}
    named = [e for e in ever if e.split(":")[0] in prefixes]
    edges: list[str] = []
    if ANY in kinds:
        stored = (s.claim.element for s in data.now.stored if s.claim.object is not None)
        edges = data.random.sample(sorted(set(stored)), 10)
    nobody = [f"{p}:nobody" for p in sorted(prefixes)[:2]]
    return sorted(named) + edges + nobody


# Both readings


@pytest.mark.parametrize("question", questions())
@pytest.mark.usefixtures("mark")
def test_rows_are_those_of_the_plain_reading(question: str, loaded: list[Loaded]) -> None:
    assert question in READINGS, f"{question} has no second reading in tests/oracle"
    query = questions()[question]
    compared = rows = 0
    wrong: list[str] = []
    for data in loaded:
        for case in cases(query, data, small=len(loaded) > 1):
            asked, read = both(question, data, case)
            compared += 1
            rows += len(asked) if isinstance(asked, list) else 0
            if asked != read:
                wrong.append(f"{data.workspace.home.name} {case}\n{difference(asked, read)}")
    assert not wrong, f"{len(wrong)} of {compared} differ:\n" + "\n".join(wrong[:3])
    assert compared > 20, "the data set asks next to nothing"
    nothing = (data.workspace.home.name, question) in EMPTY
    assert (rows == 0) == nothing, f"{rows} rows were compared"


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
    return [plain(r) for r in result.rows], plainly(question, data, case, moment, result.as_of)


def plainly(
    question: str, data: Loaded, case: Case, as_of: str | None, answered: str | None = None
) -> Plain | str:
    """Rows of the plain reading at a time; `answered`: the time that the question answered for."""
    reading = data.reading(case.position).at(as_of)
    try:
        rows = import_module(READINGS[question]).answer(reading, **case.params)
    except NobodySpeaksOf:
        return NOBODY
    assert answered in (None, reading.now), case
    return [plain(r) for r in rows]


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


@pytest.mark.parametrize("question", questions())
@pytest.mark.usefixtures("mark")
def test_every_row_has_its_evidence(question: str, loaded: list[Loaded]) -> None:
    query = questions()[question]
    bare: set[tuple[str, str, str]] = set()
    found = 0
    for data in loaded:
        for params in sampled(query, data, 4 if len(loaded) > 1 else 20):
            for as_of in (None, *moments(data, 1)):
                try:
                    result = run(data.workspace, question, params, as_of=as_of)
                except UnknownElementError:
                    continue
                bare |= {gap for row in result.rows if (gap := without_claims(question, row))}
                found += len(result.claims)
                check_evidence(data, result)
    assert bare <= GAPS, f"rows without evidence: {sorted(bare - GAPS)}"
    assert (found == 0) == ((data.workspace.home.name, question) in EMPTY)


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
        assert evidence.excerpt in kept, evidence


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
        data = _network(folder, STORES[0][1], seed)
        for question in {q for q, _, _ in GAPS}:
            for params in sampled(questions()[question], data, 8):
                try:
                    rows = run(data.workspace, question, params, as_of=DAYS[3]).rows
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
    assert {store for store, _ in NOT_YET} <= {name for name, _ in STORES}
    assert {question for _, question in NOT_YET} <= set(questions())


@pytest.mark.parametrize("question", sorted(READINGS))
def test_a_wrong_answer_would_be_seen(question: str, folder: Path) -> None:
    """Both readings of two different networks differ, so that equal ones mean something."""
    one = _network(folder, STORES[0][1], SEED)
    two = _network(folder, STORES[0][1], SEED + 1)
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
