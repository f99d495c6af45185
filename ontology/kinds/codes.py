"""Kinds of published code tables (WMO Codes Registry, WIGOS Metadata Standard)."""

from __future__ import annotations

from ontology.model import NodeKind, Property

KINDS = (
    NodeKind(
        "ConceptScheme",
        ("register",),
        "代码表",
        "code table",
        "skos:ConceptScheme",
        "A published table of codes; its key is its name in the WMO Codes Registry.",
        (
            Property("name", "名称", "name", term="dcterms:title"),
            Property("number", "表号", "number of the table (WMO-No. 1192)"),
            Property("uri", "地址", "address of the table"),
        ),
    ),
    NodeKind(
        "Concept",
        ("register", "notation"),
        "表中代码",
        "code of a table",
        "skos:Concept",
        "One code of a published table; whether it was retired or replaced is its state `status`.",
        (
            Property("notation", "代码", "notation", term="skos:notation"),
            Property("name", "名称", "name", term="skos:prefLabel"),
            Property("definition", "定义", "definition", term="skos:definition"),
            Property("path", "分类路径", "path as printed"),
            Property("domains", "领域", "domains as printed"),
            Property("tags", "标签", "tags as printed"),
            Property("uri", "地址", "address of the code"),
            Property("listed_name", "废止表所列名称", "name in the list of deprecated codes"),
        ),
        name_property="notation",
    ),
)
