"""Hypotheses as a source of their own, `derived/hypotheses`, one JSON object a line.

They follow from the live claims: the same claims give the same bytes, and nothing is written; what
does not follow any more is retracted.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

from graph import Claim, Rejected
from graph.ledger import Ledger, LedgerReader, LedgerWriter
from loaders.derived import bring_up
from loaders.hypotheses.hypothesis import Hypothesis
from loaders.json_places import placed_lines
from loaders.protocol import RawRow, SourceFile, WrittenHere
from loaders.report import LoadReport

Rule = Callable[[LedgerReader], Iterable[Hypothesis]]
_GONE = "不再由规则推出 / does not follow by rule any more"


class Hypotheses(WrittenHere):
    """Reads derived hypotheses (see `loaders.protocol.Loader`). Nobody loads them by hand."""

    __slots__ = ()

    name = "hypotheses"
    title_zh = "由规则推出的起因假设"
    title_en = "suspected causes derived by rule"
    family = "derived"

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """One hypothesis a line."""
        for place, line in placed_lines(source.path.read_bytes()):
            said = json.loads(line)
            lists = {name: tuple(said[name]) for name in ("reason", "facts", "evidence")}
            found = Hypothesis(**{**said, **lists})
            yield RawRow(place, f"{found.issue} {found.cause} {found.rule}", payload=found)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """That the issue has a suspected cause."""
        found = row.payload
        assert isinstance(found, Hypothesis)
        zh, en = found.reason
        yield Claim(
            "SUSPECTED_CAUSE",
            found.issue,
            found.cause,
            {
                "rule": found.rule,
                "standing": found.standing,
                "finding": found.finding,
                "reason": zh,
                "reason_en": en,
                "facts": found.facts,
                "evidence": found.evidence,
            },
            found.valid_from,
            found.valid_to,
            found.certainty,
        )


LOADER = Hypotheses()


def derive_hypotheses(ledger: Ledger, writer: LedgerWriter) -> LoadReport | None:
    """Bring the hypotheses up to what the ledger says; None where there was and is nothing to say.

    Reads every live issue and position once: it belongs behind a run of quality control.
    """
    reader = LedgerReader(ledger)
    found = sorted(
        (one for rule in rules() for one in rule(reader)),
        key=lambda one: (one.issue, one.cause, one.rule),
    )
    return bring_up(ledger, writer, LOADER, [asdict(one) for one in found], _GONE)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of this folder: modules that expose `RULES`."""
    folder = Path(__file__).parent
    names = sorted(module.name for module in pkgutil.iter_modules([str(folder)]))
    package = __name__.rpartition(".")[0]
    return tuple(
        rule
        for name in names
        for rule in getattr(importlib.import_module(f"{package}.{name}"), "RULES", ())
    )
