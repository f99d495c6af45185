"""Objectives and indicators of the year 2025: targets by unit, and what was reached by month.

Every league bureau has its own figures, that of the region is their mean. What improves, improves
from the month in which something was done about it; some units do not, and one does not report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

from loaders.sample.facts import unit_links
from loaders.sample.improvement import YEAR
from loaders.sample.management_rows import Indicator, IndicatorValue, Objective
from loaders.sample.network import station_rng

NATION = "中国气象局"
REGION = "内蒙古自治区气象局"
TIMELINESS = "SYN-IND-TIM"
REVISED_MONTH = 4
"""From this month on the timeliness is held against the revised requirement."""
_REGION_CODE = "150000"
_SATISFACTION = "SYN-IND-SAT"
_UNREPORTED = (8, 12)
_MOST = 1.6
"""What can be gained in all, in distances between base and target."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """An indicator and how its figures go.

    `goal`: its objective in words; empty where it is of a requirement. `step`: months of a period.
    `gain`: what a unit that improves gains a month from the month `since` on, until it is well
    beyond the target.
    """

    code: str
    name: str
    unit: str
    direction: str
    process: str
    goal: str
    target: float
    base: float
    gain: float
    since: int
    step: int = 1

    @property
    def indicator_id(self) -> str:
        return f"SYN-IND-{self.code}"

    def objective_id(self, area: str = "") -> str:
        return f"SYN-QO-{YEAR}-{self.code}" + (f"-{area}" if area else "")


_MEASURES = (
    _Measure("AVA", "地面资料到报率", "%", "up", "Y03-02", "到报率不低于99%",
             99.0, 98.8, 0.08, 3),
    _Measure("TIM", "气压资料及时率", "%", "up", "Y03-02", "",
             98.0, 96.2, 0.9, 7),
    _Measure("COR", "地面资料正确率", "%", "up", "Y03-03", "正确率不低于99.5%",
             99.5, 99.3, 0.04, 5),
    _Measure("CAL", "观测设备检定率", "%", "up", "Y02-04", "检定率不低于98%",
             98.0, 96.8, 0.2, 1, 3),
    _Measure("REP", "故障平均修复时间", "h", "down", "Y02-03", "故障24小时内修复",
             24.0, 27.0, -0.9, 4),
)  # fmt: skip
_FORMER_TARGET = 95.0
"""Of the timeliness, before the requirement was revised."""
REQUIREMENT = "SYN-REQ-01"
"""The requirement that the timeliness measures."""


@cache
def _leagues() -> dict[str, str]:
    """All league bureaus with the codes of their areas, in order."""
    return {u.unit_id: u.admin_code for u in unit_links() if u.level == "league"}


def objectives(leagues: Sequence[str]) -> Iterator[Objective]:
    """Objectives of the nation, refined for the region and for these leagues."""
    year = str(YEAR)
    for measure in _MEASURES:
        if not measure.goal:
            continue
        name = f"{YEAR}年{measure.goal}（合成）"
        top, region = measure.objective_id(), measure.objective_id(_REGION_CODE)
        yield Objective(top, name, "", NATION, year)
        yield Objective(region, name, top, REGION, year)
        for league in leagues:
            own = measure.objective_id(_leagues()[league])
            yield Objective(own, name, region, league, year)


def indicators() -> Iterator[Indicator]:
    """The indicators, each with the objective or the requirement that it measures."""
    for measure in _MEASURES:
        kind, of = ("QualityObjective", measure.objective_id())
        if not measure.goal:
            kind, of = ("DataRequirement", REQUIREMENT)
        yield _indicator(measure, kind, of)
    yield Indicator(
        _SATISFACTION, "用户满意度（合成）", "Process", "用户反馈及满意管理控制@region", "分", "up"
    )


def indicator_processes() -> Iterator[Indicator]:
    """The process that each of them is a figure of as well."""
    for measure in _MEASURES:
        yield _indicator(measure, "Process", f"{measure.process}@region")


def _indicator(measure: _Measure, kind: str, of: str) -> Indicator:
    name = f"{measure.name}（合成）"
    return Indicator(measure.indicator_id, name, kind, of, measure.unit, measure.direction)


def values(seed: int, leagues: Sequence[str]) -> Iterator[IndicatorValue]:
    """Values by period: of the region, then of these leagues."""
    for number, measure in enumerate(_MEASURES):
        figures = {
            league: _figures(seed, measure, league, lags=(place + number) % 5 == 0)
            for place, league in enumerate(_leagues())
        }
        months = range(measure.step, 13, measure.step)
        means = {m: fmean(f[m] for f in figures.values() if m in f) for m in months}
        yield from _rows(measure, REGION, means)
        for league in leagues:
            yield from _rows(measure, league, figures[league])
    rng = station_rng(seed, _SATISFACTION)
    for year in (YEAR - 1, YEAR):
        value = 84 + 2 * (year - YEAR) + 6 * rng.random()
        yield IndicatorValue(_SATISFACTION, REGION, str(year), f"{value:.1f}")


def _figures(seed: int, measure: _Measure, league: str, *, lags: bool) -> dict[int, float]:
    """What a league reached, by the last month of each period; a gap where it did not report."""
    rng = station_rng(seed, f"indicator|{measure.code}|{league}")
    size = abs(measure.target - measure.base)
    start = measure.base + size * (rng.random() - 0.5)
    found: dict[int, float] = {}
    for month in range(measure.step, 13, measure.step):
        gained = 0.0 if lags else measure.gain * max(0, month - measure.since + 1)
        gained = max(-_MOST * size, min(_MOST * size, gained))
        value = start + gained + size * 0.3 * (rng.random() - 0.5)
        if not (lags and measure.direction == "down" and month in _UNREPORTED):
            found[month] = min(value, 100.0) if measure.unit == "%" else value
    return found


def _rows(measure: _Measure, unit: str, figures: dict[int, float]) -> Iterator[IndicatorValue]:
    for month, value in figures.items():
        period = f"{YEAR}-{month:02d}" if measure.step == 1 else f"{YEAR}-Q{month // measure.step}"
        former = measure.indicator_id == TIMELINESS and month < REVISED_MONTH
        target = _FORMER_TARGET if former else measure.target
        yield IndicatorValue(measure.indicator_id, unit, period, f"{value:.1f}", f"{target:g}")
