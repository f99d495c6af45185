"""What fits a typed text, over every node and every way it is called."""

from __future__ import annotations

from itertools import pairwise, product

from oracle.reading import Reading, claims_of, parts, shown, text
from pypinyin import Style, pinyin

from ontology import NODE_KINDS
from queries.search import SHOWN, SearchRow

UNNAMED = ("Instrument", "MeasurementStandard", "CalibrationQuantity")
WAYS = ("key", "name", "begins", "contains", "short", "pinyin", "alike")


def answer(reading: Reading, **params: str) -> list[SearchRow]:
    typed = params["text"].strip()
    labels = [params["kind"]] if params.get("kind") else list(NODE_KINDS)
    rows: list[SearchRow] = []
    named: list[str] = []
    for label in labels:
        has_name = "name" in {p.name for p in NODE_KINDS[label].properties}
        for node in reading.of_kind(label):
            if has_name and label not in UNNAMED:
                named.append(node)
                rows += by_name(reading, label, node, typed.casefold())
            else:
                rows += by_key(reading, label, node, typed)
    if not rows:
        rows = near(reading, named, typed)
        return rows[:SHOWN]
    rows.sort(key=lambda r: (WAYS.index(r.how), len(r.matched), r.element))
    return rows[:SHOWN]


def by_name(reading: Reading, label: str, node: str, typed: str) -> list[SearchRow]:
    attributes = reading.node(node)
    key = node.split(":", 1)[1]
    called = [*parts(node, "@" if label == "Process" else "|")]
    for name in ("name", "name_en", "number", "code", "wigos_id"):
        called.append(text(attributes, name))
    for name in ("other_names", "short_names"):
        said = attributes.get(name) or ()
        assert isinstance(said, (list, tuple))
        called += said
    fits = [(WAYS.index(w), len(key), key) for w in ways(typed, key, node) if w]
    fits = [(0 if w <= 1 else w, n, t) for w, n, t in fits]
    for one in called:
        if one:
            for way in ways(typed, one, node):
                exact_key = way == "name" and one == key
                fits.append((WAYS.index("key" if exact_key else way), len(one), one))
    if not fits:
        return []
    way, _, matched = min(fits)
    return [made(reading, label, node, WAYS[way], matched)]


def ways(typed: str, one: str, node: str) -> list[str]:
    """The first way in which a text fits."""
    low = one.casefold()
    if typed in (low, node.casefold()):
        return ["name"]
    if low[: len(typed)] == typed:
        return ["begins"]
    if typed in low:
        return ["contains"]
    if len(typed) < 2:
        return []
    at = -1
    for letter in typed:
        at = low.find(letter, at + 1)
        if at < 0:
            break
    else:
        return ["short"]
    return ["pinyin"] if typed.isascii() and typed.isalpha() and spelled(typed, one) else []


def spelled(typed: str, one: str) -> bool:
    """Every way to read the name aloud, its first letters only or whole, tried in turn."""
    letters = [c for c in one if c.isalnum()][:8]
    read = [
        sorted({r for found in pinyin(c, style=Style.NORMAL, heteronym=True) for r in found})
        for c in letters
    ]
    if not any(len(r[0]) > 1 for r in read):
        return False
    for spoken in product(*read):
        first, whole = "".join(s[0] for s in spoken), "".join(spoken)
        if first.casefold().startswith(typed) or whole.casefold().startswith(typed):
            return True
    return False


def by_key(reading: Reading, label: str, node: str, typed: str) -> list[SearchRow]:
    key = node.split(":", 1)[1]
    low = typed.casefold().removeprefix(node.partition(":")[0] + ":")
    if low in key.casefold():
        how = "key" if low == key.casefold() else "contains"
        how = "begins" if how != "key" and key.casefold().startswith(low) else how
        return [made(reading, label, node, how, key)]
    if label in UNNAMED[:2] and text(reading.node(node), "serial") == typed:
        return [made(reading, label, node, "name", typed)]
    return []


def near(reading: Reading, named: list[str], typed: str) -> list[SearchRow]:
    """Names that share half of their neighbouring pairs of letters; five of them."""
    scored = []
    for node in named:
        name = text(reading.node(node), "name") or node.split(":", 1)[1]
        mine, theirs = grams(typed), grams(name)
        score = 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine | theirs else 0
        letters = set(typed) <= set(name) and ways(typed, name, "") == ["short"]
        if letters or score >= 0.5:
            scored.append((not letters, len(name) if letters else -score, node, name))
    return [
        made(reading, reading.graph.nodes[node]["label"], node, "alike", name)
        for _, _, node, name in sorted(scored)[:5]
    ]


def grams(name: str) -> set[str]:
    return {a + b for a, b in pairwise(name)}


def made(reading: Reading, label: str, node: str, how: str, matched: str) -> SearchRow:
    attributes = reading.node(node)
    has_name = "name" in {p.name for p in NODE_KINDS[label].properties} and label not in UNNAMED
    name = text(attributes, "name") if has_name else ""
    return SearchRow(how, node, label, name or shown(node), matched,
                     text(attributes, "certainty"), claims_of(attributes))  # fmt: skip
