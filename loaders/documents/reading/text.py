"""The encoding of a text: UTF-8, UTF-16 or GB18030, for each line where a file mixes them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from loaders.documents.model import Fault
from loaders.documents.reading.extract import Extract
from loaders.documents.reading.faults import broken_bytes, no_text_encoding, other_encoding
from loaders.documents.reading.original import ESCAPE, Original, RawLine

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENDS = ("\n", "\r")
_SAMPLE = 1 << 16
_SHOWN = 40
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_STORED_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]+")
_UTF16 = 0.8
_SECOND_LEVEL = 0xD8
_CHINESE = 0.5  # of the Chinese characters so many are common ones, in the right encoding
_LATIN = re.compile(r"[\t\n\r -~]")


def read_text(data: bytes, source: str, *, declared: str = "") -> Extract | Fault:
    """A text file. `declared`: the encoding that the file itself names, if it can be read so."""
    bom, encoding = next((b for b in _BOMS if data.startswith(b[0])), (b"", ""))
    body = data[len(bom) :]
    encoding = encoding or utf16(body) or _declared(body, declared)
    if encoding.startswith("utf-16"):
        return _of_one_encoding(body, len(bom), encoding, source)
    for each in (encoding, "utf-8"):
        if each and _decodes(body, each):
            return _lined(body.decode(each), len(bom), each)
    return _by_lines(body, len(bom), source)


def _declared(body: bytes, declared: str) -> str:
    """The name of a declared encoding that fits; GB2312 and GBK are read as GB18030."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    name = "gb18030" if name in {"gb2312", "gbk", "hz"} else name
    fits = name and not name.startswith("utf-16") and _decodes(body, name)
    return name if fits and not _decodes(body, "utf-8") else ""


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def utf16(body: bytes) -> str:
    """UTF-16 without a mark: it has zero bytes, and most of it are common characters."""
    sample = body[: _SAMPLE & ~1]
    if 0 not in sample:
        return ""
    shares = {each: _utf16_share(sample, each) for each in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda each: shares[each])
    return best if shares[best] >= _UTF16 else ""


def _utf16_share(sample: bytes, encoding: str) -> float:
    text = sample[: len(sample) & ~1].decode(encoding, "replace")
    known = sum(_LATIN.match(c) is not None or _is_common(c) for c in text)
    return known / max(len(text), 1)


def common_share(text: str) -> float:
    """Of the characters beyond ASCII, the share that is common in Chinese text."""
    foreign = [character for character in text if character > "\x7f"]
    return sum(map(_is_common, foreign)) / len(foreign) if foreign else 1.0


@cache
def _is_common(character: str) -> bool:
    """Whether it is Chinese punctuation or one of the 3755 characters of GB 2312's first level."""
    try:
        return character.encode("gb2312")[0] < _SECOND_LEVEL
    except UnicodeEncodeError:
        return False


def _of_one_encoding(body: bytes, offset: int, encoding: str, source: str) -> Extract:
    """UTF-16 text; half a character at the end is left out and reported."""
    text = body[: len(body) & ~1].decode(encoding, "replace")
    extract = _lined(text, offset, encoding)
    at = text.find("\ufffd")
    cut = len(body) % 2 == 1
    if at < 0 and not cut:
        return extract
    at = len(text) if at < 0 else at
    value = text[max(at - _SHOWN, 0) : at]
    fault = broken_bytes(source, extract.original.place(at, at), encoding, value)
    return Extract(extract.original, encoding, faults=(fault,))


def _lined(text: str, offset: int, encoding: str) -> Extract:
    """Decoded text with the place of each line."""
    lines: list[RawLine] = []
    begin = 0
    for line in _LINE.findall(text):
        lines.append(RawLine(begin, offset, encoding))
        begin += len(line)
        offset += len(line.encode(encoding))
    if not lines or text.endswith(_ENDS):
        lines.append(RawLine(begin, offset, encoding))
    return Extract(Original(text, tuple(lines)), encoding)


def _by_lines(body: bytes, offset: int, source: str) -> Extract | Fault:
    """UTF-8 or GB18030, each line as it is; broken bytes stay in the raw text as surrogates."""
    stored = _STORED_LINE.findall(body)
    fits = [_encoding_of(line) for line in stored]
    votes = {each: sum(map(len, _of(stored, fits, each))) for each in ("utf-8", "gb18030")}
    if not any(votes.values()):
        votes = {each: int(100 * common_share(body.decode(each, "replace"))) for each in votes}
    main = max(votes, key=lambda each: votes[each])
    chosen = [each or main for each in fits]
    texts = [line.decode(each, ESCAPE) for line, each in zip(stored, chosen, strict=True)]
    text = "".join(texts)
    if common_share(text) < _CHINESE:
        return no_text_encoding(source)
    lines: list[RawLine] = []
    begin = 0
    for line, shown, each in zip(stored, texts, chosen, strict=True):
        lines.append(RawLine(begin, offset, each))
        begin += len(shown)
        offset += len(line)
    if text.endswith(_ENDS):
        lines.append(RawLine(begin, offset, main))
    original = Original(text, tuple(lines))
    faults = (*_mixed(original, chosen, main, source), *_broken(original, source))
    return Extract(original, main, faults=faults)


def _of(stored: Sequence[bytes], fits: Sequence[str], encoding: str) -> Iterator[bytes]:
    """The lines that are in an encoding."""
    return (line for line, each in zip(stored, fits, strict=True) if each == encoding)


def _encoding_of(line: bytes) -> str:
    """The encoding that a line is in, nothing for plain ASCII and for broken lines.

    What is UTF-8 is hardly ever anything else, short lines of rare characters aside.
    """
    fits = [] if line.isascii() else [e for e in ("utf-8", "gb18030") if _decodes(line, e)]
    if len(fits) < 2:
        return fits[0] if fits else ""
    return max(fits, key=lambda each: common_share(line.decode(each)))


def _mixed(original: Original, chosen: Sequence[str], main: str, source: str) -> Iterator[Fault]:
    """Each run of lines in the other encoding."""
    at = 0
    for encoding, run in groupby(chosen):
        first, at = at, at + sum(1 for _ in run)
        if encoding != main:
            begin = original.lines[first].begin
            end = original.lines[at].begin if at < len(original.lines) else None
            value = original.text[begin:end].rstrip("\r\n")
            place = original.place(begin, begin + len(value))
            yield other_encoding(source, place, encoding, main, value.strip()[:_SHOWN])


def _broken(original: Original, source: str) -> Iterator[Fault]:
    """Each run of bytes that are no character."""
    for match in _SURROGATES.finditer(original.text):
        place = original.place(*match.span())
        line = original.lines[(place.line or 1) - 1]
        value = original.text[max(line.begin, match.start() - _SHOWN) : match.start()]
        yield broken_bytes(source, place, line.encoding, _SURROGATES.sub("\ufffd", value))
