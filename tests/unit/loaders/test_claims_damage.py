"""Damaged files of claims, in every form: refused, or each row accepted or rejected; no crash."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from random import Random

import pytest

from dashboard.exporting import write_claims
from graph import SourceError
from graph.ledger import Ledger, verify_ledger
from loaders.claims_rdf import FORMS, import_claims
from tests.faults.mutations import LONGEST, MUTATIONS, SEED
from tests.unit.loaders.test_claims_rows import filled

TIMES = 30


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same six claims in every form."""
    folder = tmp_path_factory.mktemp("whole")
    with Ledger(folder / "home") as ledger:
        filled(ledger, folder)
        for form in FORMS:
            write_claims(ledger, None, form, folder / form)
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_damage_is_refused_or_read(form: str, whole: Path, tmp_path: Path) -> None:
    outcomes = set()
    for number in range(TIMES):
        random = Random(SEED + number)
        path = tmp_path / f"damaged{number}"
        if (whole / form).is_dir():
            shutil.copytree(whole / form, path)
        else:
            shutil.copy(whole / form, path)
        file = random.choice(sorted(path.iterdir())) if path.is_dir() else path
        file.write_bytes(random.choice(MUTATIONS)(file.read_bytes(), random))
        begun = time.process_time()
        with Ledger(tmp_path / f"home{number}") as ledger:
            try:
                report = import_claims(ledger, path, form)
                assert report.read == report.accepted + report.rejected
                outcomes.add("read")
            except SourceError:
                outcomes.add("refused")
            assert verify_ledger(ledger).problems == ()
        assert time.process_time() - begun < LONGEST
    assert outcomes == {"read", "refused"}
