"""What the row of a deployment claims: its series, itself, and its instrument."""

from __future__ import annotations

import re
from decimal import Decimal

from graph import Claim, PropertyValue
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr.codes import code_of, free_text, is_nil, path_of, stated
from loaders.wmdr.model import Deployed, Told
from loaders.wmdr.names import variable_code
from loaders.wmdr.times import period
from loaders.wmdr.words import Words, deployment_of, element_of, node_id, series_of, station_of

_METRES = {
    "m": "1", "mm": "0.001", "cm": "0.01", "dm": "0.1", "km": "1000", "[ft_i]": "0.3048",
    "ft": "0.3048", "[in_i]": "0.0254", "[nmi_i]": "1852",
}  # fmt: skip
"""Units of length (UCUM, and `ft` as WMDS writes it) in metres, all exact."""
_LISTS = {"programmes": "2-02", "application_areas": "2-01"}
"""Elements of WMO-No. 1192 of the properties that hold several codes."""
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,18})?", re.ASCII)


def deployed_claims(row: Deployed, source: SourceFile) -> tuple[Claim, ...]:
    """Series and variable; the deployment over its period; the instrument where one is told."""
    words, station = Words(source, period(row.span, source.zone)), station_of(row.subject)
    series, claims = _series(row, words.always(), station)
    if not row.key:
        reasons = (
            () if row.nil is None else words.at(row.nil).state(series, "nil:5-05", row.nil.nil)
        )
        return (*claims, *reasons)
    deployment = deployment_of(row.subject)
    return (
        *claims,
        words.node("Deployment", deployment, _properties(row)),
        words.edge("AT_STATION", deployment, station),
        *_codes(row, words, deployment),
        *_reasons(row, words, deployment),
        *_instrument(row, words, deployment),
    )


def in_metres(text: str, unit: str) -> str:
    """A height in metres: the digits of the source where it is in metres; raises `CellError`.

    >>> in_metres("6.50", "m"), in_metres("10", "[ft_i]")
    ('6.50', '3.0480')
    """
    factor = _METRES.get(unit)
    if factor is None or _DECIMAL.fullmatch(text) is None:
        raise CellError(
            "heightAboveLocalReferenceSurface",
            f"{text} {unit}".strip(),
            "height",
            "高度应为带长度单位的十进制数，如 2.0 m / write a height as a decimal with a unit of "
            "length, such as 2.0 m",
        )
    return text if unit == "m" else f"{Decimal(text) * Decimal(factor):f}"


def _series(row: Deployed, words: Words, station: str) -> tuple[str, tuple[Claim, ...]]:
    """The id of the series, and what makes it one."""
    code = variable_code(row.variable)
    if not code:
        raise CellError(
            "observedProperty",
            "",
            "required",
            "没有观测要素，请补上 / no observed variable is stated: add it",
        )
    variable = node_id("Variable", code)
    series = series_of(row.subject.station, code)
    here = words.at(row.variable)
    address = stated(row.variable)
    return series, (
        here.node("Variable", variable, {"uri": address if path_of(address) != address else ""}),
        here.node("Series", series, {"variable": code}),
        here.edge("OBSERVED_AT", series, station),
        here.edge("OF_VARIABLE", series, variable),
        *here.coded(variable, "1-01", row.variable),
    )


def _properties(row: Deployed) -> dict[str, PropertyValue]:
    said: dict[str, PropertyValue] = {"variable": variable_code(row.variable)}
    if row.official:
        said["role"] = "primary"
    if height := stated(row.height):
        said["height_m"] = in_metres(height, row.height_unit)
        if row.height_unit != "m":
            said["height_as_printed"] = f"{height} {row.height_unit}"
    said |= {name: stated(told) for name, told in row.told}
    said |= {name: code_of(stated(told)) for name, _, told in row.codes}
    said |= {name: tuple(code_of(stated(t)) for t in several) for name, several in row.lists}
    return said


def _codes(row: Deployed, words: Words, deployment: str) -> list[Claim]:
    """The published codes that the deployment is written with."""
    told = [(number, code) for _, number, code in row.codes]
    told += [(_LISTS.get(name, ""), code) for name, several in row.lists for code in several]
    return [claim for number, code in told for claim in words.coded(deployment, number, code)]


def _reasons(row: Deployed, words: Words, deployment: str) -> list[Claim]:
    """Reasons that are given in place of codes, as states of the deployment."""
    height = [] if row.height is None else [("", "5-05", row.height)]
    return [
        claim
        for _, number, told in (*row.codes, *height)
        if told.nil
        for claim in words.told(deployment, "", number, told)
    ]


def _instrument(row: Deployed, words: Words, deployment: str) -> list[Claim]:
    """The instrument with its model; without one, why it is not told."""
    given = row.equipment
    known = {
        "manufacturer": free_text(given.manufacturer),
        "model": free_text(given.model),
        "serial": free_text(given.serial),
        "firmware": free_text(given.firmware),
    }
    claims: list[Claim] = []
    subject = deployment
    if row.subject.instrument:
        subject = element_of(row.subject)
        claims += [
            words.always().at(_first(known)).node("Instrument", subject, _abilities(row, known)),
            words.edge("USES", deployment, subject),
            *_model(words.always(), subject, known),
        ]
    for name, told in known.items():
        if told is not None and is_nil(told):
            claims += words.at(told).state(subject, f"nil:5-09 {name}", told.nil)
    return claims


def _first(known: dict[str, Told | None]) -> Told | None:
    order = (known["serial"], known["model"], known["manufacturer"], known["firmware"])
    return next((told for told in order if stated(told)), None)


def _abilities(row: Deployed, known: dict[str, Told | None]) -> dict[str, PropertyValue]:
    """Properties of the instrument; a maker without a model, or a model without one, too."""
    said: dict[str, PropertyValue] = {name: stated(known[name]) for name in ("serial", "firmware")}
    if not (stated(known["manufacturer"]) and stated(known["model"])):
        said |= {name: stated(known[name]) for name in ("manufacturer", "model")}
    return said | {name: stated(free_text(told)) for name, told in row.equipment.abilities}


def _model(words: Words, instrument: str, known: dict[str, Told | None]) -> tuple[Claim, ...]:
    maker, model = stated(known["manufacturer"]), stated(known["model"])
    if not (maker and model):
        return ()
    node = node_id("InstrumentModel", maker, model)
    here = words.at(known["model"])
    return (
        here.node("InstrumentModel", node, {"manufacturer": maker, "model": model}),
        here.edge("OF_MODEL", instrument, node),
    )
