"""Scenarios of a home: files under `scenarios/`, TOML or JSON lines, each a list of changes.

    title = "合并两个单位"

    [[change]]
    act = "merge"
    element = "unit:甲"
    into = "unit:乙"
    from = "2027-01-01"

As JSON lines each line is one change; a line with `title` alone names the scenario. Acts: `merge`
(a unit into another), `retire` (a system or an instrument), `withdraw` (a standard, a document or
an edition), `close` (a station), `claim` (something nobody said), `deny` (nobody says it). Without
`from` it is as though it had always been so.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import Claim, InvalidValueError, SourceError, UnknownElementError, Workspace
from graph.ledger import LedgerReader
from graph.projection import Assumed, Change, Denied, Ended, Merged
from ontology import BEGINNING, OPEN_END, IdError, TimeError, kind_of, valid_time
from ontology.derive import claim_problem
from queries import Scenario

FOLDER = "scenarios"
_NAME = re.compile(r"[^\W_][\w -]{0,59}")
SUFFIXES = (".toml", ".jsonl")
# What may end in which way, and what ends with it: the edge by which it hangs on the element.
ENDINGS: dict[str, dict[str, str]] = {
    "retire": {"System": "", "Instrument": ""},
    "withdraw": {
        "MeasurementStandard": "",
        "DocumentVersion": "",
        "Document": "VERSION_OF",
        "Certificate": "",
    },
    "close": {"Station": "AT_STATION"},
}
ACTS = ("merge", *ENDINGS, "claim", "deny")
_FIELDS = {
    "merge": {"element", "into", "from"},
    **{act: {"element", "from"} for act in ENDINGS},
    "claim": {"kind", "subject", "object", "properties", "valid_from", "valid_to"},
    "deny": {"kind", "subject", "object"},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as it is written, and where."""

    place: str
    said: Mapping[str, object]


def scenario_files(home: Path) -> dict[str, Path]:
    """The scenarios of a home by name. Raises `InvalidValueError` for a name of two files."""
    found: dict[str, Path] = {}
    for path in sorted(p for p in (home / FOLDER).glob("*") if p.suffix in SUFFIXES):
        if path.stem in found:
            raise InvalidValueError(
                "NAME",
                path.stem,
                f"有两个文件 / two files: {found[path.stem].name}, {path.name}",
                "去掉一个 / remove one",
            )
        found[path.stem] = path
    return found


def scenario_titles(files: Mapping[str, Path]) -> dict[str, str]:
    """What each scenario assumes, in words; raises `SourceError` for one that cannot be read."""
    return {name: read_scenario(path)[0] or name for name, path in files.items()}


def scenario_named(workspace: Workspace, name: str) -> Scenario:
    """A scenario of the home.

    Raises `InvalidValueError` for a name that is not there and a change that cannot be,
    `SourceError` for a file that cannot be read, `UnknownElementError` for an unknown element.
    """
    files = scenario_files(workspace.home)
    if name not in files:
        raise InvalidValueError(
            "NAME",
            name,
            "没有这个情景 / there is no such scenario",
            f"放入 / put it into {workspace.home / FOLDER}; 可用 / there are: "
            f"{', '.join(files) or '-'}",
        )
    title, entries = read_scenario(files[name])
    reader = LedgerReader(workspace.ledger)
    changes = [change for entry in entries for change in _changes(entry, reader)]
    return Scenario(name, title or name, tuple(changes))


