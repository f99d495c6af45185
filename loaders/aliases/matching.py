"""Which documents are cited by a variant of another's title.

Titles of one wording are one document as long as no two of them contradict each other: by their
editions (2015 and 2016, 2018-2020年), or by who sent them out. One that leaves the edition out is
that of the only edition known; if several are, nobody says which, and nothing is linked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.aliases.titles import TitleForm


@dataclass(frozen=True, slots=True)
class Titled:
    """A document and a form of one of its titles; `held`: its text was read, not just cited."""

    document: str
    form: TitleForm
    held: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """A document that is the same as another, and by what their titles differ."""

    document: str
    same: str
    reason: str


def variants(titled: Iterable[Titled]) -> list[Variant]:
    """Every cited document that is a variant of another, in the order of their ids.

    One that would be the same as two others is none of them.
    """
    by_core: dict[str, list[Titled]] = defaultdict(list)
    for each in titled:
        by_core[each.form.core].append(each)
    found: dict[str, set[Variant]] = defaultdict(set)
    for core in by_core.values():
        for group in _apart(core):
            for variant in _of_one(group):
                found[variant.document].add(variant)
    single = {doc: next(iter(each)) for doc, each in found.items() if len(each) == 1}
    return [single[doc] for doc in sorted(single) if single[doc].same not in single]


def _apart(titled: Sequence[Titled]) -> list[list[Titled]]:
    """Titles of one wording by edition, and within one edition by who sent them out."""
    return [
        group
        for edition in _by(titled, [each.form.edition for each in titled])
        for group in _by(edition, [each.form.issuer for each in edition])
    ]


def _by(titled: Sequence[Titled], marks: Sequence[object]) -> list[list[Titled]]:
    """Those of one mark together; those without any with them where there is but one mark."""
    if len({mark for mark in marks if mark}) <= 1:
        return [list(titled)]
    groups: dict[object, list[Titled]] = defaultdict(list)
    for each, mark in zip(titled, marks, strict=True):
        groups[mark].append(each)
    return list(groups.values())


def _of_one(group: Sequence[Titled]) -> list[Variant]:
    """Everything cited in a group is the one text that is held, else the fullest title."""
    held = {each.document for each in group if each.held}
    if len(held) > 1:
        return []
    main = max(group, key=lambda each: (each.held, *_fullness(each.form), each.document))
    return [
        Variant(each.document, main.document, _reason(each.form, main.form))
        for each in group
        if each.document != main.document
    ]


def _fullness(form: TitleForm) -> tuple[int, bool, bool]:
    return len(form.edition), form.wrapped, bool(form.issuer)


def _reason(one: TitleForm, other: TitleForm) -> str:
    """By what two titles of one document differ; Chinese, then English."""
    found = []
    if one.wrapped != other.wrapped or one.issuer != other.issuer:
        found.append("有无“印发…的通知” / with or without 印发…的通知")
    if one.edition != other.edition:
        found.append("有无年份或试行 / with or without its year or 试行")
    return "；".join(found) or "字形、标点或地名写法 / script, punctuation or name of the area"
