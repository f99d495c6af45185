"""Names that do not say whose they are: 观测处, 信息中心, 质监局."""

from __future__ import annotations

import re

from loaders.documents.names.answers import Answer, Prefix
from loaders.documents.names.areas import area_table
from loaders.documents.names.issuer import Issuer
from loaders.documents.names.items import Form, Parsed
from loaders.documents.names.mention import Reason
from loaders.documents.names.register import Register, upper_part
from loaders.documents.names.wording import (
    is_department,
    is_national,
    is_office,
    is_unit_name,
    stands_alone,
)

_LOCAL = ("气象局", "人民政府")
_OWN_AREA = re.compile(r".{2,8}(?:[县旗区市镇乡]|街道|苏木)\Z")
_WITHIN = re.compile(r"机关(?!事务)")
_AREA_WORDS = frozenset("区省市盟州县旗")
_UPPER_WORDS = frozenset("局厅委院")
_NATION = ("中国", "国家")
_MINISTRY = ("局", "委", "会", "署")


class BareNames:
    """Finds whose a bare name is.

    First the full names of the document count, then the list it stands in, then who issues.
    """

    def __init__(self, register: Register, issuer: Issuer) -> None:
        self._register = register
        self._issuer = issuer

    def answer(self, parsed: Parsed, prefix: Prefix | None) -> Answer:
        """What a bare name stands for; `prefix`: what the names before it in its list share."""
        tail = parsed.tail
        placed = parsed.form is Form.BARE and area_table().starting(tail, 0) and not is_office(tail)
        if stands_alone(tail) or placed:
            return Answer(tail, Reason.FULL)
        found = self._fitting(tail, prefix) or self._office_of_short(tail, prefix)
        return found or self._shared(tail, prefix) or self._unshared(parsed)

    def own(self, tail: str) -> Answer:
        """An office of the issuer, or a department of its area."""
        issuer = self._issuer
        kind = next((kind for kind in _LOCAL if tail.endswith(kind) and tail != kind), "")
        if issuer.name and is_department(tail) and issuer.body.endswith(tail):
            return Answer(issuer.body, Reason.ISSUER)
        if kind:
            return self._local(tail.removesuffix(kind), kind)
        own = is_office(tail) or _WITHIN.match(tail) is not None
        if own or not (is_department(tail) or issuer.governs):
            if not issuer.name:
                return Answer("", Reason.NO_ISSUER)
            return Answer(self._register.complete(issuer.body + tail), Reason.ISSUER)
        if not issuer.area:
            return Answer("", Reason.NO_AREA if issuer.name else Reason.NO_ISSUER)
        again = tail[0] in _AREA_WORDS and issuer.area.endswith(tail[0])  # 市直机关工委
        name = issuer.area + (tail[1:] if again else tail)
        return Answer(self._register.complete(name), Reason.ISSUER)

    def _local(self, stem: str, kind: str) -> Answer:
        """庐山气象局 in a document of its province is 庐山市气象局; 汶东区气象局 is full."""
        if _OWN_AREA.match(stem):
            return Answer(stem + kind, Reason.FULL)
        areas = self._issuer.areas
        county = area_table().county(stem, areas[-1]) if areas else ""
        return Answer(county + kind, Reason.AREA) if county else Answer("", Reason.NO_AREA)

    def _fitting(self, tail: str, prefix: Prefix | None) -> Answer | None:
        """The full name of the document that a short one stands for, among those it may."""
        bases = [prefix.name] if prefix else []
        bases += [base for base in (self._issuer.body, *self._issuer.areas) if base]
        fits = [self._register.fitting(base, tail) for base in dict.fromkeys(bases)]
        best = min((how for how, _ in fits), default=9)
        names = sorted({self._register.canonical(n) for how, ns in fits if how == best for n in ns})
        if not names:
            return None
        if len(names) > 1:
            return Answer("", Reason.AMBIGUOUS, tuple(names))
        return Answer(names[0], Reason.SHORT)

    def _office_of_short(self, tail: str, prefix: Prefix | None) -> Answer | None:
        """总局办公厅 is 国家质检总局办公厅, 局办公室 an office of the issuer."""
        upper = upper_part(tail)
        if upper:
            above = self.answer(Parsed(Form.BARE, upper, tail=upper), prefix)
            name = above.name + tail.removeprefix(upper)
            return Answer(self._register.complete(name), above.reason) if above.name else None
        body, head, office = self._issuer.body, tail[0], tail[1:]
        if head in _UPPER_WORDS and body.endswith(head) and is_unit_name(office):
            return Answer(self._register.complete(body + office), Reason.ISSUER)
        return None

    def _shared(self, tail: str, prefix: Prefix | None) -> Answer | None:
        """The beginning of the names before it, where such a name can have it."""
        if prefix is None or is_national(tail):
            return None
        if prefix.is_unit:
            if is_department(tail):
                return None
            own = "" if is_office(tail) else self.own(tail).name
            if own and not own.startswith(prefix.name):
                return Answer("", Reason.AMBIGUOUS, (prefix.name + tail, own))
        elif is_office(tail) or (prefix.name == "国家" and not is_department(tail)):
            return None
        return Answer(self._register.complete(prefix.name + tail), Reason.SHARED)

    def _unshared(self, parsed: Parsed) -> Answer:
        tail = parsed.tail
        how, names = self._register.fitting_any(tail)
        only = names[0] if len(names) == 1 and how <= 2 else ""
        if is_national(tail):
            return Answer(only, Reason.SHORT) if only else Answer(tail, Reason.BODY)
        if tail.endswith("司"):
            return self._of_ministry(tail)
        if not self._issuer.name or parsed.spoken_of:
            if only:
                return Answer(only, Reason.SHORT)
            own = self.own(tail)
            if own.name and not parsed.spoken_of:
                return own
            why = Reason.SPOKEN_OF if self._issuer.name else Reason.NO_ISSUER
            return Answer("", why, names if how <= 2 else ())
        own = self.own(tail)
        return Answer("", Reason.AMBIGUOUS, (only, own.name)) if only and how == 2 else own

    def _of_ministry(self, tail: str) -> Answer:
        """Only a body of the nation has 司: the issuer, or the one that the document names."""
        if self._issuer.body.startswith(_NATION):
            return self.own(tail)
        national = sorted(name for name in self._register.names if name.startswith(_NATION))
        bodies = {upper_part(name) or name for name in national}
        bodies = {body for body in bodies if body.endswith(_MINISTRY)}
        if len(bodies) == 1:
            return Answer(self._register.complete(bodies.pop() + tail), Reason.SHORT)
        return Answer("", Reason.AMBIGUOUS, tuple(sorted(body + tail for body in bodies)))
