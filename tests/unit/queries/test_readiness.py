"""Readiness for certification on tables written by hand: what is wanting, what runs out when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import InvalidValueError, UnknownElementError, Workspace
from queries import run
from queries.readiness import ReadinessRow
from tests.unit.queries.loaded import loaded, written

TABLES = {
    "units": "unit_id,name_zh,level,part_of\n省局,省局,region,\n甲局,甲局,league,省局\n"
    "认证中心,认证中心,external,\n",
    "tasks": "task_id,plan,title,lead,due,done,evidence\n"
    "T1,方案,组织开展体系试运行,省局,2019-07-31,2019-10-20,试运行报告\n"
    "T2,方案,编制手册,省局,2019-06-30,,\n",
    "audits": "audit_id,kind,unit_id,planned,done,result,auditor_party\n"
    "IA-1,internal,省局,2019-08-01,2019-08-30,符合,甲局\n"
    "IA-2,internal,省局,2021-08-01,,,甲局\n"
    "CA-1,certification,省局,2019-11-01,2019-11-20,通过,认证中心\n"
    "SA-1,certification,省局,2020-11-01,2020-11-10,保持,认证中心\n",
    "management_reviews": "review_id,held,unit_id\nMR-1,2019-10-15,省局\n",
    "accreditations": "accreditation_id,unit_id,scope,valid_from,valid_to\n"
    "C-1,省局,GB/T 19001-2016 质量管理体系认证,2019-12-01,2022-11-30\n"
    "L-1,甲局,气压,2018-01-01,2020-12-31\nL-2,甲局,气压,2021-01-01,2023-12-31\n",
    "nonconformities": "nonconformity_id,opened,unit_id,state,statement,closed\n"
    "NC-1,2019-08-30,甲局,closed,记录不全,2019-09-20\n",
    "trainings": "training_id,subject,unit_id,held,passed,valid_to\n"
    "TR-1,内审员,省局,2019-08-05,true,2021-08-04\n",
    "suppliers": "supplier_id,name_zh,evaluated,result,valid_to\n"
    "S-1,厂家,2019-05-01,合格,2020-04-30\n",
    "risks": "risk_id,title,treatment,owner,review_due\nR-1,断网,演练,省局,2020-01-31\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("readiness")
    with loaded(folder, written(folder, TABLES)) as opened:
        yield opened


def states(workspace: Workspace, as_of: str, **params: str) -> dict[str, list[tuple[str, str]]]:
    """By item the states with their days."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in run(workspace, "readiness", params, as_of=as_of).rows:
        assert isinstance(row, ReadinessRow)
        found.setdefault(row.item, []).append((row.state, row.date))
    return found


def test_on_the_day_before_the_application(workspace: Workspace) -> None:
    """All that the plan of 2019 asks for is there; what comes after it is not yet."""
    found = states(workspace, "2019-11-10")

    assert found["trial_run"] == [("done", "2019-10-20")]
    assert found["internal_audit"] == [("valid", "2020-08-28")]
    assert found["management_review"] == [("valid", "2020-10-13")]
    assert [state for state, _ in found["nonconformities"]] == ["closed"]
    assert found["certification"] == found["surveillance"] == [("nothing_known", "")]
    assert found["risk_review"] == [("current", "2020-01-31")]
    result = run(workspace, "readiness", as_of="2019-11-10")
    assert result.summary[0].startswith("认证前提 4 项，具备 4 项；")


def test_before_anything_was_done(workspace: Workspace) -> None:
    found = states(workspace, "2019-08-15")

    assert found["trial_run"] == [("overdue", "2019-07-31")]
    assert found["internal_audit"] == [("open", "2021-08-01")]
    assert found["management_review"] == [("nothing_known", "")]
    summary = run(workspace, "readiness", as_of="2019-08-15").summary[0]
    assert "具备 0 项，还缺：体系试运行、内部审核、管理评审、不合格" in summary


def test_a_nonconformity_is_in_the_way_until_it_is_closed(workspace: Workspace) -> None:
    found = states(workspace, "2019-09-10")

    assert ("no_action", "2019-08-30") in found["nonconformities"]


def test_surveillance_is_due_a_year_after_the_last_audit_from_outside(
    workspace: Workspace,
) -> None:
    assert states(workspace, "2020-06-01")["surveillance"] == [("valid", "2020-11-29")]
    assert states(workspace, "2020-10-01")["surveillance"] == [("expiring", "2020-11-29")]
    assert states(workspace, "2020-11-20")["surveillance"] == [("valid", "2021-11-09")]
    assert states(workspace, "2021-12-01")["surveillance"] == [("overdue", "2021-11-09")]
    assert states(workspace, "2023-01-01")["surveillance"] == [("nothing_known", "")]


def test_all_that_expires(workspace: Workspace) -> None:
    found = states(workspace, "2021-09-01")

    assert found["internal_audit"] == [("expired", "2020-08-28")]
    assert found["certification"] == [("valid", "2022-11-30")]
    assert found["accreditation"] == [("valid", "2023-12-31")]
    assert found["training"] == [("expired", "2021-08-04")]
    assert found["supplier"] == [("expired", "2020-04-30")]
    assert found["risk_review"] == [("review_overdue", "2020-01-31")]
    assert states(workspace, "2022-10-01")["certification"] == [("expiring", "2022-11-30")]
    assert states(workspace, "2022-12-01")["certification"] == [("expired", "2022-11-30")]


def test_of_one_unit_and_of_one_item(workspace: Workspace) -> None:
    found = states(workspace, "2021-09-01", unit="甲局")

    assert found["accreditation"] == [("valid", "2023-12-31")]
    assert found["certification"] == found["internal_audit"] == [("nothing_known", "")]
    assert set(states(workspace, "2021-09-01", item="training")) == {"training"}
    valid = states(workspace, "2021-09-01", state="valid")
    assert valid.keys() == {"certification", "accreditation"}


def test_bad_input(workspace: Workspace) -> None:
    for given in ({"item": "audit"}, {"state": "good"}):
        with pytest.raises(InvalidValueError):
            states(workspace, "2021-09-01", **given)
    with pytest.raises(UnknownElementError):
        states(workspace, "2021-09-01", unit="无此单位")
