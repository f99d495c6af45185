"""Decisions of a person, one JSON object a line: names, what is the same, verdicts, what is done.

The lines of one person are one source, `decisions/NAME`. Each new decision is a new version of its
original with one line more, so the log only grows; a line that undoes an earlier one takes its
claim back. `record` writes a line through the pipeline, as any new version of a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import Claim, InvalidValueError, LedgerDamagedError, Place, PropertyValue, Rejected
from graph.ledger import Ledger, LedgerWriter
from loaders.auditing import AUDIT, AuditSaid, audit_of
from loaders.handling import HANDLE, Handling, handling_of
from loaders.improving import IMPROVE, Opening, Progress, improvement_of
from loaders.json_places import placed_lines
from loaders.pipeline import LoadChoices, load_file
from loaders.plan import Planned
from loaders.protocol import RawRow, SourceFile, WrittenHere
from loaders.report import LoadReport
from ontology import (
    CONFLICT_VERDICTS,
    IDENTITY_VERDICTS,
    NODE_KINDS,
    format_recorded,
    kind_of,
    make_id,
)

PREFIX = "decisions/"
FILE = "decisions.jsonl"
EDGES = {"name": "DENOTES", "alias": "ALIAS_OF"}
JUDGE = "verdict"
SAME = "same"
VERDICTS = {**CONFLICT_VERDICTS.codes, **IDENTITY_VERDICTS.codes}
_USER = re.compile(r"[^\W_][\w .@-]{0,62}")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: `kind` is name or alias, from `subject` to `object`."""

    kind: str
    subject: str
    object: str
    reason: str = ""

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """What it says; when it was said is for the ledger to know."""
        said: dict[str, PropertyValue] = {"begin_known": False}
        if self.reason:
            said["reason"] = self.reason
        return (Claim(EDGES[self.kind], self.subject, self.object, said),)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        told = {"decide": self.kind, "subject": self.subject, "object": self.object}
        return {**told, "reason": self.reason} if self.reason else {**told}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on a pair of elements: on a conflict, or on whether they are the same.

    `matter`: the kind of the conflict or of the question of identity; `subject`: the element it
    concerns; `basis`: the claims it rests on (short ids), so that it shows when they have changed.
    """

    matter: str
    first: str
    second: str
    verdict: str
    subject: str
    basis: tuple[str, ...]
    reason: str

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """The Verdict first, then what it judges; two stations that are the same are aliases."""
        node = make_id(NODE_KINDS["Verdict"], source_id, self.matter, self.first, self.second)
        undated: dict[str, PropertyValue] = {"begin_known": False}
        said: dict[str, PropertyValue] = {
            "verdict": self.verdict,
            "subject": self.subject,
            "basis": self.basis,
            "reason": self.reason,
        }
        ends = [Claim("JUDGES", node, end, undated) for end in (self.first, self.second)]
        claims = [Claim("Verdict", node, None, {**said, **undated}), *ends]
        if self.verdict == SAME and kind_of(self.first).label == "Station":
            why: dict[str, PropertyValue] = {**undated, "reason": self.reason}
            claims.append(Claim("ALIAS_OF", self.first, self.second, why))
        return tuple(claims)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        return {
            "decide": JUDGE,
            "matter": self.matter,
            "first": self.first,
            "second": self.second,
            "verdict": self.verdict,
            "subject": self.subject,
            "basis": list(self.basis),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Undo:
    """A decision taken back, by the full id of its claim in hex, and why."""

    claim: str
    reason: str

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        return {"undo": self.claim, "reason": self.reason}


Stands = Decision | Judgement | Handling | Opening | Progress | AuditSaid
"""What a line may say that stands until it is undone."""
Said = Stands | Undo
"""What a line may say."""


class Decisions(WrittenHere):
    """Reads decisions (see `loaders.protocol.Loader`). Nobody loads them: `suyuan decide` does."""

    __slots__ = ()

    name = "decisions"
    title_zh = "人工裁定"
    title_en = "decisions of a person"
    family = "decision"

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """One row a line; that of a decision that a later line undoes carries nothing."""
        rows: list[RawRow | Rejected] = []
        standing: dict[int, tuple[str, ...]] = {}
        for place, line in placed_lines(source.path.read_bytes()):
            said = _parsed(line)
            if said is None:
                rows.append(_broken(place, line))
                continue
            rows.append(RawRow(place, "", payload=said))
            if isinstance(said, Undo):
                _take_back(standing, said.claim)
            else:
                claims = said.claims(source.source_id)
                digests = (c.claim_id(source.source_id).hex() for c in claims)
                standing[len(rows) - 1] = tuple(digests)
        for number, row in enumerate(rows):
            if isinstance(row, Rejected) or number in standing:
                yield row
            else:
                yield RawRow(row.place, row.identity)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """The claims of a decision that stands."""
        if isinstance(row.payload, Stands):
            yield from row.payload.claims(source.source_id)


def _take_back(standing: dict[int, tuple[str, ...]], claim: str) -> None:
    """Forget the decisions of which a claim is the first, or else is one."""
    led = [number for number, claims in standing.items() if claims[0] == claim]
    for number in led or [n for n, claims in standing.items() if claim in claims]:
        del standing[number]


_ACTS: Mapping[str, Callable[[Mapping[str, object]], Stands]] = {
    HANDLE: handling_of,
    IMPROVE: improvement_of,
    AUDIT: audit_of,
}


def _parsed(line: bytes) -> Said | None:
    try:
        said = json.loads(line)
        reason = str(said.get("reason", ""))
        if "undo" in said:
            return Undo(str(said["undo"]), reason)
        if said["decide"] in EDGES:
            return Decision(said["decide"], str(said["subject"]), str(said["object"]), reason)
        if said["decide"] == JUDGE and said["verdict"] in VERDICTS:
            return _judgement(said, reason)
        if said["decide"] in _ACTS:
            return _ACTS[said["decide"]](said)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def _judgement(said: Mapping[str, object], reason: str) -> Judgement:
    """The verdict of a line; raises `KeyError`, `ValueError` where the line holds none."""
    names = ("matter", "first", "second", "verdict", "subject")
    matter, first, second, verdict, subject = (str(said[name]) for name in names)
    basis = said["basis"]
    if not isinstance(basis, list) or not matter:
        raise ValueError(f"no verdict: {said}")
    for end in (first, second):
        kind_of(end)
    return Judgement(matter, first, second, verdict, subject, tuple(map(str, basis)), reason)


def _broken(place: Place, line: bytes) -> Rejected:
    text = line.decode("utf-8", errors="replace")
    message = "不是裁定，请用 suyuan decide / no decision: make it with `suyuan decide`"
    return Rejected(place, "decide", text[:200], "decision", message)


def source_of(user: str) -> str:
    """The source in which a person decides. Raises `InvalidValueError` for what is no name."""
    if not _USER.fullmatch(user):
        raise InvalidValueError(
            "--user",
            user,
            "不是姓名或账号 / no name of a person or an account",
            "用字母、汉字、数字、空格和 .@-_ / use letters, digits, blanks and .@-_",
        )
    return PREFIX + user


def _so_far(ledger: Ledger, source_id: str) -> bytes:
    """The log as it was last kept, empty before the first decision."""
    last = ledger.last_load(source_id)
    if last is None:
        return b""
    if last.imported:
        raise InvalidValueError(
            "--user",
            source_id.removeprefix(PREFIX),
            "以此名作的裁定来自导入的台账，其记录不在这里 / "
            "the decisions under this name came with an import, and their log is not here",
            "另用一个名字 / decide under another name",
        )
    path = ledger.originals.path(last.sha256)
    content = path.read_bytes()
    if sha256(content).digest() != last.sha256:
        raise LedgerDamagedError(str(path), "its bytes are not those that were loaded")
    return content


def record(ledger: Ledger, writer: LedgerWriter, source_id: str, *said: Said) -> LoadReport:
    """Write further lines of a person's decisions in one load; they count once it has closed.

    The lines so far are the last original of the source, so nothing is kept beside the ledger.
    Raises `LedgerDamagedError` where that is not what was kept.
    """
    before = _so_far(ledger, source_id)
    at = format_recorded(datetime.now(UTC))
    told: list[Mapping[str, str | list[str]]] = [{"at": at, **one.fields} for one in said]
    lines = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in told)
    with TemporaryDirectory(prefix="suyuan-") as folder:
        path = Path(folder) / FILE
        path.write_bytes(before + lines)
        planned = Planned(SourceFile(path, source_id), LOADER, named=True)
        choices = LoadChoices(allow_retract=True, reason=said[0].reason if said else "")
        return load_file(ledger, writer, planned, choices)


LOADER = Decisions()
