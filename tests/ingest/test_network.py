"""Addresses are read like files, whatever the server does; what it said is kept; pages are asked for on request."""

import gzip
import io
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from flows.ingest.articles import Batch, read_batches
from flows.ingest.network.client import Client, TryLaterError
from flows.ingest.network.manners import Manners
from flows.ingest.network.session import Network
from flows.ingest.versions import Known
from flows.store import load
from flows.tables import Frames
from tests.ingest.helpers import LIMITS, NOTHING_KNOWN, PORTIONS, RUN_DAY, counts_of
from tests.ingest.web import Reply, Web, serving
from tests.runs import query, run_directly

HURRIED = Manners(
    connect=1.0, read=0.4, total=1.0, first_wait=0.02, longest_wait=1.5, pause=0.0, download_bytes=200_000
)
WITH_PAGES = replace(HURRIED, with_pages=True)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Sample Herald</title><link>https://herald.example/</link>
<item><title>Freedonia lifts its embargo on Sylvania</title><link>/news/embargo.html</link><guid>h-1</guid>
<pubDate>Fri, 01 Mar 2024 18:30:00 GMT</pubDate><description>The embargo ends on Monday.</description></item>
</channel></rss>"""
SECOND_ITEM = """<item><title>Grain ships sail again</title><link>/news/grain.html</link><guid>h-2</guid>
<pubDate>Sat, 02 Mar 2024 10:00:00 GMT</pubDate><description>Three left on Saturday.</description></item></channel>"""
PAGE = """<!doctype html><html lang="en"><head><title>Another headline | Sample Herald</title>
<meta property="article:published_time" content="2024-02-20T00:00:00Z"><meta name="author" content="A. Writer"></head>
<body><nav>Home Sport Weather</nav><article><h1>Another headline</h1>
<p>Freedonia said on Friday that it would end its embargo on Sylvania on Monday, after eleven months of talks in the
neutral town of Brenn. Ships may enter the three northern ports from noon.</p>
<p>The government of Sylvania welcomed the decision and said that it would lower its tariffs on timber in return.
Traders in both countries had asked for the step since the autumn, when prices of grain and of steel had doubled.</p>
</article><footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as server:
        yield server


def read(*inputs: str | Path, manners: Manners = HURRIED, stored: Frames | None = None) -> list[Batch]:
    """The batches of the inputs, with what was remembered of the network."""
    with Network(manners, stored) as network:
        return list(
            read_batches(
                [str(name) for name in inputs],
                known=Known.of(NOTHING_KNOWN, extractor_version="1"),
                limits=LIMITS,
                portions=PORTIONS,
                run_day=RUN_DAY,
                network=network,
            )
        )


def rejects_of(batches: list[Batch]) -> list[str]:
    return [str(reason) for batch in batches for reason in batch.rejects["reason"]]


def only_article(batches: list[Batch]) -> dict[str, object]:
    (row,) = [row for batch in batches for row in batch.articles.to_dicts()]
    return row


def notes_of(batches: list[Batch]) -> list[str]:
    return [note for batch in batches for note in batch.notes]


# What lies at an address


def test_feed_at_an_address_is_read_as_from_disk_with_links_in_full(web: Web) -> None:
    url = web.says("/feeds/world", FEED)
    row = only_article(read(url))
    assert (row["url"], row["input_uri"], row["text"]) == (
        web.url("/news/embargo.html"),
        url,
        "Freedonia lifts its embargo on Sylvania\n\nThe embargo ends on Monday.",
    )
    assert web.paths() == ["/feeds/world"]


def test_we_say_who_we_are(web: Web) -> None:
    read(web.says("/feed", FEED))
    read(web.url("/feed"), manners=replace(HURRIED, user_agent="desk/1 (desk@herald.example)"))
    first, second = (request.headers["user-agent"] for request in web.asked("/feed"))
    assert first.startswith("dateline/")
    assert second == "desk/1 (desk@herald.example)"


