"""Questions to a server beside the least that the driver itself could do, in one process, warm.

Each pair is asked in turn, so that both meet the same moments of the machine.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from neo4j import Session
from neo4j_ways import DATABASE, driver_of

import queries
from graph import Settings, Workspace
from queries.ask import Ask
from queries.model import Param, Query, Stage
from queries.registry import questions

WARM = 100


@dataclass(frozen=True, slots=True)
class Touched:
    """A station that a calibration stands behind, by one instrument, and an issue there."""

    instrument: str
    deployment: str
    station: str
    issue: str | None
    certainty: str | None
    claims: tuple[str, ...] | None


# Of an instrument itself, or of the standard with which instruments were calibrated.
DOWNSTREAM = Stage(
    "downstream",
    "MATCH (c:Calibration {id: $id})<-[:HAS_CALIBRATION|USED_STANDARD*1..3]-(i:Instrument) "
    "WITH DISTINCT i MATCH (i)<-[:USES]-(d:Deployment)-[a:AT_STATION]->(s:Station) "
    "OPTIONAL MATCH (s)<-[:OBSERVED_AT]-(x:Series)<-[:ABOUT]-(q:Issue) "
    "WHERE x.id ENDS WITH '|' + d.variable AND a.valid_from <= q.began AND q.began < a.valid_to "
    "RETURN i.id AS instrument, d.id AS deployment, s.id AS station, q.id AS issue, "
    "a.certainty AS certainty, a.claims AS claims",
    Touched,
)


def _answer(ask: Ask) -> Iterable[Touched]:
    return sorted(
        ask.rows(DOWNSTREAM, id=ask.params["element"]),
        key=lambda row: (row.station, row.instrument, row.deployment, row.issue or ""),
    )


# No question of `queries/` goes down from a calibration yet: this one is asked like any of them.
IMPACT = Query(
    id="bench-calibration-impact",
    question_zh="这次检定影响到哪些台站和问题？",
    question_en="Which stations and issues does this calibration stand behind?",
    params=(Param("element", "检定", "calibration", required=True, kinds=("Calibration",)),),
    row=Touched,
    stages=(DOWNSTREAM,),
    answer=_answer,
)


def trace(home: str, count: str) -> dict[str, float]:
    """`trace` of many issues, each beside one empty round trip."""
    with Workspace(Settings.from_env(home=Path(home))) as workspace:
        issues = _ids(workspace, "MATCH (n:Issue) RETURN n.id AS id")[: WARM + int(count)]

        def ours(issue: str) -> None:
            assert queries.run(workspace, "trace", {"element": issue}).claims

        def empty(session: Session, _: str) -> None:
            session.run("RETURN 1").consume()

        return _beside(workspace, issues, ours, empty)


def impact(home: str, owner: str, count: str) -> dict[str, float]:
    """What calibrations of a kind of thing stand behind, beside the same Cypher by the driver."""
    questions()[IMPACT.id] = IMPACT
    rows: list[int] = []
    issues: set[str] = set()
    with Workspace(Settings.from_env(home=Path(home))) as workspace:
        text = f"MATCH (n:Calibration)<-[:HAS_CALIBRATION]-(:{owner}) RETURN DISTINCT n.id AS id"
        found = _ids(workspace, text)[: 2 * int(count)]

        def ours(calibration: str) -> None:
            answer = queries.run(workspace, IMPACT.id, {"element": calibration})
            rows.append(len(answer.rows))
            touched = (row.issue for row in answer.rows if isinstance(row, Touched))
            issues.update(filter(None, touched))

        def bare(session: Session, calibration: str) -> None:
            got = session.run(DOWNSTREAM.cypher, id=calibration).values()
            assert len(got) == rows[-1]

        figures = _beside(workspace, found, ours, bare)
    return {**figures, "rows": statistics.median(rows), "issues": len(issues)}


def _ids(workspace: Workspace, text: str) -> list[str]:
    """Ids in an order that is drawn, and the same in every run."""
    with workspace.store.reading() as reader:
        ids = sorted(str(row["id"]) for row in reader.run(text, {}))
    random.Random(3).shuffle(ids)
    return ids


def _beside(
    workspace: Workspace,
    ids: Sequence[str],
    ours: Callable[[str], None],
    other: Callable[[Session, str], None],
) -> dict[str, float]:
    """Medians in milliseconds of both, after the first ones that only warm the server."""
    settings = workspace.settings
    times: tuple[list[float], list[float]] = ([], [])
    with (
        driver_of(settings.uri, settings.login) as driver,
        driver.session(database=DATABASE) as session,
    ):
        for one in ids:
            begun = time.perf_counter()
            ours(one)
            between = time.perf_counter()
            other(session, one)
            times[0].append(1000 * (between - begun))
            times[1].append(1000 * (time.perf_counter() - between))
    warm = min(WARM, len(ids) // 2)
    own, bare = (sorted(taken[warm:]) for taken in times)
    return {
        "asked": len(own),
        "p50_ms": statistics.median(own),
        "p99_ms": own[int(len(own) * 0.99)],
        "bare_p50_ms": statistics.median(bare),
    }
