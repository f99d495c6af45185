"""All declared import tables, found by walking this folder and checked against the kinds."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from ontology import tables as folder
from ontology.model import DeclarationError
from ontology.registry import EDGE_KINDS, NODE_KINDS
from ontology.tables.model import EdgeRule, NodeRule, Ref, Table, columns_of

_NOT_TABLES = {"model", "registry"}


def _check_ref(table: Table, ref: Ref) -> None:
    for label in (ref.kind, *([ref.alternative[1]] if ref.alternative else [])):
        if label not in NODE_KINDS:
            raise DeclarationError(f"table {table.name}: kind {label} is not declared")
    for part in (*ref.parts, *([ref.kind_column] if ref.kind_column else [])):
        for name in columns_of(part):
            if table.column(name) is None:
                raise DeclarationError(f"table {table.name}: no column {name}")


def _check(table: Table) -> None:
    for rule in table.rules:
        if isinstance(rule, NodeRule):
            _check_ref(table, rule.ref)
            kind = NODE_KINDS[rule.ref.kind]
            for name, _ in (*rule.properties, *rule.constants):
                if kind.property_named(name) is None:
                    raise DeclarationError(f"table {table.name}: {kind.label}.{name}?")
        elif isinstance(rule, EdgeRule):
            _check_ref(table, rule.source)
            _check_ref(table, rule.target)
            if rule.type not in EDGE_KINDS:
                raise DeclarationError(f"table {table.name}: edge {rule.type} is not declared")
        else:
            _check_ref(table, rule.subject)


def _collect() -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for found in sorted(pkgutil.iter_modules(folder.__path__), key=lambda m: m.name):
        if found.name in _NOT_TABLES:
            continue
        for table in importlib.import_module(f"{folder.__name__}.{found.name}").TABLES:
            _check(table)
            tables[table.name] = table
    return tables


TABLES = MappingProxyType(_collect())
