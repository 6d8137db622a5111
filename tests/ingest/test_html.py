"""Saved web pages: what is text and what is not, what a page states of itself, pages that are none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from gzip import compress
from pathlib import Path

import pytest

from flows.ingest.drafts import Skip
from flows.ingest.files import Meter
from flows.ingest.reading import read_input
from flows.settings import share
from tests.ingest.helpers import LIMITS, articles_of, rejects_of

STORY = (
    "<p>The council imposed sanctions on four shipping firms on Monday, its chairwoman said after the meeting.</p>"
    "<p>The firms had carried oil for a banned refinery since the spring, according to the council’s experts.</p>"
    "<p>Their owners have thirty days to object. Two of them said that they would, and two did not answer calls.</p>"
)


def page(body: str = STORY, *, head: str = "", title: str = "Calm in the north") -> str:
    """A page of an article: headline and body inside the furniture that every site has."""
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title} | Example Post</title>{head}</head><body>"
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer><p>© 2024 Example Post</p></footer></body></html>"
    )


def article_of(path: Path, html: str | bytes, *, name: str = "a.html") -> Mapping[str, object]:
    """The one article of a page."""
    file = path / name
    file.write_bytes(html if isinstance(html, bytes) else html.encode())
    (row,) = articles_of(file)
    return row


def test_text_is_headline_blank_line_and_paragraphs(tmp_path: Path) -> None:
    row = article_of(tmp_path, page())
    first, second, *rest = str(row["text"]).split("\n\n")
    assert (first, row["title"], len(rest)) == ("Calm in the north", "Calm in the north", 2)
    assert second.startswith("The council imposed")
    assert second.endswith("after the meeting.")


@pytest.mark.parametrize(
    "furniture",
    [
        "<figure><img src=a.jpg><figcaption>OUTSIDE in the chamber on a rainy Monday</figcaption></figure>",
        "<div class='wp-caption-text'>OUTSIDE, pictured in the spring of last year</div>",
        "<div class='newsletter-signup'><p>OUTSIDE: our letter tells you more every morning</p></div>",
        "<p>Read more: OUTSIDE the law, a tanker looks for a port</p>",
        "<p><a href=/x>See also: OUTSIDE the law</a></p>",
        "<p>Sign up for our OUTSIDE bulletin and never miss a story</p>",
        "<p>Follow us on OUTSIDE</p>",
        "<div hidden><p>OUTSIDE of what anyone sees on this page</p></div>",
        "<section class=comments id=comments><div class=comment><p>OUTSIDE! I said so all along.</p></div></section>",
        "<script>var text = 'OUTSIDE of the text';</script>",
        "<div class='cookie-consent'><p>We use cookies, also OUTSIDE.</p></div>",
    ],
)
def test_what_is_no_part_of_the_story_stays_out(tmp_path: Path, furniture: str) -> None:
    text = str(article_of(tmp_path, page(STORY + furniture + STORY.replace("council", "court")))["text"])
    assert "OUTSIDE" not in text
    assert text.count("thirty days to object") == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell on the news, and the bank’s own lost a tenth of their value within an hour.",
        "Copyright law does not protect a list of names, the judge wrote in a ruling of forty pages.",
        "Read the treaty as a whole, the minister said, and nothing in it forbids the sale of grain.",
    ],
)
def test_news_that_begins_like_an_advertisement_stays(tmp_path: Path, sentence: str) -> None:
    assert sentence in str(article_of(tmp_path, page(STORY + f"<p>{sentence}</p>"))["text"])


def test_standfirst_that_the_page_shows_begins_the_text(tmp_path: Path) -> None:
    told = "Four owners have a month to object to what the council decided."
    head = f'<meta name="description" content="{told}">'
    shown = page(f"</article><header><p>{told}</p></header><article>{STORY}", head=head)
    assert str(article_of(tmp_path, shown)["text"]).split("\n\n")[1] == told
    assert told not in str(article_of(tmp_path, page(head=head))["text"])


JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, '
    '{"@type": "NewsArticle", "headline": "Calm in the north", "datePublished": "2024-05-13T23:30:00-04:00", '
    '"dateModified": "2024-05-14T01:00:00-04:00", "author": [{"name": "T. V. Rowe"}, {"name": "Ann Lund"}], '
    '"publisher": {"name": "Example Post"}}]}</script>'
)
META = '<meta property="article:published_time" content="2024-05-13T08:00:00+02:00">'


@pytest.mark.parametrize(
    ("head", "published", "method"),
    [
        (META, "2024-05-13T08:00:00+02:00", "meta"),
        (JSON_LD, "2024-05-13T23:30:00-04:00", "jsonld"),
        (JSON_LD + META, "2024-05-13T08:00:00+02:00", "meta"),
        ('<meta name="date" content="2024-05-13">', "2024-05-13", "meta"),
        ('<meta name="date" content="2024-05-13">' + JSON_LD, "2024-05-13T23:30:00-04:00", "jsonld"),
        ('<meta itemprop="datePublished" content="May 13, 2024">', "2024-05-13", "meta"),
        ('<meta property="article:published_time" content="0001-01-01T00:00:00Z">' + JSON_LD.replace("13T", "15T"),
         "2024-05-15T23:30:00-04:00", "jsonld"),
        ('<script type="application/ld+json">{"datePublished": "2024-05-13", "x": "a "quote" in it"}</script>',
         "2024-05-13", "jsonld"),
        ('<meta property="article:modified_time" content="2024-05-13">', None, "none"),
        ('<meta name="copyright" content="2024">', None, "none"),
        ("", None, "none"),
    ],
)  # fmt: skip
def test_first_rule_that_gives_a_date_wins(tmp_path: Path, head: str, published: str | None, method: str) -> None:
    row = article_of(tmp_path, page(head=head))
    assert (row["published"], row["published_method"]) == (published, method)


def test_date_that_is_only_shown_is_no_date(tmp_path: Path) -> None:
    row = article_of(tmp_path, page("<p>Last updated on 13 May 2024</p>" + STORY))
    assert (row["published"], row["published_method"]) == (None, "none")


def test_date_of_a_time_element_counts_where_it_says_that_it_is_of_publication(tmp_path: Path) -> None:
    said = page('<time class="entry-date published" datetime="2024-05-13T08:00:00+02:00">Monday</time>' + STORY)
    unsaid = page('<time datetime="2024-05-13T08:00:00+02:00">Monday</time>' + STORY)
    assert article_of(tmp_path, said)["published"] == "2024-05-13T08:00:00+02:00"
    assert article_of(tmp_path, unsaid)["published"] is None


def test_stated_date_that_cannot_be_read_leaves_the_reason(tmp_path: Path) -> None:
    row = article_of(tmp_path, page(head='<meta name="date" content="2024-02-31">'))
    assert (row["published"], bool(row["published_problem"])) == (None, True)


def test_page_states_source_authors_address_and_change(tmp_path: Path) -> None:
    head = '<link rel=canonical href="https://post.example/w/calm"><meta property="og:site_name" content="The Post">'
    row = article_of(tmp_path, page(head=head + JSON_LD))
    assert (row["source"], row["author"], row["url"], row["updated"]) == (
        "The Post",
        "T. V. Rowe, Ann Lund",
        "https://post.example/w/calm",
        "2024-05-14T01:00:00-04:00",
    )
    assert row["published_date"] == date(2024, 5, 13)


def test_host_stands_for_a_source_that_is_not_named(tmp_path: Path) -> None:
    head = '<link rel=canonical href="https://www.post.example/w/calm">'
    assert article_of(tmp_path, page(head=head))["source"] == "post.example"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<meta property="og:url" content="https://post.example/og">', "https://post.example/og"),
        ('<link rel=canonical href="https://post.example/"><meta property="og:url" content="https://post.example/og">',
         "https://post.example/og"),
        ('<base href="https://post.example/w/"><link rel=canonical href="calm">', "https://post.example/w/calm"),
        ("<!-- saved from url=(0027)https://post.example/saved -->", "https://post.example/saved"),
        ('<link rel=canonical href="https://web.archive.org/web/20240513101500/https://post.example/w/calm">',
         "https://post.example/w/calm"),
        ('<link rel=canonical href="javascript:void(0)">', None),
        ('<link rel=canonical href="http://[broken/">', None),
    ],
)  # fmt: skip
def test_address_is_the_first_that_names_a_page(tmp_path: Path, head: str, url: str | None) -> None:
    assert article_of(tmp_path, page(head=head))["url"] == url


@pytest.mark.parametrize(
    ("head", "headline", "title"),
    [
        ("<title>Calm in the north - The Post</title>", "Calm in the north", "Calm in the north"),
        ('<meta property="og:title" content="You will not believe how calm the north is">', "Calm came to the north",
         "Calm came to the north"),
        ('<meta property="og:title" content="Calm in the north | The Post"><meta property="og:site_name" '
         'content="The Post">', "The Post", "Calm in the north"),
        ("<title>Calm in the north</title>", "Log in", "Calm in the north"),
    ],
)  # fmt: skip
def test_headline_is_the_one_that_readers_see(tmp_path: Path, head: str, headline: str, title: str) -> None:
    html = f"<html><head>{head}</head><body><h1>{headline}</h1><article>{STORY}</article></body></html>"
    assert article_of(tmp_path, html)["title"] == title


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "no_main_text"),
        ("<!-- nothing -->", "no_main_text"),
        ("<html><body><script>start()</script><div id=root>Loading...</div></body></html>", "no_main_text"),
        ("<title>404 Not Found</title><h1>Not Found</h1><p>The page that you asked for is not on this server.</p>",
         "no_main_text"),
        ("<body>" + "<div>" * 3000 + "deep", "page_too_large"),
        ("<body>" + "<p>a word" * 40_000, "page_too_large"),
        ("<body><p>" + "word " * 500_000, "page_too_large"),
        ("<p>" + "x" * LIMITS.record_bytes, "record_too_long"),
        ("\x01\x02\x03\x04" * 100, "bad_encoding"),
    ],
)  # fmt: skip
def test_page_that_holds_no_article_is_one_reject_with_its_reason(tmp_path: Path, html: str, reason: str) -> None:
    (tmp_path / "a.html").write_text(html)
    assert rejects_of(tmp_path / "a.html") == [(1, reason)]


def test_headline_with_a_number_is_no_error_page(tmp_path: Path) -> None:
    assert article_of(tmp_path, page(title="500 sailors wait for the end of the sanctions"))["title"]


def test_page_that_lists_articles_is_skipped(tmp_path: Path) -> None:
    items = "".join(
        f"<li><a href=/{n}>Minister number {n} speaks on sanctions in the capital</a></li>" for n in range(40)
    )
    file = tmp_path / "a.html"
    file.write_text(f"<html><head><title>World</title></head><body><h1>World</h1><ul>{items}</ul></body></html>")
    (found,) = read_input(str(file), limits=LIMITS, meter=Meter())
    assert found[1] == Skip(1, "index_page")


def test_tags_left_open_do_not_hide_the_text(tmp_path: Path) -> None:
    row = article_of(tmp_path, page("<font>" * 900 + STORY))
    assert "thirty days to object" in str(row["text"])


def test_entities_of_the_page_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = str(
        article_of(tmp_path, bomb + page(STORY + "<p>This is funny: &b; and this a secret: &f; so far.</p>"))["text"]
    )
    assert "haha" not in text
    assert "root:" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encoding_is_found_out_whatever_the_page_declares(tmp_path: Path, encoding: str) -> None:
    declared = page().replace("charset=utf-8", "charset=iso-8859-1")
    assert "council’s" in str(article_of(tmp_path, declared.encode(encoding))["text"])


def test_mojibake_is_mended(tmp_path: Path) -> None:
    broken = page(STORY.replace("’", "â€™"))
    assert "council’s experts" in str(article_of(tmp_path, broken)["text"])


def test_packed_page_is_read(tmp_path: Path) -> None:
    assert article_of(tmp_path, compress(page().encode()), name="a.htm.gz")["title"] == "Calm in the north"


def test_page_saved_as_mail_is_read_with_its_address(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Snapshot-Content-Location"] = "https://post.example/w/calm"
    mail["Date"] = "Mon, 13 May 2024 10:00:00 +0200"
    mail.set_content("no page")
    mail.add_alternative(page(head=META), subtype="html")
    row = article_of(tmp_path, bytes(mail), name="a.mhtml")
    assert (row["url"], row["published"]) == ("https://post.example/w/calm", "2024-05-13T08:00:00+02:00")


def test_date_after_the_page_was_fetched_is_not_its_own(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Date"] = "Mon, 06 May 2024 10:00:00 +0200"
    mail.set_content(page(head=META), subtype="html")
    assert article_of(tmp_path, bytes(mail), name="a.mht")["published"] is None


def test_mapped_columns_do_not_concern_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page())
    (row,) = articles_of(tmp_path, limits=replace(LIMITS, columns={"text": "body", "title": "headline"}))
    assert row["title"] == "Calm in the north"


def test_sample_page_gives_its_story_and_nothing_beside() -> None:
    (row,) = articles_of(share("seeds", "articles", "pellworth-broadcasting-iran-snapback.html"))
    text = str(row["text"])
    assert (row["author"], row["published_method"]) == ("Ottoline Marsh", "meta")
    for outside in ("cookies", "I said so all along", "Ferries resume", "Picture:", "Read more", "Sign up", "Weather"):
        assert outside not in text
    assert text.count("\n\n") == 6
