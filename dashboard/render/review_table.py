"""Reviews in a terminal and as JSON: counts, coverage, what is open, what was rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from dashboard.render.console import console, tell, text
from dashboard.render.review_kinds import ITEM_TITLES, REPAIR_TITLES, kind_title, percent, where
from dashboard.render.tables import yielding
from dashboard.render.text import shorten
from graph import Place, Rejected
from loaders.documents.review import Coverage, Item, ItemKind, Review, Reviewed, Told

OPEN_SHOWN = 12


def review_json(found: Reviewed) -> dict[str, object]:
    """What the page shows, as JSON has it."""
    return {
        "documents": [_document(one) for one in found.documents],
        "unreadable": [
            {"source": f.source, "place": _place(f.place), "rule": f.rule, "remedy": f.remedy}
            for f in found.unreadable
        ],
    }


def _document(review: Review) -> dict[str, object]:
    coverage = {kind.value: _figures(part) for kind, part in review.coverage.items()}
    return {
        "source": review.source,
        "sha256": review.sha256,
        "format": review.format,
        "encoding": review.encoding,
        "title": review.title,
        "facts_by_kind": review.facts_by_kind,
        "repairs_by_kind": {k.value: n for k, n in review.repairs_by_kind.items()},
        "coverage": {"overall": _figures(review.overall), **coverage},
        "not_understood": [_item(item) for item in review.open_items],
        "rejected": [
            {"place": _place(r.place), "field": r.field, "value": r.value}
            | {"rule": r.rule, "remedy": r.message}
            for r in review.rejected
        ],
        "warnings": review.warnings,
        "names_of_persons": len(review.names),
        "facts": [_fact(fact) for fact in review.facts],
        "repairs": [
            {"kind": r.kind.value, "before": r.before, "after": r.after, "place": _place(r.place)}
            for r in review.repairs
        ],
    }


def _figures(coverage: Coverage) -> dict[str, object]:
    return {"found": coverage.found, "cited": coverage.cited, "share": coverage.share}


def _item(item: Item) -> dict[str, object]:
    return {
        "class": item.kind.value,
        "text": item.text,
        "rule": item.rule,
        "place": _place(item.span.place),
        "cited_elsewhere": item.elsewhere,
    }


def _fact(fact: Told) -> dict[str, object]:
    ends: dict[str, object] = {"subject": fact.subject}
    if fact.object is not None:
        ends["object"] = fact.object
    return {
        "kind": fact.kind,
        **ends,
        "properties": dict(fact.properties),
        "certainty": fact.certainty,
        "place": _place(fact.span.place),
        "raw": fact.span.raw,
    }


def _place(place: Place) -> dict[str, object]:
    if place.locator:
        return {"locator": place.locator}
    return {"line": place.line, "column": place.column or 0}


def print_review(found: Reviewed, *, english: bool = False) -> None:
    """Every document on stdout, files that cannot be read on stderr."""
    screen = console()
    for number, one in enumerate(found.documents):
        if number:
            screen.print()
        _print_one(screen, one, english)
    tell(*(f"{f.source}: {f.rule}; {f.remedy}" for f in found.unreadable))


def _print_one(screen: Console, review: Review, english: bool) -> None:
    untitled = "(untitled)" if english else "（无标题）"
    screen.print(text(review.title or untitled, "bold"), soft_wrap=True)
    screen.print(text(review.source, "dim"), soft_wrap=True)
    screen.print(_coverage(review, screen.width, english))
    language = "en" if english else "zh"
    facts = {f"{kind_title(k, language)} {k}": n for k, n in review.facts_by_kind.items()}
    _counts(screen, _say(english, "事实", "facts"), facts)
    repairs = {REPAIR_TITLES[k.value][english]: n for k, n in review.repairs_by_kind.items()}
    _counts(screen, _say(english, "清理", "repairs"), repairs)
    _print_open(screen, review, english)
    _print_rejected(screen, review.rejected, english)
    tell(*review.warnings)
    if review.names:
        note = (
            f"{len(review.names)} names of persons" if english else f"人名 {len(review.names)} 处"
        )
        screen.print(text(note, "dim"))


def _say(english: bool, zh: str, en: str) -> str:
    return en if english else zh


def _coverage(review: Review, width: int, english: bool) -> object:
    parts = [(_say(english, "全部", "overall"), review.overall)]
    parts += [(ITEM_TITLES[kind][english], part) for kind, part in review.coverage.items()]
    rows = [[name, percent(c.share), f"{c.cited}", f"{c.found}"] for name, c in parts]
    titles = (
        ["coverage", "share", "cited", "found"] if english else ["覆盖", "比例", "有出处", "找到"]
    )
    return yielding(titles, rows, width, right=(1, 2, 3))


def _counts(screen: Console, title: str, counts: Mapping[str, int]) -> None:
    told = "、".join(f"{name} {n}" for name, n in counts.items()) or "—"
    screen.print(Text.assemble((f"{title} {sum(counts.values())}", "bold"), "  ", text(told)))


def _print_open(screen: Console, review: Review, english: bool) -> None:
    title = _say(english, "没有事实引用", "cited by no fact")
    screen.print(Text(f"{title} {len(review.open_items)}", "bold"))
    for kind in ItemKind:
        found = [item for item in review.open_items if item.kind is kind]
        if not found:
            continue
        shown = [
            f"{where(item.span.place)} {shorten(item.text, 40)}" for item in found[:OPEN_SHOWN]
        ]
        more = len(found) - len(shown)
        if more:
            shown.append(_say(english, f"… 另有 {more} 处", f"… {more} more"))
        name = f"  {ITEM_TITLES[kind][english]} {len(found)}  "
        screen.print(Text.assemble((name, "cyan"), text("  ".join(shown))))


def _print_rejected(screen: Console, rejected: Sequence[Rejected], english: bool) -> None:
    screen.print(Text(f"{_say(english, '被拒', 'rejected')} {len(rejected)}", "bold"))
    for each in rejected:
        value = text(f" {each.field} = {shorten(each.value, 60)!r} ")
        line = Text.assemble("  ", text(where(each.place), "bold"), value, text(each.rule, "red"))
        screen.print(line, soft_wrap=True)
        screen.print(text(f"    {each.message}", "dim"), soft_wrap=True)