@pytest.mark.parametrize(
    ("path", "media_type", "body"),
    [
        ("/wrong", "text/html", FEED),
        ("/feed.php", "application/octet-stream", FEED),
        ("/feed.html", "text/plain", FEED),
        (
            "/notes",
            "application/json",
            '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "A"}]}',
        ),
        ("/dump", "application/octet-stream", '{"id": "1", "text": "All was calm."}\n'),
        ("/dump.jsonl?day=1", "text/plain", '{"id": "1", "text": "All was calm."}\n'),
        ("/page", "text/html; charset=utf-8", PAGE),
        ("/export", "text/csv", "id,text\n1,All was calm in the capital.\n"),
    ],
)
def test_what_it_is_tells_the_content_not_the_name(web: Web, path: str, media_type: str, body: str) -> None:
    url = web.says(path, Reply(body, media_type=media_type))
    assert counts_of(read(url)) == {"read": 1, "new": 1}


def test_web_page_knows_its_address(web: Web) -> None:
    url = web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    row = only_article(read(url))
    assert (row["url"], str(row["text"])[:16]) == (url, "Another headline")


def test_unknown_charset_is_not_believed(web: Web) -> None:
    assert counts_of(read(web.says("/feed", Reply(FEED, media_type="text/xml; charset=klingon")))) == {
        "read": 1,
        "new": 1,
    }


def test_charset_of_the_server_is_believed(web: Web) -> None:
    body = FEED.replace("Monday", "Märzmontag").encode("iso-8859-1")
    row = only_article(read(web.says("/feed", Reply(body, media_type="application/rss+xml; charset=iso-8859-1"))))
    assert "Märzmontag" in str(row["text"])


def test_packed_file_and_archive_at_an_address_are_unpacked(web: Web) -> None:
    packed = web.says("/world.rss.gz", Reply(gzip.compress(FEED.encode()), media_type="application/gzip"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("a.jsonl", '{"id": "1", "text": "All was calm."}\n')
    bundle = web.says("/bundle?day=1", Reply(archive.getvalue(), media_type="application/octet-stream"))
    assert counts_of(read(packed, bundle)) == {"read": 2, "new": 2}


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_compressed_answers_are_unpacked(web: Web, encoding: str) -> None:
    body = gzip.compress(FEED.encode()) if encoding == "gzip" else zlib.compress(FEED.encode())
    url = web.says("/feed", Reply(body, headers={"Content-Encoding": encoding}))
    assert counts_of(read(url)) == {"read": 1, "new": 1}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("gone", status=404), "http_404"),
        (Reply("gone", status=410), "http_410"),
        (Reply("", status=304), "http_304"),
        (Reply("no", status=403), "http_403"),
        (Reply("Sorry, no feed today.", media_type="text/plain"), "unknown_format"),
        (Reply(b"\x89PNG\r\n\x1a\n" + bytes(100), media_type="image/png"), "unknown_format"),
        (Reply("<sitemap></sitemap>", media_type="application/rss+xml"), "not_a_feed"),
        (Reply("", media_type="application/rss+xml"), "empty_input"),
        (Reply(FEED, headers={"Location": "ftp://herald.example/feed"}, status=302), "bad_address"),
        (Reply(b"\x1f\x8bnot gzip", headers={"Content-Encoding": "gzip"}), "bad_http_body"),
    ],
)
def test_what_cannot_be_read_is_one_reject_with_its_reason(web: Web, reply: Reply, reason: str) -> None:
    url = web.says("/feed", reply)
    batches = read(url)
    assert (counts_of(batches), rejects_of(batches)) == ({"read": 1, "rejected": 1}, [reason])
    assert len(web.asked("/feed")) == 1


