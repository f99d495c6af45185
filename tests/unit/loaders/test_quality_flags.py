"""Tests that yield flags: joined, written as issues of their kind, withdrawn when found no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from graph.lake import open_lake, write_lake
from graph.ledger import Ledger, LedgerReader, StoredClaim
from loaders.quality_control import Flag
from loaders.quality_control.memory import Memory
from loaders.quality_control.protocol import Context, FlagTest
from loaders.quality_control.run import Outcome, Request, check, write
from loaders.quality_control.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Stated:
    """Says what it is given."""

    found: tuple[Flag, ...]
    name: str = "stated"
    title: str = "所述 / stated"
    version: str = "1"
    kind: str = "metadata"

    def flags(self, context: Context) -> Iterable[Flag]:
        return self.found


def flag(hour: int, *, station: str = "S1", variable: str = "PRS", severity: str = "minor") -> Flag:
    time = f"2026-01-01T{hour:02d}:00:00Z"
    return Flag(station, variable, time, "stated", severity, None, "claim:0", "应与名录一致")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with write_lake(tmp_path, "d", "0" * 64, "synthetic@1") as writer:
        writer.write(
            {
                "station": np.array(["S1", "S1"]),
                "variable": "PRS",
                "time": np.array(["2026-01-01T00", "2026-01-01T01"], "datetime64[us]"),
                "value": np.array([900.0, 901.0]),
            }
        )
    return tmp_path


def run(home: Path, *flags: Flag) -> Outcome:
    test = Stated(flags)
    assert isinstance(test, FlagTest)
    with Ledger(home) as ledger, open_lake(home) as lake:
        context = Context("d", home, lake, LedgerReader(ledger), Thresholds(()))
        with ledger.writing() as writer:
            outcome = check(ledger, context, Request([test]))
            write(ledger, writer, context, Request([test]), outcome)
    return outcome


def claims(home: Path) -> list[StoredClaim]:
    with Ledger(home) as ledger:
        (source,) = (row[0] for row in ledger.connection.execute("SELECT source_id FROM sources"))
        return [c for c in LedgerReader(ledger).claims_of(source) if c.live]


def test_near_flags_are_one_issue_of_the_test_s_kind(home: Path) -> None:
    outcome = run(home, flag(3, severity="major"), flag(0), flag(0), flag(20))

    (report,) = outcome.reports
    assert (report.flagged, report.episodes, report.changes["opened"]) == (4, 2, 2)
    issues = [c.claim for c in claims(home) if c.claim.kind == "Issue"]
    said = {c.properties["began"]: c.properties for c in issues}
    first = said["2026-01-01T00:00:00Z"]
    assert (first["kind"], first["severity"], first["flagged"]) == ("metadata", "major", "2")
    assert first["expected"] == "应与名录一致"
    # The evidence is a claim, not a value of the lake: no observation is made up.
    assert not [c for c in claims(home) if c.claim.kind in ("Observation", "SHOWN_BY")]


def test_a_station_as_a_whole_may_be_meant(home: Path) -> None:
    run(home, flag(0, variable=""))

    (about,) = (c.claim for c in claims(home) if c.claim.kind == "ABOUT")
    assert about.object == "station:S1"


def test_what_is_found_no_more_is_withdrawn_and_stations_without_values_are_left(
    home: Path,
) -> None:
    run(home, flag(0), flag(0, station="S9"))
    outcome = run(home)

    assert outcome.reports[0].changes == {"withdrawn": 1}
    with Ledger(home) as ledger:
        (episode,) = Memory(ledger, "d", "stated").stood(lambda _: True)
    assert (episode.found.station, episode.status) == ("S1", "withdrawn")
    assert "不再成立" in episode.reason
