"""Parts of certificates: bad values rejected with their place, nothing said that is not there."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import Claim, Rejected
from loaders.dcc import LOADER
from loaders.dcc.hashes import sha256_of
from loaders.protocol import SourceFile
from ontology import BEGINNING

Outcome = tuple[list[Claim], list[Rejected]]
Read = Callable[..., Outcome]

BASE64 = base64.b64encode(b"\xab" * 32).decode()
CORE = {
    "uniqueIdentifier": "N-1",
    "beginPerformanceDate": "2024-03-01",
    "endPerformanceDate": "2024-03-02",
    "performanceLocation": "laboratory",
}
ITEM = """<dcc:item>
 <dcc:name><dcc:content lang="en">Barometer</dcc:content></dcc:name>
 <dcc:manufacturer><dcc:name><dcc:content>Maker</dcc:content></dcc:name></dcc:manufacturer>
 <dcc:model>M/1</dcc:model>
 <dcc:identifications><dcc:identification>
  <dcc:issuer>manufacturer</dcc:issuer><dcc:value>0001</dcc:value>
 </dcc:identification></dcc:identifications>
</dcc:item>"""
STANDARD = """<dcc:measuringEquipment refType="basic_standardUsed">
 <dcc:name><dcc:content>Piston gauge</dcc:content></dcc:name>
 <dcc:certificate><dcc:referral><dcc:content>here</dcc:content></dcc:referral>
  <dcc:referralID>S-1</dcc:referralID><dcc:procedure>SHA-256</dcc:procedure>
  <dcc:value>%s</dcc:value></dcc:certificate>
 <dcc:identifications><dcc:identification>
  <dcc:issuer>manufacturer</dcc:issuer><dcc:value>7</dcc:value>
 </dcc:identification></dcc:identifications>
