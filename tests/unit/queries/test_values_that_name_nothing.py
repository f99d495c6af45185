"""A value that names nothing is an error with the nearest that do; one without rows is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim, InvalidValueError, UnknownElementError

PROCESS, PART = "process:Y02@region", "process:Y02-04@region"
SAID = (
    Claim("Process", PROCESS, None, {"code": "Y02", "name": "观测", "level": "region"}),
    Claim("Process", PART, None, {"code": "Y02-04", "name": "观测运行", "level": "region"}),
    Claim("SUBPROCESS_OF", PART, PROCESS),
    Claim("Step", "step:Y02-04@region|1", None, {"name": "巡检"}),
    Claim("Station", "station:53463", None, {"name": "呼和浩特"}),
    Claim("AdminArea", "admin_area:150121", None, {"name": "土默特左旗"}),
    Claim("IN_AREA", "station:53463", "admin_area:150121"),
)


@pytest.mark.parametrize(
    ("question", "name", "asked", "nearest"),
    [
        ("coverage", "process", "Y02-40", "Y02-04"),
        ("coverage", "process", "观测运形", "观测运行"),
        ("five-checks", "process", "process:Y02-04@regoin", PART),
        ("five-checks", "process", "巡查", "巡检"),
        ("gaps", "area", "150112", "150121"),
        ("gap-counts", "area", "150200", "150100"),
        ("broken-chains", "league", "150101", "150100"),
    ],
)
def test_what_names_nothing_is_unknown(
    home, question: str, name: str, asked: str, nearest: str
) -> None:
    home.says(*SAID)

    with pytest.raises(UnknownElementError) as caught:
        home.ask(question, **{name: asked})

    assert caught.value.asked == asked
    assert nearest in caught.value.nearest


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [
        ("coverage", "process", "Y02"),  # no leaf: no row of the matrix
        ("coverage", "process", PROCESS),
        ("coverage", "process", "观测"),
        ("gaps", "level", "external"),
        ("gap-counts", "level", "external"),
        ("broken-chains", "league", "ambiguous"),
    ],
)
def test_what_is_there_and_has_no_row_is_an_empty_answer(
    home, question: str, name: str, value: str
) -> None:
    home.says(*SAID)

    assert home.ask(question, **{name: value}).rows == ()


@pytest.mark.parametrize("area", ["150121", "150100", "1501", "150000"])
def test_an_area_without_a_gap_is_an_area(home, area: str) -> None:
    home.says(*SAID)

    assert home.ask("gaps", area=area, rule="unit-members").rows == ()


@pytest.mark.parametrize("question", ["gaps", "gap-counts"])
def test_a_level_that_is_none_names_the_nearest(home, question: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        home.ask(question, level="regoin")

    assert (caught.value.name, caught.value.value) == ("level", "regoin")
    assert "region" in caught.value.remedy


def test_deep_is_a_yes_or_a_no(home, chain: Callable[..., dict[str, Claim]]) -> None:
    home.says(*chain().values())
    shallow, deep = (home.ask("gaps", deep=said).rows for said in ("no", "yes"))

    assert shallow == home.ask("gaps").rows != deep
    with pytest.raises(InvalidValueError):
        home.ask("gaps", deep="XX")
