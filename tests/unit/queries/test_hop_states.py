"""Each state of a hop, from a chain of which one link is changed; and the headline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim, UnknownElementError
from ontology import HOP_STATES, OPEN_END, valid_time
from queries.trace.hop import Hop, worst

day = valid_time
Chain = Callable[..., dict[str, Claim]]


def traced(home, claims: dict[str, Claim], element: str = "issue:P1", **when) -> list[Hop]:
    home.says(*claims.values())
    return list(home.ask("trace", element=element, **when).rows)


def states(hops: list[Hop]) -> set[tuple[str, str]]:
    """Hops that are not ok, with their states."""
    return {(h.hop, h.state) for h in hops if h.state != "ok"}


def one(hops: list[Hop], hop: str, **wanted: str) -> Hop:
    (found,) = [
        h for h in hops if h.hop == hop and all(getattr(h, k) == v for k, v in wanted.items())
    ]
    return found


def calibration(number: int, on: str, **said: str) -> dict[str, Claim]:
    """Another calibration of the instrument, with nothing behind it."""
    node = f"calibration:C{number}"
    said = {"kind": "检定", "result": "inCalibration", **said}
    return {
        f"c{number}": Claim("Calibration", node, None, said, day(on)),
        f"h{number}": Claim("HAS_CALIBRATION", "instrument:I1", node, {}, day(on)),
    }


C1 = "calibration:C1"


def first(**said: str) -> Claim:
    """The calibration of the chain, saying something else."""
    said = {"kind": "检定", "result": "inCalibration", **said}
    return Claim("Calibration", C1, None, said, day("2018-03-01"))


# All is well


def test_a_whole_chain_is_ok_from_the_issue_to_the_top(home, chain: Chain) -> None:
    home.says(*chain().values())

    answer = home.ask("trace", element="issue:P1")

    assert [(h.hop, h.state) for h in answer.rows] == [
        (hop, "ok")
        for hop in (
            "issue", "series", "station", "position", "operator", "superior", "deployment",
            "instrument", "calibration", "certificate", "laboratory", "accreditation",
            "procedure", "clause", "standard",
        )
    ]  # fmt: skip
    assert [h.order for h in answer.rows] == list(range(1, 16))
    assert answer.as_of == day("2018-06-03")
    assert answer.summary[0].startswith("链条完整")
    assert one(answer.rows, "calibration").lead == ("计量检定所",)


def test_hops_hang_together(home, chain: Chain) -> None:
    hops = traced(home, chain())
    elements = {h.element for h in hops} | {""}

    assert {h.parent for h in hops} <= elements
    assert [h.via for h in hops[:5]] == ["", "ABOUT", "OBSERVED_AT", "LOCATED_AT", "OPERATED_BY"]


# failed


def test_failed_where_the_calibration_was(home, chain: Chain) -> None:
    hops = traced(home, chain(calibration=first(result="outOfCalibration")))

    assert states(hops) == {("calibration", "failed")}


@pytest.mark.parametrize(
    ("begin", "end", "state"),
    [
        ("2015-01-01", "2018-03-01", "failed"),  # lapsed at the very moment
        ("2015-01-01", "2018-03-02", "ok"),
        ("2018-03-01", "2020-01-01", "ok"),
        ("2018-03-02", "2020-01-01", "not_yet_valid"),
    ],
)
def test_accreditation_on_the_day_of_the_calibration(
    home, chain: Chain, begin: str, end: str, state: str
) -> None:
    accredited = Claim(
        "ACCREDITED_BY", "unit:计量检定所", "accreditation:A1", {}, day(begin), day(end)
    )

    hops = traced(home, chain(accredited_by=accredited))

    assert one(hops, "accreditation").state == state


def test_a_lapsed_accreditation_does_not_hide_behind_a_later_one(home, chain: Chain) -> None:
    lab = "unit:计量检定所"
    lapsed = Claim(
        "ACCREDITED_BY", lab, "accreditation:A1", {}, day("2010-01-01"), day("2018-01-01")
    )
    later = Claim("ACCREDITED_BY", lab, "accreditation:A2", {}, day("2019-01-01"), OPEN_END)

    hop = one(traced(home, chain(accredited_by=lapsed, again=later)), "accreditation")

    assert (hop.state, hop.element) == ("failed", "accreditation:A1")


# suspect


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"as_found_error": "0.3", "tolerance": "0.2"}, "suspect"),
        ({"as_found_error": "-0.3", "tolerance": "0.2"}, "suspect"),
        ({"as_found_error": "0.2", "tolerance": "0.2"}, "ok"),  # at the limit is within it
        ({"result": "outOfCalibration"}, "suspect"),
        ({"result": "outOfCalibration", "as_found_error": "0.3"}, "suspect"),  # no tolerance
        ({"result": "recalibrated", "as_found_error": "0.1", "tolerance": "0.2"}, "ok"),
        ({}, "ok"),
    ],
)
def test_suspect_where_the_next_calibration_found_it_out(
    home, chain: Chain, said: dict[str, str], state: str
) -> None:
    hops = traced(home, chain(**calibration(2, "2018-09-01", **said)))

    assert one(hops, "calibration").state == state


def test_suspect_counts_the_next_calibration_only(home, chain: Chain) -> None:
    """What was found two calibrations later says nothing of the value."""
    after = calibration(2, "2018-09-01") | calibration(3, "2019-09-01", result="outOfCalibration")

    assert states(traced(home, chain(**after))) == set()


def test_the_claims_of_a_suspect_hop_name_both_calibrations(home, chain: Chain) -> None:
    home.says(*chain(**calibration(2, "2018-09-01", result="outOfCalibration")).values())

    answer = home.ask("trace", element="issue:P1")

    said = {answer.claims[c].element for c in one(answer.rows, "calibration").claims}
    assert {C1, "calibration:C2"} <= said


# expired


@pytest.mark.parametrize(
    ("until", "state"),
    [("2018-06-03", "expired"), ("2018-06-04", "ok"), ("2018-01-01", "expired")],
)
def test_expired_at_the_end_of_the_validity(home, chain: Chain, until: str, state: str) -> None:
    """`valid_until` is exclusive: what was valid until the third began is over on the third."""
    hops = traced(home, chain(calibration=first(valid_until=day(until))))

    assert one(hops, "calibration").state == state


def test_expired_may_be_the_certificate_alone(home, chain: Chain) -> None:
    certificate = Claim("Certificate", "certificate:Z1", None, {"valid_until": day("2018-06-03")})

    hops = traced(home, chain(certificate=certificate, calibration=first()))

    assert states(hops) == {("certificate", "expired")}


@pytest.mark.parametrize(
    ("begin", "end", "state"),
    [
        ("2015-01-01", "2018-03-01", "expired"),
        ("2015-01-01", "2018-03-02", "ok"),
        ("2018-03-02", "2020-01-01", "not_yet_valid"),
    ],
)
def test_a_procedure_is_judged_on_the_day_it_was_followed(
    home, chain: Chain, begin: str, end: str, state: str
) -> None:
    version = Claim(
        "DocumentVersion", "document_version:JJG 1|2015", None, {}, day(begin), day(end)
    )

    assert one(traced(home, chain(version=version)), "procedure").state == state


# conflicting


def test_conflicting_where_two_of_one_day_differ(home, chain: Chain) -> None:
    rival = calibration(0, "2018-03-01", result="recalibrated")

    assert states(traced(home, chain(**rival))) == {("calibration", "conflicting")}


def test_two_of_one_day_that_agree_do_not_conflict(home, chain: Chain) -> None:
    assert states(traced(home, chain(**calibration(0, "2018-03-01")))) == set()


def test_conflicting_positions_name_what_explains_them(home, chain: Chain) -> None:
    home.says(*chain().values(), family="station_history")
    foreign = "location:53463|外|x"
    home.says(
        Claim("Location", foreign, None, {"latitude": "41.5", "longitude": "111.6833"}),
        Claim("LOCATED_AT", "station:53463", foreign),
        source="外",
        family="foreign_registry",
    )

    hops = list(home.ask("trace", element="issue:P1").rows)

    hop = one(hops, "position", state="conflicting")
    assert hop.element == foreign
    assert dict(hop.facts)["explained_by"] == "unexplained"
    assert float(dict(hop.facts)["distance_km"]) == pytest.approx(76.0, abs=0.1)
    assert one(hops, "position", state="ok").element == "location:53463|东|2010"


# ambiguous


def second_deployment(**said: str) -> dict[str, Claim]:
    return {
        "d2": Claim("Deployment", "deployment:D2", None, {"variable": "气温", **said}),
        "a2": Claim("AT_STATION", "deployment:D2", "station:53463"),
        "u2": Claim("USES", "deployment:D2", "instrument:I2"),
        "i2": Claim("Instrument", "instrument:I2", None, {"serial": "0002"}),
    }


def test_ambiguous_where_two_are_primary(home, chain: Chain) -> None:
    hops = traced(home, chain(**second_deployment(role="primary")))

    assert {(h.element, h.state) for h in hops if h.hop == "deployment"} == {
        ("deployment:D1", "ambiguous"),
        ("deployment:D2", "ambiguous"),
    }


@pytest.mark.parametrize("said", [{"role": "backup"}, {"role": "primary", "variable": "气压"}])
def test_a_backup_or_another_variable_is_not_in_the_chain(
    home, chain: Chain, said: dict[str, str]
) -> None:
    hops = traced(home, chain(**second_deployment(**said)))

    assert [h.element for h in hops if h.hop == "deployment"] == ["deployment:D1"]
    assert states(hops) == set()


def test_a_backup_stands_in_where_no_primary_is(home, chain: Chain) -> None:
    changes = {**second_deployment(role="backup"), "at_station": None, "uses": None}

    hop = one(traced(home, chain(**changes)), "deployment")

    assert (hop.element, hop.state) == ("deployment:D2", "ok")
    assert "backup" in hop.detail_en


# not_yet_valid


def test_not_yet_valid_where_all_came_later(home, chain: Chain) -> None:
    hops = traced(home, chain(), as_of="2009-06-01")

    assert {("deployment", "not_yet_valid"), ("position", "not_yet_valid")} <= states(hops)
    assert ("operator", "missing") in states(hops)


def test_not_yet_valid_where_the_first_calibration_came_later(home, chain: Chain) -> None:
    hops = traced(home, chain(), as_of="2018-02-28")

    hop = one(hops, "calibration")
    assert (hop.state, hop.element) == ("not_yet_valid", "")
    assert hop.claims  # those of the one that came later
    assert hop.lead == ("计量检定所",)


# missing


@pytest.mark.parametrize(
    ("without", "hop", "term"),
    [
        (("about",), "station", "3-06"),
        (("station",), "station", "3-06"),
        (("located_at",), "position", "3-07"),
        (("operated_by",), "operator", "9-01"),
        (("at_station",), "deployment", "5-05"),
        (("uses",), "instrument", "5-09"),
        (("instrument",), "instrument", "5-09"),
        (("has_calibration",), "calibration", "5-08"),
        (("documented_by",), "certificate", "5-08"),
        (("certificate",), "certificate", "5-08"),
        (("performed_by",), "laboratory", "5-08"),
        (("accredited_by",), "accreditation", "ISO/IEC 17025"),
        (("follows",), "procedure", "ISO 9001:2015 7.5"),
        (("version",), "procedure", "ISO 9001:2015 7.5"),
        (("used_standard",), "standard", "8-05"),
        (("standard",), "standard", "8-05"),
        (("observed_at",), "station", "3-06"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_missing_names_the_element_that_should_be_stated(
    home, chain: Chain, without: tuple[str, ...], hop: str, term: str
) -> None:
    hops = traced(home, chain(**dict.fromkeys(without)))

    assert (hop, "missing") in states(hops)
    assert one(hops, hop, state="missing").term == term


def test_a_missing_calibration_names_who_should_have_made_it(home, chain: Chain) -> None:
    hop = one(traced(home, chain(has_calibration=None)), "calibration")

    assert (hop.process, hop.lead) == ("process:Y02-04@region", ("计量检定所",))


def test_the_top_of_the_chain_needs_no_calibration_but_others_do(home, chain: Chain) -> None:
    working = Claim(
        "MeasurementStandard", "measurement_standard:M1", None, {"standard_type": "workingSt"}
    )

    hops = traced(home, chain(standard=working))

    assert states(hops) == {("calibration", "missing")}
    assert one(hops, "calibration", state="missing").parent == "measurement_standard:M1"


def test_a_deployment_that_has_ended_is_missing_not_to_come(home, chain: Chain) -> None:
    ended = Claim(
        "AT_STATION", "deployment:D1", "station:53463", {}, day("2010-01-01"), day("2018-06-03")
    )

    hop = one(traced(home, chain(at_station=ended)), "deployment")

    assert hop.state == "missing"
    assert "2018-06-02" in hop.detail_zh  # its last day


# not_applicable


def nil(begin: str = "2010-01-01", end: str = "2030-01-01") -> dict[str, Claim]:
    state, during = "state:instrument%3AI1|nil%3A5-08|2010|东", (day(begin), day(end))
    said = {"element": "instrument:I1", "property": "nil:5-08", "value": "无需检定"}
    return {
        "nil": Claim("HAS_STATE", "instrument:I1", state, {}, *during),
        "reason": Claim("State", state, None, said, *during),
    }


def test_not_applicable_where_a_reason_is_recorded(home, chain: Chain) -> None:
    hops = traced(home, chain(**nil(), has_calibration=None))

    hop = one(hops, "calibration")
    assert states(hops) == {("calibration", "not_applicable")}
    assert "无需检定" in hop.detail_zh
    assert hop.claims


def test_a_reason_counts_while_it_holds_and_where_nothing_was_done(home, chain: Chain) -> None:
    over = nil(end="2018-06-03")

    assert states(traced(home, chain(**over, has_calibration=None))) == {("calibration", "missing")}


def test_a_calibration_that_was_made_counts_in_spite_of_a_reason(home, chain: Chain) -> None:
    assert states(traced(home, chain(**nil()))) == set()


# Worst first


def test_states_are_ordered_worst_first() -> None:
    assert list(HOP_STATES.codes) == [
        "failed", "suspect", "expired", "conflicting", "ambiguous", "not_yet_valid", "missing",
        "not_applicable", "ok",
    ]  # fmt: skip
    assert worst(["ok", "missing", "expired"]) == "expired"
    assert worst([]) == "ok"


@pytest.mark.parametrize(
    ("said", "others", "state"),
    [
        ({"result": "outOfCalibration", "valid_until": day("2018-05-01")}, True, "failed"),
        ({"valid_until": day("2018-05-01")}, True, "suspect"),
        ({"valid_until": day("2018-05-01")}, False, "expired"),
    ],
)
def test_of_several_states_of_one_hop_the_worst_is_shown(
    home, chain: Chain, said: dict[str, str], others: bool, state: str
) -> None:
    rivals = calibration(0, "2018-03-01", result="recalibrated")
    later = calibration(2, "2018-09-01", result="outOfCalibration") if others else {}

    hops = traced(home, chain(calibration=first(**said), **rivals, **later))

    assert one(hops, "calibration").state == state


def test_the_headline_is_the_worst_hop(home, chain: Chain) -> None:
    changes = {
        "operated_by": None,
        "version": None,
        "calibration": first(valid_until=day("2018-05-01")),
    }
    home.says(*chain(**changes).values())

    zh, en = home.ask("trace", element="issue:P1").summary

    assert zh.startswith("根因候选：检定校准超期")
    assert "计量检定所" in zh
    assert "calibration expired" in en
    assert "合成数据" not in zh


def test_of_two_equally_bad_hops_the_first_is_the_headline(home, chain: Chain) -> None:
    home.says(*chain(operated_by=None, follows=None).values())

    assert home.ask("trace", element="issue:P1").summary[0].startswith("根因候选：运行单位缺失")


def test_synthetic_data_bear_their_mark_in_the_headline(home, chain: Chain) -> None:
    changes = {
        name: Claim(
            c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to, "synthetic"
        )
        for name, c in chain(calibration=first(result="outOfCalibration")).items()
    }
    home.says(*changes.values())

    zh, en = home.ask("trace", element="issue:P1").summary

    assert "合成数据" in zh
    assert "synthetic data" in en


# Where a trace may begin


def test_from_an_instrument_that_stands_by(home, chain: Chain) -> None:
    """A backup is deployed, though the station's primary is another."""
    hops = traced(home, chain(**second_deployment(role="backup")), element="instrument:I2",
                  as_of="2018-06-03")  # fmt: skip

    hop = one(hops, "deployment")
    assert (hop.element, hop.state) == ("deployment:D2", "ok")
    assert one(hops, "instrument").element == "instrument:I2"


