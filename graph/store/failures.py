"""Errors of a graph server by their codes, never by their texts: what it is, and what to do."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, and the remedy."""

    rule: str
    remedy: str


_LOGIN = "SUYUAN_NEO4J_USER, SUYUAN_NEO4J_PASSWORD_FILE"
_AGAIN = "再试一次，会从停下处继续 / try again, it goes on where it stopped"
_MEMORY = Failure(
    "超出服务器的事务内存 / more than the server's memory for transactions",
    "db.memory.transaction.max",
)
# The longest beginning of a code that is here decides.
_BY_CODE = {
    "Neo.ClientError.Security.Unauthorized": Failure(
        "用户或口令不对 / wrong user or password", _LOGIN
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": Failure(
        "口令错得太多次，服务器暂时拒绝 / too many wrong passwords, the server refuses for a while",
        f"稍候再试 / wait a little; {_LOGIN}",
    ),
    "Neo.ClientError.Security.CredentialsExpired": Failure(
        "初始口令须先更换 / the initial password must be changed first",
        "ALTER CURRENT USER SET PASSWORD",
    ),
    "Neo.ClientError.Security.Forbidden": Failure(
        "这个用户没有此权限 / this user has no right to do that", "换一个用户 / use another user"
    ),
    "Neo.ClientError.Database.DatabaseNotFound": Failure(
        "没有这个数据库 / there is no such database",
        "在地址里写对库名：bolt://HOST:PORT/DATABASE / name one that exists",
    ),
    "Neo.TransientError.Database.DatabaseUnavailable": Failure(
        "数据库现在不可用 / the database is not available now",
        "看服务器的日志，再试 / see the server's log, then try again",
    ),
    "Neo.TransientError.General.DatabaseUnavailable": Failure(
        "数据库现在不可用 / the database is not available now",
        "看服务器的日志，再试 / see the server's log, then try again",
    ),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": _MEMORY,
    "Neo.TransientError.General.TransactionOutOfMemoryError": _MEMORY,
    "Neo.TransientError.General.OutOfMemoryError": Failure(
        "服务器内存不足 / the server is out of memory", "server.memory.heap.max_size"
    ),
    "Neo.TransientError.Transaction": Failure(
        "事务被别的事务挡住 / the transaction was stopped by others", _AGAIN
    ),
    "Neo.ClientError.Transaction.TransactionTimedOut": Failure(
        "超过服务器的时限 / longer than the server allows", "db.transaction.timeout"
    ),
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": Failure(
        "超过时限 / longer than allowed", "缩小问题，或放宽时限 / ask less, or allow more time"
    ),
    "Neo.ClientError.Cluster.NotALeader": Failure(
        "这台不是主节点 / this member is not the leader", "用 neo4j:// / use neo4j://"
    ),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": Failure(
        "数据库只读 / the database is read-only", "换可写的库 / name one that can be written"
    ),
    "Neo.ClientError.Schema.ConstraintValidationFailed": Failure(
        "已有数据不合唯一约束 / data that is there breaks a constraint",
        "suyuan rebuild",
    ),
}
_UNABLE = Failure(
    "服务器写不下去：多半是磁盘已满 / the server cannot write; most often its disk is full",
    "腾出磁盘、重启服务器，再试：会从停下处继续 / free some disk, restart the server and try "
    "again: it goes on where it stopped",
)
# A full disk: the batch that met it, then each one after it until the server is started again.
_WRITE_FAILED = "Neo.DatabaseError.Transaction"


def failure_of(code: str, gql_status: str = "", said: str = "") -> Failure:
    """The failure behind a status code; one we do not know keeps what the server said."""
    for length in sorted({len(k) for k in _BY_CODE}, reverse=True):
        if code[:length] in _BY_CODE:
            return _BY_CODE[code[:length]]
    status = f"{code} {gql_status}".strip()
    if code.startswith(_WRITE_FAILED):
        return Failure(f"{_UNABLE.rule} ({status}: {said})", _UNABLE.remedy)
    return Failure(
        f"服务器拒绝 / the server refused: {status}: {said}",
        "看服务器的日志 / see the server's log",
    )


# What ended the connection, by the type of its first cause; the first that fits decides.
_BY_CAUSE: tuple[tuple[type[BaseException], str, str], ...] = (
    (ConnectionRefusedError, "那里没有程序在听", "nothing listens there"),
    (socket.gaierror, "没有这台主机", "there is no such host"),
    (ssl.SSLError, "TLS 谈不成", "TLS could not be agreed on"),
    (TimeoutError, "限时内没有回音", "no answer in time"),
    (ConnectionError, "连接断了", "the connection broke"),
)


def unreachable(error: BaseException) -> Failure:
    """No answer: nobody listens, something else listens, or the connection broke."""
    cause = _first_cause(error)
    known = [(zh, en) for kind, zh, en in _BY_CAUSE if isinstance(cause, kind)]
    zh, en = known[0] if known else ("原话见后", f"{type(cause).__name__}: {cause}")
    return Failure(
        f"服务器没有应答：{zh} / the server does not answer: {en}",
        "它在运行吗：suyuan neo4j status；地址、端口、TLS 对吗 / is it running, and are host, "
        "port and TLS right",
    )


def _first_cause(error: BaseException) -> BaseException:
    """Where it began; of several that failed alike, where the first did."""
    while True:
        group = error.exceptions[:1] if isinstance(error, BaseExceptionGroup) else ()
        before = next(iter(group), None) or error.__cause__ or error.__context__
        if before is None:
            return error
        error = before
