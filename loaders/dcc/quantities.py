"""Quantities of a certificate (`dcc:quantity`): values, unit, uncertainty, digits as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.dcc.elements import SI, Element
from loaders.dcc.units import ucum
from loaders.positions import CellError

Texts = tuple[str, ...]
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_READ = ("real", "realListXMLList", "constant")
_UNCERTAINTIES = {
    "uncertainty": "expanded",
    "valueExpandedMU": "expanded",
    "valueStandardMU": "standard",
    "standardUnc": "standard",
    "standardMU": "standard",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One or more values in one unit, with what is said of their uncertainty.

    `unit` is a UCUM code, empty where the printed one has none. An uncertainty, coverage factor
    or probability that is given once holds for all values. `uncertainty_kind`: expanded | standard.
    """

    values: Texts
    unit: str
    unit_printed: str
    times: Texts = ()
    uncertainties: Texts = ()
    uncertainty_kind: str = ""
    coverage_factors: Texts = ()
    coverage_probabilities: Texts = ()
    distributions: Texts = ()


def measured(quantity: Element) -> tuple[Measured, ...]:
    """What a quantity says, once for each unit it is said in. Raises `CellError`."""
    found = list(_said(quantity))
    if not found and quantity.first("noQuantity") is None:
        kinds = ", ".join(c.name for c in quantity.children if c.namespace == SI) or "-"
        raise CellError(
            "quantity",
            kinds,
            "quantity",
            "没有可读的值：应为 si:real、si:hybrid 或 si:realListXMLList / no value that is read: "
            "si:real, si:hybrid or si:realListXMLList is expected",
        )
    return tuple(_measured(one) for one in found)


def _said(quantity: Element) -> Iterator[Element]:
    """The values of a quantity; a hybrid says the same in several units."""
    for child in quantity.children:
        if child.namespace != SI:
            continue
        if child.name == "hybrid":
            yield from (c for c in child.children if c.name in _READ)
        elif child.name in _READ:
            yield child


def _measured(one: Element) -> Measured:
    values = _numbers(one, "value")
    printed = _word(one, "unit")
    if not values:
        raise CellError("value", "", "required", "没有值，请补上 / no value: add it")
    if not printed:
        raise CellError("unit", "", "required", "没有单位，请补上 / no unit: add it")
    kind, uncertainties = _uncertainties(one)
    factors = _below(one, "coverageFactor")
    read = Measured(
        values,
        ucum(printed),
        printed,
        tuple(_word(one, "dateTime").split()),
        uncertainties,
        kind,
        factors,
        _below(one, "coverageProbability"),
        _below(one, "distribution"),
    )
    for name, found in (
        ("uncertainty", uncertainties),
        ("dateTime", read.times),
        ("coverageFactor", factors),
        ("coverageProbability", read.coverage_probabilities),
    ):
        _same_number(name, found, values)
    return read


def _same_number(name: str, found: Texts, values: Texts) -> None:
    """One for all, or one for each."""
    if len(found) not in (0, 1, len(values)):
        raise CellError(
            name,
            " ".join(found),
            "list length",
            f"{len(values)} 个值有 {len(found)} 个 {name}：应为一个或逐值给出 / {len(found)} of "
            f"{name} for {len(values)} values: give one, or one for each",
        )


def _word(one: Element, name: str) -> str:
    return one.word(name) or one.word(f"{name}XMLList")


def _numbers(one: Element, name: str) -> Texts:
    return _decimals(name, _word(one, name))


def _below(one: Element, name: str) -> Texts:
    """The words of the first such element below, whether of one value or of a list."""
    found = next(one.below(name, f"{name}XMLList"), None)
    if found is None:
        return ()
    return tuple(found.text.split()) if name == "distribution" else _decimals(name, found.text)


def _uncertainties(one: Element) -> tuple[str, Texts]:
    for name, kind in _UNCERTAINTIES.items():
        leaves = (e for e in one.below(name, f"{name}XMLList") if not e.children)
        if (found := next(leaves, None)) is not None:
            return kind, _decimals(name, found.text)
    return "", ()


def _decimals(name: str, text: str) -> Texts:
    """Printed numbers, digit by digit as they are. Raises `CellError` for anything else."""
    words = tuple(text.split())
    for word in words:
        if _DECIMAL.fullmatch(word) is None:
            raise CellError(
                name,
                word,
                "decimal",
                "应为十进制数，请向实验室核实 / a decimal number is expected: ask the laboratory",
            )
    return words
