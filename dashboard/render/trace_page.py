"""A trace as one page that needs nothing else: no request leaves it, no script runs in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboard.render import grouping
from dashboard.render.layout import Drawing, arrange
from dashboard.render.page_style import STYLE
from dashboard.render.text import moment, plain
from dashboard.render.trace_svg import STYLE as DRAWING_STYLE
from dashboard.render.trace_svg import svg
from ontology import HOP_STATES
from ontology.derive import hop_legend
from ontology.rules import HOPS
from queries import Evidence, Result, leading
from queries.trace.hop import Hop

_STYLES = {e.state: e for e in hop_legend()}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(result: Result[object]) -> str:
    """The whole page: the sentence, the drawing, every hop with its sources, the originals."""
    hops = [h for h in result.rows if isinstance(h, Hop)]
    drawing = arrange(hops)
    asked = "".join(result.params.values())
    title = f"溯源 {asked}"
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="referrer" content="no-referrer">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{_e(title)}</title><style>{STYLE}{DRAWING_STYLE}</style></head><body>",
            _head(result, hops, asked),
            _legend(hops),
            f'<div class="drawing">{svg(drawing, _label(result, hops), worst(hops))}</div>',
            _hidden(drawing),
            "<h2>各环节及其出处 <small>every hop and its source</small></h2>",
            _table(hops, result.claims),
            "<h2>原件 <small>originals</small></h2>",
            _originals(hops, result.claims),
            f"<footer>台账头 ledger head <code>{_e(result.ledger_head)}</code></footer>",
            "</body></html>\n",
        )
    )


def worst(hops: Sequence[Hop]) -> int | None:
    """Number of the hop that is the headline; None where all is in order."""
    found = [h for h in hops if h.state != "ok"]
    if not found:
        return None
    return min(found, key=lambda h: (HOP_STATES.rank(h.state), h.order)).order


def _e(text: str) -> str:
    return escape(plain(text), quote=True)


def _head(result: Result[object], hops: Sequence[Hop], asked: str) -> str:
    zh, en = result.summary
    known = f"{moment(result.known_at)} +08:00" if result.known_at else "现在 now"
    facts = [
        ("对象 element", asked),
        ("当时 as of", f"{moment(result.as_of)} +08:00"),
        ("所知 known at", known),
        ("台账头 ledger head", result.ledger_head),
    ]
    pairs = "".join(f"<div><dt>{_e(k)}</dt><dd>{_e(v)}</dd></div>" for k, v in facts)
    mark = ""
    if grouping.synthetic(hops):
        mark = (
            '<p class="synthetic">含合成数据：标有“合成”的环节不是任何真实设备的记录。'
            "Contains SYNTHETIC data: hops marked 合成 are no records of real equipment.</p>"
        )
    notices = "".join(f'<p class="notice">{_e(n)}</p>' for n in result.notices)
    return (
        f'<header><h1>{_e(zh)}</h1><p class="en" lang="en">{_e(en)}</p><dl>{pairs}</dl>'
        f"{mark}{notices}</header>"
    )


def _label(result: Result[object], hops: Sequence[Hop]) -> str:
    states = "，".join(f"{HOP_STATES.title(s)} {n}" for s, n in grouping.counted(hops))
    return f"溯源链，自左至右，{len(hops)} 个环节：{states}。{result.summary[0]} 内容同下表。"


def _badge(state: str) -> str:
    entry = _STYLES[state]
    return (
        f'<span class="badge" style="background:{entry.colour};color:{entry.text_colour}">'
        f"{_e(entry.text)}</span>"
    )


def _legend(hops: Sequence[Hop]) -> str:
    items = "".join(
        f'<li>{_badge(state)} {count} <span lang="en">{_e(_STYLES[state].title_en)}</span></li>'
        for state, count in grouping.counted(hops)
    )
    return f'<ul class="legend">{items}</ul>'


def _hidden(drawing: Drawing) -> str:
    if not drawing.hidden:
        return ""
    return (
        f'<p class="notice">图中未画出 {drawing.hidden_branches} 个布设的 {drawing.hidden} '
        f"个环节，均在下表 / {drawing.hidden} hops of {drawing.hidden_branches} deployments are "
        "not drawn; all of them are in the table below</p>"
    )


def _table(hops: Sequence[Hop], claims: Mapping[str, Evidence]) -> str:
    head = "".join(
        f"<th>{zh}<br><small>{en}</small></th>"
        for zh, en in (
            ("#", ""),
            ("环节", "hop"),
            ("状态", "state"),
            ("名称与说明", "name, detail"),
            ("有效期", "validity"),
            ("负责", "process, lead"),
            ("出处、位置、原文、SHA-256、记录时间", "source, place, excerpt, recorded at"),
        )
    )
    groups = grouping.by_branch(hops)
    several = sum(1 for branch, _ in groups if branch) > 1
    rows = []
    for branch, group in groups:
        if several and branch:
            rows.append(f'<tr class="branch"><th colspan="7">布设 {_e(branch)}</th></tr>')
        rows += [_row(h, claims) for h in group]
    return (
        f'<table class="hops"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _row(hop: Hop, claims: Mapping[str, Evidence]) -> str:
    begin, end = moment(hop.valid_from), moment(hop.valid_to)
    span = f"{_e(begin or '…')} –<br>{_e(end or '…')}" if begin or end else ""
    cited = leading(hop.claims, claims, hop.element)
    places = {(e.sha256, e.place): e for e in reversed(cited)}
    sources = "".join(_source(one) for one in reversed(places.values()))
    return (
        f'<tr id="h{hop.order}"><td>{hop.order}</td>'
        f"<td>{_e(HOPS.title(hop.hop))}<br><small>{_e(HOPS.title(hop.hop, 'en'))}</small></td>"
        f"<td>{_badge(hop.state)}</td><td>{_named(hop)}</td>"
        f"<td>{span}</td><td>{_e(grouping.responsible(hop))}</td>"
        f"<td>{sources or '—'}</td></tr>"
    )


def _named(hop: Hop) -> str:
    """Name with its mark, what is said of it in both languages, and its id."""
    mark = ' <span class="mark">合成</span>' if hop.certainty == grouping.SYNTHETIC else ""
    name, zh = grouping.name_and_detail(hop, english=False)
    en = grouping.detail(hop, english=True)
    lines = (
        f"<b>{_e(name or zh)}</b>{mark}",
        _e(zh) if name else "",
        f'<small lang="en">{_e(en)}</small>' if en else "",
        f"<code>{_e(hop.element)}</code>" if hop.element else "",
    )
    return "<br>".join(line for line in lines if line)


def _source(one: Evidence) -> str:
    excerpt = f"<pre>{_e(one.excerpt)}</pre>" if one.excerpt else ""
    more = f"（共 {one.places} 处）" if one.places > 1 else ""
    sha = _e(one.sha256)
    return (
        f'<div class="source"><b>{_e(one.source_id)}</b> {_e(one.place)}{more}{excerpt}'
        f'<small>SHA-256 <a href="#s{sha}">{sha[:12]}…</a> · '
        f"{_e(moment(one.recorded_at))} +08:00 · {_e(one.certainty)}</small></div>"
    )


def _originals(hops: Sequence[Hop], claims: Mapping[str, Evidence]) -> str:
    cited = {claims[c].sha256: claims[c] for h in hops for c in h.claims if c in claims}
    rows = "".join(
        f'<tr id="s{_e(sha)}"><td>{_e(one.file)}</td><td>{_e(one.source_id)}</td>'
        f"<td><code>{_e(sha)}</code></td></tr>"
        for sha, one in cited.items()
    )
    return (
        f"<table><thead><tr><th>文件 file</th><th>来源 source</th><th>SHA-256</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
