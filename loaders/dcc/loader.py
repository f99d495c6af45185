"""Digital calibration certificates (PTB DCC 3.x): what was calibrated, how, against what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph import Claim, Rejected
from loaders.dcc.core_claims import certificate_claims, laboratory_claims, signature_claims
from loaders.dcc.model import Part
from loaders.dcc.quantity_claims import quantity_claims
from loaders.dcc.rows import ROOT, rows, tree_of
from loaders.dcc.thing_claims import equipment_claims, item_claims, other_than_standard
from loaders.dcc.things import thing
from loaders.dcc.units import ucum
from loaders.dcc.words import Words
from loaders.positions import CellError
from loaders.protocol import RawRow, SourceFile

_START = re.compile(rf"<(?:[^\s<>:/!?]+:)?{ROOT}[\s>]")
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CLAIMS: dict[str, Callable[[Part, Words], Iterator[Claim]]] = {
    "certificate": certificate_claims,
    "laboratory": laboratory_claims,
    "item": item_claims,
    "equipment": equipment_claims,
    "quantity": quantity_claims,
    "signature": signature_claims,
}


class CalibrationCertificates:
    """Reads one certificate a file. Its parts need its core data, so rows are not local."""

    __slots__ = ()

    name = "dcc"
    title_zh = "数字校准证书 (DCC)"
    title_en = "digital calibration certificate (DCC)"
    version = "1"
    family = "certificate"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the file begins an element that is the root of a certificate."""
        text = head.decode(_MARKS.get(head[:2], "utf-8"), errors="replace")
        return _START.search(text) is not None

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """Core data, laboratory, items, equipment, quantities and signature, each with its place.

        Raises `SourceError` for a file that is no certificate or more than XML, and
        `MissingExtraError` where a signature is to be checked without the extra `field`.
        """
        return rows(source)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Units that have no UCUM code, and equipment that is not compared with."""
        root = tree_of(source).root
        printed = (u.text for u in root.below("unit", "unitXMLList"))
        unknown = sorted({u for u in printed if u and not ucum(u)})
        others = (e for e in root.below("measuringEquipment") if other_than_standard(e, thing(e)))
        return (
            *(f"单位 {u} 没有 UCUM 代码，照录 / unit {u} has no UCUM code" for u in unknown),
            *(f"{thing(e).name} 不是计量标准，未读 / is no standard: not read" for e in others),
        )

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What a part says; nothing but the rejection where a value in it is wrong."""
        part = row.payload
        assert isinstance(part, Part)
        try:
            return tuple(_CLAIMS[part.kind](part, Words(source, part.head)))
        except CellError as error:
            return (error.rejecting(row),)


LOADER = CalibrationCertificates()
