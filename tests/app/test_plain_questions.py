"""Questions in plain Chinese against what they mean, written before they were tried."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph import InvalidValueError, Settings, Workspace
from ontology.improvement_codes import READINESS
from ontology.requirements import REQUIREMENTS
from queries import questions
from queries.plain import Listener, Understood

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "plain_questions"
TODAY = date(2026, 11, 22)
SETS = (
    *("first", "second", "third", "fourth", "fifth", "later", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first"),
    *("twenty-second", "twenty-third"),
)
RIGHT = 0.95
SEALED, SEALED_RIGHT, SEALED_WRONG = "thirteenth", 55, 1
"""The set by which nothing was changed: what was right, and wrong without a doubt, at first try."""
UNSAID = {("document-diff", "from"), ("document-diff", "to"), ("loop", "limit"), ("path", "hub")}
"""Parameters that nobody says in words."""


@dataclass(frozen=True)
class Said:
    role: str
    sentence: str
    meant: str


def said(name: str) -> list[Said]:
    lines = (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [Said(*line.split("\t")) for line in lines]


@pytest.fixture(scope="module")
def asked_home(run: Callable[..., Any], province: Path, tmp_path_factory: Any) -> Path:
    folder = tmp_path_factory.mktemp("plain") / "suyuan"
    run("load", province, "--home", folder)
    run("load", GOLDEN / "tables", "--home", folder)
    return folder


@pytest.fixture(scope="module")
def listener(asked_home: Path) -> Iterator[Listener]:
    with Workspace(Settings.from_env(home=asked_home)) as workspace:
        yield Listener(workspace)


def shown(found: Understood) -> str:
    """As the sets write it."""
    if found.unknown:
        return "!" + " ".join(found.unknown)
    if found.sure is None:
        given = [set(m.params.values()) for m in found.meanings]
        return "?" + " ".join(sorted(set().union(*given) - set.intersection(*given or [set()])))
    meant = found.sure
    times = [f"@{meant.as_of}"] * bool(meant.as_of) + [f"~{meant.known_at}"] * bool(meant.known_at)
    return " ".join(
        [meant.question, *(f"{k}={v}" for k, v in sorted(meant.params.items())), *times]
    )


def expected(meant: str) -> str:
    return "?" + " ".join(sorted(meant[1:].split())) if meant.startswith("?") else meant


@pytest.mark.parametrize("name", SETS)
def test_sentences_mean_what_was_written(listener: Listener, name: str) -> None:
    lines = said(name)

    got = {one.sentence: listener.understand(one.sentence, today=TODAY) for one in lines}

    missed = [
        (one.sentence, one.meant, shown(got[one.sentence]))
        for one in lines
        if shown(got[one.sentence]) != expected(one.meant)
    ]
    assert len(missed) <= (1 - RIGHT) * len(lines), missed
    assert [m for m in missed if got[m[0]].sure is not None] == []


def test_sentences_that_nothing_was_changed_for(listener: Listener) -> None:
    """The honest figure: it may rise when words are added for other reasons, and not fall."""
    lines = said(SEALED)

    got = {one.sentence: listener.understand(one.sentence, today=TODAY) for one in lines}

    right = [one for one in lines if shown(got[one.sentence]) == expected(one.meant)]
    sure = [one for one in lines if one not in right and got[one.sentence].sure is not None]
    assert len(right) >= SEALED_RIGHT
    assert len(sure) <= SEALED_WRONG


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("方案任务拖成老黄牛的有哪些", "tasks state=overdue"),
        ("图里河站周边瞎折腾过啥，从早到晚理顺", "timeline around=yes element=station:50434"),
    ],
)
def test_what_is_likely_is_a_doubt(listener: Listener, sentence: str, meant: str) -> None:
    found = listener.understand(sentence, today=TODAY)

    assert found.sure is None
    assert found.likely is not None
    assert found.likely == found.meanings[0]
    assert [found.likely.question, *found.likely.values] == meant.split()


@pytest.mark.parametrize(
    ("sentence", "value"),
    [("方案里逾着没动的任务拎一串", "state=overdue"), ("已经裁过一刀的名称拎一串", "decided=yes")],
)
def test_a_value_that_no_word_names_is_told(listener: Listener, sentence: str, value: str) -> None:
    likely = listener.understand(sentence, today=TODAY).likely

    assert likely is not None
    assert likely.values == [value]
    assert f"{value}：按说法推测" in {zh for zh, _ in likely.notes}


@pytest.mark.parametrize(
    "sentence",
    ["火星站谁负责", "乌站谁负责", "除了50425站还有哪些没了结的问题", "今天天气怎么样", "你好"],
)
def test_nothing_is_likely_without_the_name_it_needs(listener: Listener, sentence: str) -> None:
    assert listener.understand(sentence, today=TODAY).likely is None


def test_every_parameter_can_be_said() -> None:
    """Of each question that the sets ask."""
    meant = [one.meant.split() for name in SETS for one in said(name) if one.meant[0] not in "?!"]
    used = {(words[0], word.partition("=")[0]) for words in meant for word in words[1:]}

    wanted = {(q, p.name) for q in {words[0] for words in meant} for p in questions()[q].params}

    assert wanted - used <= UNSAID


def test_sets_are_large_and_ask_nearly_every_question_in_three_roles() -> None:
    lines = [one for name in SETS for one in said(name)]

    assert len(lines) >= 150
    assert {one.role for one in lines} == {"analyst", "auditor", "planner"}
    asked = {one.meant.split()[0] for one in lines if one.meant[0] not in "?!"}
    assert asked <= set(questions())
    assert len(asked) >= 0.9 * len(questions())
    assert len({one.sentence for one in lines}) == len(lines)


def test_a_sentence_is_understood_in_fifty_milliseconds(listener: Listener) -> None:
    lines = [one for name in (*SETS, SEALED) for one in said(name)]
    listener.understand(lines[0].sentence, today=TODAY)

    taken = []
    for one in lines:
        begun = time.process_time()
        listener.understand(one.sentence, today=TODAY)
        taken.append(time.process_time() - begun)

    assert sorted(taken)[int(0.95 * len(taken))] <= 0.05


@pytest.mark.parametrize(
    "sentence",
    ["额尔古纳站那台用了好些年的气压传感器上上个月以来" * 8, "没有没有了吗" * 33, "50425和" * 33],
)
def test_the_longest_sentences_are_read_in_time(listener: Listener, sentence: str) -> None:
    listener.understand("50425站谁负责", today=TODAY)
    begun = time.process_time()

    listener.understand(sentence[:200], today=TODAY)

    assert time.process_time() - begun <= 0.5


@pytest.mark.parametrize("sentence", ["", "  \n", "气压" * 5000, "1" * 10_000, "（" * 300])
def test_what_is_no_sentence_is_refused_at_once(listener: Listener, sentence: str) -> None:
    begun = time.process_time()

    with pytest.raises(InvalidValueError):
        listener.understand(sentence)

    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "sentence",
    ["2018年2月30日50425站谁负责？", "13月40日有哪些问题？", "\x00\u202e谁负责", "((((|||"],
)
def test_odd_sentences_are_never_sure(listener: Listener, sentence: str) -> None:
    assert listener.understand(sentence, today=TODAY).sure is None


def test_command_shows_the_meaning_and_answers_it(run: Any, read: Any, asked_home: Path) -> None:
    asked = "53463站6月3日气压可疑，谁负责？"

    text = run("ask", asked, "--as-of", "2026-11-22", "--home", asked_home).stdout
    told = read("ask", asked, "--as-of", "2026-11-22", "--home", asked_home)

    assert "suyuan ask responsible element=issue:W-0001 --as-of 2026-06-03" in text
    assert "没有写年份" in text
    assert told["understood"]["params"] == {"element": "issue:W-0001"} == told["params"]
    assert told["question"] == "responsible"
    plain = read("ask", "responsible", "W-0001", "--as-of", "2026-06-03", "--home", asked_home)
    assert plain["rows"] == told["rows"]


def test_unknown_words_and_choices_end_a_command(refusal: Any, asked_home: Path) -> None:
    unknown = refusal("ask", "火星站谁负责？", "--home", asked_home)
    several = refusal("ask", "站网管理谁负责？", "--home", asked_home)

    assert unknown["unknown"] == ["火星"]
    assert "responsible" in unknown["nearest"]
    assert len(several["commands"]) == 3
    assert several["likely"] is None


def test_a_doubt_ends_a_command_with_the_command_that_is_likely(
    refusal: Any, asked_home: Path
) -> None:
    doubted = refusal("ask", "方案任务拖成老黄牛的有哪些", "--home", asked_home)

    assert doubted["unknown"] == ["黄牛"]
    assert doubted["likely"] == "suyuan ask tasks state=overdue" == doubted["commands"][0]
    assert "也许是 / perhaps: suyuan ask tasks state=overdue" in doubted["message"]


@pytest.mark.parametrize(
    ("sentence", "passed"),
    [("DEMO-0001是哪一环瘸了", "瘸"), ("DEMO-0001的病灶在哪一环", "病灶")],
)
def test_a_word_that_names_nothing_is_passed_over_and_told(
    listener: Listener, sentence: str, passed: str
) -> None:
    found = listener.understand(sentence, today=TODAY).sure

    assert found is not None
    assert f"略过了：{passed}" in {zh for zh, _ in found.notes}


@pytest.mark.parametrize(
    "sentence",
    [
        "火星有哪些台站",
        "乌站谁负责",
        "除了50425站还有哪些没了结的问题",
        "火星的风险有哪些",
        "哪些台站不归根河市气象局管",
    ],
)
def test_what_may_name_leave_out_or_deny_is_not_passed_over(
    listener: Listener, sentence: str
) -> None:
    assert listener.understand(sentence, today=TODAY).sure is None


@pytest.mark.parametrize(
    ("asked", "name", "codes"),
    [
        ("申请认证的准备，只看{}这一项", "item", {c: t for c, (t, _) in READINESS.codes.items()}),
        ("规则{}有哪些缺口，该怎么补", "rule", {rule: rule for rule in REQUIREMENTS}),
        (
            "2025年的到报率，{}算",
            "length",
            {"day": "按日", "month": "以月为时段", "quarter": "按季度", "year": "逐年"},
        ),
    ],
)
def test_a_value_is_said_by_its_title(
    listener: Listener, asked: str, name: str, codes: dict[str, str]
) -> None:
    found = {c: listener.understand(asked.format(said), today=TODAY) for c, said in codes.items()}

    told = {c: one.sure.params.get(name) for c, one in found.items() if one.sure is not None}
    assert told == dict(zip(codes, codes, strict=True))


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    [
        ("《没有的管理办法》新版比旧版多了什么", "没有的管理办法"),
        (
            "呼伦贝尔市气象局观测质量提升行动建设方案里哪些任务逾期了",
            "呼伦贝尔市气象局观测质量提升行动建设方案",
        ),
        ("奈曼旗站谁负责", "奈曼旗"),
    ],
)
def test_what_has_a_name_of_its_own_is_not_taken_for_a_part_of_it(
    listener: Listener, sentence: str, unknown: str
) -> None:
    found = listener.understand(sentence, today=TODAY)

    assert found.sure is None
    assert found.unknown == (unknown,)


def test_what_alone_is_asked_for_finds_its_use_or_is_told(listener: Listener) -> None:
    used = listener.understand("逾期的事项，只看措施", today=TODAY).sure
    left = listener.understand("过程的缺口，只看没有说明的", today=TODAY)

    assert used is not None
    assert used.params == {"what": "action"}
    assert left.sure is None
    assert left.meanings[0].unused == ("没有说明",)


@pytest.mark.parametrize(
    ("sentence", "meant", "as_of"),
    [
        (
            "2024年3月1日到2024年6月30日的检定率，按层级算",
            "rates by=level rate=calibration",
            "2024-06-30",
        ),
        ("站在2024年5月1日看，50425站归谁管", "responsible element=station:50425", "2024-05-01"),
        ("叫“信息中心”的单位在系统内是哪个，找一下", "search kind=Unit text=信息中心", ""),
    ],
)
def test_what_a_phrase_stands_for_is_read_by_its_class(
    listener: Listener, sentence: str, meant: str, as_of: str
) -> None:
    found = listener.understand(sentence, today=TODAY).sure

    assert found is not None
    assert ([found.question, *found.values], found.as_of) == (meant.split(), as_of)


def test_what_is_to_be_done_is_not_done(listener: Listener) -> None:
    found = listener.understand("呼伦贝尔市气象局要办完的任务有哪些", today=TODAY)

    assert all(m.params.get("state") != "done" for m in found.meanings)


def test_several_values_of_one_parameter_are_all_shown_or_to_choose_from(
    listener: Listener,
) -> None:
    shown_all = listener.understand("2027年3月到期的证书、认可和文件", today=TODAY).sure
    choice = listener.understand("按仪器型号和检定实验室统计问题", today=TODAY)

    assert shown_all is not None
    assert shown_all.params == {"from": "2027-03-01", "to": "2027-03-31"}
    assert shown_all.notes[0][0] == "证书、认可、文件：不止一种，不限定，全列"
    assert [m.params for m in choice.meanings] == [{"by": "model"}, {"by": "laboratory"}]


def test_days_without_a_year_lie_before_the_day_asked_about(listener: Listener) -> None:
    early = listener.understand("2月29日50425站谁负责", today=date(2023, 3, 1)).sure
    today = listener.understand("3月1日50425站谁负责", today=date(2023, 3, 1)).sure

    assert early is not None
    assert today is not None
    assert (early.as_of, today.as_of) == ("2020-02-29", "2023-03-01")
    assert early.notes[0][0].startswith("2月29日 没有写年份")


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        (
            "要做明年的送检计划，2027年1月到6月有哪些计量标准到期？",
            "expiring from=2027-01-01 to=2027-06-30 what=standard",
        ),
        (
            "下周要到呼伦贝尔市气象局检查，他们有哪些措施逾期了",
            "overdue unit=unit:呼伦贝尔市气象局 what=action",
        ),
        ("沿革核查年底收口，各盟市现在查到什么程度了？", "reconciliation-progress"),
        ("截至明年1月1日，50425站归谁管", "responsible element=station:50425 @2027-01-01"),
    ],
)
def test_a_day_in_a_reason_bounds_nothing(listener: Listener, sentence: str, meant: str) -> None:
    assert shown(listener.understand(sentence, today=TODAY)) == meant


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("12月份到期的证书有哪些", "expiring from=2026-12-01 to=2026-12-31 what=certificate"),
        ("12月的问题有哪些", "issues @2025-12-31"),
        ("今年前三季度到报率", "rates from=2026-01-01 rate=availability to=2026-09-30"),
    ],
)
def test_what_comes_due_does_so_later_this_year(
    listener: Listener, sentence: str, meant: str
) -> None:
    assert shown(listener.understand(sentence, today=TODAY)) == meant


def test_an_area_without_a_name_is_called_as_its_office_is(listener: Listener) -> None:
    area = listener.understand("呼伦贝尔市有多少条溯源链没有接到计量标准", today=TODAY)
    office = listener.understand("呼伦贝尔市气象局归谁管", today=TODAY)

    assert shown(area) == "broken-chains league=150700"
    assert shown(office) == "responsible element=unit:呼伦贝尔市气象局"
