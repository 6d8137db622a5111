"""In extraction: a sentence as the parties of sanctions are looked for in it: which token names whom, what is a place.

In go the sentence, the article's linked mentions and the lexicon; out comes a Scene.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from flows.extract.names import Mention
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.values import Parties

# The known names of a text: first character, the one after the last, code.
Names = Callable[[str], list[tuple[int, int, str]]]
PLACES = frozenset({"country", "capital", "seat", "city", "place"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its coded mentions by token, the headline's codes, and what the statement before it named.

    `places`: tokens that name where something is ("talks in Geneva"), never who sends. `aside`: tokens that count only
    where grammar points at them, such as "European". `dateline`: the country that the text was written in.
    """

    sentence: Span
    codes: dict[int, str]
    title_codes: list[str]
    dateline: str | None = None
    places: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()
    sender_before: list[str] = field(default_factory=list)
    target_before: list[str] = field(default_factory=list)


def scene_of(
    sentence: Span,
    mentions: Iterable[Mention],
    *,
    title_codes: list[str],
    before: Parties | None,
    lexicon: SanctionsLexicon,
    names: Names | None = None,
) -> Scene:
    """The sentence with every token that names a party; words such as "lawmakers" stand in where no mention does."""
    codes, places, aside = _codes_of_words(sentence, lexicon), set[int](), set[int]()
    dateline = None
    aside.update(i for i, code in codes.items() if sentence.doc[i].lower_ in lexicon.adjective_codes)
    text, first, last = sentence.text, sentence.start, sentence.end
    for mention in mentions:
        if mention.last <= first or mention.first >= last:
            continue
        inside = range(max(mention.first, first), min(mention.last, last))
        if mention.code and inside and _covers_trigger(mention, lexicon):
            codes.update(_codes_inside(mention, sentence, names))
            continue
        if not mention.code or not inside:
            continue
        if _is_dateline(mention, sentence):
            dateline = mention.code
            continue
        codes.update(dict.fromkeys(inside, mention.code))
        aside.difference_update(inside)
        if mention.sense == "literal" and mention.entry is not None and mention.entry.kind in PLACES:
            at = mention.start - sentence.start_char
            if text[max(at - 2, 0) : max(at, 0)] in ("R-", "D-"):
                continue
            places.update(inside)
            if mention.entry.kind != "country":
                aside.update(inside)
        elif _names_treaty(mention, sentence.doc[inside[0]], lexicon):
            places.update(inside)
            aside.update(inside)
    senders = [i for i, code in codes.items() if code in lexicon.words.usual_senders]
    for i in [i for i in senders if _is_of_others(sentence.doc[i], lexicon)]:
        del codes[i]
    before = before or Parties([], [])
    sets = frozenset(places), frozenset(aside)
    return Scene(sentence, codes, title_codes, dateline, *sets, before.sender, before.target)


def _names_treaty(mention: Mention, name: Token, lexicon: SanctionsLexicon) -> bool:
    """ "The Geneva accord": a city's name that tells where it was signed."""
    city = mention.entry is not None and mention.entry.kind in PLACES - {"country"}
    return city and name.dep_ in ("compound", "nmod") and name.head.lower_ in lexicon.words.treaties


def _is_of_others(name: Token, lexicon: SanctionsLexicon) -> bool:
    """ "U.S. adversaries": whom the name tells apart from itself."""
    while name.dep_ == "compound" and name.head.tag_.startswith("NNP"):
        name = name.head
    return name.dep_ in ("compound", "nmod", "poss") and name.head.lower_ in lexicon.words.others_of


def _codes_of_words(sentence: Span, lexicon: SanctionsLexicon) -> dict[int, str]:
    """The codes of words that name a party without being a name: "lawmakers", "European", "the North"."""
    codes: dict[int, str] = {}
    for token in sentence:
        code = lexicon.sender_word(token) or _adjective_code(token, lexicon)
        if code:
            codes[token.i] = code
        elif token.i > sentence.start and token.is_title and _has_article(token):
            followed = token.i + 1 < sentence.end and token.nbor().is_title
            if not followed and (code := lexicon.target_codes.get(token.lower_)):
                codes[token.i] = code
    return codes


def _has_article(token: Token) -> bool:
    """ "The North", "the communist North"."""
    before = token.nbor(-1)
    return before.lower_ == "the" or (before.tag_ == "JJ" and before.i > 0 and before.nbor(-1).lower_ == "the")


def _adjective_code(token: Token, lexicon: SanctionsLexicon) -> str | None:
    code = lexicon.adjective_codes.get(token.lower_)
    return code if code and _is_of_state(token, lexicon) else None


def _is_of_state(token: Token, lexicon: SanctionsLexicon) -> bool:
    """ "European governments", "European sanctions", "the bloc": not "European diesel prices"."""
    if token.lower_ == "europe":
        return True
    if token.tag_.startswith("NN") and token.dep_ not in ("compound", "nmod"):
        return token.i > 0 and token.nbor(-1).lower_ in ("the", "wide", "-")
    head = (token.head.head if token.dep_ == "conj" else token.head).lower_
    return head in lexicon.words.state_nouns or head in lexicon.triggers or head in lexicon.see_through


def _is_dateline(mention: Mention, sentence: Span) -> bool:
    """ "GENEVA, March 3 (Agency) -": where the text was written."""
    return mention.first == sentence.start and mention.text.isupper() and len(mention.text) > 3


def _codes_inside(mention: Mention, sentence: Span, names: Names | None) -> dict[int, str]:
    """ "U.S. Sanctions" taken for one name: the token of the country in it."""
    found = names(mention.text) if names is not None else []
    spans = [(sentence.doc.char_span(mention.start + a, mention.start + b), code) for a, b, code in found]
    return {token.i: code for span, code in spans if span is not None for token in span}


def _covers_trigger(mention: Mention, lexicon: SanctionsLexicon) -> bool:
    """ "EU Sanctions" taken for an organisation: the name of a thing, no party."""
    return mention.code is not None and mention.code.startswith("ORG:") and bool(lexicon.pattern.search(mention.text))


def is_state(code: str) -> bool:
    """Whether a code stands for a country or a union of countries, not for a person or a firm."""
    return len(code) == 3 or code.startswith(("IGO:", "GRP:"))
