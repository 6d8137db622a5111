"""Known names: what the reference files hold, and how they are found in plain text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.gazetteer import Gazetteer, load_gazetteer, slug


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def codes(gazetteer: Gazetteer, text: str) -> dict[str, str]:
    return {text[start:end]: code for start, end, code in gazetteer.codes_in(text)}


def test_every_iso_country_has_its_code(gazetteer: Gazetteer) -> None:
    # ISO 3166-1 lists 249 countries and territories; Kosovo (XKX, user-assigned) comes on top.
    assert len(gazetteer.countries) == 250
    assert all(re.fullmatch("[A-Z]{3}", code) for code in gazetteer.countries)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("The USSR fell apart.", "USSR", "RUS"),
        ("Burma was renamed.", "Burma", "MMR"),
        ("War reached Yugoslavia in spring.", "Yugoslavia", "SRB"),
        ("A bank in Côte d’Ivoire closed.", "Côte d’Ivoire", "CIV"),
        ("Guinea-Bissau voted.", "Guinea-Bissau", "GNB"),
        ("The U.S.-led plan failed.", "U.S.", "USA"),
        ("An EU summit opened.", "EU", "EUU"),
        ("The U.N. Security Council met.", "U.N. Security Council", "UNO"),
        ("Nato ships sailed.", "Nato", "NAT"),
        ("OPEC ministers gathered.", "OPEC", "IGO:OPEC"),
        ("Aides at the Élysée declined.", "Élysée", "FRA"),
        ("The Bundestag voted.", "Bundestag", "DEU"),
        ("Hizbollah fired rockets.", "Hizbollah", "GRP:Hezbollah"),
        ("Swedes and Russians differ.", "Swedes", "SWE"),
        ("Türkiye objected.", "Türkiye", "TUR"),
        ("The United\nStates agreed.", "United\nStates", "USA"),
    ],
)
def test_a_name_has_the_code_of_its_party(gazetteer: Gazetteer, text: str, name: str, code: str) -> None:
    assert codes(gazetteer, text)[name] == code


def test_media_are_found_but_have_no_code(gazetteer: Gazetteer) -> None:
    assert [found.entry.party.entity_id for found in gazetteer.find("Reuters and TASS differed.")] == [
        "media:reuters",
        "media:tass",
    ]
    assert codes(gazetteer, "Reuters and TASS differed.") == {}


@pytest.mark.parametrize(
    "text", ["They told us so.", "He asked us to wait.", "PLEASE TELL US WHY", "Give turkey to polish cooks."]
)
def test_a_pronoun_or_a_common_word_is_no_country(gazetteer: Gazetteer, text: str) -> None:
    assert codes(gazetteer, text) == {}


def test_capitals_in_a_headline_are_read_as_names(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "TEHRAN REJECTS JAPANESE OFFER") == {"TEHRAN": "IRN", "JAPANESE": "JPN"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voters in Georgia chose a senator in Atlanta.", "USA"),
        ("Georgia accused troops near Tbilisi.", "GEO"),
        ("Jordan scored thirty points.", None),
        ("Jordan sent envoys from Amman.", "JOR"),
    ],
)
def test_an_ambiguous_name_needs_its_context(gazetteer: Gazetteer, text: str, found: str | None) -> None:
    assert codes(gazetteer, text).get(text.split()[2] if "Voters" in text else text.split()[0]) == found


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "Papua New Guinea and Equatorial Guinea traded.") == {
        "Papua New Guinea": "PNG",
        "Equatorial Guinea": "GNQ",
    }


def test_ids_are_plain_words() -> None:
    assert slug("Côte d'Ivoire") == "cote-d-ivoire"


@given(st.text(alphabet=st.sampled_from("US.EUN 'Iran-Moscow\nßé’"), max_size=60))
def test_found_names_are_in_order_and_do_not_overlap(text: str) -> None:
    last = 0
    for found in load_gazetteer().find(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
