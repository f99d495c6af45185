"""A trace in the terminal: the sentence on top, then every hop with its state and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.render import grouping
from dashboard.render.console import console, text
from dashboard.render.text import cells, moment, plain, shorten, shorten_left, wrapped
from ontology import HOP_STATES
from ontology.derive import hop_legend
from ontology.rules import HOPS
from queries import Evidence, Result
from queries.trace.hop import Hop

WIDEST = 160
_STYLES = {e.state: e for e in hop_legend()}
_MARK = "#CC79A7"
_TITLES = (
    ("#", "环节", "状态", "名称与说明", "负责过程与单位", "出处与原文"),
    ("#", "hop", "state", "name and detail", "process and lead", "source and excerpt"),
)


@dataclass(frozen=True, slots=True)
class _Widths:
    """Columns of the table for a width of the terminal."""

    number: int
    hop: int
    state: int
    name: int
    lead: int
    source: int


def print_trace(result: Result[object], *, english: bool = False) -> None:
    """Print a trace; wide terminals give names and sources more room."""
    screen = console()
    hops = [h for h in result.rows if isinstance(h, Hop)]
    widths = _widths(min(screen.width, WIDEST), hops, english)
    _print_head(screen, result, hops, english)
    groups = grouping.by_branch(hops)
    several = sum(1 for branch, _ in groups if branch) > 1
    for number, (branch, group) in enumerate(groups):
        if several and branch:
            screen.print(_branch_title(branch, group, english))
        table = _table(widths, english, header=number == 0)
        _fill(table, group, result.claims, widths, english)
        screen.print(table)
    screen.print(_foot(result, hops, english), soft_wrap=True)


def _print_head(
    screen: Console, result: Result[object], hops: Sequence[Hop], english: bool
) -> None:
    states = grouping.counted(hops)
    worst = states[0][0] if states else "ok"
    sentence = Text.assemble(badge(worst, english), "  ", text(result.summary[english], "bold"))
    screen.print(sentence)
    asked = "".join(result.params.values())
    now = "now" if english else "现在"
    known = moment(result.known_at) if result.known_at else now
    words = ("as of", "known at") if english else ("当时", "所知")
    screen.print(
        text(f"{asked} · {words[0]} {moment(result.as_of)} · {words[1]} {known} · +08:00", "dim")
    )
    if grouping.synthetic(hops):
        note = (
            "hops marked 合成 rest on SYNTHETIC data, no record of any real equipment"
            if english
            else "标有“合成”的环节是合成数据 SYNTHETIC，不是任何真实设备的记录"
        )
        screen.print(Text(note, _MARK))


def badge(state: str, english: bool = False) -> Text:
    """A state as glyph, text and colour; what is in order stays quiet."""
    entry = _STYLES[state]
    label = f"{entry.icon} {entry.title_en if english else entry.title_zh}"
    if state in ("ok", "not_applicable"):
        return Text(label, entry.colour)
    return Text(label, f"bold {entry.text_colour} on {entry.colour}")


def _widths(total: int, hops: Sequence[Hop], english: bool) -> _Widths:
    language = "en" if english else "zh"
    number = max((len(str(h.order)) for h in hops), default=1)
    hop = min(14, max((cells(HOPS.title(h.hop, language)) for h in hops), default=4))
    state = max((cells(HOP_STATES.title(h.state, language)) + 2 for h in hops), default=6)
    state = max(state, 4 if grouping.synthetic(hops) else 0)
    rest = total - number - hop - state - 5
    lead = min(30, rest * 27 // 100)
    source = min(64, rest * 37 // 100)
    return _Widths(number, hop, state, rest - lead - source, lead, source)


def _table(widths: _Widths, english: bool, *, header: bool) -> Table:
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        show_header=header,
        pad_edge=False,
        padding=0,
        header_style="bold",
    )
    for index, (title, width) in enumerate(
        zip(
            _TITLES[english],
            (widths.number, widths.hop, widths.state, widths.name, widths.lead, widths.source),
            strict=True,
        )
    ):
        table.add_column(
            title, width=width, overflow="fold", justify="right" if index == 0 else "left"
        )
    return table


def _fill(
    table: Table,
    hops: Sequence[Hop],
    claims: Mapping[str, Evidence],
    widths: _Widths,
    english: bool,
) -> None:
    """The rows; a process and lead like those of the row above are ditto marks."""
    above = ""
    for hop in hops:
        lead = grouping.responsible(hop)
        ditto = lead == above and cells(lead) > widths.lead
        table.add_row(
            Text(str(hop.order), "dim"),
            text(HOPS.title(hop.hop, "en" if english else "zh")),
            _state(hop, english),
            _name(hop, widths.name, english),
            Text("  〃", "dim") if ditto else Text("\n".join(wrapped(lead, widths.lead, 2)), "dim"),
            _source(grouping.first_evidence(hop, claims), widths.source, len(hop.claims)),
        )
        above = lead


def _state(hop: Hop, english: bool) -> Text:
    cell = badge(hop.state, english)
    if hop.certainty == grouping.SYNTHETIC:
        return Text.assemble(cell, ("\n合成", _MARK))
    return cell


def _name(hop: Hop, width: int, english: bool) -> Text:
    name, said = grouping.name_and_detail(hop, english)
    first = wrapped(name, width, 3)
    rest = wrapped(said, width, 12)
    quiet = "not bold dim" if hop.state == "ok" and name else "not bold"
    return Text("\n").join([*(Text(x, "bold") for x in first), *(Text(x, quiet) for x in rest)])


def _source(evidence: Evidence | None, width: int, claims: int) -> Text:
    if evidence is None:
        return Text("—", "dim")
    where = grouping.place(evidence) + (f" +{claims - 1}" if claims > 1 else "")
    room = max(width - cells(where), 8)
    cell = Text.assemble(shorten_left(plain(evidence.source_id), room), (plain(where), "cyan"))
    if evidence.excerpt:
        cell.append("\n").append(shorten(plain(evidence.excerpt), width), "dim")
    return cell


def _branch_title(branch: str, hops: Sequence[Hop], english: bool) -> Text:
    worst = grouping.counted(hops)[0][0]
    title = HOPS.title("deployment", "en" if english else "zh")
    name = next((h.name for h in hops if h.element == branch), branch)
    return Text.assemble(f"\n── {title} ", text(name, "bold"), "  ", badge(worst, english), " ")


def _foot(result: Result[object], hops: Sequence[Hop], english: bool) -> Text:
    language = "en" if english else "zh"
    states = ", ".join(f"{HOP_STATES.title(s, language)} {n}" for s, n in grouping.counted(hops))
    words = ("hops", "ledger head") if english else ("个环节", "台账头")
    return Text(
        f"{len(hops)} {words[0]}: {states} · {result.elapsed * 1000:.0f} ms\n"
        f"{words[1]} {result.ledger_head}",
        "dim",
    )