def test_broken_feed_gives_what_can_be_saved_and_is_asked_for_in_full_again(web: Web) -> None:
    url = web.says("/feed", Reply(FEED[:-20] + "& <", etag='"1"'))
    batches = read(url)
    assert (counts_of(batches), rejects_of(batches)) == ({"read": 2, "new": 1, "rejected": 1}, ["broken_xml"])
    assert not batches[-1].answers


# Patience


def test_server_error_is_tried_again(web: Web) -> None:
    url = web.says("/feed", Reply("oh", status=500), Reply("oh", status=503), Reply(FEED))
    assert counts_of(read(url)) == {"read": 1, "new": 1}
    assert len(web.asked("/feed")) == 3


def test_lasting_server_error_is_a_reject_after_the_last_try(web: Web) -> None:
    url = web.says("/feed", Reply("oh", status=502))
    assert (rejects_of(read(url)), len(web.asked("/feed"))) == (["http_502"], 3)


def test_waits_grow_and_differ() -> None:
    client = Client(replace(HURRIED, tries=4, first_wait=1.0, longest_wait=100.0))
    waits = [client.wait_after(TryLaterError("http_500", ""), tries_left) for tries_left in (3, 2, 1, 0)]
    assert waits[-1] is None
    for wait, least, most in zip(waits, (0.5, 1.0, 2.0), (1.5, 3.0, 6.0), strict=False):
        assert wait is not None
        assert least <= wait <= most


def test_too_many_requests_are_tried_again_when_the_server_says(web: Web) -> None:
    url = web.says("/feed", Reply("slow down", status=429, headers={"Retry-After": "1"}), Reply(FEED))
    assert counts_of(read(url)) == {"read": 1, "new": 1}
    first, second = web.asked("/feed")
    assert 0.9 <= second.at - first.at < 3


def test_date_to_retry_after_is_understood(web: Web) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    url = web.says("/feed", Reply("later", status=503, headers={"Retry-After": soon}), Reply(FEED))
    assert counts_of(read(url)) == {"read": 1, "new": 1}


def test_longer_wait_than_we_would_is_left_to_the_next_run(web: Web) -> None:
    url = web.says("/feed", Reply("slow down", status=429, headers={"Retry-After": "3600"}), Reply(FEED))
    assert (rejects_of(read(url)), len(web.asked("/feed"))) == (["http_429"], 1)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(FEED, wait=3), "timeout"),
        (Reply(FEED, drip=0.1), "timeout"),
        (Reply("<rss>" * 1000, is_endless=True), "too_large"),
        (Reply(bytes(300_000)), "too_large"),
        (Reply(gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"}), "too_large"),
    ],
)
def test_slow_endless_and_swollen_answers_end_soon(web: Web, reply: Reply, reason: str) -> None:
    url = web.says("/feed", reply)
    began = time.monotonic()
    assert rejects_of(read(url)) == [reason]
    assert time.monotonic() - began < 5


def test_connection_that_breaks_is_tried_again(web: Web) -> None:
    url = web.says("/feed", Reply(FEED, is_cut=True), Reply(FEED))
    assert counts_of(read(url)) == {"read": 1, "new": 1}


def test_nobody_there_is_a_reject_and_the_other_inputs_are_read(web: Web) -> None:
    with serving() as other:
        closed = other.url("/feed")
    batches = read(closed, web.says("/feed", FEED))
    assert (counts_of(batches), rejects_of(batches)) == ({"read": 2, "new": 1, "rejected": 1}, ["unreachable"])


@pytest.mark.parametrize("address", ["http://", "http://a b.example/", "https://[1/", "http://x.example:99999/"])
def test_impossible_addresses_are_rejects(address: str) -> None:
    (reason,) = rejects_of(read(address))
    assert reason in ("bad_address", "unreachable")


def test_a_host_is_not_asked_twice_in_a_row_without_a_pause(web: Web) -> None:
    inputs = [web.says(f"/{n}", FEED) for n in range(3)]
    read(*inputs, manners=replace(HURRIED, pause=0.15))
    times = [request.at for request in web.requests]
    assert all(later - earlier >= 0.14 for earlier, later in pairwise(times))


