"""What a title of a document says beside its wording: its area, its edition, who sent it out."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from graph import MissingExtraError
from loaders.documents.cleaning.script import simplified
from loaders.documents.names.areas import area_prefix

SHORTEST = 6
REGION = "自治区"
_STANDARD = re.compile(r"[A-Z]{2,5}(?:/[A-Z]+)*(?:\([\u4e00-\u9fff]+\))?\d")
_STANDARD_YEAR = re.compile(r"[:-](?=(?:19|20)\d\d\Z)")
_MARKS = re.compile(r"[\s“”‘’\"'《》〈〉「」]")
_DASHES = re.compile(r"[‐-―−~]+|(?<=\d)至(?=\d)|(?<=年)至(?=\d)")
_WRAPPED = re.compile(
    r"(?P<issuer>[^《]*?)(?:关于)?印发(?P<inner>.+)的通知(?P<tail>(?:\([^()]*\))?)"
)
_YEARS = re.compile(
    r"(?<!\d)(?P<from>(?:19|20)\d\d)年?(?:-(?P<to>(?:19|20)?\d\d)(?!\d))?(?:年度?)?"
)
_TRIAL = re.compile(r"\((试行|暂行|试用|修订|修正)版?\)")
_EMPTY = re.compile(r"\([版-]?\)")


@dataclass(frozen=True, slots=True)
class TitleForm:
    """A title without what its variants leave out.

    `core`: the wording with its area in full; `edition`: years and 试行, sorted; `issuer`: who sent
    it out by 关于印发…的通知, empty without such a wrapper or where it names nobody.
    """

    core: str
    edition: tuple[str, ...] = ()
    issuer: str = ""
    wrapped: bool = False


def title_form(title: str, region: str = "") -> TitleForm | None:
    """The form of a title; None for one too short to tell. `region`: what 自治区 in it means.

    >>> title_form("某某市气象局关于印发《全国行动计划（2018—2020年）》的通知")
    TitleForm(core='全国行动计划', edition=('2018-2020',), issuer='某某市气象局', wrapped=True)
    """
    text = _plain(title)
    bare = _MARKS.sub("", text)
    if _STANDARD.match(bare):
        return TitleForm(_STANDARD_YEAR.sub("-", bare))
    issuer, wrapped = "", False
    match = _WRAPPED.fullmatch(re.sub(r"\s", "", text))
    if match and match["inner"].count("《") <= 1:
        issuer, wrapped = _in_full(_MARKS.sub("", match["issuer"]), region), True
        bare = _MARKS.sub("", match["inner"] + match["tail"])
    core, edition = _edition(bare)
    if len(core) < SHORTEST:
        return None
    return TitleForm(_in_full(core, region), edition, issuer, wrapped)


def is_of_some_region(title: str) -> bool:
    """Whether a title begins with 自治区, without saying which, perhaps in its wrapper."""
    bare = _MARKS.sub("", _plain(title))
    return bare.startswith(REGION) or f"印发{REGION}" in bare


def _plain(title: str) -> str:
    """In half-width and simplified characters; as it stands where the converter is missing."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", title))
    with suppress(MissingExtraError):
        text = simplified(text)
    return text


def _in_full(name: str, region: str) -> str:
    """内蒙古气象局… and, where it is known which, 自治区气象局… with the full name of the area."""
    if name.startswith(REGION):
        return region + name.removeprefix(REGION) if region else name
    area = area_prefix(name)
    return area.full + name[area.length :] if area is not None and area.listed else name


def _edition(bare: str) -> tuple[str, tuple[str, ...]]:
    """The title without its years and its mark of a trial, and these."""
    found: list[str] = []

    def year(match: re.Match[str]) -> str:
        begin, end = match["from"], match["to"]
        found.append(f"{begin}-{begin[: 4 - len(end)]}{end}" if end else begin)
        return ""

    def trial(match: re.Match[str]) -> str:
        found.append(match[1])
        return ""

    core = _EMPTY.sub("", _TRIAL.sub(trial, _YEARS.sub(year, bare)))
    return core, tuple(sorted(found))
