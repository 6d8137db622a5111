"""Feeds of every kind become articles: headline, blank line, body, with the date and zone that the feed states."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.ingest.readers.feed import iso_of
from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of

ITEM = """<item>
    <title>Freedonia lifts its embargo on Sylvania</title>
    <link>https://herald.example/2024/embargo</link>
    <guid isPermaLink="false">herald-17</guid>
    <pubDate>Fri, 01 Mar 2024 18:30:00 -0500</pubDate>
    <description>&lt;p&gt;The embargo ends &lt;b&gt;on Monday&lt;/b&gt;.&lt;/p&gt;
    &lt;p&gt;Ports reopen.&lt;/p&gt;</description>
</item>"""
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://courier.example/">
  <title>Sample Courier</title><id>tag:courier.example,2024:feed</id><updated>2024-03-02T00:00:00Z</updated>
  <author><name>News desk</name></author>
  <entry>
    <title type="html">Tariffs &amp;amp; ships</title><id>tag:courier.example,2024:1</id>
    <link rel="enclosure" href="/sound.mp3" type="audio/mpeg"/><link href="2024/tariffs.html"/>
    <published>2024-03-01T09:00:00+13:00</published><updated>2024-03-02T10:00:00+13:00</updated>
    <summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &lt; two.</p>
    <p>Three.</p></div></content>
  </entry>
  <entry>
    <title>Only a headline, and a date of change</title><id>tag:courier.example,2024:2</id>
    <link rel="self" href="/entries/2"/><updated>2024-03-02T10:00:00Z</updated>
    <author><name>A. Writer</name></author><author><name>B. Writer</name></author>
  </entry>
</feed>"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://old.example/"><title>Old Post</title><link>https://old.example/</link></channel>
  <item rdf:about="https://old.example/1"><title>Sanctions stay</title><link>https://old.example/1</link>
  <description>They stay for a year.</description><dc:date>2003-05-04</dc:date><dc:creator>C. Writer</dc:creator></item>
</rdf:RDF>"""
RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
  "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Older Post</title><link>https://older.example/</link><language>en</language>
<item><title>Grain ships sail again</title><link>https://older.example/grain</link></item></channel></rss>"""


def rss(*items: str, channel: str = "<title>Sample Herald</title><link>https://herald.example/</link>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{channel}{"".join(items)}</channel></rss>'


def write(tmp_path: Path, text: str | bytes, name: str = "feed.rss") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def json_feed(*items: object, **fields: object) -> str:
    about = {"version": "https://jsonfeed.org/version/1.1", "title": "Sample Notes", "items": items}
    return json.dumps(about | fields)


def test_item_of_rss_is_an_article_of_headline_and_body(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path, rss(ITEM)))
    assert row["text"] == "Freedonia lifts its embargo on Sylvania\n\nThe embargo ends on Monday.\n\nPorts reopen."
    assert (row["title"], row["source"], row["given_id"], row["url"]) == (
        "Freedonia lifts its embargo on Sylvania",
        "Sample Herald",
        "herald-17",
        "https://herald.example/2024/embargo",
    )
    # The day is that of the stated zone; in UTC it would be the next.
    assert (row["published"], str(row["published_date"]), row["published_method"]) == (
        "2024-03-01T18:30:00-05:00",
        "2024-03-01",
        "feed",
    )


def test_atom_gives_links_in_full_authors_and_both_dates(tmp_path: Path) -> None:
    first, second = articles_of(write(tmp_path, ATOM, "feed.atom"))
    assert (first["text"], first["url"]) == (
        "Tariffs & ships\n\nOne < two.\n\nThree.",
        "https://courier.example/2024/tariffs.html",
    )
    assert (first["author"], first["published"], first["updated"]) == (
        "News desk",
        "2024-03-01T09:00:00+13:00",
        "2024-03-02T10:00:00+13:00",
    )
    assert (second["text"], second["published"], second["author"], second["url"]) == (
        "Only a headline, and a date of change",
        "2024-03-02T10:00:00+00:00",
        "A. Writer, B. Writer",
        "https://courier.example/entries/2",
    )


def test_rss_1_0_has_its_date_from_dublin_core(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path, RDF, "feed.rdf"))
    assert (row["text"], row["published"], row["author"], row["source"]) == (
        "Sanctions stay\n\nThey stay for a year.",
        "2003-05-04",
        "C. Writer",
        "Old Post",
    )


def test_rss_0_91_is_read_and_its_headline_is_the_article(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path, RSS_091, "feed.xml"))
    assert (row["text"], row["published"], row["published_method"]) == ("Grain ships sail again", None, "none")
    # Too short to tell its language by itself.
    assert row["language"] == "en"


