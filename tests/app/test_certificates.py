"""Calibration certificates through the commands: the chain upward, and a certificate altered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SENSOR = "instrument:Feuchtemesstechnik GmbH/H2OMeas 6789-1/Fs 135792468 Hu"
PROBE = "instrument:String/String/string-manufacturer-item"
DEW_POINT = "measurement_standard:Dew point hygrometer/GP-mE-Certificate-y"
THERMOMETER = "measurement_standard:Pt 100 thermometer/Temperaturmesstechnik GmbH"
HUMIDITY = "dcc_gp_humidity_v1.0.xml"
SIGNED = "dcc_gp_temperature_typical_v12_v3.2.0_signed.xml"
TYPICAL = "dcc_gp_temperature_typical_v12.xml"

pytestmark = pytest.mark.needs_shared
Traced = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def files(shared: Path, tmp_path: Path) -> Callable[..., Path]:
    """A folder with copies of certificates; `change` of each: pairs of bytes to be replaced."""

    def write(folder: str, name: str, *change: tuple[bytes, bytes], to: str = "") -> Path:
        raw = (shared / "data" / "dcc_pydcc" / name).read_bytes()
        for old, new in change:
            assert raw.count(old) == 1, old
            raw = raw.replace(old, new)
        path = tmp_path / folder / (to or name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        return path

    return write


@pytest.fixture
def traced(run, read, tmp_path: Path) -> Traced:
    """The hops of a trace after a folder was loaded into a new home."""

    def call(element: str, *folders: Path) -> list[dict[str, Any]]:
        home = tmp_path / "home"
        for folder in folders:
            run("load", folder, "--home", home)
        return read("trace", element, "--home", home)["rows"]  # type: ignore[no-any-return]

    return call


def states(hops: list[dict[str, Any]], hop: str) -> dict[str, str]:
    return {h["element"]: h["state"] for h in hops if h["hop"] == hop and h["element"]}


def facts(hops: list[dict[str, Any]], element: str) -> dict[str, str]:
    (hop,) = [h for h in hops if h["element"] == element]
    return dict(hop["facts"])


def number(raw: bytes) -> tuple[bytes, bytes]:
    """The change by which a file bears the number of the dew point hygrometer's certificate."""
    return (
        b"<dcc:uniqueIdentifier>GP_DCC_temperature_typical_1.2<",
        b"<dcc:uniqueIdentifier>" + raw + b"<",
    )


def test_the_chain_of_the_humidity_certificate_goes_up_to_its_standards(traced, files) -> None:
    path = files("in", HUMIDITY)

    hops = traced(SENSOR, path)

    own = "certificate:Id 123456789 HtW"
    assert facts(hops, own) == {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "signature": "absent",
    }
    assert states(hops, "standard") == {DEW_POINT: "ok", THERMOMETER: "ok"}
    assert states(hops, "certificate") == {
        own: "ok",
        "certificate:GP-mE-Certificate-x": "missing",
        "certificate:GP-mE-Certificate-y": "missing",
    }
    parents = {h["element"]: h["parent"] for h in hops}
    assert parents["certificate:GP-mE-Certificate-y"] == "calibration:GP-mE-Certificate-y"
    assert parents["calibration:GP-mE-Certificate-y"] == DEW_POINT
    assert parents[DEW_POINT] == "calibration:Id 123456789 HtW"
    assert {h["certainty"] for h in hops if h["claims"]} == {"synthetic"}
    assert all(h["claims"] for h in hops if h["element"])


def test_a_cited_certificate_whose_file_fits_its_hash_is_one_with_it(traced, files) -> None:
    above = files("in", TYPICAL, number(b"GP-mE-Certificate-y"))
    digest = hashlib.sha256(above.read_bytes()).hexdigest()
    cites = (b"<dcc:value>SHA256-value<", f"<dcc:value>{digest}<".encode())
    below = files("in", HUMIDITY, cites)

    hops = traced(SENSOR, below.parent)

    certificate = "certificate:GP-mE-Certificate-y"
    assert states(hops, "certificate")[certificate] == "ok"
    assert facts(hops, certificate) == {
        "sha256": digest, "cited_sha256": digest, "signature": "absent",
    }  # fmt: skip
    assert states(hops, "calibration")["calibration:GP-mE-Certificate-y"] == "ok"
    top = "measurement_standard:Pt 100 thermometer/string-manufacturer-measuringEquipment-1"
    assert states(hops, "standard")[top] == "ok"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_cited_certificate_whose_file_is_another_is_a_finding(
    traced, files, read, tmp_path, order
) -> None:
    above = files("above", TYPICAL, number(b"GP-mE-Certificate-y"))
    wrong = "ab" * 32
    below = files("below", HUMIDITY, (b"<dcc:value>SHA256-value<", f"<dcc:value>{wrong}<".encode()))
    loads = (above, below)

    hops = traced(SENSOR, *(loads[i] for i in order))

    certificate = "certificate:GP-mE-Certificate-y"
    digest = hashlib.sha256(above.read_bytes()).hexdigest()
    assert states(hops, "certificate")[certificate] == "conflicting"
    assert facts(hops, certificate) == {
        "sha256": digest, "cited_sha256": wrong, "signature": "absent",
    }  # fmt: skip
    (finding,) = read("ask", "conflicts", "--home", tmp_path / "home")["rows"]
    assert (finding["kind"], finding["subject"]) == ("file", certificate)
    assert finding["explanation"] == "not the file that is cited"
    assert len(finding["claims"]) == 2


def test_a_cited_hash_is_shown_while_the_file_is_not_there(traced, files) -> None:
    cited = "cd" * 32
    path = files("in", HUMIDITY, (b"<dcc:value>SHA256-value<", f"<dcc:value>{cited}<".encode()))

    hops = traced(SENSOR, path)

    assert facts(hops, "certificate:GP-mE-Certificate-y") == {
        "sha256": cited, "cited_sha256": cited,
    }  # fmt: skip
    assert states(hops, "certificate")["certificate:GP-mE-Certificate-y"] == "missing"


def test_an_altered_copy_of_the_signed_certificate_is_caught(traced, files, read, tmp_path) -> None:
    certificate = "certificate:GP_DCC_temperature_typical_1.2"
    sound = traced(PROBE, files("sound", SIGNED))
    assert states(sound, "certificate") == {certificate: "ok"}
    assert facts(sound, certificate)["signature"] == "not_verifiable"

    better = (b"0.072 0.089 0.107 -0.009 -0.084<", b"0.002 0.089 0.107 -0.009 -0.084<")
    hops = traced(PROBE, files("altered", SIGNED, better))

    assert states(hops, "certificate") == {certificate: "failed"}
    (hop,) = [h for h in hops if h["element"] == certificate]
    assert hop["detail_en"].startswith("altered after it was signed")
    shown = read("show", certificate, "--home", tmp_path / "home")["rows"]
    said = {r["value"] for r in shown if (r["part"], r["type"]) == ("state", "signature")}
    assert said == {"altered", "not_verifiable"}


def test_a_certificate_with_entities_is_refused_whole(read, files, tmp_path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    path = files("in", TYPICAL, (b'<?xml version="1.0" encoding="utf-8"?>', bomb))

    outcome = read("load", path, "--home", tmp_path / "home", code=1)

    assert outcome["reports"] == []
    (error,) = outcome["errors"]
    assert "DTD" in str(error)
