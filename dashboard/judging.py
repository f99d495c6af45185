"""A verdict as a person makes it: on a conflict of registries, or on whether two are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.deciding import Decided, told
from graph import InvalidValueError, Workspace, short_id
from graph.ledger import LedgerReader, StoredClaim
from loaders import Judgement, record, source_of
from ontology import CONFLICT_VERDICTS, IDENTITY_VERDICTS, NODE_KINDS, CodeList, make_id
from queries import run
from queries.conflicts import ConflictRow
from queries.identity_candidates import CandidateRow
from queries.verdicts import Pair, pair_of

_SHORT = re.compile(r"[0-9a-f]{6,16}")


@dataclass(frozen=True, slots=True)
class _Pair:
    """What is judged, and the claims that speak of it now."""

    ends: Pair
    subject: str
    basis: tuple[str, ...]


def judge_conflict(
    workspace: Workspace,
    conflict: str,
    verdict: str,
    user: str,
    reason: str,
    as_of: str | None = None,
) -> Decided:
    """That a conflict is confirmed, corrected or forwarded, and why.

    `conflict` is its short name in the answer to `conflicts`, or the begin of it. Raises
    `InvalidValueError` for an unknown one, and where the same person decided otherwise.
    """
    source = _checked(user, verdict, CONFLICT_VERDICTS, reason)
    return _judge(workspace, source, _conflict(workspace, conflict, as_of), verdict, reason)


def judge_identity(
    workspace: Workspace,
    candidate: str,
    verdict: str,
    user: str,
    reason: str,
    as_of: str | None = None,
) -> Decided:
    """That two stations, or two positions under one number, are the same or different, and why.

    `candidate` is its short name in the answer to `identity-candidates`.
    """
    source = _checked(user, verdict, IDENTITY_VERDICTS, reason)
    return _judge(workspace, source, _candidate(workspace, candidate, as_of), verdict, reason)


def _checked(user: str, verdict: str, codes: CodeList, reason: str) -> str:
    """The source of a person's verdicts, once verdict and reason are such."""
    source = source_of(user)
    if verdict not in codes:
        raise InvalidValueError(
            "VERDICT", verdict, "没有这种裁定 / no such verdict", ", ".join(codes.codes)
        )
    if not reason.strip():
        raise InvalidValueError("--reason", reason, "裁定要有理由 / say why", "--reason TEXT")
    return source


def _conflict(workspace: Workspace, short: str, as_of: str | None) -> _Pair:
    result = run(workspace, "conflicts", {}, as_of=as_of)
    rows = [r for r in result.rows if isinstance(r, ConflictRow)]
    row = rows[_place_of(short, [r.conflict for r in rows], "CONFLICT", "conflicts")]
    basis = tuple(c for c in row.claims if c not in row.verdict_claims)
    return _Pair(pair_of(row.kind, row.first, row.second), row.subject, basis)


def _candidate(workspace: Workspace, short: str, as_of: str | None) -> _Pair:
    result = run(workspace, "identity-candidates", {"decided": "yes"}, as_of=as_of)
    rows = [r for r in result.rows if isinstance(r, CandidateRow)]
    row = rows[_place_of(short, [r.candidate for r in rows], "CANDIDATE", "identity-candidates")]
    basis = tuple(c for c in row.claims if c not in row.verdict_claims)
    return _Pair(pair_of(row.kind, row.first, row.second), row.station, basis)


def _place_of(short: str, names: list[str], what: str, question: str) -> int:
    """Where the only row stands that is called so; raises `InvalidValueError`."""
    wanted = short.lower()
    fitting = {name for name in names if name.startswith(wanted)}
    if not _SHORT.fullmatch(wanted) or len(fitting) != 1:
        raise InvalidValueError(
            what,
            short,
            "没有这个编号，或不止一个 / there is none of that name, or more than one",
            f"见 / see: suyuan ask {question}",
        )
    return names.index(fitting.pop())


def _judge(workspace: Workspace, source: str, pair: _Pair, verdict: str, reason: str) -> Decided:
    """Write a verdict unless it stands; both under one lock, so that it is written once."""
    judgement = Judgement(
        *pair.ends, verdict=verdict, subject=pair.subject, basis=pair.basis, reason=reason
    )
    with workspace.ledger.writing() as writer:
        standing = _standing(LedgerReader(workspace.ledger), source, judgement)
        if standing is None:
            record(workspace.ledger, writer, source, judgement)
    claim = judgement.claims(source)[0]
    digest = claim.claim_id(source) if standing is None else standing.claim_id
    return told(workspace, source, digest, claim.element, written=standing is None)


def _standing(reader: LedgerReader, source: str, said: Judgement) -> StoredClaim | None:
    """The live claim with the same verdict on the same claims; raises where it says otherwise."""
    parts = (source, said.matter, said.first, said.second)
    node = make_id(NODE_KINDS["Verdict"], *parts)
    for each in reader.claims_of(source):
        if not each.live or (each.claim.kind, each.claim.subject) != ("Verdict", node):
            continue
        stood = each.claim.properties
        if (stood["verdict"], set(_texts(stood["basis"]))) == (said.verdict, set(said.basis)):
            return each
        raise InvalidValueError(
            "VERDICT",
            said.verdict,
            f"{source} 已裁定为 {stood['verdict']} / has decided {stood['verdict']}",
            f"先撤销 / first undo: suyuan decide undo {short_id(each.claim_id)}",
        )
    return None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else ()
