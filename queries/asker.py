"""Who asks: the roles, and which questions each may ask. `run` checks it, whatever a page does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph import NamesHiddenError, NotAllowedError
from graph.ledger import ShownTo
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
REVEAL = "reveal-names"
"""The right to see names of persons; no role has it by itself."""
ON_PAGE = "page"
"""Where names are shown that are shown on a page."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody with a role. `user` is empty where nobody signed in.

    `names`: granted the right to see names of persons, which counts for somebody with a name from
    whom nothing is withheld. `shows_names_in`: where they want them shown now, `ON_PAGE` or the
    file they take away; empty: hidden. `user_class`: a code of `ontology.security.USER_CLASSES`,
    by which rows are withheld.
    """

    role: str = "admin"
    user: str = ""
    names: bool = False
    user_class: str = INTERNAL
    shows_names_in: str = ""

    @property
    def sees_all(self) -> bool:
        """Whether nothing is withheld from them by security level."""
        return sees_all(self.user_class)

    @property
    def may_see_names(self) -> bool:
        """Whether names of persons are shown to them once they ask for it."""
        return self.names and bool(self.user.strip()) and self.sees_all

    @property
    def without_names(self) -> Asker:
        """The same person with names hidden: what is kept of answers is kept for them so."""
        return replace(self, shows_names_in="")

    def showing_names_in(self, shown_in: str) -> Asker:
        """The same person where names, if they are shown at all, are shown in another place."""
        return replace(self, shows_names_in=shown_in) if self.shows_names_in else self

    def shown_to(self, question: str) -> ShownTo | None:
        """To whom names in the answer of a question are shown; None where they stay hidden.

        Raises `NamesHiddenError` for somebody who wants to see them without the right.
        """
        if not self.shows_names_in:
            return None
        if not self.may_see_names:
            raise NamesHiddenError(self.role, REVEAL)
        return ShownTo(self.user, self.role, question, self.shows_names_in)

    def may_ask(self, question: str, roles: tuple[str, ...]) -> None:
        """Raise `NotAllowedError` unless the role is among those a question is for."""
        if self.role not in roles:
            raise NotAllowedError(question, self.role, roles)


OWNER = Asker()
"""The one person at the desk, who may ask everything."""
