"""XML of certificates: exact places, and nothing from outside the file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph import SourceError
from loaders.dcc import LOADER
from loaders.dcc.elements import DEEPEST, MOST, Element, read_tree
from loaders.protocol import SourceFile

ROOT = '<d:digitalCalibrationCertificate xmlns:d="https://ptb.de/dcc">{}</d:digitalCalibrationCertificate>'
ODD = (
    "<?xml version='1.0'?>\r\n<!-- 说明 > -->\r\n<a  x='>'  >\r\n"
    "  <b/><b y='/>'></b><c>湿度</c><d><!--/>--></d><e><![CDATA[/>]]></e>"
    "<f><g/></f ><h\n/>\r\n</a\n>\r\n"
)


def write(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "certificate.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def every(root: Element) -> list[Element]:
    found = [root]
    for one in found:
        found += one.children
    return found


def test_places_are_exact_in_bytes(tmp_path: Path) -> None:
    tree = read_tree(write(tmp_path, ODD))

    def words(e: Element) -> str:
        return tree.raw[e.offset : e.offset + e.length].decode()

    below = every(tree.root)[1:]
    assert [(e.name, words(e)) for e in below] == [
        ("b", "<b/>"), ("b", "<b y='/>'></b>"), ("c", "<c>湿度</c>"), ("d", "<d><!--/>--></d>"),
        ("e", "<e><![CDATA[/>]]></e>"), ("f", "<f><g/></f >"), ("h", "<h\n/>"), ("g", "<g/>"),
    ]  # fmt: skip
    assert below[1].xpath == "/*[local-name()='a']/*[local-name()='b'][2]"
    assert words(tree.root) == ODD[ODD.index("<a") : ODD.rindex(">") + 1]
    assert tree.comments == (" 说明 > ", "/>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_in_utf_16_the_path_and_line_stand_alone(tmp_path: Path, encoding: str) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>\n' + ROOT.format("<d:x>湿度</d:x>")
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    path = write(tmp_path, mark + text.encode(encoding))

    place = read_tree(path).root.children[0].place

    assert LOADER.accepts(path, path.read_bytes())
    assert (place.line, place.offset, place.length) == (2, None, None)
    assert place.locator == "xpath:/dcc:digitalCalibrationCertificate/dcc:x"


def test_locators_are_paths_that_another_parser_follows(tmp_path: Path, shared: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    path = shared / "data" / "dcc_pydcc" / "dcc_gp_humidity_v1.0.xml"
    document = etree.parse(str(path))
    spaces = {"dcc": "https://ptb.de/dcc", "si": "https://ptb.de/si"}

    for row in LOADER.read(SourceFile(path, "dcc")):
        (found,) = document.xpath(row.place.locator.removeprefix("xpath:"), namespaces=spaces)
        assert found.sourceline <= row.place.line


ENTITIES = {
    "bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{i} "{"&a;" if not i else f"&a{i - 1};" * 10}">' for i in range(10))
    + "]>" + ROOT.format("&a9;"),
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>' + ROOT.format("&a;" * 50_000),
    "outside file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + ROOT.format("&f;"),
    "network": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + ROOT.format(""),
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>' + ROOT.format(""),
    "empty declaration": "<!DOCTYPE x>" + ROOT.format(""),
}  # fmt: skip


@pytest.mark.parametrize("case", ENTITIES)
def test_declarations_are_refused_at_once(tmp_path: Path, case: str) -> None:
    path = write(tmp_path, ENTITIES[case])
    assert LOADER.accepts(path, path.read_bytes()[:65536]) or case == "quadratic"
    started = time.monotonic()

    with pytest.raises(SourceError, match="DTD") as refused:
        list(LOADER.read(SourceFile(path, "dcc")))

    assert time.monotonic() - started < 1
    assert "passwd" not in str(refused.value)


BROKEN = {
    "empty": "",
    "no XML": "certificate",
    "unknown entity": ROOT.format("&nbsp;"),
    "unclosed": ROOT.format("<d:x>"),
    "unbound prefix": ROOT.format("<q:x/>"),
    "two roots": ROOT.format("") + ROOT.format(""),
    "wrong bytes": ROOT.format("\0"),
    "unknown encoding": "<?xml version='1.0' encoding='klingon'?>" + ROOT.format(""),
    "too deep": ROOT.format("<d:x>" * DEEPEST + "</d:x>" * DEEPEST),
    "too many": ROOT.format("<d:x/>" * MOST),
    "another root": "<digitalCalibrationCertificate/>",
    "not utf-8": ROOT.format("x").encode().replace(b"x<", b"\xff<"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_certificate_is_refused_with_a_remedy(tmp_path: Path, case: str) -> None:
    with pytest.raises(SourceError) as refused:
        list(LOADER.read(SourceFile(write(tmp_path, BROKEN[case]), "dcc")))

    assert " / " in refused.value.remedy


def test_a_schema_of_certificates_is_none(shared: Path) -> None:
    path = shared / "data" / "dcc_pydcc" / "dcc_tcim1448.xsd"

    assert not LOADER.accepts(path, path.read_bytes()[:65536])
