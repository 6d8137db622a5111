"""The tree of a page -> its main text: paragraphs without menus, comments, captions, cookie notices and teasers.

trafilatura finds the main text. Before it we take out what says in its markup that it is none (captions, sign-ups,
pop-ups), after it single lines that address the reader instead of telling something. docs/decisions/0008-web-pages.md.
"""

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flows.errors import RecordError
from flows.ingest.encoding import mended

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Class names and ids, as common content systems write them, of what is no part of the text: captions and credits,
# sign-ups, pop-ups, teasers, what only screen readers or printers are given, the web archive's own bar.
CAPTION = re.compile(r"caption|(?:photo|image|img|video|media)[-_]{0,2}credit|copyright", re.IGNORECASE)
FURNITURE = re.compile(
    r"""newsletter | subscri | sign-?up | donat | (?:^|[-_ ])cta(?:[-_ ]|$) | app-?(?:promo|download|section)
    | popup | popmake | paywall | (?:next|prev|more|related|recommended)[-_]{0,2}(?:stor|post|article|read) | wm-ipp
    | (?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|print-only)(?:\s|$)""",
    re.IGNORECASE | re.VERBOSE,
)
CAPTION_TAGS = frozenset({"div", "p", "span", "section", "small", "cite"})
FURNITURE_TAGS = frozenset({"div", "p", "span", "section", "aside", "ul"})
# Unless it is so large a share of the page: then its name says something else (an article about newsletters).
FURNITURE_SHARE = 0.3
# Lines that address the reader. Only short ones, only at the beginning of a line: the words occur in news as well.
LONGEST_ADDRESS = 200
ADDRESS = re.compile(
    r"""(?:read|see|watch|learn|find\ out|more)\ (?:more|also|next)\b.{0,30}(?::|$) | also\ read\b | read:\s
    | more\ on\ this | (?:related|recommended|most\ read|further\ reading)
      (?:\ (?:stories|articles?|contents?|posts?|topics?|coverage|links?|news))?:?$
    | (?:lea|lee|leer|ver|te\ puede\ interesar)(?:\ (?:también|además|más))\b | te\ puede\ interesar\b
    | (?:contenidos?|noticias|notas?|artículos?)\ relacionad[oa]s?:?$
    | (?:mehr\ zum\ thema|lesen\ sie\ auch|lire\ aussi|à\ lire\ aussi|leia\ (?:também|mais)|leggi\ anche)\b
    | (?:never|don['’]t)\ miss\ (?:the|a|an|any|out|our)\b
    | (?:click\ here\ to\ )?subscribe\ (?:now|today|here|to\ (?:our|the))\b
    | sign\ up\ (?:now|here|today|(?:for|to)\ (?:our|the|get|receive))\b | (?:follow|like|join|find)\ us\ on\b
    | share\ (?:this|on\ (?:facebook|twitter|linkedin|whatsapp|x\b|social))\b.{0,40}$
    | download\ (?:the|our)\ .{0,60}\bapps?\b | get\ (?:the|our)\ .{0,60}\b(?:newsletter|inbox|app)\b
    | for\ (?:the\ latest|more)\ .{0,80}\b(?:newsletter|apps?|follow|subscribe|download|visit|sign\ up)\b
    | (?:submit|send)\ (?:us\ )?your\ (?:letters?|comments?|tips?|stories|story|opinions?)\b
    | (?:tell|let)\ us\ (?:know\ )?what\ you\ think\b | we\ want\ to\ hear\ (?:from\ you|what\ you\ think)
    | join\ (?:our|the)\ .{0,60}\b(?:newsletter|channel|whatsapp|telegram|conversation|discussion)\b
    | (?:this|our)\ (?:site|website)\ uses\ cookies\b | we\ use\ cookies\b | (?:accept|manage)\ (?:all\ )?cookies\b
    | (?:©|\(c\)|copyright\ (?:©|\(c\)|\d{4}|by\b)) | .{0,60}\ball\ rights\ reserved\.?$
    | advertisement$ | (?:story|article)\ continues\ below\b | click\ here\b.{0,60}$ | (?:print|e-?mail)(?:\ this)?$
    | (?:photo|image|picture|foto)(?:graph)?(?:\ (?:credits?|by|courtesy(?:\ of)?|source))?:\ .{0,120}$""",
    re.IGNORECASE | re.VERBOSE,
)
BULLET = re.compile(r"^[-–—•*>▶►→\s]+")
# A standfirst is shown between headline and text, and repeated word for word as the page's description.
SHORTEST_STANDFIRST = 40
# What trafilatura needs grows with the elements, with the square of their depth, and with the text. At these bounds it
# is under four seconds of one core (2026-11). The largest of 90 saved pages has 3,600 elements, 42 deep.
DEEPEST = 200
MOST_ELEMENTS = 30_000
MOST_ANCESTORS = 500_000
MOST_CHARS = 2_000_000
# Left open, they nest without end on old pages; without them the text stays what it is.
INLINE = ("font", "b", "i", "em", "strong", "u", "big", "small", "center", "span", "tt", "a")