def test_slow_host_does_not_hold_up_the_others() -> None:
    with ExitStack() as servers:
        hosts = [servers.enter_context(serving()) for _ in range(4)]
        slow = [host.says("/feed", Reply(FEED, wait=0.3)) for host in hosts]
        batches = read(*slow)
    assert [row["uri"] for row in batches[-1].inputs.to_dicts()] == slow
    times = [host.requests[0].at for host in hosts]
    assert max(times) - min(times) < 0.3


# Redirects


def test_redirects_are_followed_and_the_end_counts_for_links(web: Web) -> None:
    web.says("/new/feed", FEED)
    url = web.says("/feed", Reply(status=302, headers={"Location": "/new/feed"}))
    row = only_article(read(url))
    assert (row["input_uri"], row["url"]) == (url, web.url("/news/embargo.html"))


def test_circle_of_redirects_is_left(web: Web) -> None:
    url = web.says("/feed", Reply(status=302, headers={"Location": "/feed"}))
    assert rejects_of(read(url)) == ["too_many_redirects"]


def test_move_for_good_is_remembered_and_a_passing_one_is_not(web: Web) -> None:
    web.says("/new", Reply(FEED, etag='"1"'))
    for path, status in (("/moved", 301), ("/passing", 302)):
        web.says(path, Reply(status=status, headers={"Location": "/new"}))
    first = read(web.url("/moved"), web.url("/passing"))
    assert first[-1].answers["feed_state"]["moved_to"].to_list() == [web.url("/new"), None]
    web.requests.clear()
    read(web.url("/moved"), stored=first[-1].answers)
    assert web.paths() == ["/new"]


def test_move_that_leads_nowhere_is_forgotten(web: Web) -> None:
    web.says("/new", Reply(FEED, etag='"1"'), Reply("gone", status=410))
    url = web.says("/feed", Reply(status=301, headers={"Location": "/new"}))
    first = read(url)
    second = read(url, stored=first[-1].answers)
    assert rejects_of(second) == ["http_410"]
    web.requests.clear()
    read(url, stored=second[-1].answers)
    assert web.paths()[0] == "/feed"


# Memory


@pytest.mark.parametrize("reply", [Reply(FEED, etag='W/"17"'), Reply(FEED, modified="Fri, 01 Mar 2024 19:00:00 GMT")])
def test_what_has_not_changed_is_not_sent_again(web: Web, reply: Reply) -> None:
    url = web.says("/feed", reply)
    first = read(url)
    second = read(url, stored=first[-1].answers)
    assert (counts_of(first), counts_of(second)) == ({"read": 1, "new": 1}, {})
    assert (second[-1].inputs["status"].to_list(), rejects_of(second)) == (["read"], [])
    third = read(url, stored=second[-1].answers)
    assert counts_of(third) == {}
    assert len(web.asked("/feed")) == 3


def test_password_in_an_address_is_used_and_not_kept(web: Web) -> None:
    web.says("/feed", Reply(FEED, etag='"1"'))
    batches = read(web.url("/feed").replace("//", "//desk:secret@"))
    assert web.asked("/feed")[0].headers["authorization"].startswith("Basic ")
    assert "secret" not in str([batches[-1].articles.to_dicts(), batches[-1].inputs.to_dicts(), batches[-1].answers])
    second = read(web.url("/feed").replace("//", "//desk:secret@"), stored=batches[-1].answers)
    assert counts_of(second) == {}


