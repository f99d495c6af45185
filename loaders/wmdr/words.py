"""Words of a row: nodes, edges and states over its period, as claims with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph import Claim, Place, PropertyValue
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr.codes import code_of, registered
from loaders.wmdr.model import Subject, Told
from loaders.wmdr.names import own_id, station_name
from loaders.wmdr.times import UNDATED, Period
from ontology import NODE_KINDS, Certainty, IdError, make_id


@dataclass(frozen=True, slots=True)
class Words:
    """What a row says over a period, at a place of its own where it has one."""

    source: SourceFile
    period: Period = UNDATED
    place: Place | None = None

    def at(self, told: Told | None) -> Words:
        """The same with the place of a text."""
        return self if told is None else replace(self, place=told.place)

    def always(self) -> Words:
        """The same without a period."""
        return replace(self, period=UNDATED)

    def node(self, kind: str, subject: str, properties: Mapping[str, PropertyValue]) -> Claim:
        """A node; properties that are empty are left out."""
        return self._claim(kind, subject, None, {k: v for k, v in properties.items() if v})

    def edge(self, kind: str, subject: str, target: str) -> Claim:
        """An edge."""
        return self._claim(kind, subject, target, {})

    def state(self, element: str, name: str, value: str) -> tuple[Claim, ...]:
        """The value of a property that changes: the State and the HAS_STATE edge to it."""
        key = (element, name, self.period.valid_from, self.source.source_id)
        state = node_id("State", *key)
        said = {"element": element, "property": name, "value": value}
        return (self.node("State", state, said), self.edge("HAS_STATE", element, state))

    def told(self, element: str, name: str, number: str, told: Told) -> tuple[Claim, ...]:
        """A code as a state, or the reason in its place as the state `nil:NUMBER`."""
        words = self.at(told)
        if told.nil:
            return words.state(element, f"nil:{number}", told.nil)
        code = code_of(told.text)
        if not code:
            return ()
        return (*words.state(element, name, code), *words.coded(element, number, told))

    def coded(self, element: str, number: str, told: Told | None) -> tuple[Claim, ...]:
        """That an element is written with a code of the registry, nothing for any other text."""
        register, notation = registered("" if told is None or told.nil else told.text)
        if not notation:
            return ()
        concept = node_id("Concept", register, notation)
        edge = self.at(told).edge("CODED_AS", element, concept)
        said = {"element_number": number} if number else {}
        return (replace(edge, properties={**said, **edge.properties}),)

    def unit(self, told: Told) -> tuple[str, Claim]:
        """A unit by its printed name, and that it has this name."""
        unit = node_id("Unit", told.text)
        return unit, self.always().at(told).node("Unit", unit, {"name": told.text})

    def _claim(
        self, kind: str, subject: str, target: str | None, properties: Mapping[str, PropertyValue]
    ) -> Claim:
        begin: dict[str, PropertyValue] = {}
        if not self.period.begin_known:
            begin["begin_known"] = False
        return Claim(
            kind,
            subject,
            target,
            {**properties, **begin},
            self.period.valid_from,
            self.period.valid_to,
            self.source.certainty or Certainty.STATED,
            self.place,
        )


def node_id(kind: str, *parts: str) -> str:
    """The id of a node; raises `CellError` where a part of its key is empty."""
    try:
        return make_id(NODE_KINDS[kind], *parts)
    except IdError as error:
        raise CellError(
            kind, "|".join(parts), "key", f"缺少标识，请补上 / its key is incomplete: {error}"
        ) from error


def station_of(subject: Subject) -> str:
    """The id of the station of a row; raises `CellError`."""
    return node_id("Station", station_name(subject.station).number)


def series_of(station: str, variable: str) -> str:
    """The id of the series of a variable at a station; raises `CellError`."""
    return node_id("Series", station_name(station).number, variable)


def deployment_of(subject: Subject) -> str:
    """The id of the deployment of a row; raises `CellError`."""
    if own := own_id("Deployment", subject.deployment):
        return own
    return node_id("Deployment", f"{station_name(subject.station).wigos}/{subject.deployment}")


def element_of(subject: Subject) -> str:
    """The id of what a row is about: instrument, deployment, series or the station itself."""
    if subject.variable:
        return series_of(subject.station, subject.variable)
    if subject.instrument:
        station_name(subject.station)
        own = own_id("Instrument", subject.instrument)
        return own or node_id("Instrument", subject.instrument)
    return deployment_of(subject) if subject.deployment else station_of(subject)
