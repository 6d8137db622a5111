import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from flows.ingest.drafts import Limits, Member, Origin, Reject, Skip
from flows.ingest.readers import warc
from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of
from tests.ingest.packing import arc_of, http_of, page_of, warc_of

PAGE = page_of("The harbour was closed on Monday.")
RESPONSE = http_of(PAGE, content_type="text/html; charset=utf-8")
INFO = warc_of(b"software: a crawler\r\n", kind="warcinfo", url="", Content_Type="application/warc-fields")


def walked(data: bytes, limits: Limits = LIMITS) -> Iterator[Member | Reject | Skip]:
    return warc.walk(io.BytesIO(data), Origin("crawl.warc"), limits)


def bodies_of(data: bytes) -> list[bytes]:
    return [item.stream.read() for item in walked(data) if isinstance(item, Member)]


def outcomes_of(data: bytes, limits: Limits = LIMITS) -> list[str]:
    return [getattr(item, "reason", "page") for item in walked(data, limits)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", INFO + warc_of(RESPONSE)),
        ("a.warc.gz", gzip.compress(INFO) + gzip.compress(warc_of(RESPONSE))),
        ("a.warc.zst", zstandard.compress(INFO) + zstandard.compress(warc_of(RESPONSE))),
        ("one-member.warc.gz", gzip.compress(INFO + warc_of(RESPONSE))),
        ("a.arc", arc_of(b"1 0 Crawler\n", url="filedesc://a.arc", media_type="text/plain") + arc_of(RESPONSE)),
        ("mixed.warc", INFO + b"\n\n\n" + arc_of(RESPONSE)),
        ("crawl-without-ending", INFO + warc_of(RESPONSE)),
    ],
)
def test_page_of_a_crawl_becomes_an_article_with_its_address(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (row,) = articles_of(tmp_path / name)
    assert "harbour was closed on Monday" in str(row["text"])
    assert (row["url"], row["input_record"]) == ("https://post.example/a", 2)
    assert row["input_uri"] == f"{tmp_path / name}!/https://post.example/a"
    assert counts_of(batches_of(tmp_path / name)) == {"read": 2, "new": 1, "skipped": 1}


def test_page_carries_what_the_crawl_says_of_it() -> None:
    (member,) = walked(warc_of(http_of(PAGE, content_type='text/html; charset="ISO-8859-1"')))
    assert isinstance(member, Member)
    assert (member.record, member.suffix) == (1, ".html")
    assert member.origin == Origin(
        "crawl.warc!/https://post.example/a",
        url="https://post.example/a",
        taken="2025-03-04T10:15:00+00:00",
        charset="ISO-8859-1",
        media_type="text/html",
    )


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (warc_of(b"GET / HTTP/1.1\r\n\r\n", kind="request"), "not_a_response"),
        (warc_of(b"via: x", kind="metadata"), "not_a_response"),
        (warc_of(http_of(b""), kind="revisit"), "not_a_response"),
        (warc_of(http_of(PAGE, status="404 Not Found", content_type="text/html")), "http_status"),
        (warc_of(http_of(b"", status="301 Moved", Location="/b")), "http_status"),
        (warc_of(http_of(b"\x89PNG", content_type="image/png")), "media_type"),
        (warc_of(http_of(b"User-agent: *", content_type="text/plain")), "media_type"),
        (warc_of(http_of(b"Not a page.")), "media_type"),
        (warc_of(b"20250304 192.0.2.7", url="dns:post.example", Content_Type="text/dns"), "not_a_page"),
        (warc_of(b"--quiet", kind="resource", url="metadata://x/args.txt", Content_Type="text/plain"), "not_a_page"),
        (warc_of(b"Allow: /", kind="resource", url="https://x.example/robots.txt?1"), "robots_txt"),
    ],
)
def test_what_is_no_page_is_passed_over_with_its_reason(record: bytes, reason: str) -> None:
    assert outcomes_of(record + warc_of(RESPONSE)) == [reason, "page"]


@pytest.mark.parametrize(
    ("kind", "media_type", "suffix"),
    [("resource", "text/html", ".html"), ("conversion", "text/plain", ".txt"), ("resource", "text/plain", ".txt")],
)
def test_page_or_text_kept_without_http_is_read(kind: str, media_type: str, suffix: str) -> None:
    (member,) = walked(warc_of(PAGE, kind=kind, Content_Type=media_type))
    assert isinstance(member, Member)
    assert (member.suffix, member.stream.read()) == (suffix, PAGE)


def test_plain_text_of_a_crawl_keeps_its_address(tmp_path: Path) -> None:
    record = warc_of(b"Ships waited outside.", kind="conversion", Content_Type="text/plain")
    (tmp_path / "a.warc").write_bytes(record)
    (row,) = articles_of(tmp_path / "a.warc")
    assert (row["text"], row["url"]) == ("Ships waited outside.", "https://post.example/a")


def test_page_without_a_media_type_is_known_by_its_first_bytes() -> None:
    assert bodies_of(warc_of(http_of(PAGE)) + warc_of(PAGE)) == [PAGE, PAGE]


def test_page_caught_twice_unchanged_is_a_duplicate(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc_of(RESPONSE) + warc_of(RESPONSE, WARC_Date="2025-04-04T10:15:00Z"))
    assert counts_of(batches_of(tmp_path / "a.warc")) == {"read": 2, "new": 1, "duplicate": 1}


