"""All forms of an address have one spelling; addresses of different articles have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.urls import canonical_url

SAME = {
    "https://news.example/2024/summit": [
        "http://news.example/2024/summit",
        "https://www.news.example/2024/summit/",
        "HTTPS://News.Example:443/2024/summit",
        "http://news.example:80/2024//summit/index.html",
        "https://m.news.example/2024/summit",
        "https://mobile.news.example/2024/summit?mobile=1",
        "https://amp.news.example/2024/summit",
        "https://news.example/2024/summit/amp/",
        "https://news.example/amp/2024/summit",
        "https://news.example/2024/summit.amp",
        "https://news.example/2024/summit?amp=1",
        "https://news.example/2024/summit?outputType=amp",
        "https://www.google.com/amp/s/www.news.example/2024/summit/amp",
        "https://www-news-example.cdn.ampproject.org/c/s/www.news.example/2024/summit?usqp=mq331AQ",
        "https://news.example/2024/summit?utm_source=x&utm_medium=y&fbclid=z",
        "https://news.example/2024/summit?ref=twitter&source=rss",
        "https://news.example/2024/summit;jsessionid=12AB34",
        "https://news.example/2024/summit?PHPSESSID=abc",
        "https://news.example/2024/summit#comments",
        "https://news.example/2024/./x/../summit",
        "https://news.example/2024/%73ummit",
        "//news.example/2024/summit",
        "www.news.example/2024/summit",
        " https://news.example/2024/summit ",
    ],
    "https://news.example/a?b=2&id=7": [
        "https://news.example/a?id=7&b=2",
        "https://news.example/a/?b=2&amp;id=7",
        "https://news.example/a?b=2&id=7&&",
        "https://news.example/a?b=2&b=2&id=7",
        "https://news.example/a?sid=0123456789abcdef0123456789abcdef&b=2&id=7",
    ],
    "https://news.example/caf%C3%A9": ["https://news.example/café", "https://news.example/caf%c3%a9"],
    "https://en.wiki.example/a": ["https://en.m.wiki.example/a"],
    "https://xn--bcher-kva.example/a": ["https://bücher.example/a", "https://BÜCHER.example/a"],
}

DIFFERENT = [
    ("https://news.example/a?id=7", "https://news.example/a?id=8"),
    ("https://news.example/Summit", "https://news.example/summit"),
    ("https://news.example/story.php?12345", "https://news.example/story.php?12346"),
    ("https://news.example/story.php?sid=1234", "https://news.example/story.php?sid=1235"),
    ("https://news.example/story.php?cid=11", "https://news.example/story.php?cid=12"),
    ("https://news.example/story?ref=2024-118", "https://news.example/story?ref=2024-119"),
    ("https://news.example/story?eid=1", "https://news.example/story?eid=2"),
    ("https://news.example/story?uid=1", "https://news.example/story?uid=2"),
    ("https://news.example/gallery?gallery=1", "https://news.example/gallery?gallery=2"),
    ("https://news.example/index.php?id=1", "https://news.example/index.php?id=2"),
    ("https://news.example/a?page=1", "https://news.example/a?page=2"),
    ("https://news.example/#!/story/1", "https://news.example/#!/story/2"),
    ("https://news.example/#/story/1", "https://news.example/#/story/2"),
    ("https://news.example/a%2Fb", "https://news.example/a/b"),
    ("https://news.example/a?q=x%26y=1", "https://news.example/a?q=x&y=1"),
    ("https://news.example:8080/a", "https://news.example/a"),
    ("https://sport.news.example/a", "https://news.example/a"),
    ("https://news.example/a b", "https://news.example/ab"),
    ("https://m.example/a", "https://www.example/a"),
]


@pytest.mark.parametrize(("canonical", "url"), [(one, url) for one, urls in SAME.items() for url in urls])
def test_forms_of_one_address_have_one_spelling(canonical: str, url: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_articles_keep_different_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    ["not a url", "ftp://a.example/b", "http://[", "http://a.example:99999/", "http://a b/c", "http://", "", None],
)
def test_what_is_no_web_address_has_none(url: str | None) -> None:
    assert canonical_url(url) is None


HOSTS = ["News.Example", "m.www.news.example", "a.m.m.news.example", "www.google.com", "x.cdn.ampproject.org", "[::1]"]
SEGMENTS = [
    "amp",
    "amp.html",
    "index.html",
    "index.amp.html",
    "s",
    "c",
    "..",
    "",
    "%7e",
    "%2F",
    "(S(ab))",
    "x;sid=1",
    "é",
]
QUERIES = ["a=1", "a", "utm_source=x", "amp=1", "id=7", "&amp;x=1", "s=+", "?q=1", "=b", "e=é", "c=%26"]
TEXT = st.text(max_size=4)


@given(
    scheme=st.sampled_from(["http://", "HTTPS://", "//", ""]),
    host=st.sampled_from(HOSTS) | TEXT,
    path=st.lists(st.sampled_from([*SEGMENTS, *HOSTS]) | TEXT, max_size=5).map("/".join),
    query=st.lists(st.sampled_from(QUERIES) | TEXT, max_size=4).map("&".join),
    fragment=st.sampled_from(["", "#top", "#!/a", "#/é"]) | TEXT,
)
def test_spelling_of_a_spelling_is_itself(scheme: str, host: str, path: str, query: str, fragment: str) -> None:
    canonical = canonical_url(f"{scheme}{host}/{path}?{query}{fragment}")
    assert canonical is None or canonical_url(canonical) == canonical
