"""The drawing of a trace as inline SVG: all text escaped, each state in colour, glyph and text."""

from __future__ import annotations

from html import escape

from dashboard.render import grouping
from dashboard.render.layout import (
    DETAIL_LINE,
    DETAIL_SIZE,
    HEAD,
    NAME_LINE,
    NAME_SIZE,
    PAD,
    TITLE_LINE,
    Box,
    Drawing,
    Link,
    Stage,
    em,
    synthetic,
)
from dashboard.render.text import plain, shorten
from ontology.derive import hop_legend
from ontology.rules import HOPS

MARGIN = 4
TITLE_SIZE, NARROW = 10.5, 1.15
"""Size of what a box is; `em` counts broad, and titles are mostly small letters."""
_STYLES = {e.state: e for e in hop_legend()}
_MARK = {"zh": "合成", "en": "synthetic"}
ALONE = "svg{font-family:'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif}"
"""Style of a picture that has no page around it."""


def svg(drawing: Drawing, label: str, worst: int | None, *, alone: bool = False) -> str:
    """The whole drawing; `worst` is the number of the hop that is the headline.

    `alone`: it brings its own style, for where no page around it does.
    """
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="{-MARGIN} {-MARGIN} {_n(width)} {_n(height)}" role="img" '
        f'aria-label="{escape(plain(label), quote=True)}">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
        f"<style>{STYLE}{ALONE}</style>" if alone else "",
    ]
    for stage in drawing.stages:
        parts.append(
            f'<text class="stage" x="{_n(stage.x)}" y="12">{escape(stage.title_zh)} '
            f'<tspan class="en">{escape(stage.title_en)}</tspan></text>'
            f'<path class="rule" d="M{_n(stage.x)} 19h{_n(stage.width)}"/>'
        )
    parts += [_link(link) for link in drawing.links]
    parts += [_box(box, headline=box.hop.order == worst) for box in drawing.boxes]
    return "".join((*parts, "</svg>"))


def box_picture(box: Box, *, headline: bool, lang: str = "zh") -> str:
    """One box as a picture that stands alone, the same as in the drawing."""
    edge = 3
    width, height = box.width + edge, box.height + edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(2 * width)}" '
        f'height="{_n(2 * height)}" viewBox="{_n(box.x - edge / 2)} {_n(box.y - edge / 2)} '
        f'{_n(width)} {_n(height)}">'
        f"<style>{STYLE}{ALONE}</style>{_box(box, headline=headline, lang=lang)}</svg>"
    )


def stage_picture(stage: Stage, lang: str = "zh") -> str:
    """The title of a column as a picture that stands alone."""
    title = stage.title_en if lang == "en" else stage.title_zh
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(2 * stage.width)}" height="40" '
        f'viewBox="0 0 {_n(stage.width)} 20"><style>{STYLE}{ALONE}</style>'
        f'<text class="stage" x="0" y="12">{escape(title)}</text>'
        f'<path class="rule" d="M0 19h{_n(stage.width)}"/></svg>'
    )


def box_text(box: Box, lang: str = "zh") -> str:
    """What a box says, in one line."""
    hop, entry = box.hop, _STYLES[box.hop.state]
    mark = ("synthetic" if lang == "en" else "合成") if synthetic(box) else ""
    name, said = grouping.name_and_detail(hop, lang == "en")
    state = entry.title_en if lang == "en" else entry.title_zh
    parts = (f"{hop.order}", HOPS.title(hop.hop, lang), state, name, said, mark)
    return plain(" · ".join(part for part in parts if part))


def _link(link: Link) -> str:
    title = f"<title>{escape(plain(link.via))}</title>"
    (x, y), *rest = link.points
    if not link.across:
        path = f"M{_n(x)} {_n(y)}" + "".join(f"L{_n(px)} {_n(py)}" for px, py in rest)
        return f'<path class="down" d="{path}">{title}</path>'
    curve = " ".join(f"{_n(px)} {_n(py)}" for px, py in rest)
    path = f"M{_n(x)} {_n(y)}C{curve}"
    return f'<path class="across" marker-end="url(#tip)" d="{path}">{title}</path>'


def _box(box: Box, *, headline: bool, lang: str = "zh") -> str:
    hop, entry = box.hop, _STYLES[box.hop.state]
    state = f"{entry.icon} {entry.title_en}" if lang == "en" else entry.text
    quiet = hop.state == "ok"
    text = "#000000" if quiet else entry.text_colour
    x, y, width, height = _n(box.x), _n(box.y), _n(box.width), _n(box.height)
    opacity = ' fill-opacity="0.18"' if quiet else ""
    inner = _n(box.x + PAD)
    parts = [
        f'<g class="{"box worst" if headline else "box"}"><title>{escape(_tooltip(box))}</title>',
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" fill="#FFFFFF" '
        f'stroke="{entry.colour}"/>',
        f'<path d="M{x} {_n(box.y + HEAD)}v{_n(4 - HEAD)}q0 -4 4 -4h{_n(box.width - 8)}q4 0 4 4'
        f'v{_n(HEAD - 4)}z" fill="{entry.colour}"{opacity}/>',
        f'<text class="state" x="{inner}" y="{_n(box.y + 13.5)}" fill="{text}">'
        f"{escape(state)}</text>",
    ]
    if synthetic(box):
        parts.append(
            f'<text class="state" x="{_n(box.x + box.width - PAD)}" y="{_n(box.y + 13.5)}" '
            f'text-anchor="end" fill="{text}">{_MARK[lang]}</text>'
        )
    base = box.y + HEAD + TITLE_LINE - 2
    title = f"{hop.order} · {HOPS.title(hop.hop, lang)}"
    title = shorten(title, NARROW * (box.width - 2 * PAD) / TITLE_SIZE, em)
    parts.append(f'<text class="hop" x="{inner}" y="{_n(base)}">{escape(title)}</text>')
    for line in box.name:
        base += NAME_LINE
        parts.append(f'<text class="name" x="{inner}" y="{_n(base)}">{escape(line)}</text>')
    for line in box.detail:
        base += DETAIL_LINE
        parts.append(f'<text class="said" x="{inner}" y="{_n(base)}">{escape(line)}</text>')
    return "".join((*parts, "</g>"))


def _tooltip(box: Box) -> str:
    hop = box.hop
    said = grouping.detail(hop, english=False)
    return plain(
        " · ".join(
            part
            for part in (
                HOPS.title(hop.hop),
                _STYLES[hop.state].title_zh,
                hop.name,
                said,
                hop.element,
            )
            if part
        )
    )


def _n(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


STYLE = f"""
svg{{display:block;font-family:inherit}}
svg .stage{{font-size:13px;font-weight:700;fill:#222}}
svg .en{{font-weight:400;fill:#666;font-size:11px}}
svg .rule{{stroke:#bbb;stroke-width:1}}
svg .down,svg .across{{fill:none;stroke:#777;stroke-width:1.2}}
svg .box rect{{stroke-width:1.2}}
svg .worst rect{{stroke-width:3}}
svg .state{{font-size:11px;font-weight:700}}
svg .hop{{font-size:{TITLE_SIZE}px;fill:#555}}
svg .name{{font-size:{NAME_SIZE}px;font-weight:700;fill:#111}}
svg .said{{font-size:{DETAIL_SIZE}px;fill:#222}}
"""
