"""What the elements of a graph are called: full names, numbers, codes, and the forms in use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.store import GraphStore
from ontology import NODE_KINDS, make_id
from queries.search import NAMES

LONGEST = 60
"""Characters of the longest name that a sentence is searched for."""
_NOT_CALLED = {"DocumentVersion", "Location", "Deployment", "Person", "Mention"}
_TAIL = re.compile(r"[（(][^（）()]*[）)]\Z")
_PLACE = re.compile(r"(?<=..)[市县旗区盟镇]\Z")
_OFFICE = "气象局"
_OFFICES = "MATCH (u:Unit)-[:IN_AREA]->(a:AdminArea) RETURN u.name AS name, a.id AS area"
_REGIONAL = {"自治区": "区局", "省": "省局"}
_LONG_PLACE = 3
_TWO_WORDS = 4
_SECTION = re.compile(r"(?:局|\A)(?P<said>[^局]{3,8})(?P<tail>[处司科室])\Z")
_CENTRE = re.compile(r"[区市盟局省](?P<said>[^区市盟局省]{4,10})(?P<tail>中心|所|院|站)\Z")


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by what they are called, case folded; by key of those kinds whose key is one part."""

    by_name: dict[str, tuple[str, ...]]

    def at(self, text: str, begin: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Names that stand at a place of a folded text: where each ends, and what is called so."""
        for end in range(begin + 2, min(len(text), begin + LONGEST) + 1):
            found = self.by_name.get(text[begin:end])
            if found:
                yield end, found

    def called(self, title: str) -> tuple[str, ...]:
        """What has exactly this name, with or without a note in brackets."""
        folded = title.casefold()
        return self.by_name.get(folded) or self.by_name.get(_TAIL.sub("", folded), ())


def names_of(store: GraphStore) -> Names:
    """Read the names of a graph, all in one read."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    with store.reading() as graph:
        rows = {
            label: graph.run(stage.cypher, {})
            for label, stage in NAMES.items()
            if label not in _NOT_CALLED
        }
        offices = graph.run(_OFFICES, {})
    for label, named in rows.items():
        for row in named:
            element = str(row["id"])
            for text in _called(label, element, row):
                if len(text) > 1:
                    found[text.casefold()][element] = None
    for office in offices:
        for place in _places(str(office["name"])):
            found[place.casefold()][str(office["area"])] = None
    return Names({name: tuple(sorted(ids)) for name, ids in found.items()})


def _called(label: str, element: str, row: dict[str, object]) -> Iterator[str]:
    key = element.partition(":")[2]
    last = key.rpartition("|")[2]
    if len(NODE_KINDS[label].key) == 1:
        yield key
    elif any(c.isdigit() for c in last):
        yield last
    texts = [str(row[n]) for n in ("name", "number", "code", "wigos_id") if row[n]]
    for field in ("other_names", "short_names"):
        value = row[field]
        texts += [str(v) for v in value] if isinstance(value, list) else []
    for text in texts:
        yield text
        yield from _forms(label, _TAIL.sub("", text))


def _forms(label: str, name: str) -> Iterator[str]:
    """How a name is shortened: 额尔古纳站, 呼伦贝尔市局, the end of an office's name."""
    yield name
    if label == "Station":
        yield _PLACE.sub("", name)
    if label == "Unit" and name.endswith(_OFFICE) and len(name) > len(_OFFICE) + 1:
        place = name.removesuffix(_OFFICE)
        yield from (place, f"{place}局", _PLACE.sub("", place), f"{_PLACE.sub('', place)}{_OFFICE}")
        yield from _abbreviated(place)
        yield from (short for end, short in _REGIONAL.items() if place.endswith(end))
    elif label == "Unit":
        yield from (name[n:] for n in range(1, len(name) - 2))
        yield from _section(name)
        yield from _centre(name)


def _places(office: str) -> Iterator[str]:
    """What the area of an office is called: 通辽市 and 通辽 of 通辽市气象局."""
    place = office.removesuffix(_OFFICE)
    if place != office and _PLACE.search(place):
        yield from (place, _PLACE.sub("", place))


def _abbreviated(place: str) -> Iterator[str]:
    """锡盟 and 锡盟局 of 锡林郭勒盟, 呼市 of the cities with such a name."""
    if len(place) > _LONG_PLACE and place[-1] in "市盟":
        yield from (f"{place[0]}{place[-1]}", f"{place[0]}{place[-1]}局")


def _centre(name: str) -> Iterator[str]:
    """大气探测中心 and 大探中心 of 大气探测技术保障中心: a centre by two of its words."""
    centre = _CENTRE.search(name)
    if centre is None or len(centre["said"]) % 2:
        return
    words = re.findall("..", centre["said"])
    for one, other in pairwise(words):
        yield from (f"{one}{other}{centre['tail']}", f"{one[0]}{other[0]}{centre['tail']}")


def _section(name: str) -> Iterator[str]:
    """观测处 of 观测与网络处, 计财处 of 计划财务处: a section by a part of its name."""
    section = _SECTION.search(name)
    if section is None:
        return
    said, tail = section["said"], section["tail"]
    parts = re.split("[与和]", said)
    if len(parts) > 1:
        yield from (part + tail for part in parts if len(part) > 1)
    elif len(said) == _TWO_WORDS:
        yield from (said[:2] + tail, said[2:] + tail, said[0] + said[2] + tail)


def keyed_ids(codes: Iterable[str]) -> dict[str, list[str]]:
    """By kind the ids that codes would be: of kinds with as many parts in their key as a code."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        parts = code.split("|")
        for label, kind in NODE_KINDS.items():
            if len(kind.key) == len(parts) and all(parts):
                found[label].append(make_id(kind, *parts))
    return found
