"""What stood at a station and when, as lanes of bars: positions, deployments, calibrations.

An unknown begin or an open end is drawn to the edge of the picture and said in the bar's text.
Nothing here asks anything: rows in, a Vega-Lite specification out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.render.text import moment, plain
from ontology import BEGINNING, OPEN_END, civil_day, observed_title
from ontology.codes import CALIBRATION_KINDS, CALIBRATION_RESULTS, DEPLOYMENT_ROLES
from ontology.derive.legend import BLUE, BLUISH_GREEN, ORANGE, VERMILLION
from queries.station_claims import StationClaimRow
from queries.station_equipment import MISSING, EquipmentRow

LANE, BAR = 24, 16
"""Pixels: height of a lane, and of the bars in it."""
_DAYS = (
    "utcFormat(datum.value, utcFormat(datum.value, '%m-%d') == '01-01' ? '%Y' : "
    "utcFormat(datum.value, '%d') == '01' ? '%Y-%m' : '%Y-%m-%d')"
)
"""Labels of the axis as digits: Vega would write months in English only."""
POSITION, DEPLOYMENT, CALIBRATION, DIFFERS = "position", "deployment", "calibration", "differs"
KINDS = {
    POSITION: ("站址", "position", BLUE),
    DIFFERS: ("站址，与首选不一致", "position that differs", VERMILLION),
    DEPLOYMENT: ("布设", "deployment", BLUISH_GREEN),
    CALIBRATION: ("检定校准有效期", "validity of a calibration", ORANGE),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane: stored times, what kind it is, what it says."""

    lane: str
    kind: str
    begin: str
    end: str
    text: str


def bars(
    claims: Iterable[StationClaimRow], equipment: Iterable[EquipmentRow], lang: str = "zh"
) -> list[Bar]:
    """Lanes of positions by source, then of deployments and calibrations by variable."""
    found = [_position(row, lang) for row in claims if row.property == "position"]
    rows = [row for row in equipment if row.state != MISSING or row.part == DEPLOYMENT]
    found += [_deployment(row, lang) for row in rows if row.part == DEPLOYMENT]
    found += [_calibration(row, lang) for row in rows if row.part == CALIBRATION]
    order = {POSITION: 0, DIFFERS: 0, DEPLOYMENT: 1, CALIBRATION: 1}
    return sorted(found, key=lambda bar: (order[bar.kind], bar.lane, bar.begin, bar.text))


def _position(row: StationClaimRow, lang: str) -> Bar:
    kind = DIFFERS if row.state == "differs" else POSITION
    lane = f"{kind_title(POSITION, lang)} · {row.source_id.rpartition('/')[2]}"
    return Bar(plain(lane), kind, row.valid_from, row.valid_to, plain(row.value))


def _deployment(row: EquipmentRow, lang: str) -> Bar:
    role = DEPLOYMENT_ROLES.title(row.kind, lang) if row.kind else ""
    lane = f"{_variable(row, lang)} {role} · {kind_title(DEPLOYMENT, lang)}"
    unknown = "instrument not stated" if lang == "en" else "没有来源说明仪器"
    said = row.serial or row.instrument.partition(":")[2] or unknown
    return Bar(plain(lane), DEPLOYMENT, row.valid_from, row.valid_to, plain(said))


def _calibration(row: EquipmentRow, lang: str) -> Bar:
    short = "calibration" if lang == "en" else "检定校准"
    words = (
        CALIBRATION_KINDS.title(row.kind, lang) if row.kind else short,
        CALIBRATION_RESULTS.title(row.result, lang) if row.result else "",
        row.serial or row.instrument.partition(":")[2],
    )
    # Without a stated end it is only known that it was made: the bar has no length.
    end = row.valid_to or row.valid_from
    lane = f"{_variable(row, lang)} · {short}"
    return Bar(plain(lane), CALIBRATION, row.valid_from, end, plain(" ".join(filter(None, words))))


