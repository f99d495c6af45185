"""Names that a document prints and nobody knows: one mention a name, at its first place."""

from pathlib import Path

from graph import Claim
from loaders.documents.facts.mentions import mention_facts
from loaders.documents.facts.reading import Reading
from loaders.documents.loader import LOADER, reading_of
from loaders.documents.model import Document
from loaders.documents.names import Reason, Unresolved
from loaders.documents.process_rows import process_rows
from loaders.documents.reading.read import read_documents
from loaders.protocol import RawRow, SourceFile

TEXT = (
    "关于开展审核的通知\n各市气象局：\n为做好工作，根据《甲管理办法》，现将有关事项通知如下。\n"
    "一、汛前检查\n学员在安波培训中心集中学习。\n二、总结\n学员回到安波培训中心总结。\n"
    "责任单位：观测处\n朔西省气象局\n2022年3月1日\n"
)


def claims(path: Path) -> list[Claim]:
    source = SourceFile(path, "S")
    rows = [row for row in LOADER.read(source) if isinstance(row, RawRow)]
    return [c for row in rows for c in LOADER.claims(row, source) if isinstance(c, Claim)]


def reading(path: Path) -> Reading:
    (document,) = (d for d in read_documents(path) if isinstance(d, Document))
    found = reading_of(document, process_rows(document))
    assert found is not None
    return found


class Named:
    """The names of a document as somebody else resolves them."""

    def __init__(self, unresolved: list[Unresolved]) -> None:
        self._unresolved = unresolved

    def unresolved(self) -> list[Unresolved]:
        return self._unresolved


def test_a_name_is_one_mention_at_its_first_place(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")

    said = {c.kind: c for c in claims(path) if c.kind in ("Mention", "MENTIONED_IN")}

    mention = said["Mention"]
    assert mention.subject == "mention:关于开展审核的通知|安波培训中心"
    assert mention.properties["reason"] == "unknown"
    assert mention.properties["places"] == 2
    assert mention.properties["explanation"] == Reason.SPOKEN_OF.value
    assert mention.place is not None
    assert mention.place.line == 5
    assert said["MENTIONED_IN"].subject == mention.subject
    assert said["MENTIONED_IN"].object == "document:关于开展审核的通知"


def test_what_is_resolved_is_no_mention(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT.replace("安波培训中心", "朔西省气象局观测处"), encoding="utf-8")

    assert not [c for c in claims(path) if c.kind == "Mention"]


def test_candidates_are_ids_and_make_it_ambiguous(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    names = Named(
        [
            Unresolved(30, 32, "国家局", Reason.AMBIGUOUS, ("国家统计局",)),
            Unresolved(20, 22, "国家局", Reason.NO_AREA, ("国家统计局", "国家气象局")),
            Unresolved(40, 42, "省局", Reason.NO_AREA),
        ]
    )

    mention, _, other, _ = mention_facts(
        Reading(reading(path).document, names, "方案")  # type: ignore[arg-type]
    )

    assert mention.begin == 20
    assert mention.properties["reason"] == "ambiguous"
    assert mention.properties["candidates"] == ("unit:国家统计局", "unit:国家气象局")
    assert other.properties["reason"] == "unknown"
    assert "candidates" not in other.properties


def test_the_document_itself_is_held_and_what_it_cites_is_not(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")

    held = {c.subject: "held" in c.properties for c in claims(path) if "name" in c.properties}

    assert held["document:关于开展审核的通知"]
    assert not held["document:甲管理办法"]
