"""A proof of inclusion is checked by SHA-256 alone, and fails for whatever was changed."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from graph.ledger import Inclusion, Ledger, LedgerReader, inclusion
from graph.ledger.chain import leaf_hash, merkle_paths, merkle_root
from loaders import Declared, LoadChoices, load_file, make_plan


def holds(proof: Inclusion) -> bool:
    """The check, as a stranger would write it from the description."""
    roots = {}
    head = bytes.fromhex(proof.before)
    for block in proof.blocks:
        roots[block.number] = bytes.fromhex(block.root)
        inner = sha256(block.header.encode()).digest()
        head = sha256(b"\x02" + head + inner + bytes.fromhex(block.root)).digest()
    if proof.head.partition(":")[2] != head.hex():
        return False
    for one in proof.claims:
        if sha256(one.body.encode()).hexdigest() != one.claim:
            return False
        node = sha256(b"\x00" + one.record.encode() + bytes.fromhex(one.claim)).digest()
        for step in one.path:
            beside = bytes.fromhex(step.hash)
            pair = beside + node if step.side == "left" else node + beside
            node = sha256(b"\x01" + pair).digest()
        if node != roots[one.block]:
            return False
    return True


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(tmp_path / "home", create=True)
    for name, rows in (("units", 37), ("stations", 11)):
        key = name[:-1]
        head = f"{key}_id,name_zh" + (",level" if name == "units" else "")
        tail = ",region" if name == "units" else ""
        lines = [f"{key}{n},名{n}{tail}" for n in range(rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *lines]))
        with found.writing() as writer:
            plan = make_plan([tmp_path / f"{name}.csv"], Declared())
            load_file(found, writer, plan.files[0], LoadChoices())
    return found


def shorts(ledger: Ledger) -> list[str]:
    return [
        c.claim_id.hex()[:16] for c in LedgerReader(ledger, ledger.head().position).every_claim()
    ]


def test_every_claim_can_be_proved(ledger: Ledger) -> None:
    proof = inclusion(ledger, shorts(ledger))

    assert len(proof.claims) == len(shorts(ledger))
    assert holds(proof)
    assert proof.head == str(ledger.head())


def test_a_proof_says_what_the_claim_says(ledger: Ledger) -> None:
    (one,) = inclusion(ledger, shorts(ledger)[-1:]).claims

    assert one.claim.startswith(shorts(ledger)[-1])
    assert json.loads(one.body)[-1].endswith("/stations.csv")


def test_whatever_is_changed_breaks_the_proof(ledger: Ledger) -> None:
    proof = inclusion(ledger, shorts(ledger)[3:4])
    (one,), (first, *blocks) = proof.claims, proof.blocks
    assert holds(proof)

    changed = [
        replace(proof, claims=(replace(one, body=one.body.replace("名", "各")),)),
        replace(proof, claims=(replace(one, record="1" + one.record),)),
        replace(proof, claims=(replace(one, path=one.path[:-1]),)),
        replace(proof, claims=(replace(one, path=one.path[::-1]),)),
        replace(proof, blocks=(replace(first, header=first.header + " "), *blocks)),
        replace(proof, blocks=(first, *blocks[:-1])),
        replace(proof, before="11" * 32),
    ]
    assert [holds(each) for each in changed] == [False] * len(changed)


def test_what_the_ledger_does_not_know_has_no_proof(ledger: Ledger) -> None:
    assert inclusion(ledger, ["00" * 8]).claims == ()


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 64, 65])
def test_paths_lead_to_the_root(count: int) -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(count)]

    for index, path in merkle_paths(leaves, range(count)).items():
        node = leaves[index]
        for side, beside in path:
            node = sha256(b"\x01" + (beside + node if side == "left" else node + beside)).digest()
        assert node == merkle_root(leaves)
