"""What a file of claims in RDF may break, and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from graph import Place, Rejected
from loaders.claims_rdf.statements import Statement

RULES: Mapping[str, str] = MappingProxyType(
    {
        "blank node": "空白节点不能作键；给它 IRI / a blank node is no key; give it an IRI",
        "class": "没有这个类；类见 ontology.ttl / no such class; those there are in ontology.ttl",
        "property": "此处没有这个属性；改用 ontology.ttl 所载的，或导出时的 / "
        "no such property here; use those of ontology.ttl, or of an export",
        "datatype": "数据类型不对；按 ontology.ttl 改 / wrong datatype; see ontology.ttl",
        "missing": "缺少这一条；重新导出 / this statement is missing; export it again",
        "twice": "只能有一个；删去多余的 / there may be one only; remove the others",
        "dangling": "指向文件里没有的东西；一并给出，或重新导出 / "
        "refers to what is not in the file; add it, or export it again",
        "family": "没有这种来源类别；改为 source_family 之一 / "
        "no such family of sources; use one of the code list source_family",
        "time": "时间须为 UTC 定宽文本 / not the text of a time in UTC as in an export",
        "certainty": "应为 stated、inferred 或 synthetic / one of stated, inferred, synthetic",
        "no claim": "不属于任何断言；一条断言是一个以其哈希为名的图 / "
        "belongs to no claim; a claim is a named graph, by its hash",
        "hash": "内容与断言的哈希不符，被改动过；取未改动的导出，或用导入表格装载 / "
        "what is said is not what the hash of the claim names: it was changed; take an export as "
        "it was written, or load tables",
        "person name": "像是人名，断言里不能有人名；请先删去 / looks like the name of a person, "
        "which no claim may hold; remove it first",
    }
)
_NAMES = (
    "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/2006/vcard/ns#",
    "http://schema.org/",
    "https://schema.org/",
)


class RefusalError(Exception):
    """A rule that statements about one claim break: where, of what, and what stands there."""

    def __init__(self, line: int, field: str, value: str, rule: str, message: str = "") -> None:
        self.line, self.field, self.value, self.rule = line, field, value, rule
        self.message = message or RULES[rule]
        super().__init__(f"line {line}: {field} {value!r:.80}: {rule}; {self.message}")

    def rejected(self, claim: str, whole: Place) -> Rejected:
        """The same as a rejected row; `claim`: its hash, if it has one; `whole`: where it is."""
        place = Place(self.line, 0) if self.line else whole
        return Rejected(place, self.field, self.value[:200], self.rule, self.message, claim)


@lru_cache(maxsize=8192)
def names_people(predicate: str) -> bool:
    """Whether a property of another vocabulary is one by which persons are described."""
    return predicate.startswith(_NAMES)


def one_each(
    statements: Iterable[Statement],
    known: Mapping[str, str],
    needed: Collection[str] | None = None,
) -> dict[str, Statement]:
    """The statements by property, each at most once, of the datatypes of `known` and no others.

    All of `needed` must be there; by default all that are known.
    """
    found: dict[str, Statement] = {}
    line = 0
    for statement in statements:
        predicate, line = statement.predicate, statement.line
        if predicate not in known:
            raise RefusalError(line, "predicate", predicate, "property")
        if predicate in found:
            raise RefusalError(line, predicate, statement.value, "twice")
        if statement.datatype != known[predicate]:
            raise RefusalError(line, predicate, statement.value, "datatype")
        found[predicate] = statement
    for predicate in known if needed is None else needed:
        if predicate not in found:
            raise RefusalError(line, predicate, "", "missing")
    return found
