"""What a question is: its texts, its typed rows, and the answer that carries the evidence.

Each question is one file exposing `QUERY`. Its Cypher stands next to the row type it returns and
is checked against it at construction: RETURN aliases equal the fields of the row.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from graph.projection import Closure
from queries.asker import EVERYBODY

if TYPE_CHECKING:
    from queries.ask import Ask

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
_ALIAS = re.compile(r"\bAS\s+(\w+)\s*(?:,|$|\bORDER\b|\bLIMIT\b)", re.IGNORECASE)
_ANCHOR = re.compile(r"\{id: (?:\$\w+|id)\}")


class QueryDeclarationError(ValueError):
    """A question's Cypher does not agree with its row type."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question besides `as_of` and `known_at`.

    `kinds`: labels of elements it may name; empty for plain text. `several`: it may name more than
    one, joined by `;`.
    """

    name: str
    title_zh: str
    title_en: str
    required: bool = False
    kinds: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Stage(Generic[R_co]):
    """One Cypher text and the type of its rows; `list_fields` hold several texts.

    The type is a frozen dataclass, or a named tuple where there are tens of thousands of rows.

    `columns`: what it returns, which are the fields of the row. `anchored`: it begins at given
    elements, so that its rows are few, however large the graph.
    """

    name: str
    cypher: str
    row: type[R_co]
    list_fields: tuple[str, ...] = field(init=False, default=())
    columns: tuple[str, ...] = field(init=False, default=())
    anchored: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        _, returned, tail = self.cypher.rpartition("RETURN ")
        aliases = tuple(_ALIAS.findall(tail)) if returned else ()
        types = _types(self.row)
        fields = tuple(types)
        if aliases != fields:
            raise QueryDeclarationError(f"{self.name}: RETURN {aliases} is not the row {fields}")
        lists = (name for name, kind in types.items() if "Texts" in kind or "tuple" in kind)
        object.__setattr__(self, "list_fields", tuple(lists))
        object.__setattr__(self, "columns", fields)
        object.__setattr__(self, "anchored", bool(_ANCHOR.search(self.cypher)))


def _types(row: type[object]) -> dict[str, str]:
    """The fields of a row in order, each with its type as it is written."""
    if dataclasses.is_dataclass(row):
        return {f.name: str(f.type) for f in dataclasses.fields(row)}
    return {name: str(kind) for name, kind in row.__annotations__.items()}


@dataclass(frozen=True, slots=True)
class Matrix:
    """How an answer is laid out in two directions: fields of the row for either, and the cell's."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Query(Generic[R]):
    """A question anybody may ask.

    `answer` runs stages through an `Ask` and yields typed rows. `start`: from the parameters the
    ids at which a `closure` begins when the past is asked for; without a closure `known_at` uses
    a snapshot of the whole. `summary`: the answer in one sentence, zh and en. `roles`: who may ask.
    `matrix`: the layout of a sheet in two directions. `known`: by parameter the values that name
    something, where the graph has to say; asked for only when nothing was found.
    """

    id: str
    question_zh: str
    question_en: str
    params: tuple[Param, ...]
    row: type[R]
    stages: tuple[Stage[object], ...]
    answer: Callable[[Ask], Iterable[R]]
    closure: Closure | None = None
    start: Callable[[Mapping[str, str]], tuple[str, ...]] = field(default=lambda _: ())
    ledger_only: bool = False
    summary: Callable[[Sequence[R]], tuple[str, str]] = field(default=lambda _: ("", ""))
    roles: tuple[str, ...] = EVERYBODY
    matrix: Matrix | None = None
    known: Mapping[str, Callable[[Ask], Iterable[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.stages and not self.ledger_only:
            raise QueryDeclarationError(f"{self.id}: a question without Cypher must say so")
        if self.matrix is not None:
            named = {*self.matrix.rows, *self.matrix.columns, self.matrix.value}
            if named - set(self.fields):
                raise QueryDeclarationError(f"{self.id}: {named - set(self.fields)} are no fields")

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the columns of the answer."""
        return tuple(f.name for f in dataclasses.fields(self.row))  # type: ignore[arg-type]
