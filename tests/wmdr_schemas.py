"""The schema of WMDR 1.0, compiled with those it imports from a package of the index.

`iwxxm-validate` (MIT) ships the schemas of OGC, ISO and WMO as published: GML 3.2.1, O&M 2.0,
ISO 19139 of 2007-04-17, METCE 1.0, XLink. Nothing is installed and nothing kept: the wheel is
fetched by its hash and read as the archive it is. Its code, for a newer Python, never runs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

PACKAGE = "iwxxm-validate==2026.9.22"
DIGEST = "c6ce31c0cc9a88ca418b16f3dad0c718c8f381a3f325644288377ff8f2872cc7"
INSIDE = "iwxxm_validate/schemas/iwxxm/externalSchema/"
WHERE = {"http://www.w3.org/": "org/w3c/", "http://": ""}
RULES = "http://schemas.opengis.net/gml/3.3/extdEncRule.xsd"
STUB = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'targetNamespace="http://www.opengis.net/gml/3.3/exr"/>'
)
"""In the place of the one schema that the package lacks: its element stands in annotations only."""


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The archive of the schemas."""
    folder = tmp_path_factory.mktemp("schemas")
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{DIGEST}\n", encoding="utf-8")
    command = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.13",
               "--require-hashes", "--disable-pip-version-check", "-d", str(folder)]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pip", *command, "-r", str(wanted)],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"needs {PACKAGE} of the package index: {done.stderr.strip()[-200:]}")
    (wheel,) = folder.glob("*.whl")
    return ZipFile(wheel)


@pytest.fixture(scope="session")
def wmdr_schema(schemas: ZipFile, shared: Path) -> Any:
    """`wmdr_1.0.xsd` with all that it imports; the network is not asked."""
    from lxml import etree

    class Catalogue(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: object) -> object:
            if url == RULES:
                return self.resolve_string(STUB, context, base_url=url)
            for beginning, place in WHERE.items():
                name = INSIDE + place + url.removeprefix(beginning)
                if url.startswith(beginning) and name in schemas.NameToInfo:
                    return self.resolve_string(schemas.read(name), context, base_url=url)
            if url.startswith("http"):
                raise LookupError(f"no schema {url} in {PACKAGE}")
            return None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Catalogue())
    return etree.XMLSchema(etree.parse(shared / "data/wmdr/schemas/wmdr_1.0.xsd", parser))
