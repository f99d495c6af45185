"""Real records of OSCAR/Surface and the sample, exported as WMDR 1.0 and read again.

What is read from an export is compared with what was read from the record itself, claim by claim.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dashboard.exchange import Exported, write_exchange
from graph import Claim, Rejected
from graph.ledger import Ledger, LedgerReader
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.protocol import Loader, SourceFile
from loaders.wmdr_json import LOADER as WMDR_JSON
from loaders.wmdr_xml import LOADER as WMDR_XML

Said = tuple[object, ...]
NAMES = (
    "20200304_0-20000-0-06494", "20201007_0-156-10000-51056", "20221124_0-578-0-92100",
    "20240806_0-840-11502-KominkoSlade", "20250314_0-404-800-4AA01", "20250529_0-410-0-22184",
    "20250728_0-756-1-387493", "20251001_0-20008-0-MKN", "20260318_0-20008-0-ARO",
    "20260604_0-70-0-Lukavac", "Blatten_20250729_0-20000-0-06725",
)  # fmt: skip
STREAMS = {"unit", "nil:1-02", "reporting_interval", "reporting_schedule", "international_exchange"}


def said(path: Path, loader: Loader = WMDR_XML) -> set[Said]:
    """What the claims of a file say, property by property; nothing of it may be rejected."""
    source = SourceFile(path, "oscar")
    found: set[Said] = set()
    for row in loader.read(source):
        assert not isinstance(row, Rejected), row
        for claim in loader.claims(row, source):
            assert isinstance(claim, Claim), claim
            key = (claim.kind, claim.subject, claim.object, claim.valid_from, claim.valid_to)
            found |= {(*key, name, value) for name, value in claim.properties.items()} | {key}
    return found


def exported(home: Path, paths: list[Path], output: Path, form: str = "wmdr-xml") -> Exported:
    with Ledger(home) as ledger:
        with ledger.writing() as writer:
            for planned in make_plan(paths, Declared()).files:
                load_file(ledger, writer, planned, LoadChoices())
        return write_exchange(LedgerReader(ledger), form, output)


@pytest.fixture(scope="module")
def real(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Exported]]:
    """Each real record alone in a home, and its export."""
    folder = shared / "data/wmdr/xml_1.0"
    found = {}
    for name in NAMES:
        place = tmp_path_factory.mktemp("wmdr")
        done = exported(place / "home", [folder / f"{name}.xml"], place / "out")
        (path,) = (place / "out").iterdir()
        found[name] = path, done
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_real_record_validates(
    name: str, real: dict[str, tuple[Path, Exported]], wmdr_schema: Any
) -> None:
    from lxml import etree

    wmdr_schema.assertValid(etree.parse(real[name][0]))


def test_the_schema_refuses_what_is_no_record(
    real: dict[str, tuple[Path, Exported]], wmdr_schema: Any
) -> None:
    from lxml import etree

    tree = etree.parse(real[NAMES[0]][0])
    (period, *_) = tree.iter("{http://def.wmo.int/wmdr/1.0}sourceOfObservation")
    period.getparent().remove(period)

    assert not wmdr_schema.validate(tree)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_record_comes_back_claim_by_claim(
    name: str, shared: Path, real: dict[str, tuple[Path, Exported]]
) -> None:
    path, done = real[name]
    before, after = said(shared / f"data/wmdr/xml_1.0/{name}.xml"), said(path)
    lost = before - after
    kinds = Counter(fact[0] for fact in lost if len(fact) == 5)
    roles = {fact for fact in lost if fact[5:] == ("role", "primary")}
    names = {fact[6] for fact in lost if fact[0] == "State" and fact[5:6] == ("property",)}

    assert after - before == set()
    assert names <= STREAMS
    assert dict(kinds) | ({"Deployment.role": len(roles)} if roles else {}) == done.left_out


def test_what_eleven_real_records_lose_is_counted(shared: Path, tmp_path: Path) -> None:
    """34 states of streams whose interval or schedule OSCAR left blank; the schema wants both."""
    done = exported(tmp_path / "home", [shared / "data/wmdr/xml_1.0"], tmp_path / "out")

    assert done.counts == {"stations": 11, "without_wigos_id": 0}
    assert done.left_out == {"CODED_AS": 1, "HAS_STATE": 34, "State": 34, "Deployment.role": 1}


def test_the_same_graph_is_the_same_files(shared: Path, tmp_path: Path) -> None:
    path = shared / "data/wmdr/xml_1.0/20250728_0-756-1-387493.xml"
    names = [tmp_path / "a", tmp_path / "b"]
    for place in names:
        exported(place.with_suffix(".home"), [path], place)

    assert [p.read_bytes() for p in names[0].iterdir()] == [
        p.read_bytes() for p in names[1].iterdir()
    ]


# WMDR 2


@pytest.mark.parametrize("origin", ["xml_1.0", "json_v2_0.3.2"])
def test_real_records_validate_as_json(origin: str, shared: Path, tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    schema = shared / "data/wmdr/schemas/wmdr2-record-feature.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    place = shared / "data/wmdr" / origin
    exported(tmp_path / "home", [place], tmp_path / "out", "wmdr-json")
    paths = list((tmp_path / "out").iterdir())

    assert len(paths) == len(NAMES)
    for path in paths:
        assert list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []


def test_real_json_records_come_back(shared: Path, tmp_path: Path) -> None:
    """Of one station four units are told of two series each; one series tells them again."""
    folder = shared / "data/wmdr/json_v2_0.3.2"
    before = {fact for name in NAMES for fact in said(folder / f"{name}.json", WMDR_JSON)}
    done = exported(tmp_path / "home", [folder], tmp_path / "out", "wmdr-json")
    after = {fact for path in (tmp_path / "out").iterdir() for fact in said(path, WMDR_JSON)}
    lost = Counter(fact[0] for fact in before - after if len(fact) == 5)

    assert after - before == set()
    assert dict(lost) == done.left_out == {"HAS_STATE": 4, "State": 4}
