"""Numbers of the code tables, and codes by their addresses in the WMO Codes Registry."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.positions import CellError
from loaders.wmdr.codes import REGISTRY, path_of

_REGISTERS = Path(__file__).with_name("registers.csv")


@dataclass(frozen=True, slots=True)
class Code:
    """A code and the register (table of the WMO Codes Registry) that holds it."""

    register: str
    notation: str

    @property
    def uri(self) -> str:
        """Its address."""
        return f"{REGISTRY}{self.register}/{self.notation}"


@cache
def registers() -> dict[str, str]:
    """Names in the registry by the numbers of the tables (`1-01-01`)."""
    with _REGISTERS.open(encoding="utf-8", newline="") as stream:
        return {row["number"]: row["register"] for row in csv.DictReader(stream)}


def code_at(address: str, column: str) -> Code:
    """The code of an address of the registry; raises `CellError` for any other text.

    >>> code_at("http://codes.wmo.int/wmdr/unit/kt.km-1", "url")
    Code(register='unit', notation='kt.km-1')
    """
    path = path_of(address)
    register, _, notation = path.partition("/")
    if path == address or not register or not notation.strip() or "://" in path:
        raise CellError(
            column,
            address,
            "code-address",
            f"应为代码地址，如 {REGISTRY}unit/K，请更正或删去此行 / write the address of a code "
            f"such as {REGISTRY}unit/K: correct or remove the row",
        )
    return Code(register, notation)


def register_at(address: str, column: str) -> str:
    """The name of a table from its address; raises `CellError`."""
    register = path_of(address).strip("/")
    if not register or register == address.strip("/") or "/" in register:
        raise CellError(
            column,
            address,
            "table-address",
            f"应为代码表地址，如 {REGISTRY}unit，请更正 / write the address of a table such as "
            f"{REGISTRY}unit: correct the cell",
        )
    return register
