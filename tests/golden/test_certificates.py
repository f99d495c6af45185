"""What five real files of the DCC project say, read from them by eye before there was a loader."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph import Claim, Rejected
from loaders.dcc import LOADER
from loaders.protocol import SourceFile
from ontology import BEGINNING, civil_day
from ontology.derive import claim_problem

GOLDEN = Path(__file__).parent / "dcc"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))


@dataclass(frozen=True)
class Said:
    """The claims of one certificate, by kind and by element."""

    claims: tuple[Claim, ...]
    raw: bytes

    def nodes(self, kind: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        for claim in self.claims:
            if claim.kind == kind and claim.object is None:
                found[claim.subject].update(claim.properties)
        return found

    def ends(self, kind: str, subject: str | None = None) -> list[str]:
        return [
            str(c.object) for c in self.claims
            if c.kind == kind and c.object is not None and subject in (None, c.subject)
        ]  # fmt: skip

    def states(self, element: str) -> dict[str, dict[str, Any]]:
        states = self.nodes("State")
        linked = self.ends("HAS_STATE", element)
        return {s["property"]: s for i, s in states.items() if i in linked}


def read(path: Path) -> Said:
    source = SourceFile(path, "dcc/certificate")
    claims: list[Claim] = []
    for row in LOADER.read(source):
        assert not isinstance(row, Rejected), row
        for claim in LOADER.claims(row, source):
            assert isinstance(claim, Claim), claim
            claims.append(claim)
    return Said(tuple(claims), path.read_bytes())


@pytest.fixture(params=NAMES)
def golden(request: pytest.FixtureRequest) -> dict[str, Any]:
    text = (GOLDEN / f"{request.param}.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


@pytest.fixture
def said(golden: dict[str, Any], shared: Path) -> Said:
    return read(shared / "data" / "dcc_pydcc" / golden["file"])


def test_certificate_and_calibration(golden, said) -> None:
    number = golden["number"]
    certificate = said.nodes("Certificate")[f"certificate:{number}"]
    calibration = said.nodes("Calibration")[f"calibration:{number}"]

    for name in ("sha256", "schema_version", "notice", "signed_by", "signed_on"):
        assert certificate.get(name) == golden.get(name), name
    assert "issued" not in certificate
    assert "valid_until" not in certificate | calibration
    for name in ("began_on", "performed_on", "recalibration_due"):
        assert civil_day(calibration[name]) == golden[name], name
    for name in ("result", "location"):
        assert calibration[name] == golden[name], name
    assert list(calibration["conformity"]) == golden["conformity"]
    assert list(calibration["norms"]) == golden["norms"]
    assert said.ends("FOLLOWS") == golden["follows"]
    error, tolerance = golden["as_found"] or (None, None)
    assert calibration.get("as_found_error") == error
    assert calibration.get("tolerance") == tolerance
    assert calibration.get("adjusted", False) == (error is not None)


def test_laboratory(golden, said) -> None:
    unit = f"unit:{golden['laboratory']}"

    assert said.nodes("Unit") == {unit: {"name": golden["laboratory"]}}
    assert said.ends("PERFORMED_BY", f"calibration:{golden['number']}") == [unit]
    assert said.ends("ISSUED_BY", f"certificate:{golden['number']}") == [unit]


def test_states_of_the_certificate(golden, said) -> None:
    states = said.states(f"certificate:{golden['number']}")

    assert states["file_sha256"]["value"] == golden["sha256"]
    assert states["signature"]["value"] == golden["signature"]
    assert sorted(name for name in states if name.startswith("nil:")) == golden["missing"]
    assert {states[name]["value"] for name in golden["missing"]} == {"missing"}


def test_items(golden, said) -> None:
    items = said.nodes("Instrument")

    assert set(items) == set(golden["items"])
    for item, expected in golden["items"].items():
        assert items[item]["name"] == expected["name"]
        assert items[item]["serial"] == expected["serial"]
        assert list(items[item]["identifications"]) == expected["identifications"]
        assert said.ends("OF_MODEL", item) == [expected["model"]]
        assert said.ends("HAS_CALIBRATION", item) == [f"calibration:{golden['number']}"]


def test_standards_and_the_certificates_named_for_them(golden, said) -> None:
    standards = said.nodes("MeasurementStandard")

    assert set(standards) == set(golden["standards"])
    assert said.ends("USED_STANDARD") == list(golden["standards"])
    for standard, expected in golden["standards"].items():
        assert standards[standard]["name"] == expected["name"]
        assert standards[standard].get("serial") == expected["serial"]
        assert ("nil:5-09" in said.states(standard)) == (expected["serial"] is None)
        certificate = expected["certificate"]
        if certificate is None:
            assert said.states(standard)["nil:5-08"]["value"] == "missing"
            assert said.ends("HAS_CALIBRATION", standard) == []
            continue
        calibration = certificate.replace("certificate:", "calibration:")
        assert said.ends("HAS_CALIBRATION", standard) == [calibration]
        assert said.ends("DOCUMENTED_BY", calibration) == [certificate]
        assert said.nodes("Certificate")[certificate]["uri"] == expected["uri"]
        assert "sha256" not in said.nodes("Certificate")[certificate]
        (name, state) = said.states(certificate).popitem()
        assert f"{name} {state['value']} ({state['reason']})" == expected["hash"]


def test_quantities_digit_by_digit(golden, said) -> None:
    calibration = f"calibration:{golden['number']}"

    for edge, name in (("HAS_CONDITION", "conditions"), ("HAS_RESULT", "results")):
        assert printed(said, said.ends(edge, calibration)) == golden[name]


def printed(said: Said, ids: Iterable[str]) -> dict[str, str]:
    """Quantities as the golden files write them: `values unit ± uncertainty k= p= = again`."""
    nodes, lines = said.nodes("CalibrationQuantity"), {}
    for quantity in ids:
        number = quantity.split("|")[-1].partition(".")[0]
        node = nodes[quantity]
        line = " ".join([*node["values"], node["unit"]])
        if "uncertainties" in node:
            assert node["uncertainty_kind"] == "expanded"
            line += f" ± {' '.join(node['uncertainties'])} k={' '.join(node['coverage_factors'])}"
            line += f" p={' '.join(node['coverage_probabilities'])}"
        lines[number] = f"{lines[number]} = {line}" if number in lines else line
    return lines


def test_all_is_synthetic_because_the_file_says_so(golden, said) -> None:
    assert golden["notice"] in said.raw.decode()
    assert {claim.certainty for claim in said.claims} == {"synthetic"}


def test_no_person_is_named(golden, said) -> None:
    text = repr(said.claims)

    assert b"Musterfrau" in said.raw
    for private in ("Muster", "Calibration Lab", "@", "+49", "Kunde"):
        assert private not in text, private


def test_every_claim_holds_to_the_declarations(golden, said) -> None:
    for c in said.claims:
        problem = claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
        assert problem is None, (c, problem)
        unknown = c.valid_from == BEGINNING and c.kind in ("HAS_CALIBRATION", "DOCUMENTED_BY")
        assert (c.properties.get("begin_known") is False) >= unknown


def test_places_are_the_bytes_of_the_elements(golden, shared) -> None:
    source = SourceFile(shared / "data" / "dcc_pydcc" / golden["file"], "dcc/certificate")
    raw = source.path.read_bytes()
    names = {"certificate": "coreData", "laboratory": "name", "item": "item",
             "equipment": "measuringEquipment", "quantity": "quantity",
             "signature": "Signature"}  # fmt: skip

    for row in LOADER.read(source):
        place = row.place
        assert None not in (place.offset, place.length)
        excerpt = raw[place.offset : place.offset + place.length].decode()
        name = names[row.identity.partition("|")[0]]
        assert excerpt.startswith((f"<dcc:{name}", f"<ds:{name}"))
        assert excerpt.endswith(f"{name}>")
        before = raw[: place.offset].decode().replace("\r\n", "\n")
        assert place.line == before.count("\n") + 1
        assert place.column == len(before) - before.rfind("\n") - 1
        assert place.locator.startswith("xpath:/dcc:digitalCalibrationCertificate/")