def test_from_an_instrument_that_is_nowhere(home, chain: Chain) -> None:
    hops = traced(home, chain(uses=None), element="instrument:I1", as_of="2018-06-03")

    assert one(hops, "deployment").state == "missing"
    assert one(hops, "instrument").state == "ok"
    assert one(hops, "calibration").element == C1


def test_from_an_issue_about_a_deployment(home, chain: Chain) -> None:
    """It is that deployment which counts, be it the backup, and no other."""
    about = Claim("ABOUT", "issue:P1", "deployment:D2", {}, day("2018-06-03"))

    hops = traced(home, chain(about=about, **second_deployment(role="backup")))

    assert [h.element for h in hops if h.hop == "deployment"] == ["deployment:D2"]
    station = one(hops, "station")
    assert (station.parent, station.via) == ("deployment:D2", "AT_STATION")


def test_from_an_issue_about_a_series_without_a_variable(home, chain: Chain) -> None:
    hops = traced(home, chain(of_variable=None))

    assert one(hops, "series").element == "series:53463|气温"
    assert one(hops, "station").state == "ok"


def test_an_issue_is_shown_with_its_end(home, chain: Chain) -> None:
    said = {"began": day("2018-06-03"), "ended": day("2018-06-05")}
    issue = Claim("Issue", "issue:P1", None, said, day("2018-06-03"), day("2018-06-05"))

    assert traced(home, chain(issue=issue))[0].valid_to == day("2018-06-05")


