"""What is in doubt: periods by hand, the chain of standards, the lake, and bad input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import numpy as np
import pytest

from graph import Claim, InvalidValueError, UnknownElementError
from graph.lake import write_lake
from ontology import BEGINNING, OPEN_END, valid_time
from queries import Result
from queries.impact.rows import ImpactRow

Chain = Callable[..., dict[str, Claim]]
SERIES = "series:53463|气温"


def calibrated(subject: str, number: str, on: str, result: str = "inCalibration", **more: str):
    """A calibration of a subject, with what it used."""
    calibration, at = f"calibration:{number}", {"valid_from": valid_time(on)}
    used = more.pop("used", None)
    claims = [
        Claim("Calibration", calibration, None, {"result": result, **more}, **at),
        Claim("HAS_CALIBRATION", subject, calibration, **at),
    ]
    if used:
        claims.append(Claim("USED_STANDARD", calibration, used, **at))
    return claims


def rows(result: Result[object], part: str) -> list[ImpactRow]:
    return [r for r in cast(tuple[ImpactRow, ...], result.rows) if r.part == part]


def spans(result: Result[object], part: str = "series") -> list[tuple[str, str]]:
    return [(r.valid_from, r.valid_to) for r in rows(result, part)]


def test_an_instrument_found_unfit_is_in_doubt_since_its_last_good_calibration(
    home, chain: Chain
) -> None:
    home.says(
        *chain().values(),
        *calibrated("instrument:I1", "C2", "2019-05-01", as_found_error="0.9", tolerance="0.2"),
    )

    found = home.ask("impact", element="instrument:I1")

    assert spans(found) == [(valid_time("2018-03-01"), valid_time("2019-05-01"))]
    assert {r.basis for r in rows(found, "series")} == {"found"}
    assert [r.element for r in rows(found, "issue")] == ["issue:P1"]
    assert [r.element for r in rows(found, "unit") if r.through == "OPERATED_BY"] == [
        "unit:呼和浩特市气象局"
    ]


def test_one_left_out_of_tolerance_is_in_doubt_until_the_next_good_calibration(
    home, chain: Chain
) -> None:
    home.says(
        *chain().values(),
        *calibrated("instrument:I1", "C2", "2019-05-01", "outOfCalibration"),
        *calibrated("instrument:I1", "C3", "2019-08-01", "unknown"),
        *calibrated("instrument:I1", "C4", "2019-09-01", "recalibrated"),
    )

    assert spans(home.ask("impact", element="instrument:I1")) == [
        (valid_time("2018-03-01"), valid_time("2019-09-01"))
    ]
    before = home.ask("impact", element="instrument:I1", as_of="2019-06-01")
    assert spans(before) == [(valid_time("2018-03-01"), OPEN_END)]


def test_without_a_finding_the_doubt_is_supposed_since_the_last_good_calibration(
    home, chain: Chain
) -> None:
    home.says(*chain().values())

    now = home.ask("impact", element="instrument:I1")
    since = home.ask("impact", element="instrument:I1", since="2012-01-01")

    assert spans(now) == [(valid_time("2018-03-01"), OPEN_END)]
    assert spans(since) == [(valid_time("2012-01-01"), OPEN_END)]
    assert {r.basis for r in rows(now, "series")} == {"supposed"}


@pytest.mark.parametrize(
    "start", ["calibration:C1", "certificate:Z1", "document_version:JJG 1|2015", "unit:计量检定所"]
)
def test_what_rests_on_a_calibration_rests_on_its_papers_too(
    home, chain: Chain, start: str
) -> None:
    home.says(*chain().values(), *calibrated("instrument:I1", "C2", "2019-05-01"))

    found = home.ask("impact", element=start)

    assert spans(found) == [(valid_time("2018-03-01"), valid_time("2019-05-01"))]
    assert rows(found, "series")[0].element == SERIES


def test_a_batch_is_in_doubt_from_the_beginning(home, chain: Chain) -> None:
    home.says(*chain().values(), Claim("OF_BATCH", "instrument:I1", "batch:M|B1"))

    assert spans(home.ask("impact", element="batch:M|B1")) == [(valid_time("2010-01-01"), OPEN_END)]


def test_a_standard_reaches_down_level_by_level(home, chain: Chain) -> None:
    """Only what was calibrated while the standard above was in doubt."""
    home.says(
        *chain(used_standard=None).values(),
        *calibrated("measurement_standard:A", "A1", "2016-01-01"),
        *calibrated("measurement_standard:B", "B0", "2015-01-01", used="measurement_standard:A"),
        *calibrated("measurement_standard:B", "B1", "2017-01-01", used="measurement_standard:A"),
        Claim("USED_STANDARD", "calibration:C1", "measurement_standard:B",
              valid_from=valid_time("2018-03-01")),
    )  # fmt: skip

    found = home.ask("impact", element="measurement_standard:A")

    assert [(r.element, r.level, r.valid_from) for r in rows(found, "standard")] == [
        ("measurement_standard:A", 0, valid_time("2016-01-01")),
        ("measurement_standard:B", 1, valid_time("2017-01-01")),
    ]
    assert [(r.element, r.level) for r in rows(found, "series")] == [(SERIES, 2)]


def test_standards_that_calibrated_each_other_come_to_an_end(home) -> None:
    home.says(
        *calibrated("measurement_standard:A", "A1", "2017-01-01", used="measurement_standard:B"),
        *calibrated("measurement_standard:B", "B1", "2018-01-01", used="measurement_standard:A"),
        *calibrated("measurement_standard:B", "B2", "2019-01-01", used="measurement_standard:B"),
    )

    found = home.ask("impact", element="measurement_standard:A", since="2016-01-01")

    assert [r.element for r in rows(found, "standard")] == [
        "measurement_standard:A",
        "measurement_standard:B",
    ]
    assert found.truncated == 0


def test_below_the_sixth_level_what_is_not_followed_is_counted_and_named(home) -> None:
    names = [f"measurement_standard:{letter}" for letter in "ABCDEFGHI"]
    home.says(
        *(
            claim
            for i in range(1, len(names))
            for claim in calibrated(names[i], names[i][-1], f"20{10 + i}-01-01", used=names[i - 1])
        )
    )

    found = home.ask("impact", element=names[0])

    assert [r.element for r in rows(found, "standard")] == names[:7]
    assert [r.element for r in rows(found, "unfollowed")] == [names[6]]
    assert found.truncated == 1
    assert "1 个标准之下未再追查" in found.summary[0]


def test_one_that_stood_by_or_in_stock_observed_nothing(home, chain: Chain) -> None:
    home.says(
        *chain(
            deployment=Claim(
                "Deployment", "deployment:D1", None, {"variable": "气温", "role": "backup"}
            )
        ).values(),
        Claim("Instrument", "instrument:I2", None, {"serial": "2"}),
    )

    assert [
        r.part for r in home.ask("impact", element="instrument:I1").rows if r.part != "unit"
    ] == ["backup"]
    shelf = home.ask("impact", element="instrument:I2")
    assert [(r.valid_from, r.part) for r in rows(shelf, "stock")] == [(BEGINNING, "stock")]


def given_out(*more: Claim) -> list[Claim]:
    """A data set of all temperatures and one of a single series, products, and who gets them."""
    return [
        Claim("PART_OF_DATASET", "variable:气温", "dataset:全部"),
        Claim("PART_OF_DATASET", SERIES, "dataset:单站"),
        Claim("PART_OF_DATASET", "series:53464|气温", "dataset:邻站"),
        Claim("PART_OF_DATASET", "variable:气压", "dataset:气压"),
        Claim("Dataset", "dataset:全部", None, {"name": "全部气温"}),
        Claim("DERIVED_FROM", "product:月报", "dataset:全部"),
        Claim("DERIVED_FROM", "product:月报", "dataset:单站"),
        Claim("DERIVED_FROM", "product:气压图", "dataset:气压"),
        Claim("DELIVERED_TO", "dataset:全部", "unit_group:各盟市气象局"),
        Claim("DELIVERED_TO", "product:月报", "unit:电视台"),
        Claim("DELIVERED_TO", "dataset:单站", "unit:电视台"),
        Claim("DELIVERED_TO", "product:气压图", "unit:航空气象"),
        *more,
    ]


def test_data_sets_of_the_series_products_made_of_them_and_their_receivers(
    home, chain: Chain
) -> None:
    home.says(*chain().values(), *given_out())

    found = home.ask("impact", element="instrument:I1")

    assert [(r.element, r.name, r.through, r.things) for r in rows(found, "dataset")] == [
        ("dataset:全部", "全部气温", "variable:气温", 1),
        ("dataset:单站", "单站", SERIES, 1),
    ]
    assert [(r.element, r.through, r.things) for r in rows(found, "product")] == [
        ("product:月报", "dataset:全部", 2)
    ]
    told = [(r.element, r.things) for r in rows(found, "unit") if r.through == "DELIVERED_TO"]
    assert told == [("unit:电视台", 2), ("unit_group:各盟市气象局", 1)]
    assert "数据集 2，产品 1，其接收者 2" in found.summary[0]
    assert all(r.claims for r in (*rows(found, "dataset"), *rows(found, "product")))


def test_what_is_given_out_counts_at_the_time_asked_about(home, chain: Chain) -> None:
    ended = {"valid_to": valid_time("2019-01-01")}
    home.says(
        *chain().values(),
        Claim("PART_OF_DATASET", SERIES, "dataset:单站", **ended),
        Claim("DELIVERED_TO", "dataset:单站", "unit:电视台", **ended),
    )

    then = home.ask("impact", element="instrument:I1", as_of="2018-06-01")
    now = home.ask("impact", element="instrument:I1")

    assert [r.element for r in rows(then, "dataset")] == ["dataset:单站"]
    assert rows(now, "dataset") == []
    assert "产品与接收者：图中没有说明" in now.summary[0]


def test_an_instrument_in_stock_reaches_no_data_set(home, chain: Chain) -> None:
    home.says(
        *chain(
            deployment=Claim(
                "Deployment", "deployment:D1", None, {"variable": "气温", "role": "backup"}
            )
        ).values(),
        *given_out(),
    )

    found = home.ask("impact", element="instrument:I1")

    assert {r.part for r in found.rows} == {"backup", "unit"}
    assert not any(r.through == "DELIVERED_TO" for r in rows(found, "unit"))


def test_values_are_counted_in_the_lake(home, chain: Chain) -> None:
    """Hourly from 2018-02-28 for three days; the calibration is of 03-01, a value is missing."""
    home.says(*chain().values())
    first = np.datetime64("2018-02-27T16", "us")
    values = np.arange(72.0)
    values[30] = np.nan
    with write_lake(home.workspace.home, "surface", "a" * 64, "test@1") as writer:
        writer.write(
            {
                "station": "53463",
                "variable": "气温",
                "time": first + np.arange(72).astype("timedelta64[h]"),
                "value": values,
            }
        )

    found = home.ask("impact", element="instrument:I1")
    later = home.ask("impact", element="instrument:I1", since="2019-01-01")
    unknown = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d")

    assert [r.values for r in rows(found, "series")] == [47]
    assert "47 个值" in found.summary[0]
    assert [r.values for r in rows(later, "series")] == [None]
    with pytest.raises(UnknownElementError):
        home.ask("impact", element="instrument:I1", known_at=unknown)


def test_bad_input(home, chain: Chain) -> None:
    home.says(*chain().values())

    with pytest.raises(UnknownElementError, match="measurement_standard:M1"):
        home.ask("impact", element="measurement_standard:M2")
    with pytest.raises(UnknownElementError):
        home.ask("impact", element="clause:ISO 9001|7.1.5.2")
    with pytest.raises(InvalidValueError, match="since"):
        home.ask("impact", element="instrument:I1", since="soon")
    assert (
        home.ask("impact", element="instrument:I1", as_of="1900-01-01")
        .summary[0]
        .startswith("影响 0 个台站")
    )
