"""The pipeline: read → claims → validate → ledger, the same for every loader.

Everything here happens per file and in batches; a file's load either closes or never counted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from graph import (
    Claim,
    Place,
    Rejected,
    SourceClaimedError,
    SuyuanError,
)
from graph.ledger import (
    Checkpoint,
    LastLoad,
    Ledger,
    LedgerWriter,
    LoadSession,
    LoadSpec,
    file_hash,
)
from graph.ledger.chain import text_hash
from loaders.observations import ObservingLoader, Values, values_of
from loaders.plan import Planned
from loaders.protocol import Loader, RawRow, SourceFile
from loaders.report import LoadReport, write_rejects
from loaders.versions import LineDelta, line_delta
from ontology.derive import claim_problem

BATCH = 5000
REJECTS_SHOWN = 20
Progress = Callable[[int], None]
Written = tuple[Claim, Place, int | None]


@dataclass(frozen=True, slots=True)
class LoadChoices:
    """What the user allows: `allow_retract` lifts the guard, `ask` decides on claimed sources.

    `reason`: why what is absent is retracted, where it is more than that.
    """

    allow_retract: bool = False
    ask: Callable[[SourceClaimedError], bool] = lambda _: False
    progress: Progress = lambda _: None
    reason: str = ""


@dataclass(slots=True)
class _Tally:
    """Running counts of one file, and what was rejected in it."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    identities: set[int] = field(default_factory=set)
    keyless: list[tuple[str, str, str]] = field(default_factory=list)
    shown: list[Rejected] = field(default_factory=list)

    def checkpoint(self) -> Checkpoint:
        if self.rows != self.accepted + self.rejected:
            raise SuyuanError(
                f"counts do not add up: {self.rows} read, {self.accepted} accepted, "
                f"{self.rejected} rejected; please report this"
            )
        return Checkpoint(self.rows, self.accepted, self.rejected)

    def reject(self, rejected: Rejected) -> None:
        self.rows += 1
        self.rejected += 1
        if rejected.identity:
            self.identities.add(text_hash(rejected.identity))
        else:
            self.keyless.append((rejected.field, rejected.rule, rejected.value))
        if len(self.shown) < REJECTS_SHOWN:
            self.shown.append(rejected)


def load_file(
    ledger: Ledger, writer: LedgerWriter, planned: Planned, choices: LoadChoices
) -> LoadReport:
    """Load one file and close the load. Same bytes and loader as last time: nothing to do.

    Raises `SourceClaimedError`, `MassRetractionError`, `SourceError`; then nothing was written.
    """
    started = time.monotonic()
    planned = replace(planned, source=replace(planned.source, home=ledger.home))
    source, loader = planned.source, planned.loader
    spec = load_spec(planned)
    last = ledger.last_load(source.source_id)
    if last is not None:
        digest = file_hash(source.path)
        if digest == last.sha256 and _same_reading(last.spec, spec):
            return LoadReport(
                source.source_id,
                str(source.path),
                loader.name,
                unchanged=True,
                seconds=time.monotonic() - started,
            )
        _check_origin(planned, spec, last, digest, choices)
    session = writer.begin(spec, source.path)
    try:
        report = _write(ledger, session, planned, last, choices)
    except BaseException:
        session.discard()
        raise
    rejects = ledger.connection.execute(
        "SELECT place, field, value, rule, message FROM rejects WHERE load_no=? ORDER BY number",
        (session.load_no,),
    )
    file = write_rejects(ledger.home / "rejects", session.load_no, source.path, rejects)
    return replace(
        report, seconds=time.monotonic() - started, rejects_file=None if file is None else str(file)
    )


