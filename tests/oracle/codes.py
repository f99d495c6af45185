"""Codes of a made-up network: some in a state, some with a successor, and what uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oracle.networks import Maker

STATUSES = ("retired", "superseded", "invalid")


def codes(make: Maker) -> None:
    """Four codes; half are retired or replaced for a time, and most are used."""
    for number in range(1, 5):
        code = f"concept:T|{number}"
        for _ in make.others():
            if make.chance(0.8):
                make.say("Concept", code, **make.some(notation=str(number), name=f"码{number}"))
            if make.chance(0.5):
                make.state(code, "status", make.random.choice(STATUSES), make.interval())
            if make.chance(0.2):
                make.state(code, "note", "x", make.interval())
            if make.chance(0.4):
                after = make.random.choice([n for n in range(1, 5) if n != number])
                make.say("REPLACED_BY", code, f"concept:T|{after}", during=make.interval())
            if make.chance(0.7):
                user = make.random.choice((make.pick("station", 3), make.pick("deployment", 4)))
                make.say("CODED_AS", user, code, during=make.interval(),
                         **make.some(element_number="5-02"))  # fmt: skip
