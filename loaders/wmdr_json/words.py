"""Texts, codes and periods of the members of a record."""

from __future__ import annotations

from loaders.json_places import Value
from loaders.positions import CellError
from loaders.wmdr.codes import NIL
from loaders.wmdr.model import Span, Told


def text(value: Value | None, field: str) -> Told | None:
    """What a member says, or the reason that it gives instead; None where neither is.

    Raises `CellError` where it is no text.
    """
    if value is None or (value.kind == "plain" and value.text == "null"):
        return None
    if value.kind == "object":
        reason = value.at("nilReason")
        if reason is not None and reason.kind == "string" and reason.text:
            return Told("", value.place, reason.text)
    if value.kind not in ("string", "plain"):
        raise wrong_kind(field, "文字", "a text")
    written = value.text.strip()
    return Told(written, value.place) if written else None


def code(value: Value | None, field: str) -> Told | None:
    """The same of a code; one that stands for no value is a reason."""
    told = text(value, field)
    if told is not None and told.text in NIL:
        return Told("", told.place, told.text)
    return told


def codes(values: tuple[Value, ...], field: str) -> tuple[Told, ...]:
    """The codes of an array that are no reasons."""
    found = (code(value, field) for value in values)
    return tuple(told for told in found if told is not None and not told.nil)


def span(value: Value | None) -> Span:
    """The period in the `time` of an object; raises `CellError`."""
    interval = None if value is None else value.at("time/interval")
    if interval is None:
        return Span()
    if interval.kind != "array" or len(interval.items) != 2:
        raise wrong_kind("time/interval", "两个时间", "two times")
    begin, end = (text(item, "time/interval") for item in interval.items)
    return Span(begin, end)


def begin(valid: Span) -> str:
    """The begin as printed, "" where none is stated."""
    return valid.begin.text if valid.begin else ""


def coordinates(value: Value | None) -> tuple[str, str, str]:
    """Longitude, latitude and height as printed, the height maybe empty; raises `CellError`."""
    items = () if value is None else value.items
    if len(items) not in (2, 3) or any(item.kind != "plain" for item in items):
        raise wrong_kind("coordinates", "两个或三个数", "two or three numbers")
    longitude, latitude, height = [*(item.text for item in items), ""][:3]
    return longitude, latitude, height


def wrong_kind(field: str, zh: str, en: str) -> CellError:
    """A member that is not what it should be."""
    return CellError(field, "", "type", f"应为{zh}，请更正 / it should be {en}: correct it")
