r"""Units of D-SI (`\metre\second\tothe{-1}`) as codes of UCUM (`m.s-1`).

D-SI 2.x prints the units of the SI Brochure in the syntax of siunitx. What is not in these tables
is kept as printed and has no code: a guess would be worse than none. The tables are compared with
pint in the tests; at run time pint would cost half a second for what is a lookup.
"""

from __future__ import annotations

import re
from functools import lru_cache

PREFIXES = {
    "deca": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P",
    "exa": "E", "zetta": "Z", "yotta": "Y", "deci": "d", "centi": "c", "milli": "m", "micro": "u",
    "nano": "n", "pico": "p", "femto": "f", "atto": "a", "zepto": "z", "yocto": "y",
}  # fmt: skip
UNITS = {
    "metre": "m", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol", "candela": "cd",
    "gram": "g", "kilogram": "kg", "one": "1", "hertz": "Hz", "newton": "N", "pascal": "Pa",
    "joule": "J", "watt": "W", "coulomb": "C", "volt": "V", "farad": "F", "ohm": "Ohm",
    "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm", "lux": "lx",
    "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "katal": "kat", "radian": "rad",
    "steradian": "sr", "degreecelsius": "Cel", "minute": "min", "hour": "h", "day": "d",
    "degree": "deg", "arcminute": "'", "arcsecond": "''", "litre": "L", "tonne": "t",
    "hectare": "har", "electronvolt": "eV", "dalton": "u", "astronomicalunit": "AU", "bar": "bar",
    "mmHg": "mm[Hg]", "knot": "[kn_i]", "nauticalmile": "[nmi_i]", "percent": "%",
    "ppm": "[ppm]", "neper": "Np", "bel": "B", "decibel": "dB", "angstrom": "Ao",
}  # fmt: skip
_TOKEN = re.compile(r"\\(?P<word>[A-Za-z]+)(?:\{(?P<number>[^{}]*)\})?")
_LONGEST = 200
_POWER = re.compile(r"[+-]?\d{1,3}")


@lru_cache(maxsize=1024)
def ucum(printed: str) -> str:
    r"""The UCUM code of a D-SI unit; empty where there is none.

    >>> ucum(r"\metre\second\tothe{-1}"), ucum(r"\degreecelsius"), ucum(r"\hecto\pascal")
    ('m.s-1', 'Cel', 'hPa')
    """
    tokens = [] if len(printed) > _LONGEST else list(_TOKEN.finditer(printed))
    if not tokens or "".join(t.group() for t in tokens) != printed.replace(" ", ""):
        return ""
    terms: list[tuple[str, int]] = []
    prefix, sign = "", 1
    for token in tokens:
        word, number = token["word"], token["number"]
        if word == "tothe":
            power = _power(number)
            if not terms or prefix or sign < 0 or power is None or terms[-1][1] not in (1, -1):
                return ""
            terms[-1] = (terms[-1][0], terms[-1][1] * power)
        elif number is not None:
            return ""
        elif word == "per" and sign > 0 and not prefix:
            sign = -1
        elif word in PREFIXES and not prefix:
            prefix = PREFIXES[word]
        elif word in UNITS:
            terms.append((prefix + UNITS[word], sign))
            prefix, sign = "", 1
        else:
            return ""
    return "" if prefix or sign < 0 else _code(terms)


def _power(text: str | None) -> int | None:
    return int(text) if text is not None and _POWER.fullmatch(text) else None


def _code(terms: list[tuple[str, int]]) -> str:
    """Terms joined as UCUM writes them; a bare 1 beside others says nothing."""
    said = [t for t in terms if t[0] != "1"] or [("1", 1)]
    return ".".join(code if power == 1 else f"{code}{power}" for code, power in said)
