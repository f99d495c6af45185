"""Any answer as a table: columns from the fields of its rows, with source and place at the end.

Nothing here knows a question. Columns that are empty in every row are left out; where a question
has a text in Chinese and English only the wanted one is shown.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.render.files import writing
from dashboard.render.text import moment
from queries import Evidence, Result, leading

SOURCE, PLACE = "source", "place"
Said = Callable[[object, str, object], str]
"""How the value of a field of a row is told: row, name of the field, value."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Columns:
    """A table of texts: names of the columns, and the cells of each row."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def columns_of(
    result: Result[object], *, english: bool = False, said: Said | None = None
) -> Columns:
    """The rows of an answer as columns of texts, times at +08:00; `said`: other words for them."""
    other = "_zh" if english else "_en"
    table = table_of(result, said)
    rows = [tuple(map(moment, row)) for row in table.rows]
    kept = [
        i
        for i, name in enumerate(table.names)
        if not name.endswith(other) and any(row[i] for row in rows)
    ]
    return Columns(
        tuple(table.names[i].removesuffix("_zh").removesuffix("_en") for i in kept),
        tuple(tuple(row[i] for i in kept) for row in rows),
    )


def write_csv(result: Result[object], path: Path) -> int:
    """Write all columns of an answer to a CSV file that Excel opens; returns the number of rows.

    A text that Excel would take for a formula is led by an apostrophe.
    """
    table = table_of(result)
    write_columns(table, path)
    return len(table.rows)


def write_columns(table: Columns, path: Path) -> None:
    """Write a table to a CSV file that Excel opens."""
    with writing(path, encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.names)
        writer.writerows([[harmless(cell) for cell in row] for row in table.rows])


def table_of(result: Result[object], said: Said | None = None) -> Columns:
    """All columns of an answer, times in UTC, source and place at the end."""
    rows = result.rows
    if not rows:
        return Columns((), ())
    tell = said or _as_stored
    names = [f.name for f in dataclasses.fields(rows[0])]  # type: ignore[arg-type]
    plainly = [n for n in names if n != "claims"]
    cited = (SOURCE, PLACE) if "claims" in names else ()
    return Columns(
        (*plainly, *cited),
        tuple(
            (
                *(tell(row, n, getattr(row, n)) for n in plainly),
                *(_cited(getattr(row, "claims", ()), result.claims) if cited else ()),
            )
            for row in rows
        ),
    )


def _as_stored(_row: object, _name: str, value: object) -> str:
    return cell(value)


def cell(value: object) -> str:
    """A value as text: lists joined by `; `, pairs as `name=value`, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (tuple, list)):
        return "; ".join(_item(v) for v in value)
    return str(value)


def _item(value: object) -> str:
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return f"{cell(value[0])}={cell(value[1])}"
    return cell(value)


def _cited(claims: Sequence[str], evidence: Mapping[str, Evidence]) -> tuple[str, str]:
    first = next(iter(leading(claims, evidence)), None)
    return (first.source_id, first.place) if first else ("", "")


def harmless(text: str) -> str:
    """A cell that no spreadsheet reads as a formula; numbers stay numbers."""
    if not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
