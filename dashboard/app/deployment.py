"""How the pages were started: which home, who may write, and how people sign in.

`suyuan dashboard` tells it through the environment, because Streamlit runs the pages' script anew
for every session. Without a login the pages are for one person on loopback, who writes only when a
name was given.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from graph import Settings
from ontology import CodeList
from ontology.security import INTERNAL, PUBLIC, USER_CLASSES
from queries import Asker
from queries.asker import REVEAL, ROLES

ROLES_CLAIM, CLASS_CLAIM = "SUYUAN_ROLES_CLAIM", "SUYUAN_USER_CLASS_CLAIM"
USER, ROLE, USER_CLASS = "SUYUAN_USER", "SUYUAN_ROLE", "SUYUAN_USER_CLASS"
NAMES_ROLES, REVEAL_NAMES = "SUYUAN_NAMES_ROLES", "SUYUAN_REVEAL_NAMES"
YES = "yes"


@dataclass(frozen=True, slots=True)
class Deployment:
    """`signs_in`: people sign in by OIDC, their role is in the claim `roles_claim`.

    `class_claim`: the claim with the class of users they belong to; without one all who reach the
    pages are of `user_class`. Names of persons may be seen by nobody, but by those who sign in with
    one of `names_roles` or with `reveal-names` in that claim, and, where nobody signs in, by the
    `user` of this desk where `reveal_names` says so.
    """

    settings: Settings = field(default_factory=Settings)
    user: str = ""
    role: str = "admin"
    signs_in: bool = False
    roles_claim: str = "roles"
    user_class: str = INTERNAL
    class_claim: str = ""
    names_roles: tuple[str, ...] = ()
    reveal_names: bool = False

    @property
    def may_write(self) -> bool:
        """Whether decisions may be made on the pages."""
        return self.signs_in or bool(self.user)

    def asker(self) -> Asker | None:
        """Who asks; None while somebody has to sign in first."""
        if not self.signs_in:
            return Asker(self.role, self.user, self.reveal_names, self.user_class)
        told: Mapping[str, object] = st.user.to_dict()
        if not told.get("is_logged_in") or _over(told):
            return None
        claim = told.get(self.roles_claim)
        role = role_of(claim)
        if role is None:
            return None
        names = role in self.names_roles or REVEAL in _listed(claim)
        return Asker(role, _named(told), names, self._class_of(told))

    def _class_of(self, told: Mapping[str, object]) -> str:
        """The class that a token names; whoever has no known one is of the public."""
        if not self.class_claim:
            return self.user_class
        classes = _of_ours(told.get(self.class_claim), USER_CLASSES)
        return classes[0] if classes else PUBLIC

    def kept_out(self) -> tuple[str, str] | None:
        """Why somebody who signed in sees nothing, zh and en; None for who did not sign in."""
        told: Mapping[str, object] = st.user.to_dict()
        if not told.get("is_logged_in"):
            return None
        if _over(told):
            return "登录已过期，请重新登录", "the sign-in has run out; sign in again"
        roles = ", ".join(ROLES.codes)
        return (
            f"{_named(told)} 没有角色：声明 {self.roles_claim} 里要有 {roles} 之一，请找管理员",
            f"{_named(told)} has no role: the claim {self.roles_claim} must name one of {roles}; "
            "ask the administrator",
        )


def _named(told: Mapping[str, object]) -> str:
    return str(told.get("email") or told.get("sub") or "")


def _over(told: Mapping[str, object]) -> bool:
    """Whether a sign-in has run out; a token without an end never counts."""
    end = told.get("exp")
    return not isinstance(end, int | float) or end <= time.time()


def role_of(claim: object) -> str | None:
    """The most powerful of the roles that a claim names and that are ours; None without any."""
    known = _of_ours(claim, ROLES)
    return known[-1] if known else None


def _of_ours(claim: object, codes: CodeList) -> list[str]:
    """The codes that a claim names, one or a list, in the order of the code list."""
    named = _listed(claim)
    return [code for code in codes.codes if code in named]


def _listed(claim: object) -> list[object]:
    return claim if isinstance(claim, list) else [claim]


def roles_with_names(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Roles that may see names of persons, with commas between; a word that is none counts not."""
    given = {word.strip() for word in environment.get(NAMES_ROLES, "").split(",")}
    return tuple(role for role in ROLES.codes if role in given)


def class_given(environment: Mapping[str, str]) -> str:
    """The class of all who ask without a claim of their own; the public for a wrong word."""
    given = environment.get(USER_CLASS) or INTERNAL
    return given if given in USER_CLASSES else PUBLIC


def current(environment: Mapping[str, str] = os.environ) -> Deployment:
    """The deployment that the environment describes."""
    role = environment.get(ROLE, "admin")
    return Deployment(
        Settings.from_env(environment),
        environment.get(USER, ""),
        role if role in ROLES else "analyst",
        signs_in=ROLES_CLAIM in environment,
        roles_claim=environment.get(ROLES_CLAIM, "roles"),
        user_class=class_given(environment),
        class_claim=environment.get(CLASS_CLAIM, ""),
        names_roles=roles_with_names(environment),
        reveal_names=environment.get(REVEAL_NAMES) == YES,
    )
