"""Hypotheses: what on an issue's path would explain it, derived by rule and never more than that.

A rule looks at issues and at what is stated along their paths, and computes whether a contradiction
there would explain the issue. What it finds is the source `derived/hypotheses`; a person confirms a
cause, or rules it out.
"""

from loaders.hypotheses.loader import LOADER, derive_hypotheses

__all__ = ["LOADER", "derive_hypotheses"]
