"""The rows of a bulletin: lines of a table under its heading, and lines of labelled values.

Above the rows may stand for whom and for when the bulletin speaks (`发布单位：…`, `统计时段：…`,
`目标：98%`) and in which time its hours are. What is neither a heading nor a row is furniture,
unless it names a station: then it is rejected, as a row that nobody could read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timezone

from graph import Place, Rejected
from loaders.bulletins.labels import ISSUER, PERIOD, RATES, STATION, heading, meaning
from loaders.bulletins.times import zone_in
from loaders.protocol import RawRow

MEASURES = frozenset({*RATES, "reason", "received"})
"""One of these makes a table or a line one of monitoring."""
_SEPARATORS = (re.compile(r"\t"), re.compile(r"[|｜]"), re.compile(r"[,，]"), re.compile(r"\s{2,}"))
_PAIRS = re.compile(r"[;；。]")
_PAIR = re.compile(r"\s*([^:：;；]{1,12})[:：]\s*(.*?)\s*\Z", re.DOTALL)
_NAMED = re.compile(
    r"(?<![0-9A-Za-z-])(?:[0-9A-Z][0-9]{4}|[0-3]-[1-9]\d*-\d+-[\w.]+)(?![0-9A-Za-z])"
)
_RULE = re.compile(r"[-=—+|\s]*")
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above the rows and holds for all below."""

    issuer: str = ""
    period: str = ""
    target: str = ""
    zone: timezone | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table by what they mean, and what separates its cells."""

    columns: tuple[str, ...]
    separator: re.Pattern[str]


def bulletin_rows(lines: Iterator[tuple[Place, str]]) -> Iterator[RawRow | Rejected]:
    """The rows of the lines of a bulletin."""
    context, table = Context(), None
    for place, text in lines:
        bare = text.strip()
        if not bare or _RULE.fullmatch(bare):
            continue
        found = table_of(bare)
        if found is not None:
            table = found
            continue
        pairs = labelled(bare)
        told = _heading(context, bare, pairs)
        if told is not None:
            context = told
        elif STATION in pairs:
            yield _row(place, pairs, context)
        elif table is not None and _is_row(cells := split(text, table.separator), table, bare):
            yield _of_table(place, bare, cells, table, context)
        elif _NAMED.search(bare):
            yield _unread(place, bare)


def _is_row(cells: list[str], table: Table, text: str) -> bool:
    """Whether a line below a heading is of its table: by its cells, or as it names a station."""
    return len(cells) == len(table.columns) or (len(cells) > 1 and bool(_NAMED.search(text)))


def table_of(text: str) -> Table | None:
    """The table whose heading a line is, None for any other line."""
    for separator in _SEPARATORS:
        columns = tuple(meaning(cell) for cell in split(text, separator))
        known = [column for column in columns if column]
        if STATION in known and MEASURES & set(known) and len(known) == len(set(known)):
            return Table(columns, separator)
    return None


def labelled(text: str) -> dict[str, str]:
    """The values of a line of labels (`站号：53463；到报率：87.5%`), {} where there are none."""
    found: dict[str, str] = {}
    for part in _PAIRS.split(text):
        match = _PAIR.match(part)
        if match and (name := meaning(match[1])) and name not in found:
            found[name] = match[2]
    return found


def split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The cells of a line; a bar before the first and after the last is none."""
    plain = text.strip(" \u3000\r\n").removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in separator.split(plain)]


def _heading(context: Context, text: str, pairs: Mapping[str, str]) -> Context | None:
    """The context with what a line above the rows tells, None for a line that tells nothing."""
    zone = zone_in(text) if STATION not in pairs and not _NAMED.search(text) else None
    match = _PAIR.match(text)
    kind = heading(match[1]) if match else ""
    if not kind or match is None:
        return replace(context, zone=zone) if zone is not None else None
    told, value = replace(context, zone=zone or context.zone), match[2].rstrip("。；;")
    if kind == ISSUER:
        return replace(told, issuer=value)
    return replace(told, period=value) if kind == PERIOD else replace(told, target=value)


def _row(place: Place, fields: Mapping[str, str], context: Context) -> RawRow:
    plain = {name: unicodedata.normalize("NFKC", text).strip() for name, text in fields.items()}
    parts = (plain.get(name, "") for name in (STATION, "variable", "time", "begin"))
    return RawRow(place, f"bulletin|{'|'.join(parts)}", plain, context)


def _of_table(
    place: Place, text: str, cells: list[str], table: Table, context: Context
) -> RawRow | Rejected:
    if len(cells) != len(table.columns):
        return Rejected(
            place,
            "",
            text[:_SHOWN],
            "cells",
            f"应有 {len(table.columns)} 格，实有 {len(cells)} 格，请对照表头 / {len(cells)} cells "
            f"for {len(table.columns)} columns: compare the line with the heading",
        )
    named = zip(table.columns, cells, strict=True)
    return _row(place, {name: cell for name, cell in named if name}, context)


def _unread(place: Place, text: str) -> Rejected:
    return Rejected(
        place,
        "",
        text[:_SHOWN],
        "bulletin-line",
        "该行提到台站，但既不是表中一行，也没有标签；请写作 站号：53463；时间：…；到报率：…；"
        "原因：… / "
        "the line names a station and is neither a row of a table nor labelled: write 站号：53463；"
        "时间：…；到报率：…；原因：…",
    )
