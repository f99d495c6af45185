"""One measured step on SYNOP BUFR in a process of its own: prints a JSON line with figures.

Run as `python synop_steps.py STEP FILE HOME` with the project importable.
"""

import json
import resource
import sys
import time
from pathlib import Path

import eccodes

from graph import Settings, Workspace
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.synop_bufr.process import end_kept

IDENTITY = (
    "blockNumber", "stationNumber", "year", "month", "day", "hour", "minute", "latitude",
    "longitude", "heightOfStation",
)  # fmt: skip
MAIN = (
    "nonCoordinatePressure", "pressureReducedToMeanSeaLevel", "3HourPressureChange",
    "characteristicOfPressureTendency", "windDirectionAt10M", "windSpeedAt10M",
    "airTemperatureAt2M", "dewpointTemperatureAt2M", "relativeHumidity", "horizontalVisibility",
    "presentWeather", "pastWeather1", "pastWeather2", "cloudCoverTotal", "cloudAmount",
    "heightOfBaseOfCloud", "cloudType", "totalPrecipitationPast6Hours", "totalSnowDepth",
)  # fmt: skip
MORE = (
    "groundMinimumTemperaturePast12Hours", "minimumTemperatureAt2MPast24Hours",
    "maximumTemperatureAt2MPast24Hours", "evapotranspiration", "netRadiationIntegratedOver24Hours",
    "totalSunshine", "stateOfGround", "specialPhenomena",
    "highestGustDuringThe10MinutePeriodPrecedingObservation", "maximumWindGustSpeed",
    "maximumMeanWindSpeed", "meanWindSpeed", "minimumMeanWindSpeed",
)  # fmt: skip


def each_key(file: Path, _: Path) -> int:
    """ECCodes alone: the keys that the loader reads, one by one."""
    count = 0
    with file.open("rb") as stream:
        while (handle := eccodes.codes_bufr_new_from_file(stream)) is not None:
            eccodes.codes_set(handle, "unpack", 1)
            more = eccodes.codes_get(handle, "dataSubCategory") == 2
            for key in (*IDENTITY, *(MORE if more else MAIN)):
                if eccodes.codes_get_size(handle, key) > 1:
                    eccodes.codes_get_array(handle, key)
                else:
                    eccodes.codes_get(handle, key)
            eccodes.codes_release(handle)
            count += 1
    return count


def all_values(file: Path, _: Path) -> int:
    """ECCodes alone: all values of a message in one array, which is its fastest way."""
    count = 0
    with file.open("rb") as stream:
        while (handle := eccodes.codes_bufr_new_from_file(stream)) is not None:
            eccodes.codes_set(handle, "unpack", 1)
            eccodes.codes_get_array(handle, "numericValues")
            eccodes.codes_release(handle)
            count += 1
    return count


def load(file: Path, home: Path) -> int:
    """All of a load: decoding, claims into the ledger, values into the lake."""
    [planned] = make_plan([file], Declared()).files
    with Workspace(Settings(home), create=True) as workspace, workspace.ledger.writing() as writer:
        report = load_file(workspace.ledger, writer, planned, LoadChoices())
    end_kept()  # what it has used is known when it has ended
    assert report.rejected == 0
    assert report.values > 20 * report.accepted
    return report.accepted


def main() -> None:
    """Run the step and print its figures."""
    steps = {"each_key": each_key, "all_values": all_values, "load": load}
    name, file, home = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    started = time.perf_counter()
    count = steps[name](file, home)
    seconds = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF)
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime
    print(
        json.dumps(
            {
                "seconds": seconds,
                "messages": count,
                "processor": processor,
                "mib": (own.ru_maxrss + below.ru_maxrss) / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
