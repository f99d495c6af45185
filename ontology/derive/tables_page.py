"""The import format page: every import table, its columns and what each column becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology.codes import ALL_CODES
from ontology.derive.schema_page import GENERATED, markdown_table
from ontology.model import ANY
from ontology.registry import EDGE_KINDS, NODE_KINDS
from ontology.tables.model import (
    Column,
    Condition,
    EdgeRule,
    NodeRule,
    Ref,
    StateRule,
    Table,
    columns_of,
)
from ontology.tables.registry import TABLES

Rule = NodeRule | EdgeRule | StateRule

_INTRO = """\
# 导入格式 / Import format

{generated}

{count} 种表格，由 `ontology/tables/` 的声明生成。节点、边与代码见[图的模式](schema.md)。/
{count} tables, generated from the declarations in `ontology/tables/`; kinds, edges and codes are on
the page [schema](schema.md).

## 写法 / How to write a table

- 文件名即表名：`NAME.csv` 或 `NAME.xlsx`；也可由 Frictionless `datapackage.json` 指明。/ A file is
  named after its table, or a `datapackage.json` names it.
- UTF-8 或 GB18030；第一行为列名，列的次序不限。/ UTF-8 or GB18030; a header row; columns in any
  order.
- 标 `*` 的列必填；标 `;` 的列可填多个值，以 `;` 或 `；` 隔开。/ `*`: required; `;`: may hold
  several values, separated by `;`.
- 每张表都可加一列 `certainty`，逐行填写：{certainties}。/ Every table may have this column, one
  value a row.
- 日期写 `2018-06-03`（也认 `2018/6/3`、`20180603`、`2018年6月3日`），指东八区的那一天；带时刻者须
  写时区，或由 `--timezone` 声明。/ A date is the civil day at +08:00; a date-time states its zone,
  or `--timezone` does.
- 标“含当日”的日期是包括当天的终点，存为次日零时。起始留空为不明，终止留空为未终止。/ A date
  marked 含当日 (inclusive) is an end that includes its day, stored as the start of the next one. A
  blank begin is unknown, a blank end open.
- 未声明的列成为表中第一种节点的属性，并给出提示。不合规则的行被拒绝，注明文件、行、列、值和规
  则。/ An undeclared column becomes a property of the table's first node, with a warning. A bad row
  is rejected with file, row, column, value and rule.

## 读法 / How to read the mappings

- `(:Unit {{part_of}})` 是以 `part_of` 一列为键的单位。/ The unit whose key is in that column.
- `(:‹subject_kind› {{subject_id}})` 的标签由 `subject_kind` 一列给出；键有几个部分的，照标识的写法
  写全（`Y02-04@region`）。/ Its label is in that column; a key of several parts is written as in
  the id.
- `@source` 是来源标识，`code|name_zh` 取先填的一列，`=文本` 是常量。/ The id of the source, the
  first of two columns that is filled, a constant.
- 状态 `Station.class` 是一个 `State` 节点和它的 `HAS_STATE` 边。/ A state is a `State` node and its
  `HAS_STATE` edge.
- “有效期”一列给出起止所在的列；空白为起始不明、未终止。/ The last column names the columns of begin
  and end; blank: unknown begin, open end.
"""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What columns of a table become, as the page prints it, on which condition and from when."""

    columns: tuple[str, ...]
    becomes: str
    when: Condition | None = None
    valid_from: str | None = None
    valid_to: str | None = None


def tables_markdown() -> str:
    """The whole page, Chinese first."""
    certainties = "、".join(f"`{code}`" for code in ALL_CODES["certainty"].codes)
    parts = [
        _INTRO.format(generated=GENERATED, count=len(TABLES), certainties=certainties),
        "## 表格 / Tables\n",
        _overview(TABLES),
    ]
    for table in TABLES.values():
        parts += _table_parts(table)
    return "\n".join(parts)


def column_uses(table: Table) -> tuple[ColumnUse, ...]:
    """What the columns of a table become, in the order of its rules."""
    return tuple(use for rule in table.rules for use in _rule_uses(table, rule))


def ref_columns(ref: Ref) -> tuple[str, ...]:
    """The columns that a reference reads, the one that gives the label first."""
    columns = [ref.kind_column] if ref.kind_column else []
    for part in ref.parts:
        columns += columns_of(part)
    return tuple(dict.fromkeys(columns))


def header_row(table: Table) -> str:
    """The header of a CSV file with every column of the table, and `certainty`."""
    return ",".join([*(column.name for column in table.columns), "certainty"])


def _overview(tables: Mapping[str, Table]) -> str:
    rows = (
        (
            f"[`{table.name}`](#{table.name})",
            f"{table.title_zh} / {table.title_en}",
            _names(c.name for c in table.columns if c.required),
        )
        for table in tables.values()
    )
    return markdown_table(("表 table", "内容 content", "必填的列 required columns"), rows)


