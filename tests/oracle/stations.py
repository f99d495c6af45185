"""Every station, and where the most authoritative source that holds puts it."""

from __future__ import annotations

from oracle.places import preferred, stays
from oracle.reading import Reading, claims_of, once, text

from queries.stations import StationRow

CALLED = ("name", "name_en", "wigos_id")


def answer(reading: Reading, text: str = "") -> list[StationRow]:
    found = []
    for station in sorted(reading.of_kind("Station")):
        called = {name: _said(reading, station, name) for name in CALLED}
        words = [station.split(":", 1)[1], *called.values()]
        if text.strip() and not any(text.strip().casefold() in w.casefold() for w in words):
            continue
        places = stays(reading, station)
        best = preferred(places, reading.now)
        own = claims_of(reading.node(station))
        found.append(
            StationRow(
                station=station, **called, province=_said(reading, station, "province"),
                state="stated" if own else "stub",
                latitude=best.latitude if best else None,
                longitude=best.longitude if best else None,
                elevation_m=best.height if best else None,
                source=best.source if best else "",
                sources=tuple(sorted({place.source for place in places})),
                certainty=_said(reading, station, "certainty"),
                claims=once(own, best.claims if best else ()),
            )
        )  # fmt: skip
    return found


def _said(reading: Reading, station: str, name: str) -> str:
    return text(reading.node(station), name)
