"""Slips of writing: a sign, a decimal point, digits exchanged or wrong, minutes as hundredths.

A slip is one of a single number: the other coordinate must agree within an arc minute. Digits are
compared as they are printed: in whole minutes (`dddmm`) where both numbers are such, and in
thousandths of a degree. A slip is a coincidence of digits; its claims are those of both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ontology.rules import DECIMAL_SLIP_SHARE, PRINTED_SLACK_DEG
from queries.hypotheses.model import HEIGHT, PLACE, Contradiction, Hypothesis
from queries.hypotheses.rounding import within_a_minute

Slip = Callable[[float, float], bool]
_MINUTES_OF_DEGREE = 60
_WHOLE_MINUTE = 0.05  # how far thousandths of a degree print from a whole minute, in minutes
_PRINTED_METRE = 1.0  # heights are printed to a metre by some
_LEAST_WRONG_DIGIT_DEG = 0.1  # below it, near places differ in one digit by chance


def sign_slip(found: Contradiction) -> Hypothesis | None:
    """The sign of a coordinate or of the height is turned round."""
    return _slip(found, "sign_slip", _turned, _turned_metres)


def decimal_slip(found: Contradiction) -> Hypothesis | None:
    """The decimal point of a number is one place off: ten times, or a tenth of it."""
    return _slip(found, "decimal_slip", _tenfold, _tenfold_metres)


def digit_transposition(found: Contradiction) -> Hypothesis | None:
    """Two neighbouring digits of one number are exchanged."""
    return _slip(found, "digit_transposition", _exchanged, _exchanged_metres, single=True)


def minutes_as_hundredths(found: Contradiction) -> Hypothesis | None:
    """40°49′ is written 40.49: minutes are taken for hundredths of a degree."""

    def either(a: float, b: float) -> bool:
        return _hundredths_of(a, b) or _hundredths_of(b, a)

    return _slip(found, "minutes_as_hundredths", either)


def wrong_digit(found: Contradiction) -> Hypothesis | None:
    """One digit of one coordinate differs, and not in the last places (below 0.1 degree)."""
    return _slip(found, "wrong_digit", _one_digit, single=True)


def _slip(
    found: Contradiction,
    cause: str,
    of_degrees: Slip,
    of_metres: Slip | None = None,
    *,
    single: bool = False,
) -> Hypothesis | None:
    explains = [
        what
        for what, fits in (
            (PLACE, PLACE in found.beyond and _place(found, of_degrees, single=single)),
            (HEIGHT, HEIGHT in found.beyond and of_metres and _height(found, of_metres)),
        )
        if fits
    ]
    return Hypothesis(cause, tuple(explains), found.claims) if explains else None


def _place(found: Contradiction, slip: Slip, *, single: bool) -> bool:
    """Whether the coordinates that do not agree are slips: one of them, or both."""
    other, against = found.other, found.against
    pairs = ((other.latitude, against.latitude), (other.longitude, against.longitude))
    far = [(a, b) for a, b in pairs if not within_a_minute(a, b)]
    return bool(far) and not (single and len(far) > 1) and all(slip(a, b) for a, b in far)


def _height(found: Contradiction, slip: Slip) -> bool:
    a, b = found.other.elevation_m, found.against.elevation_m
    return a is not None and b is not None and slip(a, b)


def _turned(a: float, b: float) -> bool:
    return a * b < 0 and within_a_minute(a, -b)


def _turned_metres(a: float, b: float) -> bool:
    return a * b < 0 and abs(a + b) <= _PRINTED_METRE


def _tenfold(a: float, b: float) -> bool:
    small, large = sorted((abs(a), abs(b)))
    return a * b > 0 and within_a_minute(small, large / 10)


def _tenfold_metres(a: float, b: float) -> bool:
    small, large = sorted((abs(a), abs(b)))
    return a * b > 0 and abs(10 * small - large) <= DECIMAL_SLIP_SHARE * large


def _exchanged(a: float, b: float) -> bool:
    return any(_neighbours_exchanged(x, y) for x, y in _printed(a, b))


def _exchanged_metres(a: float, b: float) -> bool:
    return a * b > 0 and any(
        _neighbours_exchanged(*_padded(str(whole(abs(a))), str(whole(abs(b)))))
        for whole in (int, round)
    )


def _one_digit(a: float, b: float) -> bool:
    if abs(a - b) < _LEAST_WRONG_DIGIT_DEG:
        return False
    return any(sum(p != q for p, q in zip(x, y, strict=True)) == 1 for x, y in _printed(a, b))


def _neighbours_exchanged(x: str, y: str) -> bool:
    apart = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    i, j = apart
    return (x[i], x[j]) == (y[j], y[i])


def _printed(a: float, b: float) -> Iterator[tuple[str, str]]:
    """Two coordinates of one sign as digits of equal length: in whole minutes, and in decimals."""
    if a * b <= 0:
        return
    minutes = [abs(x) * _MINUTES_OF_DEGREE for x in (a, b)]
    if all(abs(m - round(m)) <= _WHOLE_MINUTE for m in minutes):
        split = [divmod(round(m), _MINUTES_OF_DEGREE) for m in minutes]
        yield _padded(*(f"{degrees}{rest:02d}" for degrees, rest in split))
    one, two = (f"{abs(x):.3f}".replace(".", "") for x in (a, b))
    yield _padded(one, two)


def _padded(x: str, y: str) -> tuple[str, str]:
    width = max(len(x), len(y))
    return x.rjust(width, "0"), y.rjust(width, "0")


def _hundredths_of(a: float, b: float) -> bool:
    """Whether `a` is `b`, in whole minutes, with the minutes written as hundredths."""
    total = abs(b) * _MINUTES_OF_DEGREE
    if a * b <= 0 or abs(total - round(total)) > _WHOLE_MINUTE:
        return False
    degrees, minutes = divmod(round(total), _MINUTES_OF_DEGREE)
    return abs(abs(a) - (degrees + minutes / 100)) <= PRINTED_SLACK_DEG
