"""What a source of values says in the graph: that a series exists, and what its variable is."""

from __future__ import annotations

from dataclasses import dataclass

from graph import Claim, PropertyValue
from loaders.protocol import SourceFile
from ontology import NODE_KINDS, Certainty, make_id


@dataclass(frozen=True, slots=True)
class Variable:
    """An observed variable of a source: its element code, Chinese title and UCUM unit."""

    code: str
    title_zh: str
    unit: str


def series_claims(
    source: SourceFile, station: str, variable: str, dataset: str
) -> tuple[Claim, Claim, Claim]:
    """The Series of a station and a variable, where it is observed, and what it observes.

    `station`: its number. The pointer leads to the dataset of the lake; key of the series and of
    its values there are the same. Since when it is observed no file of values says.
    """
    series = make_id(NODE_KINDS["Series"], station, variable)
    properties: dict[str, PropertyValue] = {"variable": variable, "pointer": f"lake/{dataset}"}
    station_id = make_id(NODE_KINDS["Station"], station)
    return (
        _undated(source, "Series", series, None, properties),
        _undated(source, "OBSERVED_AT", series, station_id, {}),
        _undated(source, "OF_VARIABLE", series, _variable_id(variable), {}),
    )


def variable_claim(source: SourceFile, variable: Variable) -> Claim:
    """The Variable itself: its title, and the unit in which the source gives its values."""
    properties: dict[str, PropertyValue] = {"name": variable.title_zh, "unit": variable.unit}
    return _undated(source, "Variable", _variable_id(variable.code), None, properties)


def _variable_id(code: str) -> str:
    return make_id(NODE_KINDS["Variable"], code)


def _undated(
    source: SourceFile,
    kind: str,
    subject: str,
    object_: str | None,
    properties: dict[str, PropertyValue],
) -> Claim:
    certainty = source.certainty or Certainty.STATED
    return Claim(kind, subject, object_, {**properties, "begin_known": False}, certainty=certainty)
