"""The sample province: real stations, units and processes, and made-up records that fit them.

`suyuan sample DIR` writes the import tables of a whole province into a folder. What is fact stands
in `real/`, everything else in `generated/` and is marked `synthetic` row by row; known causes were
planted and are listed in `answers.json`, which no loader reads.
"""

from __future__ import annotations

from loaders.sample.mechanisms import PlantedCause
from loaders.sample.package import SampleReport, write_province

__all__ = ["PlantedCause", "SampleReport", "write_province"]
