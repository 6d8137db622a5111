"""A piece of HTML -> its text, paragraph by paragraph: for feed items, and for what web pages say of themselves.

Enters: markup of any quality. Leaves: text with a blank line between paragraphs; scripts, styles and tags are gone,
entities are characters. Whole pages, with menus and comments to be left out, are readers/html.py's affair.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows.ingest.encoding import mended

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# Elements that begin a paragraph of their own, as browsers show them.
BLOCKS = frozenset(
    tag
    for line in (
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure",
        "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody",
        "tfoot thead tr ul",
    )
    for tag in line.split()
)
# What they hold is no text for readers.
UNREAD = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object"})
# XML allows none of them, and an HTML parser may stop at the first.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
PARAGRAPH = "\n\n"


def text_of_fragment(html: str) -> str:
    """The text of a piece of HTML, a blank line between paragraphs, a line end for <br>; "" where it holds none.

    >>> text_of_fragment("<p>Fish &amp; chips<br>on Friday</p><p>Closed<script>x()</script> on Monday")
    'Fish & chips\\non Friday\\n\\nClosed on Monday'
    """
    if "<" not in html and "&" not in html:
        return mended(_tidied(CONTROLS.sub("", html)))
    tree = parse_markup(html)
    return "" if tree is None else mended(_tidied("".join(_pieces(tree))))


def parse_markup(html: str) -> "HtmlElement | None":
    """The tree that a forgiving parser makes of it, without comments; None where there is nothing to make one of."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    # As bytes: of a str with an encoding declaration lxml wants nothing to do. huge_tree: else a text of more than ten
    # million characters is dropped without a word; elements more than 2,048 deep are still left out. Entities that a
    # page defines itself are not expanded by an HTML parser.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False)
    try:
        return document_fromstring(CONTROLS.sub("", html).encode("utf-8"), parser=parser)
    except ParserError:
        return None


def _pieces(tree: "_Element") -> Iterator[str]:
    """The text in its order, with a mark where a paragraph begins or ends."""
    from lxml import etree

    unread = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_block = element.tag in BLOCKS
        if event == "start":
            unread += element.tag in UNREAD
            if not unread:
                yield "\0" if is_block else "\1" if element.tag == "br" else " " if element.tag in ("td", "th") else ""
                yield element.text or ""
        else:
            unread -= element.tag in UNREAD
            if not unread:
                yield "\0" if is_block else ""
                yield element.tail or ""


def _tidied(text: str) -> str:
    """White space as a browser shows it: runs are one space, except at the marks (\\0 paragraph, \\1 line end)."""
    if "\0" not in text and "\1" not in text:  # plain text: its own line ends count
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return re.sub(r"\n{3,}", PARAGRAPH, "\n".join(" ".join(line.split()) for line in lines)).strip()
    paragraphs = ("\n".join(" ".join(line.split()) for line in part.split("\1")) for part in text.split("\0"))
    return PARAGRAPH.join(filter(None, (re.sub(r"\n{2,}", PARAGRAPH, part.strip()) for part in paragraphs)))
