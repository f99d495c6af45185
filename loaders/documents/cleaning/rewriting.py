"""A text under repair: edits in any number of rounds, one record of them all in the end."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator

from loaders.documents.cleaning.offsets import Edit, OffsetMap, Repair, RepairKind, identity

_KINDS = tuple(RepairKind)
_CODE = {kind: code for code, kind in enumerate(_KINDS, start=1)}
_CHANGED = re.compile(rb"[^\0]")


class Rewriting:
    """`text` as it is after the edits so far; every character knows its raw stretch.

    Beside them a code for each raw character says by which kind of repair it was changed last.
    """

    def __init__(self, raw: str) -> None:
        self.raw = self.text = raw
        self._begins = identity(len(raw))
        self._ends = array("I", range(1, len(raw) + 1))
        self._codes = bytearray(len(raw))

    def apply(self, edits: Iterable[Edit]) -> None:
        """One round of edits, in order and without overlap; edits that change nothing are left."""
        parts: list[str] = []
        begins, ends, at = array("I"), array("I"), 0
        for edit in edits:
            before = self.text[edit.begin : edit.end]
            if before == edit.after:
                continue
            parts += [self.text[at : edit.begin], edit.after]
            begins += self._begins[at : edit.begin]
            ends += self._ends[at : edit.begin]
            if len(before) == len(edit.after):
                self._mark(edit, before)
                begins += self._begins[edit.begin : edit.end]
                ends += self._ends[edit.begin : edit.end]
            else:
                self._mark(edit, None)
                begins += array("I", [self._begins[edit.begin]] * len(edit.after))
                ends += array("I", [self._ends[edit.end - 1]] * len(edit.after))
            at = edit.end
        if parts:
            self.text = "".join([*parts, self.text[at:]])
            self._begins = begins + self._begins[at:]
            self._ends = ends + self._ends[at:]

    def _mark(self, edit: Edit, before: str | None) -> None:
        """Note the kind of repair at each raw character that it touches."""
        code = _CODE[edit.kind]
        for index in range(edit.begin, edit.end):
            if before is None or before[index - edit.begin] != edit.after[index - edit.begin]:
                begin, end = self._begins[index], self._ends[index]
                self._codes[begin:end] = bytes([code]) * (end - begin)

    def offsets(self) -> OffsetMap:
        """The map from the text as it is now to the raw text, with the repairs between them."""
        repairs = tuple(_joined(self._repairs()))
        return OffsetMap(self._begins, self._ends, len(self.raw), repairs)

    def _repairs(self) -> Iterator[Repair]:
        raw_at = at = 0
        while (found := _CHANGED.search(self._codes, raw_at)) is not None:
            at += found.start() - raw_at
            raw_at = found.start()
            kept = self._begins[at] if at < len(self.text) else len(self.raw)
            code = self._codes[raw_at]
            if raw_at < kept:
                raw_end, end = raw_at + 1, at
                while raw_end < kept and self._codes[raw_end] == code:
                    raw_end += 1
            else:
                raw_end, end = self._ends[at], at + 1
                while end < len(self.text) and self._begins[end] < raw_end:
                    raw_end = max(raw_end, self._ends[end])
                    end += 1
            before, after = self.raw[raw_at:raw_end], self.text[at:end]
            yield Repair(_KINDS[code - 1], raw_at, raw_end, at, end, before, after)
            raw_at, at = raw_end, end


def _joined(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Neighbouring repairs of one kind that exchange as many characters as they put as one."""
    last: Repair | None = None
    for repair in repairs:
        if last is not None and _continues(last, repair):
            last = Repair(
                last.kind,
                last.raw_begin,
                repair.raw_end,
                last.begin,
                repair.end,
                last.before + repair.before,
                last.after + repair.after,
            )
            continue
        if last is not None:
            yield last
        last = repair
    if last is not None:
        yield last


def _continues(last: Repair, repair: Repair) -> bool:
    return (
        repair.kind is last.kind
        and repair.raw_begin == last.raw_end
        and len(last.before) == len(last.after)
        and len(repair.before) == len(repair.after)
    )
