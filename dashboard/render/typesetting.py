"""Print by typst: a template of ours and data, fonts embedded; texts are never read as markup."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import orjson

from graph import MissingExtraError, SuyuanError

_FAMILIES = ("CJK", "Source Han", "SimSun", "SimHei", "YaHei", "PingFang", "WenQuanYi", "Fandol")


class NoChineseFontError(SuyuanError):
    """This machine has no font with Chinese characters: the print would be boxes."""

    def __init__(self) -> None:
        super().__init__(
            "没有中文字体，打不出 PDF：apt-get install fonts-noto-cjk，或加 --no-pdf / "
            "no Chinese font for the PDF: apt-get install fonts-noto-cjk, or use --no-pdf"
        )


def typeset(
    template: Path, told: Mapping[str, object], form: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """A document from a template that reads `data`; of a PNG the template makes one page.

    Raises `MissingExtraError` without the extra `dashboard`, `NoChineseFontError`.
    """
    font = chinese_font()
    import typst

    data = orjson.dumps({**told, "font": font}).decode()
    made: bytes = typst.compile(
        template.read_bytes(), format=form, ppi=144.0, sys_inputs={"data": data}, timestamp=0
    )
    return made


@cache
def chinese_font() -> str:
    """The font to print with, of those on this machine. Raises as `typeset`."""
    try:
        import typst
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "dashboard") from error
    fonts = [name for name in typst.Fonts().families() if any(f in name for f in _FAMILIES)]
    if not fonts:
        raise NoChineseFontError
    return min(fonts, key=lambda name: ("SC" not in name, "Mono" in name, name))
