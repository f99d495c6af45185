"""Hops and answers made by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ontology import BEGINNING, OPEN_END
from queries import Evidence, Result
from queries.trace.hop import Hop

PLAIN = Hop(
    order=1,
    hop="station",
    state="ok",
    element="",
    name="",
    parent="",
    via="",
    branch="",
    detail_zh="",
    detail_en="",
    term="",
    valid_from=BEGINNING,
    valid_to=OPEN_END,
    process="",
    lead=(),
    certainty="stated",
    facts=(),
    claims=(),
)


@pytest.fixture
def hop() -> Callable[..., Hop]:
    """A hop with some fields of its own: `hop(3, "calibration", element="calibration:C")`."""
    from dataclasses import replace

    def make(order: int, kind: str, **given: object) -> Hop:
        return replace(PLAIN, order=order, hop=kind, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    def make(claim: str, **given: object) -> Evidence:
        from dataclasses import replace

        plain = Evidence(
            claim=claim,
            element="station:1",
            says="name=甲",
            source_id="厂/甲.csv",
            family="table",
            certainty="stated",
            file="甲.csv",
            sha256="ab" * 32,
            place="line 3",
            line=3,
            column=0,
            excerpt="1,甲\n",
            recorded_at="2026-01-01T00:00:00.000000Z",
            places=1,
        )
        return replace(plain, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def answer() -> Callable[..., Result[object]]:
    """An answer of these rows."""

    def make(*rows: object, **given: object) -> Result[object]:
        fields: dict[str, object] = {
            "question": "trace",
            "rows": rows,
            "claims": {},
            "executed": (),
            "params": {"element": "station:1"},
            "as_of": "2018-06-03T06:00:00Z",
            "known_at": None,
            "ledger_head": "1:00",
            "elapsed": 0.01,
            "summary": ("一句话", "one sentence"),
        }
        return Result(**{**fields, **given})  # type: ignore[arg-type]

    return make


@pytest.fixture
def chain(hop: Callable[..., Hop]) -> list[Hop]:
    """An issue, its station, two deployments with their calibrations, one standard above."""
    found = [
        hop(1, "issue", element="issue:I", name="I"),
        hop(2, "series", element="series:S|T", name="S · T", parent="issue:I"),
        hop(3, "station", element="station:S", name="甲", parent="series:S|T"),
        hop(4, "operator", element="unit:U", name="局", parent="station:S"),
        hop(5, "superior", element="unit:V", name="区局", parent="unit:U"),
    ]
    for number, branch in enumerate(("deployment:D1", "deployment:D2")):
        first = 6 + 5 * number
        found += [
            hop(first, "deployment", element=branch, name=branch, parent="station:S",
                branch=branch),
            hop(first + 1, "instrument", element=f"instrument:{branch}", name="仪器",
                parent=branch, branch=branch),
            hop(first + 2, "calibration", element=f"calibration:{branch}", name="检定",
                parent=f"instrument:{branch}", branch=branch,
                state="expired" if number else "ok", detail_zh="已超期 3 天" if number else ""),
            hop(first + 3, "laboratory", state="missing", parent=f"calibration:{branch}",
                branch=branch, detail_zh="没有说明实施单位", term="5-08"),
            hop(first + 4, "standard", element="measurement_standard:M", name="标准",
                parent=f"calibration:{branch}", branch=branch),
        ]  # fmt: skip
    found.append(hop(16, "calibration", element="calibration:M", name="上级检定",
                     parent="measurement_standard:M", branch="deployment:D1"))  # fmt: skip
    return found
