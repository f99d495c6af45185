"""The suspected causes of an issue: hypotheses with their evidence, never more than that."""

from __future__ import annotations

from collections.abc import Iterable

from ontology import ALL_CODES, kind_of
from ontology.rules import CAUSE_PROCESSES
from queries.trace.hop import Draft, Texts, gather
from queries.trace.stages import CauseRow

_STANDINGS = ALL_CODES["cause_standing"]
_LAKE = "lake/"
_UNPROVEN = "unproven"
_FOUND = "suspect"  # where nobody says what was found of the element


def suspected(issue: str, rows: Iterable[CauseRow]) -> list[Draft]:
    """A hop for each suspected cause; its state is what was found of the element."""
    return [_draft(issue, row) for row in sorted(rows, key=_order)]


def _order(row: CauseRow) -> tuple[str, str, Texts]:
    return (row.id, row.valid_from, row.claims or ())


def _draft(issue: str, row: CauseRow) -> Draft:
    standing = row.standing or _UNPROVEN
    values = [e for e in row.evidence or () if e.startswith(_LAKE)]
    said = tuple(e for e in row.evidence or () if not e.startswith(_LAKE))
    zh, en = _STANDINGS.title(standing), _STANDINGS.title(standing, "en")
    return Draft(
        "suspected_cause",
        row.finding or _FOUND,
        row.id,
        issue,
        "SUSPECTED_CAUSE",
        f"假设（{zh}）：{row.reason or '未说明理由'}",
        f"hypothesis ({en}): {row.reason_en or 'no reason is given'}",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        certainty=row.certainty or "",
        claims=gather(row.claims, row.target_claims, said),
        process_code=CAUSE_PROCESSES.get(kind_of(row.id).label),
        facts=(
            ("standing", standing),
            *_facts(row.facts or ()),
            *(("value_in", v) for v in values),
        ),
    )


def _facts(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in texts:
        name, _, value = text.partition("=")
        yield (name, value)
