"""What observed at a station: its deployments at the moment, and the instruments they used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import NODE_KINDS, key_parts, key_text, observed_title
from queries.ask import Ask, Soon
from queries.trace import stages
from queries.trace.hop import Draft, day, gather
from queries.trace.start import Context
from queries.trace.states import Deployment, Verdict, ambiguous, choose_deployments

Rows = Sequence[stages.EquipmentRow]
_ROLES = {"primary": "主用", "backup": "备份"}


@dataclass(frozen=True, slots=True)
class Equipment:
    """The deployments of a station that count at the moment, why these, and what they used.

    `used`: rows with an instrument, in the order of their deployments.
    """

    station: str
    deployments: tuple[Deployment, ...]
    verdict: Verdict
    used: tuple[stages.EquipmentRow, ...]


def equipment(context: Context, moment: str) -> list[Equipment]:
    """What was deployed at each station of the context."""
    rows = context.deployed
    if context.deployment is not None:
        rows = [r for r in rows if r.id == context.deployment]
    return [
        _chosen(station, [r for r in rows if r.station == station], moment, context)
        for station in context.stations
    ]


def _chosen(station: str, rows: Rows, moment: str, context: Context) -> Equipment:
    used: dict[str, list[stages.EquipmentRow]] = {r.id: [] for r in rows}
    # A deployment that stood there twice comes with each of its instruments twice.
    for row in {(r.id, r.instrument, r.use_from): r for r in rows}.values():
        if row.instrument is not None:
            used[row.id].append(row)
    deployments = dict.fromkeys(map(_deployment, rows))
    if context.instrument is not None:  # before one is chosen: it may stand by
        only = context.instrument.id
        wanted = {i for i, own in used.items() if only in {u.instrument for u in own}}
        deployments = {d: None for d in deployments if d.id in wanted}
    chosen, verdict = choose_deployments(list(deployments), moment, context.variable)
    return Equipment(
        station,
        tuple(chosen),
        verdict,
        tuple(
            u
            for d in chosen
            for u in sorted(used[d.id], key=lambda r: (str(r.instrument), str(r.use_from)))
        ),
    )


def _deployment(row: stages.EquipmentRow) -> Deployment:
    return Deployment(
        row.id,
        row.variable,
        row.role,
        row.valid_from,
        row.valid_to,
        row.certainty,
        gather(row.claims, row.more),
    )


@dataclass(frozen=True, slots=True)
class Make:
    """Model and batch of an instrument, where they are stated."""

    model: stages.ModelRow | None
    batch: stages.ModelRow | None


_UNSTATED = Make(None, None)


def models_of(ask: Ask, found: Iterable[Equipment]) -> Soon[stages.ModelRow]:
    """Models and batches of the instruments, read with what is read next."""
    ids = sorted({str(u.instrument) for e in found for u in e.used})
    return ask.soon(stages.MODELS, ids=ids)


def makes(rows: Iterable[stages.ModelRow]) -> dict[str, Make]:
    """Model and batch by instrument, the same whatever order the store gives them in."""
    first: dict[str, dict[str, stages.ModelRow]] = defaultdict(dict)
    for row in sorted(rows, key=lambda r: (r.id, r.claims or ())):
        first[row.instrument].setdefault(row.via, row)
    return {i: Make(of.get("OF_MODEL"), of.get("OF_BATCH")) for i, of in first.items()}


def equipment_drafts(found: Equipment, made: Mapping[str, Make]) -> list[Draft]:
    """The hops of the deployments and of their instruments; a gap is a hop too."""
    verdict = found.verdict
    if not found.deployments:
        return [
            Draft(
                "deployment",
                verdict.state,
                "",
                found.station,
                "AT_STATION",
                verdict.zh,
                verdict.en,
            )
        ]
    drafts: list[Draft] = []
    using = {u.id for u in found.used}
    for deployment in found.deployments:
        drafts.append(_deployment_draft(deployment, found))
        if deployment.id not in using:
            drafts.append(
                Draft(
                    "instrument",
                    "missing",
                    "",
                    deployment.id,
                    "USES",
                    "没有说明仪器（1192 要素 5-09）",
                    "the instrument is not stated (element 5-09)",
                    branch=deployment.id,
                )
            )
    return drafts + [
        _instrument_draft(u, made.get(str(u.instrument), _UNSTATED)) for u in found.used
    ]


def _deployment_draft(d: Deployment, found: Equipment) -> Draft:
    zh, en = found.verdict.zh, found.verdict.en
    role, since = _ROLES.get(d.role or "", ""), day(d.valid_from)
    zh_of, en_of = (observed_title(d.variable or "", lang) for lang in ("zh", "en"))
    text = f"{zh_of} {role} {since} 起".replace("  ", " ")
    doubled = ambiguous(found.deployments, d)
    if doubled:
        zh, en = "同一要素同时有两个主用布设", "two primary deployments at once"
    return Draft(
        "deployment",
        "ambiguous" if doubled else "ok",
        d.id,
        found.station,
        "AT_STATION",
        f"{text}；{zh}" if zh else text,
        f"{en_of} {d.role or ''} since {since}" + (f"; {en}" if en else ""),
        branch=d.id,
        valid_from=d.valid_from,
        valid_to=d.valid_to,
        certainty=d.certainty or "",
        claims=d.claims,
    )


def _instrument_draft(row: stages.EquipmentRow, make: Make) -> Draft:
    instrument, model, batch = str(row.instrument), make.model, make.batch
    facts = (
        ("serial", row.serial),
        ("firmware", row.firmware),
        ("model", key_text(model.id) if model else None),
        ("batch", batch.number if batch else None),
    )
    bare = row.serial is None
    return Draft(
        "instrument",
        "missing" if bare else "ok",
        instrument,
        row.id,
        "USES",
        "没有序列号（1192 要素 5-09）" if bare else f"序列号 {row.serial}",
        "no serial number (element 5-09)" if bare else f"serial {row.serial}",
        branch=row.id,
        valid_from=str(row.use_from),
        valid_to=str(row.use_to),
        certainty=row.use_certainty or "",
        facts=tuple((k, v) for k, v in facts if v),
        name=key_parts(NODE_KINDS["Instrument"], instrument)[0],
        claims=gather(
            row.instrument_claims,
            row.use_claims,
            model.claims if model else None,
            batch.claims if batch else None,
        ),
    )


def lone_instrument(row: stages.InstrumentRow) -> list[Draft]:
    """An instrument that was deployed nowhere at the time."""
    return [
        Draft(
            "instrument",
            "missing" if row.name is None else "ok",
            row.id,
            "",
            "",
            certainty=row.certainty or "",
            claims=row.claims or (),
            name=row.name or "",
        ),
        Draft(
            "deployment",
            "missing",
            "",
            row.id,
            "USES",
            "当时未布设",
            "not deployed at that time",
        ),
    ]
