"""Which entity, in which sense, with which code."""

import pytest
from spacy.language import Language

from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import Linking, link_mentions
from flows.extract.names import Mention, find_mentions


def linked(nlp: Language, text: str, *, title: str | None = None) -> Linking:
    doc, gazetteer = nlp(text), load_gazetteer()
    return link_mentions(doc, find_mentions(doc, gazetteer=gazetteer), gazetteer=gazetteer, title=title)


def last_of(linking: Linking, name: str) -> Mention:
    return [mention for mention in linking.mentions if mention.text == name][-1]


@pytest.mark.parametrize(
    ("text", "name", "sense"),
    [
        ("Moscow said it would answer.", "Moscow", "government"),
        ("The bloc imposed sanctions against Moscow.", "Moscow", "government"),
        ("Talks with Tehran broke down.", "Tehran", "government"),
        ("Paris's new policy surprised the allies.", "Paris", "government"),
        ("He was sent as ambassador to Washington.", "Washington", "government"),
        ("A vote by Beijing and Havana is due.", "Havana", "government"),
        ("Officials from the US-led group met.", "US", "government"),
        ("Iranian officials rejected it.", "Iranian", "government"),
        ("They met in Moscow on Friday.", "Moscow", "literal"),
        ("She travelled to Tehran on Friday.", "Tehran", "literal"),
        ("The war in Ukraine goes on.", "Ukraine", "literal"),
        ("The minister visited Cuba last week.", "Cuba", "literal"),
        ("A flight from London landed.", "London", "literal"),
        ("The Berlin-based firm closed.", "Berlin", "literal"),
        ("Iranian carpets sell well.", "Iranian", "literal"),
        ("LONDON (Reuters) - Shares fell.", "LONDON", "literal"),
    ],
)
def test_a_place_name_is_a_government_where_it_acts_and_a_place_where_one_is(
    nlp: Language, text: str, name: str, sense: str
) -> None:
    assert last_of(linked(nlp, text), name).sense == sense


def test_a_capital_is_its_country_when_it_acts_and_itself_when_one_goes_there(nlp: Language) -> None:
    linking = linked(nlp, "Moscow said it was ready. The envoy flew to Moscow.")
    assert [(m.entity_id, m.code) for m in linking.mentions] == [("country:RUS", "RUS"), ("city:moscow", "RUS")]


@pytest.mark.parametrize(
    ("text", "name", "entity_id", "code"),
    [
        ("The White House declined to comment.", "White House", "org:white-house", "USA"),
        ("OPEC cut its output.", "OPEC", "igo:opec", "IGO:OPEC"),
        ("The USSR vetoed the text.", "USSR", "country:RUS", "RUS"),
        ("He told Reuters about it.", "Reuters", "media:reuters", None),
        ("The Russian Foreign Ministry objected.", "Foreign Ministry", "org:foreign-ministry-rus", "RUS"),
        ("Quellmar Corp said on Monday it lost money.", "Quellmar Corp", "org:quellmar-corp", "ORG:Quellmar Corp"),
    ],
)
def test_entities_have_readable_ids_and_the_codes_of_the_contract(
    nlp: Language, text: str, name: str, entity_id: str, code: str | None
) -> None:
    mention = last_of(linked(nlp, text), name)
    assert (mention.entity_id, mention.code) == (entity_id, code)


@pytest.mark.parametrize(
    ("text", "person", "code", "role"),
    [
        ("Russian President Vladimir Putin spoke.", "Vladimir Putin", "RUS", "Russian President"),
        ("Kremlin spokesman Dmitry Peskov declined.", "Dmitry Peskov", "RUS", "Kremlin spokesman"),
        ("Anna Lindqvist, the Swedish foreign minister, agreed.", "Anna Lindqvist", "SWE", "Swedish foreign minister"),
        ("Iran's foreign minister, Ali Karimi, objected.", "Ali Karimi", "IRN", "Iran's foreign minister"),
        ("Treasury Secretary Robert Keller resigned.", "Robert Keller", "USA", "Treasury Secretary"),
        ("EU foreign policy chief Josep Borrell spoke.", "Josep Borrell", "EUU", "EU foreign policy chief"),
    ],
)
def test_an_office_that_the_text_shows_gives_a_person_its_country(
    nlp: Language, text: str, person: str, code: str, role: str
) -> None:
    linking = linked(nlp, text)
    assert last_of(linking, person).code == code
    entity = next(entity for entity in linking.entities if entity.name == person)
    assert [shown.text for shown in entity.roles] == [role]
    assert all(text[shown.start : shown.end] == shown.text for shown in entity.roles)


