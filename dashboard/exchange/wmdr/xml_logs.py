"""Logs in WMDR 1.0: reports, and beside them what the format has no element for.

The schema asks for an author and a description of each entry. Authors are persons and stay empty;
the description of a control check names its certificate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard.exchange.wmdr.logs import Entry
from dashboard.exchange.wmdr.xml_words import Maker
from graph.ledger import CitedClaim
from loaders.wmdr import fields
from loaders.wmdr.model import CertificateRef, Check, Party, Report, Told
from loaders.wmdr.report_claims import CALIBRATION
from loaders.wmdr_xml.own import CERTIFICATE, ENTRY, EVIDENCE
from ontology import claim_iri, element_id, original_iri, source_iri

if TYPE_CHECKING:
    from lxml.etree import _Element

Evidence = Mapping[str, CitedClaim]
"""Claims by their short ids."""
_ELEMENTS = {
    "Event": "EventReport",
    "Maintenance": "MaintenanceReport",
    CALIBRATION: "ControlCheckReport",
}
_BOOLEAN = re.compile("true|false|0|1")


def add_log(make: Maker, parent: _Element, entries: Sequence[Entry], evidence: Evidence) -> None:
    """The entries of a log into its element."""
    _beside(make, parent, entries, evidence)
    for entry in entries:
        report = entry.report
        found = make.child(parent, f"wmdr:logEntry/wmdr:{_ELEMENTS[report.kind]}")
        make.texts(found, "wmdr:datetime", report.at)
        make.child(found, "wmdr:author")
        make.child(found, "wmdr:description", _description(report))
        make.texts(found, "wmdr:documentationURL", report.document)
        if report.check is not None:
            _check(make, found, report.check)
        elif report.kind == "Maintenance":
            party = Party(report.subject, report.party, None, None, report.span)
            make.party(make.child(found, "wmdr:maintenanceParty"), party)
        else:
            make.reference(found, "wmdr:typeOfEvent", report.event_type, asked=True)
            make.period(found, report.span, asked=True)


def _description(report: Report) -> str:
    given = None if report.check is None else report.check.certificate
    if given is None:
        return ""
    name = (element_id(given.identity) or "").partition(":")[2]
    digest = f", SHA-256 {given.sha256}" if given.sha256 else ""
    return f"证书 / certificate {name}{digest}"


def _check(make: Maker, found: _Element, check: Check) -> None:
    make.reference(found, f"wmdr:{fields.CHECK_LOCATION.xml}", check.location, asked=False)
    make.texts(found, "wmdr:periodOfValidity", check.validity)
    make.reference(found, f"wmdr:{fields.CHECK_RESULT.xml}", check.result, asked=False)
    make.reference(found, f"wmdr:{fields.STANDARD_TYPE.xml}", check.standard_type, asked=False)
    make.texts(found, "wmdr:standardName", check.standard_name)
    make.texts(found, "wmdr:standardSerialNumber", check.standard_serial)
    limit = check.within_limit
    if limit is not None and _BOOLEAN.fullmatch(limit.text):
        make.texts(found, "wmdr:withinVerificationLimit", limit)
    if check.certificate is not None and check.certificate.uri:
        make.child(found, "wmdr:alternateURI", check.certificate.uri)


def _beside(make: Maker, log: _Element, entries: Sequence[Entry], evidence: Evidence) -> None:
    """Names of entries, standards, certificates and the claims that calibrations stand on."""
    told = [(n, entry) for n, entry in enumerate(entries, 1) if entry.claims or _has_more(entry)]
    if not told:
        return
    meta = make.object(log, "gml:metaDataProperty/gml:GenericMetaData")
    for number, entry in told:
        report = entry.report
        found = make.child(meta, f"sy:{ENTRY}", number=str(number), identity=report.identity)
        if report.check is not None:
            if report.check.standard:
                found.set("standard", report.check.standard)
            if report.check.certificate is not None:
                _certificate(make, found, report.check.certificate)
        for short in entry.claims:
            if short in evidence:
                _evidence(make, found, evidence[short])


def _has_more(entry: Entry) -> bool:
    check = entry.report.check
    return bool(entry.report.identity or (check and (check.standard or check.certificate)))


def _certificate(make: Maker, found: _Element, given: CertificateRef) -> None:
    make.child(
        found,
        f"sy:{CERTIFICATE}",
        identity=given.identity,
        issued=_text(given.issued),
        validUntil=_text(given.valid_until),
        sha256=given.sha256,
        uri=given.uri,
        issuedBy=_text(given.issuer),
    )


def _text(told: Told | None) -> str:
    return "" if told is None else told.text


def _evidence(make: Maker, found: _Element, cited: CitedClaim) -> None:
    """A claim by its hash, who said it, and where it stands in which file, by the file's hash."""
    make.child(
        found,
        f"sy:{EVIDENCE}",
        claim=claim_iri(cited.short),
        source=source_iri(cited.source_id),
        original=original_iri(cited.sha256.hex()),
        line=str(cited.place.line or ""),
        locator=cited.place.locator,
        recorded=cited.recorded_at,
    )
