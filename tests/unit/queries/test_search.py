"""Finding by number, name, short form and pinyin; what is cut is counted; bad input."""

from __future__ import annotations

import pytest

from graph import Claim, InvalidValueError
from queries.search.letters import by_pinyin

WIGOS = "0-20000-0-53463"


@pytest.fixture
def found(home):
    """A few units, stations and instruments, and what a text finds: (how, element)."""
    home.says(
        *(
            Claim("Unit", f"unit:{n}", None, {"name": n, "short_names": short})
            for n, short in (
                ("呼和浩特市气象局", ["呼市局"]),
                ("内蒙古自治区气象局计划财务处", ["计财处"]),
                ("重庆市气象局", []),
                ("锡林郭勒盟气象局", []),
            )
        ),
        Claim("Station", "station:53463", None, {"name": "呼和浩特", "wigos_id": WIGOS}),
        *(
            Claim("Instrument", f"instrument:TEM-{i:03d}", None, {"serial": f"SN{i}"})
            for i in range(60)
        ),
    )  # fmt: skip

    def search(text: str, **more: str) -> list[tuple[str, str]]:
        return [(r.how, r.element) for r in home.ask("search", text=text, **more).rows]

    search.home = home
    return search


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("53463", ("key", "station:53463")),
        ("station:53463", ("key", "station:53463")),
        (WIGOS, ("name", "station:53463")),
        ("呼和浩特", ("name", "station:53463")),
        ("计财处", ("name", "unit:内蒙古自治区气象局计划财务处")),
        ("财务", ("contains", "unit:内蒙古自治区气象局计划财务处")),
        ("内蒙古局", ("short", "unit:内蒙古自治区气象局计划财务处")),
        ("hhht", ("pinyin", "station:53463")),
        ("xilinguole", ("pinyin", "unit:锡林郭勒盟气象局")),
        ("cqs", ("pinyin", "unit:重庆市气象局")),
        ("锡林郭勒盟气像局", ("alike", "unit:锡林郭勒盟气象局")),
        ("tem-007", ("key", "instrument:TEM-007")),
        ("SN7", ("name", "instrument:TEM-007")),
    ],
)
def test_the_best_comes_first(found, text: str, first: tuple[str, str]) -> None:
    assert found(text)[0] == first


def test_what_is_not_shown_is_counted(found) -> None:
    result = found.home.ask("search", text="TEM")

    assert (len(result.rows), result.truncated) == (50, 10)
    assert result.rows[0].element == "instrument:TEM-000"


def test_one_kind_only(found) -> None:
    assert found("呼", kind="Unit") == [("begins", "unit:呼和浩特市气象局")]


@pytest.mark.parametrize("text", ["没有这样的名字", "zzzz", "'; MATCH (n) DETACH DELETE n", "%|:@"])
def test_nothing_found_is_an_answer(found, text: str) -> None:
    result = found.home.ask("search", text=text)

    assert result.rows == ()
    assert result.summary[0] == "没有找到"


@pytest.mark.parametrize("given", [{"text": "  "}, {"text": ""}, {"text": "a", "kind": "Statio"}])
def test_bad_input(found, given: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        found.home.ask("search", **given)


def test_a_long_name_is_spelled_in_bounded_time() -> None:
    assert not by_pinyin("zhong" * 40 + "x", "重" * 4000)
    assert not by_pinyin("abc", "ABC")
