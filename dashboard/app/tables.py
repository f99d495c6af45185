"""Tables of rows: what is shown is what is exported, and a row leads on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.app.prints import Shown, prints
from dashboard.app.session import Session
from dashboard.render.columns import harmless
from dashboard.render.text import cells, plain
from ontology import readable_id

Row = Mapping[str, object]
MARKS = ("合成", "synthetic", "yes")
"""What stands in a column that marks synthetic rows."""
MEASURED = 200
"""Rows by which the columns are made wide enough."""
_PIXELS, _ROOM, _NARROWEST, _WIDEST, _LAST = 7.4, 22, 64, 360, 900
"""Of a column of text in a cell; beside the text; of a column at least and at most, of the last."""


class Id(str):
    """The id of an element in a cell: read without escapes on the screen, itself in the CSV."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The one row that is chosen, here or elsewhere on the page; None where none is.

    `take` is called with the row that somebody chooses in the table, None for no row any more;
    what it sets is then the `row` of the next drawing.
    """

    row: int | None
    take: Callable[[int | None], None]


def table(
    session: Session,
    key: str,
    columns: Mapping[str, str],
    rows: Sequence[Row],
    *,
    chosen: Callable[[int], None] | Choice | None = None,
    several: Callable[[list[int]], None] | None = None,
    total: int | None = None,
    height: int | Literal["auto"] = "auto",
) -> int | None:
    """A table with the columns named, its count, and its CSV; returns the row that is selected.

    `columns`: title by field, in order. `chosen` is called with the number of a row when somebody
    selects it, `several` with the numbers of all rows that are; of a `Choice` the row is marked.
    `total`: how many rows there are,
    where fewer are given. That there are none is all that is said then.
    """
    shown = [
        {title: _cell(session, row.get(name)) for name, title in columns.items()} for row in rows
    ]
    selected = None
    looks: dict[str, Any] = {
        "hide_index": True,
        "height": height,
        "column_config": _widths(list(columns.values()), shown),
        "placeholder": "",
    }
    drawn = _drawn(shown)
    all_of = len(rows) if total is None else total
    if not shown:
        st.text(session.say("没有", "none"))
        if not all_of:
            return None
    elif several is None and chosen is None:
        st.dataframe(drawn, key=key, **looks)
    elif isinstance(chosen, Choice):
        _choosing(drawn, key, chosen, looks)
        selected = chosen.row
    else:
        state = st.dataframe(
            drawn,
            key=key if several is None else f"{key}-several",
            **looks,
            on_select="rerun",
            selection_mode="single-row" if several is None else "multi-row",
        )
        picked = state["selection"]["rows"]
        if several is None:
            selected = next(iter(picked), None)
        else:
            several(sorted(picked))
    told = session.say(f"显示 {len(rows):,} / {all_of:,}", f"{len(rows):,} of {all_of:,} shown")
    made_up = sum(map(_made_up, rows))
    if made_up:  # told here too, since a wide table hides its last columns
        told += session.say(f"，其中合成 {made_up:,}", f", {made_up:,} of them synthetic")
    count = session.say(f"{len(rows):,} / {all_of:,}", f"{len(rows):,} of {all_of:,}")
    held = Shown(tuple(columns.values()), _exported(rows, columns, shown), count)
    _below(session, key, told, replace(held, rows=shown), held)
    if selected is not None and chosen is not None and not isinstance(chosen, Choice):
        chosen(selected)
    return selected


def _choosing(drawn: Sequence[Row], key: str, choice: Choice, looks: Mapping[str, Any]) -> None:
    """The table with the chosen row marked, whoever chose it."""

    def take() -> None:
        choice.take(next(iter(st.session_state[key]["selection"]["rows"]), None))

    rows = [] if choice.row is None else [choice.row]
    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    st.dataframe(
        drawn,
        key=key,
        **looks,
        on_select=take,
        selection_mode="single-row",
    )


def _below(session: Session, key: str, told: str, shown: Shown, held: Shown) -> None:
    """What is told of a table, and the table to take away: as it is shown, and as a file has it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(told)
        st.download_button(
            "CSV",
            lambda: csv_text(held.head, [list(row.values()) for row in held.rows]),
            file_name=f"{key}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"{key}-csv",
            type="tertiary",
        )
        if shown.rows:
            prints(session, key, shown)


def filled(titles: Mapping[str, str], rows: Sequence[Row]) -> Mapping[str, str]:
    """The columns in which some row has a value."""
    return {
        name: title
        for name, title in titles.items()
        if not rows or any(row[name] not in ("", None, [], ()) for row in rows)
    }


def _drawn(rows: Sequence[Row]) -> list[Row]:
    """The rows as they are drawn: a column of numbers stays one where some have none."""
    numbers = {
        title
        for title in (rows[0] if rows else ())
        if {type(row[title]) for row in rows if row[title] != ""} in ({int}, {float}, {int, float})
    }
    return [
        {title: None if title in numbers and v == "" else v for title, v in row.items()}
        for row in rows
    ]


def _made_up(row: Row) -> bool:
    """Whether a row is marked as synthetic."""
    return any(row.get(name) in MARKS for name in ("synthetic", "certainty"))


def csv_text(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """CSV with a byte order mark, as spreadsheets want it; no cell is read as a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(titles)
    cells = ([harmless(v) if isinstance(v, str) else v for v in row] for row in rows)
    writer.writerows(cells)
    return stream.getvalue().encode("utf-8-sig")


def _widths(titles: Sequence[str], rows: Sequence[Row]) -> dict[str, ColumnConfig]:
    """A width for each column by its texts, which the browser measures on a few rows only.

    Where all of them leave room, the browser gives it to all of them evenly.
    """
    wide = {
        title: max(cells(str(row[title])) for row in ({title: title}, *rows[:MEASURED]))
        for title in titles
    }
    return {
        title: st.column_config.Column(
            width=round(
                min(
                    max(_PIXELS * length + _ROOM, _NARROWEST),
                    _LAST if title == titles[-1] else _WIDEST,
                )
            )
        )
        for title, length in wide.items()
    }


def _exported(rows: Sequence[Row], columns: Mapping[str, str], shown: Sequence[Row]) -> list[Row]:
    """The rows as a file has them: as they are shown, ids as they are written."""
    ids = {
        name: title
        for name, title in columns.items()
        if any(isinstance(row.get(name), Id) for row in rows)
    }
    return [
        {**as_shown, **{title: str(row.get(name) or "") for name, title in ids.items()}}
        for row, as_shown in zip(rows, shown, strict=True)
    ]


def _cell(session: Session, value: object) -> str | int | float | bool:
    if value is None:
        return ""
    if isinstance(value, Id):
        return plain(readable_id(value))
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return session.joined(plain(str(one)) for one in value)
    return plain(str(value))
