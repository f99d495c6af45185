"""Signatures of certificates: sound, altered, broken, trusted or not, whatever the day is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph import MissingExtraError
from loaders.dcc.elements import read_tree
from loaders.dcc.signature import Finding, check, signatures

pytest.importorskip("signxml")
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import XMLSigner

SIGNED = "dcc_gp_temperature_typical_v12_v3.2.0_signed.xml"
PLAIN = (
    '<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc"><dcc:administrativeData>'
    "<dcc:value>1.0</dcc:value></dcc:administrativeData>{}</dcc:digitalCalibrationCertificate>"
)
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
Looked = Callable[..., Finding]


class Key:
    """A key with its certificate, issued by itself or by another; a person's name stands in it."""

    def __init__(self, organisation: str, issuer: Key | None = None, *, ca: bool = False) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                x509.NameAttribute(NameOID.COMMON_NAME, f"张三 of {organisation}"),
            ]
        )
        above = issuer or self
        usage = x509.KeyUsage(True, False, False, False, False, ca, ca, False, False)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(above.name)
            .public_key(self.private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(BEGIN)
            .not_valid_after(BEGIN + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(above.private, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def sign(self, text: str, reference: str | None = None) -> bytes:
        signer = XMLSigner(signature_algorithm="ecdsa-sha256")
        root = signer.sign(
            etree.fromstring(text.encode()), key=self.private, cert=self.pem.decode(),
            reference_uri=reference,
        )  # fmt: skip
        return etree.tostring(root)


@pytest.fixture(scope="module")
def root() -> Key:
    return Key("计量院", ca=True)


@pytest.fixture(scope="module")
def laboratory(root: Key) -> Key:
    return Key("检定所", root)


@pytest.fixture
def looked(tmp_path: Path) -> Looked:
    """The finding on a file, in a home that trusts some keys."""

    def call(raw: bytes, *trusted: bytes) -> Finding:
        path = tmp_path / "certificate.xml"
        path.write_bytes(raw)
        (tmp_path / "trusted").mkdir(exist_ok=True)
        for number, pem in enumerate(trusted):
            (tmp_path / "trusted" / f"{number}.pem").write_bytes(pem)
        tree = read_tree(path)
        return check(tree, signatures(tree)[0], tmp_path)

    return call


def test_a_trusted_key_or_one_that_it_issued(looked, root: Key, laboratory: Key) -> None:
    raw = laboratory.sign(PLAIN.format(""))

    assert looked(raw, laboratory.pem).state == "valid"
    assert looked(raw, root.pem).state == "valid"
    assert looked(raw, b"no certificate", root.pem).state == "valid"
    assert looked(raw, root.pem).organisation == "检定所"


def test_no_key_or_another_key(looked, laboratory: Key) -> None:
    raw = laboratory.sign(PLAIN.format(""))

    for trusted in ((), (Key("别处").pem,), (b"no certificate",)):
        finding = looked(raw, *trusted)
        assert (finding.state, finding.organisation) == ("not_verifiable", "检定所")


def test_whoever_is_no_authority_lends_no_trust(looked, laboratory: Key) -> None:
    below = Key("下属", laboratory)

    assert looked(below.sign(PLAIN.format("")), laboratory.pem).state == "not_verifiable"


def test_one_changed_digit_is_an_alteration(looked, root: Key, laboratory: Key) -> None:
    raw = laboratory.sign(PLAIN.format("")).replace(b"1.0", b"1.1")

    assert looked(raw, root.pem).state == "altered"


def test_a_broken_signature_is_invalid(looked, root: Key, laboratory: Key) -> None:
    raw = laboratory.sign(PLAIN.format(""))
    start = raw.index(b"SignatureValue>") + len(b"SignatureValue>")
    other = b"A" if raw[start : start + 1] != b"A" else b"B"

    assert looked(raw[:start] + other + raw[start + 1 :], root.pem).state == "invalid"
    assert looked(raw.replace(b"SignedInfo", b"SomeInfo"), root.pem).state == "invalid"


def test_a_signature_of_a_part_does_not_cover_the_certificate(looked, root, laboratory) -> None:
    part = PLAIN.format("").replace("<dcc:administrativeData>", '<dcc:administrativeData Id="s">')
    raw = laboratory.sign(part, reference="s")

    finding = looked(raw, root.pem)

    assert finding.state == "invalid"
    assert "whole" in finding.reason


def test_a_signature_from_elsewhere_says_nothing_here(looked, root: Key, laboratory: Key) -> None:
    raw = laboratory.sign(PLAIN.format("").replace("1.0", "9.9"))
    signed = raw[raw.index(b"<ds:Signature") : raw.index(b"</ds:Signature>") + 15]

    assert looked(PLAIN.format(signed.decode()).encode(), root.pem).state == "altered"


def test_two_signatures_or_one_elsewhere(looked, root: Key, laboratory: Key) -> None:
    raw = laboratory.sign(PLAIN.format(""))
    start, end = raw.index(b"<ds:Signature"), raw.index(b"</ds:Signature>") + 15
    one = raw[start:end]

    assert looked(raw[:end] + one + raw[end:], root.pem).state == "invalid"
    inside = PLAIN.format("").replace("<dcc:value>", one.decode() + "<dcc:value>")
    assert looked(inside.encode(), root.pem).state == "invalid"


def test_no_person_is_named(looked, laboratory: Key) -> None:
    assert "张三" not in repr(looked(laboratory.sign(PLAIN.format(""))))


def test_the_real_one_on_the_day_of_its_signing(looked, shared: Path) -> None:
    """Its key ran out in 2024: a check on the day of the test would say otherwise."""
    path = shared / "data" / "dcc_pydcc" / SIGNED
    key = next(read_tree(path).root.below("X509Certificate")).text
    pem = f"-----BEGIN CERTIFICATE-----\n{key}\n-----END CERTIFICATE-----\n".encode()

    finding = looked(path.read_bytes(), pem)

    assert finding.state == "valid"
    assert (finding.organisation, finding.signed_on) == (
        "Calibration A GmbH", "2023-03-27T15:14:30Z",
    )  # fmt: skip
    late = path.read_bytes().replace(b"2023-03-27T15", b"2025-03-27T15")
    assert looked(late, pem).state == "altered"


def test_without_the_extra_it_is_named(looked, laboratory: Key, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "signxml.verifier", None)

    with pytest.raises(MissingExtraError, match=r"suyuan\[field\]"):
        looked(laboratory.sign(PLAIN.format("")))


def test_nothing_heavy_is_imported_with_the_loader() -> None:
    code = (
        "import sys, loaders.dcc; "
        "sys.exit(sorted({'signxml', 'lxml', 'cryptography', 'pint'} & set(sys.modules)) or 0)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
