"""What became of the risks and opportunities of planning after an action (ISO 9001, 10.2.1 e).

The clause asks to update them if necessary: somebody says of each action that was done which risks
were reviewed, changed or added, or, for a reason, that none has to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.deciding import Decided, outcome
from dashboard.given import ids_of, known_code, moment_of, moment_of_step, several
from dashboard.handling import worded
from dashboard.improvement_state import ACTION, Standing, standings
from graph import InvalidValueError, Workspace
from graph.ledger import LedgerReader
from loaders import Progress, record, source_of
from ontology.improvement_codes import ACTION_STATES, RISK_UPDATES

RISK_UPDATE = "risk_update"
NOT_NEEDED = "not_needed"
_WAITED_FOR = ("open", "cancelled")
"""States of an action after which nothing is to be said of risks."""


@dataclass(frozen=True, slots=True)
class RiskAnswer:
    """What is said of the risks after an action, as a code of RISK_UPDATES.

    `risks`: those it is about, `;` between; none for `not_needed`, which wants a `reason`. The
    reason of the others tells what was changed.
    """

    code: str
    risks: str = ""
    reason: str = ""


def answer_risks(
    workspace: Workspace, actions: Sequence[str], user: str, answer: RiskAnswer, on: str = ""
) -> list[Decided]:
    """Say of actions that were done what became of the risks: all in one load, or none.

    `on`: the day on which it was decided; now, if empty. Said so before: nothing is written. Raises
    `InvalidValueError` for an action that is not done, for what is wrong with the answer and for a
    day before the action was done; `UnknownElementError` for a risk that nobody speaks of.
    """
    source, at = source_of(user), moment_of(on)
    links = _links(workspace, answer)
    ids = ids_of(workspace, actions, ACTION)
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        said: dict[str, Progress] = {}
        for now in standings(reader, ids):
            last = _last(reader, now.element)
            if last.same(answer.code, answer.reason, links):
                continue
            moment = _moment(now, last, at, explicit=bool(on))
            said[now.element] = Progress(
                now.element, RISK_UPDATE, answer.code, moment, answer.reason.strip(), links
            )
        if said:
            record(workspace.ledger, writer, source, *said.values())
    workspace.catch_up()
    return [outcome(workspace, source, element, said.get(element)) for element in ids]


def _links(workspace: Workspace, answer: RiskAnswer) -> tuple[tuple[str, str], ...]:
    """The risks of an answer. Raises where it needs some and names none, or the other way round."""
    known_code("--answer", answer.code, RISK_UPDATES, required=True)
    named = several(answer.risks)
    if answer.code == NOT_NEEDED:
        worded("reason", answer.reason)
        if named:
            raise InvalidValueError(
                "--risk",
                answer.risks,
                "无需更新时不写风险 / no risk is named where none has to be updated",
                "--answer reviewed, changed | added",
            )
        return ()
    if not named:
        raise InvalidValueError(
            "--risk",
            "",
            f"写明哪些风险{RISK_UPDATES.title(answer.code)} / say which risks",
            "--risk risk:…; 都不需要时 / where none: --answer not_needed --reason",
        )
    return tuple(("UPDATES", risk) for risk in ids_of(workspace, named, "Risk"))


@dataclass(frozen=True, slots=True)
class _Answered:
    """What was answered last: code, reason and since when; the risks updated at that moment."""

    code: str = ""
    reason: str = ""
    since: str = ""
    risks: frozenset[str] = frozenset()

    def same(self, code: str, reason: str, links: tuple[tuple[str, str], ...]) -> bool:
        """Whether it says nothing else."""
        risks = frozenset(risk for _, risk in links)
        return (self.code, self.reason, self.risks) == (code, reason.strip(), risks)


def _last(reader: LedgerReader, action: str) -> _Answered:
    edges = reader.edges_of([action], {"HAS_STATE": "out"})
    states = reader.nodes_of(sorted({edge.object for edge in edges if edge.object is not None}))
    found = [s for s in states if s.properties.get("property") == RISK_UPDATE]
    if not found:
        return _Answered()
    last = max(found, key=lambda s: (s.valid_from, str(s.properties.get("value"))))
    risks = {
        edge.object
        for edge in reader.edges_of([action], {"UPDATES": "out"})
        if edge.object is not None and edge.valid_from == last.valid_from
    }
    return _Answered(
        str(last.properties.get("value")),
        str(last.properties.get("reason", "")),
        last.valid_from,
        frozenset(risks),
    )


def _moment(now: Standing, last: _Answered, at: str, *, explicit: bool) -> str:
    """The moment of an answer: when the action is done, and after what was answered before."""
    if now.state in _WAITED_FOR:
        state = f"{ACTION_STATES.title(now.state)} / {ACTION_STATES.title(now.state, 'en')}"
        raise InvalidValueError(
            "ACTION",
            now.element,
            f"措施{state}",
            "先记为已完成 / first say that it was done: suyuan action done",
        )
    earliest = max(now.opened, _done(now), last.since)
    return moment_of_step(at, earliest, last.since, explicit=explicit)


def _done(now: Standing) -> str:
    """Since when it is done, where that was said last: the answer may precede a verification."""
    return now.since if now.state == "done" else ""
