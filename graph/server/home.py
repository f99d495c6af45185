"""The folder of a server: its configuration, its port, its password, its logs."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from graph.server.port import free_port
from graph.server.versions import Release

USER = "neo4j"
_LISTEN = re.compile(r"^server\.bolt\.listen_address=127\.0\.0\.1:(\d+)$", re.MULTILINE)
_CONF = """\
# 每次启动都重写 / written anew at each start
server.directories.lib={library}
server.directories.import=import
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.initial_size={heap}
server.memory.heap.max_size={heap}
server.memory.pagecache.size={page_cache}
db.transaction.timeout=60s
# What one query may take of the heap, and all of them: the rest goes on.
db.memory.transaction.max=256m
dbms.memory.transaction.total.max=384m
# Set aside beforehand (the default): a full disk tears no log, and a torn one is not recovered.
db.tx_log.preallocate=true
db.tx_log.rotation.size={log}
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
# Nothing from plugins; LOAD CSV reaches neither files nor the network.
dbms.security.procedures.allowlist=
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
{own}
"""
# For minutes: the plan of a query is kept however the graph changes, else most of them go by in
# planning anew what is asked again.
_BRIEF = """\
dbms.cypher.min_replan_interval=1h
dbms.cypher.statistics_divergence_threshold=1.0
server.memory.query_cache.per_db_cache_num_entries=3000
"""


@dataclass(frozen=True, slots=True)
class Sizing:
    """What a server may take: its heap, its cache of the store's pages, in Java's notation.

    `log`: how much of the transaction log is set aside on the disk at a time, for each of its two
    databases. `brief`: it lives for minutes, so it starts in half the time, computes more
    slowly, and keeps its plans.
    """

    heap: str = "1g"
    page_cache: str = "512m"
    log: str = "64m"
    brief: bool = False


THROW_AWAY = Sizing("512m", "64m", "1m", brief=True)


@dataclass(frozen=True, slots=True)
class ServerHome:
    """The folder of one server, readable by its owner only."""

    folder: Path

    @property
    def conf(self) -> Path:
        """The folder of its configuration."""
        return self.folder / "conf"

    @property
    def password_file(self) -> Path:
        """The file that holds nothing but the password; readable by its owner only."""
        return self.folder / "password"

    @property
    def pid_file(self) -> Path:
        """Which process it is, while it runs."""
        return self.folder / "server.pid"

    @property
    def console(self) -> Path:
        """What it printed since its last start."""
        return self.folder / "logs" / "console.log"

    @property
    def used(self) -> bool:
        """It has been started at least once: a password can no longer be set from outside."""
        return (self.folder / "data" / "databases" / "system").exists()

    @property
    def port(self) -> int | None:
        """The port that was chosen when the folder was made; None before."""
        try:
            match = _LISTEN.search((self.conf / "neo4j.conf").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return int(match[1]) if match else None

    @property
    def password(self) -> str:
        """The password of the user `neo4j`."""
        return self.password_file.read_text(encoding="ascii").strip()

    def make(self) -> None:
        """Make the folder, where it is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def prepare(self, release: Release, library: Path, sizing: Sizing) -> None:
        """Give the folder its password and port, once, and write the configuration."""
        self.make()
        for name in ("conf", "import", "logs"):
            (self.folder / name).mkdir(exist_ok=True)
        if not self.password_file.exists():
            # Not token_urlsafe: neo4j-admin takes a leading "-" for an option.
            _write(self.password_file, secrets.token_hex(24) + "\n", 0o600)
        content = _CONF.format(
            library=library,
            port=self.port or free_port(),
            heap=sizing.heap,
            page_cache=sizing.page_cache,
            log=sizing.log,
            own="\n".join(release.settings),
        )
        content += _BRIEF if sizing.brief else ""
        _write(self.conf / "neo4j.conf", content)

    def log_tail(self, lines: int = 20) -> str:
        """The last lines of what the server printed."""
        try:
            text = self.console.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def _write(path: Path, content: str, mode: int = 0o644) -> None:
    """Whole or not at all, and never readable by others in between."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode)
    part.write_text(content, encoding="utf-8")
    part.replace(path)


def state_folder(version: str) -> Path:
    """Where a server keeps its data when no folder is named: the user's state folder."""
    base = os.environ.get("XDG_STATE_HOME")
    root = Path(base) if base else Path.home() / ".local" / "state"
    return root / "suyuan" / "neo4j" / version
