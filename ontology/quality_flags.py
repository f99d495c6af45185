"""Quality flags of other schemes, and which flag of one says what a flag of another says.

Each flag is put to one meaning. Two flags of one meaning match exactly; where a scheme has none for
it, a flag of the next wider meaning matches broadly; where it has neither, nothing matches, and the
flag is not translated: a corrected value beside a wrong one is of the Chinese scheme alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ontology.codes import QC_CODES
from ontology.model import CodeList

WMO_FLAGS = CodeList(
    "wmo_quality_flag",
    {
        "good": ("良好", "good"),
        "estimate": ("估计值", "estimate"),
        "suspect": ("可疑", "suspect"),
        "poor": ("低质", "poor"),
        "missing": ("缺测", "missing"),
        "unchecked": ("未检查", "unchecked"),
    },
    "WMO-No. 1192, code table 8-03-02",
)
BUFR_FLAGS = CodeList(
    "bufr_033020",
    {
        "0": ("良好", "good"),
        "1": ("不一致", "inconsistent"),
        "2": ("可疑", "doubtful"),
        "3": ("错误", "wrong"),
        "4": ("未检查", "not checked"),
        "5": ("已改动", "has been changed"),
        "6": ("估计值", "estimated"),
        "7": ("缺测", "missing value"),
    },
    "WMO-No. 306, BUFR code table 0 33 020",
)
QARTOD_FLAGS = CodeList(
    "qartod_flag",
    {
        "1": ("通过", "pass"),
        "2": ("未评定", "not evaluated"),
        "3": ("可疑", "suspect"),
        "4": ("不通过", "fail"),
        "9": ("缺测", "missing"),
    },
    "IOOS QARTOD, Manual for Real-Time Oceanographic Data Quality Control Flags 1.2",
)
FLAG_SCHEMES: Mapping[str, CodeList] = MappingProxyType(
    {scheme.name: scheme for scheme in (QC_CODES, WMO_FLAGS, BUFR_FLAGS, QARTOD_FLAGS)}
)
# Meaning -> the next wider one, where there is one.
_WIDER: Mapping[str, str] = MappingProxyType(
    {"suspect": "low", "wrong": "low", "inconsistent": "suspect", "no_task": "missing"}
)
_MEANINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "qc_code": {
            "0": "good",
            "1": "suspect",
            "2": "wrong",
            "3": "corrected_beside",
            "4": "changed",
            "7": "no_task",
            "8": "missing",
            "9": "not_checked",
        },
        "wmo_quality_flag": {
            "good": "good",
            "estimate": "estimated",
            "suspect": "suspect",
            "poor": "low",
            "missing": "missing",
            "unchecked": "not_checked",
        },
        "bufr_033020": {
            "0": "good",
            "1": "inconsistent",
            "2": "suspect",
            "3": "wrong",
            "4": "not_checked",
            "5": "changed",
            "6": "estimated",
            "7": "missing",
        },
        "qartod_flag": {
            "1": "good",
            "2": "not_checked",
            "3": "suspect",
            "4": "wrong",
            "9": "missing",
        },
    }
)
EXACT, BROAD = "exactMatch", "broadMatch"


@dataclass(frozen=True, slots=True)
class FlagMatch:
    """A flag of another scheme that says the same (`exactMatch`) or something wider."""

    scheme: str
    code: str
    relation: str


def matches(scheme: str, code: str) -> Iterator[FlagMatch]:
    """The flags of every other scheme that a flag may be told as, at most one of each.

    >>> [(m.scheme, m.code, m.relation) for m in matches("qc_code", "2")]
    [('wmo_quality_flag', 'poor', 'broadMatch'), ('bufr_033020', '3', 'exactMatch'), \
('qartod_flag', '4', 'exactMatch')]
    >>> list(matches("qc_code", "3"))
    []
    """
    meaning = _MEANINGS[scheme][code]
    for other in FLAG_SCHEMES:
        if other != scheme and (found := _match(other, meaning)) is not None:
            yield found


def _match(scheme: str, meaning: str) -> FlagMatch | None:
    relation, wanted = EXACT, meaning
    while True:
        for code, said in _MEANINGS[scheme].items():
            if said == wanted:
                return FlagMatch(scheme, code, relation)
        if wanted not in _WIDER:
            return None
        relation, wanted = BROAD, _WIDER[wanted]
