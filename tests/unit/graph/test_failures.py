"""What is said of a server's failure: by its code, or by what ended the connection."""

from __future__ import annotations

import socket
import ssl

import pytest

from graph.store.failures import failure_of, unreachable


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Neo.ClientError.Security.Unauthorized", "wrong user or password"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "too many wrong passwords"),
        ("Neo.ClientError.Transaction.TransactionTimedOut", "longer than the server allows"),
        (
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
            "longer than allowed",
        ),
        ("Neo.TransientError.Transaction.DeadlockDetected", "stopped by others"),
        # What a server with a full disk said (5.26.28): at the batch, and from then on.
        ("Neo.DatabaseError.Transaction.TransactionLogError", "its disk is full"),
        ("Neo.DatabaseError.Transaction.TransactionCommitFailed", "its disk is full"),
        ("Neo.DatabaseError.Transaction.TransactionStartFailed", "its disk is full"),
    ],
)
def test_longest_beginning_of_a_code_decides(code: str, said: str) -> None:
    assert said in failure_of(code).rule


def test_code_that_is_not_known_keeps_what_the_server_said() -> None:
    failure = failure_of("Neo.DatabaseError.General.UnknownError", "50N42", "boom")

    assert "Neo.DatabaseError.General.UnknownError 50N42: boom" in failure.rule
    assert "full" not in failure.rule


def caused_by(cause: BaseException) -> RuntimeError:
    error = RuntimeError("outer")
    error.__cause__ = RuntimeError("between")
    error.__cause__.__context__ = cause
    return error


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (ConnectionRefusedError(111, "refused"), "nothing listens there"),
        (socket.gaierror(-2, "unknown"), "there is no such host"),
        (ssl.SSLCertVerificationError("self-signed"), "TLS"),
        (TimeoutError("timed out"), "no answer in time"),
        (ConnectionResetError(104, "reset"), "the connection broke"),
        (ExceptionGroup("all", [TimeoutError("timed out"), OSError("later")]), "no answer in time"),
        (LookupError("something else"), "LookupError: something else"),
    ],
)
def test_first_cause_is_told(cause: BaseException, said: str) -> None:
    failure = unreachable(caused_by(cause))

    assert "the server does not answer" in failure.rule
    assert said in failure.rule
    assert "suyuan neo4j status" in failure.remedy
