"""Text in any encoding of Chinese: every character at its byte, every other byte reported."""

import codecs

import pytest

from loaders.documents.model import Document, Fault

TEXT = "内蒙古自治区气象局\r\n观测质量管理体系建设方案\n一、总体目标\r正文：数据12个。\n"


def bytes_at(document: Document, data: bytes, begin: int, end: int) -> str:
    """What the file holds at the place of a raw range, in the encoding of its line."""
    place = document.original.place(begin, end)
    assert place.line is not None
    assert place.offset is not None
    assert place.length is not None
    encoding = document.original.lines[place.line - 1].encoding
    return data[place.offset : place.offset + place.length].decode(encoding, "surrogateescape")


@pytest.mark.parametrize(
    ("encoding", "bom", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("gb18030", b"", "gb18030"),
        ("gbk", b"", "gb18030"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_encodings_with_and_without_mark(found, encoding: str, bom: bytes, name: str) -> None:
    data = bom + TEXT.encode(encoding)
    document = found(data)
    assert (document.source.encoding, document.raw, document.faults) == (name, TEXT, ())
    for index, character in enumerate(TEXT):
        if character not in "\r\n":
            assert bytes_at(document, data, index, index + 1) == character


def test_lines_and_columns_count_code_points(read) -> None:
    document = read("一\r\n二𠮷三\r四\n")
    begin = document.text.index("三")
    place = document.place(begin, begin + 1)
    assert (place.line, place.column, place.offset, place.length) == (2, 2, 12, 3)
    begin = document.text.index("四")
    assert (document.place(begin, begin + 1).line, document.excerpt(begin, begin + 1)) == (3, "四")


def test_lines_in_another_encoding_are_read_in_theirs_and_reported(found) -> None:
    data = (
        "气象观测质量体系\n".encode() * 3
        + "计量检定周期\n数据传输\n".encode("gbk")
        + "结束语".encode()
    )
    document = found(data)
    assert document.raw.split("\n")[3:] == ["计量检定周期", "数据传输", "结束语"]
    [fault] = document.faults
    assert (fault.place.line, fault.place.offset, fault.place.length) == (4, 75, 21)
    assert "gb18030" in fault.rule
    assert fault.value == "计量检定周期\n数据传输"
    begin = document.raw.index("数据传输")
    assert bytes_at(document, data, begin, begin + 4) == "数据传输"


def test_a_utf8_line_in_a_gb18030_file_is_no_mojibake(found) -> None:
    data = "气象观测质量体系建设\n".encode("gbk") * 3 + "观测数据质量\n".encode()
    document = found(data)
    assert document.source.encoding == "gb18030"
    assert document.raw.endswith("观测数据质量\n")
    assert [fault.place.line for fault in document.faults] == [4]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_that_breaks_off_inside_a_character_says_where(found, encoding: str) -> None:
    data = "气象观测质量".encode(encoding)[:-1]
    document = found(data)
    [fault] = document.faults
    assert (fault.place.line, fault.place.column, fault.value) == (1, 5, "气象观测质")
    assert document.text == "气象观测质" + "\ufffd" * (len(document.text) - 5)
    assert document.map.restored(document.text) == document.raw
    assert document.raw.encode(encoding, "surrogateescape") == data


def test_half_a_character_at_the_end_of_utf16_is_reported(found) -> None:
    document = found(codecs.BOM_UTF16_LE + "气象观测\n质量".encode("utf-16-le")[:-1])
    assert document.text == "气象观测\n质"
    assert len(document.faults) == 1


def test_broken_bytes_are_shown_as_such_and_kept_in_the_raw_text(found) -> None:
    data = "气象观测\n".encode() * 3 + b"\xff\xfeabc\n" + "质量".encode()
    document = found(data)
    assert document.text.split("\n")[3] == "\ufffd\ufffdabc"
    assert [(f.place.line, f.place.offset, f.place.length) for f in document.faults] == [(4, 39, 2)]
    assert document.raw.encode("utf-8", "surrogateescape") == data


def test_text_in_no_known_encoding_is_refused(found) -> None:
    fault = found(bytes(range(0x81, 0xFF)) * 20)
    assert isinstance(fault, Fault)
    assert "GB18030" in fault.rule
    assert fault.remedy
