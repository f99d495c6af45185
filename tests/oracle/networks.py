"""Small made-up networks, from a seed: two or three sources that overlap, differ and leave out.

Deployments overlap, calibrations fall before, after and on one day, ends are described by nobody,
units and standards stand above themselves. Each load is one text file with a claim a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from oracle.codes import codes
from oracle.deliveries import deliveries
from oracle.files import files
from oracle.improvement import improvement
from oracle.management import management
from oracle.matters import matters
from oracle.monitoring import monitoring
from oracle.recurring import recurring
from oracle.registries import registries
from oracle.users import users

from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LoadSpec
from ontology import BEGINNING, LEVEL_PAIRS, NODE_KINDS, OPEN_END, make_id
from ontology.derive import claim_problem

DAYS = tuple(f"20{year}-03-31T16:00:00Z" for year in range(11, 19))
FAMILIES = ("station_history", "national_registry", "table", "monitoring", "document")
CERTAINTIES = ("stated", "stated", "stated", "inferred", "synthetic")
CODES = ("Y01-03", "Y02-01", "Y02-04", "Y02-05", "Y03-03", "Y01", "标准化")
PLACES = (  # here, a minute north, a minute east, three kilometres off, and far away
    ("41.0000", "111.0000"),
    ("41.0167", "111.0000"),
    ("41.0000", "111.0167"),
    ("41.0300", "111.0000"),
    ("42.5000", "111.0000"),
)


@dataclass(frozen=True)
class Said:
    """A claim and which of the sources says it."""

    source: int
    claim: Claim


@dataclass
class Maker:
    random: Random
    sources: tuple[str, ...]
    said: list[Said] = field(default_factory=list)
    source: int = 0

    # Dice

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def pick(self, prefix: str, count: int) -> str:
        return f"{prefix}:{prefix[0].upper()}{self.random.randint(1, count)}"

    def some(self, **said: object) -> dict[str, object]:
        """Some of the properties: each is left out now and then."""
        return {k: v for k, v in said.items() if v is not None and self.chance(0.85)}

    def interval(self) -> tuple[str, str]:
        begin = self.random.choice((BEGINNING, *DAYS, *DAYS))
        later = [d for d in DAYS if d > begin]
        return begin, self.random.choice((*later, *(OPEN_END for _ in range(len(later) or 1))))

    def others(self) -> Iterator[None]:
        """Once for one source, or for two that speak of the same thing."""
        count = 2 if self.chance(0.2) else 1
        for self.source in self.random.sample(range(len(self.sources)), count):
            yield None

    # Claims

    def say(
        self, kind: str, subject: str, target: str | None = None, /, *,
        during: tuple[str, str] = (BEGINNING, OPEN_END), **said: object,
    ) -> None:  # fmt: skip
        certainty = self.random.choice(CERTAINTIES)
        claim = Claim(kind, subject, target, said, *during, certainty)  # type: ignore[arg-type]
        problem = claim_problem(kind, subject, target, said, *during)
        assert problem is None, (claim, problem)
        self.said.append(Said(self.source, claim))

    def state(self, element: str, name: str, value: str, during: tuple[str, str]) -> None:
        source = self.sources[self.source]
        state = make_id(NODE_KINDS["State"], element, name, during[0], source)
        self.say("HAS_STATE", element, state, during=during)
        if self.chance(0.9):
            self.say("State", state, during=during, element=element, property=name, value=value)

    # A network

    def network(self) -> list[Said]:
        for part in (
            self.stations, self.deployments, self.instruments, self.standards, self.calibrations,
            self.papers, self.units, self.processes, self.interfaces, self.issues, self.loners,
            self.documents,
        ):  # fmt: skip
            part()
        files(self)
        codes(self)
        registries(self)
        self.versions()
        matters(self)
        improvement(self)
        management(self)
        users(self)
        monitoring(self)
        recurring(self)
        deliveries(self)
        return self.said

    def stations(self) -> None:
        for number in range(1, self.random.randint(2, 3) + 1):
            station = f"station:S{number}"
            for _ in self.others():
                if self.chance(0.9):
                    self.say("Station", station, **self.some(name=f"站{number}"))
                if self.chance(0.7):
                    self.say("OPERATED_BY", station, self.pick("unit", 4), during=self.interval())
            for self.source in range(len(self.sources)):
                self.positions(station, number)

    def positions(self, station: str, number: int) -> None:
        if self.chance(0.3):
            return
        if self.chance(0.4):  # a list without dates
            on = self.random.choice((*DAYS, None))
            self.position(station, number, (BEGINNING, OPEN_END), snapshot_on=on)
            return
        days = sorted(self.random.sample(DAYS, self.random.randint(1, 5)))
        ends = [*days[1:], OPEN_END if self.chance(0.8) else "2019-03-31T16:00:00Z"]
        for during in zip(days, ends, strict=True):
            if self.chance(0.9):
                self.position(station, number, during)

    def position(self, station: str, number: int, during: tuple[str, str], **said: object) -> None:
        latitude, longitude = self.random.choice((*PLACES, PLACES[0], PLACES[1]))
        key = (f"S{number}", self.sources[self.source], during[0])
        location = make_id(NODE_KINDS["Location"], *key)
        height = self.random.choice(("1000", "1000", "1010.5", "1100", None))
        place = {k: v for k, v in {**said, "elevation_m": height}.items() if v is not None}
        if self.chance(0.95):
            place |= {"latitude": latitude, "longitude": longitude}
        self.say("Location", location, during=during, **place)
        self.say("LOCATED_AT", station, location, during=during)

    def deployments(self) -> None:
        for number in range(1, self.random.randint(3, 6) + 1):
            deployment = f"deployment:D{number}"
            for _ in self.others():
                during = self.interval()
                role = self.random.choice(("primary", "primary", "backup", None))
                variable = self.random.choice(("气温", "气温", "气压"))
                if self.chance(0.9):
                    self.say("Deployment", deployment, during=during,
                             **self.some(variable=variable, role=role))  # fmt: skip
                if self.chance(0.93):
                    self.say("AT_STATION", deployment, self.pick("station", 3), during=during)
                if self.chance(0.88):
                    self.say("USES", deployment, self.pick("instrument", 4), during=during)
                if self.chance(0.2):
                    self.say("USES", deployment, self.pick("instrument", 4),
                             during=self.interval())  # fmt: skip

    def instruments(self) -> None:
        for number in range(1, 5):
            instrument = f"instrument:I{number}"
            for _ in self.others():
                if self.chance(0.85):
                    self.say("Instrument", instrument,
                             **self.some(serial=f"{number:04d}", firmware="v1"))  # fmt: skip
                model = f"M{self.random.randint(1, 2)}"
                if self.chance(0.6):
                    self.say("OF_MODEL", instrument, f"instrument_model:厂|{model}")
                if self.chance(0.4):
                    self.say("OF_BATCH", instrument, f"batch:{model}|B1")
                if self.chance(0.5):
                    self.say("Batch", f"batch:{model}|B1", model=model, number="B1")
                if self.chance(0.25):
                    self.state(instrument, "nil:5-08", "不需检定", self.interval())
                if self.chance(0.2):
                    self.state(instrument, "status", "stock", self.interval())

    def standards(self) -> None:
        kinds = ("nationalSt", "workingSt", "workingSt", "referenceSt")
        for number in range(1, 5):
            for _ in self.others():
                if self.chance(0.85):
                    self.say("MeasurementStandard", f"measurement_standard:M{number}",
                             **self.some(standard_type=self.random.choice(kinds),
                                         serial=str(number), uncertainty="0.1"))  # fmt: skip
                if self.chance(0.3):
                    self.say("HELD_BY", f"measurement_standard:M{number}", self.pick("unit", 4))

    def calibrations(self) -> None:
        for number in range(1, self.random.randint(5, 10) + 1):
            subject = self.pick("instrument", 4)
            if self.chance(0.5):
                subject = self.pick("measurement_standard", 4)
            calibration, day = f"calibration:C{number}", self.random.choice(DAYS)
            for _ in self.others():
                if self.chance(0.1):
                    day = self.random.choice(DAYS)
                during = (day, OPEN_END)
                result = self.random.choice(("inCalibration", "inCalibration", "outOfCalibration"))
                if self.chance(0.95):
                    self.say("Calibration", calibration, during=during, **self.some(
                        kind=self.random.choice(("检定", "校准", "标定", None)), result=result,
                        performed_on=day, valid_until=self.random.choice((*DAYS, None, None)),
                        as_found_error=self.random.choice(("0.1", "-0.5", "0.2", None)),
                        tolerance=self.random.choice(("0.2", "0.2", None))))  # fmt: skip
                if self.chance(0.97):
                    self.say("HAS_CALIBRATION", subject, calibration, during=during)
                if self.chance(0.8):
                    self.say("PERFORMED_BY", calibration, self.pick("unit", 4), during=during)
                if self.chance(0.8):
                    self.say("DOCUMENTED_BY", calibration, self.pick("certificate", 4),
                             during=during)  # fmt: skip
                if self.chance(0.7):
                    version = f"document_version:规程|{self.random.randint(1, 3)}"
                    self.say("FOLLOWS", calibration, version, during=during)
                for _ in range(self.random.choice((0, 1, 1, 2))):
                    standard = self.pick("measurement_standard", 4)
                    self.say("USED_STANDARD", calibration, standard, during=during)

    def papers(self) -> None:
        for number in range(1, 5):
            for _ in self.others():
                if self.chance(0.75):
                    self.say("Certificate", f"certificate:C{number}", **self.some(
                        issued=self.random.choice(DAYS), sha256=f"{number:064x}",
                        valid_until=self.random.choice((*DAYS, None))))  # fmt: skip
                version, during = f"document_version:规程|{number}", self.interval()
                if self.chance(0.75):
                    self.say("DocumentVersion", version, during=during, **self.some(name="规程"))
                if self.chance(0.6):
                    clause = f"clause:ISO 9001|7.1.5.{self.random.randint(1, 2)}"
                    self.say("IMPLEMENTS", version, clause, during=during)

    def units(self) -> None:
        for number in range(1, 5):
            unit = f"unit:U{number}"
            for _ in self.others():
                if self.chance(0.85):
                    self.say("Unit", unit, **self.some(name=f"单位{number}"))
                if self.chance(0.8):
                    self.say("PART_OF", unit, self.pick("unit", 4), during=self.interval())
                if self.chance(0.5):
                    accreditation = self.pick("accreditation", 3)
                    self.say("ACCREDITED_BY", unit, accreditation, during=self.interval())
                if self.chance(0.5):
                    self.say("Accreditation", self.pick("accreditation", 3), scope="气温")
                if self.chance(0.5):
                    level = self.random.choice(("region", "league"))
                    self.state(unit, "level", level, self.interval())

    def process(self) -> str:
        level = self.random.choice(("region", "region", "national", "league"))
        return make_id(NODE_KINDS["Process"], self.random.choice(CODES), level)

    def processes(self) -> None:
        for _ in range(8):
            for _ in self.others():
                process = self.process()
                code, _, level = process.partition(":")[2].partition("@")
                if self.chance(0.85):
                    self.say("Process", process, **self.some(
                        name=f"过程{code}", code=code if code.isascii() else None, level=level,
                        leaf=self.random.choice((True, False, None, None))))  # fmt: skip
                if self.chance(0.8):
                    self.say("SUBPROCESS_OF", process, self.process(), during=self.interval())
                for role in ("LED_BY", "RELATED_UNIT"):
                    if self.chance(0.7):
                        body = self.random.choice(("unit:U1", "unit:U2", "unit_group:各局"))
                        self.say(role, process, body, during=self.interval())

    def interfaces(self) -> None:
        for number in range(1, self.random.randint(1, 5) + 1):
            interface = f"interface:方案|{number}"
            for _ in self.others():
                upper, lower = self.random.choice((*LEVEL_PAIRS, ("region", "league")))
                if self.chance(0.9):
                    self.say(
                        "Interface",
                        interface,
                        **self.some(
                            upper_level=upper,
                            lower_level=lower,
                            items_up=self.random.choice(("报表", None)),
                            items_down=self.random.choice(("通知", None)),
                            reply_expected_up=self.random.choice((True, False, None)),
                            reply_expected_down=self.random.choice((True, None)),
                            state=self.random.choice(("stated", "stated", "declared_absent")),
                        ),
                    )
                for side in ("UPPER_PROCESS", "LOWER_PROCESS"):
                    if self.chance(0.8):
                        self.say(side, interface, self.process(), during=self.interval())

    def issues(self) -> None:
        for number in range(1, 4):
            issue, began = f"issue:P{number}", self.random.choice(DAYS)
            for _ in self.others():
                if self.chance(0.9):
                    ended = self.random.choice((*(d for d in DAYS if d > began), None))
                    self.say("Issue", issue, during=(began, ended or OPEN_END), began=began,
                             **self.some(kind="quality", value="1.50", ended=ended))  # fmt: skip
                if self.chance(0.9):
                    self.about(issue, (began, OPEN_END))
            if self.chance(0.5):
                self.suspected(issue, self.random.choice(DAYS))
            if self.chance(0.6):
                incident = f"incident:E{number}"
                self.say("RAISED_FROM", incident, issue, during=(began, OPEN_END))
                self.say("ASSIGNED_TO", incident, self.pick("unit", 4), during=self.interval())
                if self.chance(0.5):
                    self.say("Incident", incident, opened=began)

    def suspected(self, issue: str, began: str) -> None:
        """Hypotheses of several kinds of elements, some of which nobody else speaks of."""
        for _ in range(self.random.randint(1, 2)):
            kind, count = self.random.choice((("instrument", 6), ("station", 3), ("unit", 4)))
            self.say("SUSPECTED_CAUSE", issue, self.pick(kind, count), during=(began, OPEN_END),
                     **self.some(standing=self.random.choice(("path_only", "unproven")),
                                 finding=self.random.choice(("conflicting", "failed")),
                                 facts=("a=1", "b=-2.5"), reason="缘由",
                                 evidence=("lake/x#row_group=0",)))  # fmt: skip

    def about(self, issue: str, during: tuple[str, str]) -> None:
        thing = self.random.choice(("series", "series", "station", "deployment"))
        if thing != "series":
            count = 3 if thing == "station" else 6
            self.say("ABOUT", issue, self.pick(thing, count), during=during)
            return
        station = self.random.choice(("S1", "S2"))
        variable = self.random.choice(("气温", "气压"))
        series = make_id(NODE_KINDS["Series"], station, variable)
        self.say("ABOUT", issue, series, during=during)
        if self.chance(0.8):
            self.say("Series", series, variable=variable)
        if self.chance(0.9):
            self.say("OBSERVED_AT", series, f"station:{station}")
        if self.chance(0.9):
            self.say("OF_VARIABLE", series, f"variable:{variable}")

    def loners(self) -> None:
        if self.chance(0.5):
            self.say("Event", "event:E1", event_type="雷击")
        if self.chance(0.3):
            self.say("ALIAS_OF", "station:S1", "station:S9")

    def documents(self) -> None:
        for number in range(1, 4):
            document = f"document:方案{number}"
            for _ in self.others():
                if self.chance(0.9):
                    held = self.random.choice((True, True, None))
                    self.say("Document", document, **self.some(name=f"方案{number}", held=held))
                if self.chance(0.6):
                    self.say("CITES", document, self.pick("document", 3), how=("根据",))
                for name in self.random.sample(("位1", "单2", "乙单位", "单位1"), 2):
                    self.mention(document, name)

    def versions(self) -> None:
        """Versions of the documents, which of them superseded which, and who relies on them."""
        for number in range(1, 4):
            version, during = f"document_version:规程|{number}", self.interval()
            for _ in self.others():
                if self.chance(0.7):
                    self.say("VERSION_OF", version, self.pick("document", 3), during=during)
                if self.chance(0.3):
                    older = f"document_version:规程|{self.random.randint(1, 3)}"
                    self.say("SUPERSEDES", version, older, during=during)
                if self.chance(0.6):
                    document = self.random.choice((version, self.pick("document", 3)))
                    self.say("GOVERNED_BY", self.process(), document, during=self.interval())
                if self.chance(0.4):
                    document, day = self.pick("document", 3), self.random.choice(DAYS)
                    self.say("Document", document, dated=day)
                    review = f"document_review:{document.partition(':')[2]}|东"
                    day = day if self.chance(0.7) else BEGINNING
                    self.say("REVIEWS", review, document, during=(day, OPEN_END))
                    self.say("DocumentReview", review, verdict=self.random.choice("留废改"))
                    self.review_further(review, day)

    def review_further(self, review: str, day: str) -> None:
        """A document to be made anew, or one in the place of another; the draws go on as before."""
        own, draws = Random(f"{review} {day}"), self.random.getstate()
        number = own.randint(1, 4)
        if own.random() < 0.5:
            self.say("REPLACED_BY", review, f"document:方案{own.randint(1, 4)}")
        if own.random() < 0.3:
            made = f"document_review:方案{number}|西"
            self.say("REVIEWS", made, f"document:方案{number}")
            self.say("DocumentReview", made, verdict="立")
        self.random.setstate(draws)

    def mention(self, document: str, name: str) -> None:
        mention = make_id(NODE_KINDS["Mention"], document.partition(":")[2], name)
        if self.chance(0.9):
            reason = self.random.choice(("unknown", "ambiguous"))
            fitting = self.random.choice((("unit:U1",), ("unit:U1", "unit:U2"), None))
            self.say("Mention", mention, **self.some(
                name=name, reason=reason, candidates=fitting, places=self.random.randint(1, 3),
                explanation="不知道发文机关"))  # fmt: skip
        if self.chance(0.9):
            self.say("MENTIONED_IN", mention, document, during=self.interval())
        if self.chance(0.3):
            self.say("DENOTES", mention, self.pick("unit", 4), during=self.interval())


def load_network(ledger: Ledger, folder: Path, seed: int) -> None:
    """Write a network into a ledger: every source once, then some of them in a new version."""
    random = Random(seed)
    sources = ("东", "西", "中")[: random.randint(2, 3)]
    families = [random.choice(FAMILIES) for _ in sources]
    said = Maker(random, sources).network()
    versions = [(i, [s.claim for s in said if s.source == i]) for i in range(len(sources))]
    for i, first in versions[: random.randint(1, 2)]:
        fresh = Maker(random, sources).network()
        kept = [c for c in first if random.random() < 0.8]
        versions.append(
            (i, kept + [s.claim for s in fresh if s.source == i and random.random() < 0.1])
        )
    with ledger.writing() as writer:
        for number, (i, claims) in enumerate(versions):
            path = folder / f"{sources[i]}-{number}.txt"
            places = _write(path, claims)
            spec = LoadSpec(sources[i], families[i], "made-up", "1", "{}", str(path))
            session = writer.begin(spec, path)
            rows = [(c, p, None) for c, p in zip(claims, places, strict=True)]
            every = families[i] == "document"
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=every)
            if not session.first:
                session.retract(list(session.unseen()), f"absent from {path.name}", allow_mass=True)
            session.close()


def _write(path: Path, claims: list[Claim]) -> list[Place]:
    """One line for each claim, and where it stands."""
    places, offset = [], 0
    lines = []
    for number, c in enumerate(claims, 1):
        cells = [c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to, c.certainty]
        line = json.dumps(cells, ensure_ascii=False).encode()
        places.append(Place(number, 0, offset, len(line)))
        lines.append(line + b"\n")
        offset += len(line) + 1
    path.write_bytes(b"".join(lines))
    return places
