"""Each state of a coverage rule, from a handful of claims."""

from __future__ import annotations

import pytest

from graph import Claim, InvalidValueError
from ontology import OPEN_END, valid_time
from ontology.codes import COVERAGE_STATES, FIVE_CHECKS
from ontology.requirements import REQUIREMENTS

day = valid_time
STATION = Claim("Station", "station:1", None, {"name": "站"})
INSTRUMENT = Claim("Instrument", "instrument:I", None, {"serial": "1"})
PROCESS = "process:Y02-04@region"


def state(home, rule: str, *claims: Claim, **when: str) -> dict[str, str]:
    """States by element under one rule, what is covered too."""
    home.says(*claims)
    return {r.element: r.state for r in home.ask("gaps", rule=rule, state="all", **when).rows}


def calibration(number: int, on: str, until: str = "", result: str = "inCalibration",
                subject: str = "instrument:I") -> list[Claim]:  # fmt: skip
    node = f"calibration:C{number}"
    said = {"performed_on": day(on), "result": result}
    if until:
        said["valid_until"] = day(until)
    return [
        Claim("Calibration", node, None, said, day(on), OPEN_END),
        Claim("HAS_CALIBRATION", subject, node, {}, day(on), OPEN_END),
    ]


def edition(number: int, begin: str, end: str = "", document: str = "规程") -> list[Claim]:
    version = f"document_version:{document}|{number}"
    during = (day(begin), day(end) if end else OPEN_END)
    return [
        Claim("DocumentVersion", version, None, {"name": document}, *during),
        Claim("VERSION_OF", version, f"document:{document}", {}, *during),
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2009-12-31", "not_yet_valid"), ("2010-01-01", "covered"), ("2018-01-01", "expired")],
)
def test_an_operator_counts_while_it_operates(home, as_of: str, expected: str) -> None:
    during = (day("2010-01-01"), day("2018-01-01"))
    operated = Claim("OPERATED_BY", "station:1", "unit:甲", {}, *during)

    found = state(home, "station-operator", STATION, operated, as_of=as_of)

    assert found == {"station:1": expected}


def test_what_nobody_names_is_uncovered_where_a_rule_requires_it(home) -> None:
    home.says(STATION)

    (row,) = home.ask("gaps", rule="station-operator").rows

    assert (row.state, row.term, row.level) == ("uncovered", "9-01", "station")
    assert row.remedy_zh
    assert len(row.claims) == 1


def test_what_no_rule_requires_is_not_stated(home) -> None:
    process = Claim("Process", PROCESS, None, {"code": "Y02-04", "level": "region"})

    assert state(home, "process-interface", process) == {PROCESS: "not_stated"}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], "uncovered"),
        (calibration(1, "2018-01-01", "2019-01-01"), "expired"),
        (calibration(1, "2018-01-01", "2020-01-01"), "covered"),
        (calibration(1, "2018-01-01"), "not_stated"),
        (calibration(1, "2019-07-01", "2020-07-01"), "not_yet_valid"),
        (calibration(1, "2018-01-01", "2020-01-01", "outOfCalibration"), "uncovered"),
        (
            calibration(1, "2018-01-01", "2020-01-01", "outOfCalibration")
            + calibration(2, "2018-03-01", "2020-03-01"),
            "covered",
        ),
        (
            calibration(1, "2018-01-01", "2020-01-01", "outOfCalibration")
            + calibration(2, "2018-01-01", "2020-01-01"),
            "ambiguous",
        ),
    ],
)
def test_the_latest_calibration_counts(home, claims: list[Claim], expected: str) -> None:
    found = state(home, "instrument-calibration", INSTRUMENT, *claims, as_of="2019-06-01")

    assert found == {"instrument:I": expected}


def test_a_recorded_nil_reason_is_declared_absent(home) -> None:
    nil = "state:instrument%3AI|nil%3A5-08|2010|东"
    said = [
        Claim("HAS_STATE", "instrument:I", nil),
        Claim("State", nil, None, {"property": "nil:5-08", "value": "不需检定"}),
    ]

    found = state(home, "instrument-calibration", INSTRUMENT, *said)

    assert found == {"instrument:I": "declared_absent"}


