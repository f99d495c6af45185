"""A hypothesis, and the issues that rules look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.ledger import LedgerReader
from ontology import NODE_KINDS, OPEN_END, Certainty, key_parts

WITHDRAWN = "withdrawn"
STATUS = "status"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """That something stated of an element would explain an issue.

    `standing`: code of `cause_standing`; `finding`: code of `hop_state`; `reason`: Chinese and
    English; `facts`: the numbers of the computation, as `name=value`; `evidence`: short ids of
    claims and citations of the lake. `certainty`: inferred, or synthetic where what it rests on is.
    """

    issue: str
    cause: str
    rule: str
    standing: str
    finding: str
    reason: tuple[str, str]
    facts: tuple[str, ...]
    evidence: tuple[str, ...]
    valid_from: str
    valid_to: str
    certainty: str


def inferred_from(*certainties: str) -> str:
    """The certainty of what is inferred: from synthetic data follows nothing about the world."""
    return Certainty.SYNTHETIC if Certainty.SYNTHETIC in certainties else Certainty.INFERRED


@dataclass(frozen=True, slots=True)
class ValueIssue:
    """A live issue about the values of one series. `value`: of its worst or first value.

    `shown`: claims and lake citations of the values that show it.
    """

    id: str
    station: str
    variable: str
    began: str
    until: str
    value: float | None
    certainty: str
    claim: str
    shown: tuple[str, ...]


def value_issues(reader: LedgerReader, variables: Iterable[str]) -> list[ValueIssue]:
    """The issues of quality that are about series of these variables, without those withdrawn."""
    issues = {
        claim.subject: claim
        for claim in reader.live_of_kind("Issue")
        if claim.properties.get("kind") == "quality" and claim.properties.get("began")
    }
    if not issues:
        return []
    wanted = frozenset(variables)
    about: dict[str, tuple[str, str]] = {}
    for edge in reader.edges_of(sorted(issues), {"ABOUT": "out"}):
        if edge.object is not None and edge.object.startswith(NODE_KINDS["Series"].prefix + ":"):
            station, variable = key_parts(NODE_KINDS["Series"], edge.object)
            if variable in wanted:
                about[edge.subject] = (station, variable)
    withdrawn, shown = _withdrawn(reader, sorted(about)), _shown(reader, sorted(about))
    found = []
    for issue in sorted(about.keys() - withdrawn):
        claim = issues[issue]
        value = claim.properties.get("value")
        found.append(
            ValueIssue(
                issue,
                *about[issue],
                str(claim.properties["began"]),
                str(claim.properties.get("ended") or OPEN_END),
                None if value is None else float(str(value)),
                claim.certainty,
                claim.short,
                tuple(shown.get(issue, ())),
            )
        )
    return found


def _withdrawn(reader: LedgerReader, issues: list[str]) -> set[str]:
    """Issues that no longer stand."""
    states = {
        str(edge.object): edge.subject for edge in reader.edges_of(issues, {"HAS_STATE": "out"})
    }
    return {
        states[claim.subject]
        for claim in reader.nodes_of(sorted(states))
        if claim.properties.get("property") == STATUS and claim.properties.get("value") == WITHDRAWN
    }


def _shown(reader: LedgerReader, issues: list[str]) -> dict[str, list[str]]:
    """By issue the claims of the values that show it, and their places in the lake."""
    by_value: dict[str, list[str]] = defaultdict(list)
    for edge in reader.edges_of(issues, {"SHOWN_BY": "out"}):
        by_value[str(edge.object)].append(edge.subject)
    found: dict[str, list[str]] = defaultdict(list)
    for claim in reader.nodes_of(sorted(by_value)):
        pointer = claim.properties.get("pointer")
        for issue in by_value[claim.subject]:
            found[issue] += [claim.short, *([str(pointer)] if pointer else [])]
    return found
