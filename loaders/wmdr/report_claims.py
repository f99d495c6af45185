"""What the entries of logs claim: events, maintenance, and control checks (5-08)."""

from __future__ import annotations

from dataclasses import replace

from graph import Claim, PropertyValue
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr.codes import code_of, is_nil, stated
from loaders.wmdr.model import Check, Report, Span
from loaders.wmdr.names import own_id, station_name
from loaders.wmdr.times import Period, after, moment, period
from loaders.wmdr.words import Words, element_of, node_id
from ontology import ALL_CODES, OPEN_END, CodeList

CALIBRATION = "Calibration"
_RESULTS = ALL_CODES["calibration_result"]
_STANDARDS = ALL_CODES["standard_type"]


def report_claims(row: Report, source: SourceFile) -> tuple[Claim, ...]:
    """An Event, a Maintenance or a Calibration, what it was about, and who did it."""
    at = moment(row.at, "datetime", source.zone)
    if not at and row.span.begin is None:
        raise CellError("datetime", "", "required", "没有时间，请补上 / no time is stated: add it")
    span = row.span if row.span.begin is not None else Span(row.at)
    words = Words(source, period(span, source.zone)).at(row.at)
    key = "/".join((
        station_name(row.subject.station).wigos,
        *([row.subject.deployment] if row.subject.deployment else []),
        at or words.period.valid_from,
        *([code] if (code := code_of(stated(row.event_type))) else []),
        *([str(row.number)] if row.number > 1 else []),
    ))  # fmt: skip
    node = own_id(row.kind, row.identity) or node_id(row.kind, key)
    if row.check is not None:
        return _calibration(row, row.check, words, node)
    return _happening(row, words, node)


def _happening(row: Report, words: Words, event: str) -> tuple[Claim, ...]:
    open_end = moment(row.span.end, "end", words.source.zone) == ""
    said: dict[str, PropertyValue] = {
        "event_type": code_of(stated(row.event_type)),
        "began": words.period.valid_from,
        "ended": "" if open_end else words.period.valid_to,
        "documentation_url": stated(row.document),
    }
    claims = [
        words.node(row.kind, event, said),
        words.edge("AFFECTED", event, element_of(row.subject)),
    ]
    claims += words.coded(event, "4-04", row.event_type)
    if row.event_type is not None and row.event_type.nil:
        claims += words.told(event, "", "4-04", row.event_type)
    if row.party is not None and stated(row.party):
        unit, named = words.unit(row.party)
        claims += [named, words.at(row.party).edge("CARRIED_OUT_BY", event, unit)]
    return tuple(claims)


def _calibration(row: Report, check: Check, words: Words, node: str) -> tuple[Claim, ...]:
    """A control check; it stays valid from its day on, as a calibration of any source does."""
    performed = words.period.valid_from
    instrument = element_of(row.subject)
    words = replace(words, period=replace(words.period, valid_to=OPEN_END))
    said: dict[str, PropertyValue] = {
        "performed_on": performed,
        "valid_until": after(performed, check.validity),
        "result": _code(stated(check.result), _RESULTS, "controlCheckResult"),
        "location": code_of(stated(check.location)),
        "within_verification_limit": stated(check.within_limit),
        "documentation_url": stated(row.document),
    }
    claims = [
        words.node(CALIBRATION, node, said),
        words.edge("HAS_CALIBRATION", instrument, node),
    ]
    if check.result is not None and is_nil(check.result):
        claims += words.told(node, "", "5-08-03", check.result)
    return (*claims, *_standard(check, words, node), *_certificate(check, words, node))


def _standard(check: Check, words: Words, node: str) -> tuple[Claim, ...]:
    name, serial = stated(check.standard_name), stated(check.standard_serial)
    kind = _code(stated(check.standard_type), _STANDARDS, "standardType")
    own = own_id("MeasurementStandard", check.standard)
    if not (name or serial or own):
        return ()
    key = "/".join(part for part in (name, serial) if part)
    standard = own or node_id("MeasurementStandard", key)
    here = words.at(check.standard_serial or check.standard_name)
    properties = {"standard_type": kind, "serial": serial, "name": name}
    return (
        here.always().node("MeasurementStandard", standard, properties),
        here.edge("USED_STANDARD", node, standard),
    )


def _certificate(check: Check, words: Words, node: str) -> tuple[Claim, ...]:
    """The document that exports of ours name; it is valid from the day it was issued."""
    given = check.certificate
    certificate = "" if given is None else own_id("Certificate", given.identity)
    if given is None or not certificate:
        return ()
    zone = words.source.zone
    issued = moment(given.issued, "issued", zone)
    here = replace(words, period=Period(issued or words.period.valid_from))
    said = {
        "issued": issued,
        "valid_until": moment(given.valid_until, "validUntil", zone),
        "sha256": given.sha256,
        "uri": given.uri,
    }
    claims = [
        here.node("Certificate", certificate, said),
        words.edge("DOCUMENTED_BY", node, certificate),
    ]
    if stated(given.issuer) and given.issuer is not None:
        unit, named = words.unit(given.issuer)
        claims += [named, here.edge("ISSUED_BY", certificate, unit)]
    return tuple(claims)


def _code(address: str, known: CodeList, field: str) -> str:
    """A code of a closed list; raises `CellError` for another one."""
    code = code_of(address)
    if code and code not in known:
        raise CellError(
            field,
            address,
            "code",
            "代码不在 WMO-No. 1192 的代码表中，请更正 / no code of the table of WMO-No. 1192: "
            "correct it",
        )
    return code
