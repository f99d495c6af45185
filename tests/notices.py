"""A synthetic notice that names people, in a home of its own."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from graph import Settings, Workspace
from graph.ledger import REVEALS_FILE
from loaders import Declared, LoadChoices, load_file, make_plan

HEAD, MEMBER = "殷若渝", "佘一沣"
TEXT = f"""朔西省气象局
关于成立质量管理体系建设领导小组的通知
各市气象局：
根据《甲办法》，现将有关事项通知如下。
一、质量管理体系建设领导小组
组  长：{HEAD}
成  员：{MEMBER}（观测处）
主要职责：由{HEAD}主持体系建设；审定体系文件。
朔西省气象局
2022年3月1日
"""


def load_notice(home: Path, folder: Path) -> Path:
    """Load the notice into a home, and give the home."""
    (folder / "notice.txt").write_text(TEXT, encoding="utf-8")
    with Workspace(Settings(home), create=True) as workspace:
        plan = make_plan([folder / "notice.txt"], Declared())
        with workspace.ledger.writing() as writer:
            load_file(workspace.ledger, writer, plan.files[0], LoadChoices())
    return home


def groups_and_persons(home: Path) -> list[str]:
    """Both ends of what says who heads a group and who is in it."""
    with closing(sqlite3.connect(home / "ledger.sqlite")) as db:
        ends = [json.loads(body)[:3] for (body,) in db.execute("SELECT body FROM claims")]
    return sorted({end for kind, *pair in ends if kind in ("HEAD", "MEMBER") for end in pair})


def reveals(home: Path) -> list[dict[str, object]]:
    """What the home's log says of names that were shown; it never holds a name itself."""
    if not (home / REVEALS_FILE).exists():
        return []
    text = (home / REVEALS_FILE).read_text(encoding="utf-8")
    assert HEAD not in text
    assert MEMBER not in text
    return [json.loads(line) for line in text.splitlines()]


def group(home: Path) -> str:
    """The group that the notice sets up: its words name the head and the member."""
    return next(one for one in groups_and_persons(home) if one.startswith("work_group:"))


def person(home: Path) -> str:
    """One of those who are named; which of them, the key of the home decides."""
    return next(one for one in groups_and_persons(home) if one.startswith("person:"))
