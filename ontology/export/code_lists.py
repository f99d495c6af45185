"""The code lists as SKOS concept schemes, in their order, with the published tables they use.

Quality flags of other schemes stand beside ours, each with what it is in the others.
"""

from __future__ import annotations

from rdflib import Literal, URIRef

from ontology.alignments import CODE_TABLES, OWN_CODES
from ontology.authority import SOURCE_FAMILIES
from ontology.codes import ALL_CODES
from ontology.export.writing import Draft, iri
from ontology.iris import ONTOLOGY, code_iri
from ontology.model import CodeList
from ontology.quality_flags import FLAG_SCHEMES, matches


def codes_turtle() -> str:
    """All code lists as Turtle."""
    draft = Draft()
    others = (found for name, found in FLAG_SCHEMES.items() if name not in ALL_CODES)
    for codes in (*ALL_CODES.values(), SOURCE_FAMILIES, *others):
        _scheme(draft, codes)
    for name, scheme in FLAG_SCHEMES.items():
        for code in scheme.codes:
            for match in matches(name, code):
                other = URIRef(code_iri(match.scheme, match.code))
                draft.say(URIRef(code_iri(name, code)), f"skos:{match.relation}", other)
    return draft.turtle()


def _scheme(draft: Draft, codes: CodeList) -> None:
    scheme = URIRef(code_iri(codes.name))
    draft.say(scheme, "rdf:type", iri("skos:ConceptScheme"))
    draft.say(scheme, "skos:notation", Literal(codes.name))
    draft.say(scheme, "dcterms:source", Literal(codes.source))
    draft.say(scheme, "rdfs:isDefinedBy", URIRef(ONTOLOGY))
    table = CODE_TABLES.get(codes.name)
    if table is not None:
        draft.say(scheme, "skos:closeMatch", URIRef(table))
    members = []
    for code, (zh, en) in codes.codes.items():
        concept = URIRef(code_iri(codes.name, code))
        members.append(concept)
        draft.say(concept, "rdf:type", iri("skos:Concept"))
        draft.say(concept, "skos:notation", Literal(code))
        draft.titles(concept, zh, en, "skos:prefLabel")
        draft.say(concept, "skos:inScheme", scheme)
        draft.say(concept, "skos:topConceptOf", scheme)
        if table is not None and (codes.name, code) not in OWN_CODES:
            draft.say(concept, "skos:exactMatch", URIRef(f"{table}/{code}"))
    ranked = URIRef(f"{scheme}.order")
    draft.say(ranked, "rdf:type", iri("skos:OrderedCollection"))
    draft.say(ranked, "skos:memberList", draft.listed(members))
    draft.say(scheme, "skos:hasTopConcept", *members)