def test_a_time_given_goes_before_the_time_of_the_issue(home, chain: Chain) -> None:
    home.says(*chain().values())

    assert home.ask("trace", element="issue:P1", as_of="2020-03-01").as_of == day("2020-03-01")
    assert ("calibration", "expired") in states(
        list(home.ask("trace", element="issue:P1", as_of="2020-03-01").rows)
    )


@pytest.mark.parametrize(
    "element", ["issue:P2", "station:1", "instrument:9", "unit:计量检定所", "53463", "station:"]
)
def test_an_element_that_nobody_speaks_of(home, chain: Chain, element: str) -> None:
    home.says(*chain().values())

    with pytest.raises(UnknownElementError):
        home.ask("trace", element=element)


# What is shared is shown once, in its worst state


def test_a_standard_that_had_expired_for_one_of_two_instruments(home, chain: Chain) -> None:
    """Its calibration held when the first instrument was compared with it, not for the second."""
    working = Claim(
        "MeasurementStandard", "measurement_standard:M1", None, {"standard_type": "workingSt"}
    )
    said = {"kind": "检定", "result": "inCalibration", "valid_until": day("2018-04-01")}
    own = Claim("Calibration", "calibration:C9", None, said, day("2017-04-01"))
    has = Claim(
        "HAS_CALIBRATION", "measurement_standard:M1", "calibration:C9", {}, day("2017-04-01")
    )
    second = second_deployment(role="primary", variable="气压")
    later = {
        "c8": Claim("Calibration", "calibration:C8", None, {"result": "inCalibration"}),
        "h8": Claim("HAS_CALIBRATION", "instrument:I2", "calibration:C8", {}, day("2018-05-01")),
        "s8": Claim("USED_STANDARD", "calibration:C8", "measurement_standard:M1"),
    }

    hops = traced(home, chain(standard=working, own=own, has=has, **second, **later),
                  element="station:53463", as_of="2018-06-03")  # fmt: skip

    assert [h.state for h in hops if h.element == "calibration:C9"] == ["ok", "expired"]