</dcc:measuringEquipment>""" % ("AB" * 32)
LABORATORY = (
    "<dcc:calibrationLaboratory><dcc:contact><dcc:name><dcc:content>Lab</dcc:content></dcc:name>"
    "</dcc:contact></dcc:calibrationLaboratory>"
)
REAL = r"<si:real><si:value>%s</si:value><si:unit>\hecto\pascal</si:unit>%s</si:real>"
LIST = (
    "<si:realListXMLList><si:valueXMLList>%s</si:valueXMLList>"
    "<si:unitXMLList>\\kelvin</si:unitXMLList>%s</si:realListXMLList>"
)
EXPANDED = (
    "<si:expandedUncXMLList><si:uncertaintyXMLList>%s</si:uncertaintyXMLList>"
    "</si:expandedUncXMLList>"
)


def quantity(content: str, kind: str = "basic_measurementError") -> str:
    return f'<dcc:quantity refType="{kind}">{content}</dcc:quantity>'


def certificate(
    core: dict[str, str] | None = None, items: str = ITEM, laboratory: str = LABORATORY,
    statements: str = "", equipment: str = STANDARD, results: str = "", comment: str = "",
) -> str:  # fmt: skip
    """A made-up certificate of which a test changes one part."""
    said = "".join(f"<dcc:{k}>{v}</dcc:{k}>" for k, v in (CORE if core is None else core).items())
    return (
        f'<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc" '
        f'xmlns:si="https://ptb.de/si" schemaVersion="3.3.0">{comment}\n<dcc:administrativeData>\n'
        f"<dcc:coreData>{said}</dcc:coreData>\n<dcc:items>{items}</dcc:items>\n{laboratory}\n"
        f"<dcc:statements>{statements}</dcc:statements>\n</dcc:administrativeData>\n"
        f"<dcc:measurementResults><dcc:measurementResult><dcc:measuringEquipments>{equipment}"
        f"</dcc:measuringEquipments><dcc:results><dcc:result><dcc:data>{results}</dcc:data>"
        f"</dcc:result></dcc:results></dcc:measurementResult></dcc:measurementResults>\n"
        f"</dcc:digitalCalibrationCertificate>\n"
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def call(text: str, certainty: str | None = None) -> Outcome:
        path = tmp_path / "certificate.xml"
        path.write_text(text, "utf-8")
        source = SourceFile(path, "dcc/one", certainty=certainty)
        claims: list[Claim] = []
        rejected: list[Rejected] = []
        for row in LOADER.read(source):
            if isinstance(row, Rejected):
                rejected.append(row)
                continue
            for said in LOADER.claims(row, source):
                (claims if isinstance(said, Claim) else rejected).append(said)  # type: ignore[arg-type]
        assert isinstance(LOADER.warnings(source), tuple)
        return claims, rejected

    return call


def node(claims: list[Claim], subject: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for claim in claims:
        if claim.subject == subject and claim.object is None:
            found |= claim.properties
    return found


def state(claims: list[Claim], element: str, name: str) -> object:
    said = (c.properties for c in claims if c.kind == "State")
    found = {p["value"] for p in said if (p["element"], p["property"]) == (element, name)}
    assert len(found) < 2
    return found.pop() if found else None


def edges(claims: list[Claim], kind: str) -> set[tuple[str, str | None, str]]:
    return {(c.subject, c.object, c.valid_from) for c in claims if c.kind == kind}


MARCH = "2024-03-01T16:00:00Z"  # the civil day 2024-03-02


def test_a_whole_certificate(read: Read) -> None:
    claims, rejected = read(certificate())

    assert rejected == []
    assert edges(claims, "HAS_CALIBRATION") == {
        ("instrument:Maker/M%252F1/0001", "calibration:N-1", MARCH),
        ("measurement_standard:Piston gauge/7", "calibration:S-1", BEGINNING),
    }
    assert edges(claims, "DOCUMENTED_BY") == {
        ("calibration:N-1", "certificate:N-1", MARCH),
        ("calibration:S-1", "certificate:S-1", BEGINNING),
    }
    assert node(claims, "certificate:S-1")["sha256"] == "ab" * 32
    assert state(claims, "certificate:S-1", "cited_sha256") == "ab" * 32
    assert node(claims, "calibration:N-1")["result"] == "unknown"
    assert {c.certainty for c in claims} == {"stated"}


def test_certainty_is_the_users_unless_the_file_denies_itself(read: Read) -> None:
    comment = "<!-- this is NOT A REAL calibration certificate! -->"

    assert {c.certainty for c in read(certificate(), "inferred")[0]} == {"inferred"}
    claims, _ = read(certificate(comment=comment), "inferred")
    assert {c.certainty for c in claims} == {"synthetic"}
    assert node(claims, "certificate:N-1")["notice"] == (
        "this is NOT A REAL calibration certificate!"
    )


# What is missing stays missing


def without(name: str) -> dict[str, str]:
    return {k: v for k, v in CORE.items() if k != name}


def test_an_unknown_date_stays_unknown(read: Read) -> None:
    claims, rejected = read(certificate(without("endPerformanceDate")))

    assert rejected == []
    assert "performed_on" not in node(claims, "calibration:N-1")
    assert state(claims, "calibration:N-1", "nil:performed_on") == "missing"
    assert ("instrument:Maker/M%252F1/0001", "calibration:N-1", BEGINNING) in edges(
        claims, "HAS_CALIBRATION"
    )
    dated = [c for c in claims if c.kind in ("HAS_CALIBRATION", "DOCUMENTED_BY", "PERFORMED_BY")]
    assert {c.properties["begin_known"] for c in dated} == {False}


def test_an_issue_date_is_read_where_the_format_has_one(read: Read) -> None:
    claims, _ = read(certificate({**CORE, "issueDate": "2024-03-05+08:00"}))

    assert node(claims, "certificate:N-1")["issued"] == "2024-03-04T16:00:00Z"
    assert state(claims, "certificate:N-1", "nil:issued") is None
    assert state(claims, "certificate:N-1", "nil:valid_until") == "missing"


def test_no_laboratory_and_no_equipment(read: Read) -> None:
    claims, rejected = read(certificate(laboratory="", equipment=""))

    assert rejected == []
    assert state(claims, "calibration:N-1", "nil:performed_by") == "missing"
    assert state(claims, "calibration:N-1", "nil:8-05") == "missing"
    assert edges(claims, "PERFORMED_BY") == edges(claims, "USED_STANDARD") == set()


def test_equipment_that_is_no_standard_claims_nothing(read: Read) -> None:
    claims, rejected = read(
        certificate(equipment=STANDARD.replace("basic_standardUsed", "basic_chamber"))
    )

    assert rejected == []
    assert [c for c in claims if "Piston" in repr(c)] == []


def test_an_item_that_says_it_is_a_standard_is_one(read: Read) -> None:
    item = ITEM.replace("<dcc:item>", '<dcc:item refType="basic_referenceStandard">')

    claims, _ = read(certificate(items=item))

    assert node(claims, "measurement_standard:Maker/M%252F1/0001")["serial"] == "0001"


@pytest.mark.parametrize(
    ("procedure", "value", "expected"),
    [
        ("SHA256", "AB" * 32, "ab" * 32),
        ("sha-256", ":".join(["ab"] * 32), "ab" * 32),
        ("http://www.w3.org/2001/04/xmlenc#sha256", BASE64, "ab" * 32),
        ("SHA256", "SHA256-value", ""),
        ("SHA512", "ab" * 32, ""),
        ("SHA256", "", ""),
        ("SHA256", "ab" * 31, ""),
        ("analogue", "analogue", ""),
    ],
)  # fmt: skip
def test_hashes(procedure: str, value: str, expected: str) -> None:
    assert sha256_of(procedure, value) == expected


# Conformity


def conformity(*statuses: str, kind: str = "basic_conformity") -> str:
    return "".join(
        f'<dcc:statement refType="{kind}"><dcc:conformity>{s}</dcc:conformity></dcc:statement>'
        for s in statuses
    )


@pytest.mark.parametrize(
    ("statuses", "result"),
    [
        ((), "unknown"),
        (("pass",), "inCalibration"),
        (("pass", "fail"), "outOfCalibration"),
        (("fail",), "outOfCalibration"),
        (("conditionalPass",), "unknown"),
        (("pass", "noPass"), "unknown"),
        (("noFail",), "unknown"),
    ],
)
def test_result_by_conformity(read: Read, statuses: tuple[str, ...], result: str) -> None:
    claims, rejected = read(certificate(statements=conformity(*statuses)))

    assert rejected == []
    assert node(claims, "calibration:N-1")["result"] == result
    assert node(claims, "calibration:N-1").get("conformity", ()) == statuses


def adjustment(status: str) -> str:
    limits = "".join(
        f'<dcc:quantity refType="basic_toleranceLimit{side}">{LIST % (values, "")}</dcc:quantity>'
        for side, values in (("Upper", "0.2 0.5"), ("Lower", "-0.2 -0.5"))
    )
    return (
        "<dcc:influenceConditions><dcc:influenceCondition><dcc:status>beforeAdjustment</dcc:status>"
        f'<dcc:data><dcc:quantity refType="basic_measurementError">{LIST % ("0.3 -0.4", "")}'
        f"<dcc:measurementMetaData><dcc:metaData><dcc:conformity>{status}</dcc:conformity>"
        f"<dcc:data>{limits}</dcc:data></dcc:metaData></dcc:measurementMetaData></dcc:quantity>"
        "</dcc:data></dcc:influenceCondition></dcc:influenceConditions>"
    )


@pytest.mark.parametrize(("found", "result"), [("fail", "recalibrated"), ("pass", "inCalibration")])
def test_as_found_before_an_adjustment(read: Read, found: str, result: str) -> None:
    text = certificate(statements=conformity("pass"), results=adjustment(found))

    claims, rejected = read(text)

    assert rejected == []
    said = node(claims, "calibration:N-1")
    assert said["result"] == result
    assert said["adjusted"] is True
    assert (said["as_found_error"], said["tolerance"]) == ("0.3", "0.2")
    assert said["conformity"] == ("pass",)


# Values


def test_digits_and_unit_are_kept_as_printed(read: Read) -> None:
    text = certificate(results=quantity(REAL % ("1013.250", "")))

    claims, _ = read(text)

    said = node(claims, "calibration_quantity:N-1|1")
    assert (said["values"], said["unit"], said["unit_printed"]) == (
        ("1013.250",), "hPa", r"\hecto\pascal",
    )  # fmt: skip


def test_a_unit_without_a_code_is_kept_as_printed(read: Read) -> None:
    claims, rejected = read(
        certificate(results=quantity((REAL % ("1", "")).replace("\\hecto\\pascal", "\\furlong")))
    )

    assert rejected == []
    assert "unit" not in node(claims, "calibration_quantity:N-1|1")
    assert node(claims, "calibration_quantity:N-1|1")["unit_printed"] == "\\furlong"


def test_the_newer_form_of_uncertainty(read: Read) -> None:
    unc = (
        "<si:measurementUncertaintyUnivariate><si:expandedMU><si:valueExpandedMU>0.10"
        "</si:valueExpandedMU><si:coverageFactor>2</si:coverageFactor><si:coverageProbability>"
        "0.95</si:coverageProbability></si:expandedMU></si:measurementUncertaintyUnivariate>"
    )

    claims, _ = read(certificate(results=quantity(REAL % ("1", unc))))

    said = node(claims, "calibration_quantity:N-1|1")
    assert (said["uncertainties"], said["uncertainty_kind"]) == (("0.10",), "expanded")
    assert (said["coverage_factors"], said["coverage_probabilities"]) == (("2",), ("0.95",))


ERROR = quantity(REAL % ("1", ""))
BAD = {
    "value": (certificate(results=ERROR.replace(">1<", ">1,5<")), "value", "1,5", "decimal"),
    "no value": (certificate(results=ERROR.replace(">1<", "><")), "value", "", "required"),
    "not a number": (certificate(results=ERROR.replace(">1<", ">NaN<")), "value", "NaN", "decimal"),
    "no unit": (
        certificate(results=ERROR.replace(r"\hecto\pascal", "")), "unit", "", "required",
    ),
    "complex": (
        certificate(results=quantity("<si:complex/>")), "quantity", "complex", "quantity",
    ),
    "lengths": (
        certificate(results=quantity(LIST % ("1 2 3", EXPANDED % "1 2"))),
        "uncertainty", "1 2", "list length",
    ),
    "conformity": (
        certificate(statements=conformity("maybe")), "conformity", "maybe", "code",
    ),
    "recalibration": (
        certificate(statements='<dcc:statement refType="basic_recalibration"><dcc:date>2024-02-30'
                    "</dcc:date></dcc:statement>"), "date", "2024-02-30", "date",
    ),
    "laboratory": (
        certificate(laboratory="<dcc:calibrationLaboratory/>"), "contact/name", "", "required",
    ),
    "item": (certificate(items="<dcc:item/>"), "identifications", "", "required"),
    "equipment": (
        certificate(equipment="<dcc:measuringEquipment/>"), "identifications", "", "required",
    ),
    "long name": (
        certificate(items=ITEM.replace(">0001<", f">{'9' * 5000}<")), "id", None, "length",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_part_is_rejected_and_the_others_stand(read: Read, case: str) -> None:
    text, field, value, rule = BAD[case]

    claims, rejected = read(text)

    (reject,) = rejected
    assert (reject.field, reject.rule) == (field, rule)
    assert value is None or reject.value == value
    assert len(reject.value) <= 200
    assert " / " in reject.message
    assert reject.identity
    assert reject.place.line is not None
    assert reject.place.locator.startswith("xpath:/dcc:digitalCalibrationCertificate/")
    assert claims


HEADLESS = {
    "no number": (without("uniqueIdentifier"), "uniqueIdentifier", "required"),
    "blank number": ({**CORE, "uniqueIdentifier": " \n "}, "uniqueIdentifier", "required"),
    "no date": ({**CORE, "endPerformanceDate": "2024-13-01"}, "endPerformanceDate", "date"),
    "no day": ({**CORE, "beginPerformanceDate": "2024-02-30"}, "beginPerformanceDate", "date"),
    "ends before it begins": (
        {**CORE, "beginPerformanceDate": "2024-03-03"}, "endPerformanceDate", "interval",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADLESS)
def test_without_its_core_nothing_in_it_belongs_anywhere(read: Read, case: str) -> None:
    core, field, rule = HEADLESS[case]

    claims, rejected = read(certificate(core, results=ERROR))

    assert claims == []
    assert (rejected[0].field, rejected[0].rule) == (field, rule)
    assert [r.rule for r in rejected[1:]] == ["certificate"] * 4
