"""Every kind of repair: what it changes, what it must leave alone."""

import pytest

from loaders.documents.cleaning.clean import clean
from loaders.documents.cleaning.offsets import Edit, RepairKind
from loaders.documents.cleaning.rewriting import Rewriting

PINYIN = RepairKind.PINYIN


def cleaned(raw: str) -> str:
    return clean(raw)[0]


def kinds(raw: str) -> set[str]:
    return set(clean(raw)[1].counts())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("導(dǎo)入", "导入"),
        ("(認(rèn)證工作)", "（认证工作）"),
        ("質(zhì)量管理體系(認(rèn)證工作)工作", "质量管理体系（认证工作）工作"),
        ("內（nèi）蒙古", "内蒙古"),
        ("類(le\u0300i)別", "类别"),
        ("體系（ISO）文件", "体系（ISO）文件"),
        ("類別(A)與(B)", "类别（A）与（B）"),
        ("开展工作(lǐng)培训", "开展工作（lǐng）培训"),  # a simplified text bears no pollution
    ],
)
def test_pinyin_goes_and_real_brackets_stay(raw: str, text: str) -> None:
    assert cleaned(raw) == text


def test_a_syllable_without_tone_is_pinyin_only_in_a_polluted_text() -> None:
    assert cleaned("我們(men)") == "我们（men）"
    assert cleaned("導(dǎo)入質(zhì)量體(tǐ)系我們(men)") == "导入质量体系我们"


def test_each_reading_is_one_repair_with_its_place() -> None:
    _, offsets = clean("導(dǎo)入質(zhì)量")
    found = [repair for repair in offsets.repairs if repair.kind is PINYIN]
    assert [(r.raw_begin, r.before, r.begin, r.after) for r in found] == [
        (1, "(dǎo)", 1, ""),
        (8, "(zhì)", 3, ""),
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("標志著我局工作正式啟動", "标志着我局工作正式启动"),
        ("能力顯著增強", "能力显著增强"),
        ("內蒙古自治區", "内蒙古自治区"),
        ("成績卓著的單位", "成绩卓著的单位"),
        ("該書為其著作", "该书为其著作"),
        ("氣象乾旱監測", "气象干旱监测"),
        ("頭髮與發展", "头发与发展"),
        ("標(biāo)志著認(rèn)證", "标志着认证"),  # a phrase across a reading
    ],
)
def test_traditional_text_is_converted_by_phrase(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize("raw", ["效果显著，著作颇丰", "乾隆年间的瞭望台", "藉此契机", "覆盖全区"])
def test_simplified_text_stays_as_it_is(raw: str) -> None:
    assert cleaned(raw) == raw
    assert RepairKind.SCRIPT not in kinds(raw)


def test_in_a_simplified_line_only_what_can_be_no_other_is_converted() -> None:
    assert cleaned("效果显著，见《氣象標準》著录") == "效果显著，见《气象标准》著录"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("(一)指导思想", "（一）指导思想"),
        ("（三)提高素质", "（三）提高素质"),
        ("(2021-2025年)", "（2021-2025年）"),
        ("ISO(9001)", "ISO(9001)"),
        ("f(x)=1", "f(x)=1"),
        ("国发[2018]3号", "国发〔2018〕3号"),
        ("国发（2018）3号", "国发〔2018〕3号"),
        ("国发【2018】第3号", "国发〔2018〕第3号"),
        ("方案（2018）修订", "方案（2018）修订"),
    ],
)
def test_brackets(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("目前,按计划进入第三阶段,进展顺利;", "目前，按计划进入第三阶段，进展顺利；"),
        ("来源:中国质量网", "来源：中国质量网"),
        ("GB/T 19001-2016/ISO 9001:2015", "GB/T 19001-2016/ISO 9001:2015"),
        ("于11:32印发", "于11:32印发"),
        ("共1,364人", "共1,364人"),
        ("培训班, 局推进办", "培训班，局推进办"),
        ("ISO9001,质量", "ISO9001，质量"),
        ("为什么???没有", "为什么？？？没有"),
        ("２０２１年ＩＳＯ９００１", "2021年ISO9001"),
        ("１．总体要求", "1.总体要求"),
        ("达到９９．５％", "达到99.5%"),
    ],
)
def test_punctuation_and_width(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    ("raw", "text", "kind"),
    [
        ("一\u00a0\u00a0二", "一  二", RepairKind.SPACE),
        ("　　一、目标", "一、目标", RepairKind.INDENT),
        ("一、 目标", "一、目标", RepairKind.SPACE),
        ("目标  \n结束", "目标\n结束", RepairKind.TRAILING),
        ("\t　单元格", "\t单元格", RepairKind.INDENT),
        ("[bookmark: _GoBack]12.持续提升", "12.持续提升", RepairKind.BOOKMARK),
        ("??? 一是准备充分", "一是准备充分", RepairKind.LOST),
        ("组  长：康利  重阳", "组长：康利  重阳", RepairKind.JUSTIFIED),
        ("质\u200b量\ufeff", "质量", RepairKind.INVISIBLE),
        ("一\r\n二\r三", "一\n二\n三", RepairKind.LINE_BREAK),
        ("上半句\n— 12 —\n下半句", "上半句\n下半句", RepairKind.PAGE),
        ("上半句\n第 3 页 共 9 页\n下半句", "上半句\n下半句", RepairKind.PAGE),
        ("甲\udc80乙", "甲\ufffd乙", RepairKind.BROKEN),
    ],
)
def test_blanks_and_leftovers(raw: str, text: str, kind: RepairKind) -> None:
    assert cleaned(raw) == text
    assert kind in kinds(raw)


