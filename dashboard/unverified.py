"""A warning for loads: nonconformities that a table closes without a verified effect.

A person cannot close such a one (ISO 9001, 10.2.1 d). What a source says is kept as it is, since it
may be what happened; that it was closed so is told when it is loaded, and by `nonconformities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph import Workspace
from loaders import LoadReport, Planned
from ontology import key_text
from queries import run
from queries.evidence import Evidence
from queries.nonconformities import UNVERIFIED, NonconformityRow

TABLE = "nonconformities"
SHOWN = 5
"""So many are told one by one."""
RULE = "10.2.1 d"


def closed_unverified(
    workspace: Workspace, planned: Iterable[Planned], reports: Iterable[LoadReport]
) -> tuple[str, ...]:
    """A warning for each nonconformity that these loads close and no effect was verified of.

    Place, rule and remedy; the first few, then how many more. Nothing is asked of the graph where
    no such table has said anything new.
    """
    tables = {one.source.source_id for one in planned if _is_table(one)}
    sources = {one.source_id for one in reports if one.asserted and one.source_id in tables}
    if not sources:
        return ()
    answer = run(workspace, TABLE, {"state": UNVERIFIED})
    told = [
        _warning(f"{claim.source_id} {claim.place}", row.nonconformity)
        for row in answer.rows
        if isinstance(row, NonconformityRow)
        for claim in _closing(row, answer.claims)
        if claim.source_id in sources
    ]
    more = len(told) - SHOWN
    if more > 0:
        ask = f"suyuan ask {TABLE} state={UNVERIFIED}"
        told[SHOWN:] = [f"另有 {more} 项，见 / and {more} more, see: {ask}"]
    return tuple(told)


def _is_table(planned: Planned) -> bool:
    return (planned.source.table or planned.source.path.stem) == TABLE


def _closing(row: NonconformityRow, claims: Mapping[str, Evidence]) -> list[Evidence]:
    """The first claim that says the nonconformity is closed."""
    begin = f"HAS_STATE({row.nonconformity},"
    found = (claims[c] for c in row.claims if c in claims)
    return [c for c in found if c.element.startswith(begin) and "|state|" in c.element][:1]


def _warning(place: str, element: str) -> str:
    key = key_text(element)
    return (
        f"{place}：不合格 {key} 写为已关闭，而没有验证有效的措施（ISO 9001 {RULE}）；照来源保留。"
        "补上措施的 effectiveness 与 verified 再装载，或用 suyuan nonconformity reopen "
        f"/ {key} is closed without an action verified as effective (ISO 9001, {RULE}); it is kept "
        "as the source says. Fill effectiveness and verified of its action and load again, or use "
        "suyuan nonconformity reopen"
    )
