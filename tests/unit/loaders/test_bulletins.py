"""What the loader of bulletins makes of layouts, times, bad lines and damage."""

from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest

from graph import Claim, Rejected
from loaders.bulletins import LOADER
from loaders.bulletins.times import period_from, period_of
from loaders.positions import CellError
from loaders.protocol import SourceFile
from ontology import CIVIL, OPEN_END

FOLDER = Path(__file__).resolve().parents[2] / "golden/bulletins"
Told = list[tuple[Claim, ...] | Rejected]


def outcomes(path: Path, *lines: str, zone: timezone | None = None) -> Told:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = SourceFile(path, "通报", zone=zone)
    found: Told = []
    for row in LOADER.read(source):
        said = (row,) if isinstance(row, Rejected) else tuple(LOADER.claims(row, source))
        bad = [x for x in said if isinstance(x, Rejected)]
        found.append(bad[0] if bad else tuple(x for x in said if isinstance(x, Claim)))
    return found


def issues(found: tuple[Claim, ...] | Rejected) -> list[Claim]:
    assert isinstance(found, tuple), found
    return [claim for claim in found if claim.kind == "Issue"]


@pytest.mark.parametrize("mark", ["\t", "|", ",", "，", "   "])
def test_cells_may_be_separated_in_several_ways(tmp_path: Path, mark: str) -> None:
    heading = mark.join(("站号", "时间", "到报率", "原因"))
    row = mark.join(("53463", "2024-05-01", "87.5%", "停电"))

    [found] = outcomes(tmp_path / "t.txt", "通报", heading, "-----", row)

    [issue] = issues(found)
    assert (issue.properties["test"], issue.properties["value"]) == ("停电", "87.5")


def test_a_rate_without_a_target_is_a_figure_alone(tmp_path: Path) -> None:
    line = "站号：53463；时间：2024-05-01；到报率：20%"

    [alone] = outcomes(tmp_path / "t.txt", "通报", line)
    [below] = outcomes(tmp_path / "t.txt", "通报", "目标：98%", line)
    [above] = outcomes(tmp_path / "t.txt", "通报", "目标：15%", line)

    assert (issues(alone), issues(above)) == ([], [])
    assert [issue.properties["value"] for issue in issues(below)] == ["20"]


def test_hours_need_a_zone_printed_or_declared(tmp_path: Path) -> None:
    line = "站号：53463；时间：2024-05-01 08:30至2024-05-01 10:00；原因：停电"

    [none] = outcomes(tmp_path / "t.txt", "通报", line)
    [declared] = outcomes(tmp_path / "t.txt", "通报", line, zone=UTC)
    [printed] = outcomes(tmp_path / "t.txt", "通报（北京时）", line)

    assert isinstance(none, Rejected)
    assert (none.field, none.rule) == ("time", "zone")
    assert issues(declared)[0].valid_from == "2024-05-01T08:30:00Z"
    assert issues(printed)[0].valid_from == "2024-05-01T00:30:00Z"


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2024-05-01", "2024-04-30T16:00:00Z", "2024-05-01T16:00:00Z"),
        ("2024年5月1日", "2024-04-30T16:00:00Z", "2024-05-01T16:00:00Z"),
        ("2024年12月", "2024-11-30T16:00:00Z", "2024-12-31T16:00:00Z"),
        ("2024-05-01至2024-05-03", "2024-04-30T16:00:00Z", "2024-05-03T16:00:00Z"),
        ("2024年5月1日08时", "2024-05-01T00:00:00Z", "2024-05-01T01:00:00Z"),
        ("2024-05-01 08:00 - 2024-05-01 24:00", "2024-05-01T00:00:00Z", "2024-05-01T16:00:00Z"),
        ("2024-05-01 08时—2024-05-02 08时（世界时）", "2024-05-01T08:00:00Z",
         "2024-05-02T08:00:00Z"),
    ],
)  # fmt: skip
def test_times(text: str, begin: str, end: str) -> None:
    found = period_of(text, "time", CIVIL)

    assert (found.valid_from, found.valid_to) == (begin, end)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("昨日夜间", "time"), ("2024-02-30", "time"), ("5月1日", "time"), ("2024-13", "time"),
        ("2024-05-01 25时", "time"), ("2024-05-03至2024-05-01", "interval"),
        ("2024-05-01至", "time"), ("2024-05-01至2024-05-02至2024-05-03", "time"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str, rule: str) -> None:
    with pytest.raises(CellError) as caught:
        period_of(text, "time", CIVIL)

    assert caught.value.rule == rule


def test_a_fault_without_an_end_is_open() -> None:
    assert period_from("2024-05-01", "", None).valid_to == OPEN_END
    assert period_from("2024-05-01", "2024-05-02", None).valid_to == "2024-05-02T16:00:00Z"
    assert (
        period_from("2024-05-01 08时", "2024-05-01 10时", timezone(timedelta(hours=8))).valid_to
        == "2024-05-01T02:00:00Z"
    )


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("站号：呼和浩特；时间：2024-05-01；原因：停电", "station", "station-number"),
        ("站号：53463；时间：2024-05-01；到报率：120%", "arrival", "rate"),
        ("站号：53463；时间：2024-05-01；到报率：高", "arrival", "rate"),
        ("站号：53463；时间：2024-05-01；原因：无", "reason", "required"),
        ("站号：53463；原因：停电", "time", "required"),
        ("53463 站缺报", "", "bulletin-line"),
    ],
)
def test_a_bad_line_is_rejected_with_place_and_remedy(
    tmp_path: Path, line: str, field: str, rule: str
) -> None:
    [bad] = outcomes(tmp_path / "t.txt", "通报", line)

    assert isinstance(bad, Rejected)
    assert (bad.field, bad.rule, bad.place.line) == (field, rule, 2)
    assert any(word in bad.message for word in ("请", "更正", "补上"))


def test_a_short_row_is_rejected_and_a_sentence_below_the_table_is_none(tmp_path: Path) -> None:
    heading, after = "站号,时间,到报率,原因", "请各单位核实,谢谢"

    [short] = outcomes(tmp_path / "t.txt", "通报", heading, "53463,2024-05-01", after)

    assert isinstance(short, Rejected)
    assert (short.rule, short.place.line) == ("cells", 3)


@pytest.mark.parametrize(
    "text",
    ["", "关于开展质量管理体系建设的通报\n各单位要高度重视。\n", "站号,站名\n53463,呼和浩特\n",
     "监控通报\n站号,站名\n53463,呼和浩特\n"],
)  # fmt: skip
def test_other_texts_are_not_ours(tmp_path: Path, text: str) -> None:
    assert not LOADER.accepts(tmp_path / "t.txt", text.encode())
