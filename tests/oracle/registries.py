"""Made-up words of registries and of the persons who reconcile them, for the small networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import BEGINNING, NODE_KINDS, OPEN_END, make_id

if TYPE_CHECKING:
    from oracle.networks import Maker, Said

DAYS = ("2001-03-31T16:00:00Z", "2003-03-31T16:00:00Z", "2005-03-31T16:00:00Z",
        "2007-03-31T16:00:00Z")  # fmt: skip
WRITTEN = (  # 41°30′ 111°30′ right, and with a slip each
    ("41.5000", "111.5000"), ("41.5000", "111.5000"), ("41.5000", "111.5000"),
    ("41.5000", "113.5000"), ("14.5000", "111.5000"), ("-41.5000", "111.5000"),
    ("4.1500", "111.5000"), ("41.3000", "111.3000"), ("41.5167", "111.4833"),
)  # fmt: skip
HEIGHTS = ("1010.5", "1010.5", "1100", "101", "-1010", None)
NOTES = (None, None, None, "ICAO ZBHH", "新址启用")
AREAS = ("150100", "150105000000", "150200", "150000", "152500")
MATTERS = (("position", ("confirmed", "corrected", "forwarded")),
           ("jump", ("confirmed", "forwarded")),
           ("number_elsewhere", ("same", "different")))  # fmt: skip


def registries(maker: Maker) -> None:
    """Stations of which registries write one place differently, their areas, and verdicts."""
    for number in (4, 5, 6):
        station = f"station:S{number}"
        for maker.source in range(len(maker.sources)):
            if maker.chance(0.8):
                _placed(maker, station, number)
        for _ in maker.others():
            wigos_id = f"0-20000-0-{maker.random.randint(1, 2)}"
            if maker.chance(0.7):
                maker.say("Station", station, **maker.some(name=f"站{number}", wigos_id=wigos_id))
            if maker.chance(0.3):
                maker.state(station, "class", maker.random.choice(("基准站", "基本站")),
                            maker.interval())  # fmt: skip
    for number in range(1, 7):
        for _ in maker.others():
            area = f"admin_area:{maker.random.choice(AREAS)}"
            if maker.chance(0.6):
                maker.say("IN_AREA", f"station:S{number}", area, during=maker.interval())
            if maker.chance(0.5):
                maker.say("AdminArea", area, name="甲盟")
    if maker.chance(0.4):
        maker.say("ALIAS_OF", "station:S5", "station:S4", during=maker.interval())
    _judged(maker)


def _placed(maker: Maker, station: str, number: int) -> None:
    """A list without dates, or a track of stays."""
    random = maker.random
    days = sorted(random.sample(DAYS, random.randint(1, 4)))
    spans = list(zip(days, [*days[1:], OPEN_END], strict=True))
    if maker.chance(0.4):
        spans = [(BEGINNING, OPEN_END)]
    for during in spans:
        latitude, longitude = random.choice(WRITTEN)
        said = {"latitude": latitude, "longitude": longitude, "note": random.choice(NOTES),
                "elevation_m": random.choice(HEIGHTS)}  # fmt: skip
        if during[0] == BEGINNING and maker.chance(0.5):
            said["snapshot_on"] = random.choice(DAYS)
        key = (f"S{number}", maker.sources[maker.source], during[0])
        location = make_id(NODE_KINDS["Location"], *key)
        maker.say("Location", location, during=during,
                  **{name: value for name, value in said.items() if value is not None})  # fmt: skip
        maker.say("LOCATED_AT", station, location, during=during)


def _judged(maker: Maker) -> None:
    """Verdicts on pairs that may be conflicts, resting on claims that stand, or on others."""
    random = maker.random
    placed = [s for s in maker.said if s.claim.kind == "Location"]
    stations = [f"station:S{n}" for n in range(1, 7)]
    for _ in range(12):
        one = random.choice(placed)
        here = [s for s in placed if _station(s) == _station(one)]
        same = [s for s in here if s.claim.subject != one.claim.subject]
        if not same:
            continue
        matter, verdicts = random.choice(MATTERS)
        other = random.choice(same)
        _verdict(maker, matter, random.choice(verdicts), (one, other))
    for _ in range(4):
        ends = random.sample(stations, 2)
        verdict = random.choice(("same", "different"))
        for maker.source in random.sample(range(len(maker.sources)), random.randint(1, 2)):
            _say(maker, random.choice(("one_place", "one_wigos_id")), verdict, sorted(ends), ())


def _verdict(maker: Maker, matter: str, verdict: str, two: tuple[Said, Said]) -> None:
    basis = [maker.random.choice(two)] if maker.chance(0.5) else []
    shorts = tuple(s.claim.claim_id(maker.sources[s.source]).hex()[:16] for s in basis)
    ends = sorted(s.claim.subject for s in two)
    for _ in maker.others():
        _say(maker, matter, verdict, ends, shorts)


def _say(maker: Maker, matter: str, verdict: str, ends: list[str], basis: tuple[str, ...]) -> None:
    key = (maker.sources[maker.source], matter, *ends)
    node = make_id(NODE_KINDS["Verdict"], *key)
    about = ends[0] if ends[0].startswith("station:") else f"station:{ends[0][9:11]}"
    maker.say("Verdict", node, verdict=verdict, basis=basis, **maker.some(
        reason="核对过", subject=about))  # fmt: skip
    for end in ends:
        maker.say("JUDGES", node, end)


def _station(said: Said) -> str:
    return said.claim.subject.partition("|")[0]
