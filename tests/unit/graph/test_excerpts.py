"""Words at the places of claims: their encoding, and names of persons hidden in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph import Claim, Place
from graph.ledger import HIDDEN, REVEALS_FILE, Checkpoint, Ledger, LoadSpec, ShownTo
from graph.ledger.excerpts import PLACES, encoding_of

TEXT = "组长：赵一鸣\n成员：赵一、钱  二\n赵一鸣和钱二负责协调，高工参加。\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", "utf-8"),
        ("联通".encode(), "utf-8"),
        ("联通".encode("gb18030") + "额".encode("gb18030"), "gb18030"),
        (b"a" * (1 << 20) + "气".encode(), "utf-8"),
        (b"a" * ((1 << 20) - 1) + "气".encode(), "utf-8"),
        (b"abc\xe6", "gb18030"),
        ("气象".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "气象".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_whole_file_tells_its_encoding(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert encoding_of(path) == encoding


def kept(ledger: Ledger, content: bytes) -> bytes:
    path = ledger.home / "incoming.txt"
    path.write_bytes(content)
    return ledger.originals.keep(path)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_an_excerpt_is_the_raw_substring(encoding: str, tmp_path: Path) -> None:
    content = "站号,站名\n53463,呼和浩特额\n".encode(encoding)
    bare = encoding.removesuffix("-sig") + ("-le" if encoding == "utf-16" else "")
    word = "呼和浩特".encode(bare)
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, content)
        place = Place(2, 6, content.index(word), len(word))
        assert ledger.originals.raw(digest, place) == word
        assert ledger.excerpts.text(digest, place) == "呼和浩特"


def test_each_line_of_a_file_in_mixed_encodings_is_read_in_its_own(tmp_path: Path) -> None:
    first, second = "联通气象".encode(), "联通".encode("gb18030")
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, first + b"\n" + second + "额\n".encode("gb18030"))
        assert ledger.excerpts.text(digest, Place(1, 0, 0, len(first))) == "联通气象"
        place = Place(2, 0, len(first) + 1, len(second))
        assert ledger.excerpts.text(digest, place) == "联通"


def test_broken_bytes_are_shown_escaped(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, b"a\xff\xffb")
        assert ledger.excerpts.text(digest, Place(1, 0, 0, 4)) == "a\\xff\\xffb"


def test_places_without_words_have_no_excerpt(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, "一二三".encode())
        assert ledger.excerpts.text(digest, Place(locator="row=3")) is None
        assert ledger.excerpts.text(digest, Place(1, 0, 99, 3)) == ""
        assert ledger.excerpts.text(b"\0" * 32, Place(1, 0, 0, 3)) is None


def load(ledger: Ledger, text: str, *names: str) -> bytes:
    """Load a text whose claims are about the persons named, each at its place."""
    path = ledger.home / "names.txt"
    path.write_text(text, encoding="utf-8")
    content = path.read_bytes()
    spec = LoadSpec("文件", "document", "test", "1", "{}", str(path))
    rows = [
        (
            Claim("Person", f"person:{number}"),
            Place(1, 0, content.index(name.encode()), len(name.encode())),
            None,
        )
        for number, name in enumerate(names)
    ]
    with ledger.writing() as writer:
        session = writer.begin(spec, path)
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
        session.retract(list(session.unseen()), "absent", allow_mass=True)
        session.close()
    return ledger.originals.keep(path)[0]


def whole(text: str) -> Place:
    return Place(1, 0, 0, len(text.encode()))


def test_names_of_persons_are_hidden_wherever_they_stand_in_their_original(tmp_path: Path) -> None:
    """The longer of two names goes first, blanks within a name do not show it."""
    with Ledger(tmp_path / "home") as ledger:
        digest = load(ledger, TEXT, "赵一鸣", "赵一", "钱  二")
        ledger.excerpts.refresh()
        shown = ledger.excerpts.text(digest, whole(TEXT))
    assert shown == (
        f"组长：{HIDDEN}\n成员：{HIDDEN}、{HIDDEN}\n{HIDDEN}和{HIDDEN}负责协调，高工参加。\n"
    )


def test_a_later_version_hides_them_too(tmp_path: Path) -> None:
    """There the claim is only said again: its place stands in an entry of the log."""
    later = "新版。\n" + TEXT
    with Ledger(tmp_path / "home") as ledger:
        load(ledger, TEXT, "赵一鸣", "钱  二")
        ledger.excerpts.refresh()
        digest = load(ledger, later, "赵一鸣", "钱  二")
        ledger.excerpts.refresh()
        shown = ledger.excerpts.text(digest, whole(later))
    assert shown is not None
    assert "赵一鸣" not in shown
    assert shown.startswith("新版。\n组长：")


def test_names_are_found_without_going_through_the_whole_log(tmp_path: Path) -> None:
    """Every process that shows evidence learns them first, however much the ledger holds."""
    plan = "EXPLAIN QUERY PLAN " + PLACES
    with Ledger(tmp_path / "home") as ledger:
        steps = [str(row[3]) for row in ledger.connection.execute(plan)]
    scanned = [step for step in steps if step.startswith("SCAN")]
    assert scanned == ["SCAN c USING INDEX claims_person"] * 2
    assert any(step.startswith("SEARCH e USING INDEX entries_claim") for step in steps)


def test_a_name_is_logged_before_it_is_shown(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home", reveal_names=True) as ledger:
        digest = load(ledger, TEXT, "赵一鸣")
        ledger.excerpts.refresh()
        nobody = Place(1, 0, 0, len("组长".encode()))
        assert ledger.excerpts.text(digest, nobody) == "组长"
        assert not (ledger.home / REVEALS_FILE).exists()
        assert ledger.excerpts.text(digest, whole(TEXT)) == TEXT
        (line,) = (ledger.home / REVEALS_FILE).read_text(encoding="utf-8").splitlines()
        assert (ledger.home / REVEALS_FILE).stat().st_mode & 0o777 == 0o600
    record = json.loads(line)
    assert record.keys() == {"at", "user", "sha256", "place", "names"}
    assert record["sha256"] == digest.hex()
    assert record["names"] == 2
    assert "赵一鸣" not in line


SOMEBODY = ShownTo("王观测", "auditor", "show", "page")


def logged(ledger: Ledger) -> list[dict[str, object]]:
    if not (ledger.home / REVEALS_FILE).exists():
        return []
    lines = (ledger.home / REVEALS_FILE).read_text(encoding="utf-8").splitlines()
    assert not [name for name in ("赵一鸣", "钱") if any(name in line for line in lines)]
    return [json.loads(line) for line in lines]


def test_names_are_shown_to_somebody_named_and_to_nobody_else(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        digest = load(ledger, TEXT, "赵一鸣", "钱  二")
        place = whole(TEXT)
        assert ledger.excerpts.text(digest, place, SOMEBODY) == TEXT
        (record,) = logged(ledger)
        assert record.pop("at")
        assert record == {
            "user": "王观测",
            "role": "auditor",
            "question": "show",
            "shown_in": "page",
            "sha256": digest.hex(),
            "place": str(place),
            "names": TEXT.count("赵一鸣") + TEXT.count("钱"),
        }
        assert "赵一鸣" not in (ledger.excerpts.text(digest, place) or "")
        assert len(logged(ledger)) == 1


def test_names_around_a_place_are_counted_where_they_are_shown(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        digest = load(ledger, TEXT, "赵一鸣", "钱  二")
        head = Place(1, 0, 0, len("组长".encode()))
        assert ledger.excerpts.around(digest, head, lines=0) is not None
        assert not logged(ledger)
        shown = ledger.excerpts.around(digest, head, lines=0, to=SOMEBODY)
        assert shown is not None
        assert shown.after == TEXT.splitlines()[0].removeprefix("组长") + "\n"
        assert [record["names"] for record in logged(ledger)] == [1]


def test_what_cannot_be_logged_is_not_shown(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        digest = load(ledger, TEXT, "赵一鸣")
        (ledger.home / REVEALS_FILE).mkdir()
        with pytest.raises(OSError, match=REVEALS_FILE):
            ledger.excerpts.text(digest, whole(TEXT), SOMEBODY)


def test_a_message_in_bufr_has_no_words_to_show(tmp_path: Path) -> None:
    content = b"BUFR\x00\x00\xdc\x03\x00\x007777"
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, content)
        assert ledger.excerpts.text(digest, Place(offset=0, length=len(content))) is None
        assert ledger.excerpts.around(digest, Place(offset=0, length=len(content))) is None


LINES = [f"第{n}行，上下" for n in range(1, 40)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_place_is_shown_with_the_lines_around_it(tmp_path: Path, encoding: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    begun = marks.get(encoding, b"")
    content = begun + "\n".join(LINES).encode(encoding)
    word = "第20行".encode(encoding)
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, content)
        around = ledger.excerpts.around(
            digest, Place(20, 0, content.index(word), len(word)), lines=2
        )
    assert around is not None
    assert around.first_line == 18
    assert around.before == "第18行，上下\n第19行，上下\n"
    assert around.span == "第20行"
    assert around.after == "，上下\n第21行，上下\n第22行，上下\n"
    assert not around.cut


def test_what_is_around_a_place_hides_names_also_where_they_are_cut(tmp_path: Path) -> None:
    """The place ends within a name, and a long line is cut within another."""
    text = "赵一鸣" + "甲" * 999 + "乙，钱  二和赵一鸣。\n"
    content = text.encode()
    begin, end = content.index("乙".encode()), content.rindex("鸣".encode())
    with Ledger(tmp_path / "home") as ledger:
        digest = load(ledger, text, "赵一鸣", "钱  二")
        around = ledger.excerpts.around(digest, Place(1, 0, begin, end - begin))
    assert around is not None
    assert around.span == f"乙，{HIDDEN}和{HIDDEN}"
    assert around.after == "。\n"
    assert not set("赵鸣钱二") & set(around.before)


def test_around_no_words_there_is_nothing(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        digest = kept(ledger, "一二三".encode())
        assert ledger.excerpts.around(digest, Place(locator="row=3")) is None
        assert ledger.excerpts.around(b"\0" * 32, Place(1, 0, 0, 3)) is None
