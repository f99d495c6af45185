"""Stations as WMDR: calibrations with their evidence, gaps, persons, and what is left out."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from dashboard.exchange import Exported, write_exchange
from graph import Claim, InvalidValueError, Place
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSpec
from graph.projection import stream_elements
from loaders import Declared, LoadChoices, SourceFile, load_file, make_plan
from loaders.protocol import RawRow
from loaders.sample import write_province
from loaders.wmdr_json import LOADER as JSON
from loaders.wmdr_xml import LOADER as XML
from ontology import NODE_KINDS, make_id

STATIONS = 4
IMPLIED = {"Series", "Variable", "OBSERVED_AT", "OF_VARIABLE", "State", "HAS_STATE", "CODED_AS"}
"""What the format cannot but say: a deployment is of a series; an unknown result is a reason."""
NAMES = {"wmdr": "http://def.wmo.int/wmdr/1.0", "sy": "urn:suyuan:",
         "gml": "http://www.opengis.net/gml/3.2"}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a sample of a few stations."""
    place = tmp_path_factory.mktemp("sample")
    write_province(place / "sample", stations=STATIONS)
    with Ledger(place / "home") as ledger, ledger.writing() as writer:
        for planned in make_plan([place / "sample"], Declared()).files:
            load_file(ledger, writer, planned, LoadChoices())
    return place / "home"


