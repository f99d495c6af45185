"""The declared elements are those of WMO-No. 1192, and each answer has a place in the graph."""

import csv
from pathlib import Path

import pytest

from ontology import (
    CATEGORIES,
    METADATA_ELEMENTS,
    NODE_KINDS,
    OBLIGATIONS,
    Answer,
    DeclarationError,
    How,
    MetadataElement,
    Part,
)
from ontology.elements import registry

TABLE = "data/wmdr/wmd_elements_from_wmo_1192.csv"


@pytest.fixture(scope="module")
def printed(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / TABLE).open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_numbers_names_and_obligations_are_the_printed_ones(
    printed: dict[str, dict[str, str]],
) -> None:
    plain = str.maketrans({" ": "", "1": ""})

    assert list(METADATA_ELEMENTS) == list(printed)
    for code, row in printed.items():
        element = METADATA_ELEMENTS[code]
        assert element.requirement == row["requirement"]
        assert element.title_en.translate(plain) == row["name"].translate(plain)
        assert (element.condition == ("", "")) or element.obligation == "C"


def test_each_is_asked_of_a_station_or_a_deployment() -> None:
    for element in METADATA_ELEMENTS.values():
        assert element.subject in {"Station", "Deployment"}
        assert element.obligation in OBLIGATIONS
        assert element.category in CATEGORIES
        assert element.phase in {"", "I", "II", "III"}
        assert element.held != bool(element.unheld[0])
        holders = {answer.holder for answer in element.answers}
        assert holders <= ({"Station"} if element.subject == "Station" else
                           {"Deployment", "Instrument"})  # fmt: skip


def test_a_property_that_names_an_element_answers_it() -> None:
    """What the kinds say of their terms and what the elements say of their places agree."""
    for label in ("Station", "Deployment", "Instrument"):
        for prop in NODE_KINDS[label].properties:
            element = METADATA_ELEMENTS.get(prop.term or "")
            if element is None or prop.name in _ASIDE:
                continue
            assert Answer(label, How.PROPERTY, prop.name) in element.answers, prop


_ASIDE = {
    "name_en", "other_names",  # a name without which the station still has one
    "reference_surface",  # what a height is measured from
    "programmes",  # of the observation; 2-02 asks for those of the station
    "firmware",  # only "if applicable"
    "variables",  # of the instrument; 1-01 asks for that of the deployment
}  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        Answer("Station", How.PROPERTY, "colour"),
        Answer("Satellite", How.PROPERTY, "name"),
        Answer("Station", How.OUT, "OPERATED_BY", "Certificate"),
        Answer("Station", How.OUT, "ORBITS", "Unit"),
        Answer("Station", How.INTO, "OPERATED_BY", "Unit"),
        Answer("Deployment", How.OF_VARIABLE, "colour", "Variable"),
        Answer("Instrument", How.STANDARD, "USED_STANDARD", "Unit"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(answer: Answer) -> None:
    element = MetadataElement("3-03", "名", "name", "M", "I", "Station", (Part((answer,)),))

    with pytest.raises(DeclarationError, match="3-03"):
        registry._check(element)


def test_without_a_place_there_must_be_a_reason() -> None:
    with pytest.raises(DeclarationError):
        registry._check(MetadataElement("3-03", "名", "name", "M", "I", "Station"))
