"""Documents cited by variants of their titles: what is one document, and what must stay two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.ledger import Ledger, LedgerReader
from loaders import Declared, LoadChoices, LoadReport, load_file, make_plan
from loaders.aliases import derive_aliases
from loaders.aliases.matching import Titled, variants
from loaders.aliases.titles import title_form

REGION = "内蒙古自治区"
SAME = [
    ("全国推进气象现代化行动计划（2018-2020年）", "全国推进气象现代化行动计划"),
    ("全国推进气象现代化行动计划（2018-2020年）", "全国推进气象现代化行动计划(2018—2020)"),
    ("全国推进气象现代化行动计划（2018-2020年）", "全国推进气象现代化行动计划2018年至2020年"),
    ("全国推进气象现代化行动计划（2018-2020年）", "全國推進氣象現代化行動計劃（2018-2020年）"),
    ("中国气象局关于印发气象观测体系建设总体方案的通知", "气象观测体系建设总体方案"),
    ("某市气象局关于印发《某市观测数据行动方案》的通知", "某市观测数据行动方案"),
    ("印发《观测数据行动方案（试行）》的通知", "观测数据行动方案"),
    ("内蒙古自治区气象局网络安全管理办法", "内蒙古气象局网络安全管理办法"),
    ("内蒙古自治区气象局网络安全管理办法", "自治区气象局网络安全管理办法"),
    ("气象部门“网络安全”责任制实施办法", "气象部门网络安全责任制 实施办法"),
    ("ＧＢ／Ｔ １９００１－２０１６", "GB/T 19001-2016"),
    ("JJG（气象）004-2011", "JJG(气象)004—2011"),
]
APART = [
    ("ISO 9001:2015", "ISO 9001:2000"),
    ("GB/T 19001-2016", "GB/T 19001-2015"),
    ("ISO 9001:2015", "ISO 9001"),
    ("全国推进气象现代化行动计划（2018-2020年）", "全国推进气象现代化行动计划（2021-2025年）"),
    ("气象局2020年信息化工作要点", "气象局2021年信息化工作要点"),
    ("新疆维吾尔自治区气象灾害防御条例", "气象灾害防御条例"),
    ("新疆维吾尔自治区气象灾害防御条例", "自治区气象灾害防御条例"),
    ("内蒙古自治区气象局2021年气象信息化工作要点", "2021年气象信息化工作要点"),
    ("关于印发《甲管理办法》《乙管理办法》的通知", "甲管理办法"),
    ("气象观测管理办法（征求意见稿）", "气象观测管理办法"),
    ("关于报送观测体系建设方案（第二批）的通知", "关于报送观测体系建设方案（第一批）的通知"),
    ("关于转发观测体系建设方案的通知", "观测体系建设方案"),
    ("2018年方案", "方案"),
]


def titled(*titles: str, held: str = "") -> list[Titled]:
    return [
        Titled(f"document:{each}", form, each == held)
        for each in titles
        if (form := title_form(each, REGION)) is not None
    ]


@pytest.mark.parametrize(("full", "short"), SAME)
def test_variants_of_one_title(full: str, short: str) -> None:
    (found,) = variants(titled(full, short, held=full))

    assert (found.document, found.same) == (f"document:{short}", f"document:{full}")
    assert " / " in found.reason


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_must_not_merge(one: str, other: str) -> None:
    assert variants(titled(one, other)) == []


def test_a_title_without_year_is_none_of_several_editions() -> None:
    one, other = "观测工作要点（2020年）", "观测工作要点（2021年）"

    assert variants(titled(one, other, "观测工作要点")) == []
    assert len(variants(titled(one, "观测工作要点"))) == 1


def test_one_plan_sent_out_by_two_is_that_of_neither() -> None:
    notices = [f"{who}关于印发观测数据行动方案的通知" for who in ("甲市气象局", "乙市气象局")]

    assert variants(titled(*notices, "观测数据行动方案")) == []
    assert len(variants(titled(notices[0], "观测数据行动方案"))) == 1


def test_what_is_held_is_no_alias() -> None:
    plan, notice = "观测数据行动方案", "甲市气象局关于印发观测数据行动方案的通知"

    (found,) = variants(titled(plan, notice, held=plan))
    assert found.same == f"document:{plan}"
    both = [Titled(each.document, each.form, held=True) for each in titled(plan, notice)]
    assert variants(both) == []


def test_the_order_of_titles_does_not_matter() -> None:
    found = titled(*(title for pair in SAME[:6] for title in pair))

    assert variants(found) == variants(found[::-1])


# From the ledger

PLAN = (
    "内蒙古自治区气象局观测体系建设方案\n各盟市气象局：\n为做好观测质量工作，制定本方案。\n"
    "一、汛前检查\n完成巡检。\n责任单位：观测处\n内蒙古自治区气象局\n2022年3月1日\n"
)
NOTICE = (
    "内蒙古自治区气象局关于开展审核的通知\n各盟市气象局：\n根据《自治区气象局观测体系建设方案》，"
    "现将有关事项通知如下。\n一、汛前检查\n完成巡检。\n责任单位：观测处\n内蒙古自治区气象局\n2022年3月1日\n"
)
OTHER = NOTICE.replace("内蒙古自治区", "广西壮族自治区").replace("审核", "检查")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "home") as opened:
        yield opened


def load(ledger: Ledger, tmp_path: Path, **texts: str) -> LoadReport | None:
    """Load documents, then derive."""
    paths = []
    for name, text in texts.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    with ledger.writing() as writer:
        for planned in make_plan(paths, Declared()).files:
            load_file(ledger, writer, planned, LoadChoices(allow_retract=True))
        return derive_aliases(ledger, writer)


def aliases(ledger: Ledger) -> set[tuple[str, str | None, str, str]]:
    live = LedgerReader(ledger).live_of_kind("ALIAS_OF")
    return {(c.subject, c.object, c.certainty, c.source_id) for c in live}


def test_the_region_that_is_meant_is_that_of_who_cites(ledger: Ledger, tmp_path: Path) -> None:
    load(ledger, tmp_path, plan=PLAN, notice=NOTICE)

    assert aliases(ledger) == {
        (
            "document:自治区气象局观测体系建设方案",
            "document:内蒙古自治区气象局观测体系建设方案",
            "inferred",
            "derived/aliases",
        )
    }


def test_another_region_cites_another_plan(ledger: Ledger, tmp_path: Path) -> None:
    assert load(ledger, tmp_path, plan=PLAN, notice=OTHER) is None
    assert aliases(ledger) == set()


def test_the_order_of_loads_and_deriving_again_change_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    load(ledger, tmp_path, notice=NOTICE)
    load(ledger, tmp_path, plan=PLAN)
    head, first = ledger.head(), aliases(ledger)
    report = load(ledger, tmp_path)

    assert len(first) == 1
    assert report is not None
    assert report.unchanged
    assert ledger.head() == head


def test_what_does_not_follow_any_more_is_retracted(ledger: Ledger, tmp_path: Path) -> None:
    load(ledger, tmp_path, plan=PLAN, notice=NOTICE)
    load(ledger, tmp_path, notice=NOTICE.replace("《自治区气象局观测", "《另外的管理"))

    assert aliases(ledger) == set()
    (gone,) = LedgerReader(ledger).claims_of("derived/aliases")
    assert gone.reason is not None
    assert "titles" in gone.reason


def test_without_documents_nothing_is_derived(ledger: Ledger) -> None:
    with ledger.writing() as writer:
        assert derive_aliases(ledger, writer) is None
    assert ledger.last_load("derived/aliases") is None
