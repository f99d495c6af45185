"""The words of one certificate as claims: what all its parts have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph import Claim, PropertyValue
from loaders.dcc.model import Head
from loaders.positions import CellError
from loaders.protocol import SourceFile
from ontology import BEGINNING, NODE_KINDS, Certainty, make_id

Properties = Mapping[str, PropertyValue | None]
MISSING, INAPPLICABLE = "missing", "inapplicable"
"""Nil reasons of GML: it should be there and is not; there is none for a reason."""
_LONGEST_KEY = 600


def node_id(kind: str, *parts: str) -> str:
    """The id of a node. Raises `CellError` for a key that is too long to be one."""
    if sum(map(len, parts)) > _LONGEST_KEY:
        raise CellError(
            "id",
            parts[0],
            "length",
            f"名称与编号超过 {_LONGEST_KEY} 字，请核实 / names and numbers of more than "
            f"{_LONGEST_KEY} characters: check them",
        )
    return make_id(NODE_KINDS[kind], *parts)


@dataclass(frozen=True, slots=True)
class Words:
    """What one file says of one certificate.

    Dated claims hold from the day the calibration was performed; where it is not stated they
    hold from an unknown begin and say so.
    """

    source: SourceFile
    head: Head

    @property
    def certificate(self) -> str:
        """The id of the certificate."""
        return node_id("Certificate", self.head.number)

    @property
    def calibration(self) -> str:
        """The id of its calibration: a certificate has one, with the same number."""
        return node_id("Calibration", self.head.number)

    @property
    def certainty(self) -> str:
        """Synthetic where the file says itself that it is no real certificate."""
        if self.head.notice:
            return Certainty.SYNTHETIC
        return self.source.certainty or Certainty.STATED

    def timeless(self, kind: str, subject: str, said: Properties) -> Claim:
        """A node that has no beginning, such as an instrument."""
        return Claim(kind, subject, None, _filled(said), certainty=self.certainty)

    def dated(
        self, kind: str, subject: str, target: str | None = None, said: Properties | None = None
    ) -> Claim:
        """A node or an edge since the day of the calibration."""
        begin = self.head.performed_on
        if begin is None:
            return self.undated(kind, subject, target, said)
        return Claim(kind, subject, target, _filled(said or {}), begin, certainty=self.certainty)

    def undated(
        self, kind: str, subject: str, target: str | None = None, said: Properties | None = None
    ) -> Claim:
        """A node or an edge whose begin this certificate does not know."""
        properties = {**_filled(said or {}), "begin_known": False}
        return Claim(kind, subject, target, properties, certainty=self.certainty)

    def state(self, element: str, name: str, value: str, reason: str = "") -> tuple[Claim, Claim]:
        """The value of something that this source says of an element, and the edge to it."""
        begin = self.head.performed_on or BEGINNING
        state = node_id("State", element, name, begin, self.source.source_id)
        said = {"element": element, "property": name, "value": value, "reason": reason or None}
        return self.dated("State", state, None, said), self.dated("HAS_STATE", element, state)

    def nil(self, element: str, name: str, reason: str, printed: str = "") -> tuple[Claim, Claim]:
        """That something is not stated, and why; `name` is its number in WMO-No. 1192 or ours."""
        return self.state(element, f"nil:{name}", reason, printed)


def _filled(said: Properties) -> dict[str, PropertyValue]:
    """What is said, without what is not."""
    return {k: v for k, v in said.items() if v is not None and v not in ("", ())}
