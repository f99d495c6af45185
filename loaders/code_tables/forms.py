"""The four forms of files in a release of the tables, and what a row of each claims.

A table of codes (`notation,name,description`, of some tables with `path`, `domains`, `tags`), the
list of tables (no header: number, name, address), the list of deprecated codes and the list of
superseded ones. A release carries no dates, so nothing is said of when a code was retired except
the name of the release that did it (`FT2025-1`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph import Claim
from loaders.code_tables.registers import Code, code_at, register_at, registers
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr.codes import REGISTRY
from loaders.wmdr.words import Words, node_id

SUPERSEDED = "superseded"
STATUS = "status"
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: the columns it must have, those it may, and what its rows say.

    `names`: the columns of a form without a header. `key`: the columns that name a row.
    """

    name: str
    columns: frozenset[str]
    key: tuple[str, ...]
    claims: Callable[[Fields, Words, str], Iterator[Claim]]
    optional: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    def identity(self, fields: Fields) -> str:
        """The name of a row across versions of the file, "" where a part is blank."""
        parts = [fields.get(column, "") for column in self.key]
        return f"{self.name}|{'|'.join(parts)}" if all(parts) else ""


def register_of(source: SourceFile) -> str:
    """The register whose codes a file holds, by the number it is named after; "" for none."""
    return registers().get(source.path.stem, "")


def concept(code: Code) -> str:
    """The id of a code."""
    return node_id("Concept", code.register, code.notation)


def _code_claims(fields: Fields, words: Words, broader: str) -> Iterator[Claim]:
    notation = _required(fields, "notation")
    code = Code(register_of(words.source), notation)
    said = {
        "notation": notation,
        "name": _required(fields, "name"),
        "definition": fields["description"],
        "uri": code.uri,
        **{column: fields.get(column, "") for column in ("path", "domains", "tags")},
    }
    yield words.node("Concept", concept(code), said)
    yield words.edge("IN_SCHEME", concept(code), node_id("ConceptScheme", code.register))
    if broader:
        yield words.edge("BROADER", concept(code), concept(Code(code.register, broader)))


def _table_claims(fields: Fields, words: Words, _: str) -> Iterator[Claim]:
    register = register_at(fields["url"], "url")
    number = _required(fields, "number")
    said = {"name": _required(fields, "name"), "number": number, "uri": f"{REGISTRY}{register}"}
    yield words.node("ConceptScheme", node_id("ConceptScheme", register), said)


def _deprecated_claims(fields: Fields, words: Words, _: str) -> Iterator[Claim]:
    code = code_at(fields["url"], "url")
    status = _required(fields, "status")
    yield from _listed(code, words, {"listed_name": fields["name"]})
    yield from _in_state(code, words, status, fields["date"])


def _superseded_claims(fields: Fields, words: Words, _: str) -> Iterator[Claim]:
    code, successor = code_at(fields["URL from"], "URL from"), code_at(fields["URL to"], "URL to")
    if code == successor:
        raise CellError(
            "URL to",
            fields["URL to"],
            "successor",
            "代码不能由自身取代，请更正 / a code cannot be replaced by itself: correct the cell",
        )
    yield from _listed(code, words, {})
    yield from _in_state(code, words, SUPERSEDED, "")
    yield words.edge("REPLACED_BY", concept(code), concept(successor))


def _listed(code: Code, words: Words, said: Fields) -> Iterator[Claim]:
    """A code that a list tells nothing more of than its address."""
    known = {"notation": code.notation, "uri": code.uri}
    yield words.node("Concept", concept(code), {**known, **said})
    yield words.edge("IN_SCHEME", concept(code), node_id("ConceptScheme", code.register))


def _in_state(code: Code, words: Words, status: str, release: str) -> Iterator[Claim]:
    element = concept(code)
    key = (element, STATUS, words.period.valid_from, words.source.source_id)
    said = {"element": element, "property": STATUS, "value": status, "reason": release}
    state = node_id("State", *key)
    yield words.node("State", state, said)
    yield words.edge("HAS_STATE", element, state)


def _required(fields: Fields, column: str) -> str:
    text = fields[column]
    if not text:
        raise CellError(
            column, "", "required", f"缺少 {column}，请补上 / no {column} is told: add it"
        )
    return text


CODES = Form(
    "code",
    frozenset({"notation", "name", "description"}),
    ("notation",),
    _code_claims,
    frozenset({"path", "domains", "tags"}),
)
FORMS = (
    Form(
        "deprecated",
        frozenset({"table", "url", "name", "status", "date"}),
        ("url",),
        _deprecated_claims,
    ),
    Form("superseded", frozenset({"URL from", "URL to"}), ("URL from", "URL to"),
         _superseded_claims),
    CODES,
)  # fmt: skip
LIST_OF_TABLES = Form(
    "table",
    frozenset(),
    ("number",),
    _table_claims,
    names=("number", "name", "url"),
)
