"""What is known of one node: its properties, its states, what it is joined to."""

from __future__ import annotations

from oracle.reading import Link, NobodySpeaksOf, Reading, claims_of, once, parts, shown, text

from queries.neighbourhood import SHOWN, ShowRow

KEPT_FOR_THE_STORE = ("label", "id", "claims")


def answer(reading: Reading, element: str) -> list[ShowRow]:
    if element not in reading:
        raise NobodySpeaksOf(element)
    node = reading.node(element)
    about = (text(node, "valid_from"), text(node, "valid_to"), text(node, "certainty"))
    rows = [
        ShowRow("property", name, plain(node[name]), "", "", 0, *about, claims_of(node))
        for name in sorted(set(node) - set(KEPT_FOR_THE_STORE))
        if node[name] is not None
    ]
    rows += [
        ShowRow("state", of, text(link.node, "value"), "", "", 0, link.begin, link.end,
                text(link.edge, "certainty"), once(link.claims, claims_of(link.node)))
        for of, link in states(reading, element)
    ]  # fmt: skip
    leaving = [x for x in reading.out(element) if x.type != "HAS_STATE"]
    return rows + joined("out", leaving) + joined("in", reading.into(element))


def states(reading: Reading, element: str) -> list[tuple[str, Link]]:
    """States by what they are states of, then by time; a key says what nobody describes."""
    found = [(parts(x.other)[1], x) for x in reading.out(element, "HAS_STATE")]
    return sorted(found, key=lambda f: (f[0], f[1].begin, text(f[1].node, "value"), f[1].other))


def joined(direction: str, links: list[Link]) -> list[ShowRow]:
    """Per type the latest ones, as many as a person reads, and how many more there are."""
    rows = []
    for kind in sorted({x.type for x in links}):
        one_type = sorted((x for x in links if x.type == kind), key=lambda x: x.other)
        one_type.sort(key=lambda x: x.begin, reverse=True)
        for i, x in enumerate(one_type[:SHOWN]):
            last = i == min(SHOWN, len(one_type)) - 1
            rows.append(
                ShowRow(direction, kind, "", x.other, text(x.node, "name") or shown(x.other),
                        len(one_type) - SHOWN if last and len(one_type) > SHOWN else 0, x.begin,
                        x.end, text(x.edge, "certainty"), x.claims)
            )  # fmt: skip
    return rows


def plain(value: object) -> str:
    """A value as text, with all its digits."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "; ".join(str(v) for v in value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)
