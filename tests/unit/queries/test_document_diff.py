"""Two versions of a real text: what the new one adds, leaves out, and says elsewhere."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import InvalidValueError, Settings, UnknownElementError, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from queries import run
from queries.document_diff import DiffRow

DOC = "document:朔西省气象局关于开展审核的通知"
FIRST = (
    "朔西省气象局关于开展审核的通知\n各市气象局：\n根据《甲管理办法》和《乙管理办法》，现通知如下。\n"
    "一、汛前检查\n完成巡检。\n责任单位：观测处\n学员在安波培训中心集中学习。\n"
    "朔西省气象局\n2022年3月1日\n"
)
SECOND = FIRST.replace("《乙管理办法》", "《丙管理办法》").replace("一、", "\n新增一段话。\n一、")

Row = tuple[str, str, str, str, str]


class Versions:
    """A home into which versions of one file are loaded."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notice.txt"
        self.workspace = Workspace(Settings(folder / "home"), create=True)

    def load(self, text: str) -> str:
        """Load the file with this text; returns when that was recorded."""
        self.path.write_text(text, encoding="utf-8")
        return self.load_path(self.path)

    def load_path(self, path: Path) -> str:
        ledger = self.workspace.ledger
        with ledger.writing() as writer:
            for planned in make_plan([path], Declared()).files:
                load_file(ledger, writer, planned, LoadChoices(allow_retract=True))
        (at,) = ledger.connection.execute(
            "SELECT max(recorded_at) FROM blocks WHERE kind='close'"
        ).fetchone()
        return str(at)

    def diff(self, document: str = DOC, known_at: str | None = None, **params: str) -> set[Row]:
        rows = self.rows(document, known_at, **params)
        return {(r.change, r.kind, r.element, r.before, r.after) for r in rows}

    def rows(
        self, document: str = DOC, known_at: str | None = None, **params: str
    ) -> list[DiffRow]:
        given = {"document": document, **{k.rstrip("_"): v for k, v in params.items()}}
        rows = run(self.workspace, "document-diff", given, known_at=known_at).rows
        return [row for row in rows if isinstance(row, DiffRow)]


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[Versions]:
    made = Versions(tmp_path)
    yield made
    made.workspace.close()


def cites(document: str) -> str:
    return f"CITES({DOC},document:{document},0001-01-01T00:00:00Z)"


def test_a_new_version_adds_leaves_out_and_moves(versions: Versions) -> None:
    versions.load(FIRST)
    versions.load(SECOND)

    found = versions.diff()

    assert ("added", "CITES", cites("丙管理办法"), "", "line 3, column 10") in found
    assert ("removed", "CITES", cites("乙管理办法"), "line 3, column 10", "") in found
    mention = f"mention:{DOC.partition(':')[2]}|安波培训中心"
    assert ("moved", "Mention", mention, "line 7, column 3", "line 9, column 3") in found
    assert not [each for each in found if each[2] == cites("甲管理办法")]
    assert not [each for each in found if each[2] == DOC and each[0] != "moved"]


def test_what_was_removed_says_when_and_why(versions: Versions) -> None:
    versions.load(FIRST)
    at = versions.load(SECOND)

    (gone,) = (row for row in versions.rows() if row.element == cites("乙管理办法"))
    assert (gone.retracted_at, gone.reason) == (at, "absent from notice.txt")
    (new,) = (row for row in versions.rows() if row.element == cites("丙管理办法"))
    assert (new.recorded_at, new.retracted_at) == (at, "")


def test_of_one_version_everything_is_added(versions: Versions) -> None:
    versions.load(FIRST)

    assert {row.change for row in versions.rows()} == {"added"}


def test_between_two_times(versions: Versions) -> None:
    first, second = versions.load(FIRST), versions.load(SECOND)
    versions.load(FIRST)

    there, back = versions.diff(from_=first, to=second), versions.diff()
    assert {each[:3] for each in there if each[0] == "added"} == {
        ("added", *each[1:3]) for each in back if each[0] == "removed"
    }
    assert versions.diff(from_=first) == set()
    assert versions.diff(to=second) == there
    assert versions.diff(known_at=second) == there
    assert {row.change for row in versions.rows(from_="2000-01-01")} == {"added"}


def test_the_same_bytes_again_are_no_version(versions: Versions) -> None:
    versions.load(FIRST)
    versions.load(SECOND)
    before = versions.diff()
    versions.load(SECOND)

    assert versions.diff() == before


def test_a_document_of_an_archive_is_told_alone(versions: Versions, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    other = FIRST.replace("审核", "检查")
    for text in (FIRST, SECOND):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", text)
            archive.writestr("b.txt", other.replace("甲管理", "丁管理") + "\n" * (text == SECOND))
        versions.load_path(path)

    rows = versions.rows()
    assert {p.partition(";")[0] for r in rows for p in (r.before, r.after)} == {"", "member=a.txt"}
    assert {r.change for r in rows if r.element == cites("乙管理办法")} == {"removed"}
    assert versions.rows(DOC.replace("审核", "检查")) == []


def test_what_another_document_of_the_archive_still_says_is_removed_from_this_one(
    versions: Versions, tmp_path: Path
) -> None:
    path, name = tmp_path / "all.zip", "document:乙管理办法"
    for text in (FIRST, SECOND):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", text)
            archive.writestr("b.txt", FIRST.replace("审核", "检查"))
        versions.load_path(path)

    (row,) = (row for row in versions.rows() if row.element == name)
    assert (row.change, row.retracted_at) == ("removed", "")


def test_what_is_only_cited_has_no_versions(versions: Versions) -> None:
    versions.load(FIRST)

    assert versions.rows("document:甲管理办法") == []


def test_wrong_values_are_refused(versions: Versions) -> None:
    versions.load(FIRST)

    with pytest.raises(UnknownElementError) as error:
        versions.rows("document:朔西省气象局关于开展审核通知")
    assert error.value.nearest == (DOC,)
    with pytest.raises(InvalidValueError, match="from"):
        versions.rows(from_="yesterday")
    with pytest.raises(InvalidValueError, match="to"):
        versions.rows(to="2022-13-01")
    with pytest.raises(InvalidValueError, match="earlier"):
        versions.rows(from_="2999-01-01", to="2000-01-01")