class TestEncodings:
    CHUNKED = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (PAGE[:100], PAGE[100:])) + b"0\r\n\r\n"

    @pytest.mark.parametrize(
        ("body", "headers"),
        [
            (CHUNKED, {"transfer_encoding": "chunked"}),
            (PAGE, {"transfer_encoding": "chunked"}),
            (gzip.compress(PAGE), {"content_encoding": "gzip"}),
            (PAGE, {"content_encoding": "gzip"}),
            (zlib.compress(PAGE), {"content_encoding": "deflate"}),
            (zlib.compress(PAGE)[2:-4], {"content_encoding": "Deflate"}),
            (brotli.compress(PAGE), {"content_encoding": "br"}),
            (PAGE, {"content_encoding": "br"}),
            (zstandard.compress(PAGE), {"content_encoding": "zstd"}),
            (brotli.compress(gzip.compress(PAGE)), {"content_encoding": "gzip, br"}),
            (PAGE, {"content_encoding": "identity"}),
            (PAGE, {"content_length": "7"}),
        ],
    )
    def test_is_undone_where_it_is_there(self, body: bytes, headers: dict[str, str]) -> None:
        assert bodies_of(warc_of(http_of(body, content_type="text/html", **headers))) == [PAGE]

    @pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress])
    def test_that_breaks_off_is_a_reject_unless_the_crawler_stopped(self, pack: object) -> None:
        coding = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br"}[pack]
        block = http_of(pack(PAGE)[:-20], content_type="text/html", content_encoding=coding)  # type: ignore[operator]
        assert outcomes_of(warc_of(block)) == ["bad_http_body"]
        assert outcomes_of(warc_of(block, WARC_Truncated="length")) == ["page"]

    @pytest.mark.parametrize(
        ("pack", "coding"),
        [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (brotli.compress, "br"), (zstandard.compress, "zstd")],
    )
    def test_bomb_is_a_reject(self, pack: object, coding: str) -> None:
        block = http_of(pack(bytes(3_000_000)), content_type="text/html", content_encoding=coding)  # type: ignore[operator]
        assert outcomes_of(warc_of(block), replace(LIMITS, record_bytes=1_000_000)) == ["record_too_long"]


class TestDamage:
    def test_record_whose_length_is_wrong_costs_only_itself(self) -> None:
        short = warc_of(RESPONSE, Content_Length=str(len(RESPONSE) - 30))
        assert outcomes_of(INFO + short + warc_of(RESPONSE)) == ["not_a_response", "page", "damaged_record", "page"]

    @pytest.mark.parametrize("length", ["", "-1", "many", "9" * 30])
    def test_record_without_a_length_costs_only_itself(self, length: str) -> None:
        outcomes = outcomes_of(warc_of(RESPONSE, Content_Length=length) + warc_of(RESPONSE))
        assert outcomes == ["damaged_record", "damaged_record", "page"]

    def test_bytes_between_records_are_told(self) -> None:
        (first, junk, last) = walked(warc_of(RESPONSE) + b"\0\0 nothing of use\n" * 5_000 + warc_of(RESPONSE))
        assert isinstance(first, Member)
        assert isinstance(junk, Reject)
        assert (junk.detail, isinstance(last, Member)) == ("90,000 bytes that belong to no record", True)

    @pytest.mark.parametrize("cut", [1, 10, 300, len(RESPONSE), len(RESPONSE) + 100, len(RESPONSE) + 150])
    def test_file_that_is_cut_off_keeps_what_came_before(self, cut: int) -> None:
        whole = warc_of(RESPONSE) + warc_of(RESPONSE).rstrip()
        outcomes = outcomes_of(whole[:-cut])
        assert (outcomes[0], len(outcomes), outcomes[1] in ("cut_off", "damaged_record")) == ("page", 2, True)

    def test_packed_file_that_is_cut_off_keeps_what_came_before(self, tmp_path: Path) -> None:
        (tmp_path / "a.warc.gz").write_bytes(gzip.compress(warc_of(RESPONSE)) + gzip.compress(warc_of(RESPONSE))[:-200])
        assert len(articles_of(tmp_path / "a.warc.gz")) == 1
        assert [reason for _, reason in rejects_of(tmp_path / "a.warc.gz")] == ["unreadable"]

    def test_endless_headers_are_no_record(self) -> None:
        endless = b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n"
        outcomes = Counter(outcomes_of(endless + warc_of(RESPONSE)))
        assert outcomes == {"damaged_record": 2, "page": 1}

    def test_page_longer_than_allowed_is_a_reject(self) -> None:
        outcomes = outcomes_of(warc_of(RESPONSE) * 2, replace(LIMITS, record_bytes=500))
        assert outcomes == ["record_too_long", "record_too_long"]

    def test_page_in_parts_is_a_reject(self) -> None:
        part = warc_of(RESPONSE, WARC_Segment_Number="1")
        assert outcomes_of(part + warc_of(b"rest", kind="continuation")) == ["in_parts", "not_a_response"]

    @pytest.mark.parametrize("data", [b"", b"WARC", b"\0" * 1_000, b"no crawl\n" * 1_000])
    def test_what_is_no_crawl_is_one_reject(self, data: bytes, tmp_path: Path) -> None:
        (tmp_path / "a.warc").write_bytes(data)
        assert [record for record, _ in rejects_of(tmp_path / "a.warc")] == [1]
