"""What came of many trials, each of which was disturbed and had to end like the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts over trials. `stages`: where the disturbance came.

    `lost` and `doubled` count claims or elements, `unfinished` loads or projections that were cut
    off (the others had ended before, or had gone on by themselves).
    """

    trials: int = 0
    equal: int = 0
    lost: int = 0
    doubled: int = 0
    unfinished: int = 0
    stages: Counter[str] = field(default_factory=Counter)

    def flawless(self) -> bool:
        """Every trial ended as it must."""
        return (self.equal, self.lost, self.doubled) == (self.trials, 0, 0)

    def row(self, what: str) -> dict[str, object]:
        """As `record_property` takes it, for the page of the long runs."""
        return {"what": what, **vars(self), "stages": dict(self.stages)}