def _variable(row: EquipmentRow, lang: str) -> str:
    """The variable by its title; its code there without the register, for want of room."""
    title = observed_title(row.variable, lang)
    code = row.variable.rpartition("/")[2]
    return title if title == row.variable else title.replace(row.variable, code)


def kind_title(kind: str, lang: str) -> str:
    """What a kind of bar is."""
    return KINDS[kind][lang == "en"]


def chart(found: Sequence[Bar], as_of: str, lang: str = "zh") -> dict[str, object]:
    """A Vega-Lite specification with its values: lanes of bars, and a rule at the time asked."""
    today = civil_day(as_of)
    first, last = reach_of(found, as_of)
    values = [_value(bar, first, last, lang) for bar in found]
    kinds = [kind for kind in KINDS if any(bar.kind == kind for bar in found)]
    words = {
        "lane": "lane" if lang == "en" else "行",
        "kind": "kind" if lang == "en" else "类别",
        "said": "what" if lang == "en" else "内容",
        "from": "from" if lang == "en" else "自",
        "to": "to" if lang == "en" else "至",
    }
    # Vega describes axes and marks in English only; the table below the chart holds the same.
    axis = {"title": None, "labelExpr": _DAYS, "labelOverlap": True}
    time = {"type": "temporal", "scale": {"type": "utc"}, "axis": axis}
    return {
        "height": {"step": LANE},
        "config": {"aria": False},
        "data": {"values": values},
        "encoding": {
            "y": {
                "field": "lane",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 260},
            }
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": BAR, "stroke": "black", "strokeWidth": 0.5},
                "encoding": {
                    "x": time | {"field": "begin"},
                    "x2": {"field": "end"},
                    "color": {
                        "field": "kind",
                        "type": "nominal",
                        "scale": {
                            "domain": [kind_title(kind, lang) for kind in kinds],
                            "range": [KINDS[kind][2] for kind in kinds],
                        },
                        "legend": {"title": None, "orient": "top", "labelLimit": 300},
                    },
                    "tooltip": [
                        {"field": name, "type": "nominal", "title": title}
                        for name, title in words.items()
                    ],
                },
            },
            {
                "data": {"values": [{"day": today}]},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": "black"},
                "encoding": {"x": time | {"field": "day"}, "y": None},
            },
        ],
    }


def reach_of(found: Sequence[Bar], as_of: str) -> tuple[str, str]:
    """The first and the last day to draw: of all bars that have one, and the day asked about."""
    days = [d for bar in found for d in (civil_day(bar.begin), civil_day(bar.end)) if d]
    return _reach([*days, civil_day(as_of)])


def drawn_days(bar: Bar, first: str, last: str) -> tuple[str, str]:
    """From which day to which a bar is drawn; what is unknown or open reaches the edge."""
    return civil_day(bar.begin) or first, civil_day(bar.end) or last


def _reach(days: Sequence[str]) -> tuple[str, str]:
    """The first and the last day to draw; around a single day, the years beside it.

    >>> _reach(["2018-06-03", "2016-01-01"]), _reach(["2018-06-03"])
    (('2016-01-01', '2018-06-03'), ('2017-01-01', '2019-12-31'))
    """
    first, last = min(days), max(days)
    if first < last:
        return first, last
    year = int(first[:4])
    return f"{max(year - 1, 1):04}-01-01", f"{min(year + 1, 9999):04}-12-31"


def _value(bar: Bar, first: str, last: str, lang: str) -> dict[str, str]:
    """A bar as a record; what is unknown or open is written as …"""
    begin, end = drawn_days(bar, first, last)
    return {
        "lane": bar.lane,
        "kind": kind_title(bar.kind, lang),
        "said": bar.text,
        "begin": begin,
        "end": end,
        "from": moment(bar.begin) if bar.begin != BEGINNING else "…",
        "to": moment(bar.end) if bar.end != OPEN_END else "…",
    }
