"""`demo`: what `make demo` runs; the second time at once and with the same answer."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from dashboard.demonstrating import (
    demo_home,
    load_sample,
    next_steps,
    program,
    sample_folder,
    sample_stands,
)
from dashboard.loading import load_files, plan_work
from dashboard.options import Given
from dashboard.render.progress import LoadProgress
from dashboard.serving_pages import home_shown
from graph import Settings, Workspace
from loaders import Declared


@pytest.fixture
def small(monkeypatch) -> None:
    """Three stations are enough here."""
    from loaders.sample import write_province

    monkeypatch.setattr(
        "loaders.sample.write_province", lambda folder: write_province(folder, stations=3)
    )


def answer(text: str) -> str:
    """What is printed of the trace, without how long it took."""
    table = text.partition("! 超期")[2].partition("接下来")[0]
    return re.sub(r" · \d+ ms", "", table)


@pytest.mark.usefixtures("small")
def test_the_demo_twice(run, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)

    first = run("demo").stdout
    begun = time.perf_counter()
    second = run("demo").stdout
    took = time.perf_counter() - begun

    assert (tmp_path / ".suyuan-demo" / "sample" / "datapackage.json").exists()
    assert not (tmp_path / ".suyuan").exists()
    assert "SYNTHETIC" in first
    assert "根因候选：检定校准超期" in first
    assert "无变化" in second
    assert answer(first) == answer(second) != ""
    assert took < 10
    for what in ("trace issue:DEMO-0002", "ask coverage", "ask conflicts", "--html", "load PATH"):
        assert what in first
    assert "../shared" not in first


@pytest.mark.usefixtures("small")
def test_the_demo_in_a_home_of_ones_own_as_json(read, tmp_path) -> None:
    content = read("demo", "--home", tmp_path / "mine")

    assert content["synthetic"]
    assert content["load"]["ok"]
    assert content["params"] == {"element": "issue:DEMO-0001"}
    assert (tmp_path / "mine" / "ledger.sqlite").exists()


@pytest.mark.usefixtures("small")
def test_a_sample_that_was_half_loaded_is_finished_and_a_whole_one_is_left(
    tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    home = Settings(demo_home(None, {}))
    with Workspace(home, create=True) as workspace, LoadProgress(quiet=True) as watch:
        assert not sample_stands(workspace)
        whole = plan_work([sample_folder(home.home)], Declared())
        some = replace(whole.plan, files=whole.plan.files[:-1])
        assert load_files(workspace, replace(whole, plan=some), watch).clean
        assert not sample_stands(workspace)

    assert home_shown(Given(), {}).home == home.home
    assert "样例" in capsys.readouterr().err
    with Workspace(home) as workspace, LoadProgress(quiet=True) as watch:
        assert sample_stands(workspace)
        again = load_sample(workspace, sample_folder(home.home), watch)
        assert all(report.unchanged for report in again.reports)

    home_shown(Given(), {})
    assert capsys.readouterr().err == ""


def drained(terminal: int) -> None:
    """Read what is written to a terminal, or the writer would wait for a reader."""
    with suppress(OSError):
        while os.read(terminal, 4096):
            pass


def test_at_a_terminal_it_ends_with_the_pages(tmp_path: Path) -> None:
    """As `make demo` does where somebody watches; without a terminal, or in CI, it just ends."""
    write = "import loaders.sample as s; w = s.write_province; " + (
        "import dashboard.demonstrating as d; d.write_province = lambda f: w(f, stations=3); "
    )
    program = f"{write}from dashboard.cli import main; main()"
    command = [sys.executable, "-c", program, "demo", "--home", str(tmp_path / "home")]
    environment = {k: v for k, v in os.environ.items() if k != "CI"}

    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0
    assert "http://127.0.0.1" not in ended.stderr

    leader, follower = pty.openpty()
    Thread(target=drained, args=(leader,), daemon=True).start()
    with subprocess.Popen(command, env=environment, stdout=follower, stderr=subprocess.PIPE) as run:
        try:
            assert run.stderr is not None
            line = next(x.decode() for x in run.stderr if b"http://" in x)
            address = next(word for word in line.split() if word.startswith("http://"))
            for _ in range(100):
                try:
                    with urlopen(f"{address}/ready", timeout=2) as answer_:
                        assert answer_.status == 200
                        break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail(line)
        finally:
            run.terminate()
            os.close(follower)


def test_every_step_it_names_works(run, home, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)

    for _, command in next_steps(home, "suyuan"):
        if command != "suyuan load PATH" and command.split()[1] != "dashboard":
            run(*command.split()[1:])


@pytest.mark.needs_shared
def test_the_real_registries_it_names_are_there(run, shared, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "main"
    folder.mkdir()
    (tmp_path / "shared").symlink_to(shared)
    monkeypatch.chdir(folder)

    commands = [c for _, c in next_steps(tmp_path, "suyuan") if "--home" not in c]

    real = commands[commands.index("suyuan load PATH") + 1 :]
    run(*real[0].split()[1:])
    assert "69.6 km" in run(*real[1].split()[1:]).stdout.replace("\n", "")


def test_the_home_of_the_demo(tmp_path) -> None:
    assert str(demo_home(None, {})) == ".suyuan-demo"
    assert str(demo_home(None, {"SUYUAN_HOME": "x"})) == "x"
    assert demo_home(tmp_path, {"SUYUAN_HOME": "x"}) == tmp_path


@pytest.mark.parametrize(
    ("called", "named"),
    [("/usr/bin/suyuan", "/usr/bin/suyuan"), (".venv/bin/suyuan", ".venv/bin/suyuan"),
     ("suyuan", "suyuan"), ("/usr/bin/pytest", "suyuan")],
)  # fmt: skip
def test_the_command_is_named_as_it_was_called(monkeypatch, called, named) -> None:
    monkeypatch.setattr("sys.argv", [called])

    assert program() == named