def test_json_feed_is_known_by_its_content(tmp_path: Path) -> None:
    items = [
        {"id": 1, "url": "/a", "title": "A & B", "content_html": "<p>One.</p><p>Two.", "tags": ["trade"]},
        {
            "id": "2",
            "content_text": "Plain <text>\nstays.\n\nSo it does.",
            "date_published": "2024-03-01T09:00:00+13:00",
        },
        {"id": "3", "title": "Title", "summary": "Short.", "authors": [{"name": "D. Writer"}]},
    ]
    feed = json_feed(*items, home_page_url="https://notes.example/", authors=[{"name": "Desk"}])
    first, second, third = articles_of(write(tmp_path, feed, "feed.json"))
    assert (first["text"], first["url"], first["given_id"], first["extra"]) == (
        "A & B\n\nOne.\n\nTwo.",
        "https://notes.example/a",
        "1",
        '{"tags":["trade"]}',
    )
    assert (second["text"], second["published"], second["author"], second["source"]) == (
        "Plain <text> stays.\n\nSo it does.",
        "2024-03-01T09:00:00+13:00",
        "Desk",
        "Sample Notes",
    )
    assert (third["text"], third["author"]) == ("Title\n\nShort.", "D. Writer")


def test_full_text_is_taken_before_the_summary(tmp_path: Path) -> None:
    item = ITEM.replace(
        "</item>", "<content:encoded><![CDATA[<p>The whole story of the embargo.</p>]]></content:encoded></item>"
    )
    item = item.replace("Ports reopen.", "")
    (row,) = articles_of(write(tmp_path, rss(item)))
    assert row["text"] == "Freedonia lifts its embargo on Sylvania\n\nThe whole story of the embargo."


@pytest.mark.parametrize("is_first", [True, False])
def test_what_a_picture_shows_is_not_what_the_item_says(tmp_path: Path, is_first: bool) -> None:
    caption = f"<media:description>A port, {'a very large port, ' * 20}in winter.</media:description>"
    item = ITEM.replace("<title>", caption + "<title>") if is_first else ITEM.replace("</item>", caption + "</item>")
    (row,) = articles_of(write(tmp_path, rss(item)))
    assert "winter" not in str(row["text"])
    assert "Ports reopen." in str(row["text"])


def test_description_of_a_video_is_its_text_where_it_has_no_other(tmp_path: Path) -> None:
    item = "<item><title>Video</title><media:description>What the minister said.</media:description></item>"
    (row,) = articles_of(write(tmp_path, rss(item, channel="<title>Sample TV</title>")))
    assert row["text"] == "Video\n\nWhat the minister said."


def test_item_taken_from_another_outlet_names_that_outlet(tmp_path: Path) -> None:
    item = ITEM.replace("</item>", '<source url="https://wire.example/rss">Sample Wire</source></item>')
    (row,) = articles_of(write(tmp_path, rss(item)))
    assert row["source"] == "Sample Wire"


def test_feed_without_a_title_is_known_by_its_host(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path, rss(ITEM, channel="")))
    assert row["source"] == "herald.example"


def test_guid_that_is_no_address_is_no_link(tmp_path: Path) -> None:
    item = "<item><title>One</title><guid>17-A</guid></item>"
    (row,) = articles_of(write(tmp_path, rss(item)))
    assert (row["url"], row["given_id"]) == (None, "17-A")


def test_items_that_share_a_page_are_articles_of_their_own(tmp_path: Path) -> None:
    items = [f"<item><description>Note {n}.</description><guid>https://b.example/day#{n}</guid></item>" for n in "abc"]
    assert counts_of(batches_of(write(tmp_path, rss(*items)))) == {"read": 3, "new": 3}


def test_one_page_under_two_ids_is_one_article(tmp_path: Path) -> None:
    again = ITEM.replace("herald-17", "herald-17#2").replace("lifts", "ends")
    assert counts_of(batches_of(write(tmp_path, rss(ITEM, again)))) == {"read": 2, "new": 1, "revised": 1}


def test_item_without_any_text_is_a_reject_and_the_others_stay(tmp_path: Path) -> None:
    path = write(tmp_path, rss("<item><guid>1</guid></item>", ITEM))
    assert (counts_of(batches_of(path)), rejects_of(path)) == (
        {"read": 2, "new": 1, "rejected": 1},
        [(1, "empty_text")],
    )


def test_feed_without_items_is_counted_and_no_fault(tmp_path: Path) -> None:
    assert counts_of(batches_of(write(tmp_path, rss()))) == {"read": 1, "skipped": 1}


def test_broken_xml_gives_what_can_be_saved_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, rss(ITEM, "<item><title>Cut & gone</title><descr")[:-30])
    assert len(articles_of(path)) >= 1
    assert rejects_of(path)[-1][1] == "broken_xml"


