"""The signature of a certificate (XML Signature, XAdES): is the file what was signed, and by whom.

Nothing is asked of the network and nothing depends on the day of the check: a key is judged on
the day of signing that the signature itself names. Whose keys are trusted is told by the files
`trusted/*.pem` in the home; without one that fits a sound signature is `not_verifiable`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph import MissingExtraError
from loaders.dcc.elements import DCC, DS, Element, Tree

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

ABSENT, VALID, NOT_VERIFIABLE = "absent", "valid", "not_verifiable"
ALTERED, INVALID = "altered", "invalid"
TRUSTED = "trusted"
_REFERENCES = 16
"""Parts that a signature may refer to: each costs a copy of the file."""
# What the libraries raise where a damaged signature lacks one of its parts.
_DAMAGED = (
    ValueError, TypeError, AttributeError, LookupError, NotImplementedError, AssertionError
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of a signature gave.

    `state`: code of the list `signature_state`. `reason`: why, in Chinese / English.
    `organisation`: of the signer's key certificate, never a person. `signed_on`: as the signature
    says, in its own words.
    """

    state: str
    reason: str
    organisation: str = ""
    signed_on: str = ""


def signatures(tree: Tree) -> list[Element]:
    """The signatures of a file, wherever they stand."""
    return [e for e in tree.root.below("Signature") if e.namespace == DS]


def check(tree: Tree, signature: Element, home: Path | None, number: int = 1) -> Finding:
    """Check the one signature of a file. Raises `MissingExtraError` without the extra `field`.

    `number`: its place among the signatures of the file.
    """
    only = number == 1 and tree.root.count((DS, "Signature")) == 1
    if not only or signature.parent is not tree.root:
        return Finding(
            INVALID,
            "签名不止一个，或不在根元素之下 / more than one signature, or not below the root",
        )
    if sum(1 for _ in signature.below("Reference")) > _REFERENCES:
        return Finding(INVALID, "签名所指过多，不予核对 / refers to too many parts: not checked")
    signed_on = next((e.text for e in signature.below("SigningTime")), "")
    key = _certificate(signature)
    if key is None:
        return Finding(
            NOT_VERIFIABLE,
            "签名未附可读的密钥证书 / the signature carries no readable key certificate",
            signed_on=signed_on,
        )
    if any("sha1" in a.lower() for a in _algorithms(signature)):
        state, reason = NOT_VERIFIABLE, "以 SHA-1 签署，已不足为凭 / signed with SHA-1: no proof"
    else:
        state, reason = _verified(tree.raw, key)
    if state == VALID and not _trusted(key, _moment(signed_on, key), home):
        state = NOT_VERIFIABLE
        reason = (
            "内容与签名相符，但没有受信任的密钥可核对签署者 / the content is what was signed, but "
            "no trusted key tells by whom"
        )
    return Finding(state, reason, _organisation(key), signed_on)


def _certificate(signature: Element) -> Certificate | None:
    """The key certificate that a signature carries; the first, as XAdES orders them."""
    try:
        from cryptography import x509
    except ImportError as error:
        raise MissingExtraError("signxml", "field") from error
    text = next((e.text for e in signature.below("X509Certificate")), "")
    try:
        return x509.load_der_x509_certificate(base64.b64decode("".join(text.split())))
    except ValueError:
        return None


def _algorithms(signature: Element) -> Iterator[str]:
    """The methods by which it was signed and its parts were hashed."""
    for one in signature.below("SignedInfo"):
        for method in one.below("SignatureMethod", "DigestMethod"):
            yield method.attributes.get("Algorithm", "")


def _verified(raw: bytes, key: Certificate) -> tuple[str, str]:
    """Whether the root is what the key signed."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from lxml import etree
        from signxml.exceptions import InvalidDigest, InvalidSignature, SignXMLException
        from signxml.verifier import SignatureConfiguration, XMLVerifier
    except ImportError as error:
        raise MissingExtraError("signxml", "field") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    configuration = SignatureConfiguration(
        location="./", expect_references=True, verification_time=key.not_valid_before_utc
    )
    try:
        found = XMLVerifier().verify(
            etree.fromstring(raw, parser), x509_cert=key, expect_config=configuration
        )
    except InvalidDigest:
        return ALTERED, (
            "签署后内容被改动：摘要不符 / altered after it was signed: the digest does not fit"
        )
    except InvalidSignature as error:
        return INVALID, f"签名与密钥不符 / the signature does not fit its key: {error}"
    except (*_DAMAGED, SignXMLException, etree.LxmlError, UnsupportedAlgorithm) as error:
        return INVALID, f"签名不可读 / the signature cannot be read: {error}"
    results = found if isinstance(found, list) else [found]
    tags = {r.signed_xml.tag for r in results if r.signed_xml is not None}
    if f"{{{DCC}}}digitalCalibrationCertificate" not in tags:
        return INVALID, "签名未覆盖整份证书 / the signature does not cover the whole certificate"
    return VALID, "内容与签名相符，签署者可信 / the content is what a trusted key signed"


def _moment(signed_on: str, key: Certificate) -> datetime:
    """When it was signed, as it says; else the first day of its key."""
    try:
        moment = datetime.fromisoformat(signed_on)
    except ValueError:
        return key.not_valid_before_utc
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _trusted(key: Certificate, moment: datetime, home: Path | None) -> bool:
    """Whether a key is one that the home trusts, or issued by one, and in force when it signed."""
    known = [] if home is None else _known(home / TRUSTED)
    if not key.not_valid_before_utc <= moment <= key.not_valid_after_utc:
        return False
    return key in known or any(_issued_by(key, one) for one in known)


def _known(folder: Path) -> Sequence[Certificate]:
    from cryptography import x509

    found: list[Certificate] = []
    for path in sorted(folder.glob("*.pem")):
        try:
            found += x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError):
            continue  # no readable certificate: it lends no trust
    return found


def _issued_by(key: Certificate, issuer: Certificate) -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    try:
        if not issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        key.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return True


def _organisation(key: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    try:
        found = key.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    except ValueError:
        return ""
    return str(found[0].value) if found else ""
