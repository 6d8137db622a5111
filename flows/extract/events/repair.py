"""In extraction: a few parses that are wrong in the same way again and again, set right before events are looked for.

In goes a Tree whose lists are ours to change; the Doc stays as it is. A past form that the tagger took for an
adjective ("Ottawa paused military aid") becomes the verb of its clause; "re-imposed", cut into three, becomes one verb.
"""

from flows.extract.events.tree import NOUNS, VERBS, Tree


def repair(tree: Tree, verbs: set[str]) -> None:
    """Set right what can be told from the words; `verbs` are the past forms that trigger an event."""
    for token, word in enumerate(tree.lower):
        if tree.links[token] == "conj" and tree.tags[token] == "VBD":
            _free_from_clause(token, tree)
        if tree.links[token] == "acl" and tree.tags[token] in ("VBN", "VBD"):
            _raise_participle(token, tree)
        if word not in verbs or token < 1:
            continue
        if token > 1 and tree.lower[token - 1] == "-" and tree.lower[token - 2] == "re":
            _join_prefix(token, tree)
        elif tree.links[token] == "amod" and word.endswith("ed") and tree.tags[token] in ("JJ", "VBN"):
            _raise_verb(token, tree)


def _join_prefix(verb: int, tree: Tree) -> None:
    """ "Re", "-", "imposed": the last one takes the place of the first."""
    prefix, hyphen = verb - 2, verb - 1
    top = prefix if tree.heads[hyphen] == prefix else hyphen
    if tree.heads[top] in (verb, hyphen, prefix) and tree.heads[top] != top:
        return
    noun = tree.heads[verb]
    for part in (prefix, hyphen):
        for child in list(tree.children[part]):
            if child not in (prefix, hyphen, verb):
                _move(child, verb, tree.links[child], tree)
    above = tree.heads[top]
    _move(verb, verb if above == top else above, tree.links[top], tree)
    tree.tags[verb] = "VBD"
    if tree.heads[noun] != verb and tree.tags[noun] in NOUNS and noun > verb:
        _move(noun, verb, "dobj", tree)
    _move(prefix, verb, "dep", tree)
    _move(hyphen, verb, "punct", tree)


def _raise_verb(verb: int, tree: Tree) -> None:
    """ "Ottawa paused aid" read as "aid": the name before is the subject, the noun behind the object."""
    noun, name = tree.heads[verb], verb - 1
    before = tree.heads[name] == noun and tree.links[name] in ("nmod", "compound", "nsubj", "npadvmod", "poss", "amod")
    if not before or noun < verb or tree.tags[name] not in ("NNP", "NNPS") or name not in tree.mentions:
        return
    if any(tree.links[child] in ("det", "poss") and child < name for child in tree.children[noun] if child >= name - 3):
        return
    above, link = tree.heads[noun], tree.links[noun]
    if link not in ("ROOT", "ccomp", "conj", "dep", "parataxis", "advcl"):
        return
    for child in list(tree.children[noun]):
        if child < verb and child != name:
            _move(child, verb, tree.links[child], tree)
    _move(verb, verb if above == noun else above, link, tree)
    tree.tags[verb] = "VBD"
    _move(name, verb, "nsubj", tree)
    _move(noun, verb, "dobj", tree)


def _raise_participle(verb: int, tree: Tree) -> None:
    """ "The navy trained with warships." read as "the navy that was trained": without it the sentence has no verb."""
    noun = tree.heads[verb]
    if tree.links[noun] != "ROOT" or tree.heads[noun] != noun or tree.tags[noun] not in NOUNS or verb < noun:
        return
    if tree.linked(verb, "agent", "auxpass") or any(
        one != verb and tree.tags[one] in VERBS for one in tree.children[noun]
    ):
        return
    sentence = tree.doc[noun].sent
    if tree.lower[sentence.end - 1] not in (".", "”", '"') or any(
        tree.lower[one] == "by" for one in tree.children[verb]
    ):
        return
    _move(verb, verb, "ROOT", tree)
    tree.tags[verb] = "VBD"
    for child in list(tree.children[noun]):
        if child > verb:
            _move(child, verb, tree.links[child], tree)
    _move(noun, verb, "nsubj", tree)


def _free_from_clause(verb: int, tree: Tree) -> None:
    """ "Kept the ban the court had lifted and sent ships": a past form is no conjunct of "had lifted"."""
    other = tree.heads[verb]
    had = any(tree.lower[child] in ("had", "has", "have") for child in tree.linked(other, "aux"))
    if tree.links[other] != "relcl" or not had or tree.linked(verb, "nsubj", "nsubjpass"):
        return
    noun = tree.heads[other]
    main = tree.heads[noun]
    if tree.links[noun] == "dobj" and tree.tags[main] in ("VBD", "VBN"):
        _move(verb, main, "conj", tree)


def _move(token: int, head: int, link: str, tree: Tree) -> None:
    """Hang the token on another head."""
    old = tree.heads[token]
    if old != token and token in tree.children[old]:
        tree.children[old].remove(token)
    tree.heads[token], tree.links[token] = head, link
    if head != token and token not in tree.children[head]:
        tree.children[head].append(token)
        tree.children[head].sort()
