"""Rows of the entries of logs: events, maintenance and control checks."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.markup import Node
from loaders.wmdr.model import UNSTATED, Check, Condition, Report, Subject, Told
from loaders.wmdr_xml.facility import Placed
from loaders.wmdr_xml.own import own_certificate
from loaders.wmdr_xml.words import nil_reason, organisation, reference, span, text

CHECK = "ControlCheckReport"
_KINDS = {"EventReport": "Event", "MaintenanceReport": "Maintenance", CHECK: "Calibration"}


def is_known(entry: Node) -> bool:
    """Whether an entry holds a report of a known kind, or says why it holds none."""
    return any(child.name in _KINDS for child in entry.children) or bool(nil_reason(entry))


def report_rows(entry: Node, subject: Subject, own: Node | None = None) -> Iterator[Placed]:
    """The report in an entry of a log; a control check that is nil is the reason for that.

    `own`: what an export of ours says of the entry.
    """
    for found in entry.children:
        kind = _KINDS.get(found.name)
        reason = nil_reason(found)
        if kind is None or (reason and found.name != CHECK):
            continue
        if reason:
            told = Told("", found.place, reason)
            yield found.tag_place, "5-08", Condition(subject, "", "5-08", told, UNSTATED)
            continue
        at = text(found.first("datetime"))
        row = Report(
            subject,
            kind,
            1,
            at,
            span(found),
            reference(found.first("typeOfEvent")),
            text(found.first("documentationURL")),
            organisation(found.first("maintenanceParty/CI_ResponsibleParty")),
            _check(found, own) if found.name == CHECK else None,
            "" if own is None else own.attributes.get("identity", ""),
        )
        yield found.tag_place, f"{kind}|{row.identity or (at.text if at else '')}", row


def has_check(log: Iterator[Node]) -> bool:
    """Whether one of the entries is a control check, so that there is an instrument."""
    return any(entry.first(CHECK) is not None for entry in log)


def _check(found: Node, own: Node | None) -> Check:
    return Check(
        result=reference(found.first("controlCheckResult")),
        location=reference(found.first("checkLocation")),
        validity=text(found.first("periodOfValidity")),
        standard_type=reference(found.first("standardType")),
        standard_name=text(found.first("standardName")),
        standard_serial=text(found.first("standardSerialNumber")),
        within_limit=text(found.first("withinVerificationLimit")),
        standard="" if own is None else own.attributes.get("standard", ""),
        certificate=None if own is None else own_certificate(own),
    )
