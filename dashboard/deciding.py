"""A decision as a person makes it: its elements found, its source checked, then one load."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph import InvalidValueError, UnknownElementError, Workspace, short_id
from graph.ledger import LedgerReader, StoredClaim
from loaders import Decision, Handling, Opening, Progress, Undo, record, source_of
from ontology import NODE_KINDS, IdError, key_parts, kind_of
from queries.ask import unknown
from queries.neighbourhood import find_element, with_nearest

MEANINGS = ("Unit", "UnitGroup", "System", "Document")
_MENTION = NODE_KINDS["Mention"]
_HEX = re.compile(r"[0-9a-f]{16}([0-9a-f]{48})?")


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision: its claim (short id), and whether anything was written."""

    claim: str
    element: str
    source_id: str
    written: bool
    ledger_head: str
    notices: tuple[str, ...] = ()


def decide_name(
    workspace: Workspace, mention: str, element: str, user: str, reason: str = ""
) -> Decided:
    """That a printed name stands for an element. Decided so before: nothing is written.

    Raises `UnknownElementError` with the nearest ids, and `InvalidValueError` where the same
    person decided otherwise: that is to be undone first.
    """
    source = source_of(user)
    subject = _mention(workspace, mention)
    meant = _present(workspace, find_element(workspace, element, MEANINGS), MEANINGS)
    return _decide(workspace, source, Decision("name", subject, meant, reason))


def decide_alias(
    workspace: Workspace, element: str, same: str, user: str, reason: str = ""
) -> Decided:
    """That two elements of one kind are the same thing, whichever is named first."""
    source = source_of(user)
    kinds = tuple(NODE_KINDS)
    one, other = (_present(workspace, find_element(workspace, e, kinds)) for e in (element, same))
    if kind_of(one) != kind_of(other) or one == other:
        raise InvalidValueError(
            "SAME",
            other,
            f"不能与 {one} 是同一对象 / cannot be the same as {one}",
            "写同一种类的另一个对象 / name another element of the same kind",
        )
    return _decide(workspace, source, Decision("alias", one, other, reason))


def undo(workspace: Workspace, claim: str, user: str, reason: str) -> Decided:
    """Take back a decision of the same person, for a reason. Undone before: nothing is written."""
    source = source_of(user)
    if not reason.strip():
        raise InvalidValueError(
            "--reason", reason, "撤销要有理由 / say why it is undone", "--reason TEXT"
        )
    with workspace.ledger.writing() as writer:
        found = _of_id(workspace, source, claim)
        if found.live:
            record(workspace.ledger, writer, source, Undo(found.claim_id.hex(), reason))
    return told(workspace, source, found.claim_id, found.claim.element, written=found.live)


def _decide(workspace: Workspace, source: str, decision: Decision) -> Decided:
    """Write a decision unless it stands; both under one lock, so that it is written once."""
    with workspace.ledger.writing() as writer:
        standing = _standing(LedgerReader(workspace.ledger), source, decision)
        if standing is None:
            record(workspace.ledger, writer, source, decision)
    claim = decision.claims(source)[0]
    digest = claim.claim_id(source) if standing is None else standing.claim_id
    element = claim.element if standing is None else standing.claim.element
    return told(workspace, source, digest, element, written=standing is None)


def told(
    workspace: Workspace, source: str, digest: bytes, element: str, *, written: bool
) -> Decided:
    """What became of a decision, once the graph shows it."""
    workspace.catch_up()
    head = str(workspace.ledger.head())
    return Decided(short_id(digest), element, source, written, head, tuple(workspace.notices))


def said_so(workspace: Workspace, source: str, said: Opening | Handling) -> Decided:
    """What became of what was said, once the graph shows it."""
    claim = said.claims(source)[0]
    return told(workspace, source, claim.claim_id(source), claim.element, written=True)


