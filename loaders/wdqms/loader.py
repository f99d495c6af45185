"""The loader of WDQMS: downloads of its web tool, and the reports that NWP centres send to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graph import Claim, Rejected, SourceError
from loaders.positions import CellError, csv_rows, has_columns, unread_columns
from loaders.protocol import RawRow, SourceFile
from loaders.wdqms.downloads import (
    COLUMNS,
    DELAYS,
    DEPARTURES,
    EXPECTED,
    OPTIONAL,
    RECEIVED,
    download_result,
    measure_of,
)
from loaders.wdqms.reports import Group, is_report, report_rows
from loaders.wdqms.results import result_claims

_HEAD = 4096
_MEASURES = (*((RECEIVED, column) for column in EXPECTED), *((c,) for c in (*DELAYS, *DEPARTURES)))


class Wdqms:
    """Reads monitoring results; those below their target become issues."""

    __slots__ = ()

    name = "wdqms"
    title_zh = "WDQMS 监测结果"
    title_en = "WDQMS monitoring results"
    version = "1"
    family = "monitoring"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the header names the columns of a download, or the file is a report."""
        if is_report(head):
            return True
        return any(has_columns(head, COLUMNS | set(told)) for told in _MEASURES)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """A row for each line of a download; for each station and variable of a report."""
        if _is_report(source):
            try:
                yield from report_rows(source)
            except OSError as error:
                raise _unreadable(source, error) from error
            return
        measured = False
        for row in csv_rows(source, COLUMNS, _identity):
            if not measured and isinstance(row, RawRow):
                measured = True
                _check_measure(source, row.fields)
            yield row

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """The columns that nobody reads."""
        if _is_report(source):
            return ()
        return unread_columns(source.path, COLUMNS | OPTIONAL)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """Figures and issues of the row; only the rejection where a cell is wrong."""
        try:
            group = row.payload
            result = group.result() if isinstance(group, Group) else download_result(row.fields)
            return tuple(result_claims(result, source))
        except CellError as error:
            return (error.rejecting(row),)


LOADER = Wdqms()


def _identity(fields: Mapping[str, str]) -> str:
    parts = [fields.get(name, "") for name in ("wigosid", "center", "date")]
    return f"result|{'|'.join((*parts, fields.get('variable', '')))}" if all(parts) else ""


def _is_report(source: SourceFile) -> bool:
    try:
        with source.path.open("rb") as stream:
            return is_report(stream.read(_HEAD))
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(source: SourceFile, error: OSError) -> SourceError:
    return SourceError(
        source.path,
        f"不能读取 / cannot be read: {error.strerror or error}",
        "检查文件与权限 / check the file and its permissions",
    )


def _check_measure(source: SourceFile, fields: Mapping[str, str]) -> None:
    if not measure_of(frozenset(fields)):
        raise SourceError(
            source.path,
            "不知是可用性、及时性还是质量 / the columns are not those of one measure",
            "须有 #received 与 #expected，或 timeliness，或 avg_bg_dep 之一，一表一项 / give it "
            "#received and #expected, or timeliness, or avg_bg_dep: one measure a table",
        )
