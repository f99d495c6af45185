"""What `duties` reads: what states that something recurs, whose it is, and what proves it done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from queries.model import Stage

Texts = tuple[str, ...]


class Stated(NamedTuple):
    """An element and a text of it that may name a recurrence."""

    id: str
    name: str | None
    said: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


class Owner(NamedTuple):
    """An element and who does it: a unit, or a group of which it may be known who belongs to it."""

    id: str
    unit: str
    name: str | None


class Proof(NamedTuple):
    """An element and what proves that it was done, on a day in valid time."""

    id: str
    proof: str
    on: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Held:
    """A record and the unit that made and keeps it."""

    id: str
    unit: str


_HOLDS = "{0}.valid_from <= $t AND $t < {0}.valid_to"


def _stated(part: str, label: str, name: str, said: str) -> Stage[Stated]:
    """Of an interface whose cycle is not told, what its items say of it."""
    text = f"coalesce(n.{said}, n.{name})" if label == "Interface" else f"n.{said}"
    return Stage(
        f"duty_{part}",
        f"MATCH (n:{label}) WHERE {text} IS NOT NULL RETURN n.id AS id, n.{name} AS name, "
        f"{text} AS said, n.valid_from AS valid_from, n.valid_to AS valid_to, "
        "n.certainty AS certainty, n.claims AS claims",
        Stated,
    )


STATED = {
    "step": _stated("step", "Step", "name", "time"),
    "interface_up": _stated("interface_up", "Interface", "items_up", "cycle_up"),
    "interface_down": _stated("interface_down", "Interface", "items_down", "cycle_down"),
    "interface": _stated("interface", "Interface", "items", "cycle"),
    "duty": _stated("duty", "Duty", "name", "name"),
    "safeguard": _stated("safeguard", "Safeguard", "name", "name"),
    "control": _stated("control", "Deployment", "variable", "control_schedule"),
    "maintenance": _stated("maintenance", "Deployment", "variable", "maintenance_schedule"),
}
"""By what is stated where; a name up or down is the direction in which an item goes."""


def _owner(part: str, pattern: str, *links: str) -> Stage[Owner]:
    holds = " AND ".join(_HOLDS.format(link) for link in links)
    return Stage(
        f"duty_owner_{part}",
        f"UNWIND $ids AS id MATCH {pattern} WHERE {holds} "
        "RETURN n.id AS id, u.id AS unit, u.name AS name",
        Owner,
    )


_OPERATED = (
    "(n:Deployment {id: id})-[a:AT_STATION]->(s:Station) MATCH (s)-[r:OPERATED_BY]->(u:Unit)"
)
OWNERS = {
    "step": _owner(
        "step",
        "(n:Step {id: id})-[o:STEP_OF]->(p:Process) MATCH (p)-[r:LED_BY]->(u)",
        "o",
        "r",
    ),
    "interface_up": _owner("up", "(n:Interface {id: id})-[r:LOWER_UNIT]->(u)", "r"),
    "interface_down": _owner("down", "(n:Interface {id: id})-[r:UPPER_UNIT]->(u)", "r"),
    "duty": _owner("duty", "(n:Duty {id: id})<-[r:HAS_DUTY]-(u)", "r"),
    "safeguard": _owner("safeguard", "(n:Safeguard {id: id})-[r:RESPONSIBLE]->(u)", "r"),
    "control": _owner("control", _OPERATED, "a", "r"),
    "maintenance": _owner("maintenance", _OPERATED, "a", "r"),
}
"""Who does it; who sends an item that goes neither up nor down is not told."""
MEMBERS = Stage(
    "duty_members",
    "UNWIND $ids AS id MATCH (n:UnitGroup {id: id})<-[r:MEMBER_OF_GROUP]-(u:Unit) "
    f"WHERE {_HOLDS.format('r')} RETURN n.id AS id, u.id AS unit, u.name AS name",
    Owner,
)


def _proof(name: str, pattern: str, proof: str, on: str, where: str) -> Stage[Proof]:
    return Stage(
        f"duty_proof_{name}",
        f"UNWIND $ids AS id MATCH {pattern} WHERE {where} RETURN n.id AS id, "
        f"{proof}.id AS proof, {on} AS on, {proof}.claims AS claims",
        Proof,
    )


_BEGUN = "r.valid_from <= $t"
RECORDS = _proof(
    "record",
    "(n:Step {id: id})<-[r:PROVES]-(e:Record)",
    "e",
    "coalesce(e.made, r.valid_from)",
    _BEGUN,
)
HELD = Stage(
    "duty_record_units",
    "UNWIND $ids AS id MATCH (n:Record {id: id})-[r:HELD_BY]->(u:Unit) "
    "RETURN n.id AS id, u.id AS unit",
    Held,
)
_EVIDENCE = {
    label: _proof(
        label, f"(n:{label} {{id: id}})<-[r:SUPPORTS]-(e:Evidence)", "e", "r.valid_from", _BEGUN
    )
    for label in ("Step", "Interface", "Duty", "Safeguard", "Deployment")
}
PROOFS = {
    "step": (RECORDS, _EVIDENCE["Step"]),
    "interface_up": (_EVIDENCE["Interface"],),
    "interface_down": (_EVIDENCE["Interface"],),
    "interface": (_EVIDENCE["Interface"],),
    "duty": (_EVIDENCE["Duty"],),
    "safeguard": (_EVIDENCE["Safeguard"],),
    "control": (
        _proof(
            "calibration",
            "(n:Deployment {id: id})-[w:USES]->(i:Instrument) "
            "MATCH (i)-[r:HAS_CALIBRATION]->(e:Calibration)",
            "e",
            "r.valid_from",
            f"{_BEGUN} AND w.valid_from <= r.valid_from AND r.valid_from < w.valid_to",
        ),
        _EVIDENCE["Deployment"],
    ),
    "maintenance": (
        _proof(
            "visit",
            "(n:Deployment {id: id})-[w:AT_STATION]->(s:Station) "
            "MATCH (s)<-[r:AFFECTED]-(e:Maintenance)",
            "e",
            "coalesce(e.began, r.valid_from)",
            f"{_BEGUN} AND w.valid_from <= r.valid_from AND r.valid_from < w.valid_to",
        ),
        _proof(
            "repair",
            "(n:Deployment {id: id})-[w:USES]->(i:Instrument) "
            "MATCH (i)<-[r:AFFECTED]-(e:Maintenance)",
            "e",
            "coalesce(e.began, r.valid_from)",
            f"{_BEGUN} AND w.valid_from <= r.valid_from AND r.valid_from < w.valid_to",
        ),
        _EVIDENCE["Deployment"],
    ),
}
"""What proves it: records of a step, calibrations and visits of the equipment, evidence of any."""
_EVERY = (stage for stages in PROOFS.values() for stage in stages)
ALL = (
    *STATED.values(),
    *OWNERS.values(),
    MEMBERS,
    HELD,
    *{stage.name: stage for stage in _EVERY}.values(),
)
