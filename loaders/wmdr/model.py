"""The rows of WMDR: what one element of a record tells, as text with its place."""

from __future__ import annotations

from dataclasses import dataclass

from graph import Place


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the source and where it stands.

    `nil`: the reason that is given in its place where it has none (`unknown`, `inapplicable`).
    """

    text: str
    place: Place
    nil: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Begin and end of validity as printed; None where they are not stated."""

    begin: Told | None = None
    end: Told | None = None


UNSTATED = Span()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about: a station, and the deployment or the instrument there if not itself.

    `station`: its WIGOS identifiers as printed. `deployment`: the key of a deployment within it.
    `instrument`: the key of an instrument, empty where none is told from the deployment.
    `variable`: the code of the variable, where the row is about a whole series. Each key may be an
    address of ours, which names the node. `synthetic`: the record says that it was generated.
    """

    station: str
    deployment: str = ""
    instrument: str = ""
    variable: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Facility:
    """The station itself (3-03, 3-04, 3-06)."""

    subject: Subject
    names: tuple[Told, ...]
    facility_type: Told | None
    region: Told | None
    span: Span


@dataclass(frozen=True, slots=True)
class Position:
    """A position of the station (3-07): latitude, longitude and height as printed."""

    subject: Subject
    latitude: str
    longitude: str
    height: str
    method: Told | None
    reference: str
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """The value of a property that changes: status, programme, climate zone, unit …

    `number`: its element of WMO-No. 1192, under which a reason given in its place is recorded.
    """

    subject: Subject
    name: str
    number: str
    value: Told
    span: Span


@dataclass(frozen=True, slots=True)
class Party:
    """Who is responsible for a station, and as what (9-01, 10-01)."""

    subject: Subject
    organisation: Told | None
    person: Told | None
    role: Told | None
    span: Span


@dataclass(frozen=True, slots=True)
class Equipment:
    """What is told of an instrument (5-09), and what it is able to do (5-03).

    `controlled`: whether a control check is reported, which needs an instrument.
    """

    manufacturer: Told | None = None
    model: Told | None = None
    serial: Told | None = None
    firmware: Told | None = None
    abilities: tuple[tuple[str, Told], ...] = ()
    controlled: bool = False


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment and the series it observes; `key` is empty where there is no deployment.

    `told`: pairs (property, text); `codes`: triples (property, 1192 element, code); `lists`:
    pairs (property, codes). `nil`: the reason that is given in the place of the deployment.
    """

    subject: Subject
    variable: Told | None
    key: str
    span: Span
    height: Told | None = None
    height_unit: str = ""
    official: bool = False
    told: tuple[tuple[str, Told], ...] = ()
    codes: tuple[tuple[str, str, Told], ...] = ()
    lists: tuple[tuple[str, tuple[Told, ...]], ...] = ()
    equipment: Equipment = Equipment()
    nil: Told | None = None


@dataclass(frozen=True, slots=True)
class CertificateRef:
    """The certificate of a control check, as exports of ours name it.

    `identity`: its address. `issued` and `valid_until` are moments.
    """

    identity: str
    issued: Told | None = None
    valid_until: Told | None = None
    sha256: str = ""
    uri: str = ""
    issuer: Told | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What a control check report tells beyond other reports (5-08).

    `standard`: the address of the standard, `certificate`: its document, in exports of ours.
    """

    result: Told | None = None
    location: Told | None = None
    validity: Told | None = None
    standard_type: Told | None = None
    standard_name: Told | None = None
    standard_serial: Told | None = None
    within_limit: Told | None = None
    standard: str = ""
    certificate: CertificateRef | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """An entry of a log. `kind`: Event, Maintenance or Calibration; `number` parts equal ones.

    `identity`: its address in exports of ours, which then names it.

    Its description and author are not read: they name persons.
    """

    subject: Subject
    kind: str
    number: int
    at: Told | None
    span: Span
    event_type: Told | None = None
    document: Told | None = None
    party: Told | None = None
    check: Check | None = None
    identity: str = ""


Row = Facility | Position | Condition | Party | Deployed | Report
"""What `RawRow.payload` holds."""
