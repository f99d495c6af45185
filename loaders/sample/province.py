"""All rows of the sample, each with the table file it belongs to, station after station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.sample import (
    datasets,
    demo,
    documents,
    facts,
    improvement,
    lives,
    management,
    metrology,
    network,
    practice,
    story,
)
from loaders.sample.mechanisms import Cause
from loaders.sample.network import Site
from loaders.sample.rows import Row

Placed = tuple[str, Row]
"""A row and the stem of its file, such as `real/stations`."""


@dataclass(slots=True)
class Answers:
    """What was planted, noted while the rows go by: pairs (cause, issue) and issues without.

    `actions`: the result of each, at the end of the year in which they were done.
    """

    planted: list[tuple[Cause, str]] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    actions: dict[str, str] = field(default_factory=dict)


def province(seed: int, count: int, answers: Answers) -> Iterator[Placed]:
    """The rows of a sample of so many stations; `answers` is filled on the way."""
    yield from _in("real/units", facts.units())
    yield from _in("real/unit_links", facts.unit_links())
    yield from _in("real/processes", facts.processes())
    yield from _in("real/interfaces", facts.interfaces())
    yield from _generated(network.banner_bureaus())
    yield from _generated(network.companies())
    yield from _generated(metrology.laboratory_units())
    yield from _generated(metrology.accreditations())
    yield from _generated(documents.documents())
    yield from _generated(documents.reviews())
    yield from _generated(documents.league_processes())
    yield from _generated(documents.interfaces())
    yield from _generated(metrology.upper_standards())
    demo_station = demo.demo_station(count)
    noted = management.Province()
    for site in network.sites(seed, count):
        if site.index % metrology.STATIONS_PER_SET == 0:
            yield from _generated(metrology.working_set(metrology.set_number(site.index)))
        yield from _described(site)
        scene = story.compose(site, seed, is_demo=site.station_id == demo_station)
        if site.real is None and not scene.locations:
            yield from _generated([network.position(site)])
        yield from _generated(story.records(scene))
        yield from _generated(lives.of_station(scene, seed))
        answers.planted.extend(scene.planted)
        explained = {issue_id for _, issue_id in scene.planted}
        answers.unexplained.extend(
            issue.issue_id for issue in scene.issues if issue.issue_id not in explained
        )
        cases = enumerate(improvement.places(scene), 2 * site.index)
        for row in improvement.year(cases, answers.actions):
            yield f"generated/improvement_{row.TABLE}", row
        noted.note(scene)
    yield from management.year(seed, noted, answers.actions)
    yield from _generated(datasets.rows(noted.station))
    yield from practice.rows(noted.model, noted.instrument)


def _in(stem: str, rows: Iterable[Row]) -> Iterator[Placed]:
    for row in rows:
        yield stem, row


def _generated(rows: Iterable[Row]) -> Iterator[Placed]:
    for row in rows:
        yield f"generated/{row.TABLE}", row


def _described(site: Site) -> Iterator[Placed]:
    """Who runs a station, and what is known of it: facts of a real one, all of a made-up one."""
    if site.real is not None:
        yield "real/stations", facts.station_row(site.real)
        yield "real/locations", facts.location_row(site.real)
        link = facts.station_link(site.real)
        if link:
            yield "real/station_links", link
    yield from _generated(network.station_rows(site))
    former = network.former_operator(site)
    if former:
        yield "generated/former_operators", former
