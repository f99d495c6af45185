"""Statements of conformity (ISO/IEC 17025, 7.8.6) as results of WMO-No. 1192, 5-08-03."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from loaders.dcc.elements import Element
from loaders.dcc.quantities import Measured, measured
from loaders.positions import CellError

IN, OUT, RECALIBRATED, UNKNOWN = "inCalibration", "outOfCalibration", "recalibrated", "unknown"
STATUSES = frozenset({"pass", "fail", "conditionalPass", "conditionalFail", "noPass", "noFail"})
_BEFORE = "beforeAdjustment"


def printed(element: Element) -> tuple[str, ...]:
    """The statuses of a statement or a metadata element, as printed. Raises `CellError`."""
    words = (element.word("conformity") or element.word("conformityXMLList")).split()
    for word in words:
        if word not in STATUSES:
            raise CellError(
                "conformity",
                word,
                "code",
                f"不是 DCC 的符合性结论，应为 {', '.join(sorted(STATUSES))} / no status of a DCC: "
                "ask the laboratory",
            )
    return tuple(words)


def stated(root: Element) -> tuple[str, ...]:
    """All statuses of the certificate, those of the state before an adjustment left out."""
    return tuple(_statuses(e for e in root.below("statement", "metaData") if not before(e)))


def result(root: Element) -> str:
    """The result that the statements of conformity give; unknown where nothing is said.

    A status under a condition, or one that only denies the other (`noPass`), decides nothing. An
    item found out before its adjustment and passed after it was recalibrated; one that was
    adjusted although it had passed was not found out, so it is in calibration.
    """
    after = set(stated(root))
    found = set(_statuses(e for e in root.below("metaData") if before(e)))
    if "fail" in after:
        return OUT
    if after != {"pass"}:
        return UNKNOWN
    return RECALIBRATED if "fail" in found else IN


def before(element: Element) -> bool:
    """Whether it stands among the conditions before an adjustment."""
    around = element.within("influenceCondition")
    return around is not None and around.word("status") == _BEFORE


def adjusted(root: Element) -> bool:
    """Whether the certificate tells of a state before an adjustment."""
    return any(one.word("status") == _BEFORE for one in root.below("influenceCondition"))


def _statuses(elements: Iterable[Element]) -> Iterator[str]:
    for one in elements:
        yield from printed(one)


# As found


@dataclass(frozen=True, slots=True)
class AsFound:
    """The error before an adjustment that comes nearest to its limit, and that limit as printed.

    `tolerance` is empty where the certificate gives no symmetric tolerance limits.
    """

    error: str
    tolerance: str
    unit: str


def as_found(root: Element) -> AsFound | None:
    """The worst as-found error of a certificate; None where none is stated."""
    for quantity in root.below("quantity"):
        if before(quantity) and "basic_measurementError" in ref_types(quantity):
            said = measured(quantity)
            if said:
                return _measurable(said[0], quantity)
    return None


def _measurable(errors: Measured, quantity: Element) -> AsFound:
    try:
        return _worst(errors, _limits(quantity, errors))
    except ArithmeticError as error:
        raise CellError(
            "basic_measurementError",
            " ".join(errors.values),
            "range",
            "数值超出可计算的范围，请向实验室核实 / values beyond what can be computed with: ask "
            "the laboratory",
        ) from error


def ref_types(element: Element) -> tuple[str, ...]:
    """The types by which an element refers to a vocabulary."""
    return tuple(element.attributes.get("refType", "").split())


def _worst(errors: Measured, limits: tuple[str, ...]) -> AsFound:
    def nearness(at: int) -> Decimal:
        size = abs(Decimal(errors.values[at]))
        limit = Decimal(limits[at]) if limits else Decimal(1)
        return size / limit if limit else size

    at = max(range(len(errors.values)), key=nearness)
    return AsFound(errors.values[at], limits[at] if limits else "", errors.unit)


def _limits(quantity: Element, errors: Measured) -> tuple[str, ...]:
    """The upper tolerance limits, one for each error, where the lower ones mirror them."""
    upper = _limit(quantity, "basic_toleranceLimitUpper", errors)
    lower = _limit(quantity, "basic_toleranceLimitLower", errors)
    mirrored = [Decimal(v) for v in upper] == [-Decimal(v) for v in lower]
    return upper if mirrored else ()


def _limit(quantity: Element, ref_type: str, errors: Measured) -> tuple[str, ...]:
    for one in quantity.below("quantity"):
        if ref_type in ref_types(one):
            for said in measured(one):
                if said.unit_printed == errors.unit_printed:
                    many = said.values * (len(errors.values) if len(said.values) == 1 else 1)
                    return many if len(many) == len(errors.values) else ()
    return ()
