"""What the core data, the laboratory and the signature of a certificate claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import Claim
from loaders.dcc import conformity
from loaders.dcc.elements import Element
from loaders.dcc.model import Part
from loaders.dcc.rows import day_of
from loaders.dcc.signature import ABSENT
from loaders.dcc.things import said
from loaders.dcc.words import MISSING, Words, node_id
from loaders.positions import CellError
from ontology import TimeError, valid_time

FILE_HASH, CITED_HASH, SIGNATURE = "file_sha256", "cited_sha256", "signature"
_RECALIBRATION = "basic_recalibration"
_LONGEST = 200
_EDITION = re.compile(r"(?P<document>.+?)\s*:\s*(?P<version>\d{4}(-\d\d)?)")


def certificate_claims(part: Part, words: Words) -> Iterator[Claim]:
    """The certificate with the hash of its file, its calibration, and what is not stated."""
    root, head = part.element, part.head
    core = root.first("administrativeData", "coreData")
    assert core is not None
    issued = day_of(core, "issueDate")
    certificate = {
        "issued": issued,
        "sha256": head.sha256,
        "schema_version": root.attributes.get("schemaVersion"),
        "notice": head.notice,
    }
    yield words.dated("Certificate", words.certificate, None, certificate)
    yield from _calibration(root, core, words)
    yield words.dated("DOCUMENTED_BY", words.calibration, words.certificate)
    yield from words.state(words.certificate, FILE_HASH, head.sha256)
    if next(root.below("Signature"), None) is None:
        yield from words.state(words.certificate, SIGNATURE, ABSENT)
    yield from _missing(root, issued, words)


def _calibration(root: Element, core: Element, words: Words) -> Iterator[Claim]:
    found = conformity.as_found(root)
    norms = _norms(root)
    calibration = {
        "kind": "校准",
        "performed_on": words.head.performed_on,
        "began_on": words.head.began_on,
        "result": conformity.result(root),
        "conformity": conformity.stated(root),
        "location": core.word("performanceLocation"),
        "adjusted": True if conformity.adjusted(root) else None,
        "as_found_error": None if found is None else found.error,
        "tolerance": None if found is None else found.tolerance,
        "recalibration_due": _due(root),
        "norms": norms,
    }
    yield words.dated("Calibration", words.calibration, None, calibration)
    for norm in norms:
        edition = _EDITION.fullmatch(norm[:_LONGEST])
        if edition is not None:  # an undated norm names no version
            version = node_id("DocumentVersion", edition["document"], edition["version"])
            yield words.dated("FOLLOWS", words.calibration, version)


def _norms(root: Element) -> tuple[str, ...]:
    """The norms of all methods, as printed, each once."""
    methods = root.below("usedMethod")
    return tuple(dict.fromkeys(n.text for m in methods for n in m.all("norm") if n.text))


def _due(root: Element) -> str | None:
    """By when the customer wants it calibrated again; no validity of the calibration."""
    for statement in root.below("statement"):
        if _RECALIBRATION in conformity.ref_types(statement):
            return day_of(statement, "date")
    return None


def _missing(root: Element, issued: str | None, words: Words) -> Iterator[Claim]:
    """A certificate in this format never says until when it is valid, seldom when it was issued."""
    if issued is None:
        yield from words.nil(words.certificate, "issued", MISSING)
    yield from words.nil(words.certificate, "valid_until", MISSING)
    if words.head.performed_on is None:
        yield from words.nil(words.calibration, "performed_on", MISSING)
    if root.first("administrativeData", "calibrationLaboratory") is None:
        yield from words.nil(words.calibration, "performed_by", MISSING)
    if next(root.below("measuringEquipment"), None) is None:
        yield from words.nil(words.calibration, "8-05", MISSING)


def laboratory_claims(part: Part, words: Words) -> Iterator[Claim]:
    """Who calibrated and issued the certificate. Names and addresses of persons are not read."""
    name = said(part.element, "contact", "name")
    if not name:
        raise CellError(
            "contact/name",
            "",
            "required",
            "没有实验室名称，请向其索取 / the laboratory has no name: ask for it",
        )
    unit = node_id("Unit", name)
    code = part.element.word("calibrationLaboratoryCode")
    yield words.timeless("Unit", unit, {"name": name, "laboratory_code": code})
    yield words.dated("PERFORMED_BY", words.calibration, unit)
    yield words.dated("ISSUED_BY", words.certificate, unit)


def signature_claims(part: Part, words: Words) -> Iterator[Claim]:
    """How the signature stands, and the organisation whose key it is."""
    finding = part.finding
    assert finding is not None
    try:
        signed_on = valid_time(finding.signed_on) if finding.signed_on else None
    except TimeError:
        signed_on = None
    by = {"signed_by": finding.organisation, "signed_on": signed_on}
    if any(by.values()):
        yield words.dated("Certificate", words.certificate, None, by)
    yield from words.state(words.certificate, SIGNATURE, finding.state, finding.reason)