@pytest.fixture(scope="module")
def exported(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    output = tmp_path_factory.mktemp("out") / "xml"
    with Ledger(sample) as ledger:
        return output, write_exchange(LedgerReader(ledger), "wmdr-xml", output)


def read(folder: Path, loader: Any = XML) -> list[Claim]:
    claims: list[Claim] = []
    for path in sorted(folder.iterdir()):
        source = SourceFile(path, "export")
        for row in loader.read(source):
            assert isinstance(row, RawRow), row
            for claim in loader.claims(row, source):
                assert isinstance(claim, Claim), claim
                claims.append(claim)
    return claims


def whole(home: Path) -> Counter[str]:
    with Ledger(home) as ledger:
        reader = LedgerReader(ledger)
        elements = chain(stream_elements(reader, edges=False), stream_elements(reader, edges=True))
        return Counter(element.kind for element in elements)


def keys(claims: list[Claim]) -> dict[str, set[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    for claim in claims:
        begin = claim.valid_from if claim.object else ""
        found.setdefault(claim.kind, set()).add((claim.subject, claim.object, begin))
    return found


def test_the_sample_validates(exported: tuple[Path, Exported], wmdr_schema: Any) -> None:
    from lxml import etree

    for path in exported[0].iterdir():
        wmdr_schema.assertValid(etree.parse(path))


def test_carried_and_left_out_are_the_whole_graph(
    sample: Path, exported: tuple[Path, Exported]
) -> None:
    output, done = exported
    read_back = keys(read(output))

    for kind, number in whole(sample).items():
        if kind not in IMPLIED:
            carried = len(read_back.get(kind, ()))
            assert carried + done.left_out.get(kind, 0) == number, kind
    assert done.counts["stations"] == STATIONS


def test_what_is_read_is_what_the_graph_holds(
    sample: Path, exported: tuple[Path, Exported]
) -> None:
    """No claim of an export is about an element that the graph has not."""
    with Ledger(sample) as ledger:
        reader = LedgerReader(ledger)
        held = {
            (e.kind, e.subject, e.object, e.valid_from if e.object else "")
            for e in chain(
                stream_elements(reader, edges=False), stream_elements(reader, edges=True)
            )
        }
    for kind, told in keys(read(exported[0])).items():
        if kind not in IMPLIED | {"Location", "LOCATED_AT"}:  # named by their source
            assert {(kind, *one) for one in told} <= held


def test_synthetic_stays_synthetic(exported: tuple[Path, Exported]) -> None:
    for path in exported[0].iterdir():
        assert "SYNTHETIC" in path.read_text(encoding="utf-8")
    assert {claim.certainty for claim in read(exported[0])} == {"synthetic"}


def test_calibrations_keep_certificates_and_evidence(
    sample: Path, exported: tuple[Path, Exported]
) -> None:
    from lxml import etree

    with Ledger(sample) as ledger:
        reader = LedgerReader(ledger)
        checked = {c.object for c in reader.live_of_kind("HAS_CALIBRATION")
                   if c.subject.startswith("instrument:")}  # fmt: skip
        documents = {(c.subject, c.object) for c in reader.live_of_kind("DOCUMENTED_BY")
                     if c.subject in checked}  # fmt: skip
        digests = {c.subject: c.properties.get("sha256") for c in
                   reader.live_of_kind("Certificate")}  # fmt: skip
        known = {f"{c.short}": c for c in reader.all_live()}
    claims = read(exported[0])
    trees = [etree.parse(path) for path in exported[0].iterdir()]
    cited = {
        (entry.get("identity"), told.get("claim").rpartition(":")[2], told.get("original"))
        for tree in trees
        for entry in tree.iterfind(".//sy:entry", NAMES)
        for told in entry.iterfind("sy:evidence", NAMES)
    }

    assert {c.subject for c in claims if c.kind == "Calibration"} == checked
    assert {(c.subject, c.object) for c in claims if c.kind == "DOCUMENTED_BY"} == documents
    for claim in claims:
        if claim.kind == "Certificate":
            assert claim.properties.get("sha256") == digests[claim.subject]
    assert len({identity for identity, _, _ in cited}) == len(checked)
    for identity, short, original in cited:
        assert known[short].kind in {"Calibration", "DOCUMENTED_BY", "Certificate"}
        assert original.startswith("urn:sha256:")
        assert identity.startswith("urn:suyuan:element:calibration:")


def test_no_entry_names_an_author(exported: tuple[Path, Exported]) -> None:
    from lxml import etree

    for path in exported[0].iterdir():
        authors = list(etree.parse(path).iterfind(".//wmdr:author", NAMES))
        assert authors
        assert {author.text for author in authors} == {None}


# Small graphs

STATION = make_id(NODE_KINDS["Station"], "53463")
UNIT, PERSON = make_id(NODE_KINDS["Unit"], "甲台"), make_id(NODE_KINDS["Person"], "5f0c")
PLACE = make_id(NODE_KINDS["Location"], "53463", "a", "0001-01-01T00:00:00Z")


def filled(home: Path, claims: list[Claim]) -> Ledger:
    ledger = Ledger(home)
    path = home.parent / "a.csv"
    path.write_text("甲", encoding="utf-8")
    with ledger.writing() as writer:
        session = writer.begin(LoadSpec("a", "table", "test", "1", "{}", str(path)), path)
        rows = [(claim, Place(n + 1), None) for n, claim in enumerate(claims)]
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
        session.close()
    return ledger


@pytest.mark.parametrize("form", ["wmdr-xml", "wmdr-json"])
def test_persons_stay_out_and_are_counted(form: str, tmp_path: Path) -> None:
    claims = [
        Claim("Station", STATION, None, {"name": "呼和浩特", "wigos_id": "0-20000-0-53463"}),
        Claim("CONTACT", STATION, UNIT, {}),
        Claim("CONTACT", STATION, PERSON, {}),
        Claim("MEMBER_UNIT", PERSON, UNIT, {}),
        Claim("Person", PERSON, None, {"post": "台长"}),
    ]
    with filled(tmp_path / "home", claims) as ledger:
        done = write_exchange(LedgerReader(ledger), form, tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    text = path.read_text(encoding="utf-8")

    assert "甲台" in text
    assert "5f0c" not in text
    assert "台长" not in text
    assert done.left_out == {"CONTACT": 1, "MEMBER_UNIT": 1, "Person": 1}


def test_a_gap_is_no_value(tmp_path: Path, wmdr_schema: Any) -> None:
    from lxml import etree

    claims = [Claim("Station", STATION, None, {"name": "呼和浩特"})]
    with filled(tmp_path / "home", claims) as ledger:
        done = write_exchange(LedgerReader(ledger), "wmdr-xml", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    tree = etree.parse(path)
    (kind,) = tree.iterfind(".//wmdr:facilityType", NAMES)

    wmdr_schema.assertValid(tree)
    assert dict(kind.attrib) == {"nilReason": "other:notStated"}
    assert tree.findtext(".//gml:identifier", namespaces=NAMES).endswith(STATION)
    assert tree.find(".//wmdr:geospatialLocation", NAMES) is None
    assert {claim.kind for claim in read(tmp_path / "out")} <= {"Station", "State", "HAS_STATE"}
    assert done.counts == {"stations": 1, "without_wigos_id": 1}
    assert done.left_out == {}


@pytest.mark.parametrize(("form", "loader"), [("wmdr-xml", XML), ("wmdr-json", JSON)])
def test_digits_stay_as_printed(form: str, loader: Any, tmp_path: Path) -> None:
    claims = [
        Claim("Station", STATION, None, {"name": "呼和浩特", "wigos_id": "0-20000-0-53463"}),
        Claim("LOCATED_AT", STATION, PLACE, {}),
        Claim("Location", PLACE, None,
              {"latitude": "40.8500", "longitude": "111.0", "elevation_m": "1153.50"}),
    ]  # fmt: skip
    with filled(tmp_path / "home", claims) as ledger:
        done = write_exchange(LedgerReader(ledger), form, tmp_path / "out")
    (place,) = [claim for claim in read(tmp_path / "out", loader) if claim.kind == "Location"]

    told = ("latitude", "longitude", "elevation_m")
    assert [place.properties[name] for name in told] == ["40.8500", "111.0", "1153.50"]
    assert done.left_out == {}


def test_json_has_no_name_for_a_station_without_identifier(tmp_path: Path) -> None:
    claims = [Claim("Station", STATION, None, {"name": "呼和浩特"})]
    with filled(tmp_path / "home", claims) as ledger:
        done = write_exchange(LedgerReader(ledger), "wmdr-json", tmp_path / "out")

    assert list((tmp_path / "out").iterdir()) == []
    assert done.counts == {"stations": 0, "without_wigos_id": 1}
    assert done.left_out == {"Station": 1}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    with filled(tmp_path / "home", []) as ledger, pytest.raises(InvalidValueError, match="empty"):
        write_exchange(LedgerReader(ledger), "wmdr-xml", tmp_path / "out")

    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine"]


def test_the_sample_as_json_is_marked(sample: Path, tmp_path: Path) -> None:
    with Ledger(sample) as ledger:
        done = write_exchange(LedgerReader(ledger), "wmdr-json", tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        properties = json.loads(path.read_text(encoding="utf-8"))["properties"]
        assert properties["suyuan:synthetic"] is True
        assert "SYNTHETIC" in properties["description"]
    assert {claim.certainty for claim in read(tmp_path / "out", JSON)} <= {"synthetic"}
    assert done.left_out["Calibration"] == whole(sample)["Calibration"]
