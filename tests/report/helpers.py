"""A small published database, built by hand from the project's own schema."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from flows.settings import share

TEXT = "Ruritania imposed an embargo on Graustark. More follows."
SENTENCE = "Ruritania imposed an embargo on Graustark."
EVIDENCE = "imposed an embargo"

Statement = tuple[str, str | None]
ACTUAL: Statement = ("impose", "actual")
THREAT: Statement = ("impose", "threatened")


@dataclass(frozen=True)
class Article:
    """One article and what its one sentence says about sanctions."""

    day: str | None
    statements: tuple[Statement, ...] = ()
    source: str | None = "Gazette"
    story: str | None = None
    title: str | None = "A headline"
    url: str | None = None
    text: str = TEXT
    is_current: bool = True
    names: tuple[str, ...] = ()
    extractor_version: str = "x1"
    problem: str | None = None
    extra: dict[str, object] = field(default_factory=dict)


@cache
def _empty() -> bytes:
    """The file of a database with every table, view and macro of sql/, and no row; made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with duckdb.connect(path) as con:
            con.begin()
            for name in ("schema", "views", "macros"):
                for file in sorted(share("sql", name).glob("*.sql")):
                    con.execute(file.read_text(encoding="utf-8"))
            con.commit()
        return path.read_bytes()


def build(path: Path, *articles: Article) -> Path:
    """The path of a database that holds the articles and one run."""
    path.write_bytes(_empty())
    with duckdb.connect(path) as con:
        con.begin()
        insert(con, "runs", run_id="r1", started_at=datetime(2025, 1, 1), status="done", code_version="0.1.0")
        for number, article in enumerate(articles):
            _add(con, number, article)
        con.commit()
    return path


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    """One row; columns that are not named stay null."""
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(values))})", list(values.values()))  # noqa: S608


def _add(con: duckdb.DuckDBPyConnection, number: int, article: Article) -> None:
    key = f"a{number}"
    insert(
        con,
        "articles",
        article_id=key,
        revision=1,
        is_current=article.is_current,
        record_id=key,
        url=article.url,
        title=article.title,
        source=article.source,
        published_date=date.fromisoformat(article.day) if article.day else None,
        published_problem=article.problem,
        text=article.text,
        word_count=len(article.text.split()),
        content_hash=key,
        story_id=article.story,
        extractor_version=article.extractor_version,
        run_id="r1",
    )
    start = article.text.find(EVIDENCE)
    for place, (action, modality) in enumerate(article.statements):
        span = {"start": start, "end": start + len(EVIDENCE), "sentence_start": 0, "sentence_end": len(SENTENCE)}
        statement = f"s{number}_{place}"
        whole = {"statement_id": statement, "article_id": key, "action": action, "modality": modality, **span}
        beside = {"senders": ["RUR"], "sentence": article.text[: len(SENTENCE)]}
        insert(con, "sanctions", **whole, **beside, confidence=0.9, run_id="r1")
        insert(con, "sanctions_parties", statement_id=statement, article_id=key, role="sender", code="RUR", run_id="r1")
    for place, name in enumerate(article.names):
        entity = f"e{name}"
        if not con.execute("select 1 from entities where entity_id = ?", [entity]).fetchall():
            insert(con, "entities", entity_id=entity, name=name, type="ORG", article_count=1, run_id="r1")
        span = {"start": place, "end": place + 1}
        insert(con, "mentions", article_id=key, **span, text=name, label="ORG", entity_id=entity, run_id="r1")
    for name in dict.fromkeys(article.names):
        naming = {"article_id": key, "entity_id": f"e{name}", "name": name, "type": "ORG"}
        insert(con, "article_entities", **naming, mention_count=article.names.count(name), run_id="r1")
