"""How each error ends a command: one table of exit codes and titles.

0 is success; 1 an input that was refused, in part or whole; 2 a wrong use of the command line
(the parser's own). What nobody foresaw is 70 (EX_SOFTWARE of sysexits.h).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from graph import (
    InvalidValueError,
    LakeBusyError,
    LakeDamagedError,
    LedgerBusyError,
    LedgerDamagedError,
    LedgerVersionError,
    MassRetractionError,
    MissingExtraError,
    NamesHiddenError,
    NotAllowedError,
    RefusedQueryError,
    ServerError,
    SourceClaimedError,
    SourceError,
    StoreError,
    SuyuanError,
    UnknownElementError,
    WithheldError,
)
from queries.plain.model import NotUnderstoodError

OK, REFUSED, USAGE, UNFORESEEN = 0, 1, 2, 70


@dataclass(frozen=True, slots=True)
class Ending:
    """Exit code of an error and what kind of trouble it is, in Chinese and English."""

    code: int
    title_zh: str
    title_en: str


EXIT_CODES: Mapping[type[BaseException], Ending] = {
    SourceError: Ending(REFUSED, "文件读不了", "unreadable source"),
    SourceClaimedError: Ending(REFUSED, "来源名已被占用", "source already claimed"),
    MassRetractionError: Ending(REFUSED, "将撤回过多", "too much would be retracted"),
    LedgerBusyError: Ending(REFUSED, "台账正被写入", "ledger is busy"),
    LedgerDamagedError: Ending(REFUSED, "台账受损", "ledger is damaged"),
    LedgerVersionError: Ending(REFUSED, "台账版本过新", "ledger is of a newer version"),
    LakeBusyError: Ending(REFUSED, "数据湖正被写入", "lake is busy"),
    LakeDamagedError: Ending(REFUSED, "数据湖受损", "lake is damaged"),
    StoreError: Ending(REFUSED, "图库打不开", "graph store does not open"),
    ServerError: Ending(REFUSED, "图库服务器未就绪", "graph server is not available"),
    MissingExtraError: Ending(REFUSED, "缺少组件", "an extra is missing"),
    NotAllowedError: Ending(REFUSED, "无此权限", "not allowed"),
    NamesHiddenError: Ending(REFUSED, "人名不开放", "names of persons are hidden"),
    WithheldError: Ending(REFUSED, "按密级不开放", "withheld by security level"),
    RefusedQueryError: Ending(REFUSED, "查询不能运行", "query refused"),
    NotUnderstoodError: Ending(REFUSED, "没有听懂", "not understood"),
    UnknownElementError: Ending(REFUSED, "没有这个对象", "unknown element"),
    InvalidValueError: Ending(REFUSED, "值不合规", "invalid value"),
    SuyuanError: Ending(REFUSED, "未能完成", "not done"),
    sqlite3.Error: Ending(REFUSED, "台账打不开", "ledger does not open"),
    OSError: Ending(REFUSED, "文件操作失败", "file operation failed"),
    Exception: Ending(UNFORESEEN, "意外错误", "unforeseen error"),
}


def ending(error: BaseException) -> Ending:
    """The entry of the nearest class of an error."""
    return next(EXIT_CODES[c] for c in type(error).__mro__ if c in EXIT_CODES)


def fields(error: BaseException) -> dict[str, object]:
    """What an error says of itself besides its message: path, rule, remedy and the like."""
    return {k: v for k, v in vars(error).items() if not k.startswith("_")}


def message(error: BaseException) -> str:
    """One clear message with its remedy; the class too where nobody foresaw the error."""
    end = ending(error)
    text = str(error)
    if end.code == UNFORESEEN:
        hint = "加 --debug 可看到出处 / repeat with --debug to see where"
        text = f"{type(error).__name__}: {text}；{hint}"
    return f"{end.title_zh} / {end.title_en}: {text}"
