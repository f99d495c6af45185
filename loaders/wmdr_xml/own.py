"""What exports of ours say beyond WMDR, in the metadata property that GML leaves open.

WMDR has no names for the entries of logs, none for certificates, and a deployment's name must be
one of XML. So an export says its own ids, the certificate of a control check and its hash beside
the standard elements (`gml:metaDataProperty`), where other readers pass over them. Evidence that
stands there is for persons and programs of others; it is not claimed anew.
"""

from __future__ import annotations

from graph import Place
from loaders.markup import Node
from loaders.wmdr.model import CertificateRef, Told
from loaders.wmdr.names import own_id

ENTRY, CERTIFICATE, EVIDENCE, RECORD = "entry", "certificate", "evidence", "record"


def own_name(node: Node, kind: str) -> str:
    """The address of ours in the `gml:identifier` of an element, "" where it has none."""
    found = node.first("identifier")
    return found.text if found is not None and own_id(kind, found.text) else ""


def is_synthetic(node: Node) -> bool:
    """Whether a metadata property says that the record was generated."""
    told = node.each(f"GenericMetaData/{RECORD}")
    return any(found.attributes.get("synthetic") == "true" for found in told)


def own_entries(said: Node | None) -> dict[int, Node]:
    """What a metadata property says of the entries of its log, by their numbers from 1 on."""
    found = () if said is None else said.each(f"GenericMetaData/{ENTRY}")
    return {
        int(number): entry
        for entry in found
        if (number := entry.attributes.get("number", "")).isdecimal() and number.isascii()
    }


def own_certificate(entry: Node) -> CertificateRef | None:
    """The certificate that is named for an entry."""
    found = entry.first(CERTIFICATE)
    if found is None:
        return None
    said = found.attributes
    issuer = said.get("issuedBy", "")
    return CertificateRef(
        said.get("identity", ""),
        _told(said.get("issued", ""), found.tag_place),
        _told(said.get("validUntil", ""), found.tag_place),
        said.get("sha256", ""),
        said.get("uri", ""),
        _told(issuer, found.tag_place),
    )


def _told(text: str, place: Place) -> Told | None:
    return Told(text, place) if text else None
