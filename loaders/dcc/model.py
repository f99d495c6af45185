"""What is known of a certificate while its parts are read, and the parts themselves."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.dcc.elements import Element
from loaders.dcc.signature import Finding


@dataclass(frozen=True, slots=True)
class Head:
    """What every part of a certificate needs of its core data.

    `number`: its unique identifier. `performed_on`, `began_on`: valid-time text, None where it is
    not stated. `notice`: the sentence by which the file itself says that it is no real
    certificate; then all its claims are synthetic. `sha256`: of the file, in hex.
    """

    number: str
    performed_on: str | None
    began_on: str | None
    notice: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a certificate that is one row: of which kind, and the element it is read from.

    `number`: its place among the parts of its kind. `owner`: of a quantity the number of the one
    that it stands in, 0 for none. `finding`: of a signature what its check gave.
    """

    kind: str
    element: Element
    head: Head
    number: int = 1
    owner: int = 0
    finding: Finding | None = None
