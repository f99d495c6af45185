"""One node in the terminal: properties, states over time, edges by type, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from dashboard.render import grouping
from dashboard.render.answer_table import foot
from dashboard.render.console import console, text
from dashboard.render.text import cells, moment, padded, plain, shorten, shorten_left
from ontology import EDGE_KINDS, NodeKind, kind_of
from queries import Evidence, Result, leading
from queries.neighbourhood import ShowRow

EDGES_SHOWN = 12
_MARK = "#CC79A7"
_SPAN = 23
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
            lines = _properties(found, kind, english)
        elif part == "state":
            lines = _states(found, kind, result.claims, english, screen.width)
        else:
            lines = _edges(found, result.claims, english, screen.width)
        for line in lines:
            screen.print(line, overflow="fold")
    _evidence(screen, rows, result.claims, english)
    screen.print()
    screen.print(foot(result), soft_wrap=True)


def _head(
    screen: Console, result: Result[object], rows: Sequence[ShowRow], kind: NodeKind, english: bool
) -> None:
    element = result.params["element"]
    name = next(
        (r.value for r in rows if r.part == "property" and r.type == kind.name_property), ""
    )
    title = kind.title_en if english else kind.title_zh
    head = Text.assemble((title, "cyan"), " ", text(name, "bold"), " ", text(element, "dim"))
    if any(r.type == "certainty" and r.value == grouping.SYNTHETIC for r in rows):
        head.append(" 合成 SYNTHETIC", _MARK)
    screen.print(head)
    screen.print(text(result.summary[english], "dim"))


def _properties(rows: Sequence[ShowRow], kind: NodeKind, english: bool) -> Iterator[Text]:
    titles = [_title(row.type, kind, english) for row in rows]
    width = max(map(cells, titles))
    for row, title in zip(rows, titles, strict=True):
        yield Text.assemble(
            "  ", (padded(title, width), "dim"), "  ", text(moment(row.value) or "—")
        )


def _title(name: str, kind: NodeKind, english: bool) -> str:
    declared = kind.property_named(name)
    if declared is None:
        return plain(name)
    unit = f" ({declared.unit})" if declared.unit else ""
    return plain(f"{declared.title_en if english else declared.title_zh} {name}{unit}")


def _states(
    rows: Sequence[ShowRow], kind: NodeKind, claims: dict[str, Evidence], english: bool, width: int
) -> Iterator[Text]:
    titles = [_title(row.type, kind, english) for row in rows]
    first = max(map(cells, titles))
    second = min(max(cells(plain(r.value)) for r in rows), max(width - first - _SPAN - 40, 12))
    for row, title in zip(rows, titles, strict=True):
        value = shorten(plain(row.value), second)
        yield Text.assemble(
            "  ",
            (padded(title, first), "dim"),
            "  ",
            padded(value, second),
            "  ",
            *_rest(row, claims, width - first - second - 6),
        )


def _edges(
    rows: Sequence[ShowRow], claims: dict[str, Evidence], english: bool, width: int
) -> Iterator[Text]:
    """A head for each type with its exact number of edges, then the latest of them."""
    for edge_type, group in groupby(rows, key=lambda r: r.type):
        found = list(group)
        kind = EDGE_KINDS.get(edge_type)
        title = "" if kind is None else kind.title_en if english else kind.title_zh
        total = len(found) + found[-1].hidden
        yield Text.assemble(f"  {title} ", (edge_type, "cyan"), f" ({total:,})")
        room = min(max(cells(_end(r)) for r in found[:EDGES_SHOWN]), max(width - _SPAN - 34, 20))
        for row in found[:EDGES_SHOWN]:
            end = padded(shorten(_end(row), room), room)
            yield Text.assemble("    ", (end, "bold"), "  ", *_rest(row, claims, width - room - 6))
        if total > EDGES_SHOWN:
            yield text(f"    … 另有 {total - EDGES_SHOWN:,} 条 / more", "yellow")


def _end(row: ShowRow) -> str:
    """The id of the other end, led by its name where it has one of its own."""
    own = row.name and not row.other.endswith(row.name) and " · " not in row.name
    return plain(f"{row.name} {row.other}" if own else row.other)


def _rest(row: ShowRow, claims: dict[str, Evidence], width: int) -> tuple[tuple[str, str], ...]:
    """Validity, source with its place, and the mark of made-up data."""
    begin, end = moment(row.valid_from), moment(row.valid_to)
    span = f"{begin or '…'} – {end or '…'}" if begin or end else ""
    mark = " 合成" if row.certainty == grouping.SYNTHETIC else ""
    found = next(iter(leading(row.claims, claims)), None)
    cited = plain(f"{found.source_id}{grouping.place(found)}") if found else "—"
    room = max(width - _SPAN - 2 - cells(mark), 12)
    return ((padded(span, _SPAN) + "  ", ""), (shorten_left(cited, room), "dim"), (mark, _MARK))


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
        screen.print(text(f"  {one.source_id}{grouping.place(one)}  {one.file}", "cyan"))
        room = max(screen.width - 6, 20)
        screen.print(Text(f"    {shorten(plain(one.excerpt or one.says), room)}", "dim"))
