"""Tests of values: their states are those of ioos_qc; bad thresholds are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ioos_qc import qartod

from graph import InvalidValueError, SourceError
from loaders.quality_control.changes import MINUTE, RateOfChange, Spike, Step
from loaders.quality_control.flat_line import FlatLine
from loaders.quality_control.protocol import HOUR, UNCHECKED, Block
from loaders.quality_control.provider import Provider
from loaders.quality_control.ranges import RangeTest
from loaders.quality_control.registry import chosen
from loaders.quality_control.registry import tests as all_tests
from loaders.quality_control.thresholds import Threshold, Thresholds, given_in, load, shipped
from ontology.quality_codes import deciding_code

HEADER = (
    "test,variable,months,unit,suspect_low,suspect_high,fail_low,fail_high,suspect,fail,tolerance,"
    "source\n"
)
VALUES = st.lists(
    st.one_of(st.integers(-40, 40).map(lambda i: i / 2), st.just(float("nan"))),
    min_size=4,
    max_size=12,
)
SERIES = st.lists(VALUES, min_size=1, max_size=4)
BEGIN = np.datetime64("2026-03-01T00", "us").astype(np.int64)


def block_of(series: list[list[float]], variable: str = "TEM", step: int = HOUR) -> Block:
    """Series of one variable, each at a station of its own, one value after the other."""
    sizes = [len(values) for values in series]
    number = np.repeat(np.arange(len(series), dtype=np.int32), sizes)
    rows = len(number)
    return Block(
        tuple(f"S{i}" for i in range(len(series))),
        (variable,),
        ("0",),
        number,
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int32),
        BEGIN + np.concatenate([np.arange(size) * step for size in sizes]),
        np.array([value for values in series for value in values], float),
        np.ones(rows, np.int32),
        np.arange(rows),
        number,
        np.ones(rows, bool),
        step,
    )


def thresholds(tmp_path: Path, *lines: str) -> Thresholds:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return load(path)


def one(line: str) -> Thresholds:
    """Thresholds of one line, without a file."""
    cells = dict(zip(HEADER.strip().split(","), line.split(","), strict=True))
    from loaders.quality_control import thresholds as module

    return Thresholds((module._line(Path("own.csv"), cells),))


def of_library(series: list[list[float]], run) -> list[int]:  # type: ignore[no-untyped-def]
    """Suspect (3) and wrong (4) of the library, run on each series by itself, as 1 and 2."""
    found: list[int] = []
    for values in series:
        times = BEGIN.astype("datetime64[us]") + np.arange(len(values)) * np.timedelta64(1, "h")
        states = np.asarray(run(np.array(values), times))
        found += [{3: 1, 4: 2}.get(int(state), 0) for state in states]
    return found


def flagged(states: np.ndarray) -> list[int]:  # type: ignore[type-arg]
    return np.where(states == UNCHECKED, 0, states).tolist()


@given(SERIES)
def test_gross_range_is_that_of_the_library(series: list[list[float]]) -> None:
    held = one("gross_range,TEM,,Cel,-5,5,-12,12,,,,x")

    marks = RangeTest("gross_range", "").marks(block_of(series), held)

    expected = of_library(series, lambda v, t: qartod.gross_range_test(v, (-12, 12), (-5, 5)))
    assert flagged(marks.states) == expected
    assert (marks.states == UNCHECKED).tolist() == np.isnan(block_of(series).value).tolist()


@given(SERIES)
def test_rate_of_change_is_that_of_the_library(series: list[list[float]]) -> None:
    held = one("rate_of_change,TEM,,Cel,,,,,4,9,,x")

    marks = RateOfChange().marks(block_of(series), held)

    expected = of_library(series, lambda v, t: qartod.rate_of_change_test(v, t, 4 / 3600, 9 / 3600))
    assert flagged(marks.states) == expected


@given(SERIES)
def test_spike_is_that_of_the_library(series: list[list[float]]) -> None:
    held = one("spike,TEM,,Cel,,,,,4,9,,x")

    marks = Spike().marks(block_of(series), held)

    # The library reads the mask of every value, which an array without one lacks.
    expected = of_library(
        series,
        lambda v, t: qartod.spike_test(np.append(v, np.nan), 4, 9, method="differential")[:-1],
    )
    ends = np.cumsum([len(values) for values in series])
    for end in ends:
        expected[end - 1] = 0  # with the value added the last was checked against it
    assert flagged(marks.states) == expected


@given(
    st.lists(
        st.lists(st.sampled_from((1.0, 1.1, 1.4, 3.0)), min_size=8, max_size=16),
        min_size=1,
        max_size=4,
    )
)
def test_flat_line_is_that_of_the_library(series: list[list[float]]) -> None:
    held = one("flat_line,TEM,,Cel,,,,,3,5,0.35,x")

    marks = FlatLine().marks(block_of(series), held)

    expected = of_library(
        series, lambda v, t: qartod.flat_line_test(v, t, 3 * 3600, 5 * 3600, 0.35)
    )
    assert flagged(marks.states) == expected


def test_a_flat_line_needs_a_whole_window() -> None:
    held = one("flat_line,TEM,,Cel,,,,,3,,0.5,x")
    gap = block_of([[1.0, 1.0, float("nan"), 1.0, 1.0, 1.0, 1.0]])
    jump = block_of([[1.0] * 6])
    jump.time[3:] += 24 * HOUR

    assert flagged(FlatLine().marks(gap, held).states) == [0, 0, 0, 0, 0, 0, 1]
    assert flagged(FlatLine().marks(jump, held).states) == [0] * 6


def test_a_jump_in_time_is_no_rate_and_no_spike() -> None:
    held = Thresholds(
        (*one("rate_of_change,TEM,,Cel,,,,,1,,,x").lines, *one("spike,TEM,,Cel,,,,,1,,,x").lines)
    )
    block = block_of([[0.0, 0.0, 30.0, 30.0]])
    block.time[2:] += 48 * HOUR

    for test in (RateOfChange(), Spike()):
        assert flagged(test.marks(block, held).states) == [0, 0, 0, 0]


CHANGES = {"rate_of_change": RateOfChange(), "step": Step(), "spike": Spike()}


@pytest.mark.parametrize(
    "line",
    [line for line in load().lines if line.test in CHANGES],
    ids=lambda line: "-".join(f"{cell}" for cell in (line.test, line.variable, *line.given[0])),
)
def test_each_threshold_of_changes_flags_what_breaks_it_and_nothing_less(line: Threshold) -> None:
    """Up by the threshold and down again, between values that stay; once as much, once more."""
    minutes = line.number("minutes")
    step = HOUR if np.isnan(minutes) else round(minutes * MINUTE)
    for name, state in (("suspect", 1), ("fail", 2)):
        least = line.number(name)
        if np.isnan(least):
            continue
        for change, found in ((least * 0.99, state - 1), (least * 1.01, state)):
            block = block_of([[10.0, 10.0, 10.0 + change, 10.0, 10.0]], line.variable, step)
            states = CHANGES[line.test].marks(block, load()).states
            assert states[2] == found, (name, change)
            assert states[1] == 0


def test_a_step_is_judged_at_its_own_interval_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "test,variable,unit,minutes,suspect,fail,source\n"
        "step,PRS,hPa,60,3,8,x\nstep,PRS,hPa,180,9,,x\n",
        encoding="utf-8",
    )
    block = block_of([[900.0, 904.0, 913.0, 923.0, 927.0, float("nan"), 940.0]], "PRS")
    block.time[3:] += 2 * HOUR  # the fourth is three hours after the third
    block.time[4:] += HOUR  # and the fifth two hours after that

    marks = Step().marks(block, load(path))

    none = UNCHECKED
    assert marks.states.tolist() == [none, 1, 2, 1, none, none, none]
    assert "180 分钟" in marks.explain(3)
    assert Step().reach(load(path), HOUR) == 24 * HOUR  # of the daily extremes of ours


def test_a_spike_needs_values_as_near_as_its_threshold_says() -> None:
    """Every fine afternoon is a spike among values six hours apart."""
    days = [5.0, 8.0, 18.0, 9.0] * 3

    assert not (Spike().marks(block_of([days], step=6 * HOUR), load()).states != UNCHECKED).any()
    assert Spike().marks(block_of([days]), load()).states.tolist().count(1) == 3


def test_a_step_up_is_no_spike() -> None:
    states = Spike().marks(block_of([[1.0, 1.0, 30.0, 30.0, 1.0]]), load()).states

    assert states.tolist() == [UNCHECKED, 0, 0, 0, UNCHECKED]


def test_a_range_of_months_goes_over_the_turn_of_the_year() -> None:
    held = one("climatology,TEM,12-2,Cel,-30,10,,,,,,x")
    values = block_of([[20.0] * 4])
    starts = ["2025-11-30T23", "2025-12-01T00", "2026-02-28T23", "2026-03-01T00"]
    values.time[:] = np.array(starts, "datetime64[us]").astype(np.int64)

    states = RangeTest("climatology", "").marks(values, held).states

    assert states.tolist() == [UNCHECKED, 1, 1, UNCHECKED]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0", "0"), ("1", "1"), ("8", "8"), ("9", "9"), ("000", "0"), ("019", "1"), ("120", "0"),
        ("199", "1"), ("999", "9"), ("992", "2"), ("", ""), ("A", ""), ("01", ""), ("0001", ""),
        ("٣", ""), ("-1", ""),
    ],
)  # fmt: skip
def test_the_last_level_that_checked_decides(code: str, expected: str) -> None:
    assert deciding_code(code) == expected


def test_codes_of_the_provider() -> None:
    codes = ("0", "1", "2", "3", "4", "7", "8", "9", "X")
    block = block_of([[1.0] * 10])
    block = Block(**{
        name: getattr(block, name) for name in Block.__slots__ if name not in ("flag", "flags")
    }, flags=codes, flag=np.array([*range(9), -1], np.int32))  # fmt: skip

    marks = Provider().marks(block, Thresholds(()))

    no = UNCHECKED
    assert marks.states.tolist() == [0, 1, 2, 0, 0, no, 1, no, no, no]
    assert (marks.kind(6), marks.kind(1)) == ("availability", "quality")
    assert "8" in marks.explain(6)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("gross_range,TEM,,K,,,200,330,,,,mine", "Cel"),
        ("gross_range,TEM,,Cel,,,60,-80,,,,mine", "fail_low"),
        ("gross_range,TEM,,Cel,,,,,,,,mine", "fail_low"),
        ("gross_range,TEM,,Cel,,,cold,60,,,,mine", "cold"),
        ("gross_range,TEM,,Cel,,,nan,60,,,,mine", "nan"),
        ("gross_range,TEM,13,Cel,,,-80,60,,,,mine", "13"),
        ("gross_range,TEM,,Cel,,,-80,60,,,,", "source"),
        ("gross_range,,,Cel,,,-80,60,,,,mine", "variable"),
        ("guess,TEM,,Cel,,,-80,60,,,,mine", "guess"),
    ],
)
def test_wrong_thresholds_are_refused(line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match=told):
        thresholds(tmp_path, line)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        load(tmp_path / "none.csv")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError):
        load(broken)
    broken.write_text("test,variable\n", encoding="utf-8")
    with pytest.raises(InvalidValueError, match="unit"):
        load(broken)


def test_own_lines_take_the_place_of_ours(tmp_path: Path) -> None:
    held = thresholds(
        tmp_path, "gross_range,TEM,,Cel,,,-50,45,,,,mine", "spike,XYZ,,1,,,,,3,,,mine"
    )

    (line,) = [each for each in held.of("gross_range") if each.variable == "TEM"]
    assert (line.number("fail_low"), line.source) == (-50, "mine")
    assert "XYZ" in held.variables("spike")
    assert given_in(tmp_path / "own.csv") == {"gross_range", "spike"}
    assert "PRS" in held.variables("gross_range")
    assert held.rule("gross_range", "TEM") != load().rule("gross_range", "TEM")
    assert held.rule("gross_range", "PRS") == load().rule("gross_range", "PRS")


def test_codes_of_other_providers_have_the_same_thresholds_in_their_units(tmp_path: Path) -> None:
    ours = load()
    [kelvin] = [t for t in ours.of("gross_range") if t.variable == "bufr4/b/12/101"]
    [pascal] = [t for t in ours.of("gross_range") if t.variable == "bufr4/b/10/004"]
    steps = [t for t in ours.of("step") if t.variable == "bufr4/b/10/004"]

    assert (kelvin.unit, kelvin.number("fail_low"), kelvin.number("fail_high")) == (
        "K", 193.15, 333.15,
    )  # fmt: skip
    assert (pascal.unit, pascal.number("fail_low")) == ("Pa", 50_000)
    assert [(t.number("minutes"), t.number("suspect")) for t in steps] == [
        (1, 50), (60, 300), (120, 600), (180, 900), (360, 1800), (720, 3600),
    ]  # fmt: skip
    [flat] = [t for t in ours.of("flat_line") if t.variable == "bufr4/b/12/101"]
    assert (flat.number("suspect"), flat.number("tolerance")) == (12, 0.5)  # hours, kelvins
    assert {line.variable for line in shipped()} < {line.variable for line in ours.lines}


def test_a_line_of_ones_own_holds_for_all_codes_but_those_that_have_theirs(tmp_path: Path) -> None:
    held = thresholds(
        tmp_path,
        "gross_range,TEM,,Cel,,,-50,45,,,,mine",
        "gross_range,bufr4/b/12/101,,K,,,200,320,,,,mine",
        "spike,PRS,,hPa,,,,,3,,,mine",
    )

    def lows(code: str) -> list[float]:
        return [t.number("fail_low") for t in held.of("gross_range") if t.variable == code]

    assert (lows("TEM"), lows("bufr4/b/12/101")) == ([-50], [200])
    assert lows("WDQMS/temperature") == [223.15]
    assert "bufr4/b/10/004" in held.variables("spike")


def test_every_threshold_tells_its_source() -> None:
    assert all(line.source for line in load().lines)


def test_tests_are_found_by_walking() -> None:
    assert {"provider", "gross_range", "climatology", *CHANGES, "flat_line"} <= all_tests().keys()
    with pytest.raises(InvalidValueError, match="provider"):
        chosen(("guess",))
