"""TriG as our export writes it, a block a claim: what is of a known shape is not read word by word.

A block begins with the line that opens the graph of a claim and goes on to the next such line.
`Shapes` takes it whole where it can. Everything else, and every block in which anything is amiss,
goes the general way through `Trig`, which names the line of what it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from loaders.claims_rdf.grouping import Whole
from loaders.claims_rdf.shapes import Shapes
from loaders.claims_rdf.statements import LINE_LIMIT, Lines, Statement
from loaders.claims_rdf.stating import Described
from loaders.claims_rdf.trig import Trig

_AHEAD = 1 << 20
_MOST = 16_000
"""Bytes of a block that is taken whole: below every limit of the general way."""
_HASH = 64
_OPENS, _OPEN = b"c:", b" {\n"
_HEADER = len(_OPENS) + _HASH + len(_OPEN)


class Blocks:
    """The claims of a file of TriG that are of known shapes, and the statements of all others."""

    def __init__(self, path: Path, described: Described) -> None:
        self._lines = _Buffer(path)
        self._trig = Trig(path, self._lines)
        self._shapes = Shapes(path, described, self._trig)

    @property
    def begin(self) -> int:
        """Where the statement read last begins, in bytes."""
        return self._trig.begin

    @property
    def end(self) -> int:
        """Where it ends."""
        return self._trig.end

    def __iter__(self) -> Iterator[Statement | Whole]:
        lines, trig, shapes = self._lines, self._trig, self._shapes
        with lines.path.open("rb") as stream:
            lines.stream = stream
            while lines.more():
                block = lines.block() if trig.at_rest else b""
                whole = shapes.whole(block, lines.number + 1, lines.end) if block else None
                if whole is None:
                    yield from trig.said_in(self._general())
                    shapes.renew()
                else:
                    lines.skip(block)
                    yield whole
            trig.finish()

    def _general(self) -> Iterator[str]:
        """Lines up to the next block."""
        lines, trig = self._lines, self._trig
        yield lines.line()
        while lines.more() and not (trig.at_rest and lines.opens()):
            yield lines.line()


class _Buffer(Lines):
    """Lines of a file, and blocks of them."""

    stream: BinaryIO

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._held, self._at, self._ended = b"", 0, False
        self._last = b""

    def more(self) -> bool:
        """Whether there is anything left; then a block that begins here is in the buffer."""
        if len(self._held) - self._at <= _MOST and not self._ended:
            read = self.stream.read(_AHEAD)
            self._held, self._at, self._ended = self._held[self._at :] + read, 0, not read
        return self._at < len(self._held)

    def opens(self) -> bool:
        """Whether a block may begin here."""
        at, held = self._at, self._held
        return held.startswith(_OPENS, at) and held.startswith(_OPEN, at + _HEADER - len(_OPEN))

    def block(self) -> bytes:
        """The block that begins here, up to the next; empty where none does, or a long one.

        Blocks of one claim that follow each other are none: they are read together.
        """
        if not self.opens():
            return b""
        at, held = self._at, self._held
        claim, before = held[at + len(_OPENS) : at + _HEADER - len(_OPEN)], self._last
        self._last = claim
        end = held.find(_OPEN, at + _HEADER, at + _MOST)
        if end < 0:
            rest = len(held) - at
            whole = self._ended and rest < _MOST and held.endswith(b"\n") and claim != before
            return held[at:] if whole else b""
        begin = held.rfind(b"\n", at, end) + 1
        graph = end - begin == _HEADER - len(_OPEN) and held.startswith(_OPENS, begin)
        return (
            held[at:begin] if graph and held[begin + len(_OPENS) : end] != claim != before else b""
        )

    def skip(self, block: bytes) -> None:
        """Go beyond a block."""
        self._at += len(block)
        self.number += block.count(b"\n")
        self.begin, self.end = self.end, self.end + len(block)

    def line(self) -> str:
        """The next line. Raises `SourceError` as `Lines` does."""
        end = self._held.find(b"\n", self._at) + 1
        while not end and not self._ended and len(self._held) - self._at <= LINE_LIMIT:
            read = self.stream.read(_AHEAD)
            self._held, self._at, self._ended = self._held[self._at :] + read, 0, not read
            end = self._held.find(b"\n", self._at) + 1
        raw = self._held[self._at : end or len(self._held)]
        self._at += len(raw)
        return self.taken(raw)
