"""The schema page: every kind, edge and code list of the declarations as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product

from ontology.authority import SOURCE_FAMILIES
from ontology.codes import ALL_CODES, LEVEL_PAIRS, LEVELS
from ontology.derive.legend import GROUPS, GroupStyle
from ontology.ids import make_id
from ontology.model import (
    ANY,
    BOOKKEEPING_PROPERTIES,
    RESERVED_PROPERTIES,
    Cardinality,
    Certainty,
    EdgeKind,
    NodeKind,
    Property,
)
from ontology.registry import EDGE_KINDS, NODE_KINDS
from ontology.times import BEGINNING, OPEN_END

GENERATED = (
    "<!-- 由 `python -m ontology.derive docs/reference` 生成，请勿手改 / generated, do not edit -->"
)

_INTRO = """\
# 图的模式 / Schema of the graph

{generated}

{kinds} 种节点、{edges} 种边、{codes} 个代码表，全部由 `ontology/` 的声明生成。/ {kinds} kinds of nodes,
{edges} kinds of edges and {codes} code lists, all generated from the declarations in `ontology/`.
导入用的表格见 [导入格式](import-format.md)。/ Tables for import: [import format](import-format.md).

- 每个节点只有一个标签；每种边只有一个方向。/ A node has one label, an edge type one direction.
- 每个节点和每条边都有 `valid_from`、`valid_to`：半开区间，UTC 定宽文本；起始不明为 `{beginning}`，
  未终止为 `{open_end}`。/ Every node and edge has both: half-open, fixed-width text in UTC; an unknown
  begin and an open end are the two values above.
- 系统自记的属性 / kept by the system: {bookkeeping}。存储保留、不得声明的属性名 / names that a
  store keeps for itself: {reserved}。
- 图中虚线框属于别的组；“1192”是 WMO-No. 1192 的要素编号。/ A dashed box belongs to another group;
  "1192" is an element of WMO-No. 1192.
- 表中的类型 / types: `text` 文本，`number` 数（断言中保留原文数字 / digits of the source in a claim），
  `integer` 整数，`boolean` 是否，`time` 时间，`texts` 多个文本。
