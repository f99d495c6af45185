"""`decide conflict` and `decide identity`: verdicts as an analyst types them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

BY = ("--user", "王分析", "--reason", "核对过沿革")
STATIONS = "station_id,name_zh,wigos_id\n1,甲站,0-20000-0-00001\n2,乙站,0-20000-0-00002\n"
OURS = "station_id,latitude,longitude,elevation_m\n1,41.5,111.5,1000\n2,44.0,115.0,900\n"
THEIRS = "station_id,latitude,longitude,elevation_m\n1,44.0,115.01,905\n"


@pytest.fixture
def at(run, tmp_path: Path) -> tuple[str, Path]:
    """Two stations; another list puts the first where the second stands."""
    for folder, tables in {
        "ours": {"stations": STATIONS, "locations": OURS}, "theirs": {"locations": THEIRS},
    }.items():  # fmt: skip
        (tmp_path / folder).mkdir()
        for name, text in tables.items():
            (tmp_path / folder / f"{name}.csv").write_text(text, encoding="utf-8")
    home = tmp_path / "home"
    run("load", tmp_path / "ours", "--home", home)
    run("load", tmp_path / "theirs", "--home", home)
    return ("--home", home)


def the_conflict(read, at) -> dict[str, object]:
    (row,) = read("ask", "conflicts", *at)["rows"]
    return row


def identities(read, at, *more: str) -> dict[str, dict[str, object]]:
    rows = read("ask", "identity-candidates", *more, *at)["rows"]
    return {row["kind"]: row for row in rows}


def test_a_conflict_takes_the_verdicts_of_persons_in_order(read, at) -> None:
    row = the_conflict(read, at)
    assert (row["state"], row["cause"]) == ("open", "unexplained")

    first = read("decide", "conflict", row["conflict"], "confirmed", *BY, *at)
    assert (first["source_id"], first["written"]) == ("decisions/王分析", True)
    again = read("decide", "conflict", row["conflict"][:8], "confirmed", *BY, *at)
    assert (again["written"], again["claim"]) == (False, first["claim"])
    assert the_conflict(read, at)["state"] == "confirmed"

    read("decide", "conflict", row["conflict"], "corrected", "--user", "李审核", "--reason", "已改",
         *at)  # fmt: skip
    judged = the_conflict(read, at)
    assert judged["state"] == "disputed"
    assert judged["verdicts"] == ["confirmed", "corrected"]
    assert judged["deciders"] == ["decisions/王分析", "decisions/李审核"]
    assert judged["reasons"] == ["核对过沿革", "已改"]
    assert judged["decided_on"] == sorted(judged["decided_on"])

    read("decide", "undo", first["claim"], "--user", "王分析", "--reason", "弄错了", *at)
    assert the_conflict(read, at)["state"] == "corrected"
    told = read("ask", "history", first["element"], *at)["rows"]
    assert {(r["kind"], r["state"], r["reason"]) for r in told} == {
        ("Verdict", "retracted", "弄错了"),
        ("JUDGES", "retracted", "弄错了"),
    }
    assert read("verify", *at)["ok"]


def test_undoing_by_an_edge_of_a_verdict_takes_back_all_of_it(read, at) -> None:
    row = the_conflict(read, at)
    first = read("decide", "conflict", row["conflict"], "confirmed", *BY, *at)
    edge = next(
        r["claims"][0] for r in read("ask", "history", first["element"], *at)["rows"]
        if r["kind"] == "JUDGES"
    )  # fmt: skip

    assert read("decide", "undo", edge, "--user", "王分析", "--reason", "弄错了", *at)["written"]

    assert the_conflict(read, at)["state"] == "open"
    states = {r["state"] for r in read("ask", "history", first["element"], *at)["rows"]}
    assert states == {"retracted"}


def test_a_verdict_is_outdated_once_a_claim_it_rests_on_has_changed(
    read, run, at, tmp_path: Path
) -> None:
    read("decide", "conflict", the_conflict(read, at)["conflict"], "confirmed", *BY, *at)

    changed = THEIRS.replace("905", "915")
    (tmp_path / "theirs" / "locations.csv").write_text(changed, encoding="utf-8")
    run("load", tmp_path / "theirs", "--allow-retract", *at)

    row = the_conflict(read, at)
    assert (row["state"], row["verdicts"]) == ("outdated", ["confirmed"])
    (progress,) = read("ask", "reconciliation-progress", *at)["rows"]
    assert (progress["outdated"], progress["rate"]) == (1, 0)


def test_a_conflict_that_was_judged_and_is_gone_is_settled(read, run, at, tmp_path: Path) -> None:
    read("decide", "conflict", the_conflict(read, at)["conflict"], "forwarded", *BY, *at)

    corrected = THEIRS.replace("44.0,115.01,905", "41.5,111.5,1000")
    (tmp_path / "theirs" / "locations.csv").write_text(corrected, encoding="utf-8")
    run("load", tmp_path / "theirs", "--allow-retract", *at)

    assert read("ask", "conflicts", *at)["rows"] == []
    (progress,) = read("ask", "reconciliation-progress", *at)["rows"]
    assert (progress["conflicts"], progress["settled"], progress["rate"]) == (0, 1, 1)


def test_identities_leave_the_list_when_decided(read, at) -> None:
    found = identities(read, at)
    assert set(found) == {"number_elsewhere", "one_place"}
    assert found["number_elsewhere"]["neighbours"] == ["station:2"]

    for kind, verdict in {"number_elsewhere": "different", "one_place": "same"}.items():
        read("decide", "identity", found[kind]["candidate"], verdict, *BY, *at)

    assert identities(read, at) == {}
    decided = identities(read, at, "decided=yes")
    assert {kind: row["state"] for kind, row in decided.items()} == {
        "number_elsewhere": "different",
        "one_place": "same",
    }
    edges = read("show", "station:1", *at)["rows"]
    aliases = [r for r in edges if r.get("type") == "ALIAS_OF"]
    assert [r["other"] for r in aliases] == ["station:2"]


def test_an_alias_that_was_decided_answers_the_question_of_identity(read, at) -> None:
    read("decide", "alias", "station:2", "station:1", "--user", "王分析", *at)

    assert set(identities(read, at)) == {"number_elsewhere"}
    assert identities(read, at, "decided=yes")["one_place"]["state"] == "same"


def test_wrong_values_are_refused_and_write_nothing(refusal, read, at) -> None:
    conflict = str(the_conflict(read, at)["conflict"])
    candidate = str(identities(read, at)["one_place"]["candidate"])
    head = read("info", *at)
    wrong = (
        refusal("decide", "conflict", "0" * 16, "confirmed", *BY, *at),
        refusal("decide", "conflict", "12", "confirmed", *BY, *at),
        refusal("decide", "conflict", "no name!", "confirmed", *BY, *at),
        refusal("decide", "conflict", conflict, "same", *BY, *at),
        refusal("decide", "conflict", conflict, "confirmed", "--user", "a", "--reason", " ", *at),
        refusal("decide", "conflict", conflict, "confirmed", "--user", "a/b", "--reason", "x", *at),
        refusal("decide", "identity", candidate, "confirmed", *BY, *at),
        refusal("decide", "identity", conflict, "same", *BY, *at),
    )

    names = ["CONFLICT", "CONFLICT", "CONFLICT", "VERDICT", "--reason", "--user", "VERDICT",
             "CANDIDATE"]  # fmt: skip
    assert [error["name"] for error in wrong] == names
    assert read("info", *at) == head


def test_who_decides_otherwise_undoes_first(refusal, read, at) -> None:
    conflict = str(the_conflict(read, at)["conflict"])
    decided = read("decide", "conflict", conflict, "confirmed", *BY, *at)

    error = refusal("decide", "conflict", conflict, "corrected", *BY, *at)

    assert f"suyuan decide undo {decided['claim']}" in error["remedy"]


# The same on the page of the station


def press(page: AppTest, key: str, verdict: str, reason: str) -> AppTest:
    """Fill in the form of a verdict as it stands, and press its button."""
    (field,) = [f for f in page.text_input if str(f.key).startswith(f"{key}-reason")]
    field.set_value(reason)
    (choice,) = [f for f in page.selectbox if str(f.key).startswith(f"{key}-verdict")]
    choice.set_value(verdict)
    buttons = [button for button in page.button if button.label == "裁定"]
    buttons[0 if key == "conflict" else -1].click()
    return page.run()


def test_the_page_of_a_station_takes_verdicts_and_takes_them_back(
    open_page: Callable[..., AppTest], read, at, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_USER", "王分析")
    page = open_page("stations", at=at[1], station="1")

    page = press(page, "identity", "different", "")
    assert any("先写理由" in one.value for one in page.info)
    assert len(identities(read, at)) == 2
    page = press(page, "identity", "different", "问过台站")
    assert not page.exception
    assert any("记下 1 项" in one.value for one in page.text)
    assert len(identities(read, at)) == 1
    page = press(page, "conflict", "confirmed", "问过台站")
    assert the_conflict(read, at)["state"] == "confirmed"
    assert the_conflict(read, at)["deciders"] == ["decisions/王分析"]

    next(field for field in page.text_input if field.label == "撤销的理由").set_value("问错了站")
    next(button for button in page.button if button.label == "撤销这些").click()
    page.run()
    assert the_conflict(read, at)["state"] == "open"


@pytest.mark.parametrize(("user", "role"), [("", "admin"), ("王分析", "auditor")])
def test_the_page_offers_no_verdict_to_who_may_not_decide(
    open_page: Callable[..., AppTest], at, monkeypatch: pytest.MonkeyPatch, user: str, role: str
) -> None:
    monkeypatch.setenv("SUYUAN_USER", user)
    monkeypatch.setenv("SUYUAN_ROLE", role)
    page = open_page("stations", at=at[1], station="1")

    assert not page.exception
    assert "裁定" not in [button.label for button in page.button]
