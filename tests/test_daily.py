"""The same job as a Prefect flow, on a real Prefect server that lives as long as the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.artifacts import Artifact
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
def test_flow_leaves_the_same_rows_as_the_direct_run(tmp_path: Path, prefect_server: None) -> None:
    inputs = [str(SEED), str(BAD), str(write_articles(tmp_path / "a.jsonl", [CALM, {**CALM, "text": "Other."}]))]
    direct, flow = tmp_path / "direct", tmp_path / "flow"
    for folder in (direct, flow):
        folder.mkdir()
    run_directly(direct, *inputs, batch_articles=1)
    options = {"db": str(flow / "news.duckdb"), "out": str(flow / "out"), "runner": "inline", "batch_articles": 1}
    summary = daily(inputs=inputs, options=options)
    assert rows_of(direct)["sanctions"]
    assert rows_of(direct) == rows_of(flow)
    counts = "select input_count, article_count, rejected_count, status from runs"
    assert query(direct, counts) == query(flow, counts)
    _artifacts_tell_the_run(summary.run_id)


def _artifacts_tell_the_run(run_id: str) -> None:
    for key in ("run-counts", "run-summary", "run-report"):
        artifact = Artifact.get(key)
        assert artifact is not None, key
    table = Artifact.get("run-counts")
    assert table is not None
    assert run_id in str(table.description)
    assert '"read"' in str(table.data)


def test_every_task_is_the_pipeline_s_own_step() -> None:
    assert all(task.fn is step for step, task in TASKS.items())
