"""The times of a station as lanes of bars: what is unknown reaches the edge and is written so."""

from __future__ import annotations

from dashboard.render.station_timeline import bars, chart
from ontology import BEGINNING, OPEN_END
from queries.station_claims import StationClaimRow
from queries.station_equipment import EquipmentRow

NOW = "2018-06-02T16:00:00Z"


def claim(state: str, begin: str, end: str, name: str = "position") -> StationClaimRow:
    return StationClaimRow(
        property=name, value="40.1667, 104.8000", source_id="folder/list.csv",
        family="national_registry", authority=1, in_force=True, valid_from=begin, valid_to=end,
        day="", state=state, against="", difference=None, unit="", file="", line=None,
        certainty="stated", claims=(),
    )  # fmt: skip


def used(part: str, begin: str, end: str, *, state: str = "stated", kind: str = "") -> EquipmentRow:
    return EquipmentRow(
        part, "TEM", "instrument:I1", "SN1", "x:1", state, kind, "", begin, end, "stated", ()
    )


def test_positions_come_first_then_each_variable() -> None:
    found = bars(
        [claim("preferred", BEGINNING, OPEN_END), claim("preferred", "", "", "name")],
        [
            used("calibration", "2016-12-31T16:00:00Z", "2018-12-31T16:00:00Z", kind="检定"),
            used("deployment", "2016-12-31T16:00:00Z", OPEN_END, kind="primary"),
        ],
    )

    assert [bar.lane for bar in found] == [
        "站址 · list.csv", "气温（TEM） · 检定校准", "气温（TEM） 主用 · 布设",
    ]  # fmt: skip
    assert found[1].text == "检定 SN1"


def test_what_is_missing_has_no_bar_and_an_unstated_end_no_length() -> None:
    found = bars(
        [],
        [
            used("calibration", "", "", state="missing"),
            used("calibration", "2016-12-31T16:00:00Z", ""),
        ],
    )

    (only,) = found
    assert only.begin == only.end == "2016-12-31T16:00:00Z"


def test_unknown_and_open_ends_reach_the_edge_and_say_so() -> None:
    found = bars(
        [claim("differs", BEGINNING, OPEN_END), claim("preferred", "2016-12-31T16:00:00Z", NOW)], []
    )
    spec = chart(found, NOW)
    (open_one,) = [v for v in spec["data"]["values"] if "不一致" in v["kind"]]  # type: ignore[index]

    assert (open_one["begin"], open_one["end"]) == ("2017-01-01", "2018-06-03")
    assert (open_one["from"], open_one["to"]) == ("…", "…")
    assert spec["layer"][1]["data"] == {"values": [{"day": "2018-06-03"}]}  # type: ignore[index]


def test_a_bar_of_which_nothing_is_known_is_drawn_around_the_day_asked_about() -> None:
    spec = chart(bars([claim("preferred", BEGINNING, OPEN_END)], []), NOW)

    (only,) = spec["data"]["values"]  # type: ignore[index]
    assert (only["begin"], only["end"]) == ("2017-01-01", "2019-12-31")
    axes = [layer["encoding"]["x"]["axis"] for layer in spec["layer"]]  # type: ignore[attr-defined]
    assert all("'%Y-%m'" in axis["labelExpr"] for axis in axes), "months are digits"
