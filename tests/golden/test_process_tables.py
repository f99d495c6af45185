"""The process, interface and unit tables of two plans, against what a person read in them.

`process_tables_000.json` was read from a real plan before the loader was tuned; the other plan is
invented (another province, other codes, other order of tables, other ways to flatten).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from graph import Claim, Rejected
from loaders.process_tables import LOADER
from loaders.protocol import RawRow, SourceFile
from ontology import BEGINNING, OPEN_END

GOLDEN = Path(__file__).parent
Fact = tuple[str, str, str | None, frozenset[tuple[str, object]], str, int, int, str]


class Plan:
    """A golden reading, the file it was read from, and what the loader makes of that file."""

    def __init__(self, golden: dict[str, Any], path: Path) -> None:
        self.golden = golden
        self.raw = path.read_bytes()
        self.source = SourceFile(path, "S")
        self.rows = list(LOADER.read(self.source))
        self.claims = [
            claim
            for row in self.rows
            if isinstance(row, RawRow)
            for claim in LOADER.claims(row, self.source)
        ]

    def cited(self, claim: Claim) -> str:
        """The raw substring that a claim's place gives in bytes."""
        place = claim.place
        assert place is not None
        assert place.offset is not None
        assert place.length is not None
        return self.raw[place.offset : place.offset + place.length].decode("utf-8")

    def fact(self, claim: Claim) -> Fact:
        place = claim.place
        assert place is not None
        assert place.line is not None
        assert place.column is not None
        said = frozenset((n, v) for n, v in claim.properties.items() if n != "begin_known")
        return (
            claim.kind, claim.subject, claim.object, said, str(claim.certainty),
            place.line, place.column, self.cited(claim),
        )  # fmt: skip


@pytest.fixture(
    params=[
        pytest.param("000", marks=pytest.mark.needs_shared),
        "jiangbei",
    ]
)
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Plan:
    golden = json.loads((GOLDEN / f"process_tables_{request.param}.json").read_text("utf-8"))
    if "text" not in golden:
        shared: Path = request.getfixturevalue("shared")
        return Plan(golden, shared / golden["source"])
    path = tmp_path / "plan.txt"
    path.write_text("\n".join(golden["text"]), encoding="utf-8", newline="")
    return Plan(golden, path)


@pytest.fixture
def real(shared: Path) -> Plan:
    golden = json.loads((GOLDEN / "process_tables_000.json").read_text("utf-8"))
    return Plan(golden, shared / golden["source"])


# What the golden says, as facts


def fact(
    label: str, subject: str, target: str | None, at: list[Any], certainty: str = "stated", /,
    **said: object,
) -> Fact:  # fmt: skip
    return (label, subject, target, frozenset(said.items()), certainty, at[0], at[1], at[2])


def unit_facts(golden: dict[str, Any], name: str, at: list[Any], certainty: str) -> set[Fact]:
    level, superior = golden["units"][name]
    unit, state = f"unit:{name}", f"state:unit%3A{name}|level|{BEGINNING.replace(':', '%3A')}|S"
    facts = {
        fact("Unit", unit, None, at, certainty, name=name),
        fact("State", state, None, at, "inferred", element=unit, property="level", value=level),
        fact("HAS_STATE", unit, state, at, "inferred"),
    }
    if superior:
        facts.add(fact("PART_OF", unit, f"unit:{superior}", at, "inferred"))
        facts |= unit_facts(golden, superior, at, "inferred")
    return facts


def body_facts(golden: dict[str, Any], kind: str, subject: str, bodies: list[Any]) -> set[Fact]:
    facts: set[Fact] = set()
    for name, at, *inferred in bodies:
        certainty = inferred[0] if inferred else "stated"
        if name in golden["units"]:
            facts |= unit_facts(golden, name, at, certainty)
            facts.add(fact(kind, subject, f"unit:{name}", at, certainty))
        else:
            group = f"unit_group:{name}"
            facts.add(fact("UnitGroup", group, None, at, name=name))
            facts.add(fact(kind, subject, group, at, certainty))
    return facts


def process_facts(golden: dict[str, Any], entry: dict[str, Any]) -> set[Fact]:
    level, at = golden["document"]["level"], entry["at"]
    me = f"process:{entry['key']}@{level}"
    said = {
        name: entry[name] for name in ("name", "code", "kind", "leaf") if entry[name] is not None
    }
    facts = {fact("Process", me, None, at, level=level, **said)}
    if entry["parent"]:
        facts.add(fact("SUBPROCESS_OF", me, f"process:{entry['parent']}@{level}", at))
    facts |= body_facts(golden, "LED_BY", me, entry.get("leads", []))
    facts |= body_facts(golden, "RELATED_UNIT", me, entry.get("related", []))
    if entry["note"]:
        facts.add(fact("Process", me, None, entry["note"], note=entry["note"][2]))
    for name, place in entry.get("includes", []):
        included = f"process:{name}@{level}"
        facts.add(fact("Process", included, None, place, name=name, level=level))
        facts.add(fact("INCLUDES", me, included, place))
    return facts


