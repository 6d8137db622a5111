"""In extraction: the sanctions statements of a text, each one thing that a sentence says about sanctions.

In go a parsed Doc, its linked mentions and the countries of the headline; out come Statements (action, modality,
sender, target, measures). All words stand in seeds/lexicon/sanctions.toml and modality.toml. The steps: find words
that bring sanctions up (triggers.py), put aside other senses (sense.py), see what is done with them (links.py,
claims.py) and what is claimed of it (shades.py, modality), find the parties (scene.py, parties.py, usual.py), make one
of statements that say the same (distinct.py), and write them down (details.py).
"""

from spacy.tokens import Doc

from flows.extract.names import Mention
from flows.extract.sanctions.claims import claims_of
from flows.extract.sanctions.details import statement_of, with_unique_ids
from flows.extract.sanctions.distinct import distinct
from flows.extract.sanctions.lexicon import SanctionsLexicon, load_sanctions
from flows.extract.sanctions.parties import find_parties
from flows.extract.sanctions.scene import Names, Scene, is_state, scene_of
from flows.extract.sanctions.sense import counted, in_sense, is_told_apart
from flows.extract.sanctions.triggers import by_sentence, hits_of
from flows.extract.sanctions.values import Claim, Parties, Statement
from flows.extract.sanctions.words import Example

__all__ = ["Example", "SanctionsLexicon", "Statement", "find_statements", "load_sanctions"]

# A text of this many words that nowhere names a state beside its sanctions is about other ones: of doctors, clubs,
# banks. Shorter ones (a headline, a sentence) may leave the states to the reader.
MIN_WORDS_OF_A_TEXT = 150


def find_statements(
    doc: Doc,
    mentions: list[Mention],
    *,
    title_codes: list[str],
    lexicon: SanctionsLexicon,
    article_id: str,
    names: Names | None = None,
) -> list[Statement]:
    """The statements of a text in order of their sentences; none where no trigger word stands (one regex search).

    `names` finds the countries inside a name that swallowed the word itself: "U.S. Sanctions".
    """
    found: list[Statement] = []
    other_matter = False
    for sentence, matches in by_sentence(doc, lexicon):
        hits = list(hits_of(doc, matches, lexicon))
        before = Parties(found[-1].sender, found[-1].target) if found else None
        scene = scene_of(sentence, mentions, title_codes=title_codes, before=before, lexicon=lexicon, names=names)
        meant = [hit for hit in hits if in_sense(hit, scene, mentions, lexicon)]
        other_matter = other_matter or any(is_told_apart(hit, scene, lexicon) for hit in hits if hit not in meant)
        kept = counted(meant, scene, lexicon)
        claims = [(claim, _parties(claim, scene, lexicon)) for hit in kept for claim in claims_of(hit, lexicon)]
        found.extend(statement_of(*claim, scene, lexicon, article_id) for claim in distinct(claims))
    if not any(is_state(code) for one in found for code in (*one.sender, *one.target)) and (
        other_matter or len(doc) > MIN_WORDS_OF_A_TEXT
    ):
        return []
    return with_unique_ids(found)


def _parties(claim: Claim, scene: Scene, lexicon: SanctionsLexicon) -> Parties:
    return find_parties(claim.word, claim.carriers, action=claim.action, scene=scene, lexicon=lexicon)
