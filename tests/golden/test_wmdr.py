"""What the real exports of OSCAR/Surface say, counted and read in the files by eye.

`wmdr/xml.json` and `wmdr/json.json` were written before there was a loader: the counts with grep,
the facts with their lines.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph import Claim, Place, Rejected
from loaders.protocol import Loader, RawRow, SourceFile
from loaders.wmdr.model import Condition, Deployed, Party, Position, Report
from loaders.wmdr_json import LOADER as WMDR_JSON
from loaders.wmdr_xml import LOADER as WMDR_XML
from ontology import BEGINNING, OPEN_END
from ontology.derive import claim_problem

GOLDEN = Path(__file__).with_name("wmdr")
XML = json.loads((GOLDEN / "xml.json").read_text(encoding="utf-8"))
JSON = json.loads((GOLDEN / "json.json").read_text(encoding="utf-8"))
NAMES = sorted(XML["counts"])


@dataclass(frozen=True)
class Reading:
    """A file as its loader reads it."""

    path: Path
    rows: tuple[RawRow, ...]
    claims: tuple[tuple[Claim, Place], ...]
    rejected: tuple[Rejected, ...]

    def payloads(self, kind: type) -> list[object]:
        return [row.payload for row in self.rows if isinstance(row.payload, kind)]

    def of(self, kind: str) -> list[Claim]:
        return [claim for claim, _ in self.claims if claim.kind == kind]

    def states(self, name: str) -> list[Claim]:
        return [c for c in self.of("State") if c.properties["property"] == name]


def read(loader: Loader, path: Path) -> Reading:
    source = SourceFile(path, "oscar")
    rows: list[RawRow] = []
    claims: list[tuple[Claim, Place]] = []
    rejected: list[Rejected] = []
    for row in loader.read(source):
        if isinstance(row, Rejected):
            rejected.append(row)
            continue
        rows.append(row)
        for claim in loader.claims(row, source):
            if isinstance(claim, Rejected):
                rejected.append(claim)
            else:
                claims.append((claim, claim.place or row.place))
    return Reading(path, tuple(rows), tuple(claims), tuple(rejected))


@pytest.fixture(scope="module")
def in_xml(shared: Path) -> dict[str, Reading]:
    folder = shared / "data/wmdr/xml_1.0"
    return {name: read(WMDR_XML, folder / f"{name}.xml") for name in NAMES}


@pytest.fixture(scope="module")
def in_json(shared: Path) -> dict[str, Reading]:
    folder = shared / "data/wmdr/json_v2_0.3.2"
    return {name: read(WMDR_JSON, folder / f"{name}.json") for name in NAMES}


@pytest.fixture(scope="module")
def readings(
    in_xml: dict[str, Reading], in_json: dict[str, Reading]
) -> dict[str, dict[str, Reading]]:
    return {"xml": in_xml, "json": in_json}


# Both


@pytest.mark.parametrize("form", ["xml", "json"])
def test_nothing_is_rejected_and_every_claim_keeps_the_ontology(
    form: str, readings: dict[str, dict[str, Reading]]
) -> None:
    for reading in readings[form].values():
        problems = {
            claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
            for c, _ in reading.claims
        }
        identities = [row.identity for row in reading.rows]

        assert reading.rejected == ()
        assert problems == {None}
        assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("form", ["xml", "json"])
def test_places_are_exact(form: str, readings: dict[str, dict[str, Reading]]) -> None:
    opening = (b"<",) if form == "xml" else (b"{", b"[", b'"')
    for reading in readings[form].values():
        raw = reading.path.read_bytes()
        for place in {place for _, place in reading.claims}:
            assert place.offset is not None
            assert place.length is not None
            before, told = raw[: place.offset], raw[place.offset : place.offset + place.length]

            assert before.count(b"\n") + 1 == place.line
            assert len(before.rpartition(b"\n")[2].decode()) == place.column
            assert told.startswith(opening) or told[:1].isalnum()
            if form == "xml":
                assert told.endswith(b">")


def test_a_loader_knows_its_files_by_content_alone(shared: Path) -> None:
    data = shared / "data"
    for loader, folder in ((WMDR_XML, "xml_1.0"), (WMDR_JSON, "json_v2_0.3.2")):
        found = {
            path.parent.name
            for path in data.rglob("*")
            if path.is_file() and loader.accepts(Path("renamed.txt"), path.read_bytes()[:65536])
        }

        assert found == {folder}


@pytest.mark.parametrize(("form", "golden"), [("xml", XML), ("json", JSON)])
def test_facts_read_by_eye(
    form: str, golden: Mapping[str, list[dict[str, object]]],
    readings: dict[str, dict[str, Reading]],
) -> None:  # fmt: skip
    missing = [
        fact
        for fact in golden["facts"]
        if not any(
            says(claim, place, fact) for claim, place in readings[form][str(fact["file"])].claims
        )
    ]

    assert missing == []


def says(claim: Claim, place: Place, fact: Mapping[str, object]) -> bool:
    properties = fact.get("properties", {})
    assert isinstance(properties, dict)
    told = {
        "line": place.line, "kind": claim.kind, "subject": claim.subject, "object": claim.object,
        "valid_from": claim.valid_from, "valid_to": claim.valid_to,
    }  # fmt: skip
    return all(told[k] == v for k, v in fact.items() if k in told) and (
        properties.items() <= dict(claim.properties).items()
    )


def test_no_person_is_named(readings: dict[str, dict[str, Reading]]) -> None:
    for reading in (r for form in readings.values() for r in form.values()):
        words = json.dumps([str(claim) for claim, _ in reading.claims])

        assert reading.of("Person") == []
        for hidden in ("REDACTED", "Herzog", "Liechti", "@example"):
            assert hidden not in words


# XML


@pytest.mark.parametrize("name", NAMES)
def test_counts_of_the_xml(name: str, in_xml: dict[str, Reading]) -> None:
    reading = in_xml[name]
    deployed = [row for row in reading.payloads(Deployed) if isinstance(row, Deployed)]
    reports = Counter(r.kind for r in reading.payloads(Report) if isinstance(r, Report))
    conditions = [c for c in reading.payloads(Condition) if isinstance(c, Condition)]

    assert XML["counts"][name] == {
        "deployments": sum(bool(row.key) for row in deployed),
        "observations": len(deployed),
        "locations": len(reading.payloads(Position)),
        "parties": len(reading.payloads(Party)),
        "reporting_statuses": sum(c.number == "3-09" for c in conditions),
        "events": reports["Event"],
        "maintenance": reports["Maintenance"],
        "control_checks": reports["Calibration"],
        "serials": sum(row.equipment.serial is not None for row in deployed),
        "instrument_statuses": sum(c.number == "5-04" for c in conditions),
    }


def test_no_file_reports_a_calibration_and_each_says_so(in_xml: dict[str, Reading]) -> None:
    for reading in in_xml.values():
        warnings = WMDR_XML.warnings(SourceFile(reading.path, "oscar"))

        assert reading.of("Calibration") == []
        assert sum("5-08" in warning for warning in warnings) == 1


def test_replaced_codes_are_found(in_xml: dict[str, Reading]) -> None:
    found = {
        name: [w for w in WMDR_XML.warnings(SourceFile(r.path, "oscar")) if "取代" in w]
        for name, r in in_xml.items()
    }

    assert {name: len(w) for name, w in found.items() if w} == {
        "20251001_0-20008-0-MKN": 1, "20260318_0-20008-0-ARO": 2,
    }  # fmt: skip
    assert "ObservedVariableAtmosphere/263" in found["20260318_0-20008-0-ARO"][0]


def test_one_instrument_observes_two_variables(in_xml: dict[str, Reading]) -> None:
    uses = defaultdict(set)
    for claim in in_xml["20251001_0-20008-0-MKN"].of("USES"):
        uses[claim.object].add(claim.subject)

    shared_by_two = {i for i, deployments in uses.items() if len(deployments) == 2}
    assert shared_by_two == {
        "instrument:G. Lufft GmbH/WS600-UMB/___.0214.0701.039",
        "instrument:VAISALA/VAISALA_ULTRASONIC WINDSENSOR/WMT50 C2010001 AAC1BA10B0",
    }


def test_a_day_is_over_when_it_ends(in_xml: dict[str, Reading]) -> None:
    """Temperature at Blatten: until 2013-05-30, then from 2013-05-31 to 2025-05-28."""
    wanted = "ObservedVariableAtmosphere/12005"
    periods = sorted(
        (c.valid_from, c.valid_to)
        for c in in_xml["Blatten_20250729_0-20000-0-06725"].of("Deployment")
        if c.properties["variable"] == wanted
    )

    assert periods == [
        ("2000-08-17T00:00:00Z", "2013-05-31T00:00:00Z"),
        ("2013-05-31T00:00:00Z", "2025-05-29T00:00:00Z"),
    ]


def test_two_streams_of_one_deployment_stay_apart(in_xml: dict[str, Reading]) -> None:
    """Ten deployments at Blatten report every hour and every ten minutes at once."""
    reading = in_xml["Blatten_20250729_0-20000-0-06725"]
    told = defaultdict(set)
    for claim, _ in reading.claims:
        told[claim.element].add(json.dumps([str(p) for p in sorted(claim.properties.items())]))

    assert {element for element, said in told.items() if len(said) > 1} == set()
    assert len(reading.states("reporting_interval:2")) == 10


def test_unknown_makers_make_no_model(in_xml: dict[str, Reading]) -> None:
    models = {c.subject for r in in_xml.values() for c in r.of("InstrumentModel")}

    assert not any("unknown" in model.lower() for model in models)
    assert "instrument_model:Kipp&Zonen|CNR 4" in models


# JSON


@pytest.mark.parametrize("name", NAMES)
def test_counts_of_the_json(name: str, in_json: dict[str, Reading]) -> None:
    reading = in_json[name]
    deployed = [row for row in reading.payloads(Deployed) if isinstance(row, Deployed)]
    conditions = [c for c in reading.payloads(Condition) if isinstance(c, Condition)]
    whole = json.loads(reading.path.read_text(encoding="utf-8"))

    assert JSON["counts"][name] == {
        "series": len(whole["properties"]["observationSeries"]),
        "configurations": sum(bool(row.key) for row in deployed),
        "serials": sum(row.equipment.serial is not None for row in deployed),
        "instrument_statuses": sum(c.number == "5-04" for c in conditions),
        "units": sum(c.number == "1-02" for c in conditions),
        "contact_roles": len(reading.payloads(Party)),
    }


# The two formats on the same station: what differs is a finding, written down here


def series(reading: Reading) -> set[str]:
    return {c.subject for c in reading.of("Series")}


def serials(reading: Reading) -> set[object]:
    return {c.properties["serial"] for c in reading.of("Instrument") if "serial" in c.properties}


def places(reading: Reading) -> set[tuple[float, ...]]:
    return {
        tuple(float(str(c.properties[p])) for p in ("latitude", "longitude", "elevation_m"))
        for c in reading.of("Location")
    }


@pytest.mark.parametrize("name", NAMES)
def test_both_formats_agree_on(
    name: str, in_xml: dict[str, Reading], in_json: dict[str, Reading]
) -> None:
    one, other = in_xml[name], in_json[name]

    assert series(one) == series(other)
    assert serials(one) == serials(other)
    assert places(one) == places(other)
    for kind in ("InstrumentModel", "ALIAS_OF"):
        assert {(c.subject, c.object) for c in one.of(kind)} == {
            (c.subject, c.object) for c in other.of(kind)
        }
    for name_of in ("name", "territory", "climate_zone", "surface_roughness"):
        assert [c.properties["value"] for c in one.states(name_of)] == [
            c.properties["value"] for c in other.states(name_of)
        ]


@dataclass(frozen=True)
class Loss:
    """What one format says of a station and the other does not, as counts (XML, JSON)."""

    owners: tuple[int, int] = (1, 1)
    events: tuple[int, int] = (0, 0)
    maintenance: tuple[int, int] = (0, 0)
    deployments_apart: tuple[int, int] = (0, 0)
    undated_position: bool = False


NO_OWNER = (1, 0)
LOSSES = {
    "20200304_0-20000-0-06494": Loss(undated_position=True),
    "20201007_0-156-10000-51056": Loss(owners=NO_OWNER, undated_position=True),
    "20221124_0-578-0-92100": Loss(owners=NO_OWNER),
    "20240806_0-840-11502-KominkoSlade": Loss(owners=NO_OWNER),
    "20250314_0-404-800-4AA01": Loss(owners=NO_OWNER),
    "20250529_0-410-0-22184": Loss(undated_position=True),
    # each deployment is cut where the state of its instrument changes, even beyond its own period
    "20250728_0-756-1-387493": Loss(NO_OWNER, (9, 0), (2, 0), (8, 26)),
    # goes on for ever after the deployment ended, because its instrument is inactive
    "20251001_0-20008-0-MKN": Loss(owners=NO_OWNER, deployments_apart=(0, 1)),
    "20260318_0-20008-0-ARO": Loss(owners=(0, 0)),
    "20260604_0-70-0-Lukavac": Loss(owners=NO_OWNER),
    "Blatten_20250729_0-20000-0-06725": Loss(events=(1, 0)),
}


def spans(reading: Reading) -> Counter[tuple[object, ...]]:
    """Deployments by what both formats can tell of them."""
    return Counter(
        (c.properties["variable"], c.properties.get("geometry"), c.valid_from, c.valid_to)
        for c in reading.of("Deployment")
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_json_lost(name: str, in_xml: dict[str, Reading], in_json: dict[str, Reading]) -> None:
    both = (in_xml[name], in_json[name])
    apart = spans(both[0]) - spans(both[1]), spans(both[1]) - spans(both[0])
    begins = [{c.valid_from for c in reading.of("Location")} for reading in both]

    def counted(kind: str) -> tuple[int, int]:
        return len(both[0].of(kind)), len(both[1].of(kind))

    assert LOSSES[name] == Loss(
        counted("OPERATED_BY"),
        counted("Event"),
        counted("Maintenance"),
        (apart[0].total(), apart[1].total()),
        begins[0] != begins[1] and begins[1] == {BEGINNING},
    )


def test_json_has_no_reporting_status_and_no_reporting_interval(
    in_xml: dict[str, Reading], in_json: dict[str, Reading]
) -> None:
    for readings, there in ((in_xml, True), (in_json, False)):
        for reading in readings.values():
            names = {str(c.properties["property"]) for c in reading.of("State")}
            programmes = any(name.startswith("programme:") for name in names)

            assert programmes is there
            assert there or "reporting_interval" not in names


def test_only_xml_says_what_is_representative_official_and_how_it_is_sent(
    in_xml: dict[str, Reading], in_json: dict[str, Reading]
) -> None:
    lost = ("representativeness", "communication_method", "role", "maintenance_schedule")

    def said(readings: dict[str, Reading]) -> Counter[str]:
        return Counter(
            name
            for reading in readings.values()
            for claim in reading.of("Deployment")
            for name in lost
            if name in claim.properties
        )

    assert set(said(in_xml)) == set(lost)
    assert said(in_json) == {}


def test_positions_stay_open_when_a_station_moves(in_xml: dict[str, Reading]) -> None:
    """OSCAR writes no end of a position, so two of one station overlap: a finding."""
    several = {
        name: {c.valid_to for c in reading.of("Location")}
        for name, reading in in_xml.items()
        if len(reading.of("Location")) > 1
    }

    assert set(several) == {
        "20240806_0-840-11502-KominkoSlade",
        "20260318_0-20008-0-ARO",
        "Blatten_20250729_0-20000-0-06725",
    }
    assert {end for ends in several.values() for end in ends} == {OPEN_END}
