"""`trace`: from an issue, a station or an instrument to the standard at the top of its chain.

Every hop has a state and its source; the headline is the worst hop. The moment that counts is
the issue's begin unless `as_of` is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.projection import Closure, ClosureStep
from ontology import HOP_STATES
from ontology.rules import HOP_PROCESSES, HOPS
from queries.model import Param, Query
from queries.trace import papers, stages
from queries.trace.answer import answer
from queries.trace.hop import Hop, process_ids

_CLOSURE = Closure(
    (
        ClosureStep("issue", (("ABOUT", "out"), ("SHOWN_BY", "out"), ("SUSPECTED_CAUSE", "out"))),
        ClosureStep("series", (("OBSERVED_AT", "out"), ("OF_VARIABLE", "out"))),
        ClosureStep(
            "station",
            (("LOCATED_AT", "out"), ("AT_STATION", "in"), ("OPERATED_BY", "out")),
        ),
        ClosureStep("deployment", (("USES", "out"), ("AT_STATION", "out"))),
        ClosureStep(
            "instrument",
            (
                ("HAS_CALIBRATION", "out"),
                ("OF_MODEL", "out"),
                ("OF_BATCH", "out"),
                ("USES", "in"),
                ("HAS_STATE", "out"),
            ),
        ),
        ClosureStep("measurement_standard", (("HAS_CALIBRATION", "out"),)),
        ClosureStep(
            "calibration",
            (
                ("DOCUMENTED_BY", "out"),
                ("USED_STANDARD", "out"),
                ("PERFORMED_BY", "out"),
                ("FOLLOWS", "out"),
            ),
        ),
        ClosureStep("certificate", (("HAS_STATE", "out"),)),
        ClosureStep("unit", (("PART_OF", "out"), ("ACCREDITED_BY", "out"))),
        ClosureStep("document_version", (("IMPLEMENTS", "out"),)),
        ClosureStep("process", (("LED_BY", "out"),)),
    )
)


def _start(params: Mapping[str, str]) -> tuple[str, ...]:
    codes = {*HOP_PROCESSES.values(), "Y02-05"}
    return (params["element"], *process_ids(codes))


def summary(hops: Sequence[Hop]) -> tuple[str, str]:
    """The worst hop in one sentence, with who answers for it."""
    found = [h for h in hops if h.state != "ok"]
    if not found:
        return (
            "链条完整：各环节均有记录且当时有效。",
            "The chain is complete: every hop is stated and held.",
        )
    worst = min(found, key=lambda h: (HOP_STATES.rank(h.state), h.order))
    lead = "、".join(worst.lead) or "未说明"
    lead_en = "; ".join(worst.lead) or "not stated"
    mark, mark_en = (
        ("（合成数据）", " (synthetic data)") if worst.certainty == "synthetic" else ("", "")
    )
    return (
        f"根因候选：{HOPS.title(worst.hop)}{HOP_STATES.title(worst.state)}，"
        f"{worst.detail_zh or worst.name} · 责任单位：{lead}{mark}",
        f"Candidate cause: {HOPS.title(worst.hop, 'en')} {HOP_STATES.title(worst.state, 'en')}: "
        f"{worst.detail_en or worst.name} · responsible: {lead_en}{mark_en}",
    )


QUERY = Query(
    id="trace",
    question_zh="这个数据质量问题（或台站、仪器）能追溯到什么？哪一环出了问题，谁负责？",
    question_en="What does this issue, station or instrument trace back to, where does the chain "
    "fail, and who answers for it?",
    params=(
        Param(
            "element",
            "问题、台站或仪器",
            "issue, station or instrument",
            required=True,
            kinds=("Issue", "Station", "Instrument"),
        ),
    ),
    row=Hop,
    stages=(*stages.ALL, *papers.ALL),
    answer=answer,
    closure=_CLOSURE,
    start=_start,
    summary=summary,
)
