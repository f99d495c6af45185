"""What the items and the measuring equipment of a certificate claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph import Claim
from loaders.dcc.core_claims import CITED_HASH
from loaders.dcc.elements import Element
from loaders.dcc.hashes import sha256_of
from loaders.dcc.model import Part
from loaders.dcc.things import Thing, said, thing
from loaders.dcc.words import INAPPLICABLE, MISSING, Words, node_id

_ON_PAPER = frozenset({"analogue", "analog", "paper"})
_SHOWN = 200


def item_claims(part: Part, words: Words) -> Iterator[Claim]:
    """An item, its model and owner, and that it was calibrated."""
    found = thing(part.element)
    kind = "MeasurementStandard" if found.standard else "Instrument"
    item = node_id(kind, found.key())
    yield words.timeless(kind, item, _described(found))
    yield words.dated("HAS_CALIBRATION", item, words.calibration)
    if not found.standard and found.manufacturer and found.model:
        model = node_id("InstrumentModel", found.manufacturer, found.model)
        made = {"manufacturer": found.manufacturer, "model": found.model}
        yield words.timeless("InstrumentModel", model, made)
        yield words.dated("OF_MODEL", item, model)
    owner = said(part.element, "owner", "name")
    if not owner and part.element.parent is not None:
        owner = said(part.element.parent, "owner", "name")
    if owner:
        unit = node_id("Unit", owner)
        yield words.timeless("Unit", unit, {"name": owner})
        yield words.dated("HELD_BY", item, unit)
    if not found.serial:
        yield from words.nil(item, "5-09", MISSING)


def equipment_claims(part: Part, words: Words) -> Iterator[Claim]:
    """A standard that was compared with, and upward the certificate that is named for it.

    Equipment that is typed as something else (a chamber) is not compared with: it claims nothing.
    """
    found = thing(part.element)
    if other_than_standard(part.element, found):
        return
    cited = _cited(part.element)
    standard = node_id("MeasurementStandard", found.key(cited.number if cited else ""))
    yield words.timeless("MeasurementStandard", standard, _described(found))
    yield words.dated("USED_STANDARD", words.calibration, standard)
    if not found.serial:
        yield from words.nil(standard, "5-09", MISSING)
    if cited is None:
        yield from words.nil(standard, "5-08", MISSING)
        return
    certificate = node_id("Certificate", cited.number)
    calibration = node_id("Calibration", cited.number)
    yield words.undated("HAS_CALIBRATION", standard, calibration)
    yield words.undated("DOCUMENTED_BY", calibration, certificate)
    about = {"uri": cited.uri, "sha256": cited.sha256}
    if any(about.values()):
        yield words.undated("Certificate", certificate, None, about)
    if cited.sha256:
        yield from words.state(certificate, CITED_HASH, cited.sha256, cited.printed)
    else:
        yield from words.nil(certificate, "sha256", cited.nil, cited.printed)


def other_than_standard(element: Element, found: Thing) -> bool:
    """Whether equipment is typed, and not as a standard."""
    return bool(element.attributes.get("refType", "").strip()) and not found.standard


def _described(found: Thing) -> dict[str, str | tuple[str, ...] | None]:
    return {
        "name": found.name,
        "serial": found.serial,
        "identifications": found.identifications,
    }


# The certificate that is named for a standard


@dataclass(frozen=True, slots=True)
class _Cited:
    """A certificate as another one names it.

    `sha256` in hex, or empty with the reason `nil`; `printed`: procedure and value as they stand.
    """

    number: str
    uri: str
    sha256: str
    nil: str
    printed: str


def _cited(element: Element) -> _Cited | None:
    """The certificate of a standard; None where it has no number to know it by."""
    certificate = element.first("certificate")
    number = "" if certificate is None else " ".join(certificate.word("referralID").split())
    if certificate is None or not number:
        return None
    procedure, value = certificate.word("procedure"), certificate.word("value")
    on_paper = {procedure.casefold(), value.casefold()} & _ON_PAPER
    return _Cited(
        number,
        said(certificate, "referral"),
        sha256_of(procedure, value),
        INAPPLICABLE if on_paper else MISSING,
        f"{procedure} {value}".strip()[:_SHOWN],
    )
