"""What a class of users may not see, and an answer without it: what is withheld is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from graph import SuyuanError, UnknownElementError, WithheldError
from graph.ledger import Ledger, ever_said
from ontology import NODE_KINDS
from ontology.security import MARKING, USER_CLASSES, may_see, sees_all
from queries.asker import Asker
from queries.evidence import Evidence
from queries.naming import Namer, spelt, words_of

if TYPE_CHECKING:
    from queries.ask import Executed
    from queries.run import Result

MARKED_KINDS = tuple(k.label for k in NODE_KINDS.values() if k.property_named(MARKING))
"""Kinds whose elements may carry a level."""
WITHHELD = "〔按密级不显示 / withheld by security level〕"
"""Stands for a text that names what is withheld."""
_CALLED = ("name", "name_en", "title", "other_names", "short_names")
_SEE_ALL = tuple(code for code in USER_CLASSES.codes if sees_all(code))
_KEPT: WeakKeyDictionary[Ledger, dict[str, tuple[str, Veil]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Veil:
    """Elements that a class of users may not see, and what finds them in texts.

    `namer` looks for all by which they are called, `ids` for their ids alone.
    """

    user_class: str
    hidden: frozenset[str]
    namer: Namer
    ids: Namer

    def told(self, error: SuyuanError) -> SuyuanError:
        """An error as the class may read it: without what is near, and nothing hidden named."""
        if isinstance(error, UnknownElementError):
            error = UnknownElementError(error.asked)
        text = spelt((str(error), vars(error)))
        if self.namer.names(text):
            return WithheldError("element", self.user_class, _SEE_ALL)
        return error

    def over(self, result: Result[object]) -> Result[object]:
        """The answer without rows whose cells or evidence name a hidden element.

        Where any is withheld the sentence only says so: what the others add up to, such as that a
        chain is complete or that there is no path, may be false of the whole. Raises
        `WithheldError` for an answer about a hidden element.
        """
        if not self.hidden:
            return result
        self._refuse(result.params)
        bad = {short for short, one in result.claims.items() if self._told_of(one)}
        rows = tuple(
            row
            for row in result.rows
            if bad.isdisjoint(getattr(row, "claims", ())) and not self.namer.names(spelt(row))
        )
        cited = {short for row in rows for short in getattr(row, "claims", ())}
        withheld = len(result.rows) - len(rows)
        return replace(
            result,
            rows=rows,
            claims={s: self._shown(one) for s, one in result.claims.items() if s in cited},
            executed=tuple(self._masked_stage(one) for one in result.executed),
            notices=tuple(str(self._masked(notice)) for notice in result.notices),
            summary=withheld_note(withheld) if withheld else result.summary,
            withheld=withheld,
        )

    def evidence(self, found: Mapping[str, Evidence]) -> dict[str, Evidence]:
        """Evidence of single claims. Raises `WithheldError` for a claim about a hidden element."""
        for short, one in found.items():
            if self._told_of(one):
                raise WithheldError(short, self.user_class, _SEE_ALL)
        return {short: self._shown(one) for short, one in found.items()}

    def _refuse(self, params: Mapping[str, str]) -> None:
        """Raise `WithheldError` for a parameter that is a hidden element or an edge at one."""
        for value in params.values():
            if self.ids.names(spelt(value)):
                raise WithheldError(value, self.user_class, _SEE_ALL)

    def _told_of(self, one: Evidence) -> bool:
        """Whether what evidence tells of a claim, apart from its words, names what is hidden."""
        return self.namer.names(spelt(replace(one, excerpt=None)))

    def _shown(self, one: Evidence) -> Evidence:
        """Evidence, its words blotted out where they name what is hidden."""
        return replace(one, excerpt=WITHHELD) if self.namer.names(spelt(one.excerpt)) else one

    def _masked_stage(self, one: Executed) -> Executed:
        given = {name: self._masked(value) for name, value in one.parameters.items()}
        return replace(one, parameters=given)

    def _masked(self, value: object) -> object:
        """A value with `WITHHELD` in the place of each text that names what is hidden."""
        if not self.namer.names(spelt(value)):
            return value
        if isinstance(value, list | tuple):
            return [self._masked(one) for one in value]
        return WITHHELD


def veil_for(ledger: Ledger, asker: Asker) -> Veil | None:
    """What is withheld from an asker; None for one who sees all, without a look at the ledger."""
    if asker.sees_all:
        return None
    head, kept = str(ledger.head()), _KEPT.setdefault(ledger, {})
    before = kept.get(asker.user_class)
    if before is None or before[0] != head:
        kept[asker.user_class] = before = head, _veil(ledger, asker.user_class)
    return before[1]


def _veil(ledger: Ledger, user_class: str) -> Veil:
    """Levels as live claims state them; where none does, every level that ever was stated."""
    now: dict[str, set[str]] = {}
    ever: dict[str, set[str]] = {}
    called: dict[str, set[str]] = {}
    for said in (said for kind in MARKED_KINDS for said in ever_said(ledger, kind)):
        names = called.setdefault(said.node, set())
        for value in (said.properties.get(name, "") for name in _CALLED):
            names.update(value if isinstance(value, list) else (str(value),))
        level = said.properties.get(MARKING)
        if level is not None and str(level).strip():
            for levels in (ever, now) if said.stands else (ever,):
                levels.setdefault(said.node, set()).add(str(level))
    hidden = {node for node in ever if not may_see(user_class, now.get(node) or ever[node])}
    words = frozenset(w for node in hidden for w in words_of(node, called[node]))
    others = frozenset(w for n, c in called.items() if n not in hidden for w in words_of(n, c))
    ids = frozenset(next(words_of(node, ())) for node in hidden)
    return Veil(
        user_class, frozenset(hidden), Namer(words, others - words), Namer(ids, others - words)
    )


def withheld_note(rows: int) -> tuple[str, str]:
    """How many rows an answer has that are not shown, zh and en."""
    return f"另有 {rows:,} 行按密级不显示", f"{rows:,} rows withheld by security level"


def must_see_all(asker: Asker, what: str) -> None:
    """Raise `WithheldError` for a class from which something is withheld.

    For what reads the graph or the ledger as it is, where no row could be judged.
    """
    if not asker.sees_all:
        raise WithheldError(what, asker.user_class, _SEE_ALL)
