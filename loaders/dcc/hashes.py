"""SHA-256 values as certificates print them: hex or Base64, or something that is none."""

from __future__ import annotations

import base64
import binascii
import re

_PROCEDURE = re.compile(r"(.*[#/])?sha-?2?-?_?256", re.IGNORECASE)
_HEX = re.compile(r"[0-9A-Fa-f]{64}")
_GROUPS = re.compile(r"[\s:]+")
_BYTES, _LONGEST = 32, 200


def sha256_of(procedure: str, value: str) -> str:
    """The hash in hex, or empty where the procedure is another or the value is no SHA-256.

    >>> sha256_of("SHA256", "SHA256-value")
    ''
    """
    if len(procedure) > _LONGEST or _PROCEDURE.fullmatch(procedure.strip()) is None:
        return ""
    text = _GROUPS.sub("", value)
    if _HEX.fullmatch(text):
        return text.lower()
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == _BYTES else ""