def main_text(tree: "HtmlElement", *, title: str | None, description: str | None) -> list[str]:
    """The paragraphs of the main text, none where the page has none. Alters a tree that has passed `check_size`.
    Raises RecordError."""
    standfirst = _standfirst(tree, description, title)
    _remove_furniture(tree)
    paragraphs = [line for line in _lines(_extracted(tree)) if not _is_address(line)]
    while paragraphs and title and _words(paragraphs[0]) == _words(title):
        del paragraphs[0]
    if standfirst and paragraphs and not any(_words(standfirst) in _words(line) for line in paragraphs):
        paragraphs.insert(0, standfirst)
    return paragraphs


def link_share(tree: "HtmlElement", paragraphs: list[str]) -> float:
    """Share (0-1) of the characters that are in paragraphs which are links and nothing else: front pages, lists."""
    links = {" ".join(link.text_content().split()) for link in tree.iter("a")}
    linked = sum(len(line) for line in paragraphs if BULLET.sub("", line) in links)
    return linked / max(1, sum(map(len, paragraphs)))


def check_size(tree: "HtmlElement") -> None:
    """Takes out scripts and, where elements nest without end, those that are only looks. Raises RecordError
    page_too_large for what would take longer to read than it is worth."""
    from lxml.etree import strip_tags

    for script in tree.xpath("//script | //style"):
        if script.getparent() is not None and (
            "ld+json" not in (script.get("type") or "") or len(script.text or "") > MOST_CHARS
        ):
            script.drop_tree()
    size = _Size.of(tree)
    if size.depth > DEEPEST:
        strip_tags(tree, *INLINE)
        size = _Size.of(tree)
    for found, most, what in (
        (size.depth, DEEPEST, "elements in one another"),
        (size.elements, MOST_ELEMENTS, "elements"),
        (size.ancestors, MOST_ANCESTORS, "levels of nesting, all elements together"),
        (size.chars, MOST_CHARS, "characters"),
    ):
        if found > most:
            raise RecordError("page_too_large", f"{found:,} {what}, more than {most:,}")


@dataclass(frozen=True, slots=True)
class _Size:
    """`depth` of the deepest element, `ancestors` of all elements together, `chars` of text."""

    depth: int
    elements: int
    ancestors: int
    chars: int

    @classmethod
    def of(cls, tree: "HtmlElement") -> "_Size":
        from lxml.etree import iterwalk

        depth = deepest = elements = ancestors = 0
        for event, _ in iterwalk(tree, events=("start", "end")):
            if event == "start":
                depth += 1
                elements += 1
                ancestors += depth
                deepest = max(deepest, depth)
            else:
                depth -= 1
        return cls(deepest, elements, ancestors, len(tree.text_content()))


def _extracted(tree: "HtmlElement") -> str:
    """trafilatura's text, a paragraph a line. Its default, balanced setting, without comments."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its warnings name no page; ours is the reject
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False)
    except Exception as error:  # on damaged markup it raises whatever lxml, re or json think of
        raise RecordError("unparsable", f"no main text to be had: {type(error).__name__}: {error}") from error
    return str(getattr(found, "text", None) or "")


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in mended(text).split("\n"))
    return [line for line in lines if any(map(str.isalnum, line))]


def _is_address(line: str) -> bool:
    return len(line) <= LONGEST_ADDRESS and ADDRESS.match(BULLET.sub("", line)) is not None


def _remove_furniture(tree: "HtmlElement") -> None:
    """Takes out figure captions, hidden parts and what its class or id names."""
    most = FURNITURE_SHARE * len(tree.text_content())
    for element in tree.xpath("//figcaption | //*[@class or @id or @hidden][not(self::html or self::body)]"):
        if _is_furniture(element) and element.getparent() is not None and len(element.text_content()) <= most:
            element.drop_tree()


def _is_furniture(element: "HtmlElement") -> bool:
    tag, names = element.tag, f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if tag == "figcaption" or element.get("hidden") is not None:
        return True
    return (tag in CAPTION_TAGS and _names_caption(names)) or (tag in FURNITURE_TAGS and _names_furniture(names))


@lru_cache(maxsize=10_000)
def _names_caption(names: str) -> bool:
    return CAPTION.search(names) is not None


@lru_cache(maxsize=10_000)
def _names_furniture(names: str) -> bool:
    return FURNITURE.search(names) is not None


def _standfirst(tree: "HtmlElement", description: str | None, title: str | None) -> str | None:
    """The page's description, if it is shown as an element of its own."""
    wanted = _words(description or "")
    if len(wanted) < SHORTEST_STANDFIRST or wanted == _words(title or ""):
        return None
    for element in tree.iter("p", "h2", "h3", "div", "span"):
        begins = _words(next(filter(str.strip, element.itertext()), ""))[:SHORTEST_STANDFIRST]
        if begins and wanted.startswith(begins) and _words(element.text_content()) == wanted:
            return " ".join(element.text_content().split())
    return None


def _words(text: str) -> str:
    """Letters and digits in lower case, one space between words."""
    return " ".join(re.findall(r"\w+", text.lower()))
