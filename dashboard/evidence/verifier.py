#!/usr/bin/env python3
"""Verify an evidence package: files against the manifest, claims against the ledger's head.

    python3 PACKAGE.zip [--head BLOCK:HEX]      or      python3 FOLDER, once it is unpacked

Needs the standard library only. Exit code 0: all holds; 1: something does not, each line says
what. With --head, a head kept elsewhere, the proof must end there.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

Files = dict[str, bytes]


def content_of(place: Path) -> Files:
    """Files of a package by name."""
    if place.is_dir():
        return {p.name: p.read_bytes() for p in sorted(place.iterdir()) if p.is_file()}
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def check_files(files: Files) -> Iterator[str]:
    """Differences between the manifest and the files."""
    listed = json.loads(files["manifest.json"])["files"]
    for name in sorted(listed.keys() - files.keys()):
        yield f"{name}: missing"
    for name in sorted(files.keys() - listed.keys() - {"manifest.json"}):
        yield f"{name}: not in the manifest"
    for name in sorted(listed.keys() & files.keys()):
        if sha256(files[name]).hexdigest() != listed[name]["sha256"]:
            yield f"{name}: changed"


def chained(proof: dict[str, Any]) -> tuple[dict[int, bytes], bytes]:
    """Roots of the blocks by number, and the head they lead to."""
    head, roots = bytes.fromhex(proof["before"]), {}
    for block in proof["blocks"]:
        root = bytes.fromhex(block["root"])
        roots[block["number"]] = root
        inner = sha256(block["header"].encode()).digest()
        head = sha256(b"\x02" + head + inner + root).digest()
    return roots, head


def root_of(claim: dict[str, Any]) -> bytes:
    """The root that a claim's leaf and path lead to."""
    node = sha256(b"\x00" + claim["record"].encode() + bytes.fromhex(claim["claim"])).digest()
    for step in claim["path"]:
        beside = bytes.fromhex(step["hash"])
        pair = beside + node if step["side"] == "left" else node + beside
        node = sha256(b"\x01" + pair).digest()
    return node


def check_claims(files: Files, wanted: str) -> Iterator[str]:
    """Claims that are cited and not proved, and proofs that do not hold."""
    proof = json.loads(files["proof.json"])
    cited = {one["claim"]: one for one in json.loads(files["evidence.json"])}
    stated = json.loads(files["manifest.json"])["package"]["ledger_head"]
    roots, head = chained(proof)
    if proof["head"] != stated:
        yield f"the proof ends at {proof['head']}, the package speaks of {stated}"
    if proof["head"].partition(":")[2] != head.hex():
        yield "the blocks do not lead to the head"
    if wanted and proof["head"] != wanted:
        yield f"the head is {proof['head']}, not {wanted}"
    proved = set()
    for claim in proof["claims"]:
        short = claim["claim"][:16]
        if sha256(claim["body"].encode()).hexdigest() != claim["claim"]:
            yield f"claim {short}: its words were changed"
        elif roots.get(claim["block"]) != root_of(claim):
            yield f"claim {short}: its path does not lead to the root of block {claim['block']}"
        else:
            proved.add(short)
    for short in sorted(cited.keys() - proved):
        yield f"claim {short}: cited and not proved"


def main(arguments: list[str]) -> int:
    """Verify and tell."""
    wanted = ""
    if "--head" in arguments:
        at = arguments.index("--head")
        wanted = arguments[at + 1]
        del arguments[at : at + 2]
    place = Path(arguments[0]) if arguments else Path(__file__).absolute().parent
    try:
        files = content_of(place)
        problems = [*check_files(files), *check_claims(files, wanted)]
        told = json.loads(files["manifest.json"])["package"]
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        print(f"不可读 / not readable: {type(error).__name__}: {error}")
        return 1
    for problem in problems:
        print(f"× {problem}")
    if not problems:
        print(
            f"√ {told['element']}: {len(files)} 个文件 files, {told['claims']} 条断言 claims, "
            f"台账头 ledger head {told['ledger_head']}"
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
