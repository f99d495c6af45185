"""The loader of WMDR 2: one row for each member that says something by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph import Claim, Rejected, SourceError
from loaders.json_places import Value, parse_file
from loaders.positions import CellError
from loaders.protocol import RawRow, SourceFile
from loaders.wmdr.claims import row_claims
from loaders.wmdr.codes import DOMAIN_TABLES, REGISTRY, code_of, code_warnings
from loaders.wmdr_json.feature import feature_rows, station_text
from loaders.wmdr_json.own import GENERATED

_CONFORMS = re.compile(rb'"https?://wigos\.wmo\.int/spec/wmdr/2/')
_FEATURE = re.compile(rb'"type"\s*:\s*"Feature(?:Collection)?"')
_BOM = b"\xef\xbb\xbf"
_TYPES = ("Feature", "FeatureCollection")
_KNOWN = frozenset({
    "type", "id", "conformsTo", "geometry", "properties", "time", "temporalGeometry", "links",
    "keywords", "title", "created", "updated", "description", "facilityType", "territory",
    "wmoRegion", "environment", "observationSeries", "schedules", "instruments", "contacts",
    "contactAssignments", "additionalIds", "additionalTitles", "programAffiliations", GENERATED,
})  # fmt: skip
"""Members that are read, or known and left out on purpose; descriptions may name persons."""
NO_LOGS = (
    "该格式没有检定校准记录、维护与事件（5-08、5-13、4-04） / this format holds no control checks, "
    "maintenance or events (5-08, 5-13, 4-04)"
)


class WmdrJson:
    """Reads records of stations, as a registry outside the national ones keeps them.

    Not row-local: a row is several lines.
    """

    __slots__ = ()

    name = "wmdr_json"
    title_zh = "WMDR 2 JSON"
    title_en = "WMDR 2 JSON"
    version = "3"
    family = "foreign_registry"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether it is a JSON object that says it conforms to WMDR 2."""
        begins = head.removeprefix(_BOM).lstrip().startswith(b"{")
        return begins and all(word.search(head) for word in (_CONFORMS, _FEATURE))

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The rows of all stations."""
        seen: Counter[str] = Counter()
        for feature in _features(source.path):
            station = station_text(feature)
            for place, name, make in feature_rows(feature):
                identity = f"{name}|{station}|{place.locator}"
                seen[identity] += 1
                if seen[identity] > 1:
                    identity = f"{identity}#{seen[identity]}"
                try:
                    row = make()
                except CellError as error:
                    value = error.value[:200]
                    yield Rejected(place, error.column, value, error.rule, error.message, identity)
                    continue
                if row is not None:
                    yield RawRow(place, identity, {}, row)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What one member says."""
        return row_claims(row, source)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Replaced codes, members that are not read, and what the format cannot hold."""
        codes: Counter[str] = Counter()
        unread: Counter[str] = Counter()
        for feature in _features(source.path):
            properties = feature.at("properties")
            within = {} if properties is None else properties.members
            unread.update(name for name in (*feature.members, *within) if name not in _KNOWN)
            codes.update(_cited(feature))
        return (
            *code_warnings(codes),
            *(
                f"成员 {name} 未读（{count} 处） / member {name!r} is not read ({count} times)"
                for name, count in sorted(unread.items())
            ),
            NO_LOGS,
        )


LOADER = WmdrJson()


def _features(path: Path) -> tuple[Value, ...]:
    """The stations of a file. Raises `SourceError`."""
    whole = parse_file(path)
    kind = whole.at("type")
    found = whole.each("features") if whole.at("features") is not None else (whole,)
    if kind is None or kind.text not in _TYPES or any(f.kind != "object" for f in found):
        raise SourceError(
            path,
            "不是台站 / neither a Feature nor a FeatureCollection",
            "重新取得文件 / fetch the file again",
        )
    return found


def _cited(feature: Value) -> Iterator[str]:
    """The addresses of the codes of programmes and variables."""
    properties = feature.at("properties")
    for series in () if properties is None else properties.each("observationSeries"):
        for found in series.each("programAffiliations"):
            yield f"{REGISTRY}ProgramAffiliation/{code_of(found.text)}"
        domain, variable = series.at("observedDomain/domain"), series.at("observedProperty")
        if domain is not None and variable is not None and domain.text in DOMAIN_TABLES:
            yield f"{REGISTRY}{DOMAIN_TABLES[domain.text]}/{variable.text}"
