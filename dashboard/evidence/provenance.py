"""A package in PROV-O (W3C REC-prov-o-20130430), as JSON-LD with a context of its own."""

from __future__ import annotations

from dashboard.evidence.contents import Contents
from ontology import claim_iri, original_iri, source_iri

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "suyuan": "urn:suyuan:",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "about": {"@id": "suyuan:about"},
    "says": {"@id": "suyuan:says"},
    "place": {"@id": "prov:atLocation"},
    "certainty": {"@id": "suyuan:certainty"},
    "value": {"@id": "prov:value"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "attributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "generatedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "generatedAt": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
}


def provenance(contents: Contents) -> dict[str, object]:
    """Claims as entities, derived from originals, attributed to sources; answers that used them."""
    nodes: dict[str, dict[str, object]] = {}
    for one in contents.evidence.values():
        original = original_iri(one.sha256)
        nodes[original] = {
            "@id": original,
            "@type": "prov:Entity",
            "label": one.file,
        }
        source = source_iri(one.source_id)
        nodes[source] = {"@id": source, "@type": "prov:Agent", "label": one.source_id}
        claim = claim_iri(one.claim)
        nodes[claim] = {
            "@id": claim,
            "@type": "prov:Entity",
            "about": one.element,
            "says": one.says,
            "value": one.excerpt or "",
            "place": one.place,
            "certainty": one.certainty,
            "derivedFrom": original,
            "attributedTo": source,
            "generatedAt": one.recorded_at,
        }
    for number, result in enumerate(contents.answers):
        asked = f"urn:suyuan:answer:{number}:{result.question}"
        nodes[asked] = {
            "@id": asked,
            "@type": "prov:Activity",
            "label": result.question,
            "used": [claim_iri(short) for short in sorted(result.claims)],
        }
        nodes[f"{asked}:rows"] = {
            "@id": f"{asked}:rows",
            "@type": "prov:Entity",
            "label": result.summary[0],
            "generatedBy": asked,
        }
    return {"@context": CONTEXT, "@graph": [nodes[key] for key in sorted(nodes)]}
