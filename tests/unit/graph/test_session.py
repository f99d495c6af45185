"""Writing loads: assert, say again, retract, return; guard, rejects, checkpoints, discard."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph import Claim, LedgerBusyError, MassRetractionError, Place, Rejected
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSession, LoadSpec, verify_ledger

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]


def live(ledger: Ledger) -> set[str]:
    return {one.short for one in LedgerReader(ledger).all_live()}


def shorts(claims: list[Claim], source: str = "厂/甲") -> set[str]:
    return {claim.claim_id(source).hex()[:16] for claim in claims}


def counts(ledger: Ledger) -> tuple[int, int]:
    ask = ledger.connection.execute
    return (
        ask("SELECT count(*) FROM claims").fetchone()[0],
        ask("SELECT count(*) FROM entries").fetchone()[0],
    )


# Assert, occurrence, retract, return


def test_a_load_asserts_each_claim_once(ledger: Ledger, say: Say, station: Make) -> None:
    session = say([station(1), station(2), station(1)])
    assert session.asserted == 2
    assert counts(ledger) == (2, 1)
    first = LedgerReader(ledger).about("station:1")[0]
    assert [o.place.line for o in first.occurrences] == [2, 4]


def test_the_same_place_is_no_second_occurrence(ledger: Ledger, station: Make) -> None:
    """A row that says a thing twice says it in one place, whichever batch says it first."""
    with ledger.writing() as writer:
        session = writer.begin(LoadSpec("s", "table", "t", "1", "{}", "/s"), Path(__file__))
        here, there = Place(2, 0, 0, 9), Place(3, 0, 9, 9)
        session.append([(station(1), here, 1), (station(1), here, 1)], (), Checkpoint(1, 1, 0))
        session.append([(station(1), there, 2), (station(1), there, 2)], (), Checkpoint(2, 2, 0))
        session.close()
    occurrences = LedgerReader(ledger).about("station:1")[0].occurrences
    assert [o.place for o in occurrences] == [here, there]


def test_what_a_new_version_still_says_writes_nothing(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(1), station(2)])
    session = say([station(2), station(1)], version="2")
    assert (session.asserted, session.retracted) == (0, 0)
    assert counts(ledger) == (2, 0)


def test_what_it_no_longer_says_is_retracted_with_a_reason(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(1), station(2)])
    session = say([station(1)], version="2")
    assert session.retracted == 1
    assert live(ledger) == shorts([station(1)])
    gone = LedgerReader(ledger).about("station:2")[0]
    assert (gone.live, gone.reason) == (False, "absent")
    assert gone.retracted_at is not None
    assert gone.recorded_at < gone.retracted_at


def test_what_returns_is_asserted_again(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1), station(2)])
    say([station(1)], version="2")
    session = say([station(1), station(2)], version="3")
    assert session.asserted == 1
    assert live(ledger) == shorts([station(1), station(2)])
    back = LedgerReader(ledger).about("station:2")[0]
    assert back.live
    assert len(back.occurrences) == 2
    assert counts(ledger) == (2, 2)


def test_the_rows_that_bring_a_claim_back_are_all_noted(
    ledger: Ledger, say: Say, station: Make
) -> None:
    """Whether they stand in one batch or in several."""
    for batch in (1000, 1):
        say([station(1), station(2)])
        say([station(1)], version=f"gone {batch}")
        say([station(1), station(2), station(2)], version=f"back {batch}", batch=batch)
        assert len(LedgerReader(ledger).about("station:2")[0].occurrences) == 3
        ledger.connection.executescript(
            "DELETE FROM claims; DELETE FROM entries; DELETE FROM blocks; DELETE FROM loads;"
        )


def test_sources_retract_only_their_own(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1), station(2)], "甲")
    say([station(1), station(2)], "乙")
    say([station(1)], "乙", version="2")
    assert live(ledger) == shorts([station(1), station(2)], "甲") | shorts([station(1)], "乙")


def test_the_close_counts_what_stands(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(i) for i in range(10)])
    say([station(i) for i in range(2, 14)], version="2")
    last = ledger.last_load("厂/甲")
    assert last is not None
    assert ledger.live_claims(last.load_no) == len(live(ledger)) == 12


# Guard


def test_losing_more_than_a_fifth_is_refused(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(i) for i in range(10)])
    head = ledger.head()
    with pytest.raises(MassRetractionError) as caught:
        say([station(i) for i in range(7)], version="2", allow_mass=False)
    assert (caught.value.going, caught.value.live) == (3, 10)
    assert "--allow-retract" in str(caught.value)
    assert ledger.head() == head
    assert len(live(ledger)) == 10


def test_losing_a_fifth_is_not(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(i) for i in range(10)])
    assert say([station(i) for i in range(8)], version="2", allow_mass=False).retracted == 2


def test_correcting_everything_is_not_losing_it(ledger: Ledger, say: Say, station: Make) -> None:
    """The guard counts elements the new version no longer speaks of, not claims it rewords."""
    say([station(i) for i in range(10)])
    renamed = [station(i, name=f"新{i}") for i in range(10)]
    assert say(renamed, version="2", allow_mass=False).retracted == 10


def test_losing_one_of_two_claims_about_an_element_is_not_losing_it(
    ledger: Ledger, say: Say, station: Make
) -> None:
    """What still speaks of it need not be new: it may be a claim that simply stands."""
    both = [station(i, **said) for i in range(10) for said in ({"name": "甲"}, {"note": "乙"})]
    say(both)
    assert say(both[::2], version="2", allow_mass=False).retracted == 10


def test_another_source_does_not_hide_a_loss(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(i) for i in range(10)], "甲")
    say([station(i) for i in range(10)], "乙")
    with pytest.raises(MassRetractionError):
        say([station(0)], "乙", version="2", allow_mass=False)


# Rejects, checkpoints, resuming


def test_rejected_rows_are_kept_with_their_load(ledger: Ledger, say: Say, station: Make) -> None:
    bad = Rejected(Place(9, 4), "日期", "2018-13-45", "date", "no such day", "stations|9")
    session = say([station(1)], rejects=[bad, bad])
    rows = ledger.connection.execute("SELECT * FROM rejects ORDER BY number").fetchall()
    assert rows == [
        (session.load_no, n, "line 9, column 4", 9, "日期", "2018-13-45", "date", "no such day",
         "stations|9") for n in (0, 1)
    ]  # fmt: skip


def test_an_unfinished_load_does_not_count(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1)], "甲")
    head = ledger.head()
    say([station(2)], "乙", close=False)
    assert ledger.head() == head
    assert live(ledger) == shorts([station(1)], "甲")
    assert ledger.last_load("乙") is None
    report = verify_ledger(ledger)
    assert (report.problems, report.unfinished) == ((), "乙")


def test_a_first_load_is_resumed_where_it_stopped(
    ledger: Ledger,
    write_file: Callable[[str], Path],
    station: Make,
    make_spec: Callable[..., LoadSpec],
) -> None:
    path = write_file("two batches")
    bad = Rejected(Place(3), "f", "v", "r", "m")
    with ledger.writing() as writer:
        session = writer.begin(make_spec(), path)
        session.append([(station(1), Place(2), 1)], [bad], Checkpoint(2, 1, 1))
    with Ledger(ledger.home) as again, again.writing() as writer:
        resumed = writer.begin(make_spec(), path)
        assert resumed.load_no == session.load_no
        assert resumed.checkpoint == Checkpoint(2, 1, 1)
        assert resumed.asserted == 1
        resumed.append([(station(1), Place(4), 1), (station(2), Place(5), 2)], [bad],
                       Checkpoint(5, 3, 2))  # fmt: skip
        resumed.close()
    assert live(ledger) == shorts([station(1), station(2)])
    assert [o.place.line for o in LedgerReader(ledger).about("station:1")[0].occurrences] == [2, 4]
    last = ledger.last_load("厂/甲")
    assert last is not None
    assert ledger.live_claims(last.load_no) == 2
    assert verify_ledger(ledger).problems == ()


@pytest.mark.parametrize("change", ["bytes", "version", "source"])
def test_anything_else_discards_it(
    change: str, ledger: Ledger, write_file: Callable[[str], Path], station: Make,
    make_spec: Callable[..., LoadSpec],
) -> None:  # fmt: skip
    with ledger.writing() as writer:
        session = writer.begin(make_spec(), write_file("once"))
        session.append([(station(1), Place(2), 1)], [], Checkpoint(1, 1, 0))
        other = writer.begin(
            make_spec("乙" if change == "source" else "厂/甲", "2" if change == "version" else "1"),
            write_file("twice" if change == "bytes" else "once"),
        )
        assert other.checkpoint == Checkpoint()
        other.append([(station(2), Place(2), 1)], [], Checkpoint(1, 1, 0))
        other.close()
    assert counts(ledger) == (1, 0)
    assert verify_ledger(ledger).problems == ()


def test_a_second_version_is_begun_anew(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1), station(2)])
    say([station(1)], version="2", close=False)
    session = say([station(1)], version="2")
    assert session.retracted == 1
    assert live(ledger) == shorts([station(1)])
    assert verify_ledger(ledger).problems == ()


def test_discarding_leaves_no_trace(
    ledger: Ledger, say: Say, station: Make, write_file: Callable[[str], Path],
    make_spec: Callable[..., LoadSpec],
) -> None:  # fmt: skip
    """Neither of the source nor of the file: another load may give them another family or name."""
    say([station(1)], "甲")

    def everything() -> list[list[tuple[object, ...]]]:
        tables = (
            "claims",
            "entries",
            "blocks",
            "loads",
            "sources",
            "originals",
            "rejects",
            "stated",
        )
        return [ledger.connection.execute(f"SELECT * FROM {t}").fetchall() for t in tables]

    before = everything()
    with ledger.writing() as writer:
        session = writer.begin(make_spec("乙", family="document"), write_file("new"))
        session.append([(station(2), Place(2), 1)], [Rejected(Place(3), "f", "v", "r", "m")],
                       Checkpoint(2, 1, 1))  # fmt: skip
        session.discard()
    assert everything() == before
    say([station(2)], "乙")
    assert verify_ledger(ledger).problems == ()


@pytest.mark.parametrize("how", ["ABORT", "ROLLBACK"])
def test_a_batch_is_written_whole_or_not_at_all(
    how: str,
    ledger: Ledger,
    write_file: Callable[[str], Path],
    station: Make,
    make_spec: Callable[..., LoadSpec],
) -> None:
    """Whether we have to take it back, or SQLite has done so, as it does when the disk is full."""
    with ledger.writing() as writer:
        session = writer.begin(make_spec(), write_file("x"))
        ledger.connection.execute(
            "CREATE TEMP TRIGGER fault BEFORE INSERT ON blocks "
            f"BEGIN SELECT raise({how}, 'disk full'); END"
        )
        with pytest.raises(sqlite3.DatabaseError, match="disk full"):
            session.append([(station(1), Place(2), 1)], [], Checkpoint(1, 1, 0))
    assert counts(ledger) == (0, 0)
    assert not ledger.connection.in_transaction


# One writer, and the clock


def _try_to_write(home: Path, answer: multiprocessing.Queue[str]) -> None:
    try:
        with Ledger(home) as ledger, ledger.writing():
            answer.put("written")
    except LedgerBusyError:
        answer.put("busy")


def test_one_process_writes_at_a_time(ledger: Ledger) -> None:
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    for expected in ("busy", "written"):
        with ledger.writing() if expected == "busy" else Ledger(ledger.home):
            process = context.Process(target=_try_to_write, args=(ledger.home, answer))
            process.start()
            assert answer.get(timeout=120) == expected
            process.join()


def test_recorded_time_never_runs_back(
    ledger: Ledger, say: Say, station: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    say([station(1)])
    set_back = SimpleNamespace(now=lambda zone: datetime(2001, 1, 1, tzinfo=zone))
    monkeypatch.setattr("graph.ledger.blocks.datetime", set_back)
    say([station(2)], version="2")
    times = [t for (t,) in ledger.connection.execute("SELECT recorded_at FROM blocks")]
    assert len(times) > 5
    assert times == sorted(set(times))
    assert "2001" not in "".join(times)


def test_payloads_say_what_was_done(ledger: Ledger, say: Say, station: Make) -> None:
    say([station(1), station(2)])
    say([station(1)], version="2")
    payloads = [
        json.loads(p)
        for (p,) in ledger.connection.execute(
            "SELECT payload FROM blocks WHERE kind='close' ORDER BY block_no"
        )
    ]
    assert [(p["asserted"], p["retracted"], p["live"], p["kept"]) for p in payloads] == [
        (2, 0, 2, 0),
        (0, 1, 1, 0),
    ]
