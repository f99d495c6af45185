"""A step of handling on a page: its fields, and the acts that it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.app.acting import Act
from dashboard.render.section_lines import shown
from ontology import CodeList

Titles = tuple[str, str]
Said = Mapping[str, str]
"""What somebody wrote, by field."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a step. `hint`: an example of what is written there; `codes`: what is offered.

    `given`: the code where none is chosen; without one there may be none.
    """

    name: str
    title: Titles
    hint: Titles = ("可空", "optional")
    codes: CodeList | None = None
    given: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a step is about: elements with the state that was seen of each, and who acts."""

    seen: Mapping[str, str]
    user: str

    @property
    def elements(self) -> list[str]:
        """The ids, in the order chosen."""
        return list(self.seen)


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its fields, and the acts that it comes to. `of_chosen`: it is about rows chosen."""

    id: str
    title: Titles
    fields: tuple[Field, ...]
    acts: Callable[[Chosen, Said], list[tuple[str, Act]]]
    of_chosen: bool = True


def together(ids: Sequence[str], act: Act) -> list[tuple[str, Act]]:
    """One act about several elements."""
    return [("；".join(map(shown, ids)), act)]


NEEDED = ("必填", "required")
REASON = Field("reason", ("理由", "reason"))
ON = Field("on", ("发生之日", "the day it happened"), ("今天", "today"))
