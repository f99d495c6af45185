"""What a quantity of a certificate claims: its values, once for each unit they are given in."""

from __future__ import annotations

from collections.abc import Iterator

from graph import Claim, PropertyValue
from loaders.dcc.conformity import printed
from loaders.dcc.elements import Element
from loaders.dcc.model import Part
from loaders.dcc.quantities import Measured, measured
from loaders.dcc.things import said
from loaders.dcc.words import Words, node_id

_AROUND = ("influenceCondition", "metaData", "result", "statement")


def quantity_claims(part: Part, words: Words) -> Iterator[Claim]:
    """A result, a limit or a condition. Of several units the first keeps the bare number."""
    element = part.element
    condition = element.within("influenceCondition")
    result = condition is None and element.within("result") is not None
    about = _about(part, condition)
    found = measured(element)
    for at, one in enumerate(found, 1):
        number = str(part.number) if at == 1 else f"{part.number}.{at}"
        quantity = node_id("CalibrationQuantity", part.head.number, number)
        properties = {**about, **_values(one)}
        yield words.dated("CalibrationQuantity", quantity, None, properties)
        yield words.dated("HAS_RESULT" if result else "HAS_CONDITION", words.calibration, quantity)
    if not found:
        quantity = node_id("CalibrationQuantity", part.head.number, str(part.number))
        text = said(element, "noQuantity")
        values = (text,) if text else ()
        yield words.dated("CalibrationQuantity", quantity, None, {**about, "values": values})
        yield words.dated("HAS_CONDITION", words.calibration, quantity)


def _about(part: Part, condition: Element | None) -> dict[str, PropertyValue | None]:
    element = part.element
    around = element.within(*_AROUND)
    metadata = element.all("measurementMetaData", "metaData")
    statuses = tuple(status for one in metadata for status in printed(one))
    return {
        "name": said(element, "name") or (said(around, "name") if around is not None else ""),
        "ref_type": element.attributes.get("refType"),
        "context": None if around is None else around.attributes.get("refType"),
        "part_of": str(part.owner) if part.owner else None,
        "status": None if condition is None else condition.word("status"),
        "conformity": statuses,
    }


def _values(one: Measured) -> dict[str, PropertyValue | None]:
    return {
        "values": one.values,
        "unit": one.unit,
        "unit_printed": one.unit_printed,
        "times": one.times,
        "uncertainties": one.uncertainties,
        "uncertainty_kind": one.uncertainty_kind,
        "coverage_factors": one.coverage_factors,
        "coverage_probabilities": one.coverage_probabilities,
        "distributions": one.distributions,
    }