@pytest.mark.parametrize(
    ("admitted", "expected"),
    [("2009-01-01", "covered"), ("2011-01-01", "predated"), ("2030-01-01", "not_yet_valid")],
)
def test_nothing_is_used_before_its_admission(home, admitted: str, expected: str) -> None:
    model = "instrument_model:厂|型"
    claims = [
        INSTRUMENT,
        Claim("OF_MODEL", "instrument:I", model),
        Claim("USES", "deployment:D", "instrument:I", {}, day("2010-01-01"), OPEN_END),
        Claim("ADMITTED_BY", model, "admission:Z", {}, day(admitted), OPEN_END),
    ]

    found = state(home, "instrument-admission", *claims, as_of="2019-06-01")

    assert found == {"instrument:I": expected}


def test_an_instrument_in_store_needs_no_admission(home) -> None:
    assert state(home, "instrument-admission", INSTRUMENT) == {}


@pytest.mark.parametrize(
    ("claims", "target", "expected"),
    [
        ([], "document_version:规程|1", "orphaned"),
        ([], "document:规程", "orphaned"),
        (edition(1, "2010-01-01"), "document_version:规程|1", "covered"),
        (edition(1, "2010-01-01", "2015-01-01"), "document_version:规程|1", "outdated"),
        (edition(1, "2030-01-01"), "document_version:规程|1", "predated"),
        (edition(1, "2010-01-01"), "document:规程", "covered"),
        (edition(1, "2010-01-01") + edition(2, "2012-01-01"), "document:规程", "ambiguous"),
        (edition(1, "2010-01-01", "2015-01-01"), "document:规程", "outdated"),
        (
            [
                *edition(1, "2010-01-01"),
                *edition(2, "2012-01-01"),
                Claim("SUPERSEDES", "document_version:规程|2", "document_version:规程|1"),
            ],
            "document_version:规程|1",
            "outdated",
        ),
    ],
)
def test_the_edition_in_force_counts(home, claims: list[Claim], target: str, expected: str) -> None:
    process = Claim("Process", PROCESS, None, {"code": "Y02-04", "level": "region"})
    governed = Claim("GOVERNED_BY", PROCESS, target)

    found = state(home, "process-procedure", process, governed, *claims, as_of="2019-06-01")

    assert found == {PROCESS: expected}


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, "duplicate"), (2, "covered"), (3, "uncovered"), (None, "not_stated")],
)
def test_known_members_against_the_declared_size(home, size: int | None, expected: str) -> None:
    said = {"name": "各局"} | ({} if size is None else {"declared_size": size})
    claims = [
        Claim("UnitGroup", "unit_group:各局", None, said),  # type: ignore[arg-type]
        Claim("MEMBER_OF_GROUP", "unit:甲", "unit_group:各局"),
        Claim("MEMBER_OF_GROUP", "unit:乙", "unit_group:各局"),
    ]

    assert state(home, "group-members", *claims) == {"unit_group:各局": expected}


def test_two_classes_at_once_are_ambiguous(home) -> None:
    claims = [STATION]
    for value in ("基准站", "基本站"):
        node = f"state:station%3A1|class|0001|{value}"
        claims += [
            Claim("HAS_STATE", "station:1", node),
            Claim("State", node, None, {"property": "class", "value": value}),
        ]

    assert state(home, "station-class", *claims) == {"station:1": "ambiguous"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"reply_expected_up": True, "items_up": "报表"}, "one_way"),
        ({"state": "declared_absent"}, "declared_absent"),
        ({"items_up": "报表"}, "covered"),
    ],
)
def test_an_interface_is_answered_where_it_should_be(
    home, said: dict[str, object], expected: str
) -> None:
    claims = [
        Claim("Process", PROCESS, None, {"level": "region"}),
        Claim("Interface", "interface:方案|1", None, said),  # type: ignore[arg-type]
        Claim("LOWER_PROCESS", "interface:方案|1", PROCESS),
    ]

    assert state(home, "process-interface", *claims) == {PROCESS: expected}


