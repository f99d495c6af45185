"""Certificates made to be slow: very many of one thing, or very long ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.dcc import LOADER
from loaders.dcc.elements import MOST
from tests.faults.mutations import read_damaged

CORE = (
    "<dcc:coreData><dcc:uniqueIdentifier>N</dcc:uniqueIdentifier><dcc:beginPerformanceDate>"
    "2024-01-01</dcc:beginPerformanceDate><dcc:endPerformanceDate>2024-01-01"
    "</dcc:endPerformanceDate></dcc:coreData>"
)
ITEM = (
    "<dcc:item><dcc:name><dcc:content>x</dcc:content></dcc:name><dcc:identifications>"
    "<dcc:identification><dcc:issuer>manufacturer</dcc:issuer><dcc:value>1</dcc:value>"
    "</dcc:identification></dcc:identifications></dcc:item>"
)
QUANTITY = (
    "<dcc:quantity><si:real><si:value>1</si:value><si:unit>\\one</si:unit></si:real></dcc:quantity>"
)
SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{}</ds:Signature>'
ERRORS = (
    '<dcc:result><dcc:data><dcc:quantity refType="basic_measurementError">{}</dcc:quantity>'
    "</dcc:data></dcc:result>"
)
LIST = (
    "<si:realListXMLList><si:valueXMLList>{}</si:valueXMLList><si:unitXMLList>{}</si:unitXMLList>"
    "</si:realListXMLList>"
)
LONG = 2_000_000


def spread(one: str) -> str:
    """Half as many of one thing as a file may have: enough for what grows by the square."""
    return one * (MOST // 2 // one.count("</"))


CASES = {
    "items": (spread(ITEM), ""),
    "quantities": ("", f"<dcc:result><dcc:data>{spread(QUANTITY)}</dcc:data></dcc:result>"),
    "nested quantities": ("", ("<dcc:quantity>" * 90 + "</dcc:quantity>" * 90) * (MOST // 200)),
    "signatures": ("", spread(SIGNATURE.format(""))),
    "references": (
        "", SIGNATURE.format("<ds:SignedInfo>" + '<ds:Reference URI=""/>' * (MOST // 2)
                             + "</ds:SignedInfo>"),
    ),
    "digits": ("", ERRORS.format(LIST.format("1" * LONG + "x", "\\one"))),
    "values": ("", ERRORS.format(LIST.format("1 " * LONG, "\\one"))),
    "unit": ("", ERRORS.format(LIST.format("1", "\\kilo" * (LONG // 5)))),
    "comment": ("<!--" + "not a real " * (LONG // 10) + "-->", ""),
    "norm": ("", f"<dcc:usedMethod><dcc:norm>a{' ' * LONG}b</dcc:norm></dcc:usedMethod>"),
    "attributes": ("", "<dcc:x " + " ".join(f'a{i}=""' for i in range(50_000)) + "/>"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_it_takes_no_longer_than_any_other_file(case: str, tmp_path: Path) -> None:
    items, results = CASES[case]
    path = tmp_path / "certificate.xml"
    path.write_text(
        '<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc" '
        f'xmlns:si="https://ptb.de/si"><dcc:administrativeData>{CORE}<dcc:items>{items}</dcc:items>'
        f"</dcc:administrativeData><dcc:measurementResults>{results}</dcc:measurementResults>"
        "</dcc:digitalCalibrationCertificate>",
        "utf-8",
    )

    assert not read_damaged(LOADER, path).refused
