"""The SQL of the lake: texts of constants and placeholders; values are always bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from graph.errors import InvalidValueError
from graph.lake.protocol import COLUMNS, Grouping, Selection, Span

_DAY = 86_400_000_000
_MANY = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Bound = dict[str, object]


@dataclass(frozen=True, slots=True)
class Statement:
    """A text and what is bound to its placeholders."""

    text: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Files:
    """Files to read. `single`: no key is in two of `paths`.

    `ordered`: read one after the other they give the order of a scan. `base`: older files, of
    which no key is in two; a value there counts unless `paths` have one of the same key.
    """

    paths: list[str]
    single: bool
    ordered: bool = False
    base: list[str] = field(default_factory=list)


_VERSION = "CAST(parse_filename(filename)[1:8] AS INTEGER)"
_MADE = {"version": _VERSION, "row": "file_row_number"}
_COMPARED = (
    " QUALIFY row_number() OVER (PARTITION BY station, variable, time ORDER BY filename DESC) = 1"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The WHERE of a selection and what is bound in it."""

    where: str
    bound: Bound

    @classmethod
    def of(cls, selection: Selection) -> Wanted:
        """By ids and by time."""
        bound: Bound = {
            name: moment.astimezone(UTC)
            for name, moment in (("begin", selection.begin), ("end", selection.end))
            if moment is not None
        }
        tests = [
            *_among("station", selection.stations, bound),
            *_among("variable", selection.variables, bound),
            *(["time >= $begin"] if "begin" in bound else []),
            *(["time < $end"] if "end" in bound else []),
        ]
        return cls(f" WHERE {' AND '.join(tests)}" if tests else "", bound)


def _newest(parts: list[Files], wanted: Wanted) -> Statement:
    """The newest version of each wanted value: all columns, `filename` and `file_row_number`."""
    bound, texts = dict(wanted.bound), []
    for number, files in enumerate(parts):
        name, base = f"files{number}", f"base{number}"
        bound[name] = files.paths
        texts.append(f"({_rows(name, wanted)}{'' if files.single else _COMPARED})")
        if files.base:
            bound[base] = files.base
            texts.append(
                f"(SELECT * FROM ({_rows(base, wanted)}) ANTI JOIN "
                f"({_rows(name, wanted)}) USING (station, variable, time))"
            )
    return Statement(" UNION ALL ".join(texts), bound)


def _rows(files: str, wanted: Wanted) -> str:
    return (
        f"SELECT * FROM read_parquet(${files}, hive_partitioning=false, filename=true, "
        f"file_row_number=true){wanted.where}"
    )


def _among(column: str, wanted: tuple[str, ...], bound: Bound) -> list[str]:
    if not wanted:
        return []
    # Statistics of row groups are compared with constants only, so a range goes with the list.
    low, high = f"{column}_low", f"{column}_high"
    if len(wanted) == 1:
        bound[low] = wanted[0]
        return [f"{column} = ${low}"]
    bound |= {low: min(wanted), high: max(wanted)}
    tests = [f"{column} >= ${low}", f"{column} <= ${high}"]
    if len(wanted) > _MANY:
        bound[column] = list(wanted)
        return [*tests, f"{column} IN (SELECT unnest(${column}))"]
    names = {f"{column}_{i}": each for i, each in enumerate(wanted)}
    bound |= names
    return [*tests, f"{column} IN ({', '.join('$' + name for name in names)})"]


def scan(files: Files, wanted: Wanted, columns: tuple[str, ...]) -> Statement:
    """The newest version of each value in the order of a scan."""
    for column in columns:
        if column not in (*COLUMNS, *_MADE):
            raise InvalidValueError(
                "columns", column, "没有这一列 / no such column", ", ".join((*COLUMNS, *_MADE))
            )
    named = ", ".join(f"{_MADE[c]} AS {c}" if c in _MADE else c for c in columns)
    order = "" if files.ordered else f" ORDER BY epoch_us(time) // {_DAY}, station, variable, time"
    newest = _newest([files], wanted)
    return Statement(f"SELECT {named} FROM ({newest.text}){order}", newest.bound)


def stations(parts: list[Files], wanted: Wanted) -> Statement:
    """How many values each station has."""
    newest = _newest(parts, wanted)
    text = f"SELECT station, count(*) FROM ({newest.text}) GROUP BY station ORDER BY station"
    return Statement(text, newest.bound)


_PERIOD = {
    "hour": "make_timestamp(epoch_us(time) // 3600000000 * 3600000000)",
    "day": "date_trunc('day', make_timestamp(epoch_us(time) + $offset))",
    "month": "date_trunc('month', make_timestamp(epoch_us(time) + $offset))",
    "year": "date_trunc('year', make_timestamp(epoch_us(time) + $offset))",
    "whole": "CAST(NULL AS TIMESTAMP)",
}


def aggregate(parts: list[Files], wanted: Wanted, grouping: Grouping) -> Statement:
    """Statistics per station, variable and period, first per flag, then over the flags."""
    offset = round(grouping.offset.total_seconds() * 1_000_000)
    period = _PERIOD[grouping.period]
    begin = "period"
    newest = _newest(parts, wanted)
    bound = newest.bound
    if "$offset" in period:
        bound["offset"] = offset
        begin = "make_timestamp(epoch_us(period) - $offset)"
    text = (
        f"WITH wanted AS ({newest.text}), per_flag AS ("
        f"SELECT station, variable, {period} AS period, flag, count(*) AS n, "
        "count(value) AS present, min(value) AS low, max(value) AS high, sum(value) AS total "
        "FROM wanted GROUP BY ALL) "
        f"SELECT station, variable, {begin} AS period, CAST(sum(n) AS BIGINT) AS count, "
        "CAST(sum(n) - sum(present) AS BIGINT) AS missing, min(low) AS minimum, "
        "max(high) AS maximum, sum(total) / nullif(sum(present), 0) AS mean, "
        "coalesce(map_from_entries(list_sort(list({'k': flag, 'v': n}) "
        "FILTER (flag IS NOT NULL))), map([]::VARCHAR[], []::BIGINT[])) AS flags "
        "FROM per_flag GROUP BY station, variable, per_flag.period "
        "ORDER BY per_flag.period, station, variable"
    )
    return Statement(text, bound)


def count(parts: list[Files], wanted: Wanted, spans: Sequence[Span]) -> Statement:
    """Values that are not missing in each span, by its place."""
    newest = _newest(parts, wanted)
    bound: Bound = {
        "n": list(range(len(spans))),
        "of_station": [s.station for s in spans],
        "of_variable": [s.variable for s in spans],
        "since": [_micros(s.begin) for s in spans],
        "until": [_micros(s.end) for s in spans],
    }
    text = (
        "WITH spans AS (SELECT unnest($n) AS n, unnest($of_station) AS station, "
        "unnest($of_variable) AS variable, unnest($since) AS since, unnest($until) AS until), "
        f"wanted AS (SELECT station, variable, epoch_us(time) AS moment FROM ({newest.text}) "
        "WHERE value IS NOT NULL) "
        "SELECT n, count(*) AS count FROM spans JOIN wanted USING (station, variable) "
        "WHERE since <= moment AND moment < until GROUP BY n ORDER BY n"
    )
    return Statement(text, {**newest.bound, **bound})


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def place(parts: list[Files], wanted: Wanted) -> Statement:
    """File and row of the newest version of one value."""
    newest = _newest(parts, wanted)
    return Statement(f"SELECT filename, file_row_number FROM ({newest.text})", newest.bound)
