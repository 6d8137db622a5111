"""Room 4, the doctor's door: the published database in, what a person should know out, each thing told once.

A finding has a key that stays the same while it lasts. What was told is kept beside the database, in
`<stem>.health.json`: a finding that goes away and comes back is told again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from flows.config.models import Health
from flows.report.run import find_reports, open_published, run_report
from flows.settings import share
from flows.sqlfile import SqlFile, read_sql_file

# Articles in the eight weeks before it fell silent: whoever published less has no rhythm to lose.
REGULAR = 4
# So many times its days of silence a source is told of; then it is history, not news.
HISTORY = 20
# A spike is news for so long after it began.
SPIKE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should know: `event` is its kind, `key` stays while it lasts, `told` is a sentence."""

    event: str
    key: str
    told: str


def find_faults(db: Path, *, health: Health, today: date) -> list[Finding]:
    """Silent sources, holes, rejects, spikes; none when all is well. Raises StoreError when there is no database."""
    with open_published(db) as con:
        return [*_silent(con, health, today), *_gaps(con, health, today), *_rejects(con, health), *_spikes(con, today)]


def _silent(con: duckdb.DuckDBPyConnection, health: Health, today: date) -> list[Finding]:
    found = []
    for row in run_report(con, _query("sources"), {"until": today + timedelta(days=1)}).iter_rows(named=True):
        name, last = row["source"], row["last_date"]
        allowed, silent = health.sources.get(name, health.silent_after_days), (today - last).days
        is_watched = name in health.sources or (row["recent_count"] >= REGULAR and silent <= HISTORY * allowed)
        if silent > allowed and is_watched:
            told = f"{name}: no article since {last}, for {silent} days; told after {allowed}"
            found.append(Finding("dateline.source.silent", f"silent {name} {last}", told))
    return found


def _gaps(con: duckdb.DuckDBPyConnection, health: Health, today: date) -> list[Finding]:
    """Sources that were silent and are back: a series has a hole there until the days between are read."""
    found = []
    for row in run_report(con, _query("gaps"), {"until": today + timedelta(days=1)}).iter_rows(named=True):
        name, before, after = row["source"], row["last_before_date"], row["first_after_date"]
        is_watched = name in health.sources or row["recent_count"] >= REGULAR
        if is_watched and row["gap_days"] >= health.sources.get(name, health.silent_after_days):
            told = (
                f"{name}: no article between {before} and {after}, {row['gap_days']} days; its series have a hole there"
            )
            found.append(Finding("dateline.coverage.gap", f"gap {name} {before}", told))
    return found


def _rejects(con: duckdb.DuckDBPyConnection, health: Health) -> list[Finding]:
    found = []
    for row in run_report(con, _query("last_run")).iter_rows(named=True):
        share_ = row["rejected_count"] / row["read_count"]
        if share_ > health.reject_share:
            told = (
                f"run {row['run_id']}: {row['rejected_count']:,} of {row['read_count']:,} records were rejected "
                f"({100 * share_:.0f} %); told above {100 * health.reject_share:.0f} %; dateline status --rejects"
            )
            found.append(Finding("dateline.rejects.many", f"rejects {row['run_id']}", told))
    return found


def _spikes(con: duckdb.DuckDBPyConnection, today: date) -> list[Finding]:
    """Spikes by week that began lately; one that goes on keeps its key."""
    (report,) = find_reports(["spikes"])
    rows = run_report(con, report, {"until": today + timedelta(days=1)})
    lately = rows.filter(pl.col("start_date") > today - timedelta(days=SPIKE_DAYS))
    return [
        Finding(
            "dateline.spike.detected",
            f"spike {row['series_kind']} {row['series']} {row['start_date']}",
            f"spike of {row['series_kind']} {row['series']} since {row['start_date']}: in "
            f"{100 * row['article_share']:.1f} % of the articles, usually {100 * row['usual_share']:.1f} %",
        )
        for row in lately.iter_rows(named=True)
    ]


def _query(name: str) -> SqlFile:
    return read_sql_file(share("sql", "health") / f"{name}.sql")


def health_path(db: Path) -> Path:
    """Where it is kept what was told already."""
    return db.with_name(f"{db.stem}.health.json")


def only_new(findings: Sequence[Finding], path: Path) -> list[Finding]:
    """The findings that the last look had not; a file that cannot be read knows none."""
    try:
        known = set(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        known = set()
    return [finding for finding in findings if finding.key not in known]


def remember(findings: Sequence[Finding], path: Path) -> None:
    """The findings kept as told, in one rename; those that are gone are forgotten."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(sorted(finding.key for finding in findings), indent=1) + "\n", encoding="utf-8")
    part.replace(path)
