"""Text files: front matter, dates, bytes."""

from datetime import date
from pathlib import Path

import pytest

from tests.ingest.helpers import LIMITS, articles_of, rejects_of

FRONT = "---\ntitle: Calm\npublished: 2024-05-01\nsource: Example Post\nsection: World\n---\n\nAll was calm.\n"


def test_front_matter_gives_fields_and_the_rest_goes_to_extra(tmp_path: Path) -> None:
    (tmp_path / "2023-01-01-a.md").write_text(FRONT)
    (row,) = articles_of(tmp_path)
    assert (row["title"], row["source"], row["published_date"], row["published_method"], row["text"], row["extra"]) == (
        "Calm",
        "Example Post",
        date(2024, 5, 1),
        "front_matter",
        "All was calm.",
        '{"section":"World"}',
    )


def test_file_name_dates_an_article_without_front_matter(tmp_path: Path) -> None:
    (tmp_path / "2023-01-31-a.txt").write_text("All was calm.")
    (row,) = articles_of(tmp_path)
    assert (row["published"], row["published_method"]) == ("2023-01-31", "filename")


def test_article_without_any_date_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("All was calm.")
    (row,) = articles_of(tmp_path)
    assert (row["published"], row["published_method"], row["published_problem"]) == (None, "none", None)


@pytest.mark.parametrize("stated", ["2025-02-31", "0000-01-01", "!!bool foo", "2025-01-01 10:00:00 +99:99"])
def test_impossible_date_in_front_matter_leaves_the_article_undated(tmp_path: Path, stated: str) -> None:
    (tmp_path / "a.md").write_text(f"---\npublished: {stated}\n---\nAll was calm.")
    (row,) = articles_of(tmp_path)
    assert (row["published"], row["published_method"], bool(row["published_problem"])) == (None, "none", True)


def test_line_ends_and_byte_order_mark_are_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\r\n")
    (row,) = articles_of(tmp_path)
    assert row["text"] == "One.\nTwo."


@pytest.mark.parametrize("data", ["Café – über".encode(), b"Caf\xe9 \x96 \xfcber", "Café – über".encode("utf-16")])
def test_encoding_is_found_out(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (row,) = articles_of(tmp_path)
    assert row["text"] == "Café – über"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 9)) * 9, "bad_encoding"),
        (b"", "empty_text"),
        (b" \n", "empty_text"),
        (b"nul \0 byte", "bad_characters"),
        (b"---\ntitle: [\n---\ntext", "bad_front_matter"),
        (b"---\n- list\n---\ntext", "bad_front_matter"),
        (b"---\na: &a [1]\nb: *a\n---\ntext", "bad_front_matter"),
        (b"---\na: " + b"[" * 5000 + b"\n---\ntext", "bad_front_matter"),
        (b'---\nnote: "\\ud800"\n---\ntext', "bad_extra"),
        (b"x" * (LIMITS.article_chars + 1), "text_too_long"),
        (b"x" * (LIMITS.record_bytes + 1), "record_too_long"),
    ],
)
def test_unusable_file_is_one_reject_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert rejects_of(tmp_path) == [(1, reason)]


@pytest.mark.parametrize("name", ["date", "Date", "pubDate", "published_at"])
def test_front_matter_may_name_the_date_as_others_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Calm\n{name}: 2024-03-05\n---\nNothing happened.")
    (row,) = articles_of(tmp_path / "a.md")
    assert (row["published"], row["published_method"], row["title"]) == ("2024-03-05", "front_matter", "Calm")
