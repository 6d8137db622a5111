"""A desk with a small database, and the digest of its first week of March."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from flows.config.models import Config, filters_of
from flows.report.digest.asked import Asked
from flows.report.digest.window import Window
from tests.report.helpers import ACTUAL, THREAT, Article, build

WEEK = Window("week", date(2025, 3, 3), date(2025, 3, 10))
NOW = datetime(2025, 3, 10, 7, tzinfo=UTC)

# Three articles on sanctions of four this week, one of two the week before, two of two a year before.
ARTICLES = (
    Article("2025-03-03", (ACTUAL,), url="https://gazette.example/1", title="Embargo on Graustark"),
    Article("2025-03-05", (THREAT,), source="Courier", title="A threat"),
    Article("2025-03-09", (ACTUAL, THREAT), url="javascript:alert(1)", title="Both"),
    Article("2025-03-09", title="Calm"),
    Article("2025-02-25", (THREAT,), title="Earlier"),
    Article("2025-03-02", title="Calm before"),
    Article("2024-03-05", (ACTUAL,), title="A year ago"),
    Article("2024-03-10", (ACTUAL,), title="A year ago again"),
    Article(None, (ACTUAL,), title="Some day"),
)


def build_desk(folder: Path, articles: Sequence[Article] = ARTICLES) -> Path:
    """The path of a database with the articles, its last run ended in the night after the week."""
    path = build(folder / "news.duckdb", *articles)
    with duckdb.connect(path) as con:
        con.execute("update runs set finished_at = timestamp '2025-03-10 04:30:00'")
    return path


def ask(window: Window = WEEK, *, profile: Mapping[str, Any] | None = None) -> Asked:
    """The digest of a week, of everything or of a profile."""
    if profile is None:
        return Asked("all", "everything", "Sanctions in the news", None, window)
    config = Config.model_validate({"profiles": {"oil": profile}})
    return Asked("profile", "oil", "Oil", filters_of(config.profiles["oil"], "oil"), window)
