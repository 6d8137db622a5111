"""Room 4, side door: an id in, out comes what is behind it: the sentence with its evidence, the rule, the article.

Each table is a query of sql/explain; the first of a kind tells whether the id is of that kind.
"""

from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.report.run import open_published, run_report
from flows.settings import share
from flows.sqlfile import read_sql_file

KINDS = {
    "statement": ("statement",),
    "article": ("article", "article_statements"),
    "entity": ("entity", "entity_names", "entity_roles"),
}


def explain(db: Path, wanted: str) -> dict[str, pl.DataFrame]:
    """Title -> rows, for a statement_id, an article_id or given id, or an entity_id. Raises UsageError for another."""
    queries = {
        name: read_sql_file(share("sql", "explain", f"{name}.sql")) for names in KINDS.values() for name in names
    }
    with open_published(db) as con:
        for first, *others in KINDS.values():
            rows = run_report(con, queries[first], {"id": wanted})
            if rows.height:
                found = {queries[name].title: run_report(con, queries[name], {"id": wanted}) for name in others}
                return {queries[first].title: rows} | found
    raise UsageError(f"{wanted}: no article, entity or sanctions statement has this id; `dateline sql` finds ids")
