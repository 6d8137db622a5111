"""The scheduled jobs on a real Prefect server, and runs that died."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any
from uuid import UUID

import duckdb
import httpx
import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL
from prefect.states import Running

from flows.errors import StoreError
from flows.serve import jobs
from flows.serve.server import mark_dead_runs, only_server_of, running_server, tag_of
from tests.report.digest.desk import build_desk
from tests.report.digest.servers import HOST, Desk, mail_server
from tests.report.helpers import ACTUAL, Article, insert
from tests.runs import query, write_articles
from tests.test_pipeline import CALM

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration, in force."""
    (tmp_path / "dateline.toml").write_text(
        '[settings]\ndb = "news.duckdb"\nout = "out"\nrunner = "inline"\nquiet = true\n'
        '[[inputs]]\nname = "one"\nread = "one.jsonl"\n'
        '[[inputs]]\nname = "two"\nread = "two.jsonl"\ncolumns = { text = "body" }\n'
        '[profiles.oil]\nwords = "embargo"\n[health]\nsources = { Gazette = 3 }\n'
    )
    monkeypatch.setenv("DATELINE_CONFIG", str(tmp_path / "dateline.toml"))
    return tmp_path


def events(name: str, *, least: int = 1) -> list[dict[str, Any]]:
    """The events of this name that the server has, waited for: they are sent from the background."""
    asked = {"filter": {"event": {"name": [name]}}}
    found: list[dict[str, Any]] = []
    for _ in range(50):
        found = httpx.post(f"{PREFECT_API_URL.value()}/events/filter", json=asked).json()["events"]
        if len(found) >= least:
            break
        sleep(0.2)
    return found


def names_of(found: list[dict[str, Any]]) -> list[str]:
    """What the events are about, in order."""
    return sorted(event["resource"]["prefect.resource.name"] for event in found)


@contextmanager
def webhook() -> Iterator[tuple[str, list[str]]]:
    """The address of a real web server on loopback, and what was posted to it."""
    posted: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keeps quiet."""

    server = HTTPServer((HOST, 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/hook", posted
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.usefixtures("prefect_server")
def test_collect_reads_every_input_in_its_own_shape(folder: Path) -> None:
    write_articles(folder / "one.jsonl", [CALM])
    write_articles(folder / "two.jsonl", [{"id": 2, "source": "Courier", "body": "Another calm day."}])
    state = jobs.collect(return_state=True)
    assert state.is_completed()
    assert str(state.message) == "1 read, 1 new, 0 rejected; 1 read, 1 new, 0 rejected"
    assert query(folder, "select count(*) from articles") == [(2,)]
    assert len(events("dateline.run.finished", least=2)) == 2


@pytest.mark.usefixtures("prefect_server")
def test_reports_are_made_of_everything_and_of_every_profile(folder: Path) -> None:
    build_desk(folder)
    made = Path(jobs.reports("month"))
    assert (made / "index.html").is_file()
    assert (made / "oil" / "index.html").is_file()


@pytest.mark.usefixtures("prefect_server")
def test_a_digest_is_sent_once_however_often_it_runs(folder: Path) -> None:
    build_desk(folder)
    desk = Desk()
    with mail_server(desk) as port:
        with (folder / "dateline.toml").open("a") as file:
            file.write(f'[smtp]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\nsender = "desk@example.org"\n')
            file.write('[digests.oil]\nprofile = "oil"\nrecipients = "ann@example.org"\n')
        states = [jobs.digest("oil", return_state=True) for _ in range(2)]
    assert [str(state.message).partition(": ")[2] for state in states] == [
        "sent to 1, 0 had it",
        "sent to 0, 1 had it",
    ]
    assert len(desk.mails) == 1


@pytest.mark.usefixtures("prefect_server")
def test_health_speaks_up_once_for_each_thing(folder: Path) -> None:
    build_desk(folder, [Article("2025-03-03", (ACTUAL,))])
    with webhook() as (url, posted):
        block = CustomWebhookNotificationBlock(name="desk", url=url, json_data={"text": "{{body}}"})
        block.save("desk", overwrite=True)
        path = folder / "dateline.toml"
        path.write_text(path.read_text().replace("[health]", '[health]\nnotify = "custom-webhook/desk"'))
        first, second = (jobs.health(return_state=True) for _ in range(2))
    (notice,) = posted
    assert "Gazette: no article since 2025-03-03" in notice
    (event,) = events("dateline.source.silent")
    assert event["resource"]["prefect.resource.name"] == "silent Gazette 2025-03-03"
    assert first.is_failed()
    assert str(first.message).startswith("1 new of 1: Gazette: no article since 2025-03-03")
    assert second.is_completed()


@pytest.mark.usefixtures("prefect_server")
def test_a_spike_and_each_run_with_many_rejects_is_an_event_once(folder: Path) -> None:
    today = datetime.now(UTC).date()
    calm = [Article(str(today - timedelta(days=days))) for days in range(1, 100) for _ in range(5)]
    db = build_desk(folder, [*calm, *(Article(str(today), (ACTUAL,)) for _ in range(30))])
    with duckdb.connect(db) as con:
        con.execute("update runs set read_count = 100, rejected_count = 30")
    first, second = (jobs.health(return_state=True) for _ in range(2))
    with duckdb.connect(db) as con:
        insert(con, "runs", run_id="r2", started_at=datetime.now(UTC), status="done", code_version="0.1.0")
        con.execute("update runs set read_count = 50, rejected_count = 20 where run_id = 'r2'")
    third = jobs.health(return_state=True)
    assert [state.type.value for state in (first, second, third)] == ["FAILED", "COMPLETED", "FAILED"]
    # Events arrive in order: with that of the last run in, nothing of the others is on its way.
    rejects = names_of(events("dateline.rejects.many", least=2))
    assert rejects == ["rejects r1", "rejects r2"]
    spikes = names_of(events("dateline.spike.detected"))
    assert any(name.startswith("spike all all ") for name in spikes)
    assert len(spikes) == len(set(spikes))


@pytest.mark.usefixtures("prefect_server")
def test_a_run_that_died_is_marked_and_others_are_left_alone() -> None:
    tags = ["dateline scheduled", "database test"]
    with get_client(sync_client=True) as client:
        ours, other = (
            UUID(str(client.create_flow_run(jobs.health, state=Running(), tags=given).id)) for given in (tags, tags[:1])
        )
        assert mark_dead_runs(client, tags) == 1
        assert mark_dead_runs(client, tags) == 0
        dead, alive = (client.read_flow_run(one).state for one in (ours, other))
    assert dead is not None
    assert alive is not None
    assert dead.is_crashed()
    assert "is gone" in str(dead.message)
    assert alive.is_running()


@pytest.mark.usefixtures("prefect_server")
def test_a_server_that_is_named_is_used() -> None:
    with running_server() as url:
        assert url == PREFECT_API_URL.value()


def test_a_database_is_served_once(tmp_path: Path) -> None:
    db = tmp_path / "news.duckdb"
    with only_server_of(db), pytest.raises(StoreError, match="served already"), only_server_of(db):
        pass
    with only_server_of(db):
        pass
    assert tag_of(db) != tag_of(tmp_path / "other.duckdb")
