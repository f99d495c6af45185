"""Data sets of the sample: the systems they pass through, products made of them, and receivers."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.sample.audits import FORECAST, OFFICE
from loaders.sample.dataset_rows import Dataset, Flow, Product, System
from loaders.sample.indicators import REGION
from loaders.sample.issues import DATA_CENTRE
from loaders.sample.metrology import REGION_LAB
from loaders.sample.rows import Row

_LEAGUES = "各盟市气象局"
_HOURLY, _PRESSURE, _FIELD, _SHARED = (f"SYN-DS-{number:02d}" for number in range(1, 5))
_DATASETS = (_HOURLY, _PRESSURE, _FIELD, _SHARED)
MONITOR = "SYN-SYS-07"
"""The system that watches over the others."""
_SYSTEMS = (
    ("自动站采集器软件（合成）", "station", REGION_LAB),
    ("站级业务软件（合成）", "station", REGION_LAB),
    ("观测资料传输系统（合成）", "region", DATA_CENTRE),
    ("观测资料质控系统（合成）", "region", DATA_CENTRE),
    ("气象资料存储系统（合成）", "region", DATA_CENTRE),
    ("产品制作与服务系统（合成）", "region", DATA_CENTRE),
)
# Stage by stage from each system to the next one, by the process of the plan.
_STAGES = (
    ("采集", "Y03-01"), ("传输", "Y03-02"), ("质控", "Y03-03"), ("存储", "Y03-04"),
    ("产品服务", "Y03-05"),
)  # fmt: skip


def rows(station: str) -> Iterator[Row]:
    """All rows; `station`: the one whose single series are shared by an agreement."""
    yield from _systems()
    yield from _datasets(station)
    yield from _products()
    yield from _flows()


def system(number: int) -> str:
    """The id of a system by its number."""
    return f"SYN-SYS-{number:02d}"


def _systems() -> Iterator[System]:
    for number, (name, level, unit) in enumerate(_SYSTEMS, 1):
        yield System(system(number), name, level, unit, "", "", MONITOR, "二级")
    yield System(
        MONITOR, "业务运行监控系统（合成）", "region", DATA_CENTRE, system(6), "", "", "二级"
    )


def _datasets(station: str) -> Iterator[Dataset]:
    for dataset, name, resource, level, agreement, variables, receivers in (
        (_HOURLY, "地面小时值数据集（合成）", "SYN-SURF-HOR", "内部", "", "TEM;PRS;RHU;WIN;PRE",
         f"{FORECAST};{_LEAGUES}"),
        (_PRESSURE, "气压质控数据集（合成）", "SYN-SURF-PRS", "内部", "", "PRS", FORECAST),
        (_FIELD, "地温日照数据集（合成）", "SYN-SURF-AGR", "内部", "", "GST;SSD;PRE", _LEAGUES),
        (_SHARED, "单站共享数据集（合成）", "SYN-SURF-ONE", "公开", "SYN-AGR-01",
         f"{station}|TEM;{station}|PRS", OFFICE),
    ):  # fmt: skip
        yield Dataset(dataset, name, resource, level, agreement, variables, receivers)


def _products() -> Iterator[Product]:
    for number, name, sources, receivers in (
        (1, "短时临近预报产品（合成）", _HOURLY, f"{FORECAST};{_LEAGUES}"),
        (2, "气候月报（合成）", f"{_HOURLY};{_FIELD}", REGION),
        (3, "海平面气压分析图（合成）", _PRESSURE, FORECAST),
        (4, "农业气象旬报（合成）", _FIELD, _LEAGUES),
    ):
        yield Product(f"SYN-PD-{number:02d}", name, sources, receivers)


def _flows() -> Iterator[Flow]:
    for dataset in _DATASETS:
        for number, (stage, process) in enumerate(_STAGES, 1):
            yield Flow(
                f"SYN-FL-{dataset[4:]}-{number}", stage, dataset, system(number),
                system(number + 1), f"{process}@region",
            )  # fmt: skip
