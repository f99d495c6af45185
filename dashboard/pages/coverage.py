"""接口覆盖: process × level pair, gaps first; a cell leads to interfaces, owners and documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.app import scenario_choice
from dashboard.app.cell_panel import panel
from dashboard.app.page import Page
from dashboard.app.prints import prints
from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.render.coverage_grid import (
    COVERED,
    Cell,
    Grid,
    arranged,
    chart,
    counted,
    height,
    marked,
    matrix,
    pair_title,
)
from dashboard.render.text import placed
from ontology import key_text
from queries import Difference, Result, leading
from queries.coverage import CoverageRow

KEYS = ("state", "cell", "scenario")
PANEL = 560
"""Pixels of a cell's panel at least; it scrolls by itself, so that the table stays near."""


def draw(session: Session) -> None:
    """The matrix, the panel of the chosen cell, and the same cells as a table."""
    scenario = scenario_choice.choose(session)
    found = session.assume(scenario, "coverage") if scenario else None
    result = found.assumed if found else session.ask("coverage")
    rows = [row for row in result.rows if isinstance(row, CoverageRow)]
    if not rows:
        st.info(
            session.say(
                "还没有过程清单：先装载含过程表的文件",
                "no process is known yet: load a file that lists processes",
            )
        )
        return
    states = _filter(session, rows)
    grid = arranged(rows, states)
    gaps = sum(row.state != COVERED for row in rows)
    st.subheader(
        session.say(
            f"{len(rows)} 格中 {gaps} 个缺口，缺口最多的过程在上",
            f"{gaps} gaps in {len(rows)} cells, the processes with most gaps on top",
        ),
        anchor=False,
    )
    changed = _changed(found) if found else frozenset()
    if found:
        scenario_choice.told(session, found)
    left, right = st.columns([3, 2])
    chosen = session.view.params.get("cell", "")
    with left:
        _matrix(session, grid, chosen, states, changed)
        prints(session, "matrix", matrix(grid, changed, session.view.lang), form="png")
    cell = arranged(rows).cell(chosen)
    with right, st.container(height=max(height(grid), PANEL if cell else 0), border=False):
        panel(session, result, cell)
    _table(session, result, grid, chosen)
    if found:
        _difference(session, found)


def _changed(found: Difference) -> frozenset[str]:
    """The cells of rows that only one of both answers has."""
    rows = [row for row in (*found.gone, *found.added) if isinstance(row, CoverageRow)]
    return frozenset(cell.id for cell in arranged(rows).cells)


def _filter(session: Session, rows: Sequence[CoverageRow]) -> tuple[str, ...]:
    """The states that are shown; none chosen is all of them."""
    counts = counted(rows)
    asked = session.view.params.get("state", "").split(";")
    before = [state for state in counts if state in asked]
    picked = st.pills(
        session.say("状态（可选多个）", "states (several may be chosen)"),
        list(counts),
        selection_mode="multi",
        default=before,
        format_func=lambda state: f"{marked(state, session.view.lang)} {counts[state]}",
        key="states",
    )
    if set(picked) != set(before):
        session.keep(state=";".join(state for state in counts if state in picked))
        st.rerun()
    return tuple(before)


def _matrix(
    session: Session, grid: Grid, chosen: str, states: Sequence[str], changed: frozenset[str]
) -> None:
    key = f"matrix-{'-'.join(states)}"

    def taken() -> None:
        found = st.session_state[key]["selection"]["selected"]
        indices = found[0]["data_indices"] if found else []
        here = [grid.cells[i].id for i in indices if i < len(grid.cells)]
        session.keep(cell=here[0] if here else "")

    st.echarts_chart(
        chart(grid, chosen, session.view.lang, changed),
        height=height(grid),
        theme=None,
        key=key,
        on_select=taken,
        alt=session.say(
            f"接口覆盖：{len(grid.processes)} 个过程乘 {len(grid.pairs)} 对层级，同下表",
            f"interface coverage: {len(grid.processes)} processes by {len(grid.pairs)} level "
            "pairs, as in the table below",
        ),
    )


def _columns(session: Session) -> dict[str, str]:
    return {
        "code": session.say("代码", "code"),
        "name": session.say("过程", "process"),
        "pair": session.say("层级", "levels"),
        "state": session.say("状态", "state"),
        "detail": session.say("说明", "detail"),
        "lead": session.say("主责单位", "lead units"),
        "related": session.say("相关单位", "related units"),
        "interfaces": session.say("接口", "interfaces"),
        "sources": session.say("出处", "sources"),
        "synthetic": session.say("合成", "synthetic"),
    }


def _table(session: Session, result: Result[object], grid: Grid, chosen: str) -> None:
    lines = [(cell, row) for cell in grid.cells for row in cell.rows]
    table(
        session,
        "coverage",
        _columns(session),
        [_row(session, result, cell, row) for cell, row in lines],
        chosen=_take(session, [cell.id for cell, _ in lines], chosen),
        total=len(result.rows),
    )


def _difference(session: Session, found: Difference) -> None:
    """The rows that would go and come, those of one cell together."""
    signs = {"−": (found.base, found.gone), "+": (found.assumed, found.added)}
    lines = [
        (cell.id, {"sign": sign} | _row(session, result, cell, row))
        for sign, (result, rows) in signs.items()
        for cell in arranged([row for row in rows if isinstance(row, CoverageRow)]).cells
        for row in cell.rows
    ]
    st.subheader(
        session.say(f"会变的 · {len(lines)}", f"what would change · {len(lines)}"), anchor=False
    )
    if lines:
        shown = [line for _, line in sorted(lines, key=lambda pair: pair[0])]
        table(session, "difference", {"sign": "±"} | _columns(session), shown)


def _take(session: Session, cells: Sequence[str], chosen: str) -> Callable[[int], None]:
    def take(number: int) -> None:
        pressed = cells[number] if number < len(cells) else ""
        if pressed and st.session_state.get("coverage-row") != pressed:
            st.session_state["coverage-row"] = pressed
            if pressed != chosen:
                session.keep(cell=pressed)
                st.rerun()

    return take


def _row(
    session: Session, result: Result[object], cell: Cell, row: CoverageRow
) -> dict[str, object]:
    lang = session.view.lang
    cited = leading(row.claims, result.claims)
    return {
        "code": row.code,
        "name": row.name,
        "pair": pair_title(cell.pair, lang),
        "state": marked(row.state, lang),
        "detail": row.detail_en if session.view.english else row.detail_zh,
        "interfaces": [key_text(interface) for interface in row.interfaces],
        "lead": row.lead,
        "related": row.related,
        "sources": list(
            dict.fromkeys(f"{one.source_id} {placed(one.place, lang)}" for one in cited)
        ),
        "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
    }


PAGE = Page("coverage", "接口覆盖", "Coverage", ":material/grid_on:", 40, draw, keys=KEYS)
