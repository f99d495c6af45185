"""The import format page: every import table, its columns and what each column becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology.codes import ALL_CODES
from ontology.derive.schema_page import GENERATED, markdown_table
from ontology.model import ANY
from ontology.registry import EDGE_KINDS
from ontology.tables.model import Column, Condition, EdgeRule, NodeRule, Ref, StateRule, Table
from ontology.tables.registry import TABLES

Rule = NodeRule | EdgeRule | StateRule

_INTRO = """\
# 导入格式 / Import format

{generated}

{count} 种表格，由 `ontology/tables/` 的声明生成。节点、边与代码见 [图的模式](schema.md)。/ {count} tables,
generated from the declarations in `ontology/tables/`; kinds, edges and codes: [schema](schema.md).

## 写法 / How to write them

- 文件名即表名：`NAME.csv` 或 `NAME.xlsx`；也可由 Frictionless `datapackage.json` 指明。CSV 用 UTF-8 或
  GB18030；第一行为列名，列的次序不限。/ A file is named after its table, or a `datapackage.json`
  names it. UTF-8 or GB18030; a header row; columns in any order.
- 标 `*` 的列必填；标 `;` 的列可填多个值，以 `;` 隔开。/ `*`: required; `;`: several values,
  separated by `;`.
- 每张表都可加一列 `certainty`，逐行写 {certainties}。/ Every table may have a column `certainty`, per row.
- 日期写 `YYYY-MM-DD`（也认 `2018/6/3`、`20180603`、`2018年6月3日`），指东八区的那一天；带时刻者须写时区。
  标“含当日”的终止日包括当天。起始留空为不明，终止留空为未终止。/ A date is the civil day at +08:00; a
  date-time carries its zone. An end marked 含当日 (inclusive) includes its day. A blank begin is
  unknown, a blank end open.
- 数按原文数字保存。/ Numbers keep the digits of the source.
- 未声明的列成为该行第一个节点的属性，并给出提示；不合规则的行被拒绝，注明文件、行、列、值和规则。/ An
  undeclared column becomes a property, with a warning; a bad row is rejected with file, row,
  column, value and rule.

## 读法 / How to read the mappings

`(:Unit {{part_of}})` 是以列 `part_of` 为键的单位。/ is the unit whose key is the column `part_of`.
`@source` 是来源标识；`code|name_zh` 是先填者；`=文本` 是常量。/ `@source`: the source id;
`a|b`: the first that is filled; `=text`: a constant. `(:‹subject_kind› {{subject_id}})` 的标签取自
该列。/ takes its label from that column.
"""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One thing that a column becomes, as the page prints it, and on which condition."""

    column: str
    becomes: str
    when: Condition | None = None


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
    """Everything the columns of a table become, in the order of the columns."""
    uses = [use for rule in table.rules for use in _rule_uses(table, rule)]
    uses += [use for rule in table.rules for use in _validity_uses(rule)]
    uses += _deciding_uses(table)
    order = {column.name: place for place, column in enumerate(table.columns)}
    return tuple(sorted(dict.fromkeys(uses), key=lambda use: order[use.column]))


def ref_columns(ref: Ref) -> tuple[str, ...]:
    """The columns that a reference reads, the one that gives the label first."""
    parts = [ref.kind_column] if ref.kind_column else []
    for part in ref.parts:
        if not part.startswith(("=", "@")):
            parts += part.split("|")
    return tuple(dict.fromkeys(parts))


def header_row(table: Table) -> str:
    """The header of a CSV file with every column of the table, and `certainty`."""
    return ",".join([*(column.name for column in table.columns), "certainty"])


def _overview(tables: Mapping[str, Table]) -> str:
    rows = [
        (
            f"[`{table.name}`](#{table.name})",
            f"{table.title_zh} / {table.title_en}",
            " ".join(f"`{c.name}`" for c in table.columns if c.required),
        )
        for table in tables.values()
    ]
    return markdown_table(("表 table", "内容 content", "必填的列 required columns"), rows)


def _table_parts(table: Table) -> list[str]:
    identity = "、".join(f"`{name}`" for name in table.identity)
    notes = [f"一行由 {identity} 标明。/ A row is named by these columns."]
    for begin, end in table.intervals:
        notes.append(f"`{end}` 不早于 `{begin}`。/ `{end}` is not before `{begin}`.")
    return [
        f"### {table.name}\n",
        f"{table.title_zh} / {table.title_en}。{' '.join(notes)}\n",
        markdown_table(
            ("列 column", "含义", "类型 type", "取值 values"),
            (_column_row(table, column) for column in table.columns),
        ),
        markdown_table(
            ("列 column", "成为 becomes", "何时 when"),
            ((f"`{u.column}`", u.becomes, _condition_text(u.when)) for u in column_uses(table)),
        ),
        f"```csv\n{header_row(table)}\n```\n",
    ]


