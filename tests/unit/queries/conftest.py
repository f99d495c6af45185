"""Homes made from a handful of claims, and a whole chain of which a test changes one link."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph import Claim, Place, Settings, Workspace
from graph.ledger import Checkpoint, LoadSpec
from ontology import OPEN_END, valid_time
from queries import Result, run

Claims = dict[str, Claim]


def day(text: str) -> str:
    """The start of a civil day as valid-time text."""
    return valid_time(text)


class Home:
    """A home, what sources say in it, and what it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(Settings(folder / "home"), create=True)
        self._loads = 0

    def says(self, *claims: Claim, source: str = "东", family: str = "table") -> None:
        """One load of one source, a claim a line; what it no longer says is retracted."""
        self._loads += 1
        lines = [json.dumps([c.element, dict(c.properties)], ensure_ascii=False) for c in claims]
        path = self.folder / f"{source}-{self._loads}.txt"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        offset, rows = 0, []
        for number, (claim, line) in enumerate(zip(claims, lines, strict=True), 1):
            length = len(line.encode())
            rows.append((claim, Place(number, 0, offset, length), None))
            offset += length + 1
        with self.workspace.ledger.writing() as writer:
            spec = LoadSpec(source, family, "test", "1", "{}", str(path))
            session = writer.begin(spec, path)
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
            if not session.first:
                session.retract(list(session.unseen()), "absent", allow_mass=True)
            session.close()
        self.workspace.catch_up()

    def ask(
        self, question: str, as_of: str | None = None, known_at: str | None = None, **params: str
    ) -> Result[object]:
        return run(self.workspace, question, params, as_of=as_of, known_at=known_at)


@pytest.fixture
def home() -> Iterator[Home]:
    """In memory where there is a folder for it: every transaction is synced."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="suyuan-", dir=memory if memory.is_dir() else None) as folder:
        made = Home(Path(folder))
        yield made
        made.workspace.close()


def _chain() -> Claims:
    """An issue of 2018-06-03 with everything behind it stated and in force."""
    since, at = {"valid_from": day("2010-01-01")}, {"valid_from": day("2018-03-01")}
    issue, began = "issue:P1", {"valid_from": day("2018-06-03")}
    series, station, unit = "series:53463|气温", "station:53463", "unit:呼和浩特市气象局"
    calibration, standard = "calibration:C1", "measurement_standard:M1"
    laboratory, version = "unit:计量检定所", "document_version:JJG 1|2015"
    return {
        "issue": Claim(
            "Issue", issue, None, {"kind": "quality", "began": day("2018-06-03")}, **began
        ),
        "about": Claim("ABOUT", issue, series, **began),
        "series": Claim("Series", series, None, {"variable": "气温"}),
        "observed_at": Claim("OBSERVED_AT", series, station),
        "of_variable": Claim("OF_VARIABLE", series, "variable:气温"),
        "station": Claim("Station", station, None, {"name": "呼和浩特"}),
        "location": Claim(
            "Location", "location:53463|东|2010", None,
            {"latitude": "40.8167", "longitude": "111.6833", "elevation_m": "1063"}, **since,
        ),
        "located_at": Claim("LOCATED_AT", station, "location:53463|东|2010", **since),
        "operated_by": Claim("OPERATED_BY", station, unit, **since),
        "part_of": Claim("PART_OF", unit, "unit:内蒙古自治区气象局", **since),
        "deployment": Claim(
            "Deployment", "deployment:D1", None, {"variable": "气温", "role": "primary"}, **since
        ),
        "at_station": Claim("AT_STATION", "deployment:D1", station, **since),
        "uses": Claim("USES", "deployment:D1", "instrument:I1", **since),
        "instrument": Claim("Instrument", "instrument:I1", None, {"serial": "0001"}),
        "calibration": Claim(
            "Calibration", calibration, None,
            {"kind": "检定", "result": "inCalibration", "valid_until": day("2020-03-01")}, **at,
        ),
        "has_calibration": Claim("HAS_CALIBRATION", "instrument:I1", calibration, **at),
        "documented_by": Claim("DOCUMENTED_BY", calibration, "certificate:Z1", **at),
        "certificate": Claim(
            "Certificate", "certificate:Z1", None,
            {"issued": day("2018-03-02"), "valid_until": day("2020-03-01")},
        ),
        "performed_by": Claim("PERFORMED_BY", calibration, laboratory, **at),
        "accredited_by": Claim(
            "ACCREDITED_BY", laboratory, "accreditation:A1", {}, day("2015-01-01"), OPEN_END
        ),
        "follows": Claim("FOLLOWS", calibration, version, **at),
        "version": Claim(
            "DocumentVersion", version, None, {"name": "温度表"}, day("2015-01-01"), OPEN_END
        ),
        "implements": Claim(
            "IMPLEMENTS", version, "clause:ISO 9001|7.1.5.2", {}, day("2015-01-01"), OPEN_END
        ),
        "used_standard": Claim("USED_STANDARD", calibration, standard, **at),
        "standard": Claim(
            "MeasurementStandard", standard, None, {"standard_type": "nationalSt"}
        ),
        "led_by": Claim("LED_BY", "process:Y02-04@region", laboratory),
        "laboratory": Claim("Unit", laboratory, None, {"name": "计量检定所"}),
    }  # fmt: skip


@pytest.fixture
def chain() -> Callable[..., Claims]:
    """The chain with some claims changed (`name=claim`), added, or left out (`name=None`)."""

    def changed(**changes: Claim | None) -> Claims:
        claims: dict[str, Claim | None] = {**_chain(), **changes}
        return {name: claim for name, claim in claims.items() if claim is not None}

    return changed
