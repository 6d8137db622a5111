"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed. An item is an article: headline, blank line, body.

Enters: a feed, whole. Leaves: a draft an item, in the feed's order; what could not be read of a broken feed is a reject
after the items that could. A body is the item's full text where the feed holds it, else its summary.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import urldefrag, urljoin, urlsplit

import orjson

from flows.errors import RecordError
from flows.ingest.drafts import Draft, Limits, Origin, Reject, Skip, draft_of, reject_of
from flows.ingest.encoding import mended, text_of_bytes
from flows.ingest.language import FEWEST_CHARS
from flows.ingest.markup import PARAGRAPH, text_of_fragment
from flows.ingest.moments import AmbiguousDateError, moment_of

SUFFIXES = (".rss", ".atom", ".rdf", ".xml", ".jsonfeed")

# What a picture shows, not what the item says; feedparser takes it for the item's text (55 of 60 items of a daily).
CAPTION = ("<media:description", "</media:description>")
# Bytes a tag or entity, at least: real feeds have 23 to 145. feedparser takes 20 microseconds for each (2026-11).
LEAST_BYTES_A_MARK = 16
# The parser's time grows with the square of them: 20,000 took 22 s. No tag of a feed has twenty.
MOST_ATTRIBUTES = 100
LONG_TAG = re.compile(r"<[^<>]{700,}")
ATTRIBUTE = re.compile(r"""\s[\w:.-]+\s*=\s*["']""")
# Two megabytes of spaces inside a tag took 340 MB.
LONG_SPACE = re.compile(r"\s{1000,}")
LONGEST_DATE = 100
PARTIAL = re.compile(r"\d{4}(?:-?\d\d)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of any format: texts without markup, the address absolute, dates ISO where they could be read."""

    id: str | None = None
    url: str | None = None
    title: str = ""
    body: str = ""
    source: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's items; `fault` is what is wrong with its XML."""

    entries: list[Entry]
    language: str | None = None
    fault: str | None = None


def read(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Skip]:
    """A draft or a reject for every item; nothing for a stream without text."""
    try:
        if not (text := _whole_text(stream, origin, limits)):
            return
        feed = _parse_json(text, origin) if text.startswith("{") else _parse_xml(text, origin)
    except RecordError as error:
        yield reject_of(1, error)
        return
    for number, entry in enumerate(_with_own_pages(feed.entries), start=1):
        yield _read_entry(number, entry, feed.language, limits)
    if feed.fault:
        yield Reject(len(feed.entries) + 1, "broken_xml", f"{feed.fault}; what could be read is kept", text[:200])
    elif not feed.entries:
        yield Skip(1, "empty_feed")


def iso_of(given: str | None, *, parsed: tuple[int, ...] | None = None) -> str | None:
    """A feed's date in ISO with the zone that it states; as it stands where it cannot be read; None for none.

    `parsed` is feedparser's reading (UTC), for forms that only feedparser knows.

    >>> iso_of("Sun, 30 Jun 2019 16:09:58 -0400")
    '2019-06-30T16:09:58-04:00'
    """
    if not given or not (text := " ".join(given.split())):
        return None
    text = text[:LONGEST_DATE]
    try:
        if moment := moment_of(text):
            return moment.text
    except AmbiguousDateError:
        return text
    # feedparser makes the first of the month of "2003-12"; nobody said so.
    return text if parsed is None or PARTIAL.fullmatch(text) else _utc(parsed) or text


def _utc(parsed: tuple[int, ...]) -> str | None:
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat()  # type: ignore[misc, arg-type]
    except (ValueError, OverflowError):
        return None


def _whole_text(stream: BinaryIO, origin: Origin, limits: Limits) -> str:
    """The feed as text, without white space before it (XML allows none, five of eighteen real feeds have some).

    Raises RecordError: too_large, bad_encoding, or unparsable for what would take feedparser minutes.
    """
    data = stream.read(limits.feed_bytes + 1)
    if len(data) > limits.feed_bytes:
        raise RecordError("too_large", f"a feed of more than {limits.feed_bytes:,} bytes (DATELINE_MAX_FEED_BYTES)")
    text = LONG_SPACE.sub("\n", text_of_bytes(data, charset=origin.charset, is_markup=True)).strip()
    if sum(map(text.count, "<&{")) > limits.feed_bytes // LEAST_BYTES_A_MARK:
        raise RecordError("unparsable", "hardly anything but markup", sample=text)
    if any(sum(1 for _ in ATTRIBUTE.finditer(tag[0])) > MOST_ATTRIBUTES for tag in LONG_TAG.finditer(text)):
        raise RecordError("unparsable", f"a tag of more than {MOST_ATTRIBUTES} attributes", sample=text)
    return text


def _read_entry(number: int, entry: Entry, language: str | None, limits: Limits) -> Draft | Reject:
    text = PARAGRAPH.join(filter(None, (entry.title, entry.body if entry.body != entry.title else "")))
    fields: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title or None,
        "source": entry.source,
        "author": entry.author,
        "published": entry.published,
        "updated": entry.updated,
        # The feed's own word is often the default of its software: it counts where the text is too short to tell.
        "language": language if len(text) < FEWEST_CHARS else None,
        "text": text,
        "tags": list(entry.tags) or None,
    }
    # A column that another input has (--map text=body) is none of ours.
    columns = {name: column for name, column in limits.columns.items() if column in fields}
    try:
        return draft_of(number, fields, limits=replace(limits, columns=columns), published_method="feed")
    except RecordError as error:
        return reject_of(number, error)


