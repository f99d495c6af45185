"""Speed of reading SYNOP messages in BUFR beside ecCodes alone, which reads the same keys."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.loaders.bufr_messages import cut

pytestmark = pytest.mark.bench
STEPS = Path(__file__).with_name("synop_steps.py")
MESSAGES = int(os.environ.get("SUYUAN_BENCH_MESSAGES") or 10_000)
ROUNDS = 3
MOST = 1.5
# Bits of section 4 in the templates of the real file, behind block, station and type of station.
YEAR, MONTH, DAY, HOUR = (19, 12), (31, 4), (35, 6), (41, 5)


def at_another_hour(message: bytes, number: int) -> bytes:
    """The message moved by so many hours within November and December 2018 (synthetic)."""
    begin = 8
    for _ in range(3):  # sections 1 to 3; all messages of the file have a section 2
        begin += int.from_bytes(message[begin : begin + 3], "big")
    begin += 4
    head = int.from_bytes(message[begin : begin + 8], "big")
    days, hour = divmod(number, 24)
    for (first, width), value in (
        (MONTH, 11 + days // 30), (DAY, 1 + days % 30), (HOUR, hour),
    ):  # fmt: skip
        shift = 64 - first - width
        head = head & ~(((1 << width) - 1) << shift) | value << shift
    return message[:begin] + head.to_bytes(8, "big") + message[begin + 8 :]


def many(real: bytes, count: int) -> bytes:
    """So many messages: the real ones at other hours."""
    messages = cut(real)
    return b"".join(
        at_another_hour(messages[n % len(messages)], n // len(messages)) for n in range(count)
    )


def step(root: Path, name: str, file: Path, home: Path) -> dict[str, float]:
    """Run one step in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(STEPS), name, str(file), str(home)],
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def test_synop_bufr(root: Path, shared: Path, tmp_path: Path) -> None:
    """Load messages, side by side with ecCodes alone; the least time of a few rounds counts."""
    real = (shared / "data/ecmwf_pdbufr/synop_inner_mongolia_part.bufr").read_bytes()
    file = tmp_path / "messages.bufr"
    file.write_bytes(many(real, MESSAGES))

    rounds = [
        {name: step(root, name, file, tmp_path / f"home-{n}")
         for name in ("each_key", "all_values", "load")}
        for n in range(ROUNDS)
    ]  # fmt: skip
    best = {name: min((r[name] for r in rounds), key=lambda f: f["seconds"]) for name in rounds[0]}

    assert {figures["messages"] for figures in best.values()} == {MESSAGES}
    seconds = {name: figures["seconds"] for name, figures in best.items()}
    slowest, ratio = seconds["load"] / seconds["each_key"], seconds["load"] / seconds["all_values"]
    print(f"\n{MESSAGES:,} SYNOP messages in BUFR (the 34 real ones at other hours, synthetic)")
    for name, title in (
        ("each_key", "ecCodes alone, key by key"),
        ("all_values", "ecCodes alone, all values at once"),
        ("load", "load: ledger and lake"),
    ):
        figures = best[name]
        print(
            f"  {title:36} {figures['seconds']:6.2f} s  processor {figures['processor']:6.2f} s  "
            f"{figures['mib']:5.0f} MiB"
        )
    print(f"  load / key by key {slowest:.2f}, load / all at once {ratio:.2f} (at most {MOST})")
    assert slowest <= MOST
    assert ratio <= MOST
