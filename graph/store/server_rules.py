"""What a server's store refuses, the same whatever driver speaks to the server."""

from __future__ import annotations

from graph.errors import StoreError

MINIMUM = (5, 26)


def check_version(uri: str, agent: str) -> None:
    """A server says what it is (`Neo4j/5.26.28`); raises `StoreError` for one that is too old."""
    found = tuple(int(n) for n in agent.partition("/")[2].split(".")[:2] if n.isdigit())
    if found and found < MINIMUM:
        raise StoreError(uri, f"服务器版本过旧 / the server is too old: {agent}", "Neo4j >= 5.26")


def foreign_data(uri: str) -> StoreError:
    """The database holds something and no graph of ours: it is not written into."""
    return StoreError(
        uri,
        "这个数据库里已有别的数据 / this database holds data that is not ours",
        "换一个空数据库 / name an empty database",
    )


def written_by_another(uri: str) -> StoreError:
    """The position has moved since it was read: somebody else projects into this store."""
    return StoreError(
        uri,
        "另一进程正在写这个图库 / another process is writing to this store",
        "等它结束再试 / wait for it to end, then try again",
    )