def _column_row(table: Table, column: Column) -> tuple[str, ...]:
    marks = "".join((" \\*" if column.required else "", " `;`" if column.many else ""))
    kind = f"`{column.datatype.value}`" + ("，含当日 inclusive" if column.end else "")
    return (f"`{column.name}`{marks}", column.title_zh, kind, _values(table, column))


def _values(table: Table, column: Column) -> str:
    if column.codes:
        codes = " ".join(f"`{code}`" for code in ALL_CODES[column.codes].codes)
        return f"[{column.codes}](schema.md#{column.codes}): {codes}"
    labels = dict.fromkeys(_labels_named_by(table, column.name))
    return " ".join(f"`{label}`" if label != ANY else "任一标签 any label" for label in labels)


def _labels_named_by(table: Table, column: str) -> Iterator[str]:
    """The labels that a column which gives the kind of an end may hold."""
    for rule in table.rules:
        if isinstance(rule, EdgeRule):
            if rule.source.kind_column == column:
                yield from EDGE_KINDS[rule.type].sources
            if rule.target.kind_column == column:
                yield from EDGE_KINDS[rule.type].targets


def _rule_uses(table: Table, rule: Rule) -> Iterator[ColumnUse]:
    if isinstance(rule, NodeRule):
        node = _node_text(rule.ref)
        for name in ref_columns(rule.ref):
            yield ColumnUse(name, f"节点 node `{node}`", rule.when)
        for name, column in rule.properties:
            yield ColumnUse(column, f"属性 property `{rule.ref.kind}.{name}`", rule.when)
    elif isinstance(rule, EdgeRule):
        yield from _edge_uses(table, rule)
    else:
        text = f"`{_node_text(rule.subject)}-[:HAS_STATE]->(:State {{{rule.property}}})`"
        yield ColumnUse(rule.column, f"状态 state {text}")


def _edge_uses(table: Table, rule: EdgeRule) -> Iterator[ColumnUse]:
    """An edge stands with the columns that are not the row's own name, if it has any."""
    columns = dict.fromkeys((*ref_columns(rule.source), *ref_columns(rule.target)))
    telling = [name for name in columns if name not in table.identity] or list(columns)
    pattern = f"{_node_text(rule.source)}-[:{rule.type}]->{_node_text(rule.target)}"
    notes = "".join(map(_ref_note, (rule.source, rule.target)))
    for name in telling:
        yield ColumnUse(name, f"边 edge `{pattern}`{notes}", rule.when)


def _validity_uses(rule: Rule) -> Iterator[ColumnUse]:
    when = None if isinstance(rule, StateRule) else rule.when
    for column, text in ((rule.valid_from, "起始 begin of"), (rule.valid_to, "终止 end of")):
        for name in column.split("|") if column else ():
            yield ColumnUse(name, f"{text} `{_rule_name(rule)}`", when)


def _deciding_uses(table: Table) -> list[ColumnUse]:
    columns = [
        rule.when.column for rule in table.rules if not isinstance(rule, StateRule) and rule.when
    ]
    return [ColumnUse(name, "决定成为什么 decides what the row becomes") for name in columns]


def _rule_name(rule: Rule) -> str:
    if isinstance(rule, NodeRule):
        return rule.ref.kind
    return rule.type if isinstance(rule, EdgeRule) else f"State {rule.property}"


def _node_text(ref: Ref) -> str:
    label = f"‹{ref.kind_column}›" if ref.kind_column else ref.kind
    return f"(:{label} {{{', '.join(ref.parts)}}})"


def _ref_note(ref: Ref) -> str:
    notes: list[str] = []
    if ref.alternative:
        marker, label = ref.alternative
        notes.append(f"值含 `{marker}` 时为 `{label}` / `{label}` where the value has `{marker}`")
    if ref.split:
        notes.append(f"值在 `{ref.split}` 处切成键的各部分 / the value is cut at `{ref.split}`")
    return "".join(f"；{note}" for note in notes)


def _condition_text(condition: Condition | None) -> str:
    if condition is None:
        return ""
    column = f"`{condition.column}`"
    if not condition.values:
        return f"{column} {'为空 is blank' if condition.negated else '已填 is filled'}"
    values: Iterable[str] = (f"`{value}`" for value in condition.values)
    return f"{column} {'≠' if condition.negated else '='} {' / '.join(values)}"
