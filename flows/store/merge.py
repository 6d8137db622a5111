"""Room 3, the register: entities that are one real party under several names.

Enters: the writer's connection after a run has loaded its batches. Leaves: `entity_variants`, every two names that may
be one, accepted or refused with the reason, and `entities.merged_into`. Mentions keep the entity that their article
gives them: a record is a function of its article, and what the corpus adds stands beside it. All is made anew from what
is stored, so any order of loading gives the same rows. Why these rules: docs/decisions/0013-variants.md.
"""

from hashlib import sha256
from pathlib import Path

import polars as pl

from flows.settings import share
from flows.store import spelling
from flows.store.frames import Connection, execute, fetch, shown, transaction
from flows.tables import Schema

# Entity types that are persons; all others are spelled as organisations.
PERSON = "person"
# In order: who is compared, which pairs, what their articles say, who is who; then names of one word, which need to
# know who is who among the longer ones; then names that were taken for another kind of thing.
STEPS = (
    *("variant_parties", "variant_pairs", "variant_evidence", "variant_verdicts", "variant_roots"),
    *("variant_short_forms", "variant_roots", "variant_kinds", "variant_roots"),
)
KEYS: Schema = {name: pl.String() for name in spelling.Spelling.__slots__}
KEYS |= {"word_count": pl.Int32(), "is_turned": pl.Boolean(), "is_short": pl.Boolean()}


def merge_variants(con: Connection, run_id: str) -> bool:
    """Whether variants were made anew: not where nothing was stored since they were, by the same rules."""
    rules_hash = _rules_hash()
    if not fetch(con, "variants_due", {"rules_hash": rules_hash}).item():
        return False
    with shown(con, {"variant_names": spell_names(fetch(con, "variant_entities"))}), transaction(con):
        for step in STEPS:
            execute(con, step)
        execute(con, "old_entity_variants")
        execute(con, "entity_variants", {"run_id": run_id})
        execute(con, "merged_entities")
        execute(con, "event_cluster_keys")
        execute(con, "variant_runs", {"run_id": run_id, "rules_hash": rules_hash})
    return True


def spell_names(entities: pl.DataFrame) -> pl.DataFrame:
    """One row per entity with the keys of its name, see flows/store/spelling.py."""
    keys = [
        spelling.spell(name, is_person=type_ == PERSON) for name, type_ in entities.select("name", "type").iter_rows()
    ]
    columns = {name: pl.Series([getattr(key, name) for key in keys], dtype=type_) for name, type_ in KEYS.items()}
    return entities.select("entity_id").with_columns(**columns)


def _rules_hash() -> str:
    """Changes with the rules: a newer program judges the same names again."""
    files = [*sorted(share("sql", "load").glob("variant*.sql")), *spelling.data_files(), Path(spelling.__file__)]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
