"""What the real exports do not hold: control checks, reasons, persons, odd units, bad values.

The records here are generated, so they are loaded as `synthetic`.
"""

import tracemalloc
from pathlib import Path

import pytest

from graph import Claim, Place, Rejected, SourceError
from graph.ledger import HIDDEN, Ledger
from loaders.pipeline import LoadChoices, load_file
from loaders.plan import Planned
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr.model import Span, Told
from loaders.wmdr.names import station_name
from loaders.wmdr.times import Period, after, period
from loaders.wmdr_json import LOADER as WMDR_JSON
from loaders.wmdr_xml import LOADER as WMDR_XML
from ontology import BEGINNING, OPEN_END
from ontology.derive import claim_problem

WIGOS = "0-20000-0-53463"
NAMESPACES = (
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:wmdr="http://def.wmo.int/wmdr/2017" xmlns:gco="http://www.isotc211.org/2005/gco" '
    'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:om="http://www.opengis.net/om/2.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
CODES = "http://codes.wmo.int/wmdr"
CHECK = f"""<wmdr:ControlCheckReport>
<wmdr:datetime>2018-06-03T00:00:00Z</wmdr:datetime><wmdr:author>REDACTED</wmdr:author>
<wmdr:checkLocation xlink:href="{CODES}/ControlLocation/laboratory"/>
<wmdr:periodOfValidity>P2Y</wmdr:periodOfValidity>
<wmdr:controlCheckResult xlink:href="{CODES}/InstrumentControlResult/inCalibration"/>
<wmdr:standardType xlink:href="{CODES}/ControlStandardType/workingSt"/>
<wmdr:standardName>PTB 330</wmdr:standardName>
<wmdr:standardSerialNumber>S-7</wmdr:standardSerialNumber>
<wmdr:withinVerificationLimit>true</wmdr:withinVerificationLimit>
</wmdr:ControlCheckReport>"""
EQUIPMENT = "<wmdr:manufacturer>Vaisala</wmdr:manufacturer><wmdr:model>PTB210</wmdr:model>"


def deployment(inside: str = "", equipment: str = "", log: str = "") -> str:
    entries = "".join(f"<wmdr:logEntry>{entry}</wmdr:logEntry>" for entry in [log] if entry)
    return f"""<wmdr:observation><wmdr:ObservingCapability>
<wmdr:facility xlink:href="{CODES}/{WIGOS}"/><wmdr:observation><om:OM_Observation>
<om:type xlink:href="{CODES}/Geometry/point"/><om:procedure><wmdr:Process><wmdr:deployment>
<wmdr:Deployment gml:id="d1"><wmdr:deployedEquipment><wmdr:Equipment>{equipment}
<wmdr:equipmentLog><wmdr:EquipmentLog>{entries}</wmdr:EquipmentLog></wmdr:equipmentLog>
</wmdr:Equipment></wmdr:deployedEquipment><wmdr:validPeriod><gml:TimePeriod>
<gml:beginPosition>2018-01-01T00:00:00Z</gml:beginPosition><gml:endPosition/>
</gml:TimePeriod></wmdr:validPeriod>{inside}</wmdr:Deployment></wmdr:deployment></wmdr:Process>
</om:procedure><om:observedProperty xlink:href="{CODES}/ObservedVariableAtmosphere/216"/>
</om:OM_Observation></wmdr:observation></wmdr:ObservingCapability></wmdr:observation>"""


def record(inside: str, identifier: str = WIGOS) -> str:
    return (
        f"<wmdr:WIGOSMetadataRecord {NAMESPACES}><wmdr:facility><wmdr:ObservingFacility>"
        f"<gml:identifier>{identifier}</gml:identifier><gml:name>呼和浩特</gml:name>\n{inside}"
        "</wmdr:ObservingFacility></wmdr:facility></wmdr:WIGOSMetadataRecord>"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "record.xml"


def outcome(path: Path, text: str) -> tuple[list[Claim], list[Rejected]]:
    path.write_text(text, encoding="utf-8")
    loader = WMDR_XML if path.suffix == ".xml" else WMDR_JSON
    source = SourceFile(path, "made", certainty="synthetic")
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    for row in loader.read(source):
        for said in (row,) if isinstance(row, Rejected) else loader.claims(row, source):
            if isinstance(said, Rejected):
                rejected.append(said)
            else:
                claims.append(said)
                ends = (said.subject, said.object)
                assert (
                    claim_problem(said.kind, *ends, said.properties, said.valid_from, said.valid_to)
                    is None
                )
    return claims, rejected


def one(claims: list[Claim], kind: str) -> Claim:
    [found] = {c.element: c for c in claims if c.kind == kind}.values()
    return found


def states(claims: list[Claim]) -> dict[object, object]:
    return {c.properties["property"]: c.properties["value"] for c in claims if c.kind == "State"}


# Control checks (5-08)


def test_a_control_check_is_a_calibration(file: Path) -> None:
    claims, rejected = outcome(file, record(deployment(equipment=EQUIPMENT, log=CHECK)))
    calibration = one(claims, "Calibration")

    assert rejected == []
    assert {c.certainty for c in claims} == {"synthetic"}
    assert calibration.subject == f"calibration:{WIGOS}/d1/2018-06-03T00%3A00%3A00Z"
    assert calibration.properties == {
        "performed_on": "2018-06-03T00:00:00Z",
        "valid_until": "2020-06-03T00:00:00Z",
        "result": "inCalibration",
        "location": "laboratory",
        "within_verification_limit": "true",
    }
    assert one(claims, "HAS_CALIBRATION").subject == f"instrument:{WIGOS}/d1"
    assert one(claims, "HAS_CALIBRATION").valid_to == OPEN_END
    standard = one(claims, "MeasurementStandard")
    assert standard.subject == "measurement_standard:PTB 330/S-7"
    assert standard.properties["standard_type"] == "workingSt"
    assert one(claims, "USED_STANDARD").subject == calibration.subject
    assert not any("5-08" in w for w in WMDR_XML.warnings(SourceFile(file, "made")))


def test_a_check_makes_an_instrument_of_untold_equipment(file: Path) -> None:
    claims, _ = outcome(file, record(deployment(log=CHECK)))

    assert one(claims, "USES").object == one(claims, "HAS_CALIBRATION").subject


def test_a_check_that_does_not_apply_is_a_recorded_reason(file: Path) -> None:
    nil = '<wmdr:ControlCheckReport nilReason="inapplicable"/>'

    claims, rejected = outcome(file, record(deployment(equipment=EQUIPMENT, log=nil)))

    state = next(c for c in claims if c.properties.get("property") == "nil:5-08")
    assert rejected == []
    assert state.properties["element"] == one(claims, "Instrument").subject
    assert state.properties["value"] == "inapplicable"


@pytest.mark.parametrize(
    ("before", "after_", "field"),
    [
        ("inCalibration", "fine", "controlCheckResult"),
        ("workingSt", "best", "standardType"),
        ("P2Y", "two years", "periodOfValidity"),
        ("2018-06-03T00:00:00Z", "2018-06-31T00:00:00Z", "datetime"),
        ("2018-06-03T00:00:00Z", "2018-06-03T00:00:00", "datetime"),
        ("2018-06-03T00:00:00Z", "", "datetime"),
        ("ControlCheckReport", "Gossip", "logEntry"),
    ],
)
def test_a_wrong_check_is_rejected_and_the_rest_stays(
    file: Path, before: str, after_: str, field: str
) -> None:
    log = CHECK.replace(before, after_)

    claims, [rejected] = outcome(file, record(deployment(equipment=EQUIPMENT, log=log)))

    assert rejected.field == field
    assert " / " in rejected.message
    assert rejected.place.line is not None
    assert one(claims, "Deployment").subject == f"deployment:{WIGOS}/d1"


# Deployments


@pytest.mark.parametrize(
    ("told", "height", "printed"),
    [
        ('uom="m">2.50', "2.50", None),
        ('uom="cm">150', "1.50", "150 cm"),
        (f'uom="{CODES}/unit/m">-1.5', "-1.5", None),
        ('uom="[ft_i]">10', "3.0480", "10 [ft_i]"),
    ],
)
def test_heights_are_in_metres(file: Path, told: str, height: str, printed: str | None) -> None:
    name = "wmdr:heightAboveLocalReferenceSurface"

    claims, rejected = outcome(file, record(deployment(f"<{name} {told}</{name}>")))

    assert rejected == []
    assert one(claims, "Deployment").properties["height_m"] == height
    assert one(claims, "Deployment").properties.get("height_as_printed") == printed


@pytest.mark.parametrize("told", ['uom="K">2', 'uom="m">two', ">2", 'uom="m">1e9'])
def test_what_is_no_height_is_rejected(file: Path, told: str) -> None:
    name = "wmdr:heightAboveLocalReferenceSurface"

    _, [rejected] = outcome(file, record(deployment(f"<{name} {told}</{name}>")))

    assert rejected.rule == "height"


@pytest.mark.parametrize(
    ("exposure", "expected"),
    [
        (f'xlink:href="{CODES}/Exposure/class1"', ("class1", None)),
        ('nilReason="withheld"', (None, "withheld")),
        ('xsi:nil="true"', (None, "xsi:nil")),
        (f'xlink:href="{CODES}/Exposure/inapplicable"', (None, "inapplicable")),
        ("", (None, None)),
    ],
)
def test_a_reason_is_recorded_and_what_is_absent_is_not(
    file: Path, exposure: str, expected: tuple[str | None, str | None]
) -> None:
    claims, _ = outcome(file, record(deployment(f"<wmdr:exposure {exposure}/>")))

    assert (
        one(claims, "Deployment").properties.get("exposure"),
        states(claims).get("nil:5-15"),
    ) == expected


def test_unknown_makers_are_a_reason_and_no_model(file: Path) -> None:
    told = (
        "<wmdr:manufacturer>(unknown)</wmdr:manufacturer><wmdr:model>unknown</wmdr:model>"
        "<wmdr:serialNumber>7</wmdr:serialNumber>"
    )

    claims, _ = outcome(file, record(deployment(equipment=told)))

    assert one(claims, "Instrument").subject == f"instrument:{WIGOS}/7"
    assert states(claims)["nil:5-09 model"] == "unknown"
    assert not [c for c in claims if c.kind == "InstrumentModel"]


# Stations


@pytest.mark.parametrize(
    "identifier", ["53463", "0-20000-0-", "4-20000-0-53463", "0-0-0-x", f"{WIGOS},x"]
)
def test_a_station_without_a_wigos_id_is_rejected_whole(file: Path, identifier: str) -> None:
    claims, rejected = outcome(file, record(deployment(equipment=EQUIPMENT), identifier))

    assert claims == []
    assert {r.rule for r in rejected} == {"wigos-id"}


def test_an_observation_may_name_its_station_itself(file: Path) -> None:
    claims, [rejected] = outcome(file, record(deployment(equipment=EQUIPMENT), ""))

    assert rejected.rule == "wigos-id"
    assert one(claims, "AT_STATION").object == "station:53463"


def test_block_numbers_and_further_identifiers() -> None:
    name = station_name("0-20000-0-06725, 0-756-1-Blatten")

    assert (name.wigos, name.number, name.aliases) == (
        "0-20000-0-06725", "06725", ("0-756-1-Blatten",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pos", "rule"),
    [
        ("91 111.5", "decimal"), ("40.8 111,5", "decimal"), ("40.8", "decimal"),
        ("40.8 111.5 1063 7", "decimal"), ("40.8 111.5 99999", "height"),
    ],
)  # fmt: skip
def test_wrong_positions_are_rejected(file: Path, pos: str, rule: str) -> None:
    inside = (
        "<wmdr:geospatialLocation><wmdr:GeospatialLocation><wmdr:geoLocation><gml:Point>"
        f"<gml:pos>{pos}</gml:pos></gml:Point></wmdr:geoLocation></wmdr:GeospatialLocation>"
        "</wmdr:geospatialLocation>"
    )

    _, [rejected] = outcome(file, record(inside))

    assert rejected.rule == rule or (pos.startswith("91") and rejected.rule != "")


def test_what_stands_outside_its_station_is_rejected_by_name(file: Path) -> None:
    text = record("").replace("</wmdr:facility>", '</wmdr:facility><wmdr:deployment gml:id="x"/>')

    _, [rejected] = outcome(file, text)

    assert (rejected.rule, rejected.field) == ("placement", "deployment")


def test_unread_elements_are_told(file: Path) -> None:
    file.write_text(record("<wmdr:newThing/><wmdr:description/>"), encoding="utf-8")

    warnings = WMDR_XML.warnings(SourceFile(file, "made"))

    assert [w for w in warnings if "newThing" in w]
    assert not [w for w in warnings if "description" in w]


# Persons

PARTY = """<wmdr:responsibleParty><wmdr:ResponsibleParty><wmdr:responsibleParty>
<gmd:CI_ResponsibleParty><gmd:individualName><gco:CharacterString>Ada Example</gco:CharacterString>
</gmd:individualName><gmd:organisationName><gco:CharacterString>内蒙古自治区气象局</gco:CharacterString>
</gmd:organisationName><gmd:role><gmd:CI_RoleCode codeListValue="pointOfContact"/></gmd:role>
</gmd:CI_ResponsibleParty></wmdr:responsibleParty></wmdr:ResponsibleParty></wmdr:responsibleParty>"""
FEATURE = """{"type": "Feature", "id": "0-20000-0-53463",
 "conformsTo": ["http://wigos.wmo.int/spec/wmdr/2/conf/core"], "properties": {"title": "呼和浩特",
 "contacts": [{"identifier": "contact:ada@example.org", "name": "Ada Example",
  "organization": "内蒙古自治区气象局"}],
 "contactAssignments": [{"contact": "contact:ada@example.org", "roles": ["pointOfContact"]}]}}"""


@pytest.mark.parametrize(
    ("suffix", "text"), [(".xml", record(PARTY)), (".json", FEATURE)], ids=["xml", "json"]
)
def test_a_person_is_a_keyed_hash_and_hidden_in_excerpts(
    tmp_path: Path, suffix: str, text: str
) -> None:
    path = tmp_path / f"record{suffix}"
    path.write_text(text, encoding="utf-8")
    loader = WMDR_XML if suffix == ".xml" else WMDR_JSON
    source = SourceFile(path, "made", certainty="synthetic")
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            load_file(ledger, writer, Planned(source, loader, named=True), LoadChoices())
        bodies = [bytes(body) for (body,) in ledger.connection.execute("SELECT body FROM claims")]
        [person] = [
            (bytes(digest), Place(offset=offset, length=length))
            for digest, offset, length in ledger.connection.execute(
                "SELECT o.sha256, c.offset, c.length FROM claims c JOIN originals o "
                "USING(original_no) WHERE substr(c.body, 1, 9) = ?", (b'["Person"',)
            )
        ]  # fmt: skip
        ledger.excerpts.refresh()
        shown = ledger.excerpts.text(*person)
        whole = ledger.excerpts.text(person[0], Place(offset=0, length=len(text.encode())))

    assert not any(b"Ada" in body or b"example.org" in body for body in bodies)
    assert shown == HIDDEN
    assert whole is not None
    assert "Ada" not in whole


# Times


def told(text: str) -> Told:
    return Told(text, Place(1))


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2013-05-31T00:00:00Z", "", Period("2013-05-31T00:00:00Z", OPEN_END)),
        ("", "2013-05-30T00:00:00Z", Period(BEGINNING, "2013-05-31T00:00:00Z", False)),
        ("2013-05-31", "..", Period("2013-05-31T00:00:00Z", OPEN_END)),
        ("2013-05-31Z", "2013-05-31Z", Period("2013-05-31T00:00:00Z", "2013-06-01T00:00:00Z")),
        (
            "2013-05-31T08:00:00+08:00",
            "2013-05-31T06:30:00Z",
            Period("2013-05-31T00:00:00Z", "2013-05-31T06:30:00Z"),
        ),
        ("0001-01-01", "9999-12-31", Period(BEGINNING, OPEN_END)),
    ],
)
def test_periods(begin: str, end: str, expected: Period) -> None:
    assert period(Span(told(begin), told(end)), None) == expected


@pytest.mark.parametrize(
    ("begin", "end"),
    [("2013-05-31", "2013-05-29"), ("31.05.2013", ""), ("", "2013-02-29"), ("2013-05", "")],
)
def test_what_is_no_period(begin: str, end: str) -> None:
    with pytest.raises(CellError):
        period(Span(told(begin), told(end)), None)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("P1Y", "2021-02-28T00:00:00Z"), ("P6M", "2020-08-29T00:00:00Z"),
        ("P10M", "2020-12-29T00:00:00Z"), ("P30D", "2020-03-30T00:00:00Z"),
        ("P4Y", "2024-02-29T00:00:00Z"), ("P9999Y", OPEN_END),
    ],
)  # fmt: skip
def test_validity_is_counted_by_the_calendar(duration: str, expected: str) -> None:
    assert after("2020-02-29T00:00:00Z", told(duration)) == expected