def outcome(workspace: Workspace, source: str, element: str, said: Progress | None) -> Decided:
    """What became of a step of an element, the graph having caught up; None for no step."""
    head, notices = str(workspace.ledger.head()), tuple(workspace.notices)
    if said is None:
        return Decided("", element, source, False, head, notices)
    claim = said.claims(source)[0]
    return Decided(short_id(claim.claim_id(source)), element, source, True, head, notices)


def _standing(reader: LedgerReader, source: str, decision: Decision) -> StoredClaim | None:
    """The live claim that says the same; raises where the same person says a name is another."""
    wanted = (decision.subject, decision.object)
    same = {wanted, wanted[::-1]} if decision.kind == "alias" else {wanted}
    kind = decision.claims(source)[0].kind
    for each in reader.claims_of(source):
        claim = each.claim
        if not each.live or claim.kind != kind:
            continue
        if (claim.subject, claim.object) in same:
            return each
        if decision.kind == "name" and claim.subject == decision.subject:
            raise InvalidValueError(
                "ELEMENT",
                decision.object,
                f"{source} 已裁定为 {claim.object} / is decided as {claim.object}",
                f"先撤销 / first undo: suyuan decide undo {short_id(each.claim_id)}",
            )
    return None


def _of_id(workspace: Workspace, source: str, claim: str) -> StoredClaim:
    """The decision with that claim id. Raises `InvalidValueError` for one that is not theirs."""
    wanted = claim.lower()
    reader = LedgerReader(workspace.ledger)
    own = [e for e in reader.claims_of(source) if e.claim_id.hex().startswith(wanted)]
    if _HEX.fullmatch(wanted) and len(own) == 1:
        return own[0]
    others = {c.source_id for c in reader.cited([wanted[:16]])} if _HEX.fullmatch(wanted) else set()
    whose = f"，它出自 {'、'.join(sorted(others))}" if others else ""
    stated = f", it is of {', '.join(sorted(others))}" if others else ""
    raise InvalidValueError(
        "CLAIM",
        claim,
        f"不是 {source} 的裁定{whose} / no decision of {source}{stated}",
        "见 / see: suyuan ask unresolved-names decided=yes, conflicts, identity-candidates "
        "decided=yes; suyuan claims export --source "
        f"'{source}'",
    )


def _mention(workspace: Workspace, text: str) -> str:
    """The mention of that id, or the only one that is printed so."""
    if text.startswith(f"{_MENTION.prefix}:"):
        return _present(workspace, text, ("Mention",))
    reader = LedgerReader(workspace.ledger)
    ids = {each.subject for each in reader.live_of_kind("Mention")}
    found = sorted(i for i in ids if key_parts(_MENTION, i)[-1] == text)
    if not found:
        by_name = {f"{_MENTION.prefix}:{key_parts(_MENTION, i)[-1]}": i for i in sorted(ids)}
        near = unknown(f"{_MENTION.prefix}:{text}", by_name).nearest
        raise UnknownElementError(text, tuple(by_name[n] for n in near))
    if len(found) > 1:
        raise InvalidValueError(
            "MENTION",
            text,
            "几份文件都有这个名称 / several documents print it",
            f"写全 / say which: {', '.join(found)}",
        )
    return found[0]


def _present(workspace: Workspace, node: str, labels: Sequence[str] = ()) -> str:
    """The id of an element that is there now and of one of these kinds (of any, if none).

    Raises `InvalidValueError` for another kind, `UnknownElementError` with the nearest ids.
    """
    label = _label(node)
    if labels and label not in labels:
        raise InvalidValueError(
            "ELEMENT", node, "不是这些种类 / is of none of these kinds", ", ".join(labels)
        )
    reader = LedgerReader(workspace.ledger)
    if not any(reader.nodes_of([node])) and not reader.is_end(node):
        raise with_nearest(workspace, UnknownElementError(node))
    return node


def _label(node: str) -> str:
    try:
        return kind_of(node).label
    except IdError:
        return ""
