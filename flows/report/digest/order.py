"""Room 4, the mail desk's counter: the configuration and what was asked in, files or a sent mail out.

The command and the scheduled job both come here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from flows.config.load import find_profile
from flows.config.models import Config, Digest, Period, Smtp, check_address, filters_of
from flows.config.words import or_meant
from flows.errors import UsageError
from flows.report.digest.asked import Asked
from flows.report.digest.content import make_digest
from flows.report.digest.ledger import ledger_path
from flows.report.digest.mail import make_mail, write_digest
from flows.report.digest.send import Sent, send_once
from flows.report.digest.window import last_window

EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Order:
    """A digest that is wanted: what of, for whom, from which server (None: there is none)."""

    asked: Asked
    recipients: tuple[str, ...]
    subject: str | None
    server: Smtp | None


def make_order(
    config: Config,
    name: str | None = None,
    *,
    profile: str | None = None,
    period: Period | None = None,
    until: date | None = None,
    to: Sequence[str] = (),
    now: datetime,
) -> Order:
    """The digest `name` of the file, or one of a profile, or one of everything; period and recipients as given besides.

    Raises UsageError for an unknown name or profile, for both at once, and for a period that is not over.
    """
    if name and profile:
        raise UsageError(f"{name} has a profile of its own; give a digest or --profile, not both")
    wanted = _find(config, name) if name else Digest(profile=profile)
    filters = filters_of(find_profile(config, wanted.profile), wanted.profile) if wanted.profile else None
    today = now.astimezone(ZoneInfo(config.time_zone)).date()
    window = last_window(period or wanted.period, until=until, today=today)
    kind: Literal["digest", "profile", "all"] = "digest" if name else "profile" if profile else "all"
    asked = Asked(kind, name or profile or EVERYTHING, _title(config, wanted.profile), filters, window)
    return Order(asked, _addresses(to) or wanted.recipients, wanted.subject, config.smtp)


def _addresses(to: Sequence[str]) -> tuple[str, ...]:
    """Mail addresses, checked as those in the file are."""
    try:
        return tuple(map(check_address, to))
    except ValueError as error:
        raise UsageError(f"--to: {error}") from error


def _find(config: Config, name: str) -> Digest:
    if name in config.digests:
        return config.digests[name]
    if not config.digests:
        raise UsageError(f"there is no digest {name}: write [digests.{name}] into dateline.toml, or give --profile")
    raise UsageError(f"there is no digest {name}; {or_meant(name, config.digests)}")


def _title(config: Config, profile: str | None) -> str:
    if profile is None:
        return "Sanctions in the news"
    return config.profiles[profile].title or profile


def write_order(db: Path, order: Order, out: Path, *, now: datetime) -> list[Path]:
    """The digest as files: mail, page, plain text. Raises StoreError when there is no database."""
    digest = make_digest(db, order.asked)
    sender = order.server.sender if order.server else None
    mail = make_mail(digest, recipients=order.recipients, sender=sender, subject=order.subject, now=now)
    return write_digest(digest, mail, out)


def send_order(db: Path, order: Order, *, now: datetime, wait: Callable[[float], None], again: bool = False) -> Sent:
    """Who was sent the digest now, and who had it already.

    Raises UsageError without server or recipients, MailError as `send_once`.
    """
    if order.server is None:
        raise UsageError("--send needs a mail server: write [smtp] with host and sender into dateline.toml")
    if not order.recipients:
        raise UsageError(f"nobody to send {order.asked.name} to: give --to, or recipients in [digests.NAME]")
    digest = make_digest(db, order.asked)
    make = partial(make_mail, digest, sender=order.server.sender, subject=order.subject, now=now)
    return send_once(
        lambda left: make(recipients=left),
        key=order.asked.key,
        recipients=order.recipients,
        server=order.server,
        ledger=ledger_path(db),
        now=now,
        wait=wait,
        again=again,
    )
