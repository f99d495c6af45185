"""What the answer of `duties` says, and its codes."""

from __future__ import annotations

from dataclasses import dataclass

from ontology import CodeList

Texts = tuple[str, ...]
STATES = CodeList(
    "duty_state",
    {
        "overdue": ("逾期未做", "overdue"),
        "not_known": ("不知做没做", "not known"),
        "no_period": ("没有写明周期", "no period stated"),
        "due": ("未到期", "not due yet"),
        "done": ("已完成", "done"),
    },
    "how an obligation of a recurring duty stands at a date; ours, worst first",
)
PARTS = CodeList(
    "duty_part",
    {
        "step": ("过程的步骤", "step of a process"),
        "interface": ("接口事项", "item of an interface"),
        "duty": ("职责", "duty"),
        "safeguard": ("保障措施", "safeguard"),
        "control": ("仪器检查计划（5-07）", "control schedule of an instrument (5-07)"),
        "maintenance": ("维护计划（5-10）", "maintenance schedule (5-10)"),
    },
    "where a recurring duty is stated; WMO-No. 1192 for the schedules",
)


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """One dated obligation of a recurring duty of a unit.

    `part`: a code of PARTS; `element`: what states it. `printed`: how often, as its source says.
    `begin`, `due`: first and last civil day (+08:00) on which it is to be done; empty where no
    period is stated. `state`: a code of STATES; overdue only where that unit's doing of it has ever
    been recorded, else nobody knows. `days`: whole days overdue. `evidence`: what proves it, of the
    days from `begin` to `due` alone. `proofs`: how many there are of the duty and the unit in all.
    """

    state: str
    due: str
    unit_name: str
    name: str
    printed: str
    part: str
    done_on: str
    days: int | None
    begin: str
    level: str
    element: str
    unit: str
    evidence: Texts
    proofs: int
    certainty: str
    claims: Texts