def check_file(planned: Planned, progress: Progress = lambda _: None) -> LoadReport:
    """Read and validate a file without writing anything (`--dry-run`)."""
    started, tally, claims = time.monotonic(), _Tally(), 0
    with values_of(planned.loader, None, "") as values:
        for outcome in _outcomes(planned.loader, planned.source, values):
            if isinstance(outcome, Rejected):
                tally.reject(outcome)
            else:
                tally.rows += 1
                tally.accepted += 1
                claims += len(outcome)
            if tally.rows % BATCH == 0:
                progress(tally.rows)
    tally.checkpoint()
    return LoadReport(
        planned.source.source_id,
        str(planned.source.path),
        planned.loader.name,
        tally.rows,
        tally.accepted,
        tally.rejected,
        claims,
        first_rejects=tuple(tally.shown),
        seconds=time.monotonic() - started,
        warnings=planned.loader.warnings(planned.source),
        values=0 if values is None else values.count,
    )


def load_spec(planned: Planned) -> LoadSpec:
    """What identifies this reading of this source."""
    source, loader = planned.source, planned.loader
    zone = None if source.zone is None else str(source.zone)
    options = {
        "certainty": source.certainty,
        "snapshot": source.snapshot,
        "table": source.table,
        "zone": zone,
    }
    return LoadSpec(
        source.source_id,
        loader.family,
        loader.name,
        loader.version,
        json.dumps(options, ensure_ascii=False, sort_keys=True),
        str(source.path.resolve()),
    )


def _same_reading(one: LoadSpec, other: LoadSpec) -> bool:
    return replace(one, origin="", family="") == replace(other, origin="", family="")


def _check_origin(
    planned: Planned, spec: LoadSpec, last: LastLoad, digest: bytes, choices: LoadChoices
) -> None:
    """A different file under a derived source id is asked about; a name of one's own is consent."""
    if planned.named or last.spec.origin == spec.origin or digest == last.sha256:
        return
    error = SourceClaimedError(planned.source.path, spec.source_id, last.spec.origin)
    if not choices.ask(error):
        raise error


def _write(
    ledger: Ledger,
    session: LoadSession,
    planned: Planned,
    last: LastLoad | None,
    choices: LoadChoices,
) -> LoadReport:
    source, loader = planned.source, planned.loader
    done = session.checkpoint
    tally = _Tally(done.rows, done.accepted, done.rejected)
    delta = _delta(ledger, session, planned, last)
    wanted = source if delta is None else replace(source, lines=delta.changed)
    if delta is not None:
        tally.rows = tally.accepted = delta.unchanged
    # The values count before the load does: killed between the two, the next run finds them known.
    with values_of(loader, ledger.home, ledger.original_of(session.load_no)) as values:
        outcomes = _outcomes(loader, wanted, values, skip=done.rows if delta is None else 0)
        if delta is None or delta.changed:
            _batches(session, outcomes, tally, choices.progress, every_place=_every_place(planned))
        else:
            session.append((), (), tally.checkpoint())
        gone, kept = (
            ([], 0) if last is None else _absent(ledger, session, planned, last, delta, tally)
        )
        reason = choices.reason or f"absent from {source.path.name}"
        session.retract(gone, reason, allow_mass=choices.allow_retract)
    session.close(kept)
    return LoadReport(
        source.source_id,
        str(source.path),
        loader.name,
        tally.rows,
        tally.accepted,
        tally.rejected,
        session.asserted,
        session.retracted,
        kept,
        resumed=done.rows,
        first_rejects=tuple(tally.shown),
        warnings=loader.warnings(source),
        values=0 if values is None else values.count,
    )


def _every_place(planned: Planned) -> bool:
    """Row-local sources need every row that says a claim, to tell what a lost row takes away.

    Of a document each version is cited at its own places, to tell what moved.
    """
    return planned.loader.row_local or planned.loader.family == "document"


def _delta(
    ledger: Ledger, session: LoadSession, planned: Planned, last: LastLoad | None
) -> LineDelta | None:
    """The lines to read where only lines can have changed; None: read everything."""
    if last is None or not planned.loader.row_local or isinstance(planned.loader, ObservingLoader):
        return None
    if not _same_reading(last.spec, session.spec):
        return None
    rejects = ledger.connection.execute(
        "SELECT count(*) FROM rejects WHERE load_no=?", (last.load_no,)
    ).fetchone()[0]
    if rejects:
        return None
    return line_delta(ledger.originals.path(last.sha256), planned.source.path)


