"""`decide`: a name, an alias and their undoing, as an analyst types them."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTICE = (
    "朔西省气象局关于开展审核的通知\n各市气象局：\n根据《甲管理办法》和《乙管理办法》，现通知如下。\n"
    "一、汛前检查\n完成巡检。\n责任单位：观测处\n学员在安波培训中心集中学习。\n"
    "朔西省气象局\n2022年3月1日\n"
)
MENTION = "mention:朔西省气象局关于开展审核的通知|安波培训中心"
UNIT = "unit:朔西省气象局"
BY = ("--user", "王分析")


@pytest.fixture
def at(run, tmp_path: Path) -> tuple[str, Path]:
    """`--home` of a home with one notice in it."""
    path = tmp_path / "in" / "notice.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    home = tmp_path / "home"
    run("load", path, "--home", home)
    return ("--home", home)


def opened(read, at) -> list[str]:
    return [row["mention"] for row in read("ask", "unresolved-names", *at)["rows"]]


def test_a_decision_takes_a_name_off_the_list_and_undoing_it_back(read, at) -> None:
    assert opened(read, at) == [MENTION]

    decided = read("decide", "name", MENTION, UNIT, *BY, "--reason", "问过", *at)
    assert (decided["source_id"], decided["written"]) == ("decisions/王分析", True)
    assert opened(read, at) == []
    shown = read("ask", "unresolved-names", "decided=yes", *at)
    assert [row["decided"] for row in shown["rows"]] == [[UNIT]]
    evidence = shown["claims"][decided["claim"]]
    assert (evidence["source_id"], evidence["family"]) == ("decisions/王分析", "decision")
    assert "问过" in evidence["excerpt"]

    undone = read("decide", "undo", decided["claim"], *BY, "--reason", "问错", *at)
    assert undone["written"]
    assert opened(read, at) == [MENTION]
    (told,) = read("ask", "history", decided["element"], *at)["rows"]
    assert (told["state"], told["reason"]) == ("retracted", "问错")
    assert read("verify", *at)["ok"]


def test_the_same_decision_twice_writes_nothing(read, run, at) -> None:
    first = read("decide", "name", "安波培训中心", "朔西省气象局", *BY, *at)
    again = read("decide", "name", MENTION, UNIT, *BY, "--reason", "再说", *at)
    undone = [read("decide", "undo", first["claim"], *BY, "--reason", "错", *at) for _ in range(2)]

    assert (again["written"], again["claim"]) == (False, first["claim"])
    assert again["ledger_head"] == first["ledger_head"]
    assert [each["written"] for each in undone] == [True, False]
    assert undone[0]["ledger_head"] == undone[1]["ledger_head"]
    assert "早已撤销" in run("decide", "undo", first["claim"], *BY, "--reason", "错", *at).stdout


def test_an_alias_holds_both_ways(read, run, at) -> None:
    ends = ("document:甲管理办法", "document:乙管理办法")
    decided = read("decide", "alias", *ends, *BY, *at)
    again = read("decide", "alias", *ends[::-1], *BY, *at)

    assert decided["written"]
    assert not again["written"]
    assert again["claim"] == decided["claim"]
    assert "已裁定" in run("decide", "alias", *ends, "--user", "李审核", *at).stdout


def test_what_is_not_there_is_refused_with_the_nearest(refusal, read, at) -> None:
    head = read("info", *at)
    wrong = (
        refusal("decide", "name", "安波中心", UNIT, *BY, *at),
        refusal("decide", "name", MENTION, "unit:朔西气象局", *BY, *at),
        refusal("decide", "name", MENTION + "甲", UNIT, *BY, *at),
        refusal("decide", "alias", UNIT, "朔西气象局", *BY, *at),
    )

    assert {error["type"] for error in wrong} == {"UnknownElementError"}
    assert [error["nearest"][0] for error in wrong] == [MENTION, UNIT, MENTION, UNIT]
    assert read("info", *at) == head


def test_wrong_values_are_refused(refusal, run, at) -> None:
    run("decide", "name", MENTION, UNIT, *BY, *at)
    claim = "0" * 16
    wrong = (
        refusal("decide", "name", MENTION, "unit:朔西省气象局观测处", *BY, *at),
        refusal("decide", "name", MENTION, MENTION, *BY, *at),
        refusal("decide", "name", MENTION, UNIT, "--user", "a/b", *at),
        refusal("decide", "alias", UNIT, UNIT, *BY, *at),
        refusal("decide", "alias", UNIT, "document:甲管理办法", *BY, *at),
        refusal("decide", "undo", claim, *BY, "--reason", "错", *at),
        refusal("decide", "undo", "not a claim", *BY, "--reason", "错", *at),
        refusal("decide", "undo", claim, *BY, "--reason", " ", *at),
    )

    names = ["ELEMENT", "ELEMENT", "--user", "SAME", "SAME", "CLAIM", "CLAIM", "--reason"]
    assert [error["name"] for error in wrong] == names
    assert "suyuan decide undo" in wrong[0]["remedy"]


def test_nobody_undoes_the_word_of_another(refusal, read, at) -> None:
    decided = read("decide", "name", MENTION, UNIT, *BY, *at)
    document = read("ask", "unresolved-names", "decided=yes", *at)["rows"][0]["claims"]

    by_other = refusal(
        "decide", "undo", decided["claim"], "--user", "李审核", "--reason", "错", *at
    )
    loaded = refusal("decide", "undo", document[0], *BY, "--reason", "错", *at)

    assert "decisions/王分析" in by_other["rule"]
    assert "notice.txt" in loaded["rule"]


def test_a_home_without_ledger_is_refused(refusal, tmp_path) -> None:
    error = refusal("decide", "name", MENTION, UNIT, *BY, "--home", tmp_path / "nowhere")

    assert error["name"] == "--home"
