"""Messages in BUFR for tests: those of the real file, and synthetic ones, coded by ecCodes."""

from __future__ import annotations

from collections.abc import Sequence

import eccodes

REAL = "data/ecmwf_pdbufr/synop_inner_mongolia_part.bufr"
Sets = dict[str, object]
STATION: Sets = {
    "blockNumber": 53, "stationNumber": 463, "year": 2018, "month": 11, "day": 2, "hour": 12,
    "minute": 0, "latitude": 40.85, "longitude": 111.57,
}  # fmt: skip


def cut(raw: bytes) -> list[bytes]:
    """The messages of a file of nothing else."""
    found, at = [], 0
    while at < len(raw):
        length = int.from_bytes(raw[at + 4 : at + 7], "big")
        found.append(raw[at : at + length])
        at += length
    return found


def message(
    descriptors: Sequence[int], values: Sets, *, factors: Sequence[int] = (), **header: int
) -> bytes:
    """A message coded by ecCodes (synthetic)."""
    handle = eccodes.codes_bufr_new_from_samples("BUFR4")
    try:
        if factors:
            eccodes.codes_set_array(handle, "inputDelayedDescriptorReplicationFactor", factors)
        said = {"dataCategory": 0, "masterTablesVersionNumber": 30, "bufrHeaderCentre": 38}
        for key, number in {**said, **header}.items():
            eccodes.codes_set(handle, key, number)
        eccodes.codes_set_array(handle, "unexpandedDescriptors", descriptors)
        for key, value in values.items():
            if isinstance(value, list):
                eccodes.codes_set_array(handle, key, value)
            else:
                eccodes.codes_set(handle, key, value)
        eccodes.codes_set(handle, "pack", 1)
        return bytes(eccodes.codes_get_message(handle))
    finally:
        eccodes.codes_release(handle)


SHORT = (301090, 12101)
"""Identity, time and position of a station, and its air temperature."""


def short(kelvin: float = 281.1, *, update: int = 0, **changes: object) -> bytes:
    values = {**STATION, "heightOfStationGroundAboveMeanSeaLevel": 1153.5,
              "heightOfBarometerAboveMeanSeaLevel": 1154.4, "airTemperature": kelvin,
              **changes}  # fmt: skip
    return message(SHORT, values, updateSequenceNumber=update)


def full() -> bytes:
    """A message of the template 307080, with all that it repeats."""
    return message(
        [307080],
        {
            **STATION, "#1#airTemperature": 281.1, "#1#totalSunshine": 540, "#2#totalSunshine": 30,
            "#1#heightOfSensorAboveLocalGroundOrDeckOfMarinePlatform": 1.5,
            "#5#heightOfSensorAboveLocalGroundOrDeckOfMarinePlatform": 0.7,
            "#7#heightOfSensorAboveLocalGroundOrDeckOfMarinePlatform": 10.5,
            "#2#timePeriod": -24, "#3#timePeriod": -1, "#4#timePeriod": -6, "#5#timePeriod": -1,
            "#1#totalPrecipitationOrTotalWaterEquivalent": 1.2,
            "#2#totalPrecipitationOrTotalWaterEquivalent": 0.2,
            "#6#timePeriod": -12, "#7#timePeriod": 0, "#8#timePeriod": -24, "#9#timePeriod": 0,
            "#1#maximumTemperatureAtHeightAndOverPeriodSpecified": 285.0,
            "#1#minimumTemperatureAtHeightAndOverPeriodSpecified": 270.1,
            "#10#timePeriod": -10, "#1#windSpeed": 3.1, "#11#timePeriod": -10,
            "#1#maximumWindGustSpeed": 5.0, "#12#timePeriod": -60, "#2#maximumWindGustSpeed": 7.5,
            "#1#cloudAmount": 3, "#2#cloudAmount": 4, "#3#cloudAmount": 5,
        },
        factors=[2, 1, 3, 2, 3],
    )  # fmt: skip


def several(*, compressed: bool) -> bytes:
    """A message of three subsets."""
    numbers, kelvins = (463, 68, 513), (281.1, 282.4, -1e100)
    if compressed:
        values: Sets = {
            **STATION, "stationNumber": list(numbers), "airTemperature": list(kelvins),
            "latitude": [40.85, 43.65, 40.73], "longitude": [111.57, 112.0, 107.37],
        }  # fmt: skip
    else:
        values = {
            f"#{n}#{key}": value
            for n, (number, kelvin) in enumerate(zip(numbers, kelvins, strict=True), 1)
            for key, value in {
                **STATION, "stationNumber": number, "airTemperature": kelvin,
            }.items()
        }  # fmt: skip
    return message(SHORT, values, numberOfSubsets=3, compressedData=int(compressed))


def of_wigos_station() -> bytes:
    """A message of a station that has no number, only a WIGOS identifier."""
    return message(
        (301150, *SHORT),
        {
            **{k: v for k, v in STATION.items() if k not in {"blockNumber", "stationNumber"}},
            "wigosIdentifierSeries": 0, "wigosIssuerOfIdentifier": 156,
            "wigosIssueNumber": 10000, "wigosLocalIdentifierCharacter": "51056",
        },
    )  # fmt: skip


def bulletin(raw: bytes, group: str = "") -> bytes:
    """A message in the envelope of the GTS; `group`: BBB, as `CCA` of a correction."""
    heading = f"ISMI40 BABJ 021200 {group}".rstrip().encode("ascii")
    return b"\x01\r\r\n001\r\r\n" + heading + b"\r\r\n" + raw + b"\r\r\n\x03"
