"""Counts of what is required and what is covered, by rule, level and area."""

from __future__ import annotations

from oracle.gaps import everything, somewhere
from oracle.reading import Reading, weakest

from ontology import COVERAGE_STATES, LEVELS
from queries.gap_counts import CountRow


def answer(
    reading: Reading, rule: str = "", kind: str = "", area: str = "", level: str = ""
) -> list[CountRow]:
    rows = somewhere(reading, everything(reading, rule, kind, area, level, deep=False), area)
    found = []
    for name in dict.fromkeys(r.rule for r in rows):
        mine = [r for r in rows if r.rule == name]
        for where in sorted({r.level for r in mine}, key=lambda v: [*LEVELS.codes, v].index(v)):
            for code in sorted({r.area for r in mine if r.level == where}):
                here = [r for r in mine if (r.level, r.area) == (where, code)]
                good = [r for r in here if r.state == "covered"]
                first = [r for r in here if r.state != "covered"] or here
                claims = [r.claims[0] for r in first[:8] if r.claims]
                found.append(
                    CountRow(
                        rule=name, kind=here[0].kind, required_zh=here[0].required_zh,
                        required_en=here[0].required_en, level=where, area=code,
                        required=len(here), covered=len(good),
                        share=round(len(good) / len(here), 4),
                        states=tuple(
                            (s, n)
                            for s in COVERAGE_STATES.codes
                            if (n := sum(r.state == s for r in here))
                        ),
                        certainty=weakest(r.certainty for r in here),
                        claims=tuple(dict.fromkeys(claims)),
                    )
                )  # fmt: skip
    return found
