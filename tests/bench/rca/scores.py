"""How well causes were named over many provinces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass
class Score:
    """Named rightly, named wrongly, and missed; first places that are right; proofs that are not.

    A row is the elements that its records cannot tell apart, most often one.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    firsts: list[bool] = field(default_factory=list)
    proofs: int = 0
    false_proofs: int = 0

    def add(
        self, causes: Collection[str], named: Sequence[Collection[str]], first: Collection[str]
    ) -> None:
        """One province: its causes, the rows that were named, and the row at the top."""
        found = {c for c in causes if any(c in row for row in named)}
        self.right += len(found)
        self.missed += len(causes) - len(found)
        self.wrong += sum(not set(row) & set(causes) for row in named)
        self.firsts.append(bool(set(first) & set(causes)))

    @property
    def precision(self) -> float:
        """Share of what was named that is a cause."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the causes that were named."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def top1(self) -> float:
        """Share of provinces in which the first is a cause."""
        return sum(self.firsts) / len(self.firsts) if self.firsts else 0.0

    def cells(self) -> list[str]:
        """The row of the table."""
        proof = f"{self.false_proofs} / {self.proofs}" if self.proofs else "–"
        return [
            f"{self.precision:.3f}",
            f"{self.recall:.3f}",
            f"{self.top1:.2f}",
            f"{self.right} / {self.wrong} / {self.missed}",
            proof,
        ]
