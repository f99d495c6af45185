"""A test of the level code that data are sent with: against the class of the station then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.quality_control.flags import Flag
from loaders.quality_control.metadata.limits import station_classes
from loaders.quality_control.metadata.stated import (
    REGISTRIES,
    TRANSMITTED,
    Stated,
    Stations,
    stations,
    transmitted,
)
from ontology import preference

if TYPE_CHECKING:
    from loaders.quality_control.protocol import Context

CLASS, LEVEL = "class", "station_level_code"


@dataclass(frozen=True, slots=True)
class StationClassTest:
    """The level code sent along with values is that of another class than the registry's."""

    name: str = "station_class"
    title: str = "测站级别代码与登记不符 / station class code"
    version: str = "1"
    kind: str = "metadata"

    def flags(self, context: Context) -> Iterator[Flag]:
        """One for each code that stands for another class; codes of no class say nothing."""
        held, classes = stations(context.reader), station_classes()
        for position in transmitted(context, held):
            registered = _registered(held, position.station, position.day)
            for stated in held.properties.get(position.station, ()):
                said = classes.get(stated.value.lstrip("0"))
                if (
                    stated.property == LEVEL
                    and stated.family == TRANSMITTED
                    and stated.source_id == position.source_id
                    and registered is not None
                    and said is not None
                    and said != registered.value
                ):
                    yield Flag(
                        position.station,
                        "",
                        position.day,
                        self.name,
                        "minor",
                        None,
                        stated.claim,
                        f"代码 {stated.value} 是{said}，登记为{registered.value}"
                        f"（{registered.source_id}，断言 {registered.claim}）",
                    )


def _registered(held: Stations, station: str, moment: str) -> Stated | None:
    """The class that the most authoritative registry states for a moment."""
    stated = [
        s
        for s in held.properties.get(station, ())
        if s.property == CLASS and s.family in REGISTRIES and s.valid_from <= moment < s.valid_to
    ]
    return min(stated, key=lambda s: preference(s.certainty, s.family, s.source_id), default=None)


TESTS = (StationClassTest(),)
