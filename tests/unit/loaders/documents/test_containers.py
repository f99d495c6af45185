"""Folders and archives: every document in them, and nothing that an archive tries beyond."""

import io
import zipfile
from pathlib import Path

import pytest

from loaders.documents.model import Document, Fault
from loaders.documents.reading.container import Limits
from loaders.documents.reading.read import read_documents

TEXT = "观测质量工作要点\n一、总体要求\n坚持以数据质量为核心。\n".encode()


def packed(members: dict[str, bytes], *, utf8: bool = True) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    made = stream.getvalue()
    if not utf8:
        for name in members:  # as archivers in China write names: GB18030, no flag
            stored, local = name.encode(), name.encode("gb18030").ljust(len(name.encode()), b"_")
            made = made.replace(stored, local).replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    return made


def results(path: Path, limits: Limits | None = None) -> list[Document | Fault]:
    return list(read_documents(path, limits) if limits else read_documents(path))


def names(found: list[Document | Fault]) -> list[str]:
    return [x.source.member if isinstance(x, Document) else x.source for x in found]


def test_a_folder_is_read_in_order_hidden_files_aside(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden.txt", "~$a.docx", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    found = results(tmp_path)
    assert [Path(x.source.path).name for x in found if isinstance(x, Document)] == [
        "c.txt",
        "b.txt",
    ]


def test_an_empty_folder_and_a_missing_file_say_so(tmp_path: Path) -> None:
    assert [type(x) for x in results(tmp_path)] == [Fault]
    [fault] = results(tmp_path / "none.txt")
    assert isinstance(fault, Fault)
    assert "none.txt" in str(fault.error())


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = packed({"文件/乙.txt": TEXT})
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"甲.txt": TEXT, "内.zip": inner, "__MACOSX/._x": b"x", "空/": b""}))
    assert names(results(path)) == ["内.zip!文件/乙.txt", "甲.txt"]
    assert {x.source.path for x in results(path) if isinstance(x, Document)} == {str(path)}


def test_names_without_the_utf8_flag_are_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"气象要点.txt": TEXT}, utf8=False))
    [document] = results(path)
    assert isinstance(document, Document)
    assert document.source.member.startswith("气象要点.txt")


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "C:\\x.txt", "a\\..\\..\\x.txt"])
def test_a_path_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({name: TEXT, "好.txt": TEXT}))
    found = results(path)
    assert sorted(type(x).__name__ for x in found) == ["Document", "Fault"]
    [fault] = [x for x in found if isinstance(x, Fault)]
    assert "archive leads out" in fault.rule


def test_a_bomb_is_not_unpacked_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"bomb.txt": b"0" * (4 << 20), "good.txt": TEXT}))
    fault, document = results(path)
    assert isinstance(fault, Fault)
    assert "100 : 1" in fault.rule
    assert fault.source.endswith("bomb.txt")
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(depth=1), "nested deeper than 1"),
        (Limits(members=1), "more than 1 members"),
        (Limits(total_bytes=100), "all members together"),
        (Limits(file_bytes=200), "more than 0 MiB"),
    ],
)
def test_every_limit_is_a_fault(tmp_path: Path, limits: Limits, rule: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"内.zip": packed({"乙.txt": TEXT}), "甲.txt": TEXT * 3}))
    if limits.members == 1 or limits.file_bytes == 200:
        limits = Limits(members=limits.members, file_bytes=max(limits.file_bytes, 200))
    faults = [x for x in results(path, limits) if isinstance(x, Fault)]
    assert any(rule in fault.rule for fault in faults)


def test_a_member_with_a_password_and_a_damaged_one(tmp_path: Path) -> None:
    path, made = tmp_path / "a.zip", bytearray(packed({"a.txt": TEXT, "b.txt": TEXT}))
    central = made.index(b"PK\x01\x02")
    made[central + 8] |= 1  # the flag of a.txt in the directory
    second = made.index(b"PK\x03\x04", 10)
    made[second + 36] ^= 0xFF  # a byte of b.txt
    path.write_bytes(bytes(made))
    first, other = results(path)
    assert isinstance(first, Fault)
    assert "password" in first.rule
    assert isinstance(other, Fault)
    assert "damaged" in other.rule


def test_a_truncated_archive(tmp_path: Path) -> None:
    path, made = tmp_path / "a.zip", packed({"a.txt": TEXT})
    path.write_bytes(made[: len(made) // 2])
    [fault] = results(path)
    assert isinstance(fault, Fault)
    assert "truncated" in fault.rule


def test_documents_are_read_one_at_a_time(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(TEXT)
    reading = read_documents(tmp_path)
    next(reading)
    (tmp_path / "b.txt").write_bytes("改写之后的要点\n".encode())
    second = next(reading)
    assert isinstance(second, Document)
    assert second.text.startswith("改写之后")
