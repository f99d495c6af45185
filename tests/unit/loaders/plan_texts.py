"""Texts of plans with process tables for tests, and what the loader makes of them."""

import json
from pathlib import Path

from graph import Claim, Rejected
from loaders.process_tables import LOADER
from loaders.protocol import RawRow, SourceFile

_SAMPLE = json.loads(
    (Path(__file__).parents[2] / "golden" / "process_tables_nanping.json").read_text("utf-8")
)
HEADING, LISTS, INTERFACES = (
    "\n".join(_SAMPLE[part]) for part in ("heading", "lists", "interfaces")
)
WHOLE = HEADING + LISTS + INTERFACES
BEGINNING = "朔西自治区气象局\n观测质量管理体系建设方案\n正文。\n一、清单\n"
Fact = tuple[str, str, str | None, tuple[tuple[str, object], ...]]


def tabbed(text: str) -> str:
    return text.replace("→", "\t")


class Reading:
    """What the loader makes of a text."""

    def __init__(self, path: Path, raw: bytes) -> None:
        path.write_bytes(raw)
        self.raw = raw
        self.source = SourceFile(path, "S")
        self.rows: list[RawRow] = []
        self.claims: list[Claim] = []
        self.rejected: list[Rejected] = []
        for row in LOADER.read(self.source):
            if isinstance(row, Rejected):
                self.rejected.append(row)
                continue
            said = list(LOADER.claims(row, self.source))
            self.rows.append(row)
            self.rejected.extend(each for each in said if isinstance(each, Rejected))
            if not any(isinstance(each, Rejected) for each in said):
                self.claims.extend(each for each in said if isinstance(each, Claim))

    @property
    def facts(self) -> set[Fact]:
        """Each property of each element, without places."""
        return {
            (c.kind, c.subject, c.object, said)
            for c in self.claims
            for said in [(), *((each,) for each in c.properties.items())]
        }

    @property
    def rules(self) -> list[str]:
        return [each.rule for each in self.rejected]

    def edges(self, kind: str) -> set[tuple[str, str | None]]:
        return {(c.subject, c.object) for c in self.claims if c.kind == kind}


class ByKey:
    """Edges and properties that a text of a plan gives, and what is rejected in it."""

    def __init__(self, path: Path, text: str) -> None:
        path.write_text(text.replace("→", "\t"), encoding="utf-8")
        source = SourceFile(path, "S")
        read = list(LOADER.read(source))
        self.rows = [row for row in read if isinstance(row, RawRow)]
        said = [claim for row in self.rows for claim in LOADER.claims(row, source)]
        self.claims = [claim for claim in said if isinstance(claim, Claim)]
        self.rejected = [each for each in [*read, *said] if isinstance(each, Rejected)]

    def edges(self, kind: str) -> set[tuple[str, str]]:
        """Keys of both ends of the edges of a type."""
        return {
            (c.subject.partition(":")[2], str(c.object).partition(":")[2])
            for c in self.claims
            if c.kind == kind
        }

    def said(self, node: str) -> dict[str, object]:
        """All properties claimed of a node."""
        return {
            name: value
            for c in self.claims
            if c.subject == node and c.object is None
            for name, value in c.properties.items()
            if name != "begin_known"
        }