def _outcomes(
    loader: Loader, source: SourceFile, values: Values | None, skip: int = 0
) -> Iterator[list[Written] | Rejected]:
    """For each row its validated claims with places, or its rejection; its values go their way.

    Rows that a killed load had written are skipped, unless their values are still wanted.
    """
    lacking = values is not None and values.wanted
    begin = 0 if lacking else skip
    for number, row in enumerate(islice(loader.read(source), begin, None), begin):
        if isinstance(row, Rejected):
            outcome: list[Written] | Rejected = row
        else:
            outcome = _row_outcome(loader, row, source)
            if values is not None and lacking and not isinstance(outcome, Rejected):
                outcome = values.take(row, source) or outcome
        if number >= skip:
            yield outcome


def _row_outcome(loader: Loader, row: RawRow, source: SourceFile) -> list[Written] | Rejected:
    identity = text_hash(row.identity) if row.identity else None
    written: list[Written] = []
    for claim in loader.claims(row, source):
        if isinstance(claim, Rejected):
            return claim
        problem = claim_problem(
            claim.kind,
            claim.subject,
            claim.object,
            claim.properties,
            claim.valid_from,
            claim.valid_to,
        )
        if problem is not None:
            return Rejected(
                claim.place or row.place,
                problem.field,
                str(claim.subject)[:200],
                problem.rule,
                problem.message,
                row.identity,
            )
        written.append((claim, claim.place or row.place, identity))
    return written


def _batches(
    session: LoadSession,
    outcomes: Iterable[list[Written] | Rejected],
    tally: _Tally,
    progress: Progress,
    *,
    every_place: bool,
) -> None:
    claims: list[Written] = []
    rejected: list[Rejected] = []
    for outcome in outcomes:
        if isinstance(outcome, Rejected):
            tally.reject(outcome)
            rejected.append(outcome)
        else:
            tally.rows += 1
            tally.accepted += 1
            claims += outcome
        if len(claims) >= BATCH or len(rejected) >= BATCH:
            session.append(claims, rejected, tally.checkpoint(), every_place=every_place)
            progress(tally.rows)
            claims, rejected = [], []
    session.append(claims, rejected, tally.checkpoint(), every_place=every_place)
    progress(tally.rows)


def _absent(
    ledger: Ledger,
    session: LoadSession,
    planned: Planned,
    last: LastLoad,
    delta: LineDelta | None,
    tally: _Tally,
) -> tuple[list[int], int]:
    """Positions of claims the new version no longer says, and how many unreadable rows keep."""
    if delta is None:
        candidates = list(session.unseen())
    else:
        candidates = _lost_lines(ledger, session, planned, last, delta)
    if not candidates:
        return [], 0
    # An unreadable row without identity may be any row, unless it was there when all was said.
    known = set(
        ledger.connection.execute(
            "SELECT field, rule, value FROM rejects WHERE load_no=? AND identity=''",
            (ledger.last_whole_load(planned.source.source_id),),
        )
    )
    if any(reject not in known for reject in tally.keyless):
        return [], len(candidates)
    kept = session.said_by_rows(candidates, tally.identities) if tally.identities else set()
    return [c for c in candidates if c not in kept], len(kept)


def _lost_lines(
    ledger: Ledger, session: LoadSession, planned: Planned, last: LastLoad, delta: LineDelta
) -> list[int]:
    """Claims of the lines that are gone, unless a line that remains says them too."""
    old = replace(
        planned.source,
        path=ledger.originals.path(last.sha256),
        table=planned.source.table or planned.source.path.stem,
        lines=delta.removed,
    )
    if not delta.removed:
        return []
    digests = {
        claim.claim_id(planned.source.source_id)
        for outcome in _outcomes(planned.loader, old, None)
        if not isinstance(outcome, Rejected)
        for claim, _, _ in outcome
    }
    candidates = [p for p in session.standing_with(digests) if not session.was_said(p)]
    said = {
        position
        for position, sha256, place in session.places_of(candidates)
        if (raw := ledger.originals.raw(sha256, place)) is not None and delta.still_has(raw)
    }
    return [c for c in candidates if c not in said]
