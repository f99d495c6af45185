"""`ask`: lists every question of the folder and runs any, knowing none of them."""

from __future__ import annotations

import csv

import pytest

from queries import questions

NEEDS = {
    "diff": ["from=2018-01-01", "to=2019-01-01"],
    "document-diff": ["document:QX/T-SYN-101"],
    "history": ["station:50425"],
    "impact": ["measurement_standard:SYN-NST-PRS-01"],
    "loop": ["feedback:SYN-FB-2025-001"],
    "pareto": ["kind"],
    "path": ["issue:DEMO-0001", "measurement_standard:SYN-NST-PRS-01"],
    "responsible": ["station:50425"],
    "search": ["50425"],
    "show": ["station:50425"],
    "similar": ["issue:DEMO-0001"],
    "station-claims": ["station:50425"],
    "station-equipment": ["station:50425"],
    "timeline": ["station:50425"],
    "trace": ["issue:DEMO-0001"],
}


def test_every_question_is_listed_in_both_languages(run) -> None:
    text = run("ask").stdout.replace("\n", "")

    for query in questions().values():
        assert f"suyuan ask {query.id}" in text
        assert query.question_zh.replace("\n", "") in text
        for param in query.params:
            assert param.title_zh in text


def test_the_list_as_json(read) -> None:
    listed = {q["id"]: q for q in read("ask")}

    assert set(listed) == set(questions())
    for name, query in questions().items():
        assert listed[name]["question_en"] == query.question_en
        assert [p["name"] for p in listed[name]["params"]] == [p.name for p in query.params]


def test_several_elements_are_named_by_their_keys_alone(read, home) -> None:
    whole = read("ask", "causes", "issue:DEMO-0001;issue:DEMO-0002", "--home", home)
    short = read("ask", "causes", "issues=DEMO-0001; DEMO-0002", "--home", home)

    assert short["params"] == whole["params"]
    assert short["rows"] == whole["rows"]


def test_one_unknown_element_among_several_is_named(refusal, home) -> None:
    told = refusal("ask", "causes", "issues=DEMO-0001;DEMO-9999", "--home", home)

    assert "DEMO-9999" in told["message"]


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_question_can_be_asked(run, read, home, question) -> None:
    values = NEEDS.get(question, [])

    answer = read("ask", question, *values, "--home", home)
    text = run("ask", question, *values, "--home", home).stdout

    assert answer["question"] == question
    assert answer["ledger_head"] in text.replace("\n", "")
    assert f"{len(answer['rows']):,} 行" in text
    if answer["rows"]:
        assert set(answer["rows"][0]) == set(questions()[question].fields)


def test_a_value_by_name_or_by_place(read, home) -> None:
    by_name = read("ask", "responsible", "element=station:50425", "--home", home)
    by_place = read("ask", "responsible", "50425", "--home", home, "--as-of", by_name["as_of"])

    assert by_name["rows"] == by_place["rows"] != []


def test_too_many_values_and_unknown_names_are_refused(refusal, home) -> None:
    many = refusal("ask", "trace", "issue:DEMO-0001", "more", "--home", home)
    unknown = refusal("ask", "trace", "issue:DEMO-0001", "colour=red", "--home", home)
    absent = refusal("ask", "trace", "--home", home)

    assert (many["type"], many["value"]) == ("InvalidValueError", "more")
    assert unknown["name"] == "colour"
    assert absent["name"] == "element"


def test_an_unknown_question_names_the_nearest(refusal, home) -> None:
    error = refusal("ask", "tracee", "--home", home)

    assert "trace" in error["remedy"]


def test_csv_has_every_row_and_column(read, run, home, tmp_path) -> None:
    path = tmp_path / "coverage.csv"
    answer = read("ask", "coverage", "--home", home)

    run("ask", "coverage", "--home", home, "--csv", path)

    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(answer["rows"]) > 50
    assert set(rows[0]) == set(answer["rows"][0]) - {"claims"} | {"source", "place"}
    assert [r["state"] for r in rows] == [r["state"] for r in answer["rows"]]


def test_rows_beyond_the_limit_are_counted(run, read, home, monkeypatch) -> None:
    monkeypatch.setattr("dashboard.render.answer_table.ROWS_SHOWN", 5)
    total = len(read("ask", "coverage", "--home", home)["rows"])

    assert f"另有 {total - 5} 行" in run("ask", "coverage", "--home", home).stdout
