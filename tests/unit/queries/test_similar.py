"""Issues that share a link of the chain: what is shared, how like, and what does not count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import Claim, UnknownElementError
from ontology import valid_time

Chain = Callable[..., dict[str, Claim]]


def issue(name: str, about: str, began: str, **said: str) -> list[Claim]:
    at = valid_time(began)
    return [
        Claim("Issue", f"issue:{name}", None, {"began": at, **said}, at),
        Claim("ABOUT", f"issue:{name}", about, {}, at),
    ]


def test_what_is_shared_and_how_like(home, chain: Chain) -> None:
    """Of P1 and of one of the next winter at the same station, before its instrument came."""
    home.says(
        *chain().values(),
        *issue("P2", "series:53463|气温", "2018-07-01", kind="quality"),
        *issue("P3", "series:53463|气压", "2009-01-15", kind="timeliness"),
        *issue("P4", "series:99999|气温", "2018-06-03", kind="quality"),
    )

    found = home.ask("similar", element="issue:P1")

    assert [(r.issue, r.similarity, len(r.shared), r.of) for r in found.rows] == [
        ("issue:P2", 1.0, 8, 8),
        ("issue:P3", 0.0909, 1, 11),
    ]
    assert found.rows[0].shared == (
        "calibration:C1", "instrument:I1", "kind:quality", "measurement_standard:M1", "season:夏",
        "station:53463", "unit:呼和浩特市气象局", "variable:气温",
    )  # fmt: skip
    assert found.rows[1].shared == ("station:53463",)
    assert all(r.claims for r in found.rows)


def test_another_station_by_the_same_standard(home, chain: Chain) -> None:
    at = {"valid_from": valid_time("2018-02-01")}
    home.says(
        *chain().values(),
        Claim("Deployment", "deployment:D2", None, {"variable": "气温", "role": "primary"}),
        Claim("AT_STATION", "deployment:D2", "station:50000"),
        Claim("USES", "deployment:D2", "instrument:I2"),
        Claim("HAS_CALIBRATION", "instrument:I2", "calibration:C2", **at),
        Claim("USED_STANDARD", "calibration:C2", "measurement_standard:M1", **at),
        *issue("P2", "series:50000|气温", "2018-07-01"),
        *issue("P3", "series:50000|气温", "2018-01-01"),
    )

    found = home.ask("similar", element="issue:P1")

    assert [r.issue for r in found.rows] == ["issue:P2"]
    assert "measurement_standard:M1" in found.rows[0].shared
    assert home.ask("similar", element="issue:P1", as_of="2018-06-10").rows == ()


DAYS_BEFORE = ("2018-02-03", "2018-02-02")
"""The 120th and the 121st day before the issue of the chain."""


@pytest.mark.parametrize("affected", ["station", "instrument"])
def test_one_visit_to_two_stations(home, chain: Chain, affected: str) -> None:
    """A visit to the stations or to their instruments, within 120 days before both issues."""
    own = {"station": "station:53463", "instrument": "instrument:I1"}[affected]
    other = {"station": "station:50000", "instrument": "instrument:I2"}[affected]
    shared, old = (
        Claim("AFFECTED", f"maintenance:{name}", own, {}, valid_time(on))
        for name, on in zip(("V1", "V2"), DAYS_BEFORE, strict=True)
    )
    home.says(
        *chain().values(),
        Claim("Deployment", "deployment:D2", None, {"variable": "气温", "role": "primary"}),
        Claim("AT_STATION", "deployment:D2", "station:50000"),
        Claim("USES", "deployment:D2", "instrument:I2"),
        shared,
        old,
        Claim("AFFECTED", "event:E1", own, {}, valid_time("2018-03-03")),
        *(
            Claim("AFFECTED", visit, other, {}, valid_time("2018-02-03"))
            for visit in ("maintenance:V1", "maintenance:V2", "event:E1")
        ),
        *issue("P2", "series:50000|气温", "2018-03-01"),
        *issue("P3", "series:50000|气温", "2018-02-01"),  # before the visit
        *issue("P4", "series:50000|气温", "2018-06-04"),  # 121 days after it
    )

    (row,) = home.ask("similar", element="issue:P1").rows

    assert row.issue == "issue:P2"
    assert [f for f in row.shared if f.startswith(("maintenance:", "event:"))] == ["maintenance:V1"]
    assert row.claims
    back = {r.issue: r.shared for r in home.ask("similar", element="issue:P2").rows}
    assert back["issue:P1"] == row.shared
    assert {i: "maintenance:V1" in shared for i, shared in back.items()} == {
        "issue:P1": True,
        "issue:P3": False,
        "issue:P4": False,
    }


def test_bad_input(home, chain: Chain) -> None:
    home.says(*chain(about=None).values(), Claim("SHOWN_BY", "issue:P9", "observation:1|a|b"))

    assert home.ask("similar", element="issue:P1").summary[0] == "没有相似的问题"
    assert home.ask("similar", element="issue:P9").rows == ()
    with pytest.raises(UnknownElementError, match="issue:P1"):
        home.ask("similar", element="issue:P2")


def test_what_another_provider_calls_otherwise_is_one_variable(home, chain: Chain) -> None:
    home.says(
        *chain(
            about=Claim("ABOUT", "issue:P1", "series:53463|PRS", {}, valid_time("2018-06-03")),
            series=Claim("Series", "series:53463|PRS", None, {"variable": "PRS"}),
            observed_at=Claim("OBSERVED_AT", "series:53463|PRS", "station:53463"),
            of_variable=Claim("OF_VARIABLE", "series:53463|PRS", "variable:PRS"),
            deployment=Claim(
                "Deployment", "deployment:D1", None,
                {"variable": "ObservedVariableAtmosphere/216", "role": "primary"},
                valid_time("2010-01-01"),
            ),
        ).values(),
        *issue("P2", "series:53463|bufr4/b/10/004", "2018-07-01", kind="quality"),
    )  # fmt: skip

    (row,) = home.ask("similar", element="issue:P1").rows
    hops = {h.hop: h for h in home.ask("trace", element="issue:P1").rows}

    assert {"instrument:I1", "variable:ObservedVariableAtmosphere/216"} <= set(row.shared)
    assert (hops["deployment"].state, hops["deployment"].element) == ("ok", "deployment:D1")
