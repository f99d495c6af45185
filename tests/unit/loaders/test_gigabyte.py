"""A file of a gigabyte: what is good of it is loaded, and memory stays flat."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

COLUMNS = "province,station_id,name,station_class,lat_ddmm,lon_dddmm,elev_m,barometer_elev_m"
ROWS, BAD = 20_000, range(0, 20_000, 4_000)
NOTE = "观测场四周开阔。" * 2_250
"""Some fifty kilobytes that no loader reads."""
MOST = 512 << 10
"""Kibibytes that the process may take."""


@pytest.mark.torture
def test_a_gigabyte_loads_but_for_its_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f"{COLUMNS},remark\n")
        for number in range(ROWS):
            latitude = "4066" if number in BAD else "4049"  # there is no minute 66
            stream.write(f"内蒙古,{number:05},站,一般站,{latitude},11141,1063,1064,{NOTE}\n")
    assert path.stat().st_size > 1_000_000_000

    done = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli import main; main()", "load",
         str(path), "--home", str(tmp_path / "home"), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    (report,) = json.loads(done.stdout)["reports"]
    assert (report["read"], report["accepted"], report["rejected"]) == (ROWS, ROWS - 5, 5)
    assert [r["place"]["line"] for r in report["first_rejects"]] == [n + 2 for n in BAD]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST
