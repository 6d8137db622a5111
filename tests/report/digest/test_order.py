"""From the configuration to files and sent mails."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.config.models import Config
from flows.errors import UsageError
from flows.report.digest.order import make_order, send_order, write_order
from tests.report.digest.desk import NOW, WEEK, build_desk
from tests.report.digest.servers import HOST, Desk, mail_server
from tests.test_cli import dateline

FILE: dict[str, Any] = {
    "time_zone": "Europe/Vienna",
    "profiles": {"oil": {"title": "Oil and gas", "words": "embargo"}, "all": {}},
    "digests": {
        "oil-daily": {"profile": "oil", "period": "day", "recipients": ["ann@example.org"], "subject": "{title}"},
        "wide": {},
    },
    "smtp": {"host": HOST, "port": 25, "security": "none", "sender": "desk@example.org"},
}
CONFIG = Config.model_validate(FILE)


def test_a_digest_of_the_file_brings_its_profile_period_and_recipients() -> None:
    order = make_order(CONFIG, "oil-daily", now=NOW)
    assert (order.asked.name, order.asked.title, order.subject) == ("oil-daily", "Oil and gas", "{title}")
    assert order.recipients == ("ann@example.org",)
    assert order.asked.filters is not None
    assert (order.asked.filters["name"], order.asked.filters["words"]) == ("oil", ["embargo"])
    assert (order.asked.window.since, order.asked.window.until) == (date(2025, 3, 9), date(2025, 3, 10))


def test_today_is_that_of_the_files_time_zone() -> None:
    late = datetime(2025, 3, 9, 23, 30, tzinfo=UTC)
    assert make_order(CONFIG, "oil-daily", now=late).asked.window.until == date(2025, 3, 10)
    assert make_order(Config(), period="day", now=late).asked.window.until == date(2025, 3, 9)


def test_what_is_given_changes_what_is_written() -> None:
    order = make_order(CONFIG, "oil-daily", period="week", to=["Bob <bob@example.org>"], now=NOW)
    assert (order.asked.name, order.asked.window) == ("oil-daily", WEEK)
    assert order.recipients == ("Bob <bob@example.org>",)


def test_a_digest_and_a_profile_of_one_name_are_two_things() -> None:
    assert make_order(CONFIG, profile="oil", now=NOW).asked.key == "profile oil week 2025-03-03"
    assert make_order(CONFIG, now=NOW).asked.key == "all everything week 2025-03-03"


def test_an_unknown_digest_is_told_with_the_near_miss() -> None:
    with pytest.raises(UsageError, match="there is no digest oil-dayly; did you mean oil-daily"):
        make_order(CONFIG, "oil-dayly", now=NOW)
    with pytest.raises(UsageError, match=r"write \[digests.x\]"):
        make_order(Config(), "x", now=NOW)
    with pytest.raises(UsageError, match="not both"):
        make_order(CONFIG, "wide", profile="oil", now=NOW)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="--to: 'desk' is no mail address"):
        make_order(CONFIG, to=["desk"], now=NOW)


def test_sending_needs_a_server_and_somebody_to_send_to(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"write \[smtp\]"):
        send_order(tmp_path, make_order(Config(), to=["ann@example.org"], now=NOW), now=NOW, wait=print)
    with pytest.raises(UsageError, match="nobody to send wide to"):
        send_order(tmp_path, make_order(CONFIG, "wide", now=NOW), now=NOW, wait=print)


def test_what_is_sent_is_what_is_written(tmp_path: Path) -> None:
    db, desk = build_desk(tmp_path), Desk()
    with mail_server(desk) as port:
        config = Config.model_validate(FILE | {"smtp": FILE["smtp"] | {"port": port}})
        order = make_order(config, "oil-daily", period="week", now=NOW)
        paths = write_order(db, order, tmp_path / "out", now=NOW)
        assert send_order(db, order, now=NOW, wait=print).to == ("ann@example.org",)
    assert desk.mails[0].content == paths[0].read_bytes()
    assert (tmp_path / "news.sent.json").is_file()


def test_the_command_writes_and_sends_once(tmp_path: Path) -> None:
    build_desk(tmp_path)
    desk = Desk()
    with mail_server(desk) as port:
        smtp = f'[smtp]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\nsender = "desk@example.org"\n'
        digest = '[digests.oil]\nprofile = "oil"\nrecipients = "ann@example.org"\n[profiles.oil]\nwords = "embargo"\n'
        (tmp_path / "desk.toml").write_text(smtp + digest)
        asked = ("digest", "oil", "--config", "desk.toml", "--until", "2025-03-12")
        written = dateline(*asked, folder=tmp_path)
        assert (written.returncode, written.stderr) == (0, "")
        assert [Path(line).suffix for line in written.stdout.split()] == [".eml", ".html", ".txt"]
        first, second = (dateline(*asked, "--send", folder=tmp_path) for _ in range(2))
    assert first.stdout == "digest oil week 2025-03-03: sent to ann@example.org\n"
    assert second.stdout == "digest oil week 2025-03-03: ann@example.org had it already; --again sends it once more\n"
    assert len(desk.mails) == 1


def test_the_command_tells_a_server_that_is_down_in_one_line(tmp_path: Path) -> None:
    build_desk(tmp_path)
    (tmp_path / "desk.toml").write_text(
        f'[smtp]\nhost = "{HOST}"\nport = 1\nsecurity = "none"\nsender = "desk@example.org"\ntries = 1\n'
    )
    asked = ("digest", "--config", "desk.toml", "--until", "2025-03-12", "--send", "--to", "ann@example.org")
    done = dateline(*asked, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"{HOST}:1: cannot be reached" in done.stderr
