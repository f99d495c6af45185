"""Documents through the loader: which files it takes, their rows, and what cannot be read."""

import zipfile
from pathlib import Path

import pytest

from graph import Claim, Rejected, SourceError
from loaders.documents.loader import LOADER
from loaders.protocol import RawRow, SourceFile
from loaders.registry import loader_for, loaders

NOTICE = (
    "关于开展审核的通知\n各市气象局：\n为做好观测质量工作，根据《甲办法》，现将有关事项通知如下。\n"
    "一、汛前检查\n完成巡检。\n责任单位：观测处\n朔西省气象局\n2022年3月1日\n"
)
TABLES = (
    "朔西省气象局\n质量管理体系建设方案\n\n表1.业务过程清单\n"
    "\t过程\n\t过程名称\n\t主责部门\n\n\t业务过程（Y）\n\tY01-01站网管理\n\t朔西省气象局观测处\n\n"
)


@pytest.fixture
def write(tmp_path: Path):
    def path(content: str | bytes, name: str = "notice.txt") -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return path


def rows(path: Path) -> list[RawRow | Rejected]:
    return list(LOADER.read(SourceFile(path, "S")))


def claims(path: Path, **declared: str) -> list[Claim]:
    source = SourceFile(path, "S", **declared)  # type: ignore[arg-type]
    found = [row for row in LOADER.read(source) if isinstance(row, RawRow)]
    said = [claim for row in found for claim in LOADER.claims(row, source)]
    assert all(isinstance(claim, Claim) for claim in said)
    return said


# Which files


@pytest.mark.parametrize("name", ["a.txt", "a", "a.html", "a.htm", "a.docx", "a.pdf", "a.zip"])
def test_documents_are_taken(write, name: str) -> None:
    loader = loader_for(write(NOTICE, name))
    assert loader is not None
    assert loader.name == "documents"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.txt", "How to build: run make, then wait until it is done."),
        ("a.csv", NOTICE),
        ("a.json", "[]"),
        ("stations.csv", "station_id,name_zh\n"),
        ("a.txt", b"\0\1\2\3"),
        ("a.txt", ""),
    ],
)
def test_other_files_are_left_to_others(write, name: str, content: str | bytes) -> None:
    loader = loader_for(write(content, name))
    assert loader is None or loader.name != "documents"


def test_one_loader_reads_documents() -> None:
    assert "documents" in loaders()
    assert "process_tables" not in loaders()


# Rows and claims


def test_rows_have_places_and_identities_of_their_own(write) -> None:
    found = rows(write(NOTICE))
    assert all(isinstance(row, RawRow) for row in found)
    identities = [row.identity for row in found]
    assert len(identities) == len(set(identities))
    assert all(row.place.line for row in found)


def test_claims_are_valid_at_any_time_and_placed(write) -> None:
    path = write(NOTICE)
    data = path.read_bytes()
    said = claims(path)
    assert {claim.properties["begin_known"] for claim in said} == {False}
    for claim in said:
        place = claim.place
        assert place is not None
        assert place.offset is not None
        assert place.length is not None
        assert data[place.offset : place.offset + place.length].decode()
    [cited] = [claim for claim in said if claim.kind == "CITES"]
    place = cited.place
    assert place is not None
    assert data[place.offset :].startswith("《甲办法》".encode())


def test_a_unit_has_its_level_as_a_state(write) -> None:
    said = claims(write(NOTICE))
    [state] = [
        claim
        for claim in said
        if claim.kind == "State" and claim.properties["element"] == "unit:朔西省气象局"
    ]
    assert (state.properties["value"], state.certainty) == ("region", "inferred")


def test_nothing_is_surer_than_the_source(write) -> None:
    assert {c.certainty for c in claims(write(NOTICE), certainty="synthetic")} == {"synthetic"}


def test_tables_of_processes_say_what_they_said_before(write) -> None:
    from loaders.process_tables import LOADER as TABLES_ALONE

    path = write(TABLES, "plan.txt")
    source = SourceFile(path, "S")
    alone = [
        claim
        for row in TABLES_ALONE.read(source)
        if isinstance(row, RawRow)
        for claim in TABLES_ALONE.claims(row, source)
    ]
    assert alone
    together = {(c.body("S"), c.place) for c in claims(path)}
    assert {(c.body("S"), c.place) for c in alone} <= together


# What cannot be read


def test_what_is_no_document_is_refused_with_the_reason(write) -> None:
    with pytest.raises(SourceError, match="空"):
        rows(write(b"", "a.zip"))
    with pytest.raises(SourceError, match="docx"):
        rows(write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc"))


def test_a_document_without_title_is_one_rejected_row(write) -> None:
    text = "为做好观测质量工作，现将有关事项通知如下，请认真贯彻落实。\n" * 3
    [only] = rows(write(text))
    assert isinstance(only, Rejected)
    assert only.field == "title"
    assert "标题" in only.message


def test_members_of_an_archive_are_placed_within_it(write, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sub/notice.txt", NOTICE)
        archive.writestr("plan.txt", TABLES)
        archive.writestr("empty.txt", "")
    found = rows(path)
    [rejected] = [row for row in found if isinstance(row, Rejected)]
    assert "empty.txt" in str(rejected.place)
    places = {str(claim.place) for claim in claims(path)}
    assert all(place.startswith("member=") for place in places)
    assert "member=sub/notice.txt;line=2;column=0" in places


def test_a_broken_row_of_a_process_table_is_rejected_once(write) -> None:
    broken = TABLES + "\tY01-02计量检定\n\t\n\t\n\t多余\n\t多余\n"
    rejected = [row for row in rows(write(broken, "plan.txt")) if isinstance(row, Rejected)]
    assert len(rejected) == len({str(each.place) for each in rejected})


def test_unresolved_names_are_counted_in_a_warning(write) -> None:
    text = NOTICE.replace("完成巡检。", "学员在安波培训中心集中学习，完成巡检。")
    path = write(text)
    source = SourceFile(path, "S")
    list(LOADER.read(source))
    assert any("安波培训中心" in each for each in LOADER.warnings(source))
    assert LOADER.warnings(SourceFile(path, "other")) == LOADER.warnings(source)


def test_a_table_under_a_title_of_another_genre_is_read(write) -> None:
    text = (
        "关于公布业务接口的通知\n各市气象局：\n为做好观测质量工作，现将业务接口公布如下。\n表1.国省业务接口信息\n"
        "\t国家级过程\n\t省级过程\n\t国家级单位\n\t省级单位\n\t接口项目\n\n"
        "\t站网管理\n\t站网管理\n\t中国气象局综合观测司\n\t朔西省气象局观测处\n\t省级单位上报信息\n\n"
    )
    path = write(text, "plan.txt")
    assert not [row for row in rows(path) if isinstance(row, Rejected)]
    assert "interface:关于公布业务接口的通知|1" in {claim.subject for claim in claims(path)}
