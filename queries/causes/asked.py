"""Which issues are asked about, what each is about, and when it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph import InvalidValueError
from ontology import BEGINNING, NODE_KINDS, kind_of
from queries.ask import Ask, unknown
from queries.causes import stages
from queries.causes.stages import IssueRow
from queries.registers import DONE

R = TypeVar("R")
MOST_ISSUES = 3_000
"""So many issues are looked at; of more, every so manieth in the order of time."""
_MOST_NEAR = 5_000


@dataclass(frozen=True, slots=True)
class Symptom:
    """An issue with the station, and where it is known the variable or the deployment.

    `station` is empty where nobody says at which station the series is observed.
    """

    issue: str
    station: str
    variable: str | None
    deployment: str | None
    moment: str
    certainty: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The issues that are looked at, and how many were asked about."""

    symptoms: tuple[Symptom, ...]
    total: int


def asked(ask: Ask) -> Asked:
    """The issues named, or all open ones.

    Raises `UnknownElementError` for an issue that is not there, `InvalidValueError` for a list
    without any.
    """
    text = ask.params.get("issues", "")
    rows = _named(ask, text) if text else _open(ask)
    first: dict[str, IssueRow] = {}
    for row in sorted(rows, key=lambda r: (r.id, r.about, r.since)):
        first.setdefault(row.id, row)
    ordered = sorted(first.values(), key=lambda r: (r.began or r.since, r.id))
    chosen = evenly(ordered, MOST_ISSUES)
    return Asked(tuple(_symptoms(ask, chosen)), len(ordered))


def _named(ask: Ask, text: str) -> list[IssueRow]:
    prefix = f"{NODE_KINDS['Issue'].prefix}:"
    ids = list(
        dict.fromkeys(
            part if part.startswith(prefix) else f"{prefix}{part}"
            for name in text.removeprefix(prefix).split(";")
            if (part := name.strip())
        )
    )
    if not ids:
        raise InvalidValueError(
            "issues",
            text,
            "没有列出问题 / names no issue",
            "用分号分开的编号，或不给 / ids joined by ;, or none at all",
        )
    rows = ask.rows(stages.ISSUES, ids=ids)
    absent = set(ids) - {row.id for row in rows}
    if absent:
        _refuse_unknown(ask, sorted(absent))
    return rows


def _refuse_unknown(ask: Ask, absent: Sequence[str]) -> None:
    """An issue without a place is there, although it takes no part; any other is an error."""
    known = {row.id for row in ask.rows(stages.KNOWN_ISSUES)}
    for name in absent:
        if name not in known:
            start = name[: len(name) // 2]
            near = sorted(i for i in known if i.startswith(start)) or sorted(known)
            raise unknown(name, near[:_MOST_NEAR])


def _open(ask: Ask) -> list[IssueRow]:
    return ask.rows(stages.OPEN_ISSUES, t=ask.time, property="status", closed=list(DONE))


def _symptoms(ask: Ask, rows: Sequence[IssueRow]) -> list[Symptom]:
    about: dict[str, list[str]] = {"Series": [], "Deployment": [], "Station": []}
    for row in rows:
        about.setdefault(kind_of(row.about).label, []).append(row.about)
    series = ask.rows(stages.SERIES, ids=sorted(set(about["Series"])))
    placed = ask.rows(stages.DEPLOYMENT_STATIONS, ids=sorted(set(about["Deployment"])))
    station: dict[str, str] = {s: s for s in about["Station"]}
    variable: dict[str, str] = {}
    for link in sorted([*series, *placed], key=lambda r: (r.source, r.target), reverse=True):
        if link.via == "OF_VARIABLE":
            variable[link.source] = link.target.partition(":")[2]
        else:
            station[link.source] = link.target
    return [
        Symptom(
            row.id,
            station.get(row.about, ""),
            variable.get(row.about),
            row.about if row.about in about["Deployment"] else None,
            row.began or (row.since if row.since != BEGINNING else ask.time),
            row.certainty or "",
            row.claims or (),
        )
        for row in rows
    ]


def evenly(found: Sequence[R], most: int) -> Sequence[R]:
    """At most so many, spread evenly over the whole."""
    if len(found) <= most:
        return found
    return [found[i * len(found) // most] for i in range(most)]