def test_a_run_remembers_for_the_next(web: Web, tmp_path: Path) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    url = web.says("/feed", Reply(FEED, etag='"1"'))
    runs = [run_directly(tmp_path, url, host_pause=0, fetch_articles=True) for _ in range(2)]
    assert [(run.counts["new"], run.counts["read"], run.is_published) for run in runs] == [(1, 1, True), (0, 0, False)]
    assert [request.headers.get("if-none-match") for request in web.asked("/feed")] == [None, '"1"']
    assert query(tmp_path, "select uri, etag, moved_to, has_pages from feed_state") == [(url, '"1"', None, True)]
    assert query(tmp_path, "select url from feed_pages") == [(web.url("/news/embargo.html"),)]


def test_run_that_dies_before_its_articles_are_stored_asks_again(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.says("/feed", Reply(FEED, etag='"1"'))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(load, "load_batch", die)
        with pytest.raises(KeyboardInterrupt):
            run_directly(tmp_path, url, host_pause=0)
    assert run_directly(tmp_path, url, host_pause=0).counts["new"] == 1


# Pages that feed items link to


def test_nothing_but_the_feed_is_asked_for_without_the_option(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    read(web.says("/feed", FEED))
    assert web.paths() == ["/feed"]


def test_page_gives_its_text_and_the_item_keeps_headline_date_and_id(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    batches = read(web.says("/feed", FEED), manners=WITH_PAGES)
    row = only_article(batches)
    assert str(row["text"]).startswith("Freedonia lifts its embargo on Sylvania\n\nFreedonia said on Friday")
    assert "Another headline" not in str(row["text"])
    assert (row["title"], row["given_id"], row["published"], row["published_method"], row["author"]) == (
        "Freedonia lifts its embargo on Sylvania",
        "h-1",
        "2024-03-01T18:30:00+00:00",
        "feed",
        "A. Writer",
    )
    assert web.paths() == ["/feed", "/robots.txt", "/news/embargo.html"]
    assert notes_of(batches) == [f"{web.url('/feed')}: pages of its items: 1 read"]


def test_feed_on_disk_may_have_its_pages_read_too(tmp_path: Path) -> None:
    # Nobody answers at .example; the item stays.
    (tmp_path / "feed.rss").write_text(FEED)
    batches = read(tmp_path / "feed.rss", manners=replace(WITH_PAGES, tries=1))
    assert "The embargo ends on Monday." in str(only_article(batches)["text"])
    assert "1 robots" in notes_of(batches)[0]


@pytest.mark.parametrize(
    ("robots", "is_read"),
    [
        (Reply("User-agent: *\nDisallow: /news/"), False),
        (Reply("User-agent: *\nDisallow: /*.html$"), False),
        (Reply("User-agent: dateline\nDisallow: /\n\nUser-agent: *\nAllow: /"), False),
        (Reply("User-agent: *\nDisallow: /\n\nUser-agent: dateline\nAllow: /"), True),
        (Reply("User-agent: *\nDisallow: /news\nAllow: /news/embargo"), True),
        (Reply("no", status=404), True),
        (Reply("no", status=403), True),
        (Reply("oh", status=500), False),
        (Reply("<html>not found</html>", media_type="text/html"), True),
    ],
)
def test_robots_txt_is_kept(web: Web, robots: Reply, is_read: bool) -> None:
    web.says("/robots.txt", robots)
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    batches = read(web.says("/feed", FEED), manners=WITH_PAGES)
    assert ("eleven months" in str(only_article(batches)["text"])) == is_read
    assert ("/news/embargo.html" in web.paths()) == is_read


def test_robots_txt_is_asked_for_once_and_its_delay_is_kept(web: Web) -> None:
    web.says("/robots.txt", Reply("User-agent: *\nCrawl-delay: 0.3"))
    for path in ("/news/embargo.html", "/news/grain.html"):
        web.says(path, Reply(PAGE, media_type="text/html"))
    read(web.says("/feed", FEED.replace("</channel>", SECOND_ITEM)), manners=WITH_PAGES)
    assert web.paths().count("/robots.txt") == 1
    first, second = (web.asked(path)[0].at for path in ("/news/embargo.html", "/news/grain.html"))
    assert second - first >= 0.28


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("gone", status=404), "http_404"),
        (Reply(PAGE, wait=3), "timeout"),
        (Reply(bytes(300_000)), "too_large"),
        (Reply(b"%PDF-1.7 \x00\x01", media_type="application/pdf"), "no_main_text"),
        (Reply("<html><body></body></html>", media_type="text/html"), "no_main_text"),
        (Reply(status=302, headers={"Location": "/elsewhere"}), "robots"),
    ],
)
def test_page_that_cannot_be_read_leaves_the_item_as_it_is(web: Web, reply: Reply, reason: str) -> None:
    web.says("/robots.txt", Reply("User-agent: *\nDisallow: /elsewhere"))
    web.says("/news/embargo.html", reply)
    batches = read(web.says("/feed", FEED), manners=WITH_PAGES)
    assert (counts_of(batches), only_article(batches)["text"]) == (
        {"read": 1, "new": 1},
        "Freedonia lifts its embargo on Sylvania\n\nThe embargo ends on Monday.",
    )
    assert f"1 {reason}" in notes_of(batches)[0]


