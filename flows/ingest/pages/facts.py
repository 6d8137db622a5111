"""What a page states of itself: headline, authors, publication, address, dates.

Enters: the page's tree, and what is known from outside. Leaves: Facts. The order of the rules is that of trust: tags
meant for machines, JSON-LD, then what trafilatura finds in the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from flows.ingest.drafts import Origin
from flows.ingest.encoding import mended
from flows.ingest.pages.dates import Stated, read_published, read_updated
from flows.ingest.pages.jsonld import JsonLd, names_of, read_jsonld, text_of
from flows.ingest.urls import canonical_url, names_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline", "title")
AUTHORS = ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "sailthru.author", "byl")
SITES = ("og:site_name", "article:publisher", "application-name", "dc.publisher", "citation_journal_title")
# A headline and what stands behind it: "Calm in the north | Example Post", "... - Example Post", "... « Blog".
BEHIND_TITLE = re.compile(r"\s+[|\-–—·•«»:]\s+")
# A headline on the page is taken for the stated one when it shares so many of its words.
SAME_TITLE = 0.6
# The only headline on a page is its headline, unless it is so short: "Log in".
FEWEST_TITLE_WORDS = 4
LONGEST_TITLE = 300
LONGEST_NAME = 120
# Longer lists are those of the works that a paper cites.
MOST_AUTHORS = 12
BYLINE = re.compile(r"^(?:by|von|por|par|di)\s+", re.IGNORECASE)
# What content systems write where nobody signed.
NOBODY = frozenset(
    {"admin", "administrator", "editor", "guest", "no author", "staff", "unknown", "webmaster", "author"}
)
# Browsers and the web archive note where a page was saved from.
SAVED_FROM = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|url:)\s*(https?://\S{1,2000})", re.IGNORECASE)
ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+\w*/(?=https?:)", re.IGNORECASE)
# Where on a page a note of that kind stands.
NOTED_WITHIN = 4_096


@dataclass(frozen=True, slots=True)
class Facts:
    """`is_article`: the page says that it is one; many do not say. `source` is the host where no name is stated."""

    title: str | None
    author: str | None
    source: str | None
    url: str | None
    published: Stated
    updated: str | None
    description: str | None
    is_article: bool


def read_facts(tree: "HtmlElement", origin: Origin, *, html: str) -> Facts:
    """The page's facts; `html` is its text, for the note that browsers write on top of it."""
    metas, jsonld = _metas(tree), read_jsonld(tree)
    url = _url(tree, metas, jsonld, origin, html)
    source = _source(metas, jsonld, url)
    published = read_published(tree, jsonld, taken=origin.taken)
    return Facts(
        title=_title(tree, metas, jsonld, source),
        author=_author(tree, metas, jsonld),
        source=source,
        url=url,
        published=published,
        updated=read_updated(tree, jsonld, published=published.text),
        description=_named(metas, ("og:description", "description")),
        is_article=bool(jsonld.article) or (_named(metas, ("og:type",)) or "").lower().endswith("article"),
    )


def _metas(tree: "HtmlElement") -> dict[str, list[str]]:
    """Contents of the meta tags by name in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(mended(content))
    return found


def _named(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _title(tree: "HtmlElement", metas: dict[str, list[str]], jsonld: JsonLd, source: str | None) -> str | None:
    """The headline as the page shows it where that is the one it states; else the stated one, without the site's name.

    Stated headlines are often written for search engines or end in the name of the publication.
    """
    element = tree.find(".//title")
    shown = " ".join((element.text_content() if element is not None else "").split())
    stated = _without_site(text_of(jsonld.article.get("headline")) or _named(metas, TITLES) or shown, source)
    headlines = [" ".join(h1.text_content().split()) for h1 in tree.iter("h1")]
    headlines = [headline for headline in headlines if 0 < len(headline) <= LONGEST_TITLE]
    same = (headline for other in (stated, shown) for headline in headlines if _is_same(headline, other))
    alone = headlines[0] if len(headlines) == 1 and len(headlines[0].split()) >= FEWEST_TITLE_WORDS else None
    title = next(same, None) or alone or stated
    # A headline with more in it than itself: an icon's name, the section.
    return mended(stated if stated and stated in title else title)[:LONGEST_TITLE] or None


def _is_same(headline: str, stated: str) -> bool:
    ours, theirs = (set(re.findall(r"\w+", text.lower())) for text in (headline, stated))
    return len(ours & theirs) > SAME_TITLE * max(len(ours), 1) and len(ours) > 1


def _without_site(title: str, source: str | None) -> str:
    """The title without the part behind the last dash or bar, if that is the site's name."""
    parts = BEHIND_TITLE.split(title)
    if len(parts) == 1 or (source or "").lower() == title.lower():
        return title
    last = parts[-1].lower()
    is_site = bool(source) and (last in str(source).lower() or str(source).lower() in last)
    return title[: title.rindex(parts[-1])].rstrip(" |-–—·•«»:") if is_site else title


def _author(tree: "HtmlElement", metas: dict[str, list[str]], jsonld: JsonLd) -> str | None:
    """Names joined by a comma; else the byline that trafilatura finds."""
    stated = names_of(jsonld.article.get("author"))
    stated = stated or next((metas[name] for name in AUTHORS if name in metas), [])
    names = [name for name in map(_person, stated) if name]
    if not names:
        from trafilatura.metadata import extract_author

        names = [name for name in map(_person, (extract_author(tree) or "").split("; ")) if name]
    names = list(dict.fromkeys(names))
    return ", ".join(names) if 0 < len(names) <= MOST_AUTHORS else None


def _person(name: str) -> str | None:
    """The name without "By"; None for addresses, accounts and the names of nobody."""
    plain = BYLINE.sub("", mended(name)).strip(" ,;|")
    is_name = len(plain) <= LONGEST_NAME and "://" not in plain and "@" not in plain and any(map(str.isalpha, plain))
    return plain if is_name and plain.lower() not in NOBODY else None


def _source(metas: dict[str, list[str]], jsonld: JsonLd, url: str | None) -> str | None:
    """The publication's name, else its host."""
    stated = (_named(metas, SITES[:1]), text_of(jsonld.article.get("publisher")), _named(metas, SITES[1:]))
    name = next((name for name in stated if name and "://" not in name and len(name) <= LONGEST_NAME), None)
    return name or _host(url)


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _url(tree: "HtmlElement", metas: dict[str, list[str]], jsonld: JsonLd, origin: Origin, html: str) -> str | None:
    """The address that the page came from; else the first that it states and that is more than a site's front page."""
    if origin.url:
        return ARCHIVED.sub("", origin.url)
    for stated in _addresses(tree, metas, jsonld, html):
        if (canonical := canonical_url(stated)) and names_page(canonical):
            return stated
    return None


def _addresses(tree: "HtmlElement", metas: dict[str, list[str]], jsonld: JsonLd, html: str) -> Iterator[str]:
    """The page's own addresses, whole."""
    saved = SAVED_FROM.search(html[:NOTED_WITHIN])
    base = tree.find(".//base[@href]")
    home = (base.get("href") if base is not None else None) or (saved[1] if saved else "") or ""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    page = jsonld.article.get("mainEntityOfPage")
    stated = [*links, *metas.get("og:url", ()), jsonld.article.get("url"), page]
    stated += [page.get("@id")] if isinstance(page, dict) else []
    for address in (*stated, saved[1] if saved else None):
        if isinstance(address, str) and (address := address.strip()):
            try:
                yield ARCHIVED.sub("", urljoin(home, address))
            except ValueError:  # a bracket in the host
                continue
