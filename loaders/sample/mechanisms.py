"""The ways in which an issue of the sample came about, and the list of those that were planted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A kind of cause: its class of 人机料法环测 and what was done to the records."""

    name: str
    cause_class: str
    how: str


EXPIRED = Mechanism(
    "expired_calibration", "测",
    "仪器最近一次检定的有效期在问题开始前已过，下一次检定推迟 / "
    "the last calibration had run out before the issue began, the next one came late",
)  # fmt: skip
STANDARD = Mechanism(
    "failed_standard", "测",
    "检定所用的工作标准本身不合格或事后发现超差 / "
    "the working standard used was itself failed, or found out of tolerance afterwards",
)  # fmt: skip
BATCH = Mechanism(
    "bad_batch", "料",
    "同一批次的仪器漂移，下一次检定发现超差，并有批次通报 / "
    "instruments of one batch drift: out of tolerance at their next calibration, and a notice",
)  # fmt: skip
VISIT = Mechanism(
    "bad_visit", "人",
    "问题在一次维护之后立即开始 / the issue begins right after a maintenance visit",
)  # fmt: skip
LAPSE = Mechanism(
    "lapsed_accreditation", "法",
    "检定由认可已失效的实验室完成 / calibrated by a laboratory whose accreditation had lapsed",
)  # fmt: skip
MOVE = Mechanism(
    "relocation", "法",
    "迁站后元数据没有及时更新 / the metadata were not brought up to date after a move",
)  # fmt: skip
DRIFT = Mechanism(
    "drift", "机",
    "当时合格，下一次检定的检前误差超差 / in tolerance then, as found out of it the next time",
)  # fmt: skip
SURROUNDINGS = Mechanism(
    "surroundings", "环",
    "站旁施工改变探测环境 / building work beside the station",
)  # fmt: skip
OUTAGE = Mechanism(
    "outage", "机",
    "通信中断，资料缺测 / a data link is down, values are missing",
)  # fmt: skip
FIRMWARE = Mechanism(
    "firmware", "机",
    "固件升级之后开始 / the issue begins right after a firmware update",
)  # fmt: skip
MECHANISMS = (
    EXPIRED, STANDARD, BATCH, VISIT, LAPSE, MOVE, DRIFT, SURROUNDINGS, OUTAGE, FIRMWARE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """The element that is to blame, as (node kind, key), and the mechanism.

    The parts of a key are joined by `|` (a batch is `model|number`).
    """

    mechanism: Mechanism
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class PlantedCause:
    """A cause that was planted and every issue that it brought about."""

    mechanism: str
    cause_class: str
    cause_kind: str
    cause_id: str
    issue_ids: tuple[str, ...]
    how: str


def gathered(pairs: Iterable[tuple[Cause, str]]) -> tuple[PlantedCause, ...]:
    """Planted causes of pairs (cause, issue id), in the order in which they first appear."""
    issues: dict[Cause, list[str]] = {}
    for cause, issue_id in pairs:
        issues.setdefault(cause, []).append(issue_id)
    return tuple(
        PlantedCause(
            cause.mechanism.name,
            cause.mechanism.cause_class,
            cause.kind,
            cause.key,
            tuple(ids),
            cause.mechanism.how,
        )
        for cause, ids in issues.items()
    )
