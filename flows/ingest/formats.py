"""Which format a stream of bytes has: its name's ending first, its first bytes where the ending is missing or vague."""

import re

# First bytes that are looked at.
HEAD_BYTES = 4_096
# Endings that several formats share: JSON may be a feed, XML may be a web page.
VAGUE = frozenset({".json", ".xml", ".txt"})
# What lies beside saved pages and in archives, and holds no article for anyone.
NEVER_TEXT = frozenset(
    f".{ending}"
    for line in (
        "css js mjs map png jpg jpeg gif svg ico webp avif bmp tif tiff woff woff2 ttf otf eot",
        "mp3 mp4 m4a m4v webm ogg wav mov avi swf exe dll so pyc db sqlite duckdb cdx cdxj",
    )
    for ending in line.split()
)
MAGIC = {
    b"PK\x03\x04": ".zip",
    b"PAR1": ".parquet",
    b"ARROW1": ".arrow",
    b"WARC/": ".warc",
    b"filedesc:": ".arc",
}
# Compressed, whatever the name says: what comes through a pipe has no ending.
PACKED_MAGIC = {b"\x1f\x8b\x08": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
MEDIA_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/feed+json": ".jsonfeed",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
}
# A text may begin with a bracket too: [Updated].
JSON = re.compile(rb'\{\s*["}]|\[\s*[\[{\]]')
# A list of objects as the value of a key, before any text: a document, though it be on one line.
NESTED_LIST = re.compile(rb'(?<!\\)"\s*:\s*\[\s*\{')
TEXT = re.compile(rb'(?<!\\)"text"\s*:\s*"')
JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
FEED = re.compile(rb"<(?:rss|rdf:RDF|(?:\w+:)?feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)
PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)


def packing_of_content(head: bytes) -> str:
    """The ending of the compression that the first bytes show; "" for none."""
    return next((suffix for magic, suffix in PACKED_MAGIC.items() if head.startswith(magic)), "")


def suffix_of_content(head: bytes, *, media_type: str | None = None) -> str:
    """The ending that belongs to the first bytes (or to what a server called them); "" where they tell nothing.

    >>> suffix_of_content(b'<?xml version="1.0"?><rss version="2.0">')
    '.rss'
    """
    for magic, suffix in MAGIC.items():
        if head.startswith(magic):
            return suffix
    if head[257:262] == b"ustar":
        return ".tar"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _of_markup(start) or MEDIA_TYPES.get(_plain(media_type), "")
    if JSON.match(start):
        return _of_json(start)
    return MEDIA_TYPES.get(_plain(media_type), "")


def _of_markup(start: bytes) -> str:
    """Whichever stands first: a page may hold an example of a feed, a feed holds pages."""
    feed, page = FEED.search(start), PAGE.search(start)
    if feed and (not page or feed.start() < page.start()):
        return ".rss"
    return ".html" if page else ""


def _of_json(start: bytes) -> str:
    """One object a line is JSON Lines; an object over all lines, a list, an object with a list, a document."""
    if JSON_FEED.search(start):
        return ".jsonfeed"
    first_line = start.partition(b"\n")[0].rstrip()
    nested, text = NESTED_LIST.search(first_line), TEXT.search(first_line)
    if nested and not (text and text.start() < nested.start()):
        return ".json"
    is_line = start.startswith(b"{") and len(first_line) > 1 and (first_line.endswith(b"}") or b"\n" not in start)
    return ".jsonl" if is_line else ".json"


def _plain(media_type: str | None) -> str:
    return (media_type or "").partition(";")[0].strip().lower()
