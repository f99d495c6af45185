"""When a release of the code tables of the WMO took effect, as facts.

The lists of retired codes name the release that retired them, by its package of the fast-track
procedure (`FT2025-1`), and print no day. The day stands in Common Code table C-0 of WMO-No. 306
(github.com/wmo-im/CCT, `C00.csv`), which counts the half-yearly packages by the versions of GRIB
and BUFR that they brought: version 32/41 is FT2023-2, 35/44 FT2025-1, 36/45 FT2025-2 (pull requests
125, 192 and 244 there name FT2023-1, FT2024-1 and FT2025-2 with their rows; between two of one year
and the next lies one). That tables of metadata take effect with the package that they are part of
is our reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ontology.model import CodeList

RELEASES: Mapping[str, str] = MappingProxyType(
    {
        "FT2023-1": "2023-06-15",
        "FT2023-2": "2023-11-30",
        "FT2024-1": "2024-06-28",
        "FT2024-2": "2024-11-19",
        "FT2025-1": "2025-05-19",
        "FT2025-2": "2025-11-17",
    }
)
"""Day on which a release took effect, by its name."""
CODE_STANDINGS = CodeList(
    "code_standing",
    {
        "retired": ("当时已废止", "retired then"),
        "unknown": ("何时废止不明", "not known since when"),
        "in_force": ("当时有效", "in force then"),
    },
    "how a published code stood on the day on which its use is looked at; ours",
)


def effective(release: str) -> str:
    """The begin of the day on which a release took effect, in UTC; empty where it is not known.

    >>> effective("FT2025-1"), effective("FT1999-1")
    ('2025-05-19T00:00:00Z', '')
    """
    day = RELEASES.get(release)
    return f"{day}T00:00:00Z" if day else ""
