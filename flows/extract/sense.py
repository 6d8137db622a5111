"""Room extract: whether the name of a country, a capital or a seat means the government or the place.

In: the tokens with their grammar and a mention. Out: `government` where the name acts, speaks, owns or is acted on
("Moscow said", "sanctions against Moscow", "US officials"), `literal` where one is or goes there ("talks in Moscow").
"""

from dataclasses import dataclass

from spacy.tokens import Doc

from flows.extract.names import Mention, Words, words_of

GOVERNMENT, LITERAL = "government", "literal"

# One is there.
LOCATIVE = frozenset(
    "in at near inside outside across around within throughout via into onto off along beyond through over".split()
)
# With these the verb or noun before decides: travel to, fly from, leave for; but aid to, demands from, support for.
DIRECTIONAL = frozenset(("to", "from", "for", "toward", "towards", "by"))
MOTION = frozenset(
    """travel travels traveled travelled traveling travelling trip trips fly flies flew flown flying flight flights
    visit visits go goes went gone going come comes came coming return returns returned returning arrive arrives arrived
    arriving arrival head heads headed heading move moves moved moving flee flees fled fleeing escape escaped journey
    drive drove driven driving ride rode sail sailed sailing ship shipped shipping shipment shipments transport
    transported export exports exported exporting import imports imported importing bring brought carry carried send
    deport deported deportation extradite extradited extradition route road train trains bus buses voyage departure
    depart departed leave leaves left leaving bound withdraw withdrew withdrawn withdrawing withdrawal pull pulled
    evacuate evacuated evacuation expel expelled refugees migrants immigrants cross crossed crossing smuggled smuggle
    deploy deployed report reported reporting born native hails pilgrimage tour back way access distance
    kilometres kilometers miles km drove transfer transferred relocated smuggling pipeline pipelines""".split()
)
# "Ambassador to Washington", "message to Tehran": the government, though something is sent.
ADDRESSED = frozenset(
    """ambassador ambassadors envoy envoys message messages letter letters signal signals aid weapons arms warning
    assistance support help ultimatum delegation representative""".split()
)
# "Left Moscow", "invaded Ukraine": the territory.
PLACE_VERBS = frozenset(
    """visit visits visited visiting leave leaves left leaving enter enters entered entering reach reaches reached tour
    tours toured touring flee flees fled fleeing invade invades invaded invading occupy occupies occupied occupying
    annex annexes annexed annexing cross crossed bomb bombed bombing shell shelled shelling overran overrun
    liberate liberated recapture recaptured""".split()
)
# "The capital of Iran", "Moscow's airport", "the Ukraine war": the place.
PLACE_NOUNS = frozenset(
    """capital city cities town towns village villages region regions area areas province provinces district suburb
    suburbs outskirts street streets centre center downtown airport airports port ports harbour coast coastline shore
    border borders north south east west northeast northwest southeast southwest part parts territory soil airspace
    waters island islands population people residents resident citizens citizen inhabitants university hotel stadium
    mosque church square newsroom bureau stock market markets exchange weather war wars conflict crisis time film museum
    hospital school schools visit trip tour flight flights invasion annexation occupation partition half neighbourhood
    countryside map history rest""".split()
)
# "Russian president", "Chinese officials": an adjective that speaks of the state.
STATE_NOUNS = frozenset(
    """president presidents presidency premier minister ministers ministry ministries government governments cabinet
    chancellor king queen prince emir leader leaders leadership ruler rulers regime official officials authority
    authorities administration representative representatives negotiator negotiators delegation delegations delegate
    delegates diplomat diplomats diplomacy ambassador ambassadors envoy envoys embassy embassies consulate consulates
    spokesman spokeswoman spokesperson secretary lawmaker lawmakers legislator legislators senator senators congressman
    parliament congress senate deputies policy policies sanctions sanction embargo embargoes tariff tariffs restrictions
    measures law laws legislation court courts judge prosecutor prosecutors police military army navy force forces troops
    soldiers soldier warplanes jets intelligence spies agents agent commander commanders general generals admiral
    statement proposal proposals demand demands offer decision position stance side counterpart counterparts allies
    ally talks negotiations negotiating pressure threats threat attack attacks strikes strike aggression invasion
    offensive interference action response retaliation treasury state security defence defense foreign central team
    teams initiative diplomats' aid support envoy's governor chief adviser advisers advisor aide aides commissioner
    programme program ban bans veto resolution blockade blacklist trade mission missions""".split()
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words with their heads and relations, as lists by token."""

    words: Words
    lower: list[str]
    heads: list[int]
    relations: list[str]


def grammar_of(doc: Doc) -> Grammar:
    """The Doc's tokens, read once."""
    words = words_of(doc)
    return Grammar(
        words, [word.lower() for word in words.words], [token.head.i for token in doc], [token.dep_ for token in doc]
    )


def sense_of(mention: Mention, grammar: Grammar) -> tuple[str, str]:
    """`government` or `literal`, and the rule that says so."""
    entry = mention.entry
    if entry is None or entry.kind not in ("country", "capital", "seat", "demonym"):
        return LITERAL, "kind"
    joined = _joined(mention, grammar)
    if joined:
        return joined
    if _is_dateline(mention, grammar):
        return LITERAL, "dateline"
    head = head_of(mention, grammar)
    if entry.label == "NORP":
        return _sense_of_adjective(mention, head, grammar)
    return _sense_of_name(head, grammar, depth=0)


def head_of(mention: Mention, grammar: Grammar) -> int:
    """The mention's token that hangs on a word outside of it."""
    inside = range(mention.first, mention.last)
    for token in reversed(inside):
        if grammar.heads[token] not in inside or grammar.heads[token] == token:
            return token
    return mention.last - 1


def _joined(mention: Mention, grammar: Grammar) -> tuple[str, str] | None:
    """Names in a compound with a hyphen: "US-led" acts, "Moscow-based" is a place, "Russia-US" are two governments."""
    text = grammar.words.text
    if text[mention.end : mention.end + 1] not in ("-", "–"):
        return None
    rest = text[mention.end + 1 : mention.end + 12].split()
    follower = rest[0].strip(".,;:") if rest else ""
    if follower in ("based", "born", "bound", "held", "area", "wide", "style", "registered", "listed"):
        return LITERAL, "compound"
    return GOVERNMENT, "compound"


def _is_dateline(mention: Mention, grammar: Grammar) -> bool:
    """Whether the mention opens a line as its place: "LONDON (Reuters) -", "WASHINGTON, March 3", "PARIS 1996-08-30"."""
    text = grammar.words.text
    if mention.start and text[mention.start - 1] != "\n":
        return False
    after = text[mention.end : mention.end + 4]
    capitals = mention.text.isupper() and len(mention.text) > 3
    return (
        after.startswith((" (", " -- ", " — ", " – "))
        or capitals
        and (after.startswith((", ", "\n", " - ", ",\n")) or after[1:2].isdigit())
    )


def _sense_of_adjective(mention: Mention, head: int, grammar: Grammar) -> tuple[str, str]:
    owner = grammar.heads[head]
    for _ in range(4):
        if grammar.relations[head] not in ("compound", "amod", "nmod", "poss", "conj") or owner == head:
            break
        if grammar.lower[owner] in STATE_NOUNS:
            return GOVERNMENT, "adjective of a state noun"
        head, owner = owner, grammar.heads[owner]
    follower = grammar.lower[mention.last : mention.last + 2]
    if follower and (follower[0] in STATE_NOUNS or follower[-1] in STATE_NOUNS and follower[0].isalpha()):
        return GOVERNMENT, "adjective of a state noun"
    return LITERAL, "adjective"


def _sense_of_name(head: int, grammar: Grammar, *, depth: int) -> tuple[str, str]:
    relation, owner = grammar.relations[head], grammar.heads[head]
    if relation in ("conj", "appos") and depth < 4 and owner != head and _is_name(owner, grammar):
        return _sense_of_name(owner, grammar, depth=depth + 1)
    if relation in ("compound", "nmod", "amod", "poss"):
        noun = grammar.lower[owner]
        return (
            (LITERAL, "modifier of a place noun")
            if noun in PLACE_NOUNS and relation != "poss" or noun in OWN_PLACES
            else (GOVERNMENT, "modifier" if relation != "poss" else "possessor")
        )
    if relation in ("dobj", "nsubjpass"):
        return (LITERAL, "object of a place verb") if grammar.lower[owner] in PLACE_VERBS else (GOVERNMENT, relation)
    if relation == "pobj":
        return _sense_after(owner, grammar)
    before = grammar.lower[_before(head, grammar)]
    if relation not in ("nsubj", "ROOT") and before in LOCATIVE:
        return LITERAL, "place preposition"
    return GOVERNMENT, relation.lower()


# Of what a country or capital owns, these alone speak of the place; "Russia's invasion" and "Iran's people" do not.
OWN_PLACES = PLACE_NOUNS - frozenset(
    "war wars conflict crisis invasion annexation occupation visit trip tour people time".split()
)


def _is_name(token: int, grammar: Grammar) -> bool:
    return grammar.words.tags[token].startswith("NNP")


def _before(head: int, grammar: Grammar) -> int:
    """The word before the name, articles and the name's own words left out."""
    token = head - 1
    while token > 0 and (grammar.lower[token] == "the" or grammar.relations[token] == "compound"):
        token -= 1
    return max(token, 0)


def _sense_after(preposition: int, grammar: Grammar) -> tuple[str, str]:
    """The sense that a preposition gives to its object."""
    word = grammar.lower[preposition]
    if word in LOCATIVE:
        return LITERAL, "place preposition"
    owner = grammar.lower[grammar.heads[preposition]]
    if word == "of":
        return (LITERAL, "of a place noun") if owner in PLACE_NOUNS else (GOVERNMENT, "of")
    if word in DIRECTIONAL and owner in MOTION and owner not in ADDRESSED:
        return LITERAL, "direction"
    return GOVERNMENT, "preposition"
