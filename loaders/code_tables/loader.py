"""The loader of a release of the code tables, one file each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph import Claim, Rejected, SourceError
from loaders.code_tables.forms import CODES, FORMS, LIST_OF_TABLES, Form, register_of
from loaders.code_tables.paths import Paths
from loaders.code_tables.registers import code_at, registers
from loaders.positions import CellError, csv_rows, has_columns, unread_columns
from loaders.protocol import RawRow, SourceFile
from loaders.wmdr.words import Words

_NUMBER = re.compile(r"[0-9]{1,2}(-[0-9]{2}){1,2}", re.ASCII)
_LISTED = re.compile(rb"(?:\xef\xbb\xbf)?[0-9-]+,[^\r\n]*,https?://codes\.wmo\.int/wmdr/\w+\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """The form of a row's file, and the code that its table prints as broader."""

    form: Form
    broader: str = ""


class CodeTables:
    """Reads tables of codes, the list of tables, and the codes that were retired or replaced."""

    __slots__ = ()

    name = "code_tables"
    title_zh = "WMO 代码表（WIGOS 元数据标准）"
    title_en = "WMO code tables (WIGOS Metadata Standard)"
    version = "1"
    family = "foreign_registry"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the file is one of the four forms; a table of codes is named by its number."""
        if _LISTED.match(head):
            return True
        form = _form_of(head)
        return form is not None and (form is not CODES or bool(_NUMBER.fullmatch(path.stem)))

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The rows of the file in two passes: the paths of a table first, then its rows."""
        form, paths = _form(source), Paths()
        if form is CODES:
            for row in csv_rows(source, form.columns, form.identity):
                if isinstance(row, RawRow):
                    paths.add(row.fields)
        for row in csv_rows(source, form.columns, form.identity, form.names):
            if isinstance(row, RawRow):
                yield replace(row, payload=Reading(form, paths.broader(row.fields)))
            else:
                yield row

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Columns that nobody reads, and rows of the deprecated codes that name another table."""
        form = _form(source)
        unread = () if form.names else unread_columns(source.path, form.columns | form.optional)
        if "table" not in form.columns:
            return unread
        rows = csv_rows(source, form.columns, form.identity)
        return (*unread, *(w for r in rows if isinstance(r, RawRow) if (w := _other_table(r))))

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What the row says of a code or a table; only the rejection where a cell is wrong."""
        reading = row.payload
        if not isinstance(reading, Reading):
            reading = Reading(_form(source))
        try:
            return tuple(reading.form.claims(row.fields, Words(source), reading.broader))
        except CellError as error:
            return (error.rejecting(row),)


LOADER = CodeTables()


def _form_of(head: bytes) -> Form | None:
    """The form whose columns the first line names."""
    return next((form for form in FORMS if has_columns(head, form.columns)), None)


def _form(source: SourceFile) -> Form:
    """The form of a file. Raises `SourceError` for none, and for a table without a number."""
    try:
        with source.path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise SourceError(
            source.path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error
    form = LIST_OF_TABLES if _LISTED.match(head) else _form_of(head)
    if form is None:
        raise SourceError(
            source.path,
            "不是代码表 / no code table: its columns are unknown",
            "表头应为 notation,name,description 等，UTF-8 编码 / give it the header "
            "notation,name,description (or that of the deprecated or superseded codes), in UTF-8",
        )
    if form is CODES and not register_of(source):
        raise SourceError(
            source.path,
            f"没有表号为 {source.path.stem} 的代码表 / no code table has the number "
            f"{source.path.stem!r}",
            "文件应以表号命名，如 1-01-01.csv / name the file after its table, such as "
            f"1-01-01.csv; known: {', '.join(registers())}",
        )
    return form


def _other_table(row: RawRow) -> str:
    """A warning where a deprecated code stands under the number of another table."""
    printed = row.fields["table"]
    try:
        code = code_at(row.fields["url"], "url")
    except CellError:
        return ""
    if registers().get(printed) == code.register:
        return ""
    number = next((n for n, name in registers().items() if name == code.register), "?")
    return (
        f"第 {row.place.line} 行：代码 {code.register}/{code.notation} 属表 {number}，"
        f"所列表号为 {printed}；以地址为准 / line {row.place.line}: code "
        f"{code.register}/{code.notation} is of table {number}, listed under {printed}; "
        "its address is followed"
    )
