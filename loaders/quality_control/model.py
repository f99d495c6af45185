"""Episodes: what one run sees, and what stands under an id."""

from __future__ import annotations

from dataclasses import dataclass, field

OPEN, CLOSED, WITHDRAWN = "open", "closed", "withdrawn"
CHANGES = ("opened", "extended", "closed", "reopened", "withdrawn", "changed")
RANKS = {"minor": 1, "major": 2, "critical": 3}


@dataclass(frozen=True, slots=True)
class Sample:
    """One flagged value. `value`: its digits, None where missing. `excess`: how bad it is."""

    time: str
    value: str | None
    evidence: str
    detail: str = ""
    excess: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """An episode as one run sees it. `samples`: first, worst, last, each once, by time.

    `begin`, `last`: times of the first and the last flagged value; `end`: when it was over, None
    while it is open. `count`: flagged values.
    """

    station: str
    variable: str
    begin: str
    last: str
    end: str | None
    count: int
    severity: str
    kind: str
    samples: tuple[Sample, ...] = field(default=())

    @property
    def worst(self) -> Sample:
        """The sample farthest from good, the first of them."""
        return max(self.samples, key=lambda sample: sample.excess)


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode with its id.

    `rule`: version of the test and hash of the thresholds it was found by; `reason`: why it is
    withdrawn; `month`: of the file that holds it.
    """

    id: str
    found: Found
    status: str
    rule: str
    reason: str = ""
    month: str = ""

    @property
    def live(self) -> bool:
        """Whether it is not withdrawn."""
        return self.status != WITHDRAWN