def save_scenario(
    workspace: Workspace, name: str, title: str, changes: Sequence[Mapping[str, str]]
) -> Path:
    """Write a scenario under a new name, as JSON lines, once it can be assumed.

    Raises what `scenario_named` raises, and `InvalidValueError` for a name that is taken or none.
    """
    if not _NAME.fullmatch(name) or name in scenario_files(workspace.home):
        raise InvalidValueError(
            "NAME",
            name,
            "已有此名，或不能作文件名 / taken, or no name of a file",
            "用字母、汉字、数字、空格和 -_ / use letters, digits, blanks, - and _",
        )
    reader = LedgerReader(workspace.ledger)
    for number, said in enumerate(changes, 1):
        list(_changes(Entry(f"change {number}", said), reader))
    path = workspace.home / FOLDER / f"{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(".writing")
    lines = [json.dumps(said, ensure_ascii=False) for said in ({"title": title}, *changes)]
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def read_scenario(path: Path) -> tuple[str, list[Entry]]:
    """Title and changes of a file, as written."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        title, entries = _toml(text) if path.suffix == ".toml" else _lines(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        remedy = "TOML: [[change]]; JSONL: {…} 每行一项 / a line"
        raise SourceError(path, str(error), remedy) from error
    if not entries:
        raise SourceError(path, "没有改变 / no change in it", "[[change]] act = …")
    return title, entries


def _toml(text: str) -> tuple[str, list[Entry]]:
    found = tomllib.loads(text)
    changes = found.get("change", [])
    if not isinstance(changes, list) or not all(isinstance(c, dict) for c in changes):
        raise ValueError("change: [[change]]")
    return str(found.get("title", "")), [
        Entry(f"change {number}", said) for number, said in enumerate(changes, 1)
    ]


def _lines(text: str) -> tuple[str, list[Entry]]:
    title, entries = "", []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        said = json.loads(line)
        if not isinstance(said, dict):
            raise ValueError(f"line {number}: {{…}}")
        if "act" in said:
            entries.append(Entry(f"line {number}", said))
        else:
            title = str(said.get("title", title))
    return title, entries


def _changes(entry: Entry, reader: LedgerReader) -> Iterator[Change]:
    """What an entry changes. Raises `InvalidValueError` with the entry's place."""
    act = str(entry.said.get("act", ""))
    if act not in ACTS:
        raise _refused(entry, "act", act, f"可用 / use: {', '.join(ACTS)}")
    unknown = set(entry.said) - _FIELDS[act] - {"act"}
    if unknown:
        name = min(unknown)
        raise _refused(entry, name, "", f"{act}: {', '.join(sorted(_FIELDS[act]))}")
    if act in {"claim", "deny"}:
        yield _claimed(entry, act)
        return
    element, at = _element(entry, "element", reader), _moment(entry, "from", BEGINNING)
    if act == "merge":
        into = _element(entry, "into", reader)
        if kind_of(into) != kind_of(element) or into == element:
            raise _refused(entry, "into", into, f"另一个 / another {kind_of(element).label}")
        yield Merged(element, into, at)
        return
    kinds = ENDINGS[act]
    label = kind_of(element).label
    if label not in kinds:
        raise _refused(entry, "element", element, f"{act}: {', '.join(kinds)}")
    yield Ended(element, at)
    if kinds[label]:
        hanging = {live.subject for live in reader.edges_of([element], {kinds[label]: "in"})}
        yield from (Ended(one, at) for one in sorted(hanging))


def _claimed(entry: Entry, act: str) -> Change:
    kind, subject = _text(entry, "kind"), _text(entry, "subject")
    target = _text(entry, "object") if "object" in entry.said else None
    if act == "deny":
        return Denied(kind, subject, target)
    said = entry.said.get("properties", {})
    if not isinstance(said, dict):
        raise _refused(entry, "properties", str(said), "{…}")
    properties = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    begin, end = _moment(entry, "valid_from", BEGINNING), _moment(entry, "valid_to", OPEN_END)
    problem = claim_problem(kind, subject, target, properties, begin, end)
    if problem is not None:
        raise _refused(entry, kind, subject, str(problem))
    return Assumed(Claim(kind, subject, target, properties, begin, end))


def _text(entry: Entry, name: str) -> str:
    value = entry.said.get(name)
    if not isinstance(value, str) or not value:
        raise _refused(entry, name, str(value or ""), f"填写 / fill in {name}")
    return value


def _element(entry: Entry, name: str, reader: LedgerReader) -> str:
    value = _text(entry, name)
    try:
        kind_of(value)
    except IdError as error:
        raise _refused(entry, name, value, str(error)) from error
    if not any(reader.nodes_of([value])) and not reader.is_end(value):
        raise UnknownElementError(value, tuple(reader.ids_like(value))[:5])
    return value


def _moment(entry: Entry, name: str, default: str) -> str:
    value = entry.said.get(name)
    if value is None:
        return default
    try:
        return valid_time(str(value))
    except TimeError as error:
        raise _refused(entry, name, str(value), str(error)) from error


def _refused(entry: Entry, name: str, value: str, remedy: str) -> InvalidValueError:
    return InvalidValueError(
        f"{entry.place}: {name}", value, "不能这样假设 / cannot be assumed", remedy
    )
