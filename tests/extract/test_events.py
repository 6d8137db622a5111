"""Events: the lexicon's examples, spans and ids whatever the text, and what a sentence claims of its events."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from spacy.language import Language
from spacy.tokens import Doc

from flows.errors import LexiconError
from flows.extract.dates import find_dates, load_dates
from flows.extract.events import Event, find_events, join_statements, load_events
from flows.extract.events.inflect import load_forms, plural_of
from flows.extract.events.lexicon import CATEGORIES, SenseRow, sense_of
from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import Linking, link_mentions
from flows.extract.modality import load_modality
from flows.extract.names import find_mentions
from flows.extract.quotes import find_quotes, load_speech
from flows.extract.sanctions import find_statements, load_sanctions

LEXICON = load_events()
GAZETTEER = load_gazetteer()
MODALITY = load_modality()
SPEECH = load_speech()
DATES = load_dates()
EXAMPLES = [(sense.rule, example) for sense in LEXICON.senses for example in sense.examples]
WORDS = (
    "Russia Ukraine the US rebels attacked will not that demanded to withdraw troops from talks with and , . ? “ ” \n "
    "of said it was killed by sanctions on imposed agreed Kenyan soldiers who may if between held president their - re"
)


def read(text: str, nlp: Language) -> tuple[Doc, Linking]:
    """The text with its linked names."""
    doc = nlp(text)
    return doc, link_mentions(doc, find_mentions(doc, gazetteer=GAZETTEER), gazetteer=GAZETTEER, title=None)


def events_in(text: str, nlp: Language) -> list[Event]:
    """The events of a text read as the program reads it."""
    doc, linking = read(text, nlp)
    return find_events(
        doc,
        linking.mentions,
        dates=find_dates(doc, published=None, lexicon=DATES),
        lexicon=LEXICON,
        modality=MODALITY,
        article_id="a1",
        quotes=find_quotes(doc, linking, lexicon=SPEECH),
    )


def line_of(event: Event) -> str:
    """An event as the examples write it."""
    actors, recipients = (
        ",".join(dict.fromkeys(party.code or "*" for party in parties)) or "-"
        for parties in (event.actors, event.recipients)
    )
    return f"{event.type} {event.modality} {actors}>{recipients}"


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}: {one.text}" for rule, one in EXAMPLES])
def test_an_example_of_the_lexicon_says_what_it_should(rule: str, example, nlp: Language) -> None:  # type: ignore[no-untyped-def]
    """Every line is found, and the entry itself finds nothing else."""
    found = events_in(example.text, nlp)
    own = {line_of(event) for event in found if event.rule.partition(">")[0] == rule}
    assert set(example.says) <= {line_of(event) for event in found}
    assert own <= set(example.says)


def test_every_entry_has_an_example_of_what_it_says_and_one_of_what_it_leaves() -> None:
    bare = [s.rule for s in LEXICON.senses if all(e.says for e in s.examples) or not any(e.says for e in s.examples)]
    assert bare == []


def test_every_category_has_its_entries_and_names_are_unique() -> None:
    assert {sense.type for sense in LEXICON.senses} == set(CATEGORIES)
    rules = [sense.rule for sense in LEXICON.senses]
    assert sorted({rule for rule in rules if rules.count(rule) > 1}) == []


def test_the_lexicon_holds_the_trigger_senses_that_were_promised() -> None:
    assert sum(sense.trigger_count for sense in LEXICON.senses) >= 1200


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kenya attacked Somalia.", ["ASSAULT actual KEN>SOM"]),
        ("Somalia was attacked by Kenya.", ["ASSAULT actual KEN>SOM"]),
        ("Kenya did not attack Somalia.", ["ASSAULT denied KEN>SOM"]),
        ("Kenya may attack Somalia.", ["ASSAULT considered KEN>SOM"]),
        ("Kenya will attack Somalia.", ["THREATEN planned KEN>SOM"]),
        ("Kenya threatened to attack Somalia.", ["THREATEN actual KEN>SOM"]),
        ("Kenya will send food to Somalia.", ["AGREE planned KEN>SOM"]),
        ("Kenya agreed to send food to Somalia.", ["AGREE actual KEN>SOM"]),
        ("Kenya refused to meet the Somali envoy.", ["REJECT actual KEN>SOM"]),
        ("Kenya asked Somalia to withdraw its troops.", ["REQUEST actual KEN>SOM"]),
        ("Kenya and Uganda attacked Somalia.", ["ASSAULT actual KEN,UGA>SOM"]),
        ("Kenyan and Ugandan troops attacked Somalia.", ["ASSAULT actual KEN,UGA>SOM"]),
        ("Troops from Kenya attacked Somalia.", ["ASSAULT actual KEN>SOM"]),
        ("Kenya launched an attack on Somalia.", ["ASSAULT actual KEN>SOM"]),
        ("Kenya said that it attacked Somalia.", ["ASSAULT actual KEN>SOM"]),
        ("Kenya attacks Somalia", ["ASSAULT actual KEN>SOM"]),
        ("Kenya and Somalia held talks.", ["CONSULT actual KEN,SOM>KEN,SOM"]),
        ("Talks between Kenya and Somalia began.", ["CONSULT actual KEN,SOM>KEN,SOM"]),
        ("Analysts said that the weather was fine.", []),
    ],
)
def test_grammar_and_modality(text: str, lines: list[str], nlp: Language) -> None:
    assert [line_of(event) for event in events_in(text, nlp)] == lines


def test_a_demand_is_actual_and_what_is_demanded_is_embedded_where_it_has_parties_of_its_own(nlp: Language) -> None:
    found = events_in("Norway demanded that Kenya release Somali prisoners.", nlp)
    demand, deed = sorted(found, key=lambda event: event.parent_id is not None)
    assert line_of(demand) == "REQUEST actual NOR>KEN"
    assert (deed.type, deed.modality, deed.parent_id) == ("CONCEDE", "demanded", demand.event_id)


def test_demanded_relief_is_no_relief(nlp: Language) -> None:
    found = events_in("Russia demanded that the United States lift sanctions on Iran.", nlp)
    assert [event.type for event in found if event.modality == "actual"] == ["REQUEST"]


def test_media_do_not_act_by_reporting(nlp: Language) -> None:
    text = "Reuters criticised nobody. Reuters reported that Kenya attacked Somalia."
    assert [line_of(event) for event in events_in(text, nlp)] == ["ASSAULT actual KEN>SOM"]


def test_a_person_in_office_acts_for_the_country(nlp: Language) -> None:
    (event,) = events_in("Norwegian Prime Minister Kari Lund praised Kenya.", nlp)
    assert [(party.entity_id, party.code) for party in event.actors] == [("person:kari-lund", "NOR")]


def test_a_party_without_a_code_keeps_its_span(nlp: Language) -> None:
    text = "A car bomb killed two Kenyan nurses."
    (event,) = events_in(text, nlp)
    (actor,) = event.actors
    assert (actor.code, text[actor.start : actor.end]) == (None, "car bomb")


def test_a_party_named_in_an_earlier_sentence_is_implied(nlp: Language) -> None:
    first, second = events_in("Kenya praised Norway. It attacked a Somali town.", nlp)
    assert line_of(second) == "ASSAULT actual KEN>SOM"
    assert [(party.start, party.end, party.inferred) for party in second.actors] == [(None, None, True)]
    assert not any(party.inferred for party in first.actors)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hamas fighters attacked Israel.", "ASSAULT actual PSE>ISR"),  # a group that rules or fights in one country
        ("The Farmers' Union of Kenya praised Norway.", "SUPPORT actual KEN>NOR"),
        ("Kenyan troops invaded South Lebanon.", "ASSAULT actual KEN>LBN"),
        ("A rebel group based in Malta attacked Kenya.", "ASSAULT actual MLT>KEN"),
        ("Norway rejected an offer from Kenya's rivals.", "REJECT actual NOR>*"),  # the others, not Kenya
        ("The leaders of Peru and Chile met.", "CONSULT actual PER,CHL>PER,CHL"),
        ("Negotiators for Peru met the Chilean president.", "CONSULT actual PER,CHL>PER,CHL"),
    ],
)
def test_whose_somebody_is(text: str, line: str, nlp: Language) -> None:
    assert line in [line_of(event) for event in events_in(text, nlp)]


def test_gunmen_without_a_country_are_of_the_place_where_they_kill(nlp: Language) -> None:
    (event,) = events_in("Gunmen kidnapped two Polish monks near a Kenyan town.", nlp)
    assert line_of(event) == "ASSAULT actual KEN>POL"
    assert [party.inferred for party in event.actors] == [True]
    (met,) = events_in("Opposition leaders met the Polish president in Kenya.", nlp)
    assert line_of(met) == "CONSULT actual *,POL>*,POL"


def test_a_town_that_names_a_treaty_is_no_party(nlp: Language) -> None:
    (event,) = events_in("Norway withdrew from the Paris climate agreement.", nlp)
    assert line_of(event) == "SANCTION actual NOR>-"


def test_only_a_state_named_about_as_often_is_implied(nlp: Language) -> None:
    much = "Kenya praised Norway. Kenya met Norway. Norway thanked Kenya. "
    assert line_of(events_in(much + "Kenya has threatened to act.", nlp)[-1]) == "THREATEN actual KEN>NOR"
    little = "Kenya voted. " * 8 + "Norway met Norway. Kenya has threatened to act."
    assert line_of(events_in(little, nlp)[-1]) == "THREATEN actual KEN>-"


def test_a_minister_beside_a_president_does_not_make_the_president_the_other_states(nlp: Language) -> None:
    text = (
        "Kenya and Norway met. Kenya thanked Norway. Norwegian Foreign Minister Kari Lund smiled. "
        "President John Obel praised Peru."
    )
    assert line_of(events_in(text, nlp)[-1]) == "SUPPORT actual PER:John Obel>PER"


def test_a_purpose_with_the_same_parties_is_no_second_event(nlp: Language) -> None:
    found = events_in("Japan donated ventilators to assist Ethiopia.", nlp)
    assert [line_of(event) for event in found] == ["AID actual JPN>ETH"]


def test_what_a_participle_adds_is_an_event(nlp: Language) -> None:
    found = events_in("Kenyan jets bombed a Somali village, killing two Polish nurses.", nlp)
    assert [line_of(event) for event in found] == ["ASSAULT actual KEN>SOM", "ASSAULT actual KEN>POL"]


def test_a_sentence_read_as_a_noun_with_a_participle_gets_its_verb(nlp: Language) -> None:
    (event,) = events_in("The Thai navy trained with Japanese warships.", nlp)
    assert line_of(event) == "COOPERATE actual THA,JPN>THA,JPN"


def test_background_and_what_is_only_demanded_is_less_certain(nlp: Language) -> None:
    demand, deed = sorted(
        events_in("Norway demanded that Kenya release Somali prisoners.", nlp), key=lambda event: -event.confidence
    )
    assert (demand.type, deed.type) == ("REQUEST", "CONCEDE")
    assert deed.confidence < 0.6 < demand.confidence


def test_date_place_and_condition_come_from_the_clause(nlp: Language) -> None:
    text = "Kenya attacked Somalia on 3 May 2024. Kenya met Norway in Peru. Kenya will attack Somalia if it fails."
    attack, meeting, threat = events_in(text, nlp)
    assert (str(attack.start_date), attack.precision, attack.place_code) == ("2024-05-03", "day", None)
    assert meeting.place_code == "PER"
    assert text[threat.condition_start : threat.condition_end] == "if it fails"
    assert threat.modality == "threatened"


def test_a_statement_that_sanctions_were_imposed_points_to_its_event(nlp: Language) -> None:
    text = "Canada imposed sanctions on Haiti. Canada may lift sanctions on Cuba. Haiti regrets the sanctions."
    doc, linking = read(text, nlp)
    statements = find_statements(doc, linking.mentions, title_codes=[], lexicon=load_sanctions(), article_id="a1")
    linked, events = join_statements(statements, events_in(text, nlp), linking.mentions, article_id="a1")
    (event,) = (event for event in events if event.event_id == linked[0].event_id)
    assert line_of(event) == "SANCTION actual CAN>HTI"
    assert [statement.event_id for statement in linked[1:]] == [None] * (len(linked) - 1)


def test_a_statement_without_a_trigger_of_events_makes_its_event(nlp: Language) -> None:
    text = "Canada imposed sanctions on Haiti."
    doc, linking = read(text, nlp)
    statements = find_statements(doc, linking.mentions, title_codes=[], lexicon=load_sanctions(), article_id="a1")
    linked, (event,) = join_statements(statements, [], linking.mentions, article_id="a1")
    assert line_of(event) == "SANCTION actual CAN>HTI"
    assert linked[0].event_id == event.event_id


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("drop", ["drop", "drops", "dropped", "dropping"]),
        ("break", ["break", "breaks", "broke", "broken", "breaking"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("free", ["free", "frees", "freed", "freeing"]),
        ("cancel", ["cancel", "cancels", "canceled", "canceling", "cancelled", "cancelling"]),
    ],
)
def test_verbs_are_inflected(verb: str, forms: list[str]) -> None:
    assert load_forms().of_verb(verb) == forms


def test_plurals_are_made() -> None:
    assert [plural_of(noun) for noun in ("ally", "clash", "gunman", "woman")] == [
        "allies",
        "clashes",
        "gunmen",
        "women",
    ]


@pytest.mark.parametrize(
    "wrong", [{"where": ["obj"]}, {"where": ["obj:@nothing"]}, {"recipient": "nowhere"}, {"where": ["nowhere:party"]}]
)
def test_a_wrong_place_or_list_names_file_and_entry(wrong: dict[str, object]) -> None:
    row = SenseRow.model_validate({"name": "x-y", "cameo": "010", "examples": [{"text": "a", "says": []}], **wrong})
    with pytest.raises(LexiconError, match=r"aid\.toml, x-y"):
        sense_of(row, "AID", {})


def test_a_line_that_says_nothing_readable_is_refused() -> None:
    with pytest.raises(ValidationError):
        SenseRow.model_validate({"name": "x", "cameo": "010", "examples": [{"text": "a", "says": ["AID KEN>SOM"]}]})


def test_a_text_without_a_trigger_has_no_events(nlp: Language) -> None:
    assert events_in("Rain fell on the green hills. A dog slept.", nlp) == []
    assert events_in("", nlp) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS.split(" ")), max_size=30), tail=st.text(max_size=20))
def test_spans_slice_back_and_ids_are_unique_whatever_the_text(words: list[str], tail: str, nlp: Language) -> None:
    text = " ".join(words) + tail
    found = events_in(text, nlp)
    for event in found:
        assert 0 <= event.sentence_start <= event.trigger_start < event.trigger_end <= event.sentence_end <= len(text)
        assert 0 <= event.confidence <= 1
        for party in (*event.actors, *event.recipients):
            if party.start is None or party.end is None:
                assert party.inferred
            else:
                assert 0 <= party.start < party.end <= len(text)
    ids = [event.event_id for event in found]
    assert len(ids) == len(set(ids))
    assert {event.parent_id for event in found} <= {None, *ids}
    assert events_in(text, nlp) == found
