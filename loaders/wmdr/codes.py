"""Codes of the WMDS tables as WMDR cites them, and those that were replaced.

`http://codes.wmo.int/wmdr/ObservedVariableAtmosphere/224` is code `224` of the table
`ObservedVariableAtmosphere`. The tables themselves are open and large, so a code is kept as it is
printed and never refused.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from loaders.wmdr.model import Told
from ontology import PREFIXES, code_iri

REGISTRY = "http://codes.wmo.int/wmdr/"
NIL = frozenset({"unknown", "inapplicable", "missing", "withheld", "template"})
"""Codes and reasons that stand for no value."""
_NO_TEXT = frozenset({"unknown", "(unknown)", "n/a", "-", "none", "inapplicable"})
DOMAIN_TABLES = {
    "atmosphere": "ObservedVariableAtmosphere",
    "earth": "ObservedVariableEarth",
    "ocean": "ObservedVariableOcean",
    "outerSpace": "ObservedVariableOuterSpace",
    "terrestrial": "ObservedVariableTerrestrial",
}
_SUPERSEDED = Path(__file__).with_name("superseded.csv")
_KNOWN = Path(__file__).with_name("known.csv")
_OWN = PREFIXES["code"]
NO_WORD = "other:notStated"
"""The nilReason of what a schema asks for and nobody told: no statement, so nothing is read."""


def path_of(address: str) -> str:
    """Table and code of an address of the registry; what is no such address stays as it is.

    >>> path_of("http://codes.wmo.int/wmdr/ObservedVariableAtmosphere/224")
    'ObservedVariableAtmosphere/224'
    """
    for beginning in (REGISTRY, REGISTRY.replace("http:", "https:")):
        if address.startswith(beginning):
            return address[len(beginning) :]
    return address


def code_of(address: str) -> str:
    """The code alone, of an address of ours too; what is no address stays as it is.

    >>> code_of("urn:suyuan:code:event_type.maintenance")
    'maintenance'
    >>> code_of("http://codes.wmo.int/wmdr/unit/W.m-2")
    'W.m-2'
    """
    if address.startswith(_OWN):
        return unquote(address.removeprefix(_OWN).partition(".")[2])
    return path_of(address).rpartition("/")[2] if "://" in address else address


def registered(address: str) -> tuple[str, str]:
    """Register and notation of an address of the registry; two blanks for any other text.

    >>> registered("http://codes.wmo.int/wmdr/unit/W.m-2"), registered("W.m-2")
    (('unit', 'W.m-2'), ('', ''))
    """
    path = path_of(address)
    register, _, notation = path.partition("/")
    if path == address or not register or not notation or notation in NIL:
        return "", ""
    return register, notation


def address_of(code: str, name: str, register: str, *, coded: bool = False) -> str:
    """The address of a code: in the registry where it is published there, else one of ours.

    `name`: the property it is of. `coded`: whether a source wrote it with its register.

    >>> address_of("gps", "geopositioning_method", "GeopositioningMethod")
    'http://codes.wmo.int/wmdr/GeopositioningMethod/gps'
    >>> address_of("maintenance", "event_type", "EventAtFacility")
    'urn:suyuan:code:event_type.maintenance'
    """
    if register and (coded or (register, code) in _known()):
        return f"{REGISTRY}{register}/{code}"
    return code_iri(name, code)


def is_nil(told: Told | None) -> bool:
    """Whether a reason is told in place of a value."""
    return told is not None and bool(told.nil)


def stated(told: Told | None) -> str:
    """The text that is told, "" where there is none or a reason in its place."""
    return "" if told is None or told.nil else told.text


def free_text(told: Told | None) -> Told | None:
    """A text typed by a person: `(unknown)` and the like are a reason and no value."""
    if told is None or not told.text or told.nil:
        return told if is_nil(told) else None
    if told.text.lower() in _NO_TEXT:
        return Told("", told.place, told.text.strip("()").lower())
    return told


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Codes of small tables with their registers."""
    with _KNOWN.open(encoding="utf-8", newline="") as stream:
        return frozenset((row["register"], row["notation"]) for row in csv.DictReader(stream))


@cache
def superseded() -> dict[str, str]:
    """Replaced codes with their tables, each with the one that took its place."""
    with _SUPERSEDED.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["replaced_by"] for row in csv.DictReader(stream)}


def code_warnings(addresses: dict[str, int]) -> tuple[str, ...]:
    """A sentence for each replaced code among addresses and how often each stands there."""
    known = superseded()
    return tuple(
        f"代码 {path_of(address)} 已由 {known[path_of(address)]} 取代（{count} 处） / "
        f"code {path_of(address)} was replaced by {known[path_of(address)]} ({count} times)"
        for address, count in sorted(addresses.items())
        if path_of(address) in known
    )
