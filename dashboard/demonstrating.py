"""The demo: the bundled sample province made, loaded and traced in a home of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from dashboard.loading import Outcome, Watcher, load_files, plan_work
from graph import Workspace
from loaders import Declared

HOME = Path(".suyuan-demo")
SAMPLE, PACKAGE = "sample", "datapackage.json"
ISSUE = "issue:DEMO-0001"
OTHER_ISSUE = "issue:DEMO-0002"
REAL_STATION = "station:52495"
_SHARED = Path("../shared/data")
_REAL = (
    "cma_station_tidymet/inner_mongolia_stations_2016.csv",
    "cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv",
    "meteostat_stations",
)


def demo_home(given: Path | None, environment: Mapping[str, str]) -> Path:
    """The home of the demo: what the user names, else one beside the user's own."""
    return given or Path(environment.get("SUYUAN_HOME") or HOME)


def sample_folder(home: Path) -> Path:
    """The sample province within the home, written on first use."""
    folder = home / SAMPLE
    if not (folder / PACKAGE).exists():
        from loaders.sample import write_province

        write_province(folder)
    return folder


def sample_stands(workspace: Workspace) -> bool:
    """Whether every table of the sample in the home is in its ledger: nothing is to be done."""
    package = workspace.home / SAMPLE / PACKAGE
    if not package.exists():
        return False
    told = json.loads(package.read_text("utf-8"))
    sources = (f"{told['name']}/{table['name']}" for table in told["resources"])
    return all(workspace.ledger.last_load(source) is not None for source in sources)


def load_sample(workspace: Workspace, folder: Path, watch: Watcher) -> Outcome:
    """Load the sample; unchanged files take no time."""
    return load_files(workspace, plan_work([folder], Declared()), watch)


def watched(environment: Mapping[str, str]) -> bool:
    """Whether somebody sits at a terminal who can open the pages, and they are installed."""
    if environment.get("CI", "").lower() in ("1", "true") or not sys.stdout.isatty():
        return False
    return find_spec("streamlit") is not None


def program() -> str:
    """How this very command was called, so that what is printed can be typed."""
    called = Path(sys.argv[0])
    if called.name != "suyuan" or not called.is_absolute():
        return str(called) if called.name == "suyuan" else "suyuan"
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)


def next_steps(home: Path, command: str) -> list[tuple[str, str]]:
    """What to try next: what for, and the command; the real registries only where they are."""
    at = f" --home {home}"
    steps = [
        ("另一个问题 / another issue", f"{command} trace {OTHER_ISSUE}{at}"),
        ("离线网页 / offline page", f"{command} trace {ISSUE}{at} --html trace.html"),
        ("接口覆盖 / interface coverage", f"{command} ask coverage{at}"),
        ("来源之间的矛盾 / conflicts between sources", f"{command} ask conflicts{at}"),
        ("证据包 / an evidence package", f"{command} evidence {ISSUE}{at} -o evidence.zip"),
        ("网页界面 / the pages", f"{command} dashboard{at}"),
        ("全部问题 / every question", f"{command} ask"),
        ("核对台账 / verify the ledger", f"{command} verify{at}"),
        ("您自己的文件 / your own files", f"{command} load PATH"),
    ]
    if _SHARED.is_dir():
        files = " ".join(str(_SHARED / name) for name in _REAL)
        steps += [
            ("真实台站名录 / the real registries", f"{command} load {files}"),
            ("真实台站，旧址仍在播发 / a real station", f"{command} trace {REAL_STATION}"),
        ]
    return steps
