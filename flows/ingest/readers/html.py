"""Saved web pages: a file is an article. Its text is the headline, a blank line, and the main text of the page.

`.mhtml` is a page saved with its pictures in the form of a mail: its first part of HTML is the page.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from flows.errors import RecordError
from flows.ingest.drafts import Draft, Limits, Origin, Reject, Skip, draft_of, reject_of
from flows.ingest.encoding import text_of_bytes
from flows.ingest.markup import PARAGRAPH, parse_markup
from flows.ingest.pages.body import check_size, link_share, main_text
from flows.ingest.pages.facts import Facts, read_facts

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")

# A page in the form of a mail begins with headers.
MAIL = re.compile(rb"\s*[A-Za-z-]+:[^<]{0,4000}?^mime-version:", re.IGNORECASE | re.MULTILINE)
# Fewer characters are "Loading..." or the name of a picture.
FEWEST_CHARS = 30
# What servers and their guards answer instead of a page; with so many words more it is an article about it.
NO_PAGE = re.compile(
    r"""(?:error\s*)?[45]\d\d[\s:|–-]*(?:error|not\ found|forbidden|gone|bad\ gateway|service\ unavailable|$)
    | (?:page|article|file)\ (?:can\ ?not\ be|could\ not\ be|was\ not|not)\ found | not\ found$
    | access\ denied | forbidden$ | just\ a\ moment\b | attention\ required! | are\ you\ (?:a\ robot|human)
    | service\ unavailable | (?:please\ )?(?:enable|verify)\ (?:javascript|cookies|you\ are\ human)
    | site\ under\ maintenance""",
    re.IGNORECASE | re.VERBOSE,
)
NO_PAGE_WORDS = 100
# Of a list of articles more than so much is headlines that lead to them. Of 90 saved articles and pages of other kinds
# the most was 0.16; five lists in a crawl have 0.35 to 0.95 (2026-11).
LISTED_SHARE = 0.3


def read(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Skip]:
    """The page's one draft; a reject where it has no main text, a skip where it only lists articles."""
    try:
        yield _read_page(stream.read(limits.record_bytes + 1), origin, limits)
    except RecordError as error:
        yield reject_of(1, error)


def _read_page(data: bytes, origin: Origin, limits: Limits) -> Draft | Skip:
    if len(data) > limits.record_bytes:
        detail = f"more than {limits.record_bytes:,} bytes (DATELINE_MAX_RECORD_BYTES)"
        raise RecordError("record_too_long", detail, sample=data[:200].decode("utf-8", "replace"))
    if MAIL.match(data):
        data, origin = _page_in_mail(data, origin)
    html = text_of_bytes(data, charset=origin.charset, is_markup=True)
    tree = parse_markup(html)
    if tree is None:
        raise RecordError("no_main_text", "a page without content", sample=html)
    check_size(tree)
    facts = read_facts(tree, origin, html=html)
    paragraphs = main_text(tree, title=facts.title, description=facts.description)
    if not facts.is_article and link_share(tree, paragraphs) > LISTED_SHARE:
        return Skip(1, "index_page")
    _check_text(paragraphs, facts, html)
    text = PARAGRAPH.join(filter(None, (facts.title, *paragraphs)))
    return draft_of(1, _fields(facts, text, limits), limits=limits, published_method=facts.published.method)


def _check_text(paragraphs: list[str], facts: Facts, html: str) -> None:
    """Raises RecordError no_main_text for a page that holds none."""
    if sum(map(len, paragraphs)) < FEWEST_CHARS:
        raise RecordError("no_main_text", "a page without a main text: a picture, a script, a list?", sample=html)
    if facts.title and NO_PAGE.match(facts.title) and sum(len(part.split()) for part in paragraphs) < NO_PAGE_WORDS:
        raise RecordError("no_main_text", f"an error page: {facts.title}", sample=html)


def _fields(facts: Facts, text: str, limits: Limits) -> dict[str, object]:
    """The record's fields under the names that `--map` gives them. Its language is left to be detected: `lang`
    is copied from template to template."""
    fields = {
        "url": facts.url,
        "title": facts.title,
        "source": facts.source,
        "author": facts.author,
        "published": facts.published.text,
        "updated": facts.updated,
        "text": text,
    }
    return {limits.columns.get(name, name): value for name, value in fields.items()}


def _page_in_mail(data: bytes, origin: Origin) -> tuple[bytes, Origin]:
    """The first part of HTML with the address it is from. Raises RecordError."""
    message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            return body if isinstance(body, bytes) else b"", _origin_in_mail(message, part, origin)
    raise RecordError("no_main_text", "a mail without a part of HTML", sample=data[:200].decode("latin-1"))


def _origin_in_mail(message: Message, part: Message, origin: Origin) -> Origin:
    """The origin with address, charset and time of saving as the headers have them."""
    url = next(filter(None, (message["Snapshot-Content-Location"], part["Content-Location"])), None)
    address = str(url).strip() if url and str(url).strip().startswith("http") else None
    try:
        taken = parsedate_to_datetime(str(message["Date"])).isoformat() if message["Date"] else None
    except ValueError:
        taken = None
    return Origin(
        origin.name,
        origin.url or address,
        origin.taken or taken,
        part.get_content_charset() or origin.charset,
        part.get_content_type(),
    )
