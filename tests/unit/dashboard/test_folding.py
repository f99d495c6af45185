"""What of a trace is drawn: never too much, nothing lost, what is drawn keeps its place."""

from __future__ import annotations

import pytest

from dashboard.render.folding import GROUP, MOST, fold, only_path, opening
from dashboard.render.grouping import by_branch
from dashboard.render.layout import arrange
from queries.trace.hop import Hop

NOTHING = ("", "", "")


def hop(order: int, element: str, parent: str, branch: str = "", state: str = "ok") -> Hop:
    kind = element.partition(":")[0]
    return Hop(
        order, kind, state, element, element, parent, "", branch, "说明", "detail", "", "", "", "",
        (), "stated", (), ()
    )  # fmt: skip


def network(deployments: int) -> list[Hop]:
    """A station with deployments; every seventh has no certificate, every third is expired."""
    hops = [hop(1, "issue:I", ""), hop(2, "station:S", "issue:I")]
    for number in range(deployments):
        branch, order = f"D{number}", 3 + 3 * number
        state = "expired" if number % 3 == 0 else "ok"
        hops += [
            hop(order, f"deployment:{branch}", "station:S", branch),
            hop(order + 1, f"instrument:{number}", f"deployment:{branch}", branch),
            hop(order + 2, f"calibration:{number}", f"instrument:{number}", branch, state),
        ]
    return hops


@pytest.mark.parametrize("deployments", [0, 1, 20, 24, 100, 700])
def test_every_branch_is_drawn_or_counted_in_a_group(deployments: int) -> None:
    hops = network(deployments)
    folded = fold(hops)

    drawn = {h.branch for h in folded.hops if not h.element.startswith(GROUP)}
    grouped = [name for names in folded.groups.values() for name in names]
    assert len(folded.hops) <= MOST
    assert sorted(drawn - {""}) + sorted(grouped) == sorted(drawn - {""}) + sorted(
        {h.branch for h in hops} - drawn
    )
    assert len(grouped) == len(set(grouped)) == folded.hidden


def test_opening_a_group_adds_branches_and_moves_no_box() -> None:
    hops = network(100)
    before = fold(hops)
    group = next(iter(before.groups))

    opened = opening(before, group, hops)
    after = fold(hops, opened)

    assert opened
    assert set(opened) <= set(before.groups[group])
    assert {h.branch for h in after.hops} >= set(opened)
    places = {b.hop.order: (b.x, b.y) for b in arrange(after.hops).boxes}
    for box in arrange(before.hops).boxes:
        if not box.hop.element.startswith(GROUP):
            assert places[box.hop.order] == (box.x, box.y)


def test_however_much_is_opened_no_more_is_drawn_than_one_can_see() -> None:
    hops = network(400)
    opened: list[str] = []
    for _ in range(30):
        folded = fold(hops, opened)
        assert len(folded.hops) <= MOST
        opened += opening(folded, next(iter(folded.groups)), hops)

    assert {h.branch for h in fold(hops, opened).hops} >= set(opened[-1:])


def test_what_was_never_there_is_not_opened() -> None:
    hops = network(100)
    assert fold(hops, ["", "nobody", "D1;D2"]) == fold(hops)


def test_only_the_path_to_a_hop_and_what_hangs_on_it() -> None:
    hops = network(5)
    wanted = next(h for h in hops if h.element == "instrument:3")

    found = [h.element for h in only_path(hops, wanted.order)]

    assert found == ["issue:I", "station:S", "deployment:D3", "instrument:3", "calibration:3"]
    assert only_path(hops, 999) == hops


def test_a_cycle_of_parents_ends() -> None:
    hops = [hop(1, "standard:A", "standard:B"), hop(2, "standard:B", "standard:A")]
    assert only_path(hops, 1) == hops


def test_branches_stay_together_after_folding() -> None:
    folded = fold(network(60), ["D50", "D40"])
    names = [name for name, _ in by_branch(folded.hops)]
    assert names.index("D50") < names.index("D40")
