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


PLANNED = {"planned": "2019-07-30T16:00:00Z"}
"""A review of the management, for 2019-07-31 at +08:00."""


def test_a_review_is_overdue_after_its_planned_day_until_it_is_held(home) -> None:
    held = {"held": "2019-08-09T16:00:00Z"}
    home.says(
        Claim("ManagementReview", "management_review:held", None, PLANNED | held),
        Claim("ManagementReview", "management_review:never", None, PLANNED),
        Claim("ManagementReview", "management_review:unplanned", None, held),
        Claim("OF_UNIT", "management_review:held", "unit:省局"),
    )

    def overdue(as_of: str) -> list[tuple[str, str, str, int]]:
        found = home.ask("overdue", as_of=as_of, what="review").rows
        return [(row.element, row.due, row.unit, row.days) for row in found]

    assert overdue("2019-07-31") == []
    assert overdue("2019-08-02") == [
        ("management_review:held", "2019-07-31", "unit:省局", 2),
        ("management_review:never", "2019-07-31", "", 2),
    ]
    assert [element for element, *_ in overdue("2019-08-11")] == ["management_review:never"]


def test_only_a_review_that_was_held_counts(home) -> None:
    """`readiness` tells a planned one as planned, and `review-input` looks back on none of them."""
    home.says(Claim("ManagementReview", "management_review:never", None, PLANNED))

    def readiness(as_of: str) -> list[tuple[str, str]]:
        rows = home.ask("readiness", as_of=as_of, item="management_review").rows
        return [(row.state, row.date) for row in rows]

    assert readiness("2019-07-01") == [("open", "2019-07-31")]
    assert readiness("2019-09-01") == [("not_done", "2019-07-31")]
    (decisions,) = [row for row in home.ask("review-input", as_of="2019-09-01").rows
                    if row.item == "a"]  # fmt: skip
    assert decisions.state == "nothing_known"
