"""`overdue`: milestones of plans beside incidents, actions and tasks."""

from __future__ import annotations

from graph import Claim

DAY = {"due": "2019-07-30T16:00:00Z"}
"""The begin of the last day, 2019-07-31 at +08:00."""
TASK = "task:方案|2"


def late(home, as_of: str) -> list[tuple[str, str, int, str]]:
    found = home.ask("overdue", as_of=as_of, what="milestone")
    return [(row.element, row.due, row.days, row.unit) for row in found.rows]


def test_a_milestone_is_overdue_after_its_day_and_lies_with_who_leads_its_task(home) -> None:
    home.says(
        Claim("Milestone", "milestone:方案|1", None, DAY),
        Claim("FOR_TASK", "milestone:方案|1", TASK),
        Claim("LED_BY", TASK, "unit:观测处"),
    )

    assert late(home, "2019-07-31") == []
    assert late(home, "2019-08-02") == [("milestone:方案|1", "2019-07-31", 2, "unit:观测处")]
    (every,) = home.ask("overdue", as_of="2019-08-02").rows
    assert every.what == "milestone"


def test_a_group_that_leads_a_task_answers_for_its_milestone_and_nobody_above_it(home) -> None:
    home.says(
        Claim("Milestone", "milestone:方案|1", None, DAY),
        Claim("FOR_TASK", "milestone:方案|1", TASK),
        Claim("LED_BY", TASK, "unit_group:技术组"),
        Claim("UnitGroup", "unit_group:技术组", None, {"name": "工作组（技术组）"}),
    )

    (row,) = home.ask("overdue", as_of="2020-08-02", what="milestone").rows

    assert (row.unit, row.unit_name) == ("unit_group:技术组", "工作组（技术组）")
    assert (row.to, row.steps, row.level) == ("unit_group:技术组", 0, "")


def test_a_milestone_is_done_as_a_source_says_or_with_all_of_its_tasks(home) -> None:
    done = {"done": "2019-08-09T16:00:00Z"}
    home.says(
        Claim("Milestone", "milestone:方案|said", None, DAY | done),
        Claim("Milestone", "milestone:方案|all", None, DAY),
        Claim("Milestone", "milestone:方案|half", None, DAY),
        Claim("Task", TASK, None, {"name": "试运行"} | done),
        Claim("Task", "task:方案|3", None, {"name": "内审"}),
        Claim("FOR_TASK", "milestone:方案|all", TASK),
        Claim("FOR_TASK", "milestone:方案|half", TASK),
        Claim("FOR_TASK", "milestone:方案|half", "task:方案|3"),
    )

    before = {element for element, *_ in late(home, "2019-08-09")}
    after = {element for element, *_ in late(home, "2019-08-10")}

    assert before == {f"milestone:方案|{name}" for name in ("said", "all", "half")}
    assert after == {"milestone:方案|half"}
