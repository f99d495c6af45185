"""What falls due: the last day it holds, the latest calibration only, and what a unit can do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim, InvalidValueError
from ontology import valid_time

Chain = Callable[..., dict[str, Claim]]


def items(result) -> list[tuple[str, str, str, str]]:
    return [(r.what, r.element, r.due, r.unit) for r in result.rows if r.part == "item"]


def test_the_last_day_on_which_it_holds(home, chain: Chain) -> None:
    """A validity that ends with 2020-02-29 is due that day, to the unit of the station."""
    home.says(*chain().values())

    found = home.ask("expiring", as_of="2019-06-01")

    operator = "unit:呼和浩特市气象局"
    assert items(found) == [
        ("calibration", "instrument:I1", "2020-02-29", operator),
        ("certificate", "certificate:Z1", "2020-02-29", ""),
    ]
    assert [(r.month, r.unit, r.items, r.capacity) for r in found.rows[:2]] == [
        ("2020-02", "", 1, None),
        ("2020-02", operator, 1, None),
    ]
    assert found.summary[0] == "到期 2 项，最多的月份 2020-02（2 项）；能力：没有说明"
    assert all(r.claims for r in found.rows)


def test_a_calibration_that_was_renewed_does_not_fall_due(home, chain: Chain) -> None:
    at = valid_time("2019-09-01")
    home.says(
        *chain().values(),
        Claim("Calibration", "calibration:C2", None, {"valid_until": valid_time("2021-09-01")}, at),
        Claim("HAS_CALIBRATION", "instrument:I1", "calibration:C2", {}, at),
    )

    year = {"from": "2019-06-01", "to": "2021-12-31", "what": "calibration"}
    assert [r[2] for r in items(home.ask("expiring", **year))] == ["2021-08-31"]
    assert [r[2] for r in items(home.ask("expiring", as_of="2019-08-01", **year))] == ["2020-02-29"]


def test_what_is_past_its_day_however_long_ago_what_is_in_use_first(home, chain: Chain) -> None:
    at = valid_time("2012-01-01")
    home.says(
        *chain().values(),
        Claim("Calibration", "calibration:C9", None, {"valid_until": valid_time("2013-01-02")}, at),
        Claim("HAS_CALIBRATION", "instrument:I9", "calibration:C9", {}, at),
    )

    late = {"overdue": "yes", "what": "calibration"}
    operator = "unit:呼和浩特市气象局"
    stored = ("calibration", "instrument:I9", "2013-01-01", "")
    used = ("calibration", "instrument:I1", "2020-02-29", operator)
    assert items(home.ask("expiring", as_of="2020-03-01", **late)) == [used, stored]
    assert items(home.ask("expiring", as_of="2020-02-29", **late)) == [stored]
    later = {"from": "2014-01-01", **late}
    assert items(home.ask("expiring", as_of="2020-03-01", **later)) == [used]
    found = home.ask("expiring", as_of="2020-03-01", **late)
    assert all(row.overdue for row in found.rows)


def test_work_is_held_against_capacity_where_it_is_stated(home, chain: Chain) -> None:
    unit = "unit:呼和浩特市气象局"
    at = valid_time("2018-01-01")
    claims = [
        Claim("HAS_CALIBRATION", f"instrument:N{i}", f"calibration:N{i}", {}, at) for i in range(3)
    ]
    claims += [
        Claim("Calibration", f"calibration:N{i}", None, {"valid_until": valid_time("2020-02-10")})
        for i in range(3)
    ]
    claims += [Claim("USES", f"deployment:N{i}", f"instrument:N{i}") for i in range(3)]
    claims += [Claim("AT_STATION", f"deployment:N{i}", "station:53463") for i in range(3)]
    said = {"name": "呼和浩特市气象局", "monthly_capacity": "2"}
    home.says(*chain().values(), *claims, Claim("Unit", unit, None, said))

    found = home.ask("expiring", as_of="2019-06-01", what="calibration", unit=unit)

    work = [(r.unit_name, r.items, r.capacity) for r in found.rows if r.part == "workload"]
    assert work == [("呼和浩特市气象局", 4, 2)]
    assert found.summary[0].endswith("超出能力的 1 个单位月")


def test_milestones_are_due_on_their_day_and_to_who_leads_their_task(home) -> None:
    home.says(
        Claim("Milestone", "milestone:方案|1", None, {"due": "2019-07-30T16:00:00Z"}),
        Claim("FOR_TASK", "milestone:方案|1", "task:方案|2"),
        Claim("LED_BY", "task:方案|2", "unit:观测处"),
    )  # fmt: skip

    found = home.ask("expiring", **{"from": "2019-07-01", "to": "2019-07-31"})

    assert items(found) == [("milestone", "milestone:方案|1", "2019-07-31", "unit:观测处")]
    assert found.rows[-1].overdue
    assert home.ask("expiring", **{"from": "2019-08-01", "to": "2019-08-31"}).rows == ()


@pytest.mark.parametrize(
    "given",
    [{"from": "2020-01-01", "to": "2019-01-01"}, {"what": "birthday"}, {"from": "spring"}],
)
def test_bad_input(home, chain: Chain, given: dict[str, str]) -> None:
    home.says(*chain().values())

    with pytest.raises(InvalidValueError):
        home.ask("expiring", **given)


def test_at_the_ends_of_time_it_is_an_answer(home, chain: Chain) -> None:
    home.says(*chain().values())

    for as_of in ("0001-01-01", "9999-12-31"):
        assert home.ask("expiring", as_of=as_of).rows == ()
    assert home.ask("expiring", as_of="0001-01-01", overdue="yes").rows == ()
    assert home.ask("expiring", as_of="9999-12-30", overdue="yes").rows
