"""One rule and one element: the state, what is wrong, and the edges that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ontology import BEGINNING, COVERAGE_STATES, OPEN_END
from ontology.requirements import Holds, Obligation, Requirement, Way
from queries.gaps import stages
from queries.gaps.facts import Facts, Path, exists, held
from queries.gaps.rows import Item, Link

Detail = tuple[str, str]
_NOTHING = ("没有来源说明", "no source states it")
DETAILS: dict[str, Detail] = {
    "covered": ("", ""),
    "not_yet_valid": ("尚未生效", "not yet valid"),
    "expired": ("已失效", "no longer valid"),
    "orphaned": ("所指无人描述", "what it refers to is described by nobody"),
    "outdated": ("所依版本已被取代或废止", "the edition it rests on is superseded or withdrawn"),
    "predated": ("先于其依据", "earlier than what it rests on"),
    "ambiguous": ("指向不止一个", "it points at more than one"),
    "duplicate": ("多于声明数", "more than declared"),
    "one_way": ("需答复而没有对应事项", "a reply is expected and none is stated"),
    "declared_absent": ("来源声明没有", "a source says there is none"),
    "uncovered": _NOTHING,
    "not_stated": _NOTHING,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """How an element stands under a rule."""

    state: str
    detail: Detail
    links: tuple[Link, ...] = ()


def applies(facts: Facts, rule: Requirement, item: Item, moment: str) -> bool:
    """Whether a rule asks anything of an element at a moment."""
    if not exists(item, moment) or (item.verdict or "") in rule.exempt:
        return False
    if rule.own_moment and item.begins is not None and item.begins > facts.time:
        return False
    if rule.where_own and item.given is None:
        return False
    if rule.leaf and any(
        held((p,), moment) == "covered" for p in facts.links(stages.PARTS, item.id)
    ):
        return False
    return rule.test is not Holds.ADMISSION or _in_use(facts, item, moment)


def judge(facts: Facts, rule: Requirement, item: Item, moment: str) -> Judged:
    """The best state that any of the ways of a rule gives an element."""
    if rule.own and rule.test is not Holds.MEMBERS and item.given is not None:
        return _judged("covered")
    whole = _WHOLE.get(rule.test)
    if whole is not None:
        found = whole(facts, rule, item, moment)
    else:
        found = _best(facts, rule, item, moment)
    if found.state != "covered" and rule.nil:
        nils = [k for k in facts.links(stages.NILS, item.id) if held((k,), moment) == "covered"]
        if nils:
            return _judged("declared_absent", nils)
    return found


def absent(rule: Requirement) -> str:
    """The state of what no claim names."""
    return "uncovered" if rule.obligation is Obligation.MANDATORY else "not_stated"


def _judged(state: str, links: Iterable[Link] = (), detail: Detail | None = None) -> Judged:
    return Judged(state, detail or DETAILS[state], tuple(links))


def _best(facts: Facts, rule: Requirement, item: Item, moment: str) -> Judged:
    """Each end on its own; the best of them counts, with all edges that lead to such ends."""
    by_state: dict[str, list[Link]] = {}
    for way in rule.ways:
        for path in facts.paths(way, item.id):
            by_state.setdefault(_state(facts, rule, way, path, moment), []).extend(path[1])
    if not by_state:
        return _judged(absent(rule))
    state = max(by_state, key=COVERAGE_STATES.rank)
    return _judged(state, by_state[state])


def _state(facts: Facts, rule: Requirement, way: Way, path: Path, moment: str) -> str:
    end, links = path
    state = held(links, moment)
    if state != "covered":
        return state
    if rule.test is Holds.DOCUMENT:
        return _document_state(facts, way.end, end, moment)
    if rule.test is Holds.INTERFACE:
        return _interface_state(facts, end)
    one = facts.items(way.end).get(end) if rule.test is not Holds.IN_FORCE else None
    if one is not None and rule.test is Holds.GIVEN:
        return state if one.given is not None else absent(rule)
    return "orphaned" if one is not None and one.stub else state


def _interface_state(facts: Facts, interface: str) -> str:
    if facts.items("Interface")[interface].verdict == "declared_absent":
        return "declared_absent"
    return "one_way" if facts.unanswered(interface) else "covered"


# Documents


def _document_state(facts: Facts, label: str, end: str, moment: str) -> str:
    if label == "DocumentVersion":
        return edition_state(facts, end, moment)
    versions = [k.source for k in facts.links(stages.VERSIONS, end)]
    return document_state(
        [edition_state(facts, v, moment) for v in dict.fromkeys(versions)],
        stub=facts.items("Document")[end].stub is True,
    )


def document_state(editions: list[str], *, stub: bool) -> str:
    """The state of a reference to a document without its edition, from those of all editions.

    An edition that is only referred to says nothing of its dates.
    """
    known = [e for e in editions if e != "orphaned"]
    if not known:
        return "orphaned" if stub else "covered"
    if known.count("covered") == 1:
        return "covered"
    if "covered" in known:
        return "ambiguous"
    return "outdated" if "outdated" in known else "predated"


def edition_state(facts: Facts, version: str, moment: str) -> str:
    """Whether an edition was in force at a moment."""
    one = facts.items("DocumentVersion")[version]
    if one.stub:
        return "orphaned"
    if (one.begins or BEGINNING) > moment:
        return "predated"
    later = facts.links(stages.SUPERSEDED, version)
    if (one.ends or OPEN_END) <= moment or held_any(later, moment):
        return "outdated"
    return "covered"


def held_any(links: Iterable[Link], moment: str) -> bool:
    """Whether any edge is valid at a moment."""
    return any(held((k,), moment) == "covered" for k in links)


# Calibrations


def latest(facts: Facts, way: Way, node: str, moment: str) -> list[tuple[str, Item, Link]]:
    """The calibrations of the last day on or before a moment: day, calibration, edge."""
    found = []
    for end, (link,) in facts.paths(way, node):
        one = facts.items("Calibration")[end]
        day = one.begins or link.valid_from
        if held((link,), moment) == "covered" and day <= moment:
            found.append((day, one, link))
    last = max((day for day, _, _ in found), default="")
    return [f for f in found if f[0] == last]


def _calibration(facts: Facts, rule: Requirement, item: Item, moment: str) -> Judged:
    (way,) = rule.ways
    every = [link for _, (link,) in facts.paths(way, item.id)]
    last = latest(facts, way, item.id, moment)
    links = [link for _, _, link in last]
    if not every:
        return _judged(absent(rule))
    if not last:
        later = any(held((k,), moment) == "not_yet_valid" for k in every)
        return _judged("not_yet_valid" if later else "expired", every)
    results = {one.verdict for _, one, _ in last}
    ends = [one.ends for _, one, _ in last if one.ends is not None]
    if len(results) > 1:
        return _judged("ambiguous", links)
    if results == {"outOfCalibration"}:
        detail = ("最近一次检定不合格", "the latest calibration found it out of calibration")
        return _judged("uncovered", links, detail)
    if not ends:
        return _judged("not_stated", links, ("有效期未说明", "its validity is not stated"))
    return _judged("covered" if max(ends) > moment else "expired", links)


# Admissions, members, values


def _first_use(facts: Facts, item: Item, moment: str) -> str | None:
    if not item.id.startswith("instrument:"):
        return BEGINNING
    begins = [k.valid_from for k in facts.links(stages.USED_FROM, item.id)]
    return min((b for b in begins if b <= moment), default=None)


def _in_use(facts: Facts, item: Item, moment: str) -> bool:
    return _first_use(facts, item, moment) is not None


def _admission(facts: Facts, rule: Requirement, item: Item, moment: str) -> Judged:
    """An admission counts from its own begin; an unknown begin of use is before none."""
    use = _first_use(facts, item, moment) or BEGINNING
    by_state: dict[str, list[Link]] = {}
    for way in rule.ways:
        for _, links in facts.paths(way, item.id):
            state = held(links, moment)
            late = state == "covered" and use != BEGINNING and links[-1].valid_from > use
            by_state.setdefault("predated" if late else state, []).extend(links)
    if not by_state:
        return _judged(absent(rule))
    state = max(by_state, key=COVERAGE_STATES.rank)
    return _judged(state, by_state[state])


def _members(facts: Facts, rule: Requirement, item: Item, moment: str) -> Judged:
    found = [
        (end, links)
        for way in rule.ways
        for end, links in facts.paths(way, item.id)
        if held(links, moment) == "covered"
    ]
    known, declared = len({end for end, _ in found}), item.given
    used = [k for _, links in found for k in links]
    if not isinstance(declared, int):
        detail = (f"已知 {known}，声明数未说明", f"{known} known, no declared size")
        return _judged("not_stated", used, detail)
    state = "covered" if known == declared else "uncovered" if known < declared else "duplicate"
    return _judged(
        state, used, (f"已知 {known}，声明 {declared}", f"{known} known of {declared} declared")
    )


def _one_value(facts: Facts, rule: Requirement, item: Item, moment: str) -> Judged:
    by_state: dict[str, list[Link]] = {}
    values: set[str] = set()
    for way in rule.ways:
        for end, links in facts.paths(way, item.id):
            state = held(links, moment)
            one = facts.items(way.end).get(end)
            if state == "covered" and one is not None and one.verdict is not None:
                values.add(one.verdict)
            by_state.setdefault(state, []).extend(links)
    if not by_state:
        return _judged(absent(rule))
    if len(values) > 1:
        told = "、".join(sorted(values))
        return _judged("ambiguous", by_state["covered"], (told, told))
    state = max(by_state, key=COVERAGE_STATES.rank)
    return _judged(state, by_state[state])


_WHOLE: dict[Holds, Callable[[Facts, Requirement, Item, str], Judged]] = {
    Holds.CALIBRATION: _calibration,
    Holds.ADMISSION: _admission,
    Holds.MEMBERS: _members,
    Holds.ONE_VALUE: _one_value,
}
