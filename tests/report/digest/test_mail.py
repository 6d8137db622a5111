"""The mail: what mail programs need of it, and nothing that an article's title could do to it."""

import email
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows.report.digest.content import Digest, make_digest
from flows.report.digest.mail import TEXT_WIDTH, make_mail, subject_of, to_html, to_text, write_digest
from tests.report.digest.desk import ARTICLES, NOW, ask, build_desk
from tests.report.helpers import ACTUAL, Article

HOSTILE = 'A <script>alert(1)</script> "title"\r\nBcc: all@example.org\u202e\u2028 ' + "x" * 300


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """The week's digest, its newest article with a hostile title."""
    hostile = Article(
        "2025-03-09", (ACTUAL,), title=HOSTILE, source="<b>Outlet</b>", url='https://x.example/"><script>'
    )
    return make_digest(build_desk(tmp_path_factory.mktemp("desk"), [hostile, *ARTICLES[:2]]), ask())


@pytest.fixture(scope="module")
def mail(digest: Digest) -> EmailMessage:
    """It as a mail, read back from its bytes."""
    made = make_mail(digest, recipients=["ann@example.org"], sender="Desk <desk@example.org>", now=NOW)
    return email.message_from_bytes(made.as_bytes(), policy=SMTP)


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps it."""
        self.tags.append((tag, dict(attrs)))


def test_it_has_plain_text_first_and_pictures_beside_the_page(mail: EmailMessage) -> None:
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png"]
    named = {str(part["Content-ID"]).strip("<>") for part in mail.walk() if part["Content-ID"]}
    page = str(mail.get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert set(re.findall(r'src="cid:([^"]+)"', page)) == named
    assert {part.get_content_disposition() for part in mail.walk() if part["Content-ID"]} == {"inline"}


def test_the_same_digest_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        made.append(make_mail(make_digest(build_desk(folder), ask()), now=NOW).as_bytes())
    assert made[0] == made[1]


def test_message_id_changes_with_the_content(digest: Digest, tmp_path: Path) -> None:
    other = make_digest(build_desk(tmp_path, ARTICLES[:2]), ask())
    ids = [str(make_mail(one, now=NOW)["Message-ID"]) for one in (digest, digest, other)]
    assert ids[0] == ids[1] != ids[2]
    assert re.fullmatch(r"<everything-week-2025-03-03\.[0-9a-f]+@localhost>", ids[0])


def test_its_date_is_that_of_the_last_run_and_never_in_the_future(digest: Digest) -> None:
    assert make_mail(digest, now=NOW)["Date"] == "Mon, 10 Mar 2025 04:30:00 +0000"
    assert make_mail(digest, now=datetime(2025, 3, 10, 2, tzinfo=UTC))["Date"] == "Mon, 10 Mar 2025 00:00:00 +0000"


def test_a_title_cannot_begin_a_header(digest: Digest) -> None:
    made = make_mail(digest, subject="{headline}", recipients=["ann@example.org"], now=NOW)
    read = email.message_from_bytes(made.as_bytes(), policy=SMTP)
    assert read["Bcc"] is None
    assert str(read["Subject"]).startswith('A <script>alert(1)</script> "title" Bcc: all@example.org')
    assert len(subject_of(digest, "{headline}")) <= 150
    assert subject_of(digest, "{headline}").isprintable()


def test_the_default_subject_tells_number_and_period(mail: EmailMessage) -> None:
    assert mail["Subject"] == "Sanctions in the news: 3 statements, 3 to 9 March 2025"


def test_the_page_has_nothing_active_and_nothing_from_outside(digest: Digest) -> None:
    tags = Tags(to_html(digest)).tags
    assert not {tag for tag, _ in tags} & {"script", "iframe", "object", "form", "link", "base", "b", "svg", "input"}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    sources = [attributes["src"] or "" for _, attributes in tags if "src" in attributes]
    assert len(sources) == 2
    assert all(source.startswith("cid:") for source in sources)
    assert "url(" not in to_html(digest)
    links = {attributes["href"] for tag, attributes in tags if tag == "a"}
    assert links == {'https://x.example/"><script>', "https://gazette.example/1"}


def test_every_picture_is_told_to_those_who_do_not_see_it(digest: Digest) -> None:
    assert all(attributes["alt"] for tag, attributes in Tags(to_html(digest)).tags if tag == "img")


def test_the_page_stays_below_what_mail_programs_cut_off(digest: Digest) -> None:
    # 102 kB: the rest is hidden behind a link by the most used web mail.
    assert len(to_html(digest).encode()) < 60_000


def test_plain_text_holds_the_same_and_wraps(digest: Digest) -> None:
    text = to_text(digest)
    assert "Sanctions statements: 3\n" in text
    assert "https://gazette.example/1" in text
    assert "<script>" in text
    assert not [line for line in text.splitlines() if len(line) > TEXT_WIDTH and " " in line.strip()]
    assert "\n\n\n" not in text


def test_three_files_are_written(digest: Digest, tmp_path: Path) -> None:
    paths = write_digest(digest, make_mail(digest, now=NOW), tmp_path / "out")
    assert [path.name for path in paths] == [f"everything-week-2025-03-03.{kind}" for kind in ("eml", "html", "txt")]
    page = paths[1].read_text(encoding="utf-8")
    assert 'src="data:image/png;base64,' in page
    assert "cid:" not in page
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)
