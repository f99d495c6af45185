"""Questions in plain Chinese: which registered question a sentence asks, with which parameters.

A grammar over the titles of the ontology, its code lists, and what the elements of the graph are
called; no model of language, nothing outside. Where it is not sure a table of weights, learnt from
labelled sentences, says what is likely. Nothing is run here: whoever asks sees the meaning first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from graph import InvalidValueError, Workspace
from ontology import CIVIL, civil_day, key_parts, kind_of, observed_variable
from queries.asker import OWNER, Asker
from queries.issues import IssueRow
from queries.plain.asides import with_reasons
from queries.plain.choosing import weighed
from queries.plain.grammar import Fit, fits, meanings, nearest
from queries.plain.model import Meaning, NotUnderstoodError, Token, Understood
from queries.plain.names import Names, keyed_ids, names_of
from queries.plain.reading import (
    LONGEST,
    Vocabulary,
    codes,
    normal,
    tokens,
    with_passed,
    with_roles,
    with_tails,
)
from queries.plain.words import lexicon
from queries.presence import PRESENT
from queries.registry import query_named
from queries.run import run
from queries.search import SearchRow
from queries.veil import veil_for

__all__ = [
    "LONGEST",
    "Listener",
    "Meaning",
    "NotUnderstoodError",
    "Understood",
    "understand",
]
LOOKED_UP = 3
"""Codes of a sentence that are searched for where they are no id."""
_NO_NAMES = Names({})


@dataclass(slots=True)
class Listener:
    """Understands sentences about one workspace; it keeps the names of the graph until it changes.

    `asker`: in whose name issues are looked up; what is withheld from them has no name.
    """

    workspace: Workspace
    _position: str = ""
    _names: Names = field(default=_NO_NAMES)

    def understand(
        self, sentence: str, *, today: date | None = None, asker: Asker = OWNER
    ) -> Understood:
        """What a sentence asks; days without a year lie before `today`, the civil day.

        Raises `InvalidValueError` for an empty or an overlong text.
        """
        text = normal(sentence[: 4 * LONGEST])
        if not text or len(sentence) > 4 * LONGEST or len(text) > LONGEST:
            raise InvalidValueError(
                "question",
                f"{text[:20]}…" if text else "",
                f"{len(sentence)} 个字；一句话最多 {LONGEST} 个字 / "
                f"{len(sentence)} characters; a sentence has at most {LONGEST}",
                "一次只问一件事 / ask one thing at a time",
            )
        day = today or datetime.now(CIVIL).date()
        names = self._shown(asker)
        unnamed = [code for code in codes(text) if code.casefold() not in names.by_name]
        known = self._codes(unnamed, asker)
        first, found = self._read(text, Vocabulary(lexicon(), names, known), day, asker)
        if first.sure is None:
            # A name may be made of plain words: 计量检定 is a process, and a thing that expires.
            plain = Vocabulary(lexicon(), _NO_NAMES, known)
            second, other = self._read(text, plain, day, asker)
            first, found = (second, other) if second.sure is not None else (first, found)
        return weighed(first, found, day, lambda fit: self._at_issue(fit, found, asker))

    def _current(self) -> Names:
        store = self.workspace.store
        head = str(self.workspace.ledger.head())
        if head != self._position:
            self._names, self._position = names_of(store), head
        return self._names

    def _shown(self, asker: Asker) -> Names:
        """The names of what an asker may see."""
        names, veil = self._current(), veil_for(self.workspace.ledger, asker)
        if veil is None:
            return names
        seen = {
            n: tuple(i for i in ids if i not in veil.hidden) for n, ids in names.by_name.items()
        }
        return Names({name: ids for name, ids in seen.items() if ids})

    def _codes(self, typed: Sequence[str], asker: Asker) -> Mapping[str, tuple[str, ...]]:
        """Ids of the graph that are these codes, looked up by key, else searched for."""
        veil = veil_for(self.workspace.ledger, asker)
        hidden = frozenset[str]() if veil is None else veil.hidden
        found: dict[str, list[str]] = {code: [] for code in typed}
        wanted = [code for code in typed if len(code) <= LONGEST]
        if not wanted:
            return {}
        with self.workspace.store.reading() as graph:
            for code in wanted:
                # As it is typed, else in capitals, in which most codes are written.
                for spelt in dict.fromkeys((code, code.upper())):
                    found[code] = found[code] or [
                        identity
                        for label, ids in keyed_ids([spelt]).items()
                        for identity in ids
                        if identity not in hidden
                        and graph.run(PRESENT[label].cypher, {"id": identity})
                    ]
        for code in [code for code in wanted if not found[code]][:LOOKED_UP]:
            found[code] = self._searched(code, asker)
        return {code: tuple(ids) for code, ids in found.items() if ids}

    def _searched(self, code: str, asker: Asker) -> list[str]:
        """Elements that have this code as a part of their key, or as their serial number."""
        rows = run(self.workspace, "search", {"text": code}, asker=asker).rows
        return [
            row.element
            for row in rows
            if isinstance(row, SearchRow)
            and (row.how == "name" or code in key_parts(kind_of(row.element), row.element))
        ]

    def _read(
        self, text: str, words: Vocabulary, today: date, asker: Asker
    ) -> tuple[Understood, Sequence[Token]]:
        """What the grammar makes of a sentence, and the words it read."""
        read = with_reasons(with_roles(with_tails(tokens(text, words, today)), today))
        found = with_passed(read)
        best = fits(found, today)
        if not best:
            found, best = read, fits(read, today)
        meant = [m for fit in best for m in self._at_issue(fit, found, asker)]
        used = {t.text for fit in best for n, t in enumerate(found) if n in fit.filling.used}
        unknown = tuple(dict.fromkeys(t.text for t in found if not t.known and t.text not in used))
        if unknown:
            rest = [
                replace(m, unused=tuple(w for w in m.unused if w not in unknown)) for m in meant
            ]
            meant = [m for m in rest if not m.unused]
        return Understood(text, tuple(meant), unknown, nearest(found)), found

    def _at_issue(self, fit: Fit, found: Sequence[Token], asker: Asker) -> list[Meaning]:
        """The meanings; of a suspect quantity at a station, the issues that are known of it."""
        meant = meanings(fit)
        quantity = fit.filling.codes("variable")
        said_bad = fit.filling.having("BAD")
        takes_issue = any(
            "Issue" in p.kinds and p.name == "element"
            for p in query_named(fit.pattern.question).params
        )
        if not (quantity and said_bad and takes_issue and len(meant) == 1):
            return meant
        meaning = meant[0]
        about = self._issues(meaning, {code for _, code in quantity}, asker)
        if not about:
            return [_without_issue(meaning)]
        own = fit.pattern.own_time
        return [
            replace(
                meaning,
                params=meaning.params | {"element": issue},
                as_of="" if own else meaning.as_of,
            )
            for issue in about
        ]

    def _issues(self, meaning: Meaning, quantities: set[str], asker: Asker) -> list[str]:
        """Issues of these quantities at a station that last on the day asked about."""
        element = meaning.params.get("element", "")
        if kind_of(element).label != "Station":
            return []
        day = meaning.as_of
        after = (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else None
        asked = {"station": element}
        rows = run(self.workspace, "issues", asked, as_of=after, asker=asker).rows
        found = {
            row.issue: None
            for row in rows
            if isinstance(row, IssueRow)
            and any(_observes(row.variable, q) for q in quantities)
            and (not day or _lasts(row, day))
        }
        return sorted(found)


def _observes(variable: str, quantity: str) -> bool:
    """Whether a code is of a quantity: one of its kind (PRS_Avg), or another provider's for it."""
    own = variable.partition("_")[0] == quantity
    return own or observed_variable(variable) == observed_variable(quantity)


def _lasts(row: IssueRow, day: str) -> bool:
    begin, end = civil_day(row.began), civil_day(row.ended)
    return begin <= day and (not end or day <= end)


def _without_issue(meaning: Meaning) -> Meaning:
    station = key_parts(kind_of(meaning.params["element"]), meaning.params["element"])[0]
    note = (
        f"图中没有 {station} 这一天这个要素的问题，按台站问",
        f"the graph has no issue of that quantity at {station} then; asked of the station",
    )
    return replace(meaning, notes=(*meaning.notes, note))


def understand(
    workspace: Workspace, sentence: str, *, today: date | None = None, asker: Asker = OWNER
) -> Understood:
    """What one sentence asks of a workspace. Raises `InvalidValueError`."""
    return Listener(workspace).understand(sentence, today=today, asker=asker)
