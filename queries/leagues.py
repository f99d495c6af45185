"""Which league (盟市) a station lies in, by the code of its area.

Of a code of GB/T 2260 the first four digits are those of the league.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology import NODE_KINDS, key_parts
from queries.ask import Ask
from queries.model import Stage

Texts = tuple[str, ...]
AMBIGUOUS, NOT_STATED = "ambiguous", "not_stated"
_LEAGUE = re.compile(r"([0-9]{2}(?!00)[0-9]{2})[0-9]{2}(?:[0-9]{6})?")


@dataclass(frozen=True, slots=True)
class InArea:
    """A station in an administrative area, both by id."""

    station: str
    area: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area."""

    id: str
    name: str | None


IN_AREA = Stage(
    "in_area",
    "MATCH (s:Station)-[r:IN_AREA]->(a:AdminArea) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN s.id AS station, a.id AS area, r.claims AS claims",
    InArea,
)
AREAS = Stage("areas", "MATCH (a:AdminArea) RETURN a.id AS id, a.name AS name", Area)


def leagues_of(stations: Iterable[str], areas: Iterable[InArea]) -> dict[str, str]:
    """The first four digits of each station's area.

    `NOT_STATED` for a station in no area below a region, `AMBIGUOUS` for one in several leagues.
    """
    codes: dict[str, set[str]] = defaultdict(set)
    for area in areas:
        if league := _LEAGUE.fullmatch(_code(area.area)):
            codes[area.station].add(league[1])
    found = {}
    for station in stations:
        own = codes[station]
        found[station] = next(iter(own)) if len(own) == 1 else AMBIGUOUS if own else NOT_STATED
    return found


def names_of(areas: Iterable[Area]) -> dict[str, str]:
    """The stated names of areas by their codes."""
    return {_code(area.id): area.name for area in areas if area.name}


def name_of(league: str, names: Mapping[str, str]) -> str:
    """The stated name of a league of four digits; empty where none is."""
    return names.get(f"{league}00") or names.get(f"{league}00000000") or ""


def area_codes(ask: Ask) -> Iterator[str]:
    """Codes of the areas that are there, and of the leagues and regions they lie in, short too."""
    for area in ask.rows(AREAS):
        code = _code(area.id)
        league, region = code[:4], code[:2]
        yield from (code, f"{league}00", league, f"{region}0000", region)


def league_codes(ask: Ask) -> Iterator[str]:
    """Codes of the leagues of areas that are there, and what stands for no single league."""
    yield from (AMBIGUOUS, NOT_STATED)
    for area in ask.rows(AREAS):
        if league := _LEAGUE.fullmatch(_code(area.id)):
            yield f"{league[1]}00"


def _code(area: str) -> str:
    return key_parts(NODE_KINDS["AdminArea"], area)[0]