# JSON


@pytest.mark.parametrize(
    ("before", "after_", "field"),
    [
        ('"title": "呼和浩特"', '"title": {"a": 1}', "title"),
        ('"roles": ["pointOfContact"]', '"roles": [[]]', "roles"),
        ('"organization": "内蒙古自治区气象局"', '"organization": []', "organization"),
        ('"contact": "contact:ada@example.org"', '"contact": "contact:b"', "contact"),
        ('"title": "呼和浩特"', '"title": "x"}, "time": {"interval": ["2013"]', "time/interval"),
    ],
)
def test_wrong_members_are_rejected_by_name(
    tmp_path: Path, before: str, after_: str, field: str
) -> None:
    assert before in FEATURE
    text = FEATURE.replace(before, after_)
    if field == "time/interval":
        text = FEATURE.replace('"properties"', '"time": {"interval": ["2013"]}, "properties"')

    _, rejected = outcome(tmp_path / "record.json", text)

    assert [r.field for r in rejected] == [field]
    assert rejected[0].place.locator.startswith("json:/")


@pytest.mark.parametrize("text", ['{"type": "Point"}', '{"features": [1]}', "[]", '"Feature"'])
def test_what_is_no_feature_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError):
        outcome(tmp_path / "record.json", text)


def test_a_collection_holds_several_stations(tmp_path: Path) -> None:
    other = FEATURE.replace("53463", "53068")
    text = f'{{"type": "FeatureCollection", "features": [{FEATURE}, {other}]}}'

    claims, rejected = outcome(tmp_path / "record.json", text)

    assert rejected == []
    assert {c.subject for c in claims if c.kind == "Station"} == {"station:53463", "station:53068"}


# Hostile and large records


def test_entities_are_refused_by_the_command_too(file: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + record("").replace("呼", "&b;")
    file.write_text(bomb, encoding="utf-8")

    assert WMDR_XML.accepts(file, file.read_bytes())
    with pytest.raises(SourceError, match="DOCTYPE"):
        outcome(file, bomb)


def test_memory_does_not_grow_with_the_stations(file: Path) -> None:
    whole = record(deployment(equipment=EQUIPMENT, log=CHECK) * 3)
    begin, end = whole.index("<wmdr:facility>"), whole.rindex("</wmdr:WIGOSMetadataRecord>")

    def peak(stations: int) -> int:
        many = (
            whole[begin:end].replace(WIGOS, f"0-20000-0-{number:05d}") for number in range(stations)
        )
        file.write_text(whole[:begin] + "".join(many) + whole[end:], encoding="utf-8")
        source, rows = SourceFile(file, "made"), 0
        tracemalloc.start()
        for row in WMDR_XML.read(source):
            rows += 1
            assert isinstance(row, Rejected) or list(WMDR_XML.claims(row, source))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows == stations * 7
        return top

    assert peak(100) < 2 * peak(20)
