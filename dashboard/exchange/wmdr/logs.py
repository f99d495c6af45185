"""The rows of logs: events, maintenance, and calibrations with their certificates and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.exchange.wmdr.around import Around, stated, validity
from dashboard.exchange.wmdr.told import NOWHERE, Codes, reason, states_of, told
from graph.element import Element
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr import fields
from loaders.wmdr.model import UNSTATED, CertificateRef, Check, Report, Subject, Told
from loaders.wmdr.report_claims import CALIBRATION, report_claims
from loaders.wmdr.times import lasting, span_of
from loaders.wmdr.words import element_of
from ontology import BEGINNING, NODE_KINDS, element_iri, key_parts

_NO_SOURCE = SourceFile(Path(), "export")
_NIL_RESULT = f"nil:{fields.CHECK_RESULT.number}"


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, maintenance or calibration: its kind and node, and what it befell."""

    kind: str
    node: str
    befell: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A report and the claims that it stands on, by their short ids."""

    report: Report
    claims: tuple[str, ...] = ()


def instrument_logs(around: Around, deployments: Sequence[str]) -> dict[str, tuple[Happening, ...]]:
    """What befell the instruments of deployments, each in the log of one of them.

    That is the deployment in which it happened, else the first with the instrument.
    """
    using: dict[str, list[str]] = {}
    for deployment in deployments:
        for edge in around.out(deployment, "USES"):
            using.setdefault(str(edge.object), []).append(deployment)
    found: dict[str, list[Happening]] = {}
    for instrument, places in using.items():
        checks = (str(e.object) for e in around.out(instrument, "HAS_CALIBRATION"))
        happened = [Happening(CALIBRATION, node, instrument) for node in dict.fromkeys(checks)]
        for happening in (*happened, *_befell(around, instrument)):
            place = _place(around, happening, places)
            found.setdefault(place, []).append(happening)
    return {deployment: tuple(happened) for deployment, happened in found.items()}


def _place(around: Around, happening: Happening, deployments: list[str]) -> str:
    at = validity(around.node(happening.node))[0]
    for deployment in deployments:
        begin, end = validity(around.node(deployment))
        if begin <= at < end:
            return deployment
    return deployments[0]


def _befell(around: Around, element: str) -> Iterator[Happening]:
    for edge in around.into(element, "AFFECTED"):
        yield Happening(around.node(edge.subject).kind, edge.subject, element)


def entries(
    around: Around, subject: Subject, element: str, log: Iterable[Happening] = ()
) -> Iterator[Entry]:
    """The entries of the log of a station, or of a deployment with those of its instrument."""
    for happening in (*log, *_befell(around, element)):
        node = around.node(happening.node)
        if happening.befell != element_of(subject) or validity(node)[0] == BEGINNING:
            continue
        report = _report(around, subject, happening.kind, node)
        named = None if report is None else _named(report, node.subject)
        if named is not None:
            yield Entry(named, _claims(around, named, node))


def _report(around: Around, subject: Subject, kind: str, node: Element) -> Report | None:
    begin, end = validity(node)
    at, codes = Told(begin, NOWHERE), Codes(around, node.subject)
    document = told(stated(node, "documentation_url"))
    if kind == CALIBRATION:
        check = _check(around, node)
        return Report(subject, kind, 1, at, UNSTATED, document=document, check=check)
    if kind == "Maintenance":
        party = next((_unit(e) for e in around.out(node.subject, "CARRIED_OUT_BY")), None)
        return Report(subject, kind, 1, at, UNSTATED, document=document, party=party)
    if kind != "Event":
        return None
    event_type = codes.of_node(fields.EVENT_TYPE)
    if event_type is None:
        why = {state.name: state.value for state in states_of(around, node.subject)}
        given = why.get(f"nil:{fields.EVENT_TYPE.number}")
        event_type = reason(given) if given else None
    return Report(subject, kind, 1, at, span_of(begin, end, NOWHERE), event_type, document)


def _named(report: Report, node: str) -> Report | None:
    """With the address of ours where the key that the record gives is another.

    None for what the format refuses, such as a result that is no code of its table.
    """
    try:
        known = report_claims(report, _NO_SOURCE)[0].subject
    except CellError:
        return None
    return report if known == node else replace(report, identity=element_iri(node))


def _check(around: Around, node: Element) -> Check:
    codes = Codes(around, node.subject)
    why = next((s.value for s in states_of(around, node.subject) if s.name == _NIL_RESULT), "")
    used = next((str(e.object) for e in around.out(node.subject, "USED_STANDARD")), "")
    standard, until = around.node(used), stated(node, "valid_until")
    name, serial = stated(standard, "name"), stated(standard, "serial")
    key = "/".join(part for part in (name, serial) if part)
    plain = bool(key) and used == f"{NODE_KINDS['MeasurementStandard'].prefix}:{key}"
    return Check(
        result=codes.of_node(fields.CHECK_RESULT) or (reason(why) if why else None),
        location=codes.of_node(fields.CHECK_LOCATION),
        validity=told(lasting(validity(node)[0], until) if until else ""),
        standard_type=Codes(around, used).of_node(fields.STANDARD_TYPE) if used else None,
        standard_name=told(name),
        standard_serial=told(serial),
        within_limit=told(stated(node, "within_verification_limit")),
        standard="" if plain or not used else element_iri(used),
        certificate=_certificate(around, node.subject),
    )


def _certificate(around: Around, calibration: str) -> CertificateRef | None:
    """The certificate of a calibration with its hash; of several the first."""
    for edge in around.out(calibration, "DOCUMENTED_BY"):
        node = around.node(str(edge.object))
        issuer = next((_unit(e) for e in around.out(node.subject, "ISSUED_BY")), None)
        return CertificateRef(
            element_iri(node.subject),
            told(stated(node, "issued")),
            told(stated(node, "valid_until")),
            stated(node, "sha256"),
            stated(node, "uri"),
            issuer,
        )
    return None


def _claims(around: Around, report: Report, node: Element) -> tuple[str, ...]:
    """The claims of a calibration and of its certificate; the words of other entries are theirs."""
    if report.check is None:
        return ()
    documents = around.out(node.subject, "DOCUMENTED_BY")[:1]
    elements = (node, *documents, *(around.node(str(e.object)) for e in documents))
    shorts = (short for element in elements for short in _shorts(element))
    return tuple(dict.fromkeys(shorts))


def _shorts(element: Element) -> list[str]:
    found = element.properties.get("claims", [])
    return found if isinstance(found, list) else []


def _unit(edge: Element) -> Told | None:
    unit = NODE_KINDS["Unit"]
    node = str(edge.object)
    return told(key_parts(unit, node)[0]) if node.startswith(f"{unit.prefix}:") else None
