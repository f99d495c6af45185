"""The hash chain, against values computed by hand."""

from hashlib import blake2b, sha256

import pytest

from graph.ledger import chain


def test_leaves_and_nodes_are_hashed_apart() -> None:
    left, right = chain.leaf_hash(b"a"), chain.leaf_hash(b"b")
    assert left == sha256(b"\x00a").digest()
    assert chain.merkle_root([left, right]) == sha256(b"\x01" + left + right).digest()
    assert chain.leaf_hash(b"\x01" + left + right) != chain.merkle_root([left, right])


def test_the_root_of_nothing_and_of_one() -> None:
    assert chain.merkle_root([]) == sha256(b"").digest()
    assert chain.merkle_root([b"x" * 32]) == b"x" * 32


def test_an_odd_leaf_is_carried_up_unchanged() -> None:
    a, b, c = (chain.leaf_hash(x) for x in (b"a", b"b", b"c"))
    pair = sha256(b"\x01" + a + b).digest()
    assert chain.merkle_root([a, b, c]) == sha256(b"\x01" + pair + c).digest()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 13])
def test_the_root_tells_every_leaf_and_their_order(count: int) -> None:
    leaves = [chain.leaf_hash(bytes([i])) for i in range(count)]
    roots = {chain.merkle_root(leaves)}
    for i in range(count):
        roots.add(chain.merkle_root([*leaves[:i], chain.leaf_hash(b"!"), *leaves[i + 1 :]]))
    assert len(roots) == count + 1
    if count > 1:
        assert chain.merkle_root(leaves[::-1]) not in roots


def test_a_head_commits_to_what_came_before_its_header_and_its_root() -> None:
    head = chain.block_head(chain.GENESIS, b"header", b"r" * 32)
    expected = sha256(b"\x02" + bytes(32) + sha256(b"header").digest() + b"r" * 32).digest()
    assert head == expected
    assert chain.block_head(head, b"header", b"r" * 32) != head


@pytest.mark.parametrize("first", [b"\x00", b"\x7f", b"\x80", b"\xff"])
def test_sixty_four_bits_keep_their_sign(first: bytes) -> None:
    digest = first + bytes(range(31))
    number = chain.signed64(digest)
    assert -(2**63) <= number < 2**63
    assert number.to_bytes(8, "big", signed=True) == digest[:8]
    assert chain.short_to_prefix(digest[:8].hex()) == number


def test_text_hashes_are_the_same_in_every_process() -> None:
    digest = blake2b("station:呼和浩特".encode(), digest_size=8).digest()
    assert chain.text_hash("station:呼和浩特") == int.from_bytes(digest, "big", signed=True)
    assert chain.text_hash("station:1") != chain.text_hash("station:2")
