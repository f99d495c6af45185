"""What is withheld from a class: by which levels, from which answers, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph import Claim, SuyuanError, UnknownElementError, WithheldError
from queries import (
    OWNER,
    Asker,
    Scenario,
    run,
    run_free,
    veil_for,
    view_at,
    what_if,
)
from queries.loads import loads, rejected_rows, retractions
from queries.plain import understand

PUBLIC = Asker(user_class="public")
COOPERATING = Asker(user_class="cooperating")


def system(key: str, level: str | None = None, name: str = "") -> Claim:
    said = {"name": name or f"{key}平台"} | ({"security_level": level} if level else {})
    return Claim("System", f"system:{key}", None, said)


def hidden(home, asker: Asker) -> set[str]:
    veil = veil_for(home.workspace.ledger, asker)
    return set() if veil is None else set(veil.hidden)


def test_of_levels_that_disagree_the_strictest_counts(home) -> None:
    home.says(system("AA", "公开"), source="甲", family="decision")
    home.says(system("AA", "二级"), source="乙", family="monitoring")

    assert hidden(home, PUBLIC) == {"system:AA"}
    assert hidden(home, COOPERATING) == set()
    assert hidden(home, OWNER) == set()


def test_a_level_that_was_taken_back_counts_until_another_is_stated(home) -> None:
    home.says(system("AA", "三级"))
    home.says(system("AA"))
    assert hidden(home, COOPERATING) == {"system:AA"}

    home.says(system("BB"))
    assert hidden(home, COOPERATING) == {"system:AA"}

    home.says(system("AA", "一级"))
    assert hidden(home, COOPERATING) == set()


def test_the_past_is_answered_by_the_levels_of_today(home) -> None:
    home.says(system("AA"), system("BB"))
    before = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    home.says(system("AA", "三级"), system("BB"))

    found = run(home.workspace, "search", {"text": "平台"}, known_at=before, asker=PUBLIC)

    assert [row.element for row in found.rows] == ["system:BB"]
    assert found.withheld == 1


def test_an_answer_tells_how_much_is_withheld_and_sums_up_nothing(home) -> None:
    home.says(system("AA", "三级"), system("BB"))

    whole = home.ask("search", text="平台")
    part = run(home.workspace, "search", {"text": "平台"}, asker=PUBLIC)

    assert (len(whole.rows), whole.withheld) == (2, 0)
    assert [row.element for row in part.rows] == ["system:BB"]
    assert part.withheld == 1
    assert part.summary == (
        "另有 1 行按密级不显示",
        "1 rows withheld by security level",
    )
    assert set(part.claims) == {c for row in part.rows for c in row.claims}


def test_an_edge_at_a_hidden_end_goes_and_the_other_end_stays(home) -> None:
    home.says(
        system("AA", "三级"),
        system("BB"),
        Claim("INTEGRATES_INTO", "system:BB", "system:AA"),
    )

    found = run(home.workspace, "show", {"element": "system:BB"}, asker=PUBLIC)
    named = run(home.workspace, "history", {"element": "system:BB"}, asker=PUBLIC)

    assert not [row for row in found.rows if row.part in ("out", "in")]
    assert [row.kind for row in named.rows] == ["System"]
    assert (found.withheld, named.withheld) == (1, 1)


def test_a_row_goes_whose_evidence_alone_names_it(home) -> None:
    home.says(Claim("System", "system:BB", None, {"name": "乙台", "function": "接AA平台"}))
    home.says(system("AA", "三级"), source="西")

    shown = run(home.workspace, "show", {"element": "system:BB"}, asker=PUBLIC)

    assert shown.rows == ()  # each row rests on the claim that names it
    assert shown.claims == {}


@pytest.mark.parametrize("question", ["show", "history", "timeline"])
def test_what_is_hidden_is_refused_when_asked_for(home, question: str) -> None:
    home.says(system("AA", "三级"), system("AAB"))

    with pytest.raises(WithheldError) as caught:
        run(home.workspace, question, {"element": "system:AA"}, asker=PUBLIC)

    assert (caught.value.what, caught.value.role) == ("system:AA", "public")
    assert not run(home.workspace, question, {"element": "system:AAB"}, asker=PUBLIC).withheld


def test_an_error_names_nothing_hidden(home) -> None:
    home.says(system("ABCDE", "三级"), system("ABCDX"))

    with pytest.raises(UnknownElementError) as told_all:
        run(home.workspace, "show", {"element": "system:ABCDF"})
    with pytest.raises(UnknownElementError) as told:
        run(home.workspace, "show", {"element": "system:ABCDF"}, asker=PUBLIC)

    assert "system:ABCDE" in told_all.value.nearest
    assert told.value.nearest == ()


def test_a_hidden_name_is_understood_as_one_that_is_not_there(home) -> None:
    home.says(system("BB", None, "公共服务网"))
    sentence = "{}由谁负责？"

    def meant(name: str, asker: Asker) -> list[dict[str, str]]:
        found = understand(home.workspace, sentence.format(name), asker=asker)
        return [m.params for m in found.meanings]

    names = ("气象资料业务系统", "AA")
    without = [meant(name, PUBLIC) for name in names]
    home.says(system("AA", "三级", "气象资料业务系统"), source="西")

    assert {"element": "system:AA"} in meant("气象资料业务系统", OWNER)
    assert [meant(name, PUBLIC) for name in names] == without
    assert not any("system:AA" in each.values() for found in without for each in found)
    assert {"element": "system:BB"} in meant("公共服务网", PUBLIC)


def test_what_cannot_be_judged_by_rows_is_for_those_who_see_all(home) -> None:
    home.says(system("AA"))
    workspace = home.workspace
    closed = {
        "Cypher": lambda a: run_free(workspace, "MATCH (n:System) RETURN n.id AS id", asker=a),
        "SPARQL": lambda a: view_at(workspace, asker=a),
        "what-if": lambda a: what_if(workspace, Scenario("s", "s", (), a), "orphans", {}),
        "loads": lambda a: loads(workspace, a),
        "rejected-rows": lambda a: rejected_rows(workspace, a),
        "retractions": lambda a: retractions(workspace, a),
    }
    for what, ask in closed.items():
        assert ask(OWNER) is not None
        for asker in (PUBLIC, COOPERATING, Asker(user_class="nobody")):
            with pytest.raises(WithheldError, match=what):
                ask(asker)


def test_whoever_sees_all_is_answered_without_a_look_at_the_levels(home) -> None:
    home.says(system("AA", "绝密"))
    looked: list[str] = []
    home.workspace.ledger.connection.set_trace_callback(looked.append)

    assert veil_for(home.workspace.ledger, OWNER) is None
    assert looked == []
    assert veil_for(home.workspace.ledger, PUBLIC) is not None
    assert looked != []


def test_levels_are_read_once_for_each_head_of_the_ledger(home) -> None:
    home.says(system("AA", "三级"))
    first = veil_for(home.workspace.ledger, PUBLIC)
    assert veil_for(home.workspace.ledger, PUBLIC) is first

    home.says(system("BB", "三级"), source="西")

    assert hidden(home, PUBLIC) == {"system:AA", "system:BB"}


def test_an_error_that_names_it_is_told_as_a_refusal(home) -> None:
    home.says(system("AA", "三级", "气象资料业务系统"), source="西")
    veil = veil_for(home.workspace.ledger, PUBLIC)
    assert veil is not None

    told = veil.told(SuyuanError("choose system:AA or 气象资料业务系统"))
    other = SuyuanError("choose another")

    assert isinstance(told, WithheldError)
    assert "AA" not in str(told)
    assert veil.told(other) is other
