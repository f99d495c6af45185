"""All declared elements of WMO-No. 1192, found by walking this folder and checked."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from ontology import elements as folder
from ontology.elements.model import Answer, How, MetadataElement
from ontology.model import DeclarationError
from ontology.registry import EDGE_KINDS, NODE_KINDS

_NOT_ELEMENTS = {"model", "registry"}
_FORWARD = {How.OUT, How.KNOWN_BEGIN}

CATEGORIES = MappingProxyType(
    {
        "1": ("观测变量", "Observed variable"),
        "2": ("观测目的", "Purpose of observation"),
        "3": ("台站", "Station/platform"),
        "4": ("环境", "Environment"),
        "5": ("仪器与观测方法", "Instruments and methods of observation"),
        "6": ("采样", "Sampling"),
        "7": ("数据处理与上报", "Data processing and reporting"),
        "8": ("数据质量", "Data quality"),
        "9": ("所有权与数据政策", "Ownership and data policy"),
        "10": ("联系", "Contact"),
    }
)
"""Number of a category -> its title, zh and en."""


def _collect() -> dict[str, MetadataElement]:
    found: dict[str, MetadataElement] = {}
    for module in pkgutil.iter_modules(folder.__path__):
        if module.name in _NOT_ELEMENTS:
            continue
        for element in importlib.import_module(f"{folder.__name__}.{module.name}").ELEMENTS:
            if element.code in found:
                raise DeclarationError(f"{element.code} is declared twice")
            _check(element)
            found[element.code] = element
    return dict(sorted(found.items(), key=lambda item: number(item[0])))


def number(code: str) -> tuple[int, ...]:
    """A code as numbers, by which elements are ordered.

    >>> sorted(("10-01", "9-02"), key=number)
    ['9-02', '10-01']
    """
    return tuple(int(part) for part in code.split("-"))


def _check(element: MetadataElement) -> None:
    if element.held == any(element.unheld):
        raise DeclarationError(f"{element.code}: either answers, or why there are none")
    if element.category not in CATEGORIES:
        raise DeclarationError(f"{element.code}: no category {element.category}")
    for answer in element.answers:
        if not _declared(answer):
            raise DeclarationError(f"{element.code}: {answer.pattern} is not declared")


def _declared(answer: Answer) -> bool:
    """Whether the kinds, edges and properties an answer names exist; names of states are free."""
    kind = NODE_KINDS.get(answer.holder)
    other = NODE_KINDS.get(answer.other)
    if kind is None or bool(answer.other) != (other is not None):
        return False
    match answer.how:
        case How.PROPERTY:
            return kind.property_named(answer.name) is not None
        case How.OF_VARIABLE:
            return other is not None and other.property_named(answer.name) is not None
        case How.STATE:
            return True
        case How.STANDARD:
            return EDGE_KINDS[answer.name].admits("Calibration", answer.other)
    ends = (answer.holder, answer.other)
    if answer.how not in _FORWARD:
        ends = (answer.other, answer.holder)
    edge = EDGE_KINDS.get(answer.name)
    return edge is not None and edge.admits(*ends)


METADATA_ELEMENTS = MappingProxyType(_collect())
"""Number of an element -> the element, in the order of numbers."""
