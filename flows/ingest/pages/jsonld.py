"""The tree of a page -> what its JSON-LD blocks (schema.org) state of the article, as one flat view."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = Mapping[str, object]

# schema.org's articles end so: NewsArticle, ReportageNewsArticle, BlogPosting, LiveBlogPosting ...
ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report|Review)$")
# Pages carry the dates where there is no article.
PAGE = re.compile(r"\w*WebPage$|ItemPage$")
# Where the article may lie in a block; lists of other articles are not entered.
INWARD = ("@graph", "mainEntity", "mainEntityOfPage")
MOST_NODES = 1_000
# In a block that is not JSON (a quotation mark too many) the dates can still be read.
LOOSE = re.compile(r'"(datePublished|dateModified|headline)"\s*:\s*"([^"\\]{1,300})"')


@dataclass(frozen=True, slots=True)
class JsonLd:
    """`article` is the article's node, {} where no block is about one; `pages` are nodes about the page as such."""

    article: Node = field(default_factory=dict)
    pages: tuple[Node, ...] = ()


def read_jsonld(tree: "HtmlElement") -> JsonLd:
    """The first article that the blocks tell of; an address is no help, sites write it in many ways."""
    nodes = [node for block in _blocks(tree) for node in _nodes(block)]
    articles = [node for node in nodes if _is(node, ARTICLE)]
    return JsonLd(
        next((node for node in articles if "headline" in node or "datePublished" in node), {}),
        tuple(node for node in nodes if _is(node, PAGE)),
    )


def text_of(value: object) -> str | None:
    """The text, or the name of the thing that it is; the first of several."""
    if isinstance(value, list):
        return next(filter(None, map(text_of, value[:20])), None)
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    return " ".join(value.split()) or None if isinstance(value, str) else None


def names_of(value: object) -> list[str]:
    """The names of persons or organisations, one or several."""
    values = value[:20] if isinstance(value, list) else [value]
    return list(dict.fromkeys(filter(None, map(text_of, values))))


def _blocks(tree: "HtmlElement") -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and (text := (script.text or "").strip()):
            try:
                yield json.loads(text.removeprefix("<![CDATA[").removesuffix("]]>"), strict=False)
            except (ValueError, RecursionError):
                yield {"@type": "Article", **dict(reversed(LOOSE.findall(text)))}


def _nodes(block: object) -> Iterator[Node]:
    """The block's nodes from the outside in, each once."""
    waiting, count = [block], 0
    while waiting and count < MOST_NODES:
        value = waiting.pop(0)
        count += 1
        if isinstance(value, list):
            waiting[:0] = value[:MOST_NODES]
        elif isinstance(value, dict):
            yield value
            waiting[:0] = [value[name] for name in INWARD if name in value]


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(name, str) and kind.match(name.rpartition("/")[2]) for name in _listed(types))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
