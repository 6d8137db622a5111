"""The same job as a Prefect flow, on a real Prefect server that lives as long as the tests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

from flows.daily import daily
from flows.tasks import TASKS
from tests.runs import query, rows_of, run_directly, write_articles
from tests.test_pipeline import BAD, CALM, SEED


@pytest.fixture(scope="module")
def prefect_server() -> Iterator[None]:
    """A server of the tests' own; it took 38 s to start on a loaded machine."""
    with prefect_test_harness(server_startup_timeout=200):
        yield


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("prefect_server")
def test_flow_leaves_the_same_rows_as_the_direct_run(tmp_path: Path) -> None:
    inputs = [str(SEED), str(BAD), str(write_articles(tmp_path / "a.jsonl", [CALM, {**CALM, "text": "Other."}]))]
    direct, flow = tmp_path / "direct", tmp_path / "flow"
    for folder in (direct, flow):
        folder.mkdir()
    run_directly(direct, *inputs, batch_articles=1)
    options: dict[str, str | int | float | bool] = {
        "db": str(flow / "news.duckdb"),
        "out": str(flow / "out"),
        "runner": "inline",
        "batch_articles": 1,
    }
    summary = daily(inputs=inputs, options=options)
    assert rows_of(direct)["sanctions"]
    assert rows_of(direct) == rows_of(flow)
    counts = "select input_count, article_count, rejected_count, status from runs"
    assert query(direct, counts) == query(flow, counts)
    _artifacts_tell_the_run(summary.run_id)
    _task_runs_are_named_by_what_they_do()


def _artifacts_tell_the_run(run_id: str) -> None:
    # Prefect's own Artifact.get sends fields that its server refuses (3.8.8).
    answer = httpx.post(f"{PREFECT_API_URL.value()}/artifacts/filter", json={"limit": 10})
    found = {artifact["key"]: artifact for artifact in answer.json()}
    assert found.keys() == {"run-counts", "run-summary", "run-report"}
    assert run_id in found["run-counts"]["description"]
    assert '"read"' in found["run-counts"]["data"]
    assert "records read" in found["run-summary"]["data"]
    assert "index.html" in found["run-report"]["data"]


def _task_runs_are_named_by_what_they_do() -> None:
    answer = httpx.post(f"{PREFECT_API_URL.value()}/task_runs/filter", json={})
    runs = {run["name"]: run["tags"] for run in answer.json()}
    assert {"extract 1 articles", "load 1 articles"} <= runs.keys()
    assert runs["extract 1 articles"] == ["dateline"]


def test_every_task_is_the_pipeline_s_own_step() -> None:
    assert all(task.fn is step for step, task in TASKS.items())