def test_standards_that_rest_on_each_other_end_the_climb(home, chain: Chain) -> None:
    def compared(number: int, subject: str, standard: str) -> dict[str, Claim]:
        node = f"calibration:C{number}"
        return {
            f"c{number}": Claim("Calibration", node, None, {"result": "inCalibration"}),
            f"h{number}": Claim(
                "HAS_CALIBRATION", f"measurement_standard:{subject}", node, {}, day("2018-01-01")
            ),
            f"s{number}": Claim("USED_STANDARD", node, f"measurement_standard:{standard}"),
        }

    round_and_round = {**compared(5, "M1", "M2"), **compared(6, "M2", "M1")}

    hops = traced(home, chain(**round_and_round))

    assert [h.element for h in hops if h.hop == "calibration"] == [C1, "calibration:C5",
                                                                 "calibration:C6"]  # fmt: skip


def test_units_that_are_above_themselves_end_the_line(home, chain: Chain) -> None:
    above = Claim(
        "PART_OF", "unit:内蒙古自治区气象局", "unit:呼和浩特市气象局", {}, day("2010-01-01")
    )

    hops = traced(home, chain(above=above))

    assert [h.element for h in hops if h.hop == "superior"] == ["unit:内蒙古自治区气象局"]


def test_a_superior_is_shown_once_though_two_sources_say_who_operates(home, chain: Chain) -> None:
    again = Claim("OPERATED_BY", "station:53463", "unit:呼和浩特市气象局", {}, day("2012-01-01"))

    hops = traced(home, chain(again=again))

    assert [h.hop for h in hops].count("operator") == 2  # each with its own time and claim
    assert [h.hop for h in hops].count("superior") == 1
