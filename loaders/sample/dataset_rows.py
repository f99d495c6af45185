"""The rows of systems, data sets, products and flows: one value type per table, as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from loaders.sample.rows import SYNTHETIC


@dataclass(frozen=True, slots=True)
class System:
    """A system that data pass through."""

    TABLE: ClassVar[str] = "systems"
    system_id: str
    name_zh: str
    level: str
    operated_by: str
    integrates_into: str = ""
    replaces: str = ""
    monitored_by: str = ""
    security_level: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set: the variables in it, or single series, and who receives it."""

    TABLE: ClassVar[str] = "datasets"
    dataset_id: str
    name_zh: str
    resource_id: str
    security_level: str
    agreement: str
    variables: str
    delivered_to: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Product:
    """A product, the data sets it is made of, and who receives it."""

    TABLE: ClassVar[str] = "products"
    product_id: str
    name_zh: str
    derived_from: str
    delivered_to: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Flow:
    """A stage of the way of a data set, from one system to another."""

    TABLE: ClassVar[str] = "flows"
    flow_id: str
    stage: str
    dataset: str
    from_system: str
    to_system: str
    process: str
    certainty: str = SYNTHETIC
