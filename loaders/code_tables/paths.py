r"""Which code is broader than which, where the paths of a table say so.

Most paths only sort codes under headings that are no codes themselves (`\Atmosphere\Aerosol`).
Some end in the code's own name (`>Incident>Environmental>Avalanche`): then a path without its end
may be that of another code (`>Incident>Environmental`), and that one is broader.
"""

from __future__ import annotations

from collections.abc import Mapping


def split_path(path: str) -> tuple[str, ...]:
    """The steps of a path; `>` separates them where it stands, else the backslash.

    >>> split_path(">Incident>Environmental")
    ('Incident', 'Environmental')
    """
    mark = ">" if path.strip().startswith(">") else "\\"
    return tuple(step.strip() for step in path.split(mark) if step.strip())


def own_path(fields: Mapping[str, str]) -> tuple[str, ...]:
    """The steps of a path that ends in the code itself, () for any other."""
    steps = split_path(fields.get("path", ""))
    own = {fields.get("notation", ""), fields.get("name", "")} - {""}
    return steps if steps and steps[-1] in own else ()


class Paths:
    """The codes of one table by the paths that are theirs; a path of two codes is nobody's."""

    __slots__ = ("_owners",)

    def __init__(self) -> None:
        self._owners: dict[tuple[str, ...], str] = {}

    def add(self, fields: Mapping[str, str]) -> None:
        """Note a row of the table."""
        steps = own_path(fields)
        if steps:
            self._owners[steps] = "" if steps in self._owners else fields["notation"]

    def broader(self, fields: Mapping[str, str]) -> str:
        """The notation of the next broader code, "" where the table tells none."""
        steps = own_path(fields)
        return self._owners.get(steps[:-1], "") if steps else ""
