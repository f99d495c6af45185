"""Work groups and persons; names of persons are in no claim."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.documents.facts.fact import Fact, Statement
from loaders.documents.facts.persons import names_in
from loaders.documents.facts.read import facts_of
from loaders.documents.loader import LOADER, reading_of
from loaders.documents.process_rows import ProcessRows
from loaders.person_ids import PersonIds
from loaders.protocol import RawRow, SourceFile

HEAD = "朔西省气象局质量管理体系建设方案\n为做好观测质量工作，现提出以下方案，请认真贯彻落实。\n"
Edge = tuple[str, str, str]


@pytest.fixture
def edges(read) -> Callable[..., set[Edge]]:
    def found(text: str) -> set[Edge]:
        reading = reading_of(read(HEAD + text), ProcessRows())
        assert reading is not None
        return {
            (f.edge, f.subject.key[-1], f.object.key[-1])
            for f in facts_of(reading)
            if isinstance(f, Fact) and f.edge not in {"ISSUED_BY", "PART_OF"}
        }

    return found


# Lists of names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王一明  李二亮 张三", ["王一明", "李二亮", "张三"]),
        ("王一明、李二亮，张三；", ["王一明", "李二亮", "张三"]),
        ("王 明  李二亮", ["王明", "李二亮"]),
        ("斯琴图雅  阿拉坦", ["斯琴图雅", "阿拉坦"]),
        ("王一明（观测处） 李二亮（副处长）", ["王一明", "李二亮"]),
        ("王一明  省气象局党组书记、局长", ["王一明"]),
        ("各市气象局业务科科长", []),
        ("分管业务局长", []),
    ],
)
def test_names_of_a_list(text: str, names: list[str]) -> None:
    assert [each.name for each in names_in(text, 0, len(text))] == names


def test_a_name_of_a_line_alone_has_a_post() -> None:
    text = "王一明  省气象局党组书记、局长"
    [one] = names_in(text, 0, len(text))
    assert (text[one.begin : one.end], one.post) == ("王一明", "省气象局党组书记、局长")


# Groups


def test_a_group_under_a_heading(edges) -> None:
    assert edges(
        "一、组织分工\n（一）工作组（技术组）\n组  长：王一明\n副组长：李二亮  张三\n"
        "成  员：赵四海（临江市气象局） 钱五\n周六  吴七星\n联系人：钱五\n"
        "主要职责：编制方案；组织审核。向中国气象局报送进展。\n王一明为技术负责人，赵四海为工作联系人。\n"
    ) == {
        ("HEAD", "工作组（技术组）", "王一明"),
        ("DEPUTY", "工作组（技术组）", "李二亮"),
        ("DEPUTY", "工作组（技术组）", "张三"),
        *(("MEMBER", "工作组（技术组）", n) for n in ("赵四海", "钱五", "周六", "吴七星")),
        ("MEMBER_UNIT", "赵四海", "临江市气象局"),
        ("CONTACT", "工作组（技术组）", "钱五"),
        ("CONTACT", "工作组（技术组）", "赵四海"),
        *(("HAS_DUTY", "工作组（技术组）", f"工作组（技术组）|{n}") for n in (1, 2, 3)),
        ("REPORTS_TO", "工作组（技术组）", "中国气象局"),
    }


def test_a_list_of_members_with_posts_and_a_section_of_duties(edges) -> None:
    assert edges(
        "一、领导小组组成人员\n组长：王一明  省气象局局长\n副组长：李二亮  省气象局副局长\n"
        "张三  省气象局副局长\n二、主要职责\n1.统筹协调工作；\n2.审定年度计划。\n"
    ) == {
        ("HEAD", "领导小组", "王一明"),
        ("DEPUTY", "领导小组", "李二亮"),
        ("DEPUTY", "领导小组", "张三"),
        *(("MEMBER_UNIT", n, "朔西省气象局") for n in ("王一明", "李二亮", "张三")),
        ("HAS_DUTY", "领导小组", "领导小组|1"),
        ("HAS_DUTY", "领导小组", "领导小组|2"),
    }


def test_groups_in_running_text(edges) -> None:
    assert edges(
        "局里成立了以王一明局长为组长的认证工作领导小组。领导小组下设推进办公室，李二亮副书记任推进办主任。\n"
    ) == {("HEAD", "认证工作领导小组", "王一明"), ("HEAD", "推进办公室", "李二亮")}


def test_posts_are_no_persons_and_a_contact_alone_no_group(edges) -> None:
    assert edges("一、审核安排\n请按时完成。\n联系人：王一明，电话：0000-0000000\n") == set()
    assert edges(
        "1.各市气象局成立本局建设组，由分管局长任组长。\n联系人：各市气象局业务科科长\n职责：做好试运行工作。\n"
    ) == {("HAS_DUTY", "各市气象局成立本局建设组", "各市气象局成立本局建设组|1")}


def test_a_sentence_about_a_group_says_to_whom_it_reports(edges) -> None:
    found = edges(
        "一、组织\n（一）工作组\n组长：王一明\n二、机制\n工作组汇总进展，并于每月24日前向中国气象局报送简报。\n"
    )
    assert ("REPORTS_TO", "工作组", "中国气象局") in found


# Ids of persons


def claims_of(path: Path, home: Path | None) -> list[str]:
    source = SourceFile(path, "S", home=home)
    rows = [row for row in LOADER.read(source) if isinstance(row, RawRow)]
    bodies = [claim.body("S").decode() for row in rows for claim in LOADER.claims(row, source)]
    return [*bodies, *(json.dumps([row.identity, *row.fields.values()]) for row in rows)]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(HEAD + "一、组织\n（一）工作组\n组长：王一明  局长\n成员：李二亮\n", "utf-8")
    return path


def test_no_claim_and_no_identity_holds_the_name_of_a_person(plan: Path, tmp_path: Path) -> None:
    said = claims_of(plan, tmp_path / "home")
    assert any('"HEAD"' in each for each in said)
    assert not any(name in each for each in said for name in ("王一明", "李二亮"))


def test_ids_keep_within_a_home_and_differ_between_homes(plan: Path, tmp_path: Path) -> None:
    one, again = (claims_of(plan, tmp_path / "one") for _ in range(2))
    other = claims_of(plan, tmp_path / "other")
    assert one == again
    assert set(one) != set(other)


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    PersonIds.of_home(tmp_path / "home")
    mode = (tmp_path / "home" / "person.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_dry_run_makes_no_key(plan: Path, tmp_path: Path) -> None:
    assert any('"HEAD"' in each for each in claims_of(plan, None))
    assert list(tmp_path.glob("**/person.key")) == []


def test_namesakes_of_two_issuers_are_two(tmp_path: Path) -> None:
    ids = PersonIds.of_home(tmp_path)
    assert ids.of("甲局", "王一明") != ids.of("乙局", "王一明")
    assert ids.of("甲局", "王一明") == PersonIds.of_home(tmp_path).of("甲局", "王一明")


def test_a_person_has_a_post_and_no_name(read) -> None:
    reading = reading_of(
        read(HEAD + "一、组织\n（一）工作组\n组长：王一明  局长\n成员：李二亮\n"), ProcessRows()
    )
    assert reading is not None
    said = [s for s in facts_of(reading) if isinstance(s, Statement)]
    persons = {s.element.key[0]: s.properties for s in said if s.element.kind == "Person"}
    assert persons == {"王一明": {"post": "局长"}, "李二亮": {}}
