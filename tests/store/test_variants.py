"""Variants of names: which entities are one party, which are not and why, whatever the order of loading."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.extract.gazetteer import slug
from flows.store import load
from flows.store.database import open_writer, writer_path
from flows.store.frames import Connection
from flows.store.merge import merge_variants
from flows.tables import ARTICLES, LAYERS, REJECTS, frame_of
from tests.store.helpers import MEMORY, Row, Text, begin, rows_of


@dataclass(frozen=True)
class Name:
    """A name in a text: `kind` person or organisation, `code` of the office that the text shows, if any; `says` is
    what stands in the text, where that is a short form."""

    name: str
    code: str | None = None
    kind: str = "person"
    says: str | None = None

    @property
    def entity_id(self) -> str:
        suffix = f"-{self.code.lower()}" if self.code and self.kind == "organisation" else ""
        return {"person": "person:", "organisation": "org:"}[self.kind] + slug(self.name) + suffix


def body(name: str, code: str | None = None, says: str | None = None) -> Name:
    return Name(name, code, "organisation", says)


Article = tuple[Name, ...]


@cache
def _empty() -> bytes:
    """The file of a migrated database without rows; made once."""
    with TemporaryDirectory() as folder:
        db = Path(folder) / "news.duckdb"
        with open_writer(db, memory=MEMORY) as con:
            con.execute("checkpoint")
        return writer_path(db).read_bytes()


@contextmanager
def writer(folder: Path) -> Iterator[Connection]:
    """A writer's connection to an empty database."""
    db = folder / "news.duckdb"
    writer_path(db).write_bytes(_empty())
    with open_writer(db, memory=MEMORY) as con:
        yield con


def load_articles(con: Connection, articles: Sequence[tuple[int, Article]], *, run_id: str = "r1") -> None:
    """A batch of articles that hold nothing but names, by number."""
    rows: list[Row] = []
    layers: dict[str, list[Row]] = {name: [] for name in LAYERS}
    for number, names in articles:
        text = " ".join(one.says or one.name for one in names)
        article: Row = {"article_id": f"a{number}"}
        given_row = replace(Text(key=str(number)), tail="").article()
        rows.append(given_row | {"text": text, "content_hash": text, "word_count": len(text.split())})
        start = 0
        for one in names:
            code = one.code or f"{'PER' if one.kind == 'person' else 'ORG'}:{one.name}"
            said = one.says or one.name
            whole = article | {"entity_id": one.entity_id, "code": code}
            span = {"start": start, "end": start + len(said), "text": said}
            layers["mentions"].append(
                dict.fromkeys(LAYERS["mentions"])
                | whole
                | span
                | {"label": {"person": "PERSON", "organisation": "ORG"}[one.kind], "rule": "spacy"}
            )
            start += len(said) + 1
        for one in dict.fromkeys(names):
            code = one.code or f"{'PER' if one.kind == 'person' else 'ORG'}:{one.name}"
            row = article | {"entity_id": one.entity_id, "name": one.name, "type": one.kind, "code": code}
            if row not in layers["article_entities"]:
                layers["article_entities"].append(row)
        _add_event(layers, article, names)
    load.load_batch(
        con,
        run_id=run_id,
        extractor_version="x1",
        articles=frame_of([dict.fromkeys(ARTICLES) | row for row in rows], ARTICLES),
        layers={name: frame_of(found, LAYERS[name]) for name, found in layers.items()},
        rejects=frame_of([], REJECTS),
    )


PLACES: Row = {"trigger_start": 0, "trigger_end": 1, "sentence_start": 0, "sentence_end": 1, "rule": "by hand"}


def _add_event(layers: dict[str, list[Row]], article: Row, names: Article) -> None:
    """The first name accuses Sylvania, on the article's day."""
    event = article | {"event_id": f"v{article['article_id']}"}
    code = names[0].code or f"{'PER' if names[0].kind == 'person' else 'ORG'}:{names[0].name}"
    actor: Row = {"role": "actor", "entity_id": names[0].entity_id, "code": code, "inferred": False}
    recipient: Row = {"role": "recipient", "code": "SYL", "inferred": True}
    layers["events"].append(dict.fromkeys(LAYERS["events"]) | event | {"type": "ACCUSE", "modality": "actual"} | PLACES)
    layers["event_parties"].extend(
        dict.fromkeys(LAYERS["event_parties"]) | event | party for party in (actor, recipient)
    )


