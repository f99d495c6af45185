"""One node in the terminal: properties, states over time, edges by type, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.render import grouping
from dashboard.render.answer_table import foot
from dashboard.render.console import console, text
from dashboard.render.text import cells, moment, plain, shorten
from ontology import EDGE_KINDS, NodeKind, kind_of
from queries import Evidence, Result
from queries.neighbourhood import ShowRow

_MARK = "#CC79A7"
_TITLES = {
    "property": ("属性", "properties"),
    "state": ("历次状态", "states over time"),
    "out": ("出边", "edges out"),
    "in": ("入边", "edges in"),
}


def print_node(result: Result[object], *, english: bool = False) -> None:
    """Print what is known about a node, part by part."""
    screen = console()
    rows = [r for r in result.rows if isinstance(r, ShowRow)]
    kind = kind_of(result.params["element"])
    _head(screen, result, rows, kind, english)
    for part, titles in _TITLES.items():
        found = [r for r in rows if r.part == part]
        if not found:
            continue
        screen.print(Text(f"\n{titles[english]}", "bold underline"))
        if part == "property":
            screen.print(_properties(found, kind, english))
        elif part == "state":
            screen.print(_states(found, kind, result.claims, english))
        else:
            screen.print(_edges(found, result.claims, english))
    _evidence(screen, rows, result.claims, english)
    screen.print(foot(result), soft_wrap=True)


def _head(
    screen: Console, result: Result[object], rows: Sequence[ShowRow], kind: NodeKind, english: bool
) -> None:
    element = result.params["element"]
    name = next((r.value for r in rows if r.part == "property" and r.type == kind.name_property),
                "")
    title = kind.title_en if english else kind.title_zh
    head = Text.assemble((title, "cyan"), " ", text(name, "bold"), " ", text(element, "dim"))
    if any(r.type == "certainty" and r.value == grouping.SYNTHETIC for r in rows):
        head.append(" 合成 SYNTHETIC", _MARK)
    screen.print(head)
    screen.print(text(result.summary[english], "dim"))


def _grid(*widths: tuple[str, int | None]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for style, width in widths:
        table.add_column(style=style, overflow="fold", max_width=width)
    return table


def _properties(rows: Sequence[ShowRow], kind: NodeKind, english: bool) -> Table:
    table = _grid(("dim", 30), ("", None))
    for row in rows:
        table.add_row(text(_title(row.type, kind, english)), text(moment(row.value) or "—"))
    return table


def _title(name: str, kind: NodeKind, english: bool) -> str:
    declared = kind.property_named(name)
    if declared is None:
        return name
    unit = f" ({declared.unit})" if declared.unit else ""
    return f"{declared.title_en if english else declared.title_zh} {name}{unit}"


def _states(
    rows: Sequence[ShowRow], kind: NodeKind, claims: dict[str, Evidence], english: bool
) -> Table:
    table = _grid(("dim", 24), ("", None), ("dim", 25), ("dim", 50))
    for row in rows:
        table.add_row(text(_title(row.type, kind, english)), text(row.value), _span(row),
                      _cited(row, claims))
    return table


def _span(row: ShowRow) -> Text:
    begin, end = moment(row.valid_from), moment(row.valid_to)
    return Text(f"{begin or '…'} – {end or '…'}" if begin or end else "")


def _cited(row: ShowRow, claims: dict[str, Evidence]) -> Text:
    found = next((claims[c] for c in row.claims if c in claims), None)
    return text(f"{found.source_id}{grouping.place(found)}") if found else Text("—")


def _edges(rows: Sequence[ShowRow], claims: dict[str, Evidence], english: bool) -> Table:
    table = _grid(("cyan", 30), ("", None), ("dim", 25), ("dim", 44))
    for edge_type, group in groupby(rows, key=lambda r: r.type):
        found = list(group)
        kind = EDGE_KINDS.get(edge_type)
        title = edge_type if kind is None else f"{kind.title_en if english else kind.title_zh}"
        hidden = found[-1].hidden
        for number, row in enumerate(found):
            head = f"{title} ({len(found) + hidden:,})" if number == 0 else ""
            table.add_row(text(head), _end(row), _span(row), _cited(row, claims))
        if hidden:
            table.add_row("", text(f"… 另有 {hidden:,} 条未显示 / more not shown", "yellow"), "", "")
    return table


def _end(row: ShowRow) -> Text:
    end = Text.assemble(text(row.name, "bold"), " ", text(row.other, "dim"))
    if row.certainty == grouping.SYNTHETIC:
        end.append(" 合成", _MARK)
    return end


def _evidence(
    screen: Console, rows: Sequence[ShowRow], claims: dict[str, Evidence], english: bool
) -> None:
    """What the node's own claims say, word for word."""
    own = next((r.claims for r in rows if r.part == "property"), ())
    found = [claims[c] for c in own if c in claims]
    if not found:
        return
    screen.print(Text("\n" + ("evidence" if english else "证据"), "bold underline"))
    for one in found:
        screen.print(text(f"{one.source_id}{grouping.place(one)}  {one.file}", "cyan"))
        excerpt = plain(one.excerpt or one.says)
        room = max(screen.width - 4, 20)
        screen.print(Text(f"  {excerpt if cells(excerpt) <= room else shorten(excerpt, room)}"))