def test_shorter_page_changes_nothing(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    feed = FEED.replace("The embargo ends on Monday.", "The embargo ends on Monday, it was said in Brenn. " * 30)
    assert "eleven months" not in str(only_article(read(web.says("/feed", feed), manners=WITH_PAGES))["text"])


def test_feed_from_outside_cannot_have_this_machine_asked(web: Web, tmp_path: Path) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    (tmp_path / "feed.rss").write_text(FEED.replace("/news/", web.url("/news/")))
    batches = read(tmp_path / "feed.rss", manners=WITH_PAGES)
    assert "1 private_address" in notes_of(batches)[0]
    assert web.paths() == []


def test_page_is_asked_for_once_however_often_the_feed_is_read(web: Web) -> None:
    for path in ("/news/embargo.html", "/news/grain.html"):
        web.says(path, Reply(PAGE, media_type="text/html"))
    url = web.says("/feed", FEED, FEED.replace("</channel>", SECOND_ITEM))
    first = read(url, manners=WITH_PAGES)
    second = read(url, manners=WITH_PAGES, stored=first[-1].answers)
    assert counts_of(second) == {"read": 2, "new": 1, "unchanged": 1}
    assert (web.paths().count("/news/embargo.html"), web.paths().count("/news/grain.html")) == (1, 1)


def test_run_without_the_option_does_not_put_the_summary_in_place_of_the_page(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    first = read(web.says("/feed", FEED), manners=WITH_PAGES)
    assert counts_of(read(web.url("/feed"), stored=first[-1].answers)) == {"read": 1, "unchanged": 1}


def test_changed_item_has_its_page_read_again(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    url = web.says("/feed", FEED, FEED.replace("ends on Monday.", "ends on Tuesday."))
    first = read(url, manners=WITH_PAGES)
    second = read(url, manners=WITH_PAGES, stored=first[-1].answers)
    assert "eleven months" in str(only_article(second)["text"])
    assert web.paths().count("/news/embargo.html") == 2


def test_option_given_later_asks_for_the_feed_in_full(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    url = web.says("/feed", Reply(FEED, etag='"1"'))
    first = read(url)
    second = read(url, manners=WITH_PAGES, stored=first[-1].answers)
    third = read(url, manners=WITH_PAGES, stored=second[-1].answers)
    assert "eleven months" in str(only_article(second)["text"])
    assert counts_of(third) == {}


def test_two_feeds_with_one_item_ask_for_its_page_once(web: Web) -> None:
    web.says("/news/embargo.html", Reply(PAGE, media_type="text/html"))
    batches = read(web.says("/world", FEED), web.says("/trade", FEED), manners=WITH_PAGES)
    assert counts_of(batches) == {"read": 2, "new": 1, "unchanged": 1}
    assert web.paths().count("/news/embargo.html") == 1