def judge(tmp_path: Path, *articles: Article) -> dict[tuple[str, str], tuple[bool, str, str]]:
    """(entity, other) -> (accepted, rule, reason) after one run over the articles."""
    with writer(tmp_path) as con:
        begin(con, "r1")
        load_articles(con, list(enumerate(articles)))
        merge_variants(con, "r1")
        found = con.execute("select entity_id, merged_into, is_accepted, rule, reason from entity_variants").fetchall()
    return {(one, two): (is_accepted, rule, reason) for one, two, is_accepted, rule, reason in found}


def verdict(tmp_path: Path, *articles: Article) -> tuple[bool, str, str]:
    """The only verdict."""
    (found,) = judge(tmp_path, *articles).values()
    return found


MORVAN, TESKA = Name("Ada Morvan", "NOR"), Name("Ilo Teska")


@pytest.mark.parametrize(
    ("one", "two", "rule"),
    [
        (Name("Orlan Vebrensky"), Name("Orlan Vebrenskiy"), "transliteration"),
        (Name("Łukasz Trębor"), Name("Lukasz Trebor"), "spelling"),
        (Name("Mohammed bin Tarsan", "SAU"), Name("Mohammad bin Tarsan", "SAU"), "given name"),
        (Name("Hadi al-Sorabi"), Name("Hadi Sorabi"), "spelling"),
        (Name("Nils A. Brakkvold"), Name("Nils Brakkvold"), "middle name"),
        (Name("Tamsin Orbell", "GBR"), Name("Tamsin Obrell", "GBR"), "misspelling"),
        (Name("Rubane Kolhari", "IND"), Name("Rubane Kulhari", "IND"), "vowels"),
        (body("U.N. Weather Programme"), body("United Nations Weather Program"), "spelling"),
        (body("Vellmark Oil Company"), body("Vellmark Oil"), "legal form"),
        (body("Ministry of Tides", "NOR"), body("Tides Ministry", "NOR"), "order of words"),
    ],
)
def test_two_names_of_one_party_are_put_together(tmp_path: Path, one: Name, two: Name, rule: str) -> None:
    assert verdict(tmp_path, (one,), (two,), (two,))[:2] == (True, rule)


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        (Name("Orlan Vebrensky", "RUS"), Name("Orlan Vebrenskiy", "UKR"), "different countries: RUS and UKR"),
        (Name("Tom Ashgrove Jr."), Name("Tom Ashgrove"), "one is numbered or the son"),
        (Name("Nils A. Brakkvold"), Name("Nils E. Brakkvold"), "different middle names"),
        (Name("Tamsin Orbell"), Name("Tamsin Obrell"), "too rare to be called a slip of the other"),
        (Name("Ada Joy Morvan"), Name("Ada Morvan"), "nothing else connects them"),
        (body("Merrow & Co"), body("Merrow KGaA"), "different legal forms"),
        (body("Ministry of Tides", "NOR"), body("Ministry of Tides", "KEN"), "different countries"),
        (body("Ministry of Tides", "NOR"), body("Ministry of Tides"), "one is a country's"),
        (body("Ministry of Tides"), body("Tides Ministry"), "no country says whose it is"),
    ],
)
def test_two_parties_stay_apart_and_the_reason_is_told(tmp_path: Path, one: Name, two: Name, reason: str) -> None:
    is_accepted, _, told = verdict(tmp_path, (one,), (two,))
    assert not is_accepted
    assert told.startswith(reason)


def test_names_side_by_side_in_an_article_are_two_people(tmp_path: Path) -> None:
    one, two = Name("Tamsin Orbell", "GBR"), Name("Tamsin Obrell", "GBR")
    assert verdict(tmp_path, (one, two), (two,), (two,)) == (False, "misspelling", "named side by side in 1 articles")


def test_a_middle_name_is_left_out_only_where_one_is_in_use(tmp_path: Path) -> None:
    short, one, two = (Name(f"Nils {middle}Brakkvold", "NOR") for middle in ("", "A. ", "E. "))
    found = judge(tmp_path, (short,), (one,), (two,))
    assert not any(is_accepted for is_accepted, _, _ in found.values())


def test_two_first_names_that_others_bear_are_two_people(tmp_path: Path) -> None:
    rows = [(Name(f"{first} {last}", "GBR"),) for first in ("Jaron", "Joren") for last in ("Abel", "Betz", "Cole")]
    found = judge(tmp_path, *rows)
    assert {(is_accepted, reason) for is_accepted, _, reason in found.values()} == {
        (False, "two first names that others bear")
    }


SAID = Name("Ilo Teska", says="Teska")


