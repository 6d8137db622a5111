"""Mails over real connections to servers on loopback; nobody gets one twice."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from flows.config.models import Smtp
from flows.errors import MailError, UsageError
from flows.report.digest.ledger import SENDING, SENT, ledger_path, read_ledger
from flows.report.digest.send import Sent, send_once
from tests.report.digest.servers import (
    HOST,
    PASSWORD,
    USER,
    Desk,
    check_login,
    free_port,
    mail_server,
    make_certificate,
    server_context,
)

NOW = datetime(2025, 3, 10, 7, tzinfo=UTC)
ANN, BOB = "ann@example.org", "bob@example.org"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The ledger beside a database that is not there."""
    return ledger_path(tmp_path / "news.duckdb")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-made certificate."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


def to_server(port: int, **given: Any) -> Smtp:
    """The settings for a server on loopback."""
    return Smtp.model_validate({"host": HOST, "port": port, "security": "none", "sender": "us@example.org"} | given)


def mail_for(recipients: Sequence[str]) -> EmailMessage:
    """A small mail, with a line that begins with a dot."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Us <us@example.org>", ", ".join(recipients), "News"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content("First.\n.second\n")
    return mail


def send(ledger: Path, server: Smtp, *recipients: str, waits: list[float] | None = None, **given: Any) -> Sent:
    """The mail sent now, waiting only on paper."""
    wait: Callable[[float], None] = (waits if waits is not None else []).append
    options: dict[str, Any] = {
        "key": "oil week 2025-03-03",
        "recipients": recipients or (ANN,),
        "now": NOW,
        "wait": wait,
    } | given
    return send_once(mail_for, server=server, ledger=ledger, **options)


def states(ledger: Path) -> dict[str, str]:
    """Recipient -> state, of the one digest in the ledger."""
    return {name: entry["state"] for entries in read_ledger(ledger).values() for name, entry in entries.items()}


def test_a_mail_arrives_as_it_was_made(ledger: Path) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        assert send(ledger, to_server(port), ANN, f"Bob <{BOB}>") == Sent((ANN, f"Bob <{BOB}>"), ())
    (mail,) = desk.mails
    assert (mail.mail_from, mail.rcpt_tos) == ("us@example.org", [ANN, BOB])
    assert mail.content == mail_for([ANN, f"Bob <{BOB}>"]).as_bytes()
    assert states(ledger) == {ANN: SENT, BOB: SENT}


def test_nobody_gets_it_twice_unless_asked(ledger: Path) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        send(ledger, to_server(port), ANN)
        assert send(ledger, to_server(port), ANN, BOB) == Sent((BOB,), (ANN,))
        assert send(ledger, to_server(port), f"Ann <{ANN}>") == Sent((), (f"Ann <{ANN}>",))
        assert [mail.rcpt_tos for mail in desk.mails] == [[ANN], [BOB]]
        assert send(ledger, to_server(port), ANN, again=True) == Sent((ANN,), ())
        assert send(ledger, to_server(port), ANN, key="oil week 2025-03-10") == Sent((ANN,), ())
    assert len(desk.mails) == 4


def test_two_senders_at_once_send_it_once(ledger: Path) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        threads = [Thread(target=send, args=(ledger, to_server(port), ANN)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(desk.mails) == 1


def test_starttls_with_a_certificate_of_ones_own_and_a_password(
    ledger: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD.decode())
    desk = Desk()
    options = {"tls_context": server_context(certificate), "require_starttls": True}
    with mail_server(desk, **options, authenticator=check_login, auth_required=True) as port:
        login = {"user": USER.decode(), "password_env": "MAIL_PASSWORD"}
        server = to_server(port, security="starttls", ca_file=str(certificate), **login)
        assert send(ledger, server).to == (ANN,)
        assert desk.is_encrypted
        monkeypatch.setenv("MAIL_PASSWORD", "wrong")
        with pytest.raises(MailError, match=f"{port} refuses user desk: 535"):
            send(ledger, server, BOB)
    assert states(ledger) == {ANN: SENT}
    assert "sesame" not in ledger.read_text()


def test_tls_from_the_first_byte(ledger: Path, certificate: Path) -> None:
    desk = Desk()
    with mail_server(desk, ssl_context=server_context(certificate)) as port:
        send(ledger, to_server(port, security="ssl", ca_file=str(certificate)))
    assert desk.is_encrypted


def test_a_certificate_that_nobody_knows_is_refused_without_another_try(ledger: Path, certificate: Path) -> None:
    waits: list[float] = []
    desk = Desk()
    with (
        mail_server(desk, tls_context=server_context(certificate)) as port,
        pytest.raises(MailError, match=r"certificate is not trusted: self-signed certificate; smtp\.ca_file"),
    ):
        send(ledger, to_server(port, security="starttls"), waits=waits)
    assert (waits, desk.mails, states(ledger)) == ([], [], {})


def test_a_server_without_tls_is_told(ledger: Path) -> None:
    with mail_server(Desk()) as port, pytest.raises(MailError, match=r"STARTTLS.*smtp\.security says starttls"):
        send(ledger, to_server(port, security="starttls"))


def test_a_server_that_is_down_is_tried_again_with_growing_waits(ledger: Path) -> None:
    waits: list[float] = []
    with pytest.raises(MailError, match=r"cannot be reached: .*refused; not sent after 3 tries") as error:
        send(ledger, to_server(free_port()), waits=waits)
    assert "\n" not in str(error.value)
    assert len(waits) == 2
    assert 1.5 <= waits[0] <= 2.5
    assert 6 <= waits[1] <= 10
    assert states(ledger) == {}


def test_a_server_that_is_busy_gets_it_at_the_second_try(ledger: Path) -> None:
    desk, waits = Desk(answers=["451 come back later"]), list[float]()
    with mail_server(desk) as port:
        assert send(ledger, to_server(port), waits=waits).to == (ANN,)
    assert (desk.tries, len(desk.mails), len(waits)) == (2, 1, 1)


def test_a_refused_mail_is_not_tried_again(ledger: Path) -> None:
    desk, waits = Desk(answers=["554 looks like spam\r\n"]), list[float]()
    with mail_server(desk) as port, pytest.raises(MailError, match="refuses the mail: 554 looks like spam"):
        send(ledger, to_server(port), waits=waits)
    assert (desk.tries, waits, states(ledger)) == (1, [], {})


def test_a_refused_recipient_is_named_and_the_others_get_it(ledger: Path) -> None:
    desk = Desk(recipients={BOB: "550 no such desk"})
    with mail_server(desk) as port:
        with pytest.raises(
            MailError, match=r"refused recipients: bob@example\.org: 550 no such desk\. The other 1 got it"
        ):
            send(ledger, to_server(port), ANN, BOB)
        assert states(ledger) == {ANN: SENT}
        with pytest.raises(MailError, match=r"refuses every recipient: bob@example\.org: 550 no such desk"):
            send(ledger, to_server(port), ANN, BOB)
    assert [mail.rcpt_tos for mail in desk.mails] == [[ANN]]


def test_recipients_put_off_are_tried_again(ledger: Path) -> None:
    desk, waits = Desk(recipients={ANN: "451 greylisted"}), list[float]()
    with (
        mail_server(desk) as port,
        pytest.raises(MailError, match=r"for now: ann@example\.org: 451 greylisted; not sent"),
    ):
        send(ledger, to_server(port, tries=2), waits=waits)
    assert len(waits) == 1


def test_a_connection_that_breaks_after_the_mail_leaves_a_doubt_that_only_a_person_clears(ledger: Path) -> None:
    desk = Desk(answers=[None])
    with mail_server(desk) as port:
        with pytest.raises(MailError, match="it may have gone out"):
            send(ledger, to_server(port))
        assert desk.tries == 1
        assert states(ledger) == {ANN: SENDING}
        with pytest.raises(MailError, match=r"an earlier try to ann@example\.org was cut off.*--again"):
            send(ledger, to_server(port))
        assert desk.tries == 1
        assert send(ledger, to_server(port), again=True).to == (ANN,)
    assert states(ledger) == {ANN: SENT}


def test_whoever_is_killed_while_sending_leaves_the_same_doubt(ledger: Path) -> None:
    entry = {"state": SENDING, "at": NOW.isoformat(), "message_id": "<1@example.org>"}
    ledger.write_text(json.dumps({"oil week 2025-03-03": {ANN: entry}}))
    with mail_server(Desk()) as port, pytest.raises(MailError, match="was cut off"):
        send(ledger, to_server(port))


def test_a_missing_password_is_told_before_anything_is_sent(ledger: Path) -> None:
    server = to_server(free_port(), security="ssl", user="desk", password_env="NO_SUCH_PASSWORD")
    with pytest.raises(UsageError, match="the environment has no NO_SUCH_PASSWORD"):
        send(ledger, server)
    assert not ledger.exists()


def test_a_damaged_ledger_sends_nothing(ledger: Path) -> None:
    ledger.write_text("[1, 2")
    desk = Desk()
    with mail_server(desk) as port, pytest.raises(MailError, match="not a ledger of sent mails"):
        send(ledger, to_server(port))
    assert desk.tries == 0
