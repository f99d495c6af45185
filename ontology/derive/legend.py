"""Legend of graph pictures and tables: colour, shape and glyph of each kind and of each hop state.

Colours are the Okabe-Ito palette, which stays distinct for colour-blind readers; what a colour
says is always said by a glyph and a text too. The text on a colour is black or white, whichever
contrasts more (WCAG 2.2, 1.4.3: at least 4.5 : 1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ontology.codes import HOP_STATES
from ontology.model import NodeKind
from ontology.registry import NODE_KINDS

BLACK, WHITE, GREY = "#000000", "#FFFFFF", "#999999"
ORANGE, SKY_BLUE, BLUISH_GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILLION, REDDISH_PURPLE = "#0072B2", "#D55E00", "#CC79A7"
TEXT_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class GroupStyle:
    """How all kinds of one group are drawn. `shape` is a Cytoscape.js name of a box-like shape."""

    group: str
    title_zh: str
    title_en: str
    colour: str
    shape: str

    @property
    def text_colour(self) -> str:
        """Black or white, whichever is read better on the colour."""
        return text_colour(self.colour)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """How nodes of one label are drawn. `icon` is one Chinese character, unique to the label."""

    label: str
    title_zh: str
    title_en: str
    group: str
    colour: str
    text_colour: str
    shape: str
    icon: str


@dataclass(frozen=True, slots=True)
class HopEntry:
    """How the state of a hop is marked: colour, glyph and text, never the colour alone."""

    state: str
    title_zh: str
    title_en: str
    colour: str
    text_colour: str
    icon: str

    @property
    def text(self) -> str:
        """Glyph and Chinese title, as they stand in a badge."""
        return f"{self.icon} {self.title_zh}"


GROUPS = (
    GroupStyle("network", "台网与装备", "network and equipment", SKY_BLUE, "round-rectangle"),
    GroupStyle("metrology", "量值溯源", "metrological traceability", ORANGE, "hexagon"),
    GroupStyle(
        "organisation", "组织与过程", "organisation and processes", BLUISH_GREEN, "rectangle"
    ),
    GroupStyle("documents", "文件与计划", "documents and plans", YELLOW, "cut-rectangle"),
    GroupStyle("improvement", "问题与改进", "issues and improvement", REDDISH_PURPLE, "barrel"),
    GroupStyle("management", "管理体系运行", "running the management system", BLUE, "octagon"),
)

# Every glyph is in GB 2312 or ASCII, so that any Chinese font has it.
_HOP_STYLES = {
    "failed": (VERMILLION, "×"),
    "suspect": (REDDISH_PURPLE, "?"),
    "expired": (ORANGE, "!"),
    "conflicting": (YELLOW, "≠"),
    "ambiguous": (SKY_BLUE, "±"),
    "not_yet_valid": (BLUE, "→"),
    "missing": (BLACK, "□"),
    "not_applicable": (GREY, "/"),
    "ok": (BLUISH_GREEN, "√"),
}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def text_colour(fill: str) -> str:
    """Black or white, whichever contrasts more with the fill."""
    return max((BLACK, WHITE), key=lambda colour: contrast(colour, fill))


@cache
def legend() -> tuple[LegendEntry, ...]:
    """One entry for each declared kind, by group."""
    icons = _icons(NODE_KINDS.values())
    return tuple(
        LegendEntry(
            kind.label,
            kind.title_zh,
            kind.title_en,
            kind.group,
            style.colour,
            style.text_colour,
            style.shape,
            icons[kind.label],
        )
        for style in GROUPS
        for kind in NODE_KINDS.values()
        if kind.group == style.group
    )


@cache
def hop_legend() -> tuple[HopEntry, ...]:
    """One entry for each hop state, worst first."""
    return tuple(
        HopEntry(state, *titles, colour, text_colour(colour), icon)
        for state, titles in HOP_STATES.codes.items()
        for colour, icon in (_HOP_STYLES[state],)
    )


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def _icons(kinds: Iterable[NodeKind]) -> dict[str, str]:
    """The character of each title that the fewest other titles share and no kind before it has.

    So a new kind needs no entry here. A title whose every character is taken keeps its first.
    """
    kinds = tuple(kinds)
    shared = Counter(character for kind in kinds for character in set(kind.title_zh))
    icons: dict[str, str] = {}
    for kind in kinds:
        free = [c for c in kind.title_zh if c not in icons.values()]
        icons[kind.label] = min(free, key=shared.__getitem__, default=kind.title_zh[0])
    return icons