def _table_parts(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{table.title_zh} / {table.title_en}。\n"
    yield f"- 一行由这些列标明 / a row is named by: {_names(table.identity)}"
    yield from (_interval_text(table, *interval) for interval in table.intervals)
    for one, other in table.different:
        yield f"- `{other}` 不可与 `{one}` 相同 / `{other}` is not the same as `{one}`"
    for when, column in table.needs:
        yield f"- 须填 / is needed: `{column}`：{_condition_text(when)}"
    yield ""
    yield markdown_table(
        ("列 column", "含义", "类型 type", "取值 values"),
        (_column_row(table, column) for column in table.columns),
    )
    yield markdown_table(
        ("列 columns", "成为 becomes", "何时 when", "有效期 valid"),
        map(_use_row, column_uses(table)),
    )
    yield f"```csv\n{header_row(table)}\n```\n"


def _interval_text(table: Table, begin: str, end: str) -> str:
    last = table.column(end)
    if last is not None and last.end:
        return f"- `{end}` 不早于 `{begin}` / `{end}` is not before `{begin}`"
    return f"- `{end}` 晚于 `{begin}` / `{end}` is after `{begin}`"


def _names(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _column_row(table: Table, column: Column) -> tuple[str, ...]:
    marks = (" \\*" if column.required else "") + (" `;`" if column.many else "")
    datatype = f"`{column.datatype.value}`" + ("，含当日 inclusive" if column.end else "")
    return (f"`{column.name}`{marks}", column.title_zh, datatype, _values(table, column))


def _values(table: Table, column: Column) -> str:
    if column.codes:
        link = f"[{column.codes}](schema.md#{column.codes})"
        return f"{link}: {_names(ALL_CODES[column.codes].codes)}"
    labels = tuple(dict.fromkeys(_labels_named_by(table, column.name)))
    return "任一标签 any label" if labels == (ANY,) else _names(labels)


def _labels_named_by(table: Table, column: str) -> Iterator[str]:
    """The labels that a column which gives the kind of an end may hold."""
    for rule in table.rules:
        if isinstance(rule, EdgeRule):
            if rule.source.kind_column == column:
                yield from EDGE_KINDS[rule.type].sources
            if rule.target.kind_column == column:
                yield from EDGE_KINDS[rule.type].targets


def _rule_uses(table: Table, rule: Rule) -> Iterator[ColumnUse]:
    validity = (rule.valid_from, rule.valid_to)
    if isinstance(rule, StateRule):
        text = f"状态 state `{rule.subject.kind}.{rule.property}`"
        yield ColumnUse((rule.column,), text, None, *validity)
        if rule.reason:
            yield ColumnUse((rule.reason,), f"{text} 的理由 its `reason`", None, *validity)
    elif isinstance(rule, EdgeRule):
        yield ColumnUse(_telling_columns(table, rule), _edge_text(rule), rule.when, *validity)
    else:
        text = f"节点 node `{_node_text(rule.ref)}`"
        text += "".join(f"，`{name}` = `{value}`" for name, value in rule.constants)
        yield ColumnUse(ref_columns(rule.ref), text, rule.when, *validity)
        for name, column in rule.properties:
            text = f"属性 property `{rule.ref.kind}.{name}`"
            yield ColumnUse((column,), text, rule.when)


def _telling_columns(table: Table, rule: EdgeRule) -> tuple[str, ...]:
    """The columns of an edge that are not the row's own name; all of them if there is no other."""
    columns = tuple(dict.fromkeys((*ref_columns(rule.source), *ref_columns(rule.target))))
    return tuple(name for name in columns if name not in table.identity) or columns


def _edge_text(rule: EdgeRule) -> str:
    pattern = f"{_node_text(rule.source)}-[:{rule.type}]->{_node_text(rule.target)}"
    return f"边 edge `{pattern}`{_ref_note(rule.source)}{_ref_note(rule.target)}"


def _node_text(ref: Ref) -> str:
    label = f"‹{ref.kind_column}›" if ref.kind_column else ref.kind
    return f"(:{label} {{{', '.join(ref.parts)}}})"


def _ref_note(ref: Ref) -> str:
    note = ""
    if ref.alternative:
        marker, label = ref.alternative
        note += f"\n值含 `{marker}` 时为 `{label}` / `{label}` where the value has `{marker}`"
        note += _cut_text(marker) if len(NODE_KINDS[label].key) > 1 else ""
    if ref.split:
        note += _cut_text(ref.split)
    return note


def _cut_text(separator: str) -> str:
    return f"\n值在 `{separator}` 处切成键的各部分 / the value is cut at `{separator}`"


def _use_row(use: ColumnUse) -> tuple[str, ...]:
    begin, end = (f"`{name}`" if name else "" for name in (use.valid_from, use.valid_to))
    validity = f"{begin} …{' ' * bool(end)}{end}" if begin or end else ""
    return (_names(use.columns), use.becomes, _condition_text(use.when), validity)


def _condition_text(condition: Condition | None) -> str:
    if condition is None:
        return ""
    column = f"`{condition.column}`"
    if not condition.values:
        return f"{column} {'为空 is blank' if condition.negated else '已填 is filled'}"
    values = " / ".join(f"`{value}`" for value in condition.values)
    return f"{column} {'≠' if condition.negated else '='} {values}"
