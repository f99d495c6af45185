"""What happened at a station: regular visits, and causes that lie in an event.

Each planting function plants an event and an issue that follows from it; it returns False where
the station offers no place for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from loaders.sample.days import BEGIN, FIRST_ISSUE, HORIZON, LAST_ISSUE, after, between, span
from loaders.sample.documents import MOVE_RECORD
from loaders.sample.issues import add_issue
from loaders.sample.mechanisms import FIRMWARE, MOVE, OUTAGE, SURROUNDINGS, VISIT, Cause
from loaders.sample.network import FORMER_SUPPLIER, FORMER_SUPPLIER_END, moved
from loaders.sample.rows import Event
from loaders.sample.scene import Scene

_BY_SUPPLIER = 0.1
_BY_COMPANY = 0.6
_TWO_VARIABLES = 0.4
_QUIET_DAYS = 45
_SENSITIVE = frozenset({"TEM", "RHU", "WIN", "GST", "SSD"})


def regular_visits(scene: Scene) -> Iterator[Event]:
    """A maintenance visit every year and a half to two and a half, without consequences."""
    day = after(BEGIN, span(scene.rng, 30, 700))
    while day <= HORIZON:
        yield _event(scene, "maintenance", day, end=day, party=_visitor(scene, day))
        day = after(day, span(scene.rng, 550, 900))


def _visitor(scene: Scene, day: date) -> str:
    draw = scene.rng.random()
    if draw < _BY_SUPPLIER and day <= FORMER_SUPPLIER_END:
        return FORMER_SUPPLIER
    return scene.site.company if draw < _BY_COMPANY else scene.site.operator


def _event(
    scene: Scene, kind: str, begin: date, *, end: date | None = None, party: str = ""
) -> Event:
    """An event at the station; its id tells station, type and day."""
    station = scene.site.station_id
    document = MOVE_RECORD if kind == "relocation" else ""
    number = f"EVT-{station}-{kind}-{begin:%Y%m%d}"
    return Event(number, "Station", station, kind, begin, end, party, document)


def bad_visit(scene: Scene) -> bool:
    """A visit after which one variable goes wrong, sometimes two."""
    spot = scene.pick(lambda s: s.clean)
    if spot is None:
        return False
    day = scene.day_within(spot)
    came = after(day, -span(scene.rng, 1, 3))
    visit = _event(scene, "maintenance", came, end=came, party=scene.site.company)
    # A regular visit on that very day would bear the same id.
    scene.events[:] = [e for e in scene.events if e.event_id != visit.event_id]
    scene.events.append(visit)
    cause = Cause(VISIT, "Maintenance", visit.event_id)
    add_issue(scene, cause, day, spot.variable)
    if scene.site.index == 0 or scene.rng.random() < _TWO_VARIABLES:
        second = scene.pick(lambda s: s.clean and s.first <= came and day <= s.last)
        if second:
            add_issue(scene, cause, day, second.variable)
    return True


def relocation(scene: Scene) -> bool:
    """The station moves a little, and its description is found wrong soon afterwards."""
    if scene.locations:
        return False
    day = between(scene.rng, FIRST_ISSUE, after(LAST_ISSUE, -60))
    scene.locations.extend(moved(scene.site, day, scene.rng))
    event = _event(scene, "relocation", day, end=after(day, 14), party=scene.site.operator)
    scene.events.append(event)
    cause = Cause(MOVE, "Event", event.event_id)
    add_issue(scene, cause, after(day, span(scene.rng, 3, 40)), None, "metadata")
    return True


def surroundings(scene: Scene) -> bool:
    """Building work goes on beside the station."""
    spot = scene.pick(lambda s: s.clean and s.variable.code in _SENSITIVE)
    if spot is None:
        return False
    day = scene.day_within(spot)
    begin = after(day, -span(scene.rng, 2, 20))
    event = _event(scene, "construction", begin, end=after(day, span(scene.rng, 30, 300)))
    scene.events.append(event)
    add_issue(scene, Cause(SURROUNDINGS, "Event", event.event_id), day, spot.variable)
    return True


def outage(scene: Scene) -> bool:
    """The data link of the station is down."""
    day = between(scene.rng, FIRST_ISSUE, LAST_ISSUE)
    event = _event(scene, "dataCommOutage", day, end=after(day, span(scene.rng, 0, 9)))
    if any(e.event_id == event.event_id for e in scene.events):
        return False
    scene.events.append(event)
    add_issue(scene, Cause(OUTAGE, "Event", event.event_id), day, None, "availability")
    return True


def firmware(scene: Scene) -> bool:
    """An instrument gets another firmware and measures wrongly from then on."""
    spot = scene.pick(lambda s: s.clean)
    if spot is None:
        return False
    day = scene.day_within(spot, lead=15)
    instrument = spot.holding.instrument.instrument_id
    event = Event(
        f"EVT-{instrument[8:]}-firmwareUpdate-{day:%Y%m%d}",
        "Instrument",
        instrument,
        "firmwareUpdate",
        after(day, -span(scene.rng, 1, 7)),
        None,
        scene.site.company,
    )
    scene.events.append(event)
    add_issue(scene, Cause(FIRMWARE, "Event", event.event_id), day, spot.variable)
    return True


def unexplained(scene: Scene) -> bool:
    """An issue for which nothing was planted, on a day before which nothing happened here."""
    draw = scene.rng.random()
    spot = scene.pick(lambda s: s.clean)
    if spot is None:
        return False
    day = scene.day_within(spot)
    if any(e.begin <= day < after(e.end or e.begin, _QUIET_DAYS) for e in scene.events):
        return False
    if draw < 0.6:
        add_issue(scene, None, day, spot.variable)
    elif draw < 0.8:
        add_issue(scene, None, day, spot.variable, "timeliness")
    else:
        add_issue(scene, None, day, None, "availability")
    return True
