"""Documents from texts written in the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.documents.model import Document, Fault
from loaders.documents.reading.read import read_documents


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Document | Fault]:
    """What bytes are read as, under a name."""

    def read(data: bytes, name: str = "a.txt") -> Document | Fault:
        path = tmp_path / name
        path.write_bytes(data)
        [one] = read_documents(path)
        return one

    return read


@pytest.fixture
def read(found: Callable[..., Document | Fault]) -> Callable[..., Document]:
    """The document of a text; → stands for a tab."""

    def document(text: str, name: str = "a.txt") -> Document:
        one = found(text.replace("→", "\t").encode(), name)
        assert isinstance(one, Document), one
        return one

    return document
