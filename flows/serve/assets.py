"""What a run has made, as Prefect assets: keys that stay, and of what each was made, so that the server knows lineage.

An asset is no more than events (`prefect.asset.materialization.succeeded`, `.referenced`) of a task that says what it
made; a server of one's own keeps them as it keeps every event. One task a load and one a report file.
"""

import re
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from prefect.assets import Asset, AssetProperties, add_asset_metadata
from prefect.cache_policies import NO_CACHE
from prefect.tasks import MaterializingTask

from flows.pipeline import Summary
from flows.report.run import find_reports

# Table -> the macros and views that read it in a report's SQL.
SOURCES = {
    "articles": ("articles_of", "articles_within"),
    "sanctions": ("sanctions_of", "sanctions_between"),
    "events": ("events_of",),
    "mentions": ("mentions_of", "entities_of", "entity_names", "article_namings"),
    "quotes": ("quotes_of",),
}
# What Prefect has in no key.
FORBIDDEN = re.compile(r"[\s#?&%\"'<>\[\]{}|\\^`]")


def table_asset(db: Path, table: str) -> Asset:
    """A table of the published database, by machine and path."""
    key = FORBIDDEN.sub("-", f"duckdb://{socket.gethostname()}{db.resolve()}/{table}")
    return Asset(key=key, properties=AssetProperties(name=table))


def input_asset(name: str) -> Asset:
    """A file, folder, pattern or address that is read; what of it may be secret (user, query) is left out."""
    if "://" in name:
        scheme, _, rest = name.partition("://")
        key = f"{scheme.lower()}://{rest.partition('?')[0].rpartition('@')[2]}"
    else:
        key = f"file://{socket.gethostname()}{Path(name).resolve()}"
    return Asset(key=FORBIDDEN.sub("-", key))


def report_asset(out: Path, name: str, *, period: str, profile: str | None) -> Asset:
    """A report of a grain and a profile: the same asset every week, its files in the metadata."""
    about = f"{name}, by {period}, of {profile or 'everything'}"
    key = f"file://{socket.gethostname()}{out.resolve()}/{period}/{profile or 'everything'}/{name}"
    return Asset(key=FORBIDDEN.sub("-", key), properties=AssetProperties(name=about))


def tell_load(summary: Summary, read: Iterable[str], *, db: Path) -> None:
    """Tables made of inputs, told to the server; nothing when the run has published nothing."""
    if summary.is_published:
        facts = {"run_id": summary.run_id, **summary.counts}
        made = [table_asset(db, table) for table in SOURCES]
        _tell(made, of=[input_asset(name) for name in read], facts=facts, name="note tables")


def tell_reports(made: Mapping[str | None, Path], *, db: Path, out: Path, period: str) -> None:
    """Every report of every profile (None: everything) in its folder, told with the tables that its SQL reads."""
    for report in find_reports([]):
        assets = [report_asset(out, report.name, period=period, profile=profile) for profile in made]
        sources = [table_asset(db, table) for table in tables_of(report.text)]
        facts = {profile or "everything": str(folder) for profile, folder in made.items()}
        _tell(assets, of=sources, facts=facts, name=f"note report {report.name}")


def tables_of(sql: str) -> list[str]:
    """The tables that a report's SQL reads, by name or by what stands over them.

    >>> tables_of("select * from sanctions_of($profile) inner join articles using (article_id)")
    ['articles', 'sanctions']
    """
    read = set(re.findall(r"\b(?:from|join)\s+(\w+)", re.sub(r"--.*", "", sql)))
    return [table for table, macros in SOURCES.items() if read & {table, *macros}]


def _tell(made: list[Asset], *, of: list[Asset], facts: dict[str, Any], name: str) -> None:
    # Tasks of the moment: what they make is known only now.
    MaterializingTask(
        fn=_note,
        assets=made,
        asset_deps=[*of],
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        tags=["dateline"],
    )([asset.key for asset in made], facts)


def _note(keys: list[str], facts: dict[str, Any]) -> None:
    for key in keys:
        add_asset_metadata(key, facts)
