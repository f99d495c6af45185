"""Where the boxes of a trace stand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from dashboard.render.grouping import by_branch
from dashboard.render.layout import BOXES_SHOWN, WIDTH, Box, arrange, em, select


def overlap(a: Box, b: Box) -> bool:
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )


def test_every_hop_has_one_box_and_none_overlap(chain) -> None:
    drawing = arrange(chain)

    assert sorted(b.hop.order for b in drawing.boxes) == [h.order for h in chain]
    assert not any(overlap(a, b) for a, b in combinations(drawing.boxes, 2))
    assert drawing.hidden == drawing.hidden_branches == 0


def test_all_stands_within_the_drawing(chain) -> None:
    drawing = arrange(chain)

    assert drawing.width <= WIDTH
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width + 0.01
        assert 0 < box.y < box.y + box.height <= drawing.height


def test_the_chain_runs_from_left_to_right(chain) -> None:
    drawing = arrange(chain)
    left = {b.hop.order: b.x for b in drawing.boxes}

    stages = [1, 3, 6, 8, 10]  # issue, station, deployment, calibration, standard
    assert [left[n] for n in stages] == sorted({left[n] for n in stages})
    assert [s.title_zh for s in drawing.stages] == [
        "问题",
        "台站",
        "仪器",
        "检定校准",
        "计量标准 1",
    ]


def test_within_a_stage_boxes_hang_below_their_parents(chain) -> None:
    box = {b.hop.order: b for b in arrange(chain).boxes}

    for parent, child in ((1, 2), (3, 4), (4, 5), (6, 7), (8, 9), (10, 16)):
        assert box[child].y >= box[parent].y + box[parent].height
        assert box[child].x > box[parent].x
        assert box[child].x + box[child].width == pytest.approx(box[parent].x + box[parent].width)


def test_each_deployment_has_a_band_of_its_own(chain) -> None:
    box = {b.hop.order: b for b in arrange(chain).boxes}

    first, second = [box[n] for n in (6, 7, 8, 9, 10, 16)], [box[n] for n in range(11, 16)]
    for upper in first:
        for lower in second:
            assert upper.x != lower.x or upper.y + upper.height < lower.y
    assert box[11].y == box[13].y == box[15].y


def test_links_join_the_edges_of_boxes(chain) -> None:
    drawing = arrange(chain)
    box = {b.hop.order: b for b in drawing.boxes}

    assert len(drawing.links) == len(chain) - 1
    for link in drawing.links:
        start, end = box[link.source], box[link.target]
        (x, y), (to_x, to_y) = link.points[0], link.points[-1]
        assert to_x == pytest.approx(end.x) or not link.across
        assert end.y <= to_y <= end.y + end.height
        if link.across:
            assert x == pytest.approx(start.x + start.width)
            assert start.y <= y <= start.y + start.height
        else:
            assert y == start.y + start.height
            assert start.x <= x <= start.x + start.width


def test_the_same_hops_give_the_same_drawing(chain) -> None:
    assert arrange(chain) == arrange(tuple(chain)) == arrange(by_branch(chain)[0][1] + chain[5:])


def test_stages_that_are_absent_take_no_room(chain) -> None:
    drawing = arrange([replace(chain[2], parent=""), chain[3]])

    assert [s.title_zh for s in drawing.stages] == ["台站"]
    assert drawing.stages[0].x == 0


def test_nothing_at_all() -> None:
    drawing = arrange([])

    assert (drawing.boxes, drawing.links, drawing.stages, drawing.width) == ((), (), (), 0)


def test_superiors_beyond_the_deepest_indentation_still_hang_together(hop) -> None:
    hops = [hop(1, "operator", element="unit:1", name="1")]
    hops += [
        hop(n, "superior", element=f"unit:{n}", name=str(n), parent=f"unit:{n - 1}")
        for n in range(2, 8)
    ]

    drawing = arrange(hops)

    assert not any(overlap(a, b) for a, b in combinations(drawing.boxes, 2))
    ys = [b.y for b in sorted(drawing.boxes, key=lambda b: b.hop.order)]
    assert ys == sorted(ys)


def test_names_and_details_are_cut_to_the_box(hop) -> None:
    long = "内蒙古自治区大气探测技术保障中心" * 20
    drawing = arrange(
        [hop(1, "calibration", state="failed", name="CAL-" * 40, detail_zh=long, element="x:1")]
    )

    (box,) = drawing.boxes
    assert len(box.name) == 3
    assert box.name[-1].endswith("…")
    assert box.detail[-1].endswith("…")
    for line in box.name:
        assert sum(map(em, line)) * 12.5 <= box.width


def test_a_position_is_called_by_its_coordinates(hop) -> None:
    drawing = arrange(
        [hop(1, "position", name="登记", detail_zh="40.8°N（登记）", element="location:1|登记|x")]
    )

    assert drawing.boxes[0].name == ("40.8°N（登记）",)


# More than can be drawn


def many(hop, branches: int, size: int, bad: int):
    found = [hop(1, "station", element="station:S", name="甲")]
    for b in range(branches):
        branch = f"deployment:{b}"
        found += [
            hop(2 + b * size + i, "deployment" if i == 0 else "instrument",
                element=branch if i == 0 else f"instrument:{b}-{i}", name=f"{b}-{i}",
                parent="station:S" if i == 0 else branch, branch=branch,
                state="expired" if b == bad and i == 1 else "ok")
            for i in range(size)
        ]  # fmt: skip
    return found


def test_the_worst_branches_are_drawn_and_the_rest_is_counted(hop) -> None:
    hops = many(hop, branches=10, size=20, bad=7)

    drawing = arrange(hops)

    drawn = {b.hop.branch for b in drawing.boxes}
    assert "deployment:7" in drawn
    assert len(drawing.boxes) <= BOXES_SHOWN
    assert drawing.hidden == len(hops) - len(drawing.boxes) == 140
    assert drawing.hidden_branches == 7


def test_the_worst_branch_is_drawn_whole_even_if_it_is_too_long(hop) -> None:
    hops = many(hop, branches=2, size=BOXES_SHOWN + 30, bad=1)

    shown, hidden, branches = select(hops)

    assert {h.branch for h in shown} == {"", "deployment:1"}
    assert (hidden, branches) == (BOXES_SHOWN + 30, 1)
