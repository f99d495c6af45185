"""A table under a header, compiled once, so that a row costs little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timezone
from functools import lru_cache

from graph import Claim
from loaders.protocol import SourceFile
from loaders.tabular.faults import CellError
from loaders.tabular.header import CERTAINTY, Layout
from loaders.tabular.references import SOURCE, Values
from loaders.tabular.rules import (
    EdgeWriter,
    NodeWriter,
    SpanReader,
    applies,
    edge_writer,
    interval_error,
    node_writer,
    span_reader,
    state_writer,
)
from loaders.tabular.values import Converter, converter
from ontology import Certainty, Column, Condition, EdgeRule, NodeRule

_CERTAINTY = Column(CERTAINTY, "可信度", codes=CERTAINTY)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledTable:
    """What the rows under one header say.

    `blank`: the values of a row whose cells are all blank. `texts` are the columns whose cells
    are their own values, `typed` those with a converter.
    """

    blank: Values
    required: tuple[str, ...]
    texts: tuple[str, ...]
    typed: tuple[tuple[str, Converter], ...]
    intervals: tuple[tuple[str, str], ...]
    different: tuple[tuple[str, str], ...]
    needs: tuple[tuple[Callable[[Values], bool], Condition, str], ...]
    spans: tuple[SpanReader, ...]
    nodes: tuple[NodeWriter, ...]
    edges: tuple[EdgeWriter, ...]

    def claims(self, fields: Mapping[str, str], source: SourceFile) -> list[Claim]:
        """All claims of a row. Raises `CellError` for the first thing that is wrong with it."""
        values = self.values(fields)
        values[SOURCE] = source.source_id
        for begin, end in self.intervals:
            last = values[end]
            if last is not None and str(values[begin] or "") >= str(last):
                raise interval_error(begin, end)
        for one, other in self.different:
            if values[one] is not None and values[one] == values[other]:
                raise _same_error(one, other)
        for holds, when, column in self.needs:
            if values[column] is None and holds(values):
                raise _needed_error(when, column)
        spans = [span(values) for span in self.spans]
        certainty = str(values[CERTAINTY] or source.certainty or Certainty.STATED)
        claims: list[Claim] = []
        for node in self.nodes:
            claim = node(values, spans, certainty, not claims)
            if claim is not None:
                claims.append(claim)
        for edge in self.edges:
            edge(values, spans, certainty, claims)
        return claims

    def values(self, fields: Mapping[str, str]) -> Values:
        """The converted cells of a row. Raises `CellError`."""
        for name in self.required:
            cell = fields[name]
            if not cell or cell.isspace():
                raise CellError(name, "required", f"{name} 不可为空，请填写 / fill in {name}")
        values = self.blank.copy()
        for name in self.texts:
            values[name] = fields[name].strip() or None
        for name, convert in self.typed:
            text = fields[name].strip()
            if text:
                values[name] = convert(text)
        return values


def _same_error(one: str, other: str) -> CellError:
    """Two columns that name the same thing, such as an auditor who audits the own unit."""
    return CellError(
        other,
        "independence",
        f"不可与 {one} 相同：请写另一个单位 / must not be the same as {one}: name another unit",
    )


def _needed_error(when: Condition, column: str) -> CellError:
    """A blank cell that what stands in another column asks for."""
    if when.values:
        zh = en = f"{when.column} {'≠' if when.negated else '='} {' | '.join(when.values)}"
    else:
        zh = f"{when.column} {'为空' if when.negated else '已填'}"
        en = f"{when.column} is {'blank' if when.negated else 'filled'}"
    return CellError(
        column, "needed", f"{zh} 时须填 {column}，请填写 / fill in {column}, since {en}"
    )


@lru_cache(maxsize=64)
def compiled(layout: Layout, zone: timezone | None) -> CompiledTable:
    """The compiled table of a header; `zone` is that of date-times without one."""
    table = layout.table
    declared = (*table.columns, _CERTAINTY)
    columns = [column for column in declared if column.name in layout.names]
    converters = [(column.name, converter(column, zone)) for column in columns]
    extras = tuple(column for _, column in layout.extras)
    keys = tuple(dict.fromkeys((rule.valid_from, rule.valid_to) for rule in table.rules))
    nodes, edges = [], []
    for rule in table.rules:
        span = keys.index((rule.valid_from, rule.valid_to))
        if isinstance(rule, NodeRule):
            nodes.append(node_writer(rule, table, span, layout.extras))
        elif isinstance(rule, EdgeRule):
            edges.append(edge_writer(rule, table, span))
        else:
            edges.append(state_writer(rule, table, span))
    return CompiledTable(
        blank={**dict.fromkeys([c.name for c in declared]), **dict.fromkeys(extras), SOURCE: None},
        required=tuple(column.name for column in columns if column.required),
        texts=(*(name for name, convert in converters if convert is None), *extras),
        typed=tuple((name, convert) for name, convert in converters if convert is not None),
        intervals=table.intervals,
        different=table.different,
        needs=tuple((applies(when), when, column) for when, column in table.needs),
        spans=tuple(span_reader(key) for key in keys),
        nodes=tuple(nodes),
        edges=tuple(edges),
    )
