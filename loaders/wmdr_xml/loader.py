"""The loader of WMDR 1.0: one row for each element that says something by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph import Claim, Place, Rejected
from loaders.markup import Node, nodes
from loaders.protocol import RawRow, SourceFile
from loaders.wmdr.claims import row_claims
from loaders.wmdr.codes import REGISTRY, code_of, code_warnings
from loaders.wmdr.model import Facility, Report, Row, Span, Subject, Told
from loaders.wmdr_xml.facility import CONDITIONS, facility_rows
from loaders.wmdr_xml.observation import LOG, observation_rows
from loaders.wmdr_xml.own import is_synthetic, own_entries
from loaders.wmdr_xml.reports import is_known, report_rows
from loaders.wmdr_xml.words import reference, text

_ROOT = re.compile(r"<(?:[\w.-]+:)?WIGOSMetadataRecord[\s>/]")
_NAMESPACE = "def.wmo.int/wmdr"
_FACILITY = "facility/ObservingFacility"
_CAPABILITIES = (f"{_FACILITY}/observation/ObservingCapability", "observation/ObservingCapability")
_LOG = f"{_FACILITY}/facilityLog/FacilityLog"
_ENTRY = f"{_LOG}/logEntry"
_LOG_WORDS = f"{_LOG}/metaDataProperty"
_OWN = ("identifier", "name", "facilityType", "wmoRegion", "dateEstablished", "dateClosed")
_TREES = frozenset({
    *(f"{_FACILITY}/{name}" for name in _OWN),
    *(f"{_FACILITY}/{name}" for name in CONDITIONS),
    *(f"{_FACILITY}/{name}" for name in ("geospatialLocation", "responsibleParty")),
    f"{_FACILITY}/programAffiliation",
    f"{_FACILITY}/metaDataProperty",
    _LOG_WORDS,
    _ENTRY,
    *(f"{way}/{name}" for way in _CAPABILITIES
      for name in ("facility", "programAffiliation", "observation")),
})  # fmt: skip
_MARKS = frozenset({_FACILITY, *_CAPABILITIES})
_MISPLACED = frozenset({"deployment", "equipment", "equipmentLog", "facilityLog"})
_LEFT_OUT = frozenset({
    "boundedBy", "metaDataProperty", "headerInformation", "facilitySet", "onlineResource",
    "description", "facility", "timeZone", "extension",
})  # fmt: skip
"""What is known and left out on purpose; descriptions may name persons."""
NO_CALIBRATION = "没有检定校准记录（1192 要素 5-08） / no control check is reported (element 5-08)"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class WmdrXml:
    """Reads records of stations, as a registry outside the national ones keeps them.

    Not row-local: a row is several lines, and its station stands above it.
    """

    __slots__ = ()

    name = "wmdr_xml"
    title_zh = "WMDR 1.0 XML（OSCAR/Surface 导出）"
    title_en = "WMDR 1.0 XML (export of OSCAR/Surface)"
    version = "3"
    family = "foreign_registry"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the root element is a WIGOSMetadataRecord."""
        start = head.decode("utf-16" if head[:2] in _UTF16 else "utf-8", errors="replace")
        return _ROOT.search(start) is not None and _NAMESPACE in start

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The rows of all facilities, streamed."""
        return _Reading().rows(source.path)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What one element says."""
        return row_claims(row, source)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Replaced codes, elements that are not read, and that no calibration is reported."""
        codes: Counter[str] = Counter()
        unread: Counter[str] = Counter()
        checked = False
        for node in nodes(source.path, _TREES, _MARKS):
            if node.path not in _TREES | _MARKS and node.name not in _LEFT_OUT | _MISPLACED:
                unread[node.path] += 1
            for below in _all(node):
                checked = checked or below.name == "ControlCheckReport"
                if below.attributes.get("href", "").startswith(REGISTRY):
                    codes[below.attributes["href"]] += 1
                if below.name == "subEquipment":
                    unread[below.name] += 1
        return (
            *code_warnings(codes),
            *(
                f"元素 {path} 未读（{count} 处） / element {path} is not read ({count} times)"
                for path, count in sorted(unread.items())
            ),
            *(() if checked else (NO_CALIBRATION,)),
        )


LOADER = WmdrXml()


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


@dataclass(slots=True)
class _Reading:
    """What was met of the facility that is being read."""

    station: str = ""
    own: dict[str, list[Node]] = field(default_factory=dict)
    mark: Node | None = None
    capability: str = ""
    programmes: list[Told] = field(default_factory=list)
    synthetic: bool = False
    entries: dict[int, Node] = field(default_factory=dict)
    entry: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def rows(self, path: Path) -> Iterator[RawRow | Rejected]:
        """All rows of a file."""
        for node in nodes(path, _TREES, _MARKS):
            yield from self._node(node)
        yield from self._facility()

    def _node(self, node: Node) -> Iterator[RawRow | Rejected]:
        if node.path == _FACILITY:
            yield from self._facility()
            self.station, self.own, self.mark = "", {}, node
            self.synthetic, self.entries, self.entry = False, {}, 0
            self.seen.clear()
        elif node.path in _CAPABILITIES:
            self.capability, self.programmes = "", []
        elif node.path.startswith(_CAPABILITIES):
            yield from self._capability(node)
        elif node.path == _ENTRY:
            yield from self._entry(node)
        elif node.name == "metaDataProperty":
            self._own(node)
        elif node.path in _TREES:
            yield from self._child(node)
        elif node.name in _MISPLACED:
            yield _misplaced(node)

    def _own(self, node: Node) -> None:
        """What an export of ours says beyond WMDR of the facility or of its log."""
        if node.path == _LOG_WORDS:
            self.entries |= own_entries(node)
        else:
            self.synthetic = self.synthetic or is_synthetic(node)

    def _subject(self) -> Subject:
        return Subject(self.station, synthetic=self.synthetic)

    def _child(self, node: Node) -> Iterator[RawRow | Rejected]:
        """A child of the facility: kept for its own row, or rows at once."""
        if node.name not in _OWN:
            for place, name, row in facility_rows(node, self._subject()):
                yield self._row(place, f"{node.name}|{self.station}|{name}", row)
            return
        known = self.own.setdefault(node.name, [])
        if known and node.name != "name":
            yield Rejected(
                node.place,
                node.name,
                node.text[:200],
                "twice",
                "同一台站写了两次，请只留一个 / it stands twice in one facility: keep one",
            )
            return
        known.append(node)
        if node.name == "identifier":
            self.station = node.text

    def _capability(self, node: Node) -> Iterator[RawRow | Rejected]:
        if node.name == "facility":
            self.capability = code_of(node.attributes.get("href", ""))
        elif node.name == "programAffiliation":
            told = reference(node)
            self.programmes += [] if told is None else [told]
        else:
            inside = node.path.startswith(_FACILITY)
            station = self.station if inside and self.station else self.capability
            subject = replace(self._subject(), station=station)
            for place, name, row in observation_rows(node, subject, tuple(self.programmes)):
                yield self._row(place, f"observation|{station}|{name}", row)
            for entry in _unknown_entries(node):
                yield _unknown(entry)

    def _entry(self, node: Node) -> Iterator[RawRow | Rejected]:
        self.entry += 1
        if not is_known(node):
            yield _unknown(node)
        own = self.entries.get(self.entry)
        for place, name, row in report_rows(node, self._subject(), own):
            yield self._row(place, f"log|{self.station}|{name}", row)

    def _facility(self) -> Iterator[RawRow]:
        """The row of the facility itself, when all of it was met."""
        if self.mark is None:
            return
        one = {name: found[0] for name, found in self.own.items()}
        names = (text(node) for node in self.own.get("name", []))
        row = Facility(
            self._subject(),
            tuple(told for told in names if told is not None and not told.nil),
            reference(one.get("facilityType")),
            reference(one.get("wmoRegion")),
            Span(_day(one.get("dateEstablished")), _day(one.get("dateClosed"))),
        )
        place = one["identifier"].place if "identifier" in one else self.mark.tag_place
        self.mark = None
        yield self._row(place, f"facility|{self.station}", row)

    def _row(self, place: Place, identity: str, row: Row) -> RawRow:
        """A row under a name of its own; equal names are numbered."""
        self.seen[identity] += 1
        number = self.seen[identity]
        if isinstance(row, Report):
            row = replace(row, number=number)
        return RawRow(place, identity if number == 1 else f"{identity}#{number}", {}, row)


def _day(node: Node | None) -> Told | None:
    told = text(node)
    return None if told is None or told.nil else told


def _unknown_entries(node: Node) -> Iterator[Node]:
    for equipment in node.each("OM_Observation/procedure/Process/deployment/Deployment"):
        for entry in equipment.each(f"deployedEquipment/Equipment/{LOG}"):
            if not is_known(entry):
                yield entry


def _unknown(entry: Node) -> Rejected:
    name = entry.children[0].name if entry.children else ""
    return Rejected(
        entry.tag_place,
        "logEntry",
        name,
        "kind",
        "应为 EventReport、MaintenanceReport 或 ControlCheckReport / it must hold an EventReport, "
        "a MaintenanceReport or a ControlCheckReport",
    )


def _misplaced(node: Node) -> Rejected:
    return Rejected(
        node.tag_place,
        node.name,
        node.attributes.get("id", "")[:200],
        "placement",
        "应写在其台站的观测之内 / it says nothing of a station here: put it within the observation "
        "of its facility",
    )