def interface_facts(golden: dict[str, Any], plan: Plan, entry: dict[str, Any]) -> set[Fact]:
    level, (upper, upper_at) = golden["document"]["level"], entry["upper"]
    me = f"interface:{golden['document']['title']}|{entry['number']}"
    national = f"process:{upper}@national"
    facts = {
        fact("Process", national, None, upper_at, name=upper, level="national"),
        fact("UPPER_PROCESS", me, national, upper_at),
    }
    name, cells = upper, upper_at
    if entry["lower"]:
        lower, key, lower_at = entry["lower"]
        name, cells = f"{upper} → {lower}", through(plan, upper_at, lower_at)
        facts.add(fact("LOWER_PROCESS", me, f"process:{key}@{level}", lower_at))
        facts.add(fact("COUNTERPART_OF", f"process:{key}@{level}", national, cells, "inferred"))
    levels = {"upper_level": "national", "lower_level": level}
    facts.add(fact("Interface", me, None, cells, name=name, state="stated", **levels))
    for items in ("items_up", "items_down"):
        if entry[items]:
            text, at = entry[items]
            facts.add(fact("Interface", me, None, at, **{items: text}))
    facts |= body_facts(golden, "UPPER_UNIT", me, entry["upper_units"])
    return facts | body_facts(golden, "LOWER_UNIT", me, entry["lower_units"])


def through(plan: Plan, first: list[Any], last: list[Any]) -> list[Any]:
    """From one place to a later one in the same row; an inherited one stands in a row above."""
    if last[0] - first[0] > 1:
        return last
    lines = plan.raw.decode("utf-8").split("\n")
    head = lines[first[0] - 1][first[1] :]
    return [first[0], first[1], f"{head}\n{lines[last[0] - 1][: last[1]]}{last[2]}"]


def document_facts(golden: dict[str, Any]) -> set[Fact]:
    title, at = golden["document"]["title"], golden["document"]["at"]
    issuer, issuer_at = golden["document"]["issued_by"]
    me = f"document:{title}"
    return {
        fact("Document", me, None, at, name=title),
        fact("ISSUED_BY", me, f"unit:{issuer}", issuer_at),
    } | unit_facts(golden, issuer, issuer_at, "stated")


# Tests


def test_golden_cites_the_file_as_it_is(plan: Plan) -> None:
    text = plan.raw.decode("utf-8")
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    places = list(places_in(plan.golden))

    assert len(places) > 30
    for line, column, raw in places:
        begin = starts[line - 1] + column
        assert text[begin : begin + len(raw)] == raw


def places_in(value: Any) -> Any:
    if isinstance(value, dict):
        value = [v for name, v in value.items() if name not in ("text", "units")]
    if isinstance(value, list):
        if len(value) == 3 and [type(v) for v in value] == [int, int, str]:
            yield value
        else:
            for each in value:
                yield from places_in(each)


def test_claims_are_just_what_was_read(plan: Plan) -> None:
    expected = document_facts(plan.golden)
    for entry in plan.golden["processes"]:
        expected |= process_facts(plan.golden, entry)
    for entry in plan.golden["interfaces"]:
        expected |= interface_facts(plan.golden, plan, entry)

    said = {plan.fact(claim) for claim in plan.claims if isinstance(claim, Claim)}

    assert said - expected == set()
    assert expected - said == set()


def test_nothing_is_rejected(plan: Plan) -> None:
    assert [row for row in [*plan.rows, *plan.claims] if isinstance(row, Rejected)] == []


def test_no_validity_is_invented(plan: Plan) -> None:
    for claim in plan.claims:
        assert isinstance(claim, Claim)
        assert (claim.valid_from, claim.valid_to) == (BEGINNING, OPEN_END)
        assert claim.properties["begin_known"] is False


def test_rows_are_named_once(plan: Plan) -> None:
    identities = [row.identity for row in plan.rows if isinstance(row, RawRow)]

    assert len(identities) == len(set(identities))
    assert identities[0] == "document"
    assert "interface|1" in identities


def test_real_plan_has_thirty_leaf_processes(real: Plan) -> None:
    leaf = {c.subject for c in nodes(real, "Process") if c.properties.get("leaf") is True}
    coded = {c.subject for c in nodes(real, "Process") if "code" in c.properties}

    assert len(leaf) == 30
    assert len(leaf & coded) == 15
    assert len({c.subject for c in nodes(real, "Process") if "leaf" in c.properties}) == 38


def test_real_plan_has_eight_interfaces(real: Plan) -> None:
    numbers = {c.subject.rpartition("|")[2] for c in nodes(real, "Interface")}
    up = {c.subject for c in nodes(real, "Interface") if "items_up" in c.properties}
    down = {c.subject for c in nodes(real, "Interface") if "items_down" in c.properties}

    assert numbers == set("12345678")
    assert (len(up), len(down), len(up & down)) == (7, 5, 4)


def test_blank_cells_of_the_real_plan_are_gaps(real: Plan) -> None:
    related = {c.subject for c in real.claims if isinstance(c, Claim) and c.kind == "RELATED_UNIT"}
    led = {c.subject for c in real.claims if isinstance(c, Claim) and c.kind == "LED_BY"}

    assert len(related) == 15
    assert len(led) == 30
    assert "process:G01@region" not in led


def nodes(plan: Plan, label: str) -> list[Claim]:
    return [c for c in plan.claims if isinstance(c, Claim) and c.kind == label and not c.object]
