"""The registers of the management loop: all actions, nonconformities, incidents and issues.

They hold what decides which of them a list shows and how many there are: when each was opened, is
due, and what was said of it over time. They are read from the graph once and kept until it changes;
nothing in them depends on the time asked about.
"""

from __future__ import annotations

from queries.registers.issues import ALL as ISSUE_STAGES
from queries.registers.issues import IssueRegister, issue_register
from queries.registers.said import DONE, Said
from queries.registers.things import (
    ACTIONS,
    INCIDENTS,
    NONCONFORMITIES,
    Register,
    Registered,
)

__all__ = [
    "ACTIONS",
    "DONE",
    "INCIDENTS",
    "ISSUE_STAGES",
    "NONCONFORMITIES",
    "IssueRegister",
    "Register",
    "Registered",
    "Said",
    "issue_register",
]
