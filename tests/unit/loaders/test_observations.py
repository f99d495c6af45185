"""Rows that bring values: into the lake and the ledger together, or into neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from graph import Claim, MassRetractionError, Place, Rejected
from graph.lake import Selection, open_lake, verify_lake
from graph.ledger import Ledger, LoadSession
from loaders import LoadChoices, LoadReport, check_file, load_file
from loaders.observations import Observation
from loaders.plan import Planned
from loaders.protocol import RawRow, SourceFile
from ontology import NODE_KINDS, make_id

LINES = ["53463 0 8912 0", "53463 1 8911 0", "W8120 0 999999 8", "53463 2 x 0", "W8120 2 8763 2"]


@dataclass(frozen=True, slots=True)
class Hours:
    """Reads lines of `station hour value flag`; a value that is no number rejects its row."""

    name: str = "hours"
    title_zh: str = "小时值"
    title_en: str = "hourly values"
    version: str = "1"
    family: str = "national_registry"
    snapshot: str | None = None
    row_local: bool = True
    dataset: str = "hours"

    def accepts(self, path: Path, head: bytes) -> bool:
        return path.suffix == ".hours"

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        return ()

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        for number, line in enumerate(source.path.read_text().splitlines(), 1):
            station, hour, value, flag = line.split()
            fields = {"station": station, "hour": hour, "value": value, "flag": flag}
            yield RawRow(Place(number), f"{station}|{hour}", fields)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        if not row.fields["value"].isdigit():
            yield Rejected(row.place, "value", row.fields["value"], "number", "", row.identity)
            return
        key = row.fields["station"], row.fields["hour"]
        yield Claim("Station", make_id(NODE_KINDS["Station"], "-".join(key)), None, {})

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        moment = datetime(2026, 1, 1, int(row.fields["hour"]), tzinfo=UTC)
        raw, flag = row.fields["value"], row.fields["flag"]
        value, nil = (None, "missing") if raw == "999999" else (int(raw) / 10, None)
        station = row.fields["station"]
        yield Observation(station, "PRS", moment, value, raw, flag, nil, date(2026, 1, 1))


@dataclass(frozen=True, slots=True)
class LocalHours(Hours):
    """The same with times of no zone of the lake's."""

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        for one in super(LocalHours, self).observations(row, source):
            yield one._replace(time=one.time.astimezone(timezone(timedelta(hours=8))))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "day.hours"
    path.write_text("\n".join(LINES))
    return path


def load(home: Path, path: Path, loader: Hours | None = None) -> LoadReport:
    planned = Planned(SourceFile(path, "test/hours"), loader or Hours(), named=True)
    with Ledger(home) as ledger, ledger.writing() as writer:
        return load_file(ledger, writer, planned, LoadChoices())


def stored(home: Path) -> list[tuple[str, float | None, str | None, str | None]]:
    with open_lake(home) as lake:
        rows = lake.window(Selection("hours"))
        return [(f"{r.station} {r.time:%H}", r.value, r.flag, r.nil_reason) for r in rows]


WANTED = [
    ("53463 00", 891.2, "0", None),
    ("53463 01", 891.1, "0", None),
    ("W8120 00", None, "8", "missing"),
    ("W8120 02", 876.3, "2", None),
]


def test_accepted_rows_bring_their_values_and_a_second_load_brings_nothing(tmp_path, file) -> None:
    report = load(tmp_path / "home", file)

    assert (report.read, report.accepted, report.rejected, report.values) == (5, 4, 1, 4)
    assert stored(tmp_path / "home") == WANTED
    assert load(tmp_path / "home", file).unchanged


def test_a_corrected_file_is_a_new_version_of_what_it_says(tmp_path, file) -> None:
    load(tmp_path / "home", file)
    file.write_text(file.read_text().replace("8763 2", "9163 3").replace(" x ", " 8910 "))

    assert load(tmp_path / "home", file).values == 5
    assert stored(tmp_path / "home")[-1] == ("W8120 02", 916.3, "3", None)


@pytest.mark.parametrize("at", ["close", "append"])
def test_killed_between_lake_and_ledger_nothing_is_doubled(tmp_path, file, monkeypatch, at) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    home = tmp_path / "home"
    with monkeypatch.context() as patched:
        patched.setattr(LoadSession, at, killed)
        patched.setattr(LoadSession, "discard", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            load(home, file)

    assert load(home, file).accepted == 4
    assert stored(home) == WANTED
    assert verify_lake(home).ok


def test_a_resumed_load_still_brings_the_values_of_the_rows_it_skips(
    tmp_path, file, monkeypatch
) -> None:
    home, appended = tmp_path / "home", LoadSession.append

    def killed_after(session: LoadSession, *batch: object, **how: object) -> None:
        appended(session, *batch, **how)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(LoadSession, "append", killed_after)
        patched.setattr(LoadSession, "discard", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            load(home, file)

    report = load(home, file)
    assert (report.resumed, report.read) == (5, 5)
    assert stored(home) == WANTED


def test_a_load_that_is_refused_brings_no_value(tmp_path, file) -> None:
    home = tmp_path / "home"
    load(home, file)
    file.write_text("A0001 0 9999 0\n")

    with pytest.raises(MassRetractionError):
        load(home, file)
    assert stored(home) == WANTED


def test_a_dry_run_counts_and_writes_nothing(tmp_path, file) -> None:
    report = check_file(Planned(SourceFile(file, "test/hours"), Hours(), named=True))

    assert (report.accepted, report.values) == (4, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day.hours"]


def test_a_time_that_is_not_utc_is_an_error_of_the_loader(tmp_path, file) -> None:
    with pytest.raises(ValueError, match="UTC"):
        load(tmp_path / "home", file, LocalHours())
    assert not (tmp_path / "home" / "lake" / "hours" / "manifest.jsonl").exists()


@dataclass(frozen=True, slots=True)
class FastClock(Hours):
    """The same, with hours that count from this one: 0 is past, 2 is not observed yet."""

    def observations(self, row: RawRow, source: SourceFile) -> Iterable[Observation]:
        hours = timedelta(hours=int(row.fields["hour"]), minutes=-5)
        for one in super(FastClock, self).observations(row, source):
            yield one._replace(time=datetime.now(UTC) + hours)


def test_a_value_dated_after_its_load_is_rejected_and_the_others_come(tmp_path, file) -> None:
    """An hour ahead passes, as a report of 12:00 is sent before it; two are a clock that jumped."""
    home = tmp_path / "home"

    report = load(home, file, FastClock())

    assert (report.read, report.accepted, report.rejected, report.values) == (5, 3, 2, 3)
    [ahead] = [one for one in report.first_rejects if one.rule == "ahead"]
    assert (ahead.field, ahead.place.line, ahead.identity) == ("time", 5, "W8120|2")
    assert "/" in ahead.message
    assert len(stored(home)) == 3
    dry = check_file(Planned(SourceFile(file, "test/hours"), FastClock(), named=True))
    assert (dry.accepted, dry.rejected) == (3, 2)
