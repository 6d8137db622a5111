"""Feed items -> the same items with the text of the pages that they link to (`--fetch-articles`).

Enters: items, whichever input they stand in. Leaves: the items; a feed item whose page says more has the page's text
under its own headline, date and id. A page that cannot be had, or must not be asked for, leaves the item as it is. An
item that was stored with its page, and is what it was, is not asked for again: it is the Same.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.errors import RecordError
from flows.ingest.drafts import Draft, Note, Same
from flows.ingest.files import is_web
from flows.ingest.markup import PARAGRAPH
from flows.ingest.network.addresses import Item, Read, origin_of
from flows.ingest.network.memory import item_hash_of
from flows.ingest.network.session import Network


def with_pages(
    items: Iterable[tuple[str, Item]], name: str, *, network: Network, read: Read
) -> Iterator[tuple[str, Item]]:
    """The items in order, then a note that counts the pages; `name` is that of their input."""
    counts: Counter[str] = Counter()
    feed_url = name if is_web(name) else None
    for uri, item in items:
        if not isinstance(item, Draft) or item.published_method != "feed" or not item.url:
            yield uri, item
            continue
        item_hash = item_hash_of(item)
        if network.memory.knows_page(item_hash):
            yield uri, Same(item.record)
        elif not network.manners.with_pages:
            yield uri, item
        else:
            try:
                page = page_of(item.url, feed_url, network=network, read=read)
                counts["read"] += 1
                network.memory.remember_page(item_hash, item.url)
                yield uri, completed(item, page)
            except RecordError as error:
                counts[error.reason] += 1
                yield uri, item
    if counts:
        yield name, Note(f"pages of its items: {', '.join(f'{count} {what}' for what, count in counts.items())}")


def page_of(url: str, feed_url: str | None, *, network: Network, read: Read) -> Draft:
    """The article on a page. Raises RecordError where there is none to be had."""
    kept = network.kept_page(url)
    if kept is None:
        answer = network.ask_page(url, feed_url=feed_url)
        drafts = [item for _, item in read(io.BytesIO(answer.body), origin_of(answer, url), suffix=".html")]
        kept = next((item for item in drafts if isinstance(item, Draft)), None)
        if kept is None:
            raise RecordError("no_main_text", "the page holds no article")
        network.keep_page(url, kept)
    return kept


def completed(item: Draft, page: Draft) -> Draft:
    """The item with the page's text where that says more; headline, date and id stay the item's."""
    heading = f"{page.title}{PARAGRAPH}" if page.title else ""
    text = PARAGRAPH.join(filter(None, (item.title, page.text.removeprefix(heading).strip())))
    if len(text) <= len(item.text):
        return item
    return replace(item, text=text, author=item.author or page.author, language=None)
