"""Parameters that only one question has, and how the words of a sentence fill them."""

from __future__ import annotations

from ontology import NODE_KINDS, key_parts
from ontology.requirements import REQUIREMENTS
from queries.plain.sentence import Filling, Slot, element, span
from queries.registry import query_named

_AREAS = ("市", "盟", "旗", "县", "区")


def kinds(question: str, name: str) -> tuple[str, ...]:
    """The kinds of element that a parameter of a question takes; any of them for `*`."""
    found = next(p.kinds for p in query_named(question).params if p.name == name)
    return tuple(NODE_KINDS) if found == ("*",) else found


def one(question: str, name: str = "element", *, required: bool = True) -> Slot:
    """The element that a question is about."""
    return element(name, *kinds(question, name), required=required)


def rule(f: Filling) -> bool:
    """The coverage rule of a kind that asks for what a word says; the longest word wins."""
    labels = [one for one in f.codes("kind") if one[0] not in f.used]
    fits = [
        (len(f.tokens[n].text), rule, n)
        for n, rule in f.codes("rule")
        if any(label == REQUIREMENTS[rule].kind and k != n for k, label in labels)
    ]
    if not fits:
        return False
    _, rule, at = max(fits, key=lambda fit: (fit[0], fit[2]))
    f.params["rule"] = rule
    f.used.add(at)
    for n, label in f.codes("kind"):
        if label == REQUIREMENTS[rule].kind:
            f.used.add(n)
    f.used |= {n for n, code in f.codes("rule") if code == rule}
    return True


def area(f: Filling) -> bool:
    """An area by its name, as its code."""
    for at, ids in f.free_elements(("AdminArea",))[:1]:
        if len(ids) == 1:
            f.params["area"] = key_parts(NODE_KINDS["AdminArea"], ids[0])[0]
            f.used |= {
                at,
                *(n for n, _ in f.codes("level") if n in (at + 1, at + 2) and not f.codes("kind")),
                *(n for n in f.having("BY_AREA") if n in (at + 1, at + 2)),
                *(n for n, token in enumerate(f.tokens) if ids[0] in token.elements),
                *_called_so(f, at),
            }
    return True


def _called_so(f: Filling, at: int) -> set[int]:
    """Words beside the code of an area that only say what it is called: 赤峰市（代码150400）."""
    if not f.tokens[at].text.isdecimal():
        return set()
    beside = [n for n in range(max(at - 3, 0), min(at + 2, len(f.tokens))) if n != at]
    names = {n for n in beside if f.tokens[n].elements and f.tokens[n].text.endswith(_AREAS)}
    return names | {n for n in beside if "CODE" in f.tokens[n].tags}


def league(f: Filling) -> bool:
    """A league by its name, as its code; a reading that would widen or narrow it does not fit."""
    area(f)
    code = f.params.pop("area", "")
    if code:
        f.params["league"] = code
    return not code or (code.endswith("00") and not code.endswith("0000"))


def level_alone(f: Filling) -> bool:
    """A level; 各盟市 says by which areas, not at which level."""
    found = [(n, code) for n, code in f.codes("level") if "BY_AREA" not in f.tokens[n].tags]
    for at, code in [one for one in found if one[0] not in f.used][:1]:
        f.params["level"] = code
        f.used.add(at)
    return True


def levels(f: Filling) -> bool:
    """Two levels, the upper one first; more than two are all that there are."""
    order = ("national", "region", "league", "banner")
    found = {code: n for n, code in f.codes("level")}
    pair = [code for code in order if code in found]
    if len(pair) == 2:
        f.params |= {"upper": pair[0], "lower": pair[1]}
    if len(pair) > 1:
        f.used |= set(found.values())
    return True


def cover_state(f: Filling) -> bool:
    """A state by its title; nothing but its absence asks for all gaps."""
    asked_openly = any(t.text == "有没有" for t in f.tokens)
    stated = [one for one in f.codes("state") if one[0] not in f.used]
    if f.having("MUST") and f.having("NEG"):
        f.params["state"] = "uncovered"
        f.used |= set(f.having("MUST"))
    elif stated:
        f.params["state"] = stated[0][1]
        f.used.add(stated[0][0])
    elif f.having("GAP") or (f.having("NEG") and not f.having("UNSAID") and not asked_openly):
        f.params["state"] = "gaps"
    f.used |= set(f.having("NEG"))
    return True


def two_levels(f: Filling) -> bool:
    """Two levels, both of them."""
    return levels(f) and "upper" in f.params


def all_gaps(f: Filling) -> bool:
    """The state that is named, else all gaps."""
    stated = [code for _, code in f.codes("state")]
    f.params["state"] = stated[0] if stated else "gaps"
    return True


def optional_rule(f: Filling) -> bool:
    """A coverage rule of the kind that is named."""
    label = f.params.get("kind", "")
    for n, rule in f.codes("rule"):
        if REQUIREMENTS[rule].kind == label and "rule" not in f.params:
            f.params["rule"] = rule
            f.used.add(n)
    return True


def several_issues(f: Filling) -> bool:
    """All issues that are named."""
    ids = [i for at, fits in f.free_elements(("Issue",)) for i in fits]
    f.used |= {at for at, _ in f.free_elements(("Issue",))}
    if ids:
        f.params["issues"] = ";".join(dict.fromkeys(ids))
    return True


def named_issues(f: Filling) -> bool:
    """All issues that are named, at least one."""
    return several_issues(f) and "issues" in f.params


def several_actions(f: Filling) -> bool:
    """All actions that are named."""
    found = f.free_elements(("CorrectiveAction",))
    f.used |= {at for at, _ in found}
    if found:
        f.params["actions"] = ";".join(dict.fromkeys(i for _, ids in found for i in ids))
    return True


def named_actions(f: Filling) -> bool:
    """All actions that are named, at least one."""
    return several_actions(f) and "actions" in f.params


def window(f: Filling) -> bool:
    """A number of days for which something is watched."""
    for at in f.having("days")[:1]:
        f.params["days"] = str(f.tokens[at].number)
        f.used.add(at)
    return True


def limit(f: Filling) -> bool:
    """A number of rows."""
    for at in f.having("limit"):
        f.params["limit"] = str(f.tokens[at].number)
        f.used.add(at)
    return True


def text_quoted(f: Filling) -> bool:
    """The quoted words."""
    for at in f.having("quoted")[:1]:
        f.params["text"] = f.tokens[at].text
        f.used.add(at)
    return "text" in f.params


def text(f: Filling) -> bool:
    """What to look for: quoted, else the name or the unknown word in the sentence."""
    places = f.having("quoted")
    places = places or [n for n, t in enumerate(f.tokens) if t.elements or not t.known]
    if not places:
        return False
    f.params["text"] = f.tokens[places[0]].text
    f.used.add(places[0])
    return True


def several_days(f: Filling) -> bool:
    """`from` and `to`; one day alone is the day asked about."""
    found = [period for _, period in f.periods() if period.role != "known"]
    alone = len(found) == 1 and found[0].role == "at" and found[0].first == found[0].last
    return alone or span(f)
