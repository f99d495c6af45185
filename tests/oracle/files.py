"""Made-up words on the files of certificates, for the small networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import BEGINNING, OPEN_END

if TYPE_CHECKING:
    from oracle.networks import Maker

DAYS = (BEGINNING, "2012-03-31T16:00:00Z", "2015-03-31T16:00:00Z")
HASHES = tuple(f"{number:064x}" for number in (1, 1, 2))
STATES = ("absent", "not_verifiable", "valid", "altered")


def files(maker: Maker) -> None:
    """Hashes and signatures that fit or do not, and calibrations that are only cited."""
    random = maker.random
    for number in range(1, 5):
        certificate, calibration = f"certificate:C{number}", maker.pick("calibration", 12)
        for _ in maker.others():
            during = (random.choice(DAYS), OPEN_END)
            for name in ("file_sha256", "cited_sha256", "nil:sha256", "signature"):
                value = random.choice(STATES if name == "signature" else HASHES)
                if maker.chance(0.25):
                    maker.state(certificate, name, value, during)
            if maker.chance(0.4):
                standard = maker.pick("measurement_standard", 4)
                maker.say("HAS_CALIBRATION", standard, calibration)
                maker.say("DOCUMENTED_BY", calibration, certificate)
