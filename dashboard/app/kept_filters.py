"""Filters that a person keeps under a name: parameters of an address, in a file of the home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from graph import InvalidValueError

FOLDER = "filters"
LONGEST, MOST = 60, 50
Filter = dict[str, str]


def kept(home: Path, user: str) -> dict[str, Filter]:
    """The filters of a person by name; none where the file is absent or no longer readable."""
    try:
        told = json.loads(_path(home, user).read_text(encoding="utf-8"))
        return {
            str(name): {str(k): str(v) for k, v in params.items()} for name, params in told.items()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def keep(home: Path, user: str, name: str, params: Mapping[str, str]) -> None:
    """Keep a filter; without parameters it is forgotten. Raises `InvalidValueError`."""
    name = name.strip()
    found = kept(home, user)
    if not name or len(name) > LONGEST or (len(found) >= MOST and name not in found):
        raise InvalidValueError(
            "filter",
            name[:LONGEST],
            f"名称 1–{LONGEST} 字，至多 {MOST} 个 / a name of 1 to {LONGEST} characters, "
            f"at most {MOST} of them",
            "改短，或删去一个 / make it shorter, or forget one",
        )
    found.pop(name, None)
    if params:
        found[name] = dict(params)
    path = _path(home, user)
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(".writing")
    temporary.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)


def _path(home: Path, user: str) -> Path:
    return home / FOLDER / f"{sha256(user.encode()).hexdigest()[:32]}.json"
