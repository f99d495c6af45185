"""Users of the pages without a browser: the websocket of Streamlit, one message for one click."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SECONDS_BETWEEN = 6.0


@dataclass
class Clicks:
    """What became of the clicks of all users: seconds each took, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def share(self, part: float) -> float:
        """The time within which a part of the clicks was answered."""
        return sorted(self.seconds)[min(int(len(self.seconds) * part), len(self.seconds) - 1)]


async def click(socket: ClientConnection, page: str, query: str) -> float:
    """One rerun of a page, until its script has ended; in seconds."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    begun = time.perf_counter()
    await socket.send(message.SerializeToString())
    while True:
        told = ForwardMsg()
        data = await asyncio.wait_for(socket.recv(), 60)
        assert isinstance(data, bytes)
        told.ParseFromString(data)
        if told.WhichOneof("type") == "delta" and told.delta.new_element.WhichOneof("type") == (
            "exception"
        ):
            raise RuntimeError(told.delta.new_element.exception.message)
        if told.WhichOneof("type") == "script_finished":
            return time.perf_counter() - begun


async def user(
    address: str, number: int, asked: Sequence[tuple[str, str]], until: float, clicks: Clicks
) -> None:
    """One user who presses something every six seconds."""
    try:
        async with connect(
            f"{address.replace('http', 'ws')}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=50_000_000,
            origin=address,  # type: ignore[arg-type]
        ) as socket:
            await click(socket, "", "")
            await asyncio.sleep(SECONDS_BETWEEN * number / 20)
            turn = number
            while time.monotonic() < until:
                begun = time.monotonic()
                clicks.seconds.append(await click(socket, *asked[turn % len(asked)]))
                turn += 1
                await asyncio.sleep(max(SECONDS_BETWEEN - (time.monotonic() - begun), 0))
    except Exception as error:
        clicks.errors.append(f"user {number}: {type(error).__name__}: {error}")


async def users(
    address: str, count: int, asked: Sequence[tuple[str, str]], seconds: float
) -> Clicks:
    """So many users for so long."""
    clicks = Clicks()
    until = time.monotonic() + seconds
    await asyncio.gather(*(user(address, n, asked, until, clicks) for n in range(count)))
    return clicks