@pytest.mark.parametrize("start", [b"\n\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_white_space_before_a_feed_is_no_fault(tmp_path: Path, start: bytes) -> None:
    assert counts_of(batches_of(write(tmp_path, start + rss(ITEM).encode()))) == {"read": 1, "new": 1}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("map.xml", "<?xml version='1.0'?><urlset><url><loc>https://a.example/</loc></url></urlset>", "not_a_feed"),
        ("page.rss", "Page not found", "not_a_feed"),
        ("feed.jsonfeed", '{"version": "1", "items": []}', "not_a_feed"),
        ("feed.jsonfeed", '{"version": "https://jsonfeed.org/version/1", "items": [', "bad_json"),
        ("empty.rss", " \n ", "empty_input"),
        ("empty.atom", "", "empty_input"),
    ],
)
def test_what_is_no_feed_is_a_reject(tmp_path: Path, name: str, text: str, reason: str) -> None:
    assert rejects_of(write(tmp_path, text, name)) == [(1, reason)]


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    lines = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)]
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{"".join(lines)}]>'
    path = write(tmp_path, bomb + rss("<item><title>x &l11; y</title></item>", ITEM).partition("?>")[2])
    assert sum(len(str(row["text"])) for row in articles_of(path)) < 1_000


def test_outer_entities_are_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>'
    path = write(tmp_path, bomb + rss("<item><title>x &s; y</title></item>", ITEM).partition("?>")[2])
    assert "the secret" not in str(batches_of(path))


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 50_000,
        "<" * 600_000,
        "<a " + " ".join(f"x{n}='1'" for n in range(20_000)) + "/>",
        f"<a{' ' * 1_000_000}>",
    ],
)
def test_what_would_take_minutes_is_refused_in_seconds(tmp_path: Path, body: str) -> None:
    assert counts_of(batches_of(write(tmp_path, rss(body)))) == {"read": 1, "rejected": 1}


def test_feed_beyond_the_limit_is_a_reject_that_names_the_setting(tmp_path: Path) -> None:
    (batch,) = batches_of(write(tmp_path, rss(ITEM)), limits=replace(LIMITS, feed_bytes=100))
    (reject,) = batch.rejects.to_dicts()
    assert (reject["reason"], "DATELINE_MAX_FEED_BYTES" in str(reject["detail"])) == ("too_large", True)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8"])
def test_encoding_is_declared_or_marked(tmp_path: Path, encoding: str) -> None:
    text = rss(ITEM.replace("Ports", "Pôrts")).replace('"1.0"', f'"1.0" encoding="{encoding}"', 1)
    (row,) = articles_of(write(tmp_path, text.encode(encoding)))
    assert "Pôrts reopen." in str(row["text"])


def test_mapped_columns_of_other_inputs_leave_feeds_alone(tmp_path: Path) -> None:
    limits = replace(LIMITS, columns={"text": "body", "source": "outlet"})
    (row,) = articles_of(write(tmp_path, rss(ITEM)), limits=limits)
    assert (row["source"], str(row["text"])[:9]) == ("Sample Herald", "Freedonia")


@pytest.mark.parametrize(
    ("given_date", "iso"),
    [
        ("Fri, 01 Mar 2024 18:30:00 CET", "2024-03-01T18:30:00+01:00"),
        ("2024-03-01 18:30:00 +0100", "2024-03-01T18:30:00+01:00"),
        ("2024-03-01", "2024-03-01"),
        ("2024-03", "2024-03"),
        ("soon", "soon"),
        (" ", None),
        (None, None),
    ],
)
def test_dates_become_iso_where_they_can_be_read(given_date: str | None, iso: str | None) -> None:
    assert iso_of(given_date, parsed=(2024, 3, 1, 0, 0, 0) if given_date == "2024-03" else None) == iso


def test_a_date_that_cannot_be_read_is_told_and_not_replaced(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path, rss(ITEM.replace("Fri, 01 Mar 2024 18:30:00 -0500", "1 Nivôse 232"))))
    assert (row["published"], row["published_method"]) == (None, "none")
    assert "Nivôse" in str(row["published_problem"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_is_counted_and_stops_nothing(tmp_path: Path, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([rss(ITEM, ITEM), ATOM, RDF, json_feed({"id": 1, "title": "A"})])).encode()
    start = data.draw(st.integers(0, len(whole)))
    piece = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"<![CDATA[", b"&#0;", b"]]>", b"</", b"\0"])))
    damaged = whole[:start] + piece + whole[start + data.draw(st.integers(0, 40)) :]
    batches = batches_of(write(tmp_path, damaged))
    counts = counts_of(batches)
    assert counts.get("read", 0) == sum(count for name, count in counts.items() if name != "read") >= 1