@pytest.mark.parametrize(
    "raw",
    ["为什么？没有", "康利  重阳 张立", "\t\n\t业务", "表1-2", "ISO 9001:2000版《体系 要求》"],
)
def test_what_only_looks_like_a_leftover_stays(raw: str) -> None:
    assert cleaned(raw) == raw


WRAPPED = """各科室：
    根据工作需要，经研究决定，调整领导小组成员，现将有关事项通知如下，请遵照执行。为保
证工作连续性，各科室要切实做好衔接，明确专人负责，按时完成各项任务，重要情况及时报告领
导小组办公室。本通知自印发之日起施行，此前有关规定与本通知不一致的，以本通知为准，由观测
科负责解释。各单位执行中的问题，请及时反馈观测科，以便统一研究，提出改进意见，报领导小组
审定。
    一、工作要求
"""


def test_lines_of_a_hard_wrapped_paragraph_are_joined() -> None:
    text, offsets = clean(WRAPPED)
    assert text.split("\n")[0] == "各科室："
    assert text.split("\n")[1].startswith("根据工作需要")
    assert text.split("\n")[1].endswith("审定。")
    assert text.split("\n")[2] == "一、工作要求"
    assert offsets.counts()[RepairKind.WRAP] == 4


def test_paragraphs_of_equal_length_are_not_joined() -> None:
    raw = "\n".join(
        f"第{n}项任务由观测科牵头完成，各县局配合，年底前报送总结。" for n in "一二三四五六"
    )
    assert cleaned(raw) == raw


def test_a_later_repair_of_the_same_place_is_the_one_on_record() -> None:
    _, offsets = clean("甲\u00a0\n乙")
    assert [(r.kind, r.before, r.after) for r in offsets.repairs] == [
        (RepairKind.TRAILING, "\u00a0", "")
    ]


def test_an_edit_over_an_earlier_deletion_takes_it_in() -> None:
    rewriting = Rewriting("ab[x]cd")
    rewriting.apply([Edit(2, 5, "", RepairKind.BOOKMARK)])
    rewriting.apply([Edit(1, 3, "Z!?", RepairKind.SCRIPT)])
    offsets = rewriting.offsets()
    assert rewriting.text == "aZ!?d"
    assert offsets.restored(rewriting.text) == "ab[x]cd"
    assert offsets.raw(1, 4) == (1, 6)