def _with_own_pages(entries: list[Entry]) -> list[Entry]:
    """The items; without addresses that differ only behind the `#`: those would make one article of a blog's day."""
    urls: dict[str, set[str]] = {}
    for entry in entries:
        if entry.url:
            urls.setdefault(urldefrag(entry.url).url, set()).add(entry.url)
    shared = {page for page, of_items in urls.items() if len(of_items) > 1}
    return [replace(entry, url=None) if urldefrag(entry.url or "").url in shared else entry for entry in entries]


# RSS and Atom


def _parse_xml(text: str, origin: Origin) -> Feed:
    """The items of RSS and Atom as feedparser saves them. Raises RecordError: not_a_feed, unparsable."""
    import feedparser  # type: ignore[import-untyped]

    # Not told where the feed lies: it would make addresses of ids too, others on disk than from the network.
    headers = {"content-type": "application/xml; charset=utf-8"}
    data = io.BytesIO(_without_captions(text).encode("utf-8", "replace"))
    try:
        # resolve_relative_uris: only of links inside of texts, which are left out. Sanitising stays on.
        parsed = feedparser.parse(data, response_headers=headers, resolve_relative_uris=False)
    except (
        Exception
    ) as error:  # of a damaged feed it raises whatever its parts do: KeyError, ValueError, AssertionError
        raise RecordError("unparsable", f"{type(error).__name__}: {error}", sample=text) from error
    if not parsed["version"] and not parsed["entries"]:
        raise RecordError("not_a_feed", "neither RSS nor Atom nor JSON Feed", sample=text)
    about = parsed["feed"]
    name = _text_of(about.get("title_detail"), is_line=True) or None
    base = origin.url or about.get("link") or ""
    is_atom = parsed["version"].startswith("atom")
    authors = _names(about) if is_atom else None  # Atom: a feed's author is that of items that name none
    entries = [_xml_entry(entry, name=name, authors=authors, base=base) for entry in parsed["entries"]]
    return Feed(entries, _plain(about.get("language")) or None, _fault(parsed))


def _without_captions(text: str) -> str:
    """The feed without descriptions of its pictures, where items have others; one pass, however damaged the feed."""
    if CAPTION[0] not in text or "<description" not in text:
        return text
    before, *captions = text.split(CAPTION[0])
    kept = [before]
    for caption in captions:
        _, end, after = caption.partition(CAPTION[1])
        kept.append(after if end else CAPTION[0] + caption)
    return "".join(kept)


def _fault(parsed: Mapping[str, Any]) -> str | None:
    """What is wrong with the XML; another encoding than the declared one, or none declared, is no loss."""
    from xml.sax import SAXException

    fault = parsed.get("bozo_exception")
    return " ".join(str(fault).split()) if isinstance(fault, SAXException) else None


