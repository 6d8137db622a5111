"""When a page says that it was published: ordered rules, each with a name, and never a guess.

Enters: the page's tree and its JSON-LD. Leaves: ISO dates with whatever time and zone the page states. What it only
shows ("Updated on ...", a copyright year) is no rule; file names, addresses and datelines are flows.ingest.published's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flows.ingest.moments import AmbiguousDateError, moment_of
from flows.ingest.pages.jsonld import JsonLd, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Names of meta tags and microdata that mean the day of publication, by how seldom they mean something else: Open Graph
# and schema.org first, then analytics and citation tags, Dublin Core, last the plain words. htmldate's list without
# those that tell of the page's making (created, gentime, timestamp).
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "article:published_date",
    "article.published",
    "datepublished",
    "date_published",
    "rnews:datepublished",
    "bt:pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "shareaholic:article_published_time",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.publication",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "originalpublicationdate",
    "publication_date",
    "publish_date",
    "publish-date",
    "publishdate",
    "published-date",
    "published_date",
    "publisheddate",
    "published_time",
    "pubdate",
    "displaydate",
    "date",
)
UPDATED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "bt:moddate",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "last-modified",
    "lastmod",
)
# Earlier than any web page: 0001-01-01 and 1970-01-01 are what programs write for nothing.
EARLIEST = "1970-01-02"
LONGEST = 100
YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date in ISO as it is stated, and the rule that found it, meta or jsonld; None and none."""

    text: str | None
    method: str = "none"


def read_published(tree: "HtmlElement", jsonld: JsonLd, *, taken: str | None = None) -> Stated:
    """The first rule that gives a date; of two for one day the one that tells the time.

    What lies after `taken`, when the page was fetched, is not this page's date. Where nothing that is stated is a date,
    the first with a year, so that the reason is told.
    """
    stated = [
        Stated(text, method)
        for method, texts in (("meta", _in_tags(tree, PUBLISHED)), ("jsonld", _in_jsonld(jsonld, "datePublished")))
        for text in texts
        if text.strip()
    ]
    dated = [Stated(iso, found.method) for found in stated if (iso := iso_of(found.text)) and _is_past(iso, taken)]
    if not dated:
        return next(
            (found for found in stated if YEAR.search(str(found.text)) and not iso_of(found.text)), Stated(None)
        )
    day = str(dated[0].text)
    return next((other for other in dated if str(other.text).startswith(f"{day}T")), dated[0])


def read_updated(tree: "HtmlElement", jsonld: JsonLd, *, published: str | None) -> str | None:
    """When the page was last changed, unless it says that this was before its publication."""
    texts = [*_in_tags(tree, UPDATED), *_in_jsonld(jsonld, "dateModified")]
    return next((iso for iso in filter(None, map(iso_of, texts)) if iso[:10] >= (published or "")[:10]), None)


def iso_of(stated: str | None) -> str | None:
    """The date or moment in ISO 8601 with the zone that is stated; None for what is no full date.

    >>> iso_of("May 13, 2024"), iso_of("2024-05-13T08:00:00+0200"), iso_of("05/04/2024")
    ('2024-05-13', '2024-05-13T08:00:00+02:00', None)
    """
    if not stated or len(stated) > LONGEST:
        return None
    try:
        moment = moment_of(stated)
    except AmbiguousDateError:
        return None
    return moment.text if moment and moment.text >= EARLIEST else None


def _is_past(iso: str, taken: str | None) -> bool:
    """Whether a page that was fetched then can be of that day; its place may be ahead of ours by hours."""
    try:
        return date.fromisoformat(iso[:10]) <= date.fromisoformat((taken or "")[:10]) + timedelta(days=1)
    except (ValueError, OverflowError):  # nobody knows when it was fetched
        return True


def _in_tags(tree: "HtmlElement", names: tuple[str, ...]) -> list[str]:
    """Contents of meta tags and microdata with one of the names, in the order of the names."""
    found: dict[str, list[str]] = {}
    for element in tree.xpath("//meta[@content] | //time | //*[@itemprop]"):
        given = (element.get(kind) for kind in ("property", "name", "itemprop", "http-equiv"))
        key = next(filter(None, given), None) or _name_of_time(element)
        if key and (key := key.strip().lower()) in names:
            value = element.get("content") or element.get("datetime") or element.text
            found.setdefault(key, []).append(value or "")
    return [value for name in names for value in found.get(name, ())]


def _name_of_time(element: "HtmlElement") -> str | None:
    """<time pubdate>, and WordPress's <time class="entry-date published">: what htmldate trusts, too."""
    words = (element.get("class") or "").lower().split()
    if element.get("pubdate") is not None or "published" in words or "entry-date" in words:
        return "pubdate"
    return "datemodified" if "updated" in words else None


def _in_jsonld(jsonld: JsonLd, name: str) -> Iterator[str]:
    for node in (jsonld.article, *jsonld.pages):
        if text := text_of(node.get(name)):
            yield text