@pytest.mark.parametrize(
    "text",
    [
        "Former US president Bill Clinton spoke.",
        "Robert Keller spoke in Moscow.",
        "Robert Keller, the ambassador to Russia, spoke.",
        "Robert Keller, chief executive of Quellmar Corp, spoke.",
    ],
)
def test_without_a_present_office_of_a_country_a_person_stands_for_nobody(nlp: Language, text: str) -> None:
    person = next(mention for mention in linked(nlp, text).mentions if mention.label == "PERSON")
    assert person.code == f"PER:{person.text}"


def test_an_aide_of_a_known_country_shows_whose_president_it_is(nlp: Language) -> None:
    text = "Kremlin spokesman Dmitry Peskov spoke. Peskov, the press secretary of President Vladimir Putin, said no."
    assert last_of(linked(nlp, text), "Vladimir Putin").code == "RUS"


def test_a_bare_president_takes_the_country_that_the_text_gives_the_office_elsewhere(nlp: Language) -> None:
    text = "President Donald Trump spoke. Trump began his second term as US president in January."
    assert last_of(linked(nlp, text), "Donald Trump").code == "USA"
    assert last_of(linked(nlp, "President Donald Trump spoke."), "Donald Trump").code == "PER:Donald Trump"


def test_the_title_may_show_the_office(nlp: Language) -> None:
    found = linked(nlp, "President Donald Trump spoke.", title="US president speaks")
    assert last_of(found, "Donald Trump").code == "USA"


def test_short_names_are_the_person_of_the_full_name(nlp: Language) -> None:
    linking = linked(nlp, "Donald Trump met Vladimir Putin. Putin thanked Trump.")
    assert [mention.entity_id for mention in linking.mentions] == [
        "person:donald-trump",
        "person:vladimir-putin",
        "person:vladimir-putin",
        "person:donald-trump",
    ]


def test_departments_that_share_a_noun_are_two(nlp: Language) -> None:
    linking = linked(nlp, "The White House asked the State and Treasury departments to draft a list.")
    ids = {mention.text: mention.entity_id for mention in linking.mentions}
    assert (ids["State"], ids["Treasury"]) == ("org:us-department-of-state", "org:us-department-of-the-treasury")


def test_every_mention_has_an_entity_and_the_same_text_the_same_ids(nlp: Language) -> None:
    text = "Tehran and the EU met in Vienna. Maria Olsen of Acme Holdings Ltd praised Western and Arab envoys."
    first, second = linked(nlp, text), linked(nlp, text)
    assert first == second
    assert [entity.entity_id for entity in first.entities] == list(
        dict.fromkeys(mention.entity_id for mention in first.mentions)
    )


def test_no_text_gives_no_entities(nlp: Language) -> None:
    assert linked(nlp, "") == Linking([], [])


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("The Kenyan ambassador to Peru, Idris Saleh, left.", "Idris Saleh", "KEN"),
        ("General Jan Nowak of the Polish army spoke.", "Jan Nowak", "POL"),
        ("The minister met his Japanese counterpart Taro Endo.", "Taro Endo", "JPN"),
        ("Rep. Dutch Harlow voted no.", "Dutch Harlow", "PER:Harlow"),
        ("The pro-Moscow president Ivan Petrenko fled.", "Ivan Petrenko", "PER:Ivan Petrenko"),
        ("Spokesmen for Ann Harlow and Peter Holm declined.", "Ann Harlow", "PER:Ann Harlow"),
        ("Sanctions would punish Ann Harlow, a Kenyan official said.", "Ann Harlow", "PER:Ann Harlow"),
        ("They saw Ann Harlow, President Idris Saleh and his wife.", "Ann Harlow", "PER:Ann Harlow"),
    ],
)
def test_an_office_is_its_holders_and_nobody_elses(nlp: Language, text: str, name: str, code: str) -> None:
    codes = [entity.code for entity in linked(nlp, text).entities if entity.name.split()[-1] == name.split()[-1]]
    assert codes == [code]


def test_a_bare_president_is_not_of_a_country_whose_president_is_named_in_passing(nlp: Language) -> None:
    text = "Peru and Peru's army wait. No Kenyan president has come to Peru. President Ann Harlow spoke in Peru."
    assert last_of(linked(nlp, text), "Ann Harlow").code == "PER:Ann Harlow"


def test_a_town_is_where_the_text_says(nlp: Language) -> None:
    town = last_of(linked(nlp, "A fire in Tripoli, Lebanon, killed two."), "Tripoli")
    assert (town.entity_id, town.code, town.sense) == ("city:tripoli-lbn", "LBN", "literal")
    assert last_of(linked(nlp, "A fire in Tripoli, Lebanon and Syria heard."), "Tripoli").code == "LBY"


def test_relatives_do_not_take_over_the_surname(nlp: Language) -> None:
    linking = linked(nlp, "Peter Holm won. His wife Anna Holm cheered. Holm thanked the voters.")
    assert last_of(linking, "Holm").entity_id == "person:peter-holm"
