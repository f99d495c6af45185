"""Who asks: the roles, and which questions each may ask. `run` checks it, whatever a page does."""

from __future__ import annotations

from dataclasses import dataclass

from graph import NotAllowedError
from ontology import CodeList
from ontology.security import INTERNAL, sees_all

ROLES = CodeList(
    "role",
    {
        "analyst": ("质量分析员", "quality analyst"),
        "auditor": ("审核员", "auditor"),
        "planner": ("规划员", "planner"),
        "admin": ("管理员", "administrator"),
    },
    "roles of those who use the pages",
)
EVERYBODY = tuple(ROLES.codes)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody with a role. `user` is empty where nobody signed in.

    `names`: may see names of persons; every reveal is logged. `user_class`: a code of
    `ontology.security.USER_CLASSES`, by which rows are withheld.
    """

    role: str = "admin"
    user: str = ""
    names: bool = False
    user_class: str = INTERNAL

    @property
    def sees_all(self) -> bool:
        """Whether nothing is withheld from them by security level."""
        return sees_all(self.user_class)

    def may_ask(self, question: str, roles: tuple[str, ...]) -> None:
        """Raise `NotAllowedError` unless the role is among those a question is for."""
        if self.role not in roles:
            raise NotAllowedError(question, self.role, roles)


OWNER = Asker()
"""The one person at the desk, who may ask everything."""
