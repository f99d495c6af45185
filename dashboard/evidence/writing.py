"""Writing a package: a zip whose bytes depend on its contents alone, put in place whole."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from dashboard.evidence.contents import Contents
from dashboard.evidence.documents import files, manifest

_NEVER = (1980, 1, 1, 0, 0, 0)


def package_bytes(contents: Contents, *, pdf: bool = True) -> bytes:
    """The zip: names in order, no times, no owners."""
    made = files(contents, pdf=pdf)
    made["manifest.json"] = manifest(made, contents)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(made):
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, made[name])
    return stream.getvalue()


def write_package(contents: Contents, path: Path, *, pdf: bool = True) -> int:
    """Write the zip, whole or not at all; returns its size."""
    data = package_bytes(contents, pdf=pdf)
    temporary = path.with_name(f".{path.name}.writing")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return len(data)
