"""Which texts are one article."""

from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.identity import article_id_of, content_hash_of


def identity(**fields: str | None) -> str:
    """An article_id from the fields that matter to a case."""
    given_fields = {"url": None, "source": None, "given_id": None, "text": "Some news."} | fields
    return article_id_of(**given_fields)  # type: ignore[arg-type]


def test_url_goes_before_id_and_text() -> None:
    url = "https://news.example/a?utm_source=mail#top"
    assert identity(url=url, given_id="1") == identity(url="https://NEWS.example/a", given_id="2", text="Other.")


def test_same_id_in_two_sources_is_two_articles() -> None:
    assert identity(source="A", given_id="1") != identity(source="B", given_id="1")


def test_same_text_in_two_sources_is_two_articles() -> None:
    assert identity(source="A") != identity(source="B")


def test_front_page_of_a_site_is_nobodys_address() -> None:
    home = "https://www.news.example/"
    assert identity(url=home, given_id="1") == identity(given_id="1")
    assert identity(url=home, text="One.") != identity(url=home, text="Two.")


def test_changed_title_is_changed_content() -> None:
    one = content_hash_of(text="Some news.", title="News", published=None)
    assert one != content_hash_of(text="Some news.", title="More news", published=None)


@given(st.text(), st.text(), st.text())
def test_fields_never_run_into_each_other(a: str, b: str, c: str) -> None:
    ids = {article_id_of(url=None, source=s, given_id=i, text="x") for s, i in [(a, b + c), (a + b, c)]}
    assert len(ids) == (1 if b == "" else 2)


def test_article_id_is_stable_between_versions() -> None:
    assert identity(source="Example Post", given_id="1") == "a3fdc5f983ce8074d"
