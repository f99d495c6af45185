"""Ports of this machine alone: a free one, and whether somebody there speaks Bolt."""

from __future__ import annotations

import secrets
import socket

from graph.errors import ServerError

LOOPBACK = "127.0.0.1"
_FIRST, _COUNT = 20_000, 12_000  # below what Linux and macOS give to outgoing connections
# The Bolt magic, then four proposals of the client: versions 5.8 to 5.0, 4.4 to 4.2, 4.1, 3.
_HELLO = bytes.fromhex("6060b017 00080805 00020404 00000104 00000003")


def is_free(port: int) -> bool:
    """Nobody listens on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on, drawn at random."""
    for _ in range(1000):
        port = _FIRST + secrets.randbelow(_COUNT)
        if is_free(port):
            return port
    raise ServerError(
        LOOPBACK, "没有空闲端口 / no port is free", "关掉一些服务 / stop some servers"
    )


def is_reachable(host: str, port: int, timeout: float = 3.0) -> bool:
    """Somebody listens on this port of a machine."""
    try:
        socket.create_connection((host, port), timeout).close()
    except OSError:
        return False
    return True


def speaks_bolt(port: int, timeout: float = 1.0) -> bool:
    """On this port of this machine, a server accepts one of our versions of Bolt."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout) as link:
            link.sendall(_HELLO)
            answer = link.recv(4)
    except OSError:
        return False
    return len(answer) == 4 and any(answer)
