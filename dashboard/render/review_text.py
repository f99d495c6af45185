"""The text of a reviewed document as HTML: facts marked at their places, repairs beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from dashboard.render.review_kinds import (
    REPAIR_TITLES,
    SEGMENT_TITLES,
    Family,
    families_of,
    kind_title,
)
from dashboard.render.text import literal, plain
from loaders.documents.review import CellView, Fold, Line, Piece, Review, TableView, Told

_LONG = 36
_SHOWN = 160


def literally(text: str) -> str:
    """A text as it may stand in a page, its blanks kept."""
    return escape(literal(text), quote=True)


def safe(text: str) -> str:
    """A text in one line as it may stand in a page."""
    return escape(plain(text), quote=True)


@dataclass(slots=True)
class TextPane:
    """Writes the text of one review. `prefix` parts the anchors of several in a page."""

    review: Review
    prefix: str
    _spots: Mapping[int, list[Told]] = field(init=False)
    _families: Mapping[int, list[Family]] = field(init=False)

    def __post_init__(self) -> None:
        spots: dict[int, list[Told]] = {}
        for fact in self.review.facts:
            spots.setdefault(fact.spot, []).append(fact)
        self._spots = spots
        self._families = {number: families_of(told) for number, told in spots.items()}

    def html(self) -> str:
        """All blocks in order."""
        parts = []
        for block in self.review.blocks:
            match block:
                case Line():
                    parts.append(self._line(block))
                case TableView():
                    parts.append(self._table(block))
                case Fold():
                    parts.append(self._fold(block))
        return "".join(parts)

    def _fold(self, fold: Fold) -> str:
        zh, en = SEGMENT_TITLES[fold.kind.value]
        count = sum(1 for line in fold.lines if line.pieces)
        lines = "".join(map(self._line, fold.lines))
        return (
            f'<details class="fold"><summary>{zh} <span lang="en">{en}</span> · {count} 行 lines'
            f"{f' · {safe(fold.rule)}' if fold.rule else ''}</summary>{lines}</details>"
        )

    def _table(self, table: TableView) -> str:
        rows = "".join(
            f"<tr>{''.join(self._cell(cell) for cell in row)}</tr>" for row in table.rows
        )
        return f'<div class="scroll"><table class="doc">{rows}</table></div>'

    def _cell(self, cell: CellView) -> str:
        tag = "th" if cell.header else "td"
        spans = "".join(
            f' {name}="{value}"'
            for name, value in (("rowspan", cell.row_span), ("colspan", cell.column_span))
            if value > 1
        )
        label = f' title="{safe(cell.lines[0].label)}"' if cell.lines else ""
        content = "<br>".join(self._pieces(line.pieces) for line in cell.lines)
        return f"<{tag}{spans}{label}>{content}</{tag}>"

    def _line(self, line: Line) -> str:
        kind = " title" if line.level < 0 else f" h{min(line.level, 3)}" if line.level else ""
        return (
            f'<div class="line{kind}">{_numbered(line.label)}'
            f'<span class="said">{self._pieces(line.pieces)}</span></div>'
        )

    def _pieces(self, pieces: Sequence[Piece]) -> str:
        """The pieces of a line; marks are closed and opened again where they cross."""
        parts: list[str] = []
        open_spots: list[int] = []
        for piece in pieces:
            kept = _common(open_spots, piece.spots)
            parts.append("</mark>" * (len(open_spots) - kept))
            for number in piece.spots[kept:]:
                parts.append(self._opening(number, begins=number in piece.begins))
            open_spots = list(piece.spots)
            parts.append(self._piece(piece))
        parts.append("</mark>" * len(open_spots))
        return "".join(parts)

    def _opening(self, number: int, *, begins: bool) -> str:
        families, told = self._families[number], self._spots[number]
        long = " long" if len(told[0].span.raw) > _LONG else ""
        kinds = "-".join(family.code for family in families)
        label = safe("；".join(_brief(fact) for fact in told[:6]))
        first = f'<mark class="s c-{families[0].code} set-{kinds}{long}" title="{label}"'
        if not begins:
            return f'{first} data-f="{self.prefix}f{number}">'
        signs = "".join(
            f'<b class="c-{family.code} k-{family.code}">{family.sign}</b>' for family in families
        )
        return (
            f'{first} id="{self.prefix}m{number}" data-f="{self.prefix}f{number}">'
            f'<a class="n" href="#{self.prefix}f{number}">{signs}{number}</a>'
        )

    def _piece(self, piece: Piece) -> str:
        text = self._mended(piece) if piece.before is not None else literally(piece.text)
        if piece.item is None:
            return text
        item = self.review.open_items[piece.item]
        anchor = f"{self.prefix}u{piece.item}"
        at = f' id="{anchor}"' if piece.item_begins else ""
        sign = f'<a class="q" href="#{anchor}l">?</a>' if piece.item_begins else ""
        return (
            f'<span class="u u-{item.kind.value}"{at} title="{safe(item.rule)}">{sign}{text}</span>'
        )

    def _mended(self, piece: Piece) -> str:
        before, after = _cut(piece.before or ""), piece.text
        names = "、".join(REPAIR_TITLES[kind.value][0] for kind in piece.repairs)
        label = f"{literally(before)} → {literally(after) or '（删）'}（{names}）"
        gone = " gone" if not after else ""
        return (
            f'<span class="r{gone}" title="{label}"><del>{literally(before)}</del>'
            f"<ins>{literally(after)}</ins></span>"
        )


def _numbered(label: str) -> str:
    """The number of a line; of a place that is none its numbers, the whole behind them."""
    if label.isdigit():
        return f'<span class="no">{label}</span>'
    short = ".".join(re.findall(r"\d+", label))
    return f'<span class="no" title="{safe(label)}">{safe(short)}</span>'


def _cut(text: str) -> str:
    if len(text) <= _SHOWN:
        return text
    return f"{text[: _SHOWN // 2]} …（{len(text)} 字 characters）… {text[-_SHOWN // 4 :]}"


def _common(first: Sequence[int], second: Iterable[int]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _brief(fact: Told) -> str:
    other = f" → {fact.object.name}" if fact.object else ""
    return f"{kind_title(fact.kind)}：{fact.subject.name}{other}"
