"""The declaration in the standards that other offices and tools read, each as a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from ontology.derive.json_ld import json_ld_context
from ontology.derive.json_schema import claims_schema
from ontology.derive.table_schemas import table_package


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _ontology() -> str:
    from ontology.export import ontology_turtle

    return ontology_turtle()


def _shapes() -> str:
    from ontology.export import shapes_turtle

    return shapes_turtle()


def _shapes_at_a_time() -> str:
    from ontology.export import shapes_at_a_time_turtle

    return shapes_at_a_time_turtle()


def _coverage() -> str:
    from ontology.export import coverage_turtle

    return coverage_turtle()


def _codes() -> str:
    from ontology.export import codes_turtle

    return codes_turtle()


# Name of the file -> its text. Those in Turtle need the extra `rdf`.
STANDARDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "ontology.ttl": cache(_ontology),
        "shapes.ttl": cache(_shapes),
        "shapes-at-a-time.ttl": cache(_shapes_at_a_time),
        "coverage.ttl": cache(_coverage),
        "codes.ttl": cache(_codes),
        "context.jsonld": cache(lambda: _json(json_ld_context())),
        "claims.schema.json": cache(lambda: _json(claims_schema())),
        "datapackage.json": cache(lambda: _json(table_package())),
    }
)
