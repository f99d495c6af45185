"""`search`: elements by number, code, name, short form or pinyin; else the nearest names.

Of kinds with names all names are read and compared here, so that short forms and pinyin work; of
the others, which may be millions, the store compares keys and serial numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph import InvalidValueError
from ontology import NODE_KINDS, key_parts
from queries.ask import Ask
from queries.likeness import KnownNames
from queries.model import Param, Query, Stage
from queries.search.letters import by_pinyin, in_order

Texts = tuple[str, ...]
SHOWN = 50
HOW = ("key", "name", "begins", "contains", "short", "pinyin", "alike")


@dataclass(frozen=True, slots=True)
class SearchRow:
    """An element that fits what was typed.

    `how`: key | name (it is that) | begins | contains | short (its letters in order) | pinyin |
    alike (only where nothing else fits). `matched`: the text that fits.
    """

    how: str
    element: str
    node_kind: str
    name: str
    matched: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Named:
    id: str
    name: str | None
    name_en: str | None
    number: str | None
    code: str | None
    wigos_id: str | None
    other_names: Texts | None
    short_names: Texts | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Keyed:
    id: str
    matched: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Count:
    count: int


# Kinds whose `name` is a number of something, or of which there is one for every value or event.
_MANY = {"Instrument", "MeasurementStandard", "CalibrationQuantity"}
NAMED = tuple(
    label
    for label, kind in NODE_KINDS.items()
    if kind.property_named("name") and label not in _MANY
)
KEYED = tuple(label for label in NODE_KINDS if label not in NAMED)
_TAIL = "n.certainty AS certainty, n.claims AS claims"
_KEY = "toLower(substring(n.id, $skip))"
NAMES = {
    label: Stage(
        f"names_{label}",
        f"MATCH (m:{label}) WITH m AS n RETURN n.id AS id, n.name AS name, n.name_en AS name_en, "
        "n.number AS number, n.code AS code, n.wigos_id AS wigos_id, "
        f"n.other_names AS other_names, n.short_names AS short_names, {_TAIL}",
        _Named,
    )
    for label in NAMED
}


def _keys(label: str, how: str) -> Stage[_Keyed]:
    return Stage(
        f"{how.replace(' ', '_').lower()}_{label}",
        f"MATCH (n:{label}) WHERE {_KEY} {how} $text RETURN n.id AS id, "
        f"substring(n.id, $skip) AS matched, {_TAIL} ORDER BY size(n.id), n.id LIMIT $limit",
        _Keyed,
    )


BEGINS = {label: _keys(label, "STARTS WITH") for label in KEYED}
CONTAINS = {label: _keys(label, "CONTAINS") for label in KEYED}
COUNTS = {
    label: Stage(
        f"count_{label}",
        f"MATCH (n:{label}) WHERE {_KEY} CONTAINS $text RETURN count(n) AS count",
        _Count,
    )
    for label in KEYED
}
SERIALS = {
    label: Stage(
        f"serial_{label}",
        f"MATCH (n:{label}) WHERE n.serial = $text "
        f"RETURN n.id AS id, n.serial AS matched, {_TAIL} ORDER BY size(n.id), n.id LIMIT $limit",
        _Keyed,
    )
    for label in ("Instrument", "MeasurementStandard")
}


def answer(ask: Ask) -> Iterable[SearchRow]:
    """The best fifty, the shortest first among equals; how many more is counted."""
    text = ask.params["text"].strip()
    if not text:
        raise InvalidValueError(
            "text", text, "没有要找的 / nothing to look for", "名称或编号 / a name"
        )
    labels = _labels(ask)
    named = [(label, n) for label in labels if label in NAMES for n in ask.rows(NAMES[label])]
    found = [row for label, n in named if (row := _fitting(text.casefold(), label, n))]
    more, beyond = _by_key(ask, text, [label for label in labels if label in KEYED])
    found = sorted([*found, *more], key=_order)
    if not found:
        found = _alike(text, named)
    ask.left_out(len(found) - SHOWN + beyond)
    return found[:SHOWN]


def _labels(ask: Ask) -> Sequence[str]:
    wanted = ask.params.get("kind", "")
    if wanted and wanted not in NODE_KINDS:
        near = get_close_matches(wanted, NODE_KINDS, 3, 0.5)
        use = f"可用 / use: {', '.join(near or NODE_KINDS)}"
        raise InvalidValueError("kind", wanted, "没有这个种类 / there is no such kind", use)
    return [wanted] if wanted else list(NODE_KINDS)


def _texts(label: str, n: _Named) -> Iterator[str]:
    """All by which a node is called, its key first."""
    yield n.id.partition(":")[2]
    parts = key_parts(NODE_KINDS[label], n.id)
    one = (n.name, n.name_en, n.number, n.code, n.wigos_id)
    yield from dict.fromkeys(t for t in (*parts, *one) if t)
    yield from (*(n.other_names or ()), *(n.short_names or ()))


def _fitting(text: str, label: str, n: _Named) -> SearchRow | None:
    fits = [(how, t) for t in _texts(label, n) if (how := _how(text, t, n))]
    if not fits:
        return None
    how, matched = min(fits, key=lambda f: (HOW.index(f[0]), len(f[1]), f[1]))
    return _row(how, n.id, n.name, matched, (n.certainty, n.claims))


def _how(text: str, candidate: str, n: _Named) -> str:
    folded = candidate.casefold()
    if text in (folded, n.id.casefold()):
        return "key" if candidate == n.id.partition(":")[2] else "name"
    if folded.startswith(text):
        return "begins"
    if text in folded:
        return "contains"
    if len(text) > 1 and in_order(text, folded):
        return "short"
    if len(text) > 1 and text.isascii() and text.isalpha() and by_pinyin(text, candidate):
        return "pinyin"
    return ""


def _row(
    how: str,
    element: str,
    name: str | None,
    matched: str,
    said: tuple[str | None, Texts | None],
) -> SearchRow:
    kind = next(k for k in NODE_KINDS.values() if k.prefix == element.partition(":")[0])
    shown = name or " · ".join(key_parts(kind, element))
    return SearchRow(how, element, kind.label, shown, matched, said[0] or "", said[1] or ())


def _by_key(ask: Ask, text: str, labels: Sequence[str]) -> tuple[list[SearchRow], int]:
    """Elements by key or serial number, and how many more there are by key."""
    found: dict[str, SearchRow] = {}
    beyond, folded = 0, text.casefold()
    for label in labels:
        prefix = NODE_KINDS[label].prefix + ":"
        inner = folded.removeprefix(prefix)
        here: dict[str, SearchRow] = {}
        count = ask.rows(COUNTS[label], text=inner, skip=len(prefix))[0].count
        for stage in (BEGINS[label], CONTAINS[label]) if count else ():
            for k in ask.rows(stage, text=inner, skip=len(prefix), limit=SHOWN):
                key = str(k.matched).casefold()
                how = "key" if key == inner else "begins" if key.startswith(inner) else "contains"
                here[k.id] = _row(how, k.id, None, str(k.matched), (k.certainty, k.claims))
        beyond += count - len(here)
        for k in ask.rows(SERIALS[label], text=text, limit=SHOWN) if label in SERIALS else ():
            here.setdefault(k.id, _row("name", k.id, None, text, (k.certainty, k.claims)))
        found |= here
    return list(found.values()), beyond


def _order(row: SearchRow) -> tuple[int, int, str]:
    return (HOW.index(row.how), len(row.matched), row.element)


def _alike(text: str, named: Sequence[tuple[str, _Named]]) -> list[SearchRow]:
    by_id = {n.id: n for _, n in named}
    known = KnownNames({i: n.name or i.partition(":")[2] for i, n in by_id.items()})
    rows = []
    for near in known.nearest(text):
        n = by_id[near]
        name = n.name or near.partition(":")[2]
        rows.append(_row("alike", near, n.name, name, (n.certainty, n.claims)))
    return rows


def summary(rows: Sequence[SearchRow]) -> tuple[str, str]:
    """How many elements fit, or that only near ones are there."""
    if not rows:
        return "没有找到", "nothing found"
    if rows[0].how == "alike":
        return f"没有正合的；相近的 {len(rows)} 个", f"nothing fits; {len(rows)} are near"
    return f"找到 {len(rows)} 个", f"{len(rows)} found"


QUERY = Query(
    id="search",
    question_zh="哪个对象叫这个：编号、代码、名称、简称或拼音？",
    question_en="Which element is called so: by number, code, name, short form or pinyin?",
    params=(
        Param("text", "要找的文字", "text", required=True),
        Param("kind", "种类", "kind of node"),
    ),
    row=SearchRow,
    stages=(
        *NAMES.values(),
        *BEGINS.values(),
        *CONTAINS.values(),
        *COUNTS.values(),
        *SERIALS.values(),
    ),
    answer=answer,
    summary=summary,
)
