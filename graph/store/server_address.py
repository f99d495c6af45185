"""The address of a database on a server: `SCHEME://HOST:PORT[/DATABASE]`, without a password."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from graph.errors import StoreError

DATABASE = "neo4j"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """`uri` as it is shown, `driver_uri` as a driver takes it, and the database."""

    uri: str
    driver_uri: str
    database: str
    host: str
    port: int


def address_of(uri: str) -> ServerAddress:
    """The parts of a server's URI. Routing context (`?policy=…`) goes to the driver untouched.

    Raises `StoreError` for one that cannot be read, and for one that carries a login.
    """
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port or 7687
    except ValueError as error:
        raise _unreadable(uri.rpartition("@")[2]) from error
    if "@" in parts.netloc:
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise StoreError(
            shown,
            "地址里不要写用户和口令 / no user or password inside the URI",
            "SUYUAN_NEO4J_USER, SUYUAN_NEO4J_PASSWORD_FILE",
        )
    database = parts.path.strip("/")
    if not host or "/" in database or parts.fragment:
        raise _unreadable(uri)
    scheme = parts.scheme.removeprefix("py2neo+")
    driver_uri = parts._replace(scheme=scheme, path="").geturl()
    return ServerAddress(uri, driver_uri, database or DATABASE, host, port)


def _unreadable(uri: str) -> StoreError:
    return StoreError(
        uri, "这个地址读不懂 / this address cannot be read", "bolt://HOST:PORT[/DATABASE]"
    )
