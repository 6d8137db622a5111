"""Which article a text belongs to: article_id, and the hash by which a change of it is seen.

The rule (docs/decisions/0004-identity.md): the canonical URL when it names a page, else source and given id, else
source and text. Two wire copies in two papers are two articles (of one story).
"""

import hashlib

from flows.ingest.urls import canonical_url, names_page


def article_id_of(*, url: str | None, source: str | None, given_id: str | None, text: str) -> str:
    """ "a" and 16 hex digits; the letter keeps spreadsheets from reading 1234e567 as a number."""
    if (canonical := canonical_url(url)) and names_page(canonical):
        return _article_id("url", canonical)
    if given_id is not None:
        return _article_id("id", source or "", given_id)
    return _article_id("text", source or "", text)


def content_hash_of(*, text: str, title: str | None, published: str | None) -> str:
    """16 hex digits over all that extraction reads; another hash under one article_id is a revision."""
    return _digest(text, title or "", published or "", size=8)


def _article_id(*key: str) -> str:
    return "a" + _digest(*key, size=8)


def _digest(*parts: str, size: int) -> str:
    total = hashlib.blake2b(digest_size=size)
    for part in parts:
        data = part.encode("utf-8")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()
