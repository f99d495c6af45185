"""The hash chain: leaves over entries, a Merkle root for each block, heads chained in order.

Leaf and node hashes carry different first bytes (RFC 6962), so that no leaf passes for a node.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b, sha256
from struct import Struct

GENESIS = bytes(32)
_FIRST_64 = Struct(">q").unpack_from
_EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(record: bytes) -> bytes:
    """Hash of one entry's record."""
    return sha256(b"\x00" + record).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes; an odd last one is carried up unchanged. Empty: SHA-256 of nothing."""
    if not leaves:
        return _EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        level = _joined(level)
    return level[0]


def merkle_paths(
    leaves: Sequence[bytes], wanted: Iterable[int]
) -> dict[int, tuple[tuple[str, bytes], ...]]:
    """For each wanted leaf the hashes beside its way up to `merkle_root`, with their side."""
    paths: dict[int, list[tuple[str, bytes]]] = {index: [] for index in wanted}
    at = {index: index for index in paths}
    level = list(leaves)
    while len(level) > 1:
        for index, place in at.items():
            beside = place ^ 1
            if beside < len(level):
                paths[index].append(("left" if beside < place else "right", level[beside]))
            at[index] = place // 2
        level = _joined(level)
    return {index: tuple(path) for index, path in paths.items()}


def _joined(level: Sequence[bytes]) -> list[bytes]:
    """The next level up; an odd last one is carried up unchanged."""
    joined = [
        sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
    ]
    if len(level) % 2:
        joined.append(level[-1])
    return joined


def block_head(previous: bytes, header: bytes, root: bytes) -> bytes:
    """Head of the chain after a block: it commits to all before it, its header and its root."""
    return sha256(b"\x02" + previous + sha256(header).digest() + root).digest()


def signed64(digest: bytes) -> int:
    """The first eight bytes of a hash as SQLite's signed integer."""
    number: int = _FIRST_64(digest)[0]
    return number


def text_hash(text: str) -> int:
    """64-bit hash of an id or element key, the same in every process."""
    return signed64(blake2b(text.encode(), digest_size=8).digest())


def short_to_prefix(short: str) -> int:
    """The signed 64-bit prefix behind a short claim id (16 hex digits)."""
    return int.from_bytes(bytes.fromhex(short), "big", signed=True)
