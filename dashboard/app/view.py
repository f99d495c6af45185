"""What a page shows, as its address says it: language, times, and the page's own parameters.

Everything a person chose stands in the address, so that a copied link shows the same to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ontology import TimeError, as_of_time, known_at_time

LANGUAGES = ("zh", "en")
COMMON = ("lang", "as_of", "known_at")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for.

    `as_of` and `known_at` as a person writes them, empty for now. `ignored`: what an address said
    that no page knows, or that was no time: from an older version, or mistyped.
    """

    lang: str = "zh"
    as_of: str = ""
    known_at: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @property
    def english(self) -> bool:
        """Whether to speak English."""
        return self.lang == "en"

    def say(self, zh: str, en: str) -> str:
        """One of two texts, by language."""
        return en if self.english else zh

    def address(self, **params: str) -> dict[str, str]:
        """Parameters of an address that shows this view with other parameters of a page."""
        common = {
            "lang": "" if self.lang == LANGUAGES[0] else self.lang,
            "as_of": self.as_of,
            "known_at": self.known_at,
        }
        return {name: value for name, value in (common | params).items() if value}


def view_of(address: Mapping[str, str], remembered: Mapping[str, str], keys: Iterable[str]) -> View:
    """The view that an address and what the session remembers ask for, for a page with `keys`.

    The address counts before the memory. Nothing in an address can fail: what makes no sense is
    left out and named.
    """
    ignored: list[str] = []
    common: dict[str, str] = {}
    for name in COMMON:
        value = address.get(name, remembered.get(name, ""))
        if value and not _sensible(name, value):
            ignored.append(f"{name}={value[:80]}")
            value = ""
        common[name] = value
    known = set(keys)
    params: dict[str, str] = {}
    for name, value in address.items():
        if name in known and len(value) <= LONGEST:
            params[name] = value
        elif name not in COMMON:
            ignored.append(f"{name[:40]}={value[:80]}")
    return View(
        common["lang"] or LANGUAGES[0],
        common["as_of"],
        common["known_at"],
        params,
        tuple(ignored),
    )


def check(name: str, value: str) -> None:
    """Check a time as somebody wrote it. Raises `TimeError`."""
    if value and name == "as_of":
        as_of_time(value)
    elif value and name == "known_at":
        known_at_time(value)


def _sensible(name: str, value: str) -> bool:
    if name == "lang":
        return value in LANGUAGES
    try:
        check(name, value)
    except TimeError:
        return False
    return True
