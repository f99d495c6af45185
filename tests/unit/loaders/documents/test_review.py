"""Reviews of documents: places, coverage counted by hand, what is hidden, what is laid out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph import SourceError
from graph.ledger import HIDDEN
from loaders.documents.cleaning.offsets import RepairKind
from loaders.documents.model import Document, SegmentKind
from loaders.documents.reading.read import read_documents
from loaders.documents.review import (
    Coverage,
    Fold,
    ItemKind,
    Line,
    Piece,
    Review,
    TableView,
    reviewed,
    split_member,
)
from loaders.documents.review.items import Cited
from loaders.documents.review.review import review_of

HEAD = "殷若渝"
# Units: the issuer in the title, 各市气象局, 朔西省气象局 in the text, 观测处, the signature: 5.
# Titles: 《甲办法》, its number, 《乙规程》: 3. Dates: 2022年5月底, 2022年3月1日: 2. Numbers: 1.
NOTICE = """朔西省气象局关于开展审核的通知
各市气象局：
根据《甲办法》（气发〔2021〕7号），现将有关事项通知如下。乙站执行《乙规程》。
一、汛前检查
共有12个站点，于2022年5月底完成巡检，由朔西省气象局核对。
责任单位：观测处
朔西省气象局
2022年3月1日
"""
PERSONS = f"""朔西省气象局
关于成立质量管理体系建设领导小组的通知
各市气象局：
根据《甲办法》，现将有关事项通知如下。
一、质量管理体系建设领导小组
组  长：{HEAD}
成  员：佘一沣（观测处）
主要职责：由{HEAD}主持体系建设；审定体系文件。
"""
Reviewing = Callable[..., Review]


@pytest.fixture
def review(read: Callable[..., Document]) -> Reviewing:
    """The review of a text."""

    def of(text: str, *, reveal_names: bool = False) -> Review:
        return review_of(read(text), reveal_names=reveal_names)

    return of


def pieces(review: Review) -> Iterator[Piece]:
    for block in review.blocks:
        match block:
            case Line():
                yield from block.pieces
            case Fold():
                yield from (piece for line in block.lines for piece in line.pieces)
            case TableView():
                for row in block.rows:
                    for cell in row:
                        yield from (piece for line in cell.lines for piece in line.pieces)


def found(review: Review, kind: ItemKind, *, cited: bool) -> list[str]:
    return [i.text for i in review.items if i.kind is kind and i.cited is cited]


# Coverage


def test_coverage_is_what_is_counted_by_hand(review: Reviewing) -> None:
    one = review(NOTICE)

    assert found(one, ItemKind.TITLE, cited=True) == ["《甲办法》", "气发〔2021〕7号", "《乙规程》"]
    assert found(one, ItemKind.DATE, cited=True) == ["2022年3月1日"]
    assert found(one, ItemKind.DATE, cited=False) == ["2022年5月底"]
    assert found(one, ItemKind.NUMBER, cited=False) == ["12个"]
    assert found(one, ItemKind.UNIT, cited=True) == ["朔西省气象局", "各市气象局", "观测处"]
    assert found(one, ItemKind.UNIT, cited=False) == ["朔西省气象局", "朔西省气象局"]
    assert one.coverage == {
        ItemKind.UNIT: Coverage(5, 3),
        ItemKind.TITLE: Coverage(3, 3),
        ItemKind.DATE: Coverage(2, 1),
        ItemKind.NUMBER: Coverage(1, 0),
    }
    assert one.overall == Coverage(11, 7)
    assert one.overall.share == 7 / 11


def test_what_is_cited_elsewhere_is_told_from_what_is_unknown(review: Reviewing) -> None:
    told = {item.text: item.elsewhere for item in review(NOTICE).open_items}

    assert told == {"朔西省气象局": True, "2022年5月底": False, "12个": False}


def test_nothing_to_find_has_no_share(review: Reviewing) -> None:
    assert review("关于审核的通知\n请遵照执行。\n").coverage[ItemKind.NUMBER].share is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("共36家、1,200台（占99.5%）。", ItemKind.NUMBER, ["36家", "1,200台", "99.5%"]),
        ("历时3-5年，见表2。", ItemKind.NUMBER, ["3-5年"]),
        ("于2018-06-03到4月16、17日，24日", ItemKind.DATE, ["2018-06-03", "4月16、17日", "24日"]),
        ("二〇一九年三月五日印发。", ItemKind.DATE, ["二〇一九年三月五日"]),
        ("2012年9月13日 11:32来源", ItemKind.DATE, ["2012年9月13日 11:32"]),
        ("《2021年甲办法》", ItemKind.DATE, []),
        ("按GB/T 19001-2016和QX/T 45-2007。", ItemKind.TITLE, ["GB/T 19001-2016", "QX/T 45-2007"]),
        ("（PDCA）与（HJ-2）", ItemKind.TITLE, ["（HJ-2）"]),
        ("系统V2.0、CIMISS2与WMO-8。", ItemKind.NUMBER, []),
    ],
)
def test_rules(review: Reviewing, text: str, kind: ItemKind, expected: list[str]) -> None:
    one = review(f"关于开展审核的通知\n各单位：\n{text}\n")

    assert [i.text for i in one.items if i.kind is kind] == expected


def test_numbers_of_headings_and_rows_are_no_items(review: Reviewing) -> None:
    one = review("关于审核的通知\n各单位：\n1.检查设备\n请检查。\n2.更换设备\n请更换。\n")

    assert found(one, ItemKind.NUMBER, cited=False) == []


def test_a_place_holds_what_lies_within_it() -> None:
    cited = Cited([(0, 4), (2, 10), (20, 30)])

    assert cited.holds(2, 10)
    assert cited.holds(5, 9)
    assert not cited.holds(5, 11)
    assert not cited.holds(19, 21)
    assert not cited.holds(12, 14)


# Places


def test_every_excerpt_is_at_its_place(review: Reviewing, read: Callable[..., Document]) -> None:
    raw = read(NOTICE).raw
    lines = raw.split("\n")
    one = review(NOTICE)

    assert one.facts
    for span in [f.span for f in one.facts] + [i.span for i in one.items]:
        assert raw[span.raw_begin : span.raw_end] == span.raw
        assert span.place.line is not None
        assert lines[span.place.line - 1][span.place.column or 0 :].startswith(
            span.raw.split("\n")[0]
        )


def test_facts_at_one_place_share_its_number(review: Reviewing) -> None:
    spots = {(f.span.begin, f.span.end): f.spot for f in review(NOTICE).facts}

    assert sorted(spots.values()) == list(range(1, len(spots) + 1))


def test_the_page_is_the_raw_text(review: Reviewing) -> None:
    text = "關(guān)于加強(qiáng)審核的通知\n  各單位:\n根據(jù)《辦法》,請認(rèn)真執(zhí)行。\n"
    one = review(text)

    shown = ["".join(p.text if p.before is None else p.before for p in pieces(one))]
    assert "".join(shown) == text.replace("\n", "")
    assert RepairKind.PINYIN in one.repairs_by_kind
    assert "关于加强审核的通知" in "".join(p.text for p in pieces(one))


def test_spots_begin_once(review: Reviewing) -> None:
    one = review(NOTICE)

    begun = [spot for piece in pieces(one) for spot in piece.begins]
    assert sorted(begun) == sorted({fact.spot for fact in one.facts})
    opened = [p.item for p in pieces(one) if p.item_begins]
    assert opened == list(range(len(one.open_items)))


def test_a_second_copy_is_folded_and_counts_for_nothing(review: Reviewing) -> None:
    body = (
        "今年以来，朔西省气象局认真落实《甲办法》，体系建设取得明显成效，数据质量稳步提升。\n"
        "省局组织召开座谈会，学习交流先进经验，部署下一步重点工作任务和要求。\n"
        "下一步，将完善制度，强化监督，推动36个台站再上新台阶，服务高质量发展。\n"
        "大家表示，要把体系建设作为总抓手，坚持持续改进，确保各项任务落到实处。\n"
        "通过采访，笔者感受到，质量管理的精髓在于持续改进，绝非一日之功。\n"
        "各级气象部门将以此为契机，全面加强基础能力建设，补齐短板弱项。\n"
        "专家建议，应当建立健全考核机制，将质量目标分解到每个岗位和每个环节。\n"
    )
    once = review(f"全省观测质量管理体系推进工作采访记\n{body}")
    twice = review(f"全省观测质量管理体系推进工作采访记\n{body}\n" * 2)

    folds = [block for block in twice.blocks if isinstance(block, Fold)]
    assert [fold.kind for fold in folds] == [SegmentKind.DUPLICATE]
    assert twice.coverage == once.coverage


def test_rows_of_tables_are_facts_at_their_cells(review: Reviewing) -> None:
    one = review(
        "朔西省气象局\n质量管理体系建设方案\n\n表1.业务过程清单\n"
        "→过程\n→过程名称\n→主责部门\n\n→业务过程（Y）\n→Y01-01站网管理\n→朔西省气象局观测处\n\n"
    )

    [led] = [fact for fact in one.facts if fact.kind == "LED_BY"]
    assert (led.subject.name, led.span.raw) == ("站网管理", "朔西省气象局观测处")
    assert any(isinstance(block, TableView) for block in one.blocks)
    assert found(one, ItemKind.NUMBER, cited=False) == []


# Persons


def test_no_name_of_a_person_is_in_a_review(review: Reviewing) -> None:
    one = review(PERSONS)

    assert HEAD not in repr(one)
    assert "佘一沣" not in repr(one)
    assert HIDDEN in "".join(piece.text for piece in pieces(one))
    assert len(one.names) == 3


def test_the_reading_of_a_hidden_name_is_hidden_too(review: Reviewing) -> None:
    one = review(
        "質(zhì)量領(lǐng)導(dǎo)小組的通知\n一、領(lǐng)導(dǎo)小組\n組長(zhǎng)：張廣(guǎng)明(míng)\n"
    )

    assert [fact.kind for fact in one.facts].count("HEAD") == 1
    for part in ("guǎng", "míng", "廣", "明"):
        assert part not in repr(one)


def test_with_the_right_names_are_shown_and_their_places_told(review: Reviewing) -> None:
    one = review(PERSONS, reveal_names=True)

    assert HEAD in repr(one)
    assert [place.line for place in one.names] == [6, 7, 8]


# Files


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "notices.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("2022/a.txt", NOTICE)
        opened.writestr("b.txt", PERSONS)
    return path


def test_all_documents_of_an_archive_or_the_one_asked_for(archive: Path) -> None:
    assert len(reviewed(archive).documents) == 2
    [one] = reviewed(*split_member(f"{archive}!2022/a.txt")).documents
    assert one.title == "朔西省气象局关于开展审核的通知"
    assert {fact.span.place.locator.partition(";")[0] for fact in one.facts} == {
        "member=2022/a.txt"
    }


def test_an_archive_in_an_archive(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as opened:
        opened.write(archive, "in.zip")

    [one] = reviewed(tmp_path / "all.zip", "in.zip!b.txt").documents
    assert one.source.endswith("all.zip!in.zip!b.txt")
    assert len(reviewed(tmp_path / "all.zip", "in.zip").documents) == 2


def test_a_member_that_is_not_there_names_those_that_are(archive: Path) -> None:
    with pytest.raises(SourceError, match=r"c\.txt.*2022/a\.txt、b\.txt"):
        reviewed(archive, "c.txt")


def test_a_path_with_a_mark_in_it_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a!b.txt"
    path.write_text(NOTICE, encoding="utf-8")

    assert split_member(str(path)) == (path, "")


def test_what_cannot_be_read_is_among_the_readable(archive: Path) -> None:
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("c.txt", b"\0\1\2\3" * 50)

    result = reviewed(archive)
    assert len(result.documents) == 2
    assert [fault.source.endswith("c.txt") for fault in result.unreadable] == [True]


def test_a_document_without_a_title_says_so(review: Reviewing) -> None:
    one = review("为做好观测质量工作，现将有关事项通知如下，请认真贯彻落实。\n" * 3)

    assert [rejected.field for rejected in one.rejected] == ["title"]
    assert one.facts == ()


@pytest.mark.needs_shared
def test_the_seeds_stand_in_their_reviews(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        [document] = read_documents(path)
        assert isinstance(document, Document)
        one = review_of(document, reveal_names=True)
        for fact in one.facts:
            span = fact.span
            assert document.raw[span.raw_begin : span.raw_end] == span.raw
            begun = [piece for piece in pieces(one) if fact.spot in piece.begins]
            assert begun, (path.name, fact)
        assert 0 < one.overall.cited <= one.overall.found
