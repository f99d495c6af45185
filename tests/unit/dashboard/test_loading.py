"""What a person declares about files."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from dashboard.answering import parameters
from dashboard.loading import certainty_of, plan_work, snapshot_of, zone_of
from graph import InvalidValueError
from loaders import Declared
from queries import query_named


@pytest.mark.parametrize(
    ("text", "hours"),
    [("+08:00", 8), ("-0330", -3.5), ("UTC", 0), ("Z", 0), ("utc", 0), ("asia/shanghai", 8)],
)
def test_zones(text: str, hours: float) -> None:
    zone = zone_of(text)

    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["CST", "+8", "+08:99", "+99:00", "Europe/Berlin", ""])
def test_what_is_no_zone(text: str) -> None:
    with pytest.raises(InvalidValueError, match="--timezone"):
        zone_of(text)


def test_nothing_declared() -> None:
    assert (zone_of(None), snapshot_of(None), certainty_of(None)) == (None, None, None)


def test_a_zone_is_written_as_pipelines_remember_it() -> None:
    """The text of the zone is part of what identifies a load."""
    assert str(zone_of("Asia/Shanghai")) == str(zone_of("+08:00")) == "UTC+08:00"
    assert str(UTC) == str(zone_of("Z"))


def test_snapshot_days_are_civil() -> None:
    assert snapshot_of("2016-12-31") == "2016-12-30T16:00:00Z"
    with pytest.raises(InvalidValueError):
        snapshot_of("2016-13-31")


def test_certainties() -> None:
    assert certainty_of("synthetic") == "synthetic"
    with pytest.raises(InvalidValueError, match="inferred"):
        certainty_of("sure")


def test_refused_paths_stand_beside_the_plan(tmp_path) -> None:
    good, empty = tmp_path / "stations.csv", tmp_path / "x.bin"
    good.write_text("station_id,name_zh\n1,a\n", encoding="utf-8")
    empty.touch()

    work = plan_work([empty, good, tmp_path / "absent"], Declared())

    assert [p.source.path for p in work.plan.files] == [good]
    assert [f.path for f in work.refused] == [str(empty), str(tmp_path / "absent")]


def test_the_same_source_twice_is_refused(tmp_path) -> None:
    for folder in ("a/x", "b/x"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "stations.csv").write_text("station_id,name_zh\n", encoding="utf-8")

    with pytest.raises(InvalidValueError, match="--source"):
        plan_work([tmp_path / "a", tmp_path / "b"], Declared())


@pytest.mark.parametrize(
    ("values", "params"),
    [
        ([], {}),
        (["issue:1"], {"element": "issue:1"}),
        (["element=issue:1"], {"element": "issue:1"}),
        (["unit:甲=乙"], {"element": "unit:甲=乙"}),
        (["element="], {"element": ""}),
        (["colour=red", "x"], {"colour": "red", "element": "x"}),
    ],
)
def test_values_by_name_or_by_place(values: list[str], params: dict[str, str]) -> None:
    assert parameters(query_named("trace"), values) == params
