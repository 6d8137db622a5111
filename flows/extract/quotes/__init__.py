"""Room extract: who said what, in direct and in indirect speech.

In: a parsed Doc, its linked mentions and entities, the words of speech (seeds/lexicon/speech.toml). Out: quotes in the
order of the text. The steps: parts between quotation marks (marks), those of them that are speech (direct), clauses
and objects of verbs of saying (indirect), and who the speakers are (speakers).
"""

from spacy.tokens import Doc

from flows.extract.link import Linking
from flows.extract.quotes.cast import cast_of
from flows.extract.quotes.direct import muted_spans, said_directly
from flows.extract.quotes.indirect import said_indirectly
from flows.extract.quotes.lexicon import SpeechLexicon, load_speech
from flows.extract.quotes.marks import marked_parts, paragraphs_of
from flows.extract.quotes.settle import settle
from flows.extract.quotes.tree import tree_of
from flows.extract.quotes.turns import said_in_turns
from flows.extract.quotes.values import Kind, Quote, Speaker

__all__ = ["Kind", "Quote", "Speaker", "SpeechLexicon", "find_quotes", "load_speech"]


def find_quotes(doc: Doc, linking: Linking, *, lexicon: SpeechLexicon) -> list[Quote]:
    """The quotes of a text in the order of their starts; quotes may stand inside one another."""
    tree = tree_of(doc)
    cast = cast_of(tree, linking, lexicon)
    paragraphs = paragraphs_of(tree.text)
    parts = marked_parts(tree.text, paragraphs)
    direct = said_directly(tree, parts, paragraphs, lexicon)
    indirect = said_indirectly(tree, muted_spans(parts, direct), lexicon)
    turns = said_in_turns(tree, paragraphs, cast.at, lexicon)
    return settle(direct, indirect + turns, cast)
