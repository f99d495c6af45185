"""Running a question: parameters, times, nearest elements, and what the answer carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from graph import Claim, InvalidValueError, UnknownElementError
from graph.ledger import LedgerReader
from graph.store import Reader
from graph.store.protocol import Columns, Parameter, Read, StorePosition
from ontology import NODE_KINDS, civil_day, make_id, valid_time
from queries import Param, Query, QueryDeclarationError, Stage, query_named, questions
from queries.ask import Ask

T = TypeVar("T")

Chain = Callable[..., dict[str, Claim]]


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    names: tuple[str, ...]


TEXT = "MATCH (s:Station) RETURN s.id AS id, s.names AS names"


# Declarations


def test_a_stage_takes_its_columns_from_its_row() -> None:
    stage = Stage("stations", TEXT, Row)

    assert stage.list_fields == ("names",)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (s:Station) RETURN s.id AS id",
        "MATCH (s:Station) RETURN s.names AS names, s.id AS id",
        "MATCH (s:Station) RETURN s.id AS id, s.names AS name",
        "MATCH (s:Station) RETURN s.id AS id, s.names AS names, s.x AS x",
        "MATCH (s:Station) RETURN s.id, s.names AS names",
        "MATCH (s:Station)",
        "",
    ],
)
def test_a_stage_whose_columns_are_not_the_row_is_refused(text: str) -> None:
    with pytest.raises(QueryDeclarationError, match="stations"):
        Stage("stations", text, Row)


@pytest.mark.parametrize("tail", ["", " ORDER BY id", " LIMIT $limit", " ORDER BY id LIMIT $limit"])
def test_order_and_limit_are_no_columns(tail: str) -> None:
    assert Stage("stations", TEXT + tail, Row).cypher.endswith(tail)


def _query(**said: object) -> Query[Row]:
    return Query(
        id="ids", question_zh="？", question_en="?", params=(), row=Row,
        answer=lambda ask: (), **said,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_question_without_cypher_must_say_so() -> None:
    with pytest.raises(QueryDeclarationError, match="ids"):
        _query(stages=())

    assert _query(stages=(), ledger_only=True).fields == ("id", "names")


def test_a_question_names_the_columns_of_its_answer() -> None:
    assert _query(stages=(Stage("stations", TEXT, Row),)).fields == ("id", "names")


# Which question


def test_a_question_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(InvalidValueError) as caught:
        query_named("tracer")

    assert "trace" in caught.value.remedy
    assert query_named("trace") is questions()["trace"]


# Parameters


def test_a_parameter_that_is_not_there(home) -> None:
    with pytest.raises(InvalidValueError) as caught:
        home.ask("trace", elment="station:1")

    assert (caught.value.name, caught.value.value) == ("elment", "station:1")
    assert "element" in caught.value.remedy


@pytest.mark.parametrize("params", [{}, {"element": ""}])
def test_a_parameter_that_is_required(home, params: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError) as caught:
        home.ask("trace", **params)

    assert caught.value.name == "element"


def test_a_bare_key_gets_the_prefix_of_the_only_kind(home, chain: Chain) -> None:
    home.says(*chain().values())

    answer = home.ask("conflicts", station="53463")

    assert answer.params == {"station": "station:53463"}


def test_a_bare_key_of_several_kinds_stays_as_it_is(home, chain: Chain) -> None:
    home.says(*chain().values())

    with pytest.raises(UnknownElementError) as caught:
        home.ask("trace", element="53463")

    assert caught.value.asked == "53463"


def test_an_optional_parameter_left_blank_asks_for_all(home, chain: Chain) -> None:
    home.says(*chain().values())

    assert home.ask("orphans", kind="").rows == home.ask("orphans").rows


def test_a_kind_that_is_not_there_names_the_nearest(home) -> None:
    with pytest.raises(InvalidValueError) as caught:
        home.ask("orphans", kind="station")

    assert "Station" in caught.value.remedy


def test_history_takes_any_element(home, chain: Chain) -> None:
    home.says(*chain().values())
    edge = chain()["uses"].element

    for element in ("station:53463", "unit:计量检定所", edge):
        assert home.ask("history", element=element).rows


NAMING = [
    (query.id, param.name, param.kinds[0])
    for query in questions().values()
    for param in query.params
    if param.kinds
    and param.kinds[0] in NODE_KINDS
    # The lake may hold values of a variable that no claim describes.
    and (query.id, param.name) != ("rates", "variable")
]


@pytest.mark.parametrize(("question", "name", "label"), NAMING)
def test_no_question_is_silent_about_an_element_that_is_not_there(
    home, chain: Chain, question: str, name: str, label: str
) -> None:
    home.says(*chain().values())
    kind = NODE_KINDS[label]
    nobody = make_id(kind, *("没有" for _ in kind.key))
    others = {
        one.name: nobody if one.kinds else "x"
        for one in query_named(question).params
        if one.required and one.name != name
    }
    if question == "diff":
        others = {"from": "2010-01-01", "to": "2020-01-01"}

    with pytest.raises(UnknownElementError) as caught:
        home.ask(question, **others, **{name: nobody})

    assert caught.value.asked == nobody


@pytest.mark.parametrize("question", ["trace", "responsible", "history", "show"])
def test_an_element_that_is_not_there_names_the_nearest(home, chain: Chain, question: str) -> None:
    home.says(*chain().values())

    with pytest.raises(UnknownElementError) as caught:
        home.ask(question, element="station:53436")

    assert caught.value.asked == "station:53436"
    assert caught.value.nearest == ("station:53463",)


@pytest.mark.parametrize("question", ["trace", "responsible", "history", "show"])
@pytest.mark.parametrize("element", ["nonsense:1", "station:", ":", "%"])
def test_what_is_no_element_is_unknown_too(home, question: str, element: str) -> None:
    with pytest.raises(UnknownElementError):
        home.ask(question, element=element)


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.id)
def test_every_question_has_a_sentence(question: Query[object]) -> None:
    assert question.summary.__module__ != Query.__module__, question.id


# Times


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2018-06-03", "2018-06-02T16:00:00Z"),  # the start of the civil day
        ("2018/6/3", "2018-06-02T16:00:00Z"),
        ("2018-06-03T08:00:00", "2018-06-03T00:00:00Z"),  # a clock in China
        ("2018-06-03T08:00:00Z", "2018-06-03T08:00:00Z"),
        ("2018-06-03T08:00:00+01:00", "2018-06-03T07:00:00Z"),
    ],
)
def test_as_of_as_a_person_writes_it(home, chain: Chain, written: str, moment: str) -> None:
    home.says(*chain().values())

    assert home.ask("orphans", as_of=written).as_of == moment


def test_as_of_is_now_where_nobody_says(home, chain: Chain) -> None:
    home.says(*chain().values())

    assert home.ask("orphans").as_of[:4] >= "2026"
    assert home.ask("orphans").known_at is None


@pytest.mark.parametrize("written", ["2018-02-30", "yesterday", "201806", "2018-06-03T25:00:00"])
@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_time_that_is_none_names_its_parameter(home, name: str, written: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        home.ask("orphans", **{name: written})

    assert (caught.value.name, caught.value.value) == (name, written)


def test_known_at_a_day_means_its_end(home, chain: Chain) -> None:
    """What was loaded today is known at the end of today, and was not yesterday."""
    home.says(*chain().values())
    recorded = home.ask("history", element="station:53463").rows[0].recorded_at
    today = civil_day(recorded[:19] + "Z")

    known = home.ask("trace", element="issue:P1", known_at=today)

    assert len(known.rows) == 15
    assert known.known_at == valid_time(today, end=True).replace("Z", ".000000Z")
    with pytest.raises(UnknownElementError):
        home.ask("trace", element="issue:P1", known_at="2018-06-03")


def test_known_at_the_moment_a_load_closed(home, chain: Chain) -> None:
    home.says(*chain().values())
    first = home.ask("history", element="station:53463").rows[0].recorded_at
    home.says(*chain(calibration=None, has_calibration=None).values())

    def state(known_at: str | None) -> set[str]:
        rows = home.ask("trace", element="issue:P1", known_at=known_at).rows
        return {h.state for h in rows if h.hop == "calibration"}

    assert state(None) == {"missing"}
    assert state(first) == {"ok"}


# What the answer carries


def test_an_answer_carries_what_stands_behind_it(home, chain: Chain) -> None:
    home.says(*chain().values())

    answer = home.ask("trace", element="issue:P1")

    assert answer.question == "trace"
    assert {e.stage for e in answer.executed} >= {"issue", "station", "calibrations"}
    assert all(e.rows >= 0 and "$" in e.cypher for e in answer.executed)
    assert answer.ledger_head.startswith("3:")  # opened, written, closed
    assert set(answer.claims) == {c for row in answer.rows for c in row.claims}


def test_a_stage_over_no_ids_is_not_sent(home, chain: Chain) -> None:
    home.says(*chain(uses=None).values())

    answer = home.ask("trace", element="issue:P1")

    assert not [e for e in answer.executed if e.parameters.get("ids") == []]
    assert "calibrations" not in {e.stage for e in answer.executed}


@dataclass
class Counted:
    """A reader that remembers how many reads went in each round trip."""

    reader: Reader
    trips: list[int] = field(default_factory=list)

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[dict[str, object]]:
        self.trips.append(1)
        return self.reader.run(cypher, parameters)

    def columns(self, read: Read) -> Columns:
        self.trips.append(1)
        return self.reader.columns(read)

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        self.trips.append(len(reads))
        return self.reader.together(reads)

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        assert empty_at is not None, "else the position is read in trips of its own"
        return self.reader.kept(name, make, empty_at)


@pytest.fixture
def asking(home, chain: Chain) -> Iterator[Ask]:
    """What an answer is made with, over a whole chain."""
    home.says(*chain().values())
    reader = LedgerReader(home.workspace.ledger)
    with home.workspace.store.reading() as graph:
        yield Ask({"element": "issue:P1"}, reader, Counted(graph), None)


INSTRUMENTS = Stage(
    "instruments",
    "UNWIND $ids AS id MATCH (i:Instrument {id: id}) RETURN i.id AS id, i.claims AS names",
    Row,
)
STATIONS = Stage("stations", "MATCH (s:Station) RETURN s.id AS id, s.claims AS names", Row)


def test_what_is_wanted_soon_is_read_with_the_next(asking: Ask) -> None:
    first = asking.soon(INSTRUMENTS, ids=["instrument:I1"])
    nobody = asking.soon(INSTRUMENTS, ids=[])
    assert asking.graph.trips == []

    then = asking.rows(INSTRUMENTS, ids=["instrument:I1", "instrument:nobody"])

    assert then == first.rows
    assert [row.id for row in then] == ["instrument:I1"]
    assert isinstance(then[0].names, tuple)
    assert nobody.rows == []
    assert asking.graph.trips == [2]
    assert [(e.stage, e.rows) for e in asking.executed] == [("instruments", 1)] * 2


def test_a_stage_over_the_whole_graph_goes_alone(asking: Ask) -> None:
    """Its rows may be many: they are not put in one message."""
    assert INSTRUMENTS.anchored
    assert not STATIONS.anchored
    assert [row.id for row in asking.rows(STATIONS)] == ["station:53463"]


@pytest.mark.parametrize(("element", "most"), [("issue:P1", 4), ("station:53463", 3)])
def test_a_trace_takes_few_round_trips(asking: Ask, element: str, most: int) -> None:
    """What is known together is read together: on a server each trip is a wait of its own."""
    asking.params = {"element": element}

    rows = tuple(query_named("trace").answer(asking))

    assert {"calibration", "certificate", "standard"} <= {hop.hop for hop in rows}
    assert len(asking.graph.trips) <= most
    assert sum(asking.graph.trips) == len(asking.executed) + 1, "and where the graph stands"


def test_params_of_a_question_have_titles() -> None:
    for query in questions().values():
        assert all(isinstance(p, Param) and p.title_zh and p.title_en for p in query.params)
        assert query.question_zh.endswith(("？", "?"))
        assert query.question_en.endswith("?")


def test_of_a_long_value_a_message_shows_the_beginning(home) -> None:
    with pytest.raises(InvalidValueError) as raised:
        home.ask("pareto", by="x" * 5000)

    assert raised.value.value == "x" * 5000
    assert "x… (5000)" in str(raised.value)
    assert len(str(raised.value)) < 600
