"""The five checks of every process and step, from the plain reading of their rules."""

from __future__ import annotations

from oracle.gaps import everything
from oracle.reading import NobodySpeaksOf, Reading, called

from ontology.codes import FIVE_CHECKS
from ontology.requirements import REQUIREMENTS
from queries.five_checks import CheckRow


def answer(reading: Reading, process: str = "") -> list[CheckRow]:
    rows = [
        r
        for kind in ("Process", "Step")
        for r in everything(reading, "", kind, "", "", deep=False)
        if REQUIREMENTS[r.rule].check
        and (process in ("", r.element, r.name) or r.element.startswith(f"process:{process}@"))
    ]
    if not rows and process and process not in called(reading, "Process", "Step"):
        raise NobodySpeaksOf(process)
    found = []
    for element in sorted({r.element for r in rows}):
        for check, (zh, en) in FIVE_CHECKS.codes.items():
            found += [
                CheckRow(
                    element, r.name, r.level, check, zh, en, r.state == "covered", r.state,
                    r.units, "", "", r.remedy_zh, r.remedy_en, r.term, r.certainty, r.claims,
                )
                for r in rows
                if r.element == element and REQUIREMENTS[r.rule].check == check
            ]  # fmt: skip
    return found
