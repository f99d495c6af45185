"""The command lines of a server: the server itself, and `neo4j-admin`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.server.home import ServerHome, Sizing
from graph.server.jars import entry_class
from graph.server.java import Java
from graph.server.versions import Release

ADMIN_CLASS = "org.neo4j.server.startup.Neo4jAdminCommand"
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_BRIEF = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_FLAGS = (
    *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENED),
    "--enable-native-access=ALL-UNNAMED",
    "-XX:MaxDirectMemorySize=256m",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
)


@dataclass(frozen=True, slots=True)
class Program:
    """What runs a release: a Java, and the folder of its jars."""

    release: Release
    java: Java
    jars: Path

    def server(self, home: ServerHome, sizing: Sizing) -> list[str]:
        """Start the server in the foreground."""
        return [
            str(self.java.path),
            f"-Xms{sizing.heap}",
            f"-Xmx{sizing.heap}",
            *(_BRIEF if sizing.brief else ("-XX:+UseG1GC",)),
            *_FLAGS,
            "-cp",
            f"{home.conf}{os.pathsep}{self.jars}/*",
            entry_class(self.release, self.jars),
            f"--home-dir={home.folder}",
            f"--config-dir={home.conf}",
            "--console-mode",
        ]

    def admin(self, arguments: Sequence[str]) -> list[str]:
        """Run `neo4j-admin`; which server it is for is in the environment."""
        launcher = [str(self.java.path), *_BRIEF, "-cp", f"{self.jars}/*", ADMIN_CLASS]
        return [*launcher, *arguments]

    def environment(self, home: ServerHome) -> dict[str, str]:
        """Ours, with what `neo4j-admin` asks for; UTF-8, or Java cannot read a Chinese path."""
        return {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "NEO4J_HOME": str(home.folder),
            "NEO4J_CONF": str(home.conf),
        }
