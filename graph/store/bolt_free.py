"""Users' own queries on a server: its plan is checked, then a reading transaction runs them.

The driver comes in as an object: only `graph.store.bolt` imports it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from graph.errors import RefusedQueryError
from graph.store.free_rows import Gathering
from graph.store.read_only import FreeRows, Limits, check_plan, checked_text

FETCHED = 20  # rows asked for at a time: few large values are under way at once
GRACE_S = 5.0  # after the server's own deadline it is given up on
_STOPPED = {
    "Neo.ClientError.Transaction.TransactionTimedOut": (
        "超过时限，已停 / stopped: it took longer than allowed",
        "缩小范围，或 --timeout（最多 60 秒）/ ask less, or --timeout (at most 60 s)",
    ),
    "Neo.ClientError.Transaction.Terminated": (
        "被服务器停了 / stopped by the server",
        "缩小范围 / ask less",
    ),
    "Neo.TransientError.General": (
        "要的内存太多，已停 / stopped: it needed too much memory",
        "缩小范围，少收集 / ask less, collect less",
    ),
}
_REFUSED = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.")


def free_rows(
    driver: Any,  # noqa: ANN401 - the driver's own type stays in graph.store.bolt
    database: str,
    cypher: str,
    parameters: Mapping[str, object],
    limits: Limits,
) -> FreeRows:
    """Rows of a reading query, within the limits, from this database and no other.

    Raises `RefusedQueryError` for one that does not pass, and whatever the driver raises.
    """
    text = checked_text(cypher, parameters)
    run = _Run(driver, database, text, dict(parameters), limits)
    run.start()
    run.join(2 * limits.seconds + GRACE_S)
    if run.is_alive():
        raise RefusedQueryError(
            "服务器停不下这个查询，已不再等 / the server cannot end this query; no longer waiting",
            "换一种问法；服务器仍忙就重启它 / ask differently; restart the server if it stays busy",
        )
    if run.error is not None:
        raise run.error
    assert run.found is not None
    return run.found


def refusal(code: str, message: str) -> RefusedQueryError | None:
    """What a server's status code means for a query of the user's own; None for other troubles."""
    for start, (rule, remedy) in _STOPPED.items():
        if code.startswith(start):
            return RefusedQueryError(rule, remedy)
    if code.startswith(_REFUSED):
        # Places in the text are off by the EXPLAIN in front of it.
        said = message.partition("\n")[0].partition(" (line ")[0]
        return RefusedQueryError(
            f"服务器不接受 / the server does not accept it: {said}",
            "改查询 / mend the query",
        )
    return None


class _Run(threading.Thread):
    """One query in a thread of its own, which is left behind should the server never answer."""

    def __init__(
        self,
        driver: Any,  # noqa: ANN401
        database: str,
        text: str,
        parameters: dict[str, object],
        limits: Limits,
    ) -> None:
        super().__init__(daemon=True)
        self._driver, self._database = driver, database
        self._text, self._parameters, self._limits = text, parameters, limits
        self.found: FreeRows | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """Ask for the plan, check it, and read."""
        try:
            with self._driver.session(
                database=self._database,
                default_access_mode="READ",
                fetch_size=FETCHED,
                bookmark_manager=self._driver.execute_query_bookmark_manager,
            ) as session:
                self._check(session)
                self.found = self._read(session)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            self.error = error

    def _check(self, session: Any) -> None:  # noqa: ANN401
        with session.begin_transaction(timeout=self._limits.seconds) as transaction:
            summary = transaction.run(f"EXPLAIN {self._text}", self._parameters).consume()
        check_plan(summary.query_type, summary.plan)

    def _read(self, session: Any) -> FreeRows:  # noqa: ANN401
        with session.begin_transaction(timeout=self._limits.seconds) as transaction:
            result = transaction.run(self._text, self._parameters)
            gathering = Gathering(tuple(result.keys()), self._limits)
            for record in result:
                if not gathering.take(record.values()):
                    break
        return gathering.rows()
