"""Room 4, the mail chute: a finished mail and a mail server in, out comes who got it; nobody gets a digest twice.

The ledger is written before the mail goes out and again after: whoever dies in between leaves "sending", and nobody
guesses what became of that mail.
"""

import os
import random
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from flows.config.models import Smtp
from flows.errors import MailError, UsageError
from flows.report.digest.ledger import SENDING, SENT, locked, read_ledger, write_entries

# Seconds before the second try; each further wait is four times as long, plus or minus a quarter.
FIRST_WAIT = 2.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Who was sent a mail now, and who had it already."""

    to: tuple[str, ...]
    before: tuple[str, ...]


class _TryLaterError(Exception):
    """The server did not take the mail, and may take it later."""


class _UncertainError(Exception):
    """The connection broke after the mail was handed over and before the server said whether it took it."""


def send_once(
    make: Callable[[Sequence[str]], EmailMessage],
    *,
    key: str,
    recipients: Sequence[str],
    server: Smtp,
    ledger: Path,
    now: datetime,
    wait: Callable[[float], None],
    again: bool = False,
) -> Sent:
    """The mail sent to those recipients who have not had the digest `key`; `again` sends it to all of them.

    `make` gives the mail for the recipients that are left. Raises MailError when the server cannot be reached, or
    refuses it or somebody, or when an earlier try ended nobody knows how; UsageError when the password is not at hand.
    """
    password = _password(server)
    with locked(ledger):
        known = {} if again else read_ledger(ledger).get(key, {})
        had = tuple(one for one in recipients if known.get(_spec(one), {}).get("state") == SENT)
        left = [one for one in recipients if one not in had]
        if doubtful := [one for one in left if _spec(one) in known]:
            raise MailError(
                f"{key}: an earlier try to {', '.join(doubtful)} was cut off, and the mail may have gone out; "
                "ask them, then send it with --again"
            )
        if not left:
            return Sent((), had)
        mail = make(left)
        entry = {"state": SENDING, "at": now.isoformat(timespec="seconds"), "message_id": str(mail["Message-ID"])}
        write_entries(ledger, key, {_spec(one): entry for one in left})
        try:
            refused = _send_patiently(mail, [_spec(one) for one in left], server, password, wait=wait)
        except _UncertainError as error:
            raise MailError(
                f"{server.host}: the connection broke after the mail was handed over; it may have gone out. "
                "Ask the recipients, then send it with --again"
            ) from error
        except BaseException:
            write_entries(ledger, key, {_spec(one): known.get(_spec(one)) for one in left})
            raise
        write_entries(
            ledger, key, {_spec(one): None if _spec(one) in refused else entry | {"state": SENT} for one in left}
        )
    if refused:
        told = "; ".join(f"{one}: {reason}" for one, reason in refused.items())
        got = len(left) - len(refused)
        raise MailError(f"{server.host} refused recipients: {told}. The other {got} got it; correct the address")
    return Sent(tuple(left), had)


def _password(server: Smtp) -> str | None:
    if server.password_env is None:
        return None
    password = os.environ.get(server.password_env)
    if not password:
        raise UsageError(f"smtp.password_env: the environment has no {server.password_env}; set it to the password")
    return password


def _spec(recipient: str) -> str:
    """The bare address: `Desk <desk@example.org>` and `desk@example.org` are the same person."""
    return parseaddr(recipient)[1]


def _send_patiently(
    mail: EmailMessage, to: Sequence[str], server: Smtp, password: str | None, *, wait: Callable[[float], None]
) -> dict[str, str]:
    """Whom the server refused, and why; tried again, with growing waits, while nothing was handed over."""
    for attempt in range(1, server.tries + 1):
        try:
            return _send(mail, to, server, password)
        except _TryLaterError as error:
            if attempt == server.tries:
                tries = f"{attempt} tries" if attempt > 1 else "one try"
                raise MailError(
                    f"{server.host}:{server.effective_port}: {error}; not sent after {tries}, the next run tries again"
                ) from error.__cause__
            # Two desks' schedules would otherwise come back in step.
            wait(FIRST_WAIT * 4 ** (attempt - 1) * random.uniform(0.75, 1.25))
    return {}


def _send(mail: EmailMessage, to: Sequence[str], server: Smtp, password: str | None) -> dict[str, str]:
    """Whom the server refused, and why. Raises _TryLaterError, _UncertainError, or MailError where no try will help."""
    with _speaking_to(server):
        smtp = _connect(server)
        try:
            if server.user and password:
                smtp.login(server.user, password)
            return _hand_over(smtp, mail, to)
        finally:
            smtp.close()


def _hand_over(smtp: smtplib.SMTP, mail: EmailMessage, to: Sequence[str]) -> dict[str, str]:
    """Whom the server refused; at least one it did not. Nothing is out before the last answer."""
    _answered(smtp.mail(parseaddr(str(mail["From"]))[1]), smtplib.SMTPResponseException)
    answers = {one: smtp.rcpt(one) for one in to}
    refused = {one: answer for one, answer in answers.items() if answer[0] not in (250, 251)}
    if len(refused) == len(answers):
        raise smtplib.SMTPRecipientsRefused(refused)
    try:
        code, answer = smtp.data(mail.as_bytes())
    except smtplib.SMTPDataError:
        raise
    except (OSError, KeyboardInterrupt) as error:
        raise _UncertainError from error
    _answered((code, answer), smtplib.SMTPDataError)
    with suppress(OSError):
        smtp.quit()
    return {one: _told(*answer) for one, answer in refused.items()}


def _answered(answer: tuple[int, bytes], error: type[smtplib.SMTPResponseException]) -> None:
    if answer[0] != 250:
        raise error(*answer)


def _connect(server: Smtp) -> smtplib.SMTP:
    """A connection that has been greeted, encrypted as the settings say and never less."""
    host, port = server.host, server.effective_port
    if server.security == "ssl":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=server.timeout, context=_trust(server))
    else:
        smtp = smtplib.SMTP(host, port, timeout=server.timeout)
    if server.security == "starttls":
        smtp.starttls(context=_trust(server))
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _trust(server: Smtp) -> ssl.SSLContext:
    """Certificates are always verified; `ca_file` adds one's own."""
    context = ssl.create_default_context()
    if server.ca_file:
        try:
            context.load_verify_locations(server.ca_file)
        except OSError as error:
            raise UsageError(f"smtp.ca_file {server.ca_file}: no certificates that can be read: {error}") from error
    return context


