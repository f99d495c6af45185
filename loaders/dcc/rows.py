"""The rows of a certificate: its core data, laboratory, items, equipment, quantities, signature.

Each is accepted or rejected by itself; all need the number and the date of the certificate, so
where these cannot be read every row says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from graph import Place, Rejected, SourceError
from loaders.dcc.elements import DCC, Element, Tree, read_tree
from loaders.dcc.model import Head, Part
from loaders.dcc.signature import check, signatures
from loaders.positions import CellError
from loaders.protocol import RawRow, SourceFile
from ontology import TimeError, valid_time

ROOT = "digitalCalibrationCertificate"
_NOTICE = "not a real calibration certificate"
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?")  # xs:date; the day is what is printed
_LONGEST = 200


def tree_of(source: SourceFile) -> Tree:
    """The tree of a certificate. Raises `SourceError` for a file that is none."""
    tree = read_tree(source.path)
    if tree.root.key != (DCC, ROOT):
        raise SourceError(
            source.path,
            f"根元素不是 dcc:{ROOT} / the root is no dcc:{ROOT}",
            "只装载 DCC 证书 / load calibration certificates in DCC only",
        )
    return tree


def rows(source: SourceFile) -> Iterator[RawRow | Rejected]:
    """The rows of a file in order."""
    tree = tree_of(source)
    core = tree.root.first("administrativeData", "coreData")
    place = (core or tree.root).place
    parts = tuple(_parts(tree))
    try:
        head = _head(tree, core)
    except CellError as error:
        value = error.value[:_LONGEST]
        yield Rejected(place, error.column, value, error.rule, error.message)
        for _, element, _, _ in parts:
            yield _headless(element.place)
        return
    yield RawRow(place, f"certificate|{head.number}", payload=Part("certificate", tree.root, head))
    for kind, element, number, owner in parts:
        finding = check(tree, element, source.home, number) if kind == "signature" else None
        yield RawRow(
            _shown(kind, element).place,
            f"{kind}|{head.number}|{number}",
            payload=Part(kind, element, head, number, owner, finding),
        )


def _shown(kind: str, element: Element) -> Element:
    """What is shown as the words of a part: of a laboratory its name, not whom to call there."""
    name = element.first("contact", "name") if kind == "laboratory" else None
    return element if name is None else name


def _parts(tree: Tree) -> Iterator[tuple[str, Element, int, int]]:
    """All parts but the core data: kind, element, number within the kind, and owner."""
    root = tree.root
    for number, one in enumerate(root.all("administrativeData", "calibrationLaboratory"), 1):
        yield "laboratory", one, number, 0
    items = (i for one in root.all("administrativeData", "items") for i in one.below("item"))
    for number, one in enumerate(items, 1):
        yield "item", one, number, 0
    for number, one in enumerate(root.below("measuringEquipment"), 1):
        yield "equipment", one, number, 0
    numbers: dict[int, int] = {}
    for number, one in enumerate(root.below("quantity"), 1):
        numbers[id(one)] = number
        around = one.within("quantity")
        yield "quantity", one, number, 0 if around is None else numbers[id(around)]
    for number, one in enumerate(signatures(tree), 1):
        yield "signature", one, number, 0


def _head(tree: Tree, core: Element | None) -> Head:
    """What all rows need. Raises `CellError` where it cannot be read."""
    number = "" if core is None else " ".join(core.word("uniqueIdentifier").split())
    if not number or len(number) > _LONGEST:
        raise CellError(
            "uniqueIdentifier",
            number,
            "required",
            f"须有不超过 {_LONGEST} 字的证书编号，请向实验室索取 / a certificate needs its number, "
            f"of at most {_LONGEST} characters: ask the laboratory for it",
        )
    assert core is not None
    began = day_of(core, "beginPerformanceDate")
    performed = day_of(core, "endPerformanceDate")
    if began is not None and performed is not None and performed < began:
        raise CellError(
            "endPerformanceDate",
            core.word("endPerformanceDate"),
            "interval",
            "早于 beginPerformanceDate：请向实验室核实 / before beginPerformanceDate: ask the "
            "laboratory which of them is right",
        )
    return Head(number, performed, began, _notice(tree), sha256(tree.raw).hexdigest())


def _notice(tree: Tree) -> str:
    """The line of a comment by which the file says that it is no real certificate."""
    lines = (line for comment in tree.comments for line in comment.splitlines())
    found = next((line for line in lines if _NOTICE in line.casefold()), "")
    return found.strip()[:_LONGEST]


def day_of(element: Element, name: str) -> str | None:
    """The day of a date below an element; None where it is absent. Raises `CellError`."""
    text = element.word(name)
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is not None:
            return valid_time(match[1])
    except TimeError:
        pass  # no day of the calendar
    raise CellError(
        name,
        text,
        "date",
        "应为日期 YYYY-MM-DD，请向实验室核实 / a date YYYY-MM-DD is expected: ask the laboratory",
    )


def _headless(place: Place) -> Rejected:
    return Rejected(
        place,
        "coreData",
        "",
        "certificate",
        "证书的编号或日期不可读，其各部分无所归属：先改正它 / the number or the dates of the "
        "certificate cannot be read, so nothing in it belongs anywhere: correct them first",
    )
