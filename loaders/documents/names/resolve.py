"""What a printed name stands for in its document, or why that is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from loaders.documents.names.answers import Answer, Prefix
from loaders.documents.names.areas import area_prefix
from loaders.documents.names.bare import BareNames
from loaders.documents.names.issuer import Issuer
from loaders.documents.names.items import Form, Parsed, parse_item
from loaders.documents.names.lists import Item
from loaders.documents.names.mention import Kind, Mention, Reason, Unresolved
from loaders.documents.names.register import Register, is_full, upper_part
from loaders.documents.names.wording import (
    is_department,
    is_office,
    is_unit_name,
    stands_alone,
)
from ontology import Certainty

Named = Mention | Unresolved
"""What becomes of a printed name."""

_AREA_WORDS = frozenset("区省市盟州县旗")
_ONE_WORD = frozenset("局厅院台办所站")
_ANY_BODY = frozenset({"单位", "部门"})
_CERTAIN = {Reason.FULL, Reason.GROUP, Reason.BODY, Reason.DECLARED, Reason.DOUBLED}


class Resolver:
    """Resolves the names of one document by its register, its issuer and its declared names."""

    def __init__(self, register: Register, issuer: Issuer, aliases: Mapping[str, Mention]) -> None:
        self._register = register
        self._issuer = issuer
        self._aliases = aliases
        self._bare = BareNames(register, issuer)
        self._forms: dict[Form, Callable[[Parsed], Answer]] = {
            Form.FULL: self._full,
            Form.DOUBLED: self._full,
            Form.COMPLETED: self._completed,
            Form.SCOPED: self._scoped,
            Form.BODY: lambda parsed: Answer(parsed.name, Reason.BODY),
            Form.SHARED: lambda parsed: Answer(register.complete(parsed.name), Reason.SHARED),
            Form.NATION: self._nation,
        }

    def units(self, items: Sequence[Item], before: Sequence[Mention] = ()) -> list[Named]:
        """What the items of one list stand for; `before`: what was named earlier in its line."""
        return self._listed(items, None, "", before)

    def _listed(
        self,
        items: Sequence[Item],
        prefix: Prefix | None,
        member_of: str,
        before: Sequence[Mention],
    ) -> list[Named]:
        found: list[Named] = []
        names: set[str] = set()
        for item in items:
            if item.parsed.group is not None:
                groups = _groups(item)
                found.extend(groups)
                inside, group = self._owner(item), groups[-1].name
                prefix = None
            else:
                answer = self._answer(item.parsed, prefix, before)
                if answer.name in names and answer.reason is Reason.SHORT:
                    answer = self._apart(item.parsed, answer)
                names.add(answer.name)
                found.append(_named(item, answer, member_of))
                prefix = self._prefix(item.parsed, answer, prefix)
                inside, group = Prefix(answer.name, is_unit=True), ""
            found.extend(self._listed(item.inside, inside, group, before))
        return found

    def _answer(self, parsed: Parsed, prefix: Prefix | None, before: Sequence[Mention]) -> Answer:
        if parsed.name in self._aliases:
            meant = self._aliases[parsed.name]
            return Answer(meant.name, Reason.DECLARED, certainty=meant.certainty)
        if parsed.form is Form.BARE or _is_far_office(parsed):
            return self._bare.answer(replace(parsed, tail=parsed.name), prefix)
        if parsed.form is Form.SELF:
            return self._self(parsed, before)
        if parsed.form is Form.BACK:
            return _back(parsed.tail, before)
        return self._forms[parsed.form](parsed)

    def _apart(self, parsed: Parsed, answer: Answer) -> Answer:
        """A short name beside the full name that it would fit means another unit."""
        return self._bare.own(parsed.tail) if parsed.form is Form.BARE else answer

    # by its beginning

    def _full(self, parsed: Parsed) -> Answer:
        name = self._register.canonical(parsed.name)
        if name != parsed.name:
            return Answer(name, Reason.VARIANT, spelling=parsed.name)
        kind = self._issuer.kind
        one_word = parsed.area is not None and parsed.tail in _ONE_WORD and kind != parsed.tail
        if one_word and parsed.area and kind.endswith(parsed.tail):  # 白城市局 of a 气象局
            return Answer(self._register.complete(parsed.area.full + kind), Reason.ALIKE)
        doubled = parsed.form is Form.DOUBLED
        return Answer(name, Reason.DOUBLED if doubled else Reason.FULL)

    def _completed(self, parsed: Parsed) -> Answer:
        """内蒙古气象局 is 内蒙古自治区气象局; 呼和浩特海关 and companies stay as printed."""
        assert parsed.area is not None
        name = self._register.complete(parsed.area.full + parsed.tail)
        known = name in self._register.names or parsed.area.full in self._issuer.areas
        if is_full(parsed) or stands_alone(parsed.tail):
            return Answer(parsed.name, Reason.FULL)
        if known or is_department(parsed.tail):
            return Answer(name, Reason.AREA)
        return Answer(parsed.name, Reason.FULL)

    def _scoped(self, parsed: Parsed) -> Answer:
        """自治区质监局, 省局, 市局办公室."""
        area = self._issuer.area_called(parsed.name.removesuffix(parsed.tail))
        if not area:
            if parsed.level != "region" and self._issuer.area:
                return Answer(parsed.name, Reason.LEVEL, kind=Kind.GROUP)
            return Answer("", Reason.NO_AREA)
        body, head, office = self._issuer.body, parsed.tail[0], parsed.tail[1:]
        if head in _ONE_WORD and (not office or is_unit_name(office)):
            if not (body.startswith(area) and body.endswith(head)):
                return Answer("", Reason.AMBIGUOUS)
            return Answer(self._register.complete(body + office), Reason.SCOPE)
        return Answer(self._register.complete(area + parsed.tail), Reason.SCOPE)

    def _nation(self, parsed: Parsed) -> Answer:
        """国家局 is the one 局 of the nation that the document names."""
        names = tuple(
            name
            for name in sorted(self._register.names)
            if name.startswith(("中国", "国家"))
            and name.endswith(parsed.tail)
            and not upper_part(name)
        )
        if len(names) == 1:
            return Answer(names[0], Reason.SHORT)
        return Answer("", Reason.AMBIGUOUS, names)

    # by who speaks

    def _self(self, parsed: Parsed, before: Sequence[Mention]) -> Answer:
        if parsed.name.startswith("本") and before and before[-1].kind is Kind.GROUP:
            return Answer(before[-1].name, Reason.BACK, kind=Kind.GROUP)
        body = self._issuer.body
        if not body:
            return Answer("", Reason.NO_ISSUER)
        fits = parsed.tail in _AREA_WORDS | _ANY_BODY or body.endswith(parsed.tail)
        if fits or (parsed.tail == "委" and body.endswith("委员会")):
            return Answer(body, Reason.SELF)
        return Answer("", Reason.NO_ANTECEDENT)

    # what holds for the names after it

    def _prefix(self, parsed: Parsed, answer: Answer, prefix: Prefix | None) -> Prefix | None:
        if parsed.form not in {Form.FULL, Form.DOUBLED, Form.SCOPED} or not answer.name:
            return prefix
        area = area_prefix(answer.name)
        upper = upper_part(answer.name, area.length if area else 0)
        if upper:
            return Prefix(upper, is_unit=True)
        if area is not None:
            own = not self._issuer.areas or area.full in self._issuer.areas
            return Prefix(answer.name[: area.length], is_unit=False) if own else None
        return Prefix("国家", is_unit=False) if answer.name.startswith("国家") else None

    def _owner(self, group: Item) -> Prefix | None:
        """Whose offices the bracket behind a group lists."""
        assert group.parsed.group is not None
        owner = group.parsed.group.owner
        parsed = parse_item(owner) if owner else None
        if parsed is not None and parsed.group is None:
            name = self._answer(parsed, None, ()).name
            return Prefix(name, is_unit=True) if name else None
        area = self._issuer.area_called(owner) if owner else ""
        if area:
            return Prefix(area, is_unit=False)
        return Prefix(self._issuer.body, is_unit=True) if self._issuer.body else None


def _is_far_office(parsed: Parsed) -> bool:
    """Whether a name is that of an office elsewhere: 上海物资管理处 is nobody's by itself."""
    return parsed.form is Form.COMPLETED and is_office(parsed.tail) and not is_full(parsed)


def _back(kind: str, before: Sequence[Mention]) -> Answer:
    for mention in reversed(before):
        if mention.kind is Kind.UNIT and (kind in _ANY_BODY or mention.name.endswith(kind)):
            return Answer(mention.name, Reason.BACK)
    return Answer("", Reason.NO_ANTECEDENT)


def _groups(item: Item) -> list[Mention]:
    group = item.parsed.group
    assert group is not None
    found = Mention(
        item.begin,
        item.end,
        item.printed,
        group.names[0],
        Kind.GROUP,
        Certainty.STATED,
        Reason.GROUP,
        size=group.size,
    )
    return [replace(found, name=name) for name in group.names]


def _named(item: Item, answer: Answer, member_of: str) -> Named:
    if not answer.name:
        return Unresolved(item.begin, item.end, item.printed, answer.reason, answer.candidates)
    return Mention(
        item.begin,
        item.end,
        item.printed,
        answer.name,
        answer.kind,
        answer.certainty if answer.reason in _CERTAIN else Certainty.INFERRED,
        answer.reason,
        spelling=answer.spelling,
        member_of=member_of,
    )
