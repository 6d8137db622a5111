"""`dateline serve` as a desk has it: its own server, a schedule, one folder of articles; then Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.runs import write_articles
from tests.test_pipeline import CALM

# Seconds: a server with a new database, the next full minute, a run in a process of its own, on a loaded machine.
PATIENCE = 300

CONFIG = """
[settings]
runner = "inline"
[[inputs]]
name = "inbox"
read = "inbox"
[schedules]
daily = { cron = "* * * * *" }
reports_weekly = { cron = "0 7 * * 1", enabled = false }
reports_monthly = { cron = "30 7 1 * *", enabled = false }
stale = { cron = "0 1 * * *", enabled = false }
health = { cron = "0 8 * * *", enabled = false }
"""


def children_of(pid: int) -> list[int]:
    """The processes that this one has started and that are alive."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def row_count(db: Path) -> int:
    """Articles of the published database, 0 before there is one."""
    with suppress(duckdb.Error), duckdb.connect(db, read_only=True) as con:
        return len(con.execute("select 1 from articles").fetchall())
    return 0


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE + 60)
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_schedule_reads_a_folder_and_an_interrupt_leaves_no_process(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    write_articles(tmp_path / "inbox" / "one.jsonl", [CALM])
    (tmp_path / "dateline.toml").write_text(CONFIG)
    db = tmp_path / "news.duckdb"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATELINE_"))}
    environment |= {"PREFECT_HOME": str(tmp_path / "prefect"), "DATELINE_CONFIG": str(tmp_path / "dateline.toml")}
    command = [sys.executable, "-m", "flows.cli", "serve", "--db", str(db)]
    with (tmp_path / "log").open("wb") as log:
        service = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            until = time.monotonic() + PATIENCE
            while not (rows := row_count(db)) and service.poll() is None and time.monotonic() < until:
                time.sleep(1)
            assert rows == 1, (tmp_path / "log").read_text()
            started = children_of(service.pid)
            assert started
            service.send_signal(signal.SIGINT)
            service.wait(60)
        finally:
            service.kill()
    assert [child for child in started if Path(f"/proc/{child}").exists()] == []