- 基数“一”：一个起点在同一时刻至多一个终点。/ Cardinality "one": at most one target at a time.
"""

_IDS = """\
标识是 `种类:键`：种类为标签的 snake_case；键取 NFC，保留大小写，各部分以 `|` 相连（过程与层级之间为
`@`），部分之内的 `% | : @` 作百分号转义。边由类型、两端和 `valid_from` 共同标识。/ An id is `kind:key`:
the label in snake_case, then the key in NFC, case kept, its parts joined by `|` (`@` before the
level of a process), with `% | : @` inside a part percent-escaped. An edge is identified by its
type, both ends and `valid_from`.
"""

_AUTHORITY = """\
几个来源说法不同时，按此次序取一个为准，其余保留可查；次序只表示优先，不表示为真。先看断言的确定程度
（{certainties}），再看来源的类别，最后按来源标识。/ Where sources disagree the first of this order is
shown and the others stay visible; it prefers, it does not make true. The certainty of the claim
comes first, then the family of the source, then the source id.
"""

# Label and key parts of the ids shown as examples.
_ID_EXAMPLES = (
    ("Station", "53463"),
    ("Unit", "内蒙古自治区气象局"),
    ("Process", "Y02-04", "region"),
    ("Process", "计量检定", "national"),
    ("Series", "53463", "PRE_1h"),
    ("Location", "53463", "cma/relocations.csv", "2013-01-01"),
    ("DocumentVersion", "GB/T 19001", "2016"),
    ("Clause", "GB/T 19001-2016", "7.1.5.2"),
    ("State", "station:53463", "status", "2018-06-02T16:00:00Z", "sample/stations.csv"),
    ("Batch", "HMP155|A", "50%@2016"),
)


def schema_markdown() -> str:
    """The whole page, Chinese first."""
    parts = [_intro(), "## 目录 / Contents\n", _contents()]
    for number, style in enumerate(GROUPS, 1):
        parts += [f"## {_group_heading(number, style)}\n", *_group_parts(style)]
    parts += ["## 标识 / Ids\n", _IDS, _id_examples()]
    parts += ["## 层级 / Levels\n", _levels()]
    parts += ["## 来源的次序 / Authority of sources\n", _authority()]
    parts += ["## 代码表 / Code lists\n", *_code_lists()]
    return "\n".join(parts)


def group_diagram(group: str) -> str:
    """Mermaid flowchart of a group: its kinds, the edges from them, and where these lead.

    Edges that may start or end anywhere are left out; the table of the group has them.
    """
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in EDGE_KINDS.values():
        for source, target in product(edge.sources, edge.targets):
            if ANY not in (source, target) and NODE_KINDS[source].group == group:
                arrows[source, target].append(edge.type)
    own = [kind.label for kind in NODE_KINDS.values() if kind.group == group]
    boxes = [*own, *dict.fromkeys(target for _, target in arrows if target not in own)]
    lines = ["flowchart LR"]
    lines += [f'  {label}["{NODE_KINDS[label].title_zh}<br/>{label}"]' for label in boxes]
    for (source, target), types in arrows.items():
        lines.append(f'  {source} -->|"{"<br/>".join(types)}"| {target}')
    return "\n".join([*lines, *_box_styles(boxes, own)])


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a `|` within a cell is escaped, a line break becomes `<br>`."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def code_link(name: str) -> str:
    """Link to a code list on the schema page."""
    return f"[`{name}`](#{name})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def _intro() -> str:
    return _INTRO.format(
        generated=GENERATED,
        kinds=len(NODE_KINDS),
        edges=len(EDGE_KINDS),
        codes=len(ALL_CODES),
        beginning=BEGINNING,
        open_end=OPEN_END,
        bookkeeping=_names(sorted(BOOKKEEPING_PROPERTIES)),
        reserved=_names(sorted(RESERVED_PROPERTIES)),
    )


def _names(names: Iterable[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


def _group_heading(number: int, style: GroupStyle) -> str:
    return f"{number} {style.title_zh} / {style.title_en.capitalize()}"


def _contents() -> str:
    rows = []
    for number, style in enumerate(GROUPS, 1):
        labels = _names(k.label for k in NODE_KINDS.values() if k.group == style.group)
        rows.append(f"- **{_group_heading(number, style)}**：{labels}")
    return "\n".join(rows) + "\n"


def _group_parts(style: GroupStyle) -> list[str]:
    kinds = [kind for kind in NODE_KINDS.values() if kind.group == style.group]
    return [
        f"```mermaid\n{group_diagram(style.group)}\n```\n",
        f"### {style.title_zh}的节点 / Nodes of {style.title_en}\n",
        markdown_table(
            ("标签 label", "名称 title", "标识 id", "属性 properties", "术语 term", "含义 meaning"),
            map(_kind_row, kinds),
        ),
        f"### {style.title_zh}的边 / Edges of {style.title_en}\n",
        markdown_table(
            ("模式 pattern", "名称 title", "含义 meaning", "基数", "属性 properties", "术语 term"),
            map(_edge_row, _edges_of(style.group)),
        ),
    ]


def _edges_of(group: str) -> list[EdgeKind]:
    """The edges listed with a group: those whose first source is of it; `*` counts as network."""
    return [
        edge
        for edge in EDGE_KINDS.values()
        if (NODE_KINDS[edge.sources[0]].group if edge.sources[0] != ANY else "network") == group
    ]


def _kind_row(kind: NodeKind) -> tuple[str, ...]:
    key = kind.key_separator.join(kind.key)
    return (
        f"`{kind.label}`",
        f"{kind.title_zh} / {kind.title_en}",
        f"`{kind.prefix}:{key}`",
        "\n".join(map(_property_text, kind.properties)),
        kind.term,
        kind.description,
    )


def _edge_row(edge: EdgeKind) -> tuple[str, ...]:
    return (
        f"`{edge.pattern}`",
        f"{edge.title_zh} / {edge.title_en}",
        edge.description,
        "一 one" if edge.cardinality is Cardinality.ONE else "多 many",
        "\n".join(map(_property_text, edge.properties)),
        edge.term or "",
    )


def _property_text(declared: Property) -> str:
    parts = [declared.datatype.value]
    if declared.unit:
        parts.append(declared.unit)
    if declared.codes:
        parts.append(code_link(declared.codes))
    if declared.term:
        parts.append(f"1192: {declared.term}")
    return f"`{declared.name}` {declared.title_zh} / {declared.title_en} ({', '.join(parts)})"


def _box_styles(boxes: Iterable[str], own: Sequence[str]) -> Iterable[str]:
    by_group: dict[str, list[str]] = defaultdict(list)
    for label in boxes:
        by_group[NODE_KINDS[label].group].append(label)
    for style in GROUPS:
        if style.group in by_group:
            yield (
                f"  classDef {style.group} "
                f"fill:{style.colour},color:{style.text_colour},stroke:{style.text_colour}"
            )
            yield f"  class {','.join(by_group[style.group])} {style.group}"
    others = [label for label in boxes if label not in own]
    if others:
        yield "  classDef elsewhere stroke-dasharray:4 3"
        yield f"  class {','.join(others)} elsewhere"


def _id_examples() -> str:
    rows = []
    for label, *parts in _ID_EXAMPLES:
        kind = NODE_KINDS[label]
        key = _names(f"{name}={part}" for name, part in zip(kind.key, parts, strict=True))
        rows.append((f"`{label}`", key, f"`{make_id(kind, *parts)}`"))
    return markdown_table(("标签 label", "键的部分 key parts", "标识 id"), rows)


def _levels() -> str:
    rows = [
        (str(rank), f"`{code}`", zh, en)
        for rank, (code, (zh, en)) in enumerate(LEVELS.codes.items(), 1)
    ]
    pairs = "；".join(
        f"{LEVELS.title(upper)} – {LEVELS.title(lower)}" for upper, lower in LEVEL_PAIRS
    )
    codes = ", ".join(f"{upper} – {lower}" for upper, lower in LEVEL_PAIRS)
    return (
        markdown_table(("次序 rank", "代码 code", "名称", "title"), rows)
        + f"\n相邻的层级对（接口覆盖的列）/ adjacent pairs, the columns of interface coverage: {pairs} / {codes}\n"
    )


def _authority() -> str:
    certainties = " > ".join(f"`{certainty}`" for certainty in Certainty)
    rows = [
        (str(rank), f"`{code}`", zh, en)
        for rank, (code, (zh, en)) in enumerate(SOURCE_FAMILIES.codes.items(), 1)
    ]
    table = markdown_table(("次序 rank", "类别 family", "名称", "title"), rows)
    return _AUTHORITY.format(certainties=certainties) + "\n" + table


def _code_lists() -> Iterable[str]:
    yield "次序有意义时（层级、链环状态、覆盖状态）即为表中次序。/ Order has meaning where it matters.\n"
    for codes in sorted(ALL_CODES.values(), key=lambda c: c.name):
        yield f"### {codes.name}\n"
        yield f"{codes.source}\n"
        rows = [(f"`{code}`", zh, en) for code, (zh, en) in codes.codes.items()]
        yield markdown_table(("代码 code", "名称", "title"), rows)
