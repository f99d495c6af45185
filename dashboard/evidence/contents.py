"""What goes into a package: answers, their evidence, what was not found, and proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dashboard.evidence.passages import Passage, passages
from graph import Workspace
from graph.ledger import Inclusion, inclusion
from ontology import ANY, HOP_STATES, kind_of, known_at_time
from ontology.rules import HOPS
from queries import OWNER, Asker, Evidence, Result, questions, run
from queries.trace.hop import Hop

NOT_FOUND = ("missing", "not_applicable", "ambiguous", "not_yet_valid")
ASKED = ("trace", "responsible", "show", "history")
"""Questions about one element, those of them that take its kind."""


@dataclass(frozen=True, slots=True)
class NegativeFinding:
    """Something that was looked for and not found; `term`: what of a standard asks for it."""

    question: str
    where: str
    state: str
    what_zh: str
    what_en: str
    term: str


@dataclass(frozen=True, slots=True)
class Form:
    """Something that people are to sign in the print: what it says, and its empty fields."""

    title: str
    lines: tuple[str, ...]
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What the print of an audit adds: what the plan states, by name, and what is to be signed."""

    stated: tuple[tuple[str, str], ...]
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """One package. `as_of`, `known_at`: the times of all its answers; `head`: of the ledger.

    `element`: what it is about, or the title of an audit; `attached`: further files of it;
    `review`: of an audit; `passages`: the words of sources with what stands around them.
    """

    element: str
    as_of: str
    known_at: str
    head: str
    answers: tuple[Result[object], ...]
    evidence: dict[str, Evidence]
    negative: tuple[NegativeFinding, ...]
    proof: Inclusion
    attached: dict[str, bytes] = field(default_factory=dict)
    review: Review | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Whether any of the evidence is made up."""
        return any(e.certainty == "synthetic" for e in self.evidence.values())


def gather(
    workspace: Workspace,
    element: str,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    asker: Asker = OWNER,
) -> Contents:
    """Ask what belongs to an element and prove each claim that is cited.

    Without `as_of` the chain speaks of the moment of the bad observation, all else of the moment
    the ledger was last written: the same ledger gives the same package. Raises what `run` raises.
    """
    known = None if known_at is None else known_at_time(known_at)
    last = last_recorded(workspace, workspace.ledger.position_at(known))
    answers: list[Result[object]] = []
    for question in _questions(element):
        moment = as_of or (None if _own_time(question, element) else last)
        if moment is None and answers:
            moment = answers[0].as_of
        answers.append(
            run(
                workspace,
                question,
                {"element": element},
                as_of=moment,
                known_at=known_at,
                asker=asker,
            )
        )
    evidence = {short: e for result in answers for short, e in result.claims.items()}
    return Contents(
        element,
        answers[0].as_of,
        answers[0].known_at or "",
        answers[0].ledger_head,
        tuple(answers),
        dict(sorted(evidence.items())),
        tuple(negative_of(answers)),
        inclusion(workspace.ledger, evidence),
        passages=_passages(workspace, evidence, asker),
    )


def _passages(workspace: Workspace, claims: Iterable[str], asker: Asker) -> tuple[Passage, ...]:
    """None where anything is withheld: lines around an excerpt may name it."""
    if not asker.sees_all:
        return ()
    return passages(workspace, claims, asker.shown_to("evidence"))


def _questions(element: str) -> list[str]:
    """Questions about an element: its chain where it has one, who answers for it, its history."""
    label = kind_of(element).label
    return [
        name
        for name in ASKED
        for param in questions()[name].params
        if param.name == "element" and ({label, ANY} & set(param.kinds))
    ]


def _own_time(question: str, element: str) -> bool:
    return question == "trace" and kind_of(element).label == "Issue"


def last_recorded(workspace: Workspace, position: int) -> str:
    """The valid time at which a ledger was last written, up to a position."""
    row = workspace.ledger.connection.execute(
        "SELECT recorded_at FROM blocks WHERE kind='close' AND last_pos<=? "
        "ORDER BY block_no DESC LIMIT 1",
        (position,),
    ).fetchone()
    return f"{row[0][:19]}Z" if row else "0001-01-01T00:00:00Z"


def negative_of(answers: Iterable[Result[object]]) -> Iterable[NegativeFinding]:
    """What traces looked for and did not find."""
    for result in answers:
        for row in result.rows:
            if isinstance(row, Hop) and row.state in NOT_FOUND:
                yield NegativeFinding(
                    result.question,
                    f"{HOPS.title(row.hop)} / {HOPS.title(row.hop, 'en')} · {row.parent}",
                    HOP_STATES.title(row.state),
                    row.detail_zh,
                    row.detail_en,
                    row.term,
                )