@contextmanager
def _speaking_to(server: Smtp) -> Iterator[None]:
    """What may go wrong, as one line, and whether it is worth another try."""
    at = f"{server.host}:{server.effective_port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailError(
            f"{at}: its certificate is not trusted: {error.verify_message}; smtp.ca_file names one"
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailError(f"{at}: {error} smtp.security says {server.security}") from error
    except smtplib.SMTPRecipientsRefused as error:
        told = "; ".join(f"{one}: {_told(*answer)}" for one, answer in error.recipients.items())
        if all(400 <= answer[0] < 500 for answer in error.recipients.values()):
            raise _TryLaterError(f"refuses every recipient for now: {told}") from error
        raise MailError(f"{at} refuses every recipient: {told}; correct the addresses") from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(f"{at} refuses user {server.user}: {_told(error.smtp_code, error.smtp_error)}") from error
    except smtplib.SMTPResponseException as error:
        told = _told(error.smtp_code, error.smtp_error)
        if 400 <= error.smtp_code < 500:
            raise _TryLaterError(told) from error
        raise MailError(f"{at} refuses the mail: {told}") from error
    except smtplib.SMTPServerDisconnected as error:
        raise _TryLaterError(f"hangs up: {error}") from error
    except smtplib.SMTPException as error:
        raise MailError(f"{at}: {error}") from error
    except OSError as error:
        raise _TryLaterError(f"cannot be reached: {error}") from error


def _told(code: int, answer: bytes | str) -> str:
    """What the server said, on one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return f"{code} {' '.join(text.split())}"[:200]
