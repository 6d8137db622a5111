"""Room 4, the envelope: a digest in, a mail out: plain text, HTML as mail programs render it, pictures inside.

Tables and inline styles, no script, nothing from outside. No clock and no chance: the same digest gives the same bytes,
boundaries, Message-ID and Date included.
"""

import base64
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import blake2b
from pathlib import Path
from typing import cast

from flows.report.digest.content import Digest
from flows.settings import share

# Of a plain-text mail; some programs break longer lines anywhere.
TEXT_WIDTH = 76
HANGING = re.compile(r"\s*(?:\d+\. |\* )?")
# Longer subjects are cut off by those who show them.
SUBJECT_CHARS = 150

DEFAULT_SUBJECT = "{title}: {statements} statements, {period}"
DEFAULT_SENDER = "Dateline <dateline@localhost>"


def make_mail(
    digest: Digest,
    *,
    recipients: Sequence[str] = (),
    sender: str | None = None,
    subject: str | None = None,
    now: datetime,
) -> EmailMessage:
    """The mail. `subject` has places for title, period, statements and headline.

    `now` only keeps its date from lying in the future.
    """
    sender = sender or DEFAULT_SENDER
    text, page = to_text(digest), to_html(digest)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject_of(digest, subject or DEFAULT_SUBJECT)
    mail["From"] = sender
    mail["To"] = ", ".join(recipients) or "undisclosed-recipients:;"
    mail["Date"] = format_datetime(_date_of(digest, now))
    mail["Message-ID"] = _message_id(digest, text + page, sender)
    # Answering machines leave it alone.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(page, subtype="html")
    html = cast(list[EmailMessage], mail.get_payload())[1]
    for one in digest.pictures:
        name = f"{one.name}.png"
        html.add_related(one.png, "image", "png", cid=f"<{_cid(one.name)}>", filename=name, disposition="inline")
    _fix_boundaries(mail, digest)
    return mail


def subject_of(digest: Digest, form: str) -> str:
    """One line: headlines of articles stand in it, and a line end in them would begin another header."""
    headline = digest.items[0].title if digest.items else ""
    told = form.format(
        title=digest.asked.title, period=digest.period, headline=headline, statements=digest.figures[0].number
    )
    flat = " ".join("".join(char if char.isprintable() else " " for char in told).split())
    return textwrap.shorten(flat, SUBJECT_CHARS, placeholder=" …")


def to_html(digest: Digest, *, is_for_browser: bool = False) -> str:
    """The page; its pictures are parts of the mail, or within the page itself for a look in a browser."""
    sources = {
        one.name: f"data:image/png;base64,{base64.b64encode(one.png).decode()}"
        if is_for_browser
        else f"cid:{_cid(one.name)}"
        for one in digest.pictures
    }
    return _render("digest.html", digest, sources)


def to_text(digest: Digest) -> str:
    """The same in plain text, wrapped; never two blank lines."""
    lines = [part for line in _render("digest.txt", digest, {}).splitlines() for part in _wrapped(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _wrapped(line: str) -> list[str]:
    """A line in pieces that keep its indent, or hang below its first word; addresses stay whole."""
    if len(line.split()) < 2:
        return [line.rstrip()]
    indent = " " * len(HANGING.match(line)[0])  # type: ignore[index]  # it matches the empty text too
    return textwrap.wrap(line, TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _render(template: str, digest: Digest, sources: Mapping[str, str]) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(share("reports", "templates")),
        autoescape=template.endswith(".html"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    period = digest.asked.window.period
    columns = (f"this {period}", f"{period} before", "a year before")
    return environment.get_template(template).render(digest=digest, columns=columns, sources=sources)


def write_digest(digest: Digest, mail: EmailMessage, out: Path) -> list[Path]:
    """The files written: the mail as it would be sent, and its two texts for a look."""
    files = {
        "eml": mail.as_bytes(),
        "html": to_html(digest, is_for_browser=True).encode(),
        "txt": to_text(digest).encode(),
    }
    out.mkdir(parents=True, exist_ok=True)
    return [_write(out / f"{digest.asked.stem}.{kind}", content) for kind, content in files.items()]


def _write(path: Path, content: bytes) -> Path:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    return part.replace(path)


def _date_of(digest: Digest, now: datetime) -> datetime:
    """When the news was complete: the end of the period, or of the last run where that was later."""
    end = datetime.combine(digest.asked.window.until, time(), UTC)
    ran = digest.finished_at.replace(tzinfo=UTC, microsecond=0) if digest.finished_at else end
    return max((moment for moment in (end, ran) if moment <= now), default=now)


def _message_id(digest: Digest, content: str, sender: str) -> str:
    """The same for the same content: a mail program that gets it twice shows it once."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{digest.asked.stem}.{_hash(content)}@{domain}>"


def _fix_boundaries(mail: EmailMessage, digest: Digest) -> None:
    """Boundaries by place, for the library's are random; texts and pictures are encoded and hold no such line."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_dateline_{number}_{_hash(digest.asked.key)}")


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _cid(name: str) -> str:
    return f"{name}@dateline"