def test_a_family_name_alone_is_the_one_whom_articles_call_so(tmp_path: Path) -> None:
    full = [(TESKA, SAID)] * 10
    found = judge(tmp_path, *full, (Name("Teska"),))
    assert found["person:teska", "person:ilo-teska"][:2] == (True, "family name")
    assert '"Teska" is Ilo Teska in 10 of 10 articles' in found["person:teska", "person:ilo-teska"][2]


def test_a_family_name_that_two_bear_is_nobody(tmp_path: Path) -> None:
    other = Name("Una Teska")
    full = [(TESKA, SAID)] * 10 + [(other, replace(other, says="Teska"))] * 3
    found = judge(tmp_path, *full, (Name("Teska"),))
    assert {is_accepted for is_accepted, _, _ in found.values()} == {False}


def test_an_acronym_that_an_article_spells_out_is_the_body(tmp_path: Path) -> None:
    long = body("North Shore Weather Bureau")
    found = judge(tmp_path, (long, replace(long, says="NSWB")), (body("NSWB"),))
    assert found["org:nswb", "org:north-shore-weather-bureau"][:2] == (True, "acronym")


def test_a_name_taken_for_another_kind_is_the_kind_of_most_articles(tmp_path: Path) -> None:
    found = judge(tmp_path, (MORVAN,), (MORVAN,), (MORVAN,), (body("Ada Morvan"),))
    assert found["org:ada-morvan", "person:ada-morvan"][:2] == (True, "kind")


def test_reports_see_one_party_and_mentions_keep_their_entity(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        begin(con, "r1")
        load_articles(con, [(1, (Name("Orlan Vebrensky"),)), (2, (Name("Orlan Vebrenskiy"),)), (3, (TESKA,))])
        merge_variants(con, "r1")
        names = con.execute("select entity_id, canonical_id, name from entity_names order by 1").fetchall()
        mentions = con.execute("select distinct entity_id from mentions order by 1").fetchall()
    assert names == [
        ("person:ilo-teska", "person:ilo-teska", "Ilo Teska"),
        ("person:orlan-vebrenskiy", "person:orlan-vebrenskiy", "Orlan Vebrenskiy"),
        ("person:orlan-vebrensky", "person:orlan-vebrenskiy", "Orlan Vebrenskiy"),
    ]
    assert len(mentions) == 3


def test_what_two_names_of_one_person_did_is_one_happening(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        begin(con, "r1")
        load_articles(con, [(1, (Name("Orlan Vebrensky"),)), (2, (Name("Orlan Vebrenskiy"),)), (3, (TESKA,))])
        load.finish_run(con, "r1", counts={}, status="done")
        found = con.execute("select actors, event_count from event_clusters order by 1").fetchall()
    assert found == [(["PER:Ilo Teska"], 1), (["PER:Orlan Vebrenskiy"], 2)]


def test_nothing_is_made_anew_where_nothing_was_stored(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        begin(con, "r1")
        load_articles(con, [(1, (TESKA,))])
        assert [merge_variants(con, "r1"), merge_variants(con, "r2")] == [True, False]
        load_articles(con, [(2, (MORVAN,))], run_id="r2")
        assert merge_variants(con, "r2")


CORPUS: list[tuple[int, Article]] = list(
    enumerate(
        [
            (Name("Orlan Vebrensky"), SAID),
            (Name("Orlan Vebrenskiy"), SAID),
            (Name("Orlan V. Vebrenskiy"), TESKA),
            (Name("Nils A. Brakkvold"), Name("Nils Brakkvold", "NOR")),
            (Name("Nils Brakkvold"), MORVAN),
            (Name("Teska"), body("NSWB")),
            (body("North Shore Weather Bureau"), body("North Shore Weather Bureau", says="NSWB")),
        ]
    )
)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(CORPUS), cut=st.integers(1, len(CORPUS) - 1))
def test_any_order_and_any_batches_give_the_same_rows(
    order: list[tuple[int, Article]], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def rows(batches: list[list[tuple[int, Article]]]) -> list[Any]:
        with writer(tmp_path_factory.mktemp("db")) as con:
            for number, batch in enumerate(batches):
                begin(con, f"r{number}")
                load_articles(con, batch, run_id=f"r{number}")
                merge_variants(con, f"r{number}")
            return [rows_of(con, table) for table in ("entities", "entity_variants")]

    made = rows([order[:cut], order[cut:]])
    assert made == rows([CORPUS])
    assert any(row[2] for row in made[1])
