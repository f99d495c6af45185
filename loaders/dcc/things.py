"""Items and measuring equipment: what a certificate says they are, and the id that follows."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.dcc.elements import Element
from loaders.positions import CellError

_SERIAL_NAMES = ("serial", "serien", "序列", "编号")
_STANDARD = ("standard", "normal")


@dataclass(frozen=True, slots=True)
class Thing:
    """An instrument or a standard as a certificate names it; empty where it says nothing.

    `serial`: what the manufacturer identifies it by. `identifications`: all of them, each as
    `issuer: value`, in the order of the file. `standard`: it says of itself that it is a standard.
    """

    name: str
    manufacturer: str
    model: str
    serial: str
    identifications: tuple[str, ...]
    standard: bool = False

    def key(self, otherwise: str = "") -> str:
        """The key of its id: manufacturer, model and serial number, joined by `/`.

        A serial number is unique for its manufacturer only, so it never stands alone: where
        neither manufacturer nor model is stated the name goes before it. Without a serial number
        the first other identification with its issuer takes its place, or else `otherwise`.
        Raises `CellError` where nothing tells it from others.
        """
        mark = self.serial or next(iter(self.identifications), "") or otherwise
        kind = [p for p in (self.manufacturer, self.model) if p] or [self.name]
        if not mark or not kind[0]:
            raise CellError(
                "identifications",
                self.name,
                "required",
                "没有可辨认的编号或名称，请向实验室索取 / no identification or name that tells it "
                "from others: ask the laboratory for it",
            )
        return "/".join(part.replace("/", "%2F") for part in (*kind, mark))


def thing(element: Element) -> Thing:
    """What an `item` or a `measuringEquipment` says of itself."""
    found = [
        (one.word("issuer"), one.word("value"), _names(one), one.attributes.get("refType", ""))
        for one in element.all("identifications", "identification")
        if one.word("value")
    ]
    return Thing(
        said(element, "name"),
        said(element, "manufacturer", "name"),
        element.word("model"),
        _serial(found),
        tuple(f"{issuer}: {value}" if issuer else value for issuer, value, _, _ in found),
        any(word in element.attributes.get("refType", "").casefold() for word in _STANDARD),
    )


def said(element: Element, *names: str) -> str:
    """A text in the language that is preferred: Chinese, English, or the first that is printed."""
    contents = list(element.all(*names, "content"))
    for language in ("zh", "en"):
        for one in contents:
            if one.attributes.get("lang") == language and one.text:
                return one.text
    return next((one.text for one in contents if one.text), "")


def _names(identification: Element) -> str:
    return " ".join(one.text for one in identification.all("name", "content")).casefold()


def _serial(found: list[tuple[str, str, str, str]]) -> str:
    """The serial number: by its refType or name, else the manufacturer's only identification."""
    own = [f for f in found if f[0] == "manufacturer"]
    for _, value, name, ref_type in own:
        if "serial" in ref_type.casefold() or any(word in name for word in _SERIAL_NAMES):
            return value
    return own[0][1] if len(own) == 1 else ""
