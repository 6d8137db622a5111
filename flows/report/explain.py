"""Room 4, side door: an id in, out comes what is behind it: the sentence with its evidence, the rule, the article.

Each table is a query of sql/explain; the first of a kind tells whether the id is of that kind.
"""

from pathlib import Path

import duckdb
import polars as pl

from flows.errors import UsageError
from flows.report.marks import Mark, mark_sentence
from flows.report.run import open_published, run_report
from flows.settings import share
from flows.sqlfile import read_sql_file

KINDS = {
    "statement": ("statement", "statement_spans", "statement_sources"),
    "event": ("event", "event_spans", "event_sources", "event_family", "event_statements"),
    "article": ("article", "article_statements", "article_events"),
    "entity": ("entity", "entity_variants", "entity_names", "entity_rules", "entity_roles"),
}
# Of an event, and of the event that a statement describes.
CLUSTER = ("event_cluster", "event_elsewhere")

Frames = dict[str, pl.DataFrame]


def explain(db: Path, wanted: str) -> Frames:
    """Title -> rows, for a statement_id, an event_id, an article_id or given id, or an entity_id.

    Raises UsageError for another one.
    """
    with open_published(db) as con:
        for names in KINDS.values():
            title, rows = _ask(con, names[0], wanted)
            if rows.height:
                others = dict(_ask(con, name, wanted) for name in names[1:])
                return _with_marks({title: rows} | others) | _cluster(con, rows)
    raise UsageError(
        f"{wanted}: no article, entity, event or sanctions statement has this id; `dateline sql` finds ids"
    )


def _with_marks(frames: Frames) -> Frames:
    """The same frames; where there is evidence, the sentence of the first shows it between brackets."""
    if "Evidence" not in frames:
        return frames
    title, rows = next(iter(frames.items()))
    marks = [Mark(*row) for row in frames["Evidence"].select("kind", "start", "end").iter_rows()]
    sentence, offset = rows["sentence"].item(), rows["sentence_start"].item()
    marked = mark_sentence(sentence, offset=offset, marks=marks)
    return frames | {title: rows.with_columns(sentence=pl.lit(marked)).drop("sentence_start")}


def _cluster(con: duckdb.DuckDBPyConnection, rows: pl.DataFrame) -> Frames:
    """The happening behind an event or statement, and who else reports it."""
    event_id = rows["event_id"].item() if "event_id" in rows.columns else None
    return dict(_ask(con, name, event_id) for name in CLUSTER) if event_id else {}


def _ask(con: duckdb.DuckDBPyConnection, name: str, wanted: str) -> tuple[str, pl.DataFrame]:
    """The query's title and its rows for an id."""
    query = read_sql_file(share("sql", "explain", f"{name}.sql"))
    return query.title, run_report(con, query, {"id": wanted})
