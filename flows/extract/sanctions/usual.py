"""In extraction: the parties of a sanctions statement that grammar leaves open: the usual targets and senders of the
sentence, the nearest first, then those of the headline, then those of the statement before.
"""

from collections.abc import Iterable

from spacy.tokens import Token

from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.scene import Scene, is_state

DEFINITE = frozenset({"the", "these", "those", "its", "their", "his"})


class Found:
    """Codes as they are found, each once."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.named = False  # the sentence names it in words that have no code

    def add(self, codes: Iterable[str]) -> None:
        """Take what is new."""
        self.codes.extend(code for code in dict.fromkeys(codes) if code not in self.codes)

    def replace_persons(self, codes: list[str]) -> None:
        """States in the place of persons: sanctions are imposed in an office, even where the text does not name it."""
        if codes:
            self.codes = [*(code for code in self.codes if not code.startswith("PER:")), *codes]

    def drop_persons_beside_states(self) -> None:
        """Leave out the office holders of a state that is named: "the Canadian government of Mr. Roy"."""
        if any(len(code) == 3 for code in self.codes):
            self.codes = [code for code in self.codes if not code.startswith("PER:")]

    def drop(self, codes: Iterable[str]) -> None:
        """Leave out what stands elsewhere."""
        gone = set(codes)
        self.codes = [code for code in self.codes if code not in gone]


def fill(trigger: Token, action: str, scene: Scene, lexicon: SanctionsLexicon, sender: Found, target: Found) -> None:
    """What grammar left open: the sentence's usual targets and senders, the nearest first, then the headline's, then
    those of the statement before."""
    words = lexicon.words
    near = [i for i in sorted(scene.codes, key=lambda i: abs(i - trigger.i)) if i not in scene.aside]
    here = [scene.codes[i] for i in near]
    actors = [scene.codes[i] for i in near if i not in scene.places]
    if not target.codes and not target.named:
        pools = [actors, here, scene.title_codes, scene.target_before]
        usual = _first_likely(pools, words.usual_targets, sender.codes)
        chosen = usual or _first_likely(pools, words.less_usual_targets, sender.codes)
        target.add(chosen)
        target.add(code for code in _joined_with(chosen, near, scene) if code in words.usual_targets)
        target.drop(sender.codes)
    if not any(is_state(code) for code in sender.codes):
        pools = [actors] if _is_nobodys(trigger, action, lexicon) else [actors, scene.title_codes, scene.sender_before]
        pools = pools if len(pools) == 1 else [*pools, here]
        likely = _first_likely(pools, words.usual_senders, target.codes)
        if not likely and any(code.startswith("PER:") for code in sender.codes):
            first = scene.title_codes[:1] if len(scene.title_codes) > 1 else []  # "Russia imposes sanctions on Turkey"
            at_home = [code for code in (scene.dateline, *first) if code and is_state(code)]
            likely = [code for code in at_home if code not in target.codes][:1]
        sender.replace_persons(likely)


def _joined_with(chosen: list[str], near: list[int], scene: Scene) -> list[str]:
    """The codes of the conjuncts: who takes Iran from "in states such as Iran and Syria" takes both."""
    token = next((scene.sentence.doc[i] for i in near if [scene.codes[i]] == chosen), None)
    return [scene.codes[part.i] for part in token.conjuncts if part.i in scene.codes] if token is not None else []


def _first_likely(pools: list[list[str]], usual: frozenset[str], taken: list[str]) -> list[str]:
    """The first code of the first pool that has a usual one which is not taken."""
    for pool in pools:
        for code in pool:
            if code in usual and code not in taken:
                return [code]
    return []


def _is_nobodys(trigger: Token, action: str, lexicon: SanctionsLexicon) -> bool:
    """Whether no single sender is meant: "international sanctions", "talk of sanctions"; not "these sanctions"."""
    before = {child.lower_ for child in trigger.lefts}
    if trigger.i > trigger.sent.start:
        before.add(trigger.nbor(-1).lower_)
    return bool(before & lexicon.words.unspecific) or (action == "mention" and not before & DEFINITE)