def test_deep_follows_a_station_to_the_standard_at_the_date_of_use(home) -> None:
    """The standard was valid when it was used on 2018-01-01, or it was not; today is no matter."""
    standard = "measurement_standard:M"
    claims = [
        STATION,
        INSTRUMENT,
        Claim("AT_STATION", "deployment:D", "station:1"),
        Claim("USES", "deployment:D", "instrument:I"),
        *calibration(1, "2018-01-01", "2030-01-01"),
        Claim("USED_STANDARD", "calibration:C1", standard, {}, day("2018-01-01"), OPEN_END),
        Claim("MeasurementStandard", standard, None, {"standard_type": "workingSt"}),
        *calibration(2, "2016-01-01", "2017-06-01", subject=standard),
    ]
    home.says(*claims)

    found = home.ask("gaps", rule="standard-calibration", kind="Station", deep="yes").rows

    assert [(r.element, r.through, r.depth, r.state) for r in found] == [
        ("station:1", standard, 3, "expired")
    ]
    home.says(*claims[:-2], *calibration(2, "2016-01-01", "2018-06-01", subject=standard))
    assert home.ask("gaps", rule="standard-calibration", kind="Station", deep="yes").rows == ()


def test_a_standard_above_itself_ends(home) -> None:
    standard = "measurement_standard:M"
    home.says(
        Claim("MeasurementStandard", standard, None, {"standard_type": "workingSt"}),
        *calibration(1, "2018-01-01", "2030-01-01", subject=standard),
        Claim("USED_STANDARD", "calibration:C1", standard, {}, day("2018-01-01"), OPEN_END),
    )

    rows = home.ask("gaps", deep="yes", kind="MeasurementStandard").rows

    assert max(r.depth for r in rows) <= 3


def test_a_closed_station_needs_nothing(home) -> None:
    closed = Claim("Station", "station:1", None, {"name": "站"}, day("1960-01-01"),
                   day("1990-01-01"))  # fmt: skip

    assert state(home, "station-operator", closed) == {}


def test_areas_hold_those_within_them(home) -> None:
    other = Claim("AdminArea", "admin_area:150100", None, {"name": "呼和浩特市"})
    home.says(STATION, other, Claim("IN_AREA", "station:1", "admin_area:150781"))

    def found(area: str) -> int:
        return len(home.ask("gaps", rule="station-operator", area=area).rows)

    assert [found(a) for a in ("150000", "150700", "150781", "150100", "")] == [1, 1, 1, 0, 1]


@pytest.mark.parametrize("name", ["rule", "kind", "state"])
def test_a_value_that_is_none_is_refused(home, name: str) -> None:
    home.says(STATION)

    with pytest.raises(InvalidValueError):
        home.ask("gaps", **{name: "nothing"})


def test_five_checks_of_a_process_and_its_step(home) -> None:
    step = "step:Y02-04%40region|1"
    home.says(
        Claim("Process", PROCESS, None, {"name": "计量检定", "level": "region"}),
        Claim("LED_BY", PROCESS, "unit:乙"),
        Claim("PART_OF", "unit:乙", "unit:甲"),
        Claim("Step", step, None, {"name": "送检", "who": "检定员"}),
        Claim("STEP_OF", step, PROCESS),
        Claim("PROVES", "record:R", step),
        Claim("Audit", "audit:A", None, {"result": "符合"}),
        Claim("COVERS", "audit:A", PROCESS),
    )

    rows = home.ask("five-checks").rows

    passed = {e: [r.check for r in rows if r.element == e and r.passed] for e in (PROCESS, step)}
    assert passed == {PROCESS: ["responsible", "record", "supervisor", "result"],
                      step: ["responsible", "record", "supervisor", "result"]}  # fmt: skip
    assert [r.check for r in rows] == list(FIVE_CHECKS.codes) * 2
    for process in (PROCESS, "Y02-04", "计量检定"):
        assert {r.element for r in home.ask("five-checks", process=process).rows} == {PROCESS}


def test_counts_add_up(home) -> None:
    other = Claim("Station", "station:2", None, {"name": "二"})
    home.says(STATION, other, Claim("OPERATED_BY", "station:2", "unit:甲"))

    (row,) = home.ask("gap-counts", rule="station-operator").rows

    assert (row.required, row.covered, row.share) == (2, 1, 0.5)
    assert row.states == (("uncovered", 1), ("covered", 1))


def test_rules_are_well_formed() -> None:
    assert all(rule.remedy_zh and rule.remedy_en and rule.term for rule in REQUIREMENTS.values())
    checks = {(r.kind, r.check) for r in REQUIREMENTS.values() if r.check}
    assert checks == {(kind, check) for kind in ("Process", "Step") for check in FIVE_CHECKS.codes}
    assert set(COVERAGE_STATES.codes) >= {"covered", "uncovered"}
