"""Reviews as one page that needs nothing else: no request leaves it, one known script runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard.render.review_kinds import (
    FAMILIES,
    ITEM_TITLES,
    OTHER,
    REPAIR_TITLES,
    families_of,
    family_of,
    kind_title,
    percent,
    where,
)
from dashboard.render.review_style import POLICY, SCRIPT, STYLE, sets_style
from dashboard.render.review_text import TextPane, literally, safe
from graph.ledger import HIDDEN
from loaders.documents.review import (
    Coverage,
    End,
    Item,
    ItemKind,
    Mended,
    Review,
    Reviewed,
    Told,
    total,
)

_REPAIRS_SHOWN = 30
_NUMBERED = {"Task", "Phase", "Duty", "Interface", "DocLevel"}
_BLANKS = {" ": "␣", "\u00a0": "[nbsp]", "\u3000": "[　]"}
_CERTAINTY = {"inferred": "推断 inferred", "synthetic": "合成 synthetic"}


def page(reviewed: Reviewed, asked: str, *, reveal_names: bool = False) -> str:
    """The whole page: coverage, choices, and each document with its facts and open items."""
    reviews = reviewed.documents
    several = len(reviews) > 1
    title = asked if several else reviews[0].title or reviews[0].source
    sections = "".join(_section(r, f"d{i}", several) for i, r in enumerate(reviews, 1))
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="referrer" content="no-referrer">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>审阅 {safe(title)}</title><style>{STYLE}{_sets(reviews)}</style></head><body>",
            _head(reviewed, title, reveal_names),
            _index(reviews) if several else "",
            _bar(reviews),
            sections,
            f"<script>{SCRIPT}</script></body></html>\n",
        )
    )


def _sets(reviews: Sequence[Review]) -> str:
    """The style of places by the families of the facts that are read there."""
    found: set[tuple[str, ...]] = set()
    for review in reviews:
        for _, group in groupby(review.facts, key=lambda fact: fact.spot):
            found.add(tuple(family.code for family in families_of(group)))
    return sets_style(sorted(found))


def _head(reviewed: Reviewed, title: str, reveal_names: bool) -> str:
    reviews = reviewed.documents
    figures = [_figure("全部", "overall", total(r.overall for r in reviews), " all")]
    for kind in ItemKind:
        part = total(review.coverage[kind] for review in reviews)
        figures.append(_figure(*ITEM_TITLES[kind], part))
    names = sum(len(review.names) for review in reviews)
    notes = []
    if names and reveal_names:
        notes.append(
            f"本页显示 {names} 处人名，已记入日志 / names of persons are shown at {names} places; "
            "this is logged"
        )
    elif names:
        notes.append(
            f"{names} 处人名以{HIDDEN}代替 / names of persons at {names} places are {HIDDEN}"
        )
    notes += [f"{f.source}：{f.rule}；{f.remedy}" for f in reviewed.unreadable]
    told = "".join(f'<p class="notice">{safe(note)}</p>' for note in notes)
    return (
        f'<header><h1>审阅：{safe(title)}</h1><p class="en" lang="en">Review: every fact at its '
        "place. Coverage is the share of unit names, titles, dates and numbers in the text that "
        f'lie within the place of some fact.</p><div class="cover">{"".join(figures)}</div>'
        f"{told}</header>"
    )


def _figure(zh: str, en: str, coverage: Coverage, extra: str = "") -> str:
    bar = f'<progress max="{max(coverage.found, 1)}" value="{coverage.cited}"></progress>'
    return (
        f'<div class="fig{extra}"><small>{zh} <span lang="en">{en}</span></small>'
        f"<b>{percent(coverage.share)}</b>{bar}"
        f"<small>{coverage.cited} / {coverage.found} 有出处 cited</small></div>"
    )


def _index(reviews: Sequence[Review]) -> str:
    rows = "".join(
        f'<tr><td><a href="#d{i}">{safe(r.title or "（无标题 untitled）")}</a></td>'
        f"<td>{safe(r.source)}</td><td>{len(r.facts)}</td><td>{percent(r.overall.share)}</td>"
        f"<td>{len(r.open_items)}</td><td>{len(r.rejected)}</td></tr>"
        for i, r in enumerate(reviews, 1)
    )
    heads = "".join(
        f"<th>{zh}<br><small>{en}</small></th>"
        for zh, en in (
            ("文件", "document"),
            ("来源", "source"),
            ("事实", "facts"),
            ("覆盖", "coverage"),
            ("未理解", "not understood"),
            ("拒绝", "rejected"),
        )
    )
    return f"<nav><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></nav>"


def _bar(reviews: Sequence[Review]) -> str:
    """The legend, which is also what is shown: each family, what is open, raw or cleaned text."""
    counts: dict[str, int] = {}
    for review in reviews:
        for fact in review.facts:
            code = family_of(fact.kind).code
            counts[code] = counts.get(code, 0) + 1
    kinds = "".join(
        f'<label><input type="checkbox" id="k-{f.code}" checked>'
        f'<span class="sign c-{f.code}">{f.sign}</span> {f.title_zh} '
        f'<span lang="en">{f.title_en}</span> {counts[f.code]}</label>'
        for f in (*FAMILIES, OTHER)
        if f.code in counts
    )
    unread = sum(len(review.open_items) for review in reviews)
    views = "".join(
        f'<label><input type="radio" name="view" id="v-{code}"{checked}>{zh} '
        f'<span lang="en">{en}</span></label>'
        for code, zh, en, checked in (
            ("clean", "清理后", "cleaned", " checked"),
            ("both", "前→后", "before → after", ""),
            ("raw", "原文", "raw", ""),
        )
    )
    return (
        f'<div class="bar">{kinds}<label><input type="checkbox" id="k-open" checked>'
        f'<a class="q">?</a> 没有事实引用 <span lang="en">not understood</span> {unread}</label>'
        f'<span class="sep"></span>{views}</div>'
    )


def _section(review: Review, prefix: str, several: bool) -> str:
    heading = ""
    if several:
        name = review.title or "（无标题 untitled）"
        heading = f"<h2>{safe(name)} <small>{percent(review.overall.share)}</small></h2>"
    meta = " · ".join(
        part for part in (review.source, review.format, review.encoding, review.sha256) if part
    )
    body = (
        f'<p class="meta">{safe(meta)}</p>{_lists(review, prefix)}'
        f'<div class="panes"><div class="text">{TextPane(review, prefix).html()}</div>'
        f"<aside><h3>事实 {len(review.facts)} <small lang='en'>facts</small></h3>"
        f"<ol>{_facts(review, prefix)}</ol></aside></div>"
    )
    return f'<section class="doc" id="{prefix}">{heading}{body}</section>'


def _lists(review: Review, prefix: str) -> str:
    """What was not understood, what was rejected, what was cleaned: folded, with their counts."""
    parts = [
        _rejected(review),
        _open(review, prefix),
        _repairs(review.repairs),
        _by_kind(review),
    ]
    return f'<div class="lists">{"".join(parts)}</div>'


def _folded(zh: str, en: str, count: int, content: str, *, open_: bool = False) -> str:
    shown = " open" if open_ and count else ""
    inside = content if count else "<p>无 none</p>"
    return (
        f'<details{shown}><summary>{zh} <span lang="en">{en}</span> '
        f'<span class="count">{count}</span></summary>{inside}</details>'
    )


def _rejected(review: Review) -> str:
    rows = "".join(
        f'<tr><td class="place">{safe(where(r.place))}</td><td>{safe(r.field)}</td>'
        f"<td><code>{safe(r.value)}</code></td><td>{safe(r.rule)}</td><td>{safe(r.message)}</td></tr>"
        for r in review.rejected
    )
    heads = "".join(
        f"<th>{zh} <small>{en}</small></th>"
        for zh, en in (
            ("位置", "place"),
            ("字段", "field"),
            ("值", "value"),
            ("规则", "rule"),
            ("改法", "remedy"),
        )
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    warnings = "".join(f'<p class="notice">{safe(w)}</p>' for w in review.warnings)
    folded = _folded("被拒的候选", "rejected candidates", len(review.rejected), table, open_=True)
    return folded + warnings


def _open(review: Review, prefix: str) -> str:
    listed = list(enumerate(review.open_items))
    groups = []
    for kind in ItemKind:
        of_kind = [(i, item) for i, item in listed if item.kind is kind]
        if not of_kind:
            continue
        zh, en = ITEM_TITLES[kind]
        words: dict[tuple[str, str], list[tuple[int, Item]]] = {}
        for i, item in of_kind:
            words.setdefault((item.text, item.rule), []).append((i, item))
        entries = "".join(_words(*key, found, prefix) for key, found in words.items())
        groups.append(
            f'<h3>{zh} <small lang="en">{en}</small> {len(of_kind)}</h3>'
            f'<ul class="flow">{entries}</ul>'
        )
    return _folded("没有事实引用", "cited by no fact", len(listed), "".join(groups))


def _words(text: str, rule: str, found: Sequence[tuple[int, Item]], prefix: str) -> str:
    links = " ".join(
        f'<a class="place" id="{prefix}u{i}l" href="#{prefix}u{i}">{place}</a>'
        for i, item in found
        for place in (safe(where(item.span.place)),)
    )
    known = ' <span class="weak">他处已引 cited elsewhere</span>' if found[0][1].elsewhere else ""
    return f'<li title="{safe(rule)}"><span class="words">{safe(text)}</span> {links}{known}</li>'


def _repairs(repairs: Sequence[Mended]) -> str:
    kinds = sorted({repair.kind.value for repair in repairs}, key=list(REPAIR_TITLES).index)
    parts = []
    for kind in kinds:
        found = [repair for repair in repairs if repair.kind.value == kind]
        zh, en = REPAIR_TITLES[kind]
        changes: dict[tuple[str, str], list[Mended]] = {}
        for repair in found:
            changes.setdefault((repair.before, repair.after), []).append(repair)
        shown = list(changes.items())[:_REPAIRS_SHOWN]
        entries = "".join(_change(before, after, each) for (before, after), each in shown)
        more = len(changes) - len(shown)
        rest = f"<li>… 另有 {more} 种 / {more} more</li>" if more > 0 else ""
        parts.append(
            f'<h3>{zh} <small lang="en">{en}</small> {len(found)}</h3>'
            f'<ul class="flow">{entries}{rest}</ul>'
        )
    return _folded("清理", "repairs", len(repairs), "".join(parts))


def _change(before: str, after: str, found: Sequence[Mended]) -> str:
    count = f" ×{len(found)}" if len(found) > 1 else ""
    cut = before if len(before) <= 60 else f"{before[:60]}…"
    return (
        f"<li><code>{_blanks(cut)}</code> → <code>{_blanks(after) or '∅'}</code>{count} "
        f'<span class="place">{safe(where(found[0].place))}</span></li>'
    )


def _blanks(text: str) -> str:
    """A text whose blanks can be seen, where it has nothing else."""
    if not text.isspace():
        return literally(text)
    return literally("".join(_BLANKS.get(character, character) for character in text))


def _by_kind(review: Review) -> str:
    entries = "".join(
        f'<li><span class="sign c-{family_of(kind).code}">{family_of(kind).sign}</span> '
        f"{safe(kind_title(kind))} <code>{safe(kind)}</code> {count}</li>"
        for kind, count in review.facts_by_kind.items()
    )
    return _folded(
        "事实，按种类", "facts by kind", len(review.facts), f'<ul class="flow">{entries}</ul>'
    )


def _facts(review: Review, prefix: str) -> str:
    """The list beside the text: an entry for each place, with every fact read there."""
    parts = []
    for spot, group in groupby(review.facts, key=lambda fact: fact.spot):
        told = list(group)
        families = families_of(told)
        kinds = "-".join(f.code for f in families)
        signs = "".join(f'<span class="sign c-{f.code}">{f.sign}</span>' for f in families)
        span = told[0].span
        lines = "".join(_told(fact, review.title) for fact in told)
        parts.append(
            f'<li id="{prefix}f{spot}" class="set-{kinds}">{signs} '
            f'<a href="#{prefix}m{spot}">{spot}</a> '
            f"<q>{safe(span.raw if len(span.raw) <= 120 else span.raw[:120] + '…')}</q> "
            f'<span class="place">{safe(where(span.place))}</span>{lines}</li>'
        )
    return "".join(parts)


def _name(end: End, title: str) -> str:
    """The name of an element; of one that has a number for a name its kind, too."""
    if end.kind == "Document" and end.name == title:
        return "本文件"
    return f"{kind_title(end.kind)} {end.name}" if end.kind in _NUMBERED else end.name


def _told(fact: Told, title: str) -> str:
    """One fact; the document itself is named once, at the top of the page."""
    family = family_of(fact.kind)
    names = [_name(end, title) for end in (fact.subject, fact.object) if end is not None]
    own = "本文件" if names[0] == "本文件" else fact.subject.name
    said = "；".join(f"{k}={v}" for k, v in fact.properties if v != fact.subject.name)
    kind = f"<i>{safe(kind_title(fact.kind))}</i>"
    text = f" —{kind}→ ".join(map(safe, names)) if len(names) > 1 else f"{kind} {safe(own)}"
    more = f" <small>{safe(said)}</small>" if said else ""
    sure = fact.certainty == "stated"
    weak = "" if sure else f' <span class="weak">{safe(_CERTAINTY[fact.certainty])}</span>'
    return f'<div class="told k-{family.code}" title="{safe(fact.kind)}">{text}{more}{weak}</div>'
