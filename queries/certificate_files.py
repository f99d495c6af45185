"""Certificates whose number stands for different bytes: two files, or another than is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from queries.model import Stage

HASHES = ["file_sha256", "cited_sha256"]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A hash that a source gives for the file of a certificate, of one it read or of one it cites.

    `state`: the id of the State that says it; `property`: `file_sha256` or `cited_sha256`.
    """

    certificate: str
    state: str
    property: str
    value: str
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: tuple[str, ...] | None


FILES = Stage(
    "certificate_files",
    "MATCH (x:Certificate)-[h:HAS_STATE]->(s:State) "
    "WHERE s.property IN $properties "
    "RETURN x.id AS certificate, s.id AS state, s.property AS property, s.value AS value, "
    "h.valid_from AS valid_from, h.valid_to AS valid_to, s.certainty AS certainty, "
    "s.claims AS claims",
    FileRow,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two hashes of one certificate that are not the same. `first`: of a file, where one is."""

    first: FileRow
    second: FileRow

    @property
    def explanation(self) -> str:
        """What differs, in a word."""
        kinds = {self.first.property, self.second.property}
        if kinds == {"file_sha256"}:
            return "two files under one number"
        return "not the file that is cited" if len(kinds) > 1 else "cited by different hashes"


def differences(rows: Iterable[FileRow]) -> Iterator[Difference]:
    """By certificate its first hash against each other one, in order."""
    by_certificate: dict[str, dict[str, FileRow]] = defaultdict(dict)
    for row in sorted(rows, key=_files_first):
        by_certificate[row.certificate].setdefault(row.value, row)
    for certificate in sorted(by_certificate):
        first, *others = by_certificate[certificate].values()
        for other in others:
            yield Difference(first, other)


def _files_first(row: FileRow) -> tuple[bool, str, str, str]:
    return (row.property != "file_sha256", row.value, row.state, row.valid_from)
