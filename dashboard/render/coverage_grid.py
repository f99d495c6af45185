"""The matrix process × level pair as a picture: gaps first, each state by glyph, text and colour.

A cell may hold several rows of `coverage` (interfaces that no process list knows); the worst of
them speaks and the number is shown. Nothing here asks anything: rows in, a chart's options out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dashboard.render.table_print import Matrix, Square
from dashboard.render.text import plain
from ontology.codes import COVERAGE_STATES, LEVEL_PAIRS, LEVELS
from ontology.derive.legend import (
    BLACK,
    BLUE,
    BLUISH_GREEN,
    GREY,
    ORANGE,
    REDDISH_PURPLE,
    SKY_BLUE,
    VERMILLION,
    WHITE,
    YELLOW,
    text_colour,
)
from queries.coverage import CoverageRow, process_key

# Every glyph is in GB 2312 or ASCII, so that any Chinese font has it.
MARKS = {
    "uncovered": (VERMILLION, "×"),
    "expired": (ORANGE, "!"),
    "outdated": (ORANGE, "↓"),
    "predated": (ORANGE, "↑"),
    "ambiguous": (SKY_BLUE, "±"),
    "orphaned": (REDDISH_PURPLE, "?"),
    "duplicate": (YELLOW, "="),
    "one_way": (YELLOW, "→"),
    "not_yet_valid": (BLUE, "…"),
    "declared_absent": (GREY, "/"),
    "not_stated": (WHITE, "□"),
    "covered": (BLUISH_GREEN, "√"),
}
COVERED = "covered"
_ROW, _HEAD, _NAME = 26, 34, 250
_FONT = '"Source Sans", sans-serif'
"""The font of the pages around the picture."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the matrix and the rows that stand there, the worst first.

    `id` names it in an address: key of the process, upper and lower level.
    """

    id: str
    process: str
    pair: Pair
    rows: tuple[CoverageRow, ...]

    @property
    def state(self) -> str:
        """State of the worst row."""
        return self.rows[0].state


@dataclass(frozen=True, slots=True)
class Grid:
    """Processes from the one with most gaps down, level pairs from the top, and their cells."""

    processes: tuple[str, ...]
    pairs: tuple[Pair, ...]
    cells: tuple[Cell, ...]

    def cell(self, identity: str) -> Cell | None:
        """The cell of that id."""
        return next((cell for cell in self.cells if cell.id == identity), None)


def marked(state: str, lang: str = "zh") -> str:
    """Glyph and title of a state."""
    return f"{MARKS[state][1]} {COVERAGE_STATES.title(state, lang)}"


def pair_title(pair: Pair, lang: str = "zh") -> str:
    """A level pair as a person reads it."""
    return " — ".join(LEVELS.title(level, lang) or "—" for level in pair)


def process_title(row: CoverageRow) -> str:
    """Code and name of a process."""
    return plain(f"{row.code} {row.name}".strip())


def counted(rows: Sequence[CoverageRow]) -> dict[str, int]:
    """How many rows are in each state, gaps first."""
    counts = Counter(row.state for row in rows)
    return {state: counts[state] for state in sorted(counts, key=COVERAGE_STATES.rank)}


def arranged(rows: Sequence[CoverageRow], states: Collection[str] = ()) -> Grid:
    """The cells in one of the states (all, where none is named), processes with most gaps first.

    Among processes with equally many gaps the one with the worst state comes first, then by code.
    """
    places: dict[tuple[str, Pair], list[CoverageRow]] = {}
    for row in rows:
        places.setdefault((row.process, (row.upper, row.lower)), []).append(row)
    of_process: dict[str, list[Cell]] = {}
    for (process, pair), there in places.items():
        shown = [row for row in there if not states or row.state in states]
        if shown:
            worst = sorted(shown, key=lambda row: COVERAGE_STATES.rank(row.state))
            identity = "|".join((process_key(process), *pair))
            of_process.setdefault(process, []).append(Cell(identity, process, pair, tuple(worst)))
    pairs = {cell.pair for cells in of_process.values() for cell in cells}
    order = sorted(of_process, key=lambda process: _gaps_first(of_process[process]))
    return Grid(
        tuple(order),
        tuple(sorted(pairs, key=_down)),
        tuple(c for p in order for c in sorted(of_process[p], key=lambda cell: _down(cell.pair))),
    )


def _gaps_first(cells: Sequence[Cell]) -> tuple[int, int, str, str]:
    gaps = sum(cell.state != COVERED for cell in cells)
    worst = min(COVERAGE_STATES.rank(cell.state) for cell in cells)
    return (-gaps, worst, cells[0].rows[0].code or "~", cells[0].process)


def _down(pair: Pair) -> tuple[int, Pair]:
    return (LEVEL_PAIRS.index(pair) if pair in LEVEL_PAIRS else len(LEVEL_PAIRS), pair)


def height(grid: Grid) -> int:
    """Pixels the picture needs, so that every process has its line."""
    return _HEAD + 12 + _ROW * max(len(grid.processes), 1)


def chart(
    grid: Grid, chosen: str = "", lang: str = "zh", changed: Collection[str] = ()
) -> dict[str, object]:
    """Options of an ECharts heatmap. Texts from data stand in names only, never in a template.

    `changed`: cells that a scenario changes; they are marked.
    """
    names = {cell.process: process_title(cell.rows[0]) for cell in grid.cells}
    axis = {"type": "category", "axisTick": {"show": False}, "axisLine": {"show": False}}
    return {
        "animation": False,
        "textStyle": {"fontFamily": _FONT},
        "grid": {"left": _NAME, "right": 8, "top": _HEAD, "bottom": 8},
        # Colours are those of the cells; ECharts draws no heatmap without a visual map.
        "visualMap": {"show": False, "min": 0, "max": 1, "inRange": {"opacity": 1}},
        "tooltip": {"renderMode": "richText", "formatter": "{b}"},
        "xAxis": axis
        | {
            "data": [pair_title(pair, lang) for pair in grid.pairs],
            "position": "top",
            "axisLabel": {"color": BLACK, "interval": 0},
        },
        "yAxis": axis
        | {
            "data": [names[process] for process in grid.processes],
            "inverse": True,
            "axisLabel": {
                "color": BLACK,
                "interval": 0,
                "width": _NAME - 16,
                "overflow": "truncate",
            },
        },
        "series": [
            {
                "type": "heatmap",
                "selectedMode": "single",
                "emphasis": {"itemStyle": {"borderColor": BLACK, "borderWidth": 2}},
                "select": {"itemStyle": {"borderColor": BLACK, "borderWidth": 3}},
                "data": [
                    _item(grid, cell, names, lang, cell.id in changed)
                    | {"selected": chosen == cell.id}
                    for cell in grid.cells
                ],
            }
        ],
    }


def matrix(grid: Grid, changed: Collection[str] = (), lang: str = "zh") -> Matrix:
    """The same cells for print."""
    places = {(cell.process, cell.pair): cell for cell in grid.cells}
    names = {cell.process: process_title(cell.rows[0]) for cell in grid.cells}

    def square(cell: Cell | None) -> Square | None:
        if cell is None:
            return None
        colour, _ = MARKS[cell.state]
        return Square(_text(cell, lang, cell.id in changed), colour, text_colour(colour))

    lines = [
        (names[process], [square(places.get((process, pair))) for pair in grid.pairs])
        for process in grid.processes
    ]
    return Matrix([pair_title(pair, lang) for pair in grid.pairs], lines)


def _text(cell: Cell, lang: str, changes: bool) -> str:
    """What stands in a cell."""
    more = f" ×{len(cell.rows)}" if len(cell.rows) > 1 else ""
    return f"{'Δ ' if changes else ''}{marked(cell.state, lang)}{more}"


def _item(
    grid: Grid, cell: Cell, names: dict[str, str], lang: str, changed: bool
) -> dict[str, object]:
    colour, _ = MARKS[cell.state]
    text = _text(cell, lang, changed)
    return {
        "name": f"{names[cell.process]}\n{pair_title(cell.pair, lang)}\n{text}",
        "value": [grid.pairs.index(cell.pair), grid.processes.index(cell.process), 0],
        "label": {"show": True, "formatter": text, "color": text_colour(colour), "fontSize": 12},
        "itemStyle": {"color": colour, "borderColor": GREY, "borderWidth": 1},
    }
