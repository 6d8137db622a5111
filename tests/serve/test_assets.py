"""What a run made and of what, as the server learns it."""

from pathlib import Path

import pytest
from prefect import flow

from flows.report.run import find_reports
from flows.serve.assets import input_asset, report_asset, table_asset, tables_of, tell_reports
from tests.serve.test_jobs import events

DB = Path("/srv/date line/news.duckdb")


def test_a_key_is_one_whatever_the_path() -> None:
    key = table_asset(DB, "articles").key
    assert key.startswith("duckdb://")
    assert key.endswith("/srv/date-line/news.duckdb/articles")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("https://example.org/feed.rss?token=abc", "https://example.org/feed.rss"),
        ("https://ann:secret@example.org/feed.rss", "https://example.org/feed.rss"),
        ("S3://bucket/2025/*.jsonl.zst", "s3://bucket/2025/*.jsonl.zst"),
    ],
)
def test_no_secret_of_an_address_is_told(name: str, key: str) -> None:
    assert input_asset(name).key == key


def test_a_report_keeps_its_key_from_week_to_week() -> None:
    key = report_asset(Path("/out"), "spikes", period="week", profile="oil").key
    assert key.endswith("/out/week/oil/spikes")


def test_every_report_is_made_of_tables() -> None:
    made_of = {report.name: tables_of(report.text) for report in find_reports([])}
    assert [name for name, tables in made_of.items() if not tables] == []
    assert made_of["sanctions_dyads"] == ["sanctions"]
    assert made_of["sanctions_mentions"] == ["articles", "sanctions"]


@pytest.mark.usefixtures("prefect_server")
def test_the_server_learns_of_what_each_report_is_made(tmp_path: Path) -> None:
    @flow
    def told() -> None:
        tell_reports({None: tmp_path, "oil": tmp_path / "oil"}, db=DB, out=tmp_path, period="week")

    told()
    reports = find_reports([])
    found = {
        event["resource"]["prefect.resource.name"]: event
        for event in events("prefect.asset.materialization.succeeded", least=2 * len(reports))
        if str(tmp_path) in event["resource"]["prefect.resource.id"]
    }
    assert len(found) == 2 * len(reports)
    event = found["sanctions_dyads, by week, of oil"]
    parents = [one["prefect.resource.id"] for one in event["related"] if one["prefect.resource.role"] == "asset"]
    assert parents == [table_asset(DB, "sanctions").key]
    assert event["payload"]["oil"] == str(tmp_path / "oil")