def _xml_entry(entry: dict[str, Any], *, name: str | None, authors: str | None, base: str) -> Entry:
    get = entry.get if type(entry) is dict else lambda key: dict.get(entry, key)  # FeedParserDict answers with others
    dates = {key: iso_of(get(key), parsed=get(f"{key}_parsed")) for key in ("published", "created", "updated")}
    given_id = _plain(get("id")) or None
    link = get("feedburner_origlink") or get("link")
    if link == get("id") and not _is_web(given_id):  # feedparser takes any id for an address
        link = next((link.get("href") for link in get("links") or () if link.get("rel") == "self"), None)
    return Entry(
        id=given_id,
        url=_absolute(link, base),
        title=_text_of(get("title_detail"), is_line=True),
        body=max((_text_of(part) for part in [*(get("content") or ()), get("summary_detail")]), key=len),
        source=_plain((get("source") or {}).get("title")) or name or _host(link or base),
        author=_names(entry) or authors,
        published=dates["published"] or dates["created"] or dates["updated"],
        updated=dates["updated"],
        tags=tuple(dict.fromkeys(_plain(tag.get("term")) for tag in get("tags") or () if _plain(tag.get("term")))),
    )


def _text_of(detail: Mapping[str, Any] | None, *, is_line: bool = False) -> str:
    """The text of a construct that says what it is, text or HTML."""
    if not detail or not (value := detail.get("value")):
        return ""
    text = _paragraphs(value) if detail.get("type") == "text/plain" else text_of_fragment(value)
    return " ".join(text.split()) if is_line else text


def _paragraphs(text: str) -> str:
    """Plain text with its own blank lines kept."""
    return mended(PARAGRAPH.join(filter(None, (" ".join(part.split()) for part in re.split(r"\n\s*\n", text)))))


def _names(about: Mapping[str, Any]) -> str | None:
    """The authors' names, without addresses where there is a name."""
    people = dict.get(about, "authors") or ()  # type: ignore[call-overload]
    names = [_plain(person.get("name") or person.get("email")) for person in people]
    return ", ".join(dict.fromkeys(filter(None, names))) or None


# JSON Feed


def _parse_json(text: str, origin: Origin) -> Feed:
    """The items of a JSON Feed. Raises RecordError: bad_json, not_a_feed."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RecordError("bad_json", str(error), sample=text) from error
    items = given.get("items")
    if "jsonfeed.org" not in str(given.get("version")) or not isinstance(items, list):
        raise RecordError("not_a_feed", "JSON, but no JSON Feed: no version or no items", sample=text)
    base = origin.url or _plain(given.get("home_page_url"))
    name, authors = _plain(given.get("title")) or _host(base), _json_names(given)
    entries = [_json_entry(item if isinstance(item, dict) else {}, name, authors, base) for item in items]
    return Feed(entries, _plain(given.get("language")) or None)


def _json_entry(item: Mapping[str, Any], name: str | None, authors: str | None, base: str) -> Entry:
    """One item; `content_text` and `summary` are plain text, `content_html` is not."""
    html, text, summary = (_string(item.get(key)) for key in ("content_html", "content_text", "summary"))
    tags = item.get("tags")
    return Entry(
        id=_plain(item.get("id")) or None,
        url=_absolute(item.get("url"), base),
        title=" ".join(_paragraphs(_string(item.get("title"))).split()),
        body=text_of_fragment(html) or _paragraphs(text) or _paragraphs(summary),
        source=name,
        author=_json_names(item) or authors,
        published=iso_of(_string(item.get("date_published"))),
        updated=iso_of(_string(item.get("date_modified"))),
        tags=tuple(filter(None, map(_plain, tags))) if isinstance(tags, list) else (),
    )


def _json_names(about: Mapping[str, Any]) -> str | None:
    """Names of `authors` (version 1.1) or `author` (1.0)."""
    given = about.get("authors") or [about.get("author")]
    people = [person for person in given if isinstance(person, dict)] if isinstance(given, list) else []
    return ", ".join(filter(None, (_plain(person.get("name")) for person in people))) or None


# What both need


def _absolute(link: object, base: str) -> str | None:
    """The address in full; None where there is none, or none of the web."""
    if not (given := _plain(link)):
        return None
    try:
        url = urljoin(base, given)
    except ValueError:  # http://[news]/
        return None
    return url if _is_web(url) else None


def _is_web(text: str | None) -> bool:
    return bool(text and re.match(r"https?://[^/\s]", text, re.IGNORECASE))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _plain(value: object) -> str:
    """A string, or a number as one, in one line."""
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
