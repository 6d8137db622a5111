"""Files in a store: a server with S3's interface, which the tests start on this machine, and a plain web server."""

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from flows.errors import InputError
from flows.ingest import remote
from flows.ingest.files import Meter, file_digest, file_size, open_input
from flows.ingest.inputs import find_inputs
from tests.ingest.helpers import articles_of, rejects_of
from tests.ingest.packing import zip_of
from tests.s3 import open_bucket

pytest.importorskip("s3fs", reason="needs the extra: pip install 'dateline[remote]'")
pytest.importorskip("moto.server", reason="needs moto[server]")

LINE = b'{"text": "Ships waited outside on day %d."}\n'
FILES = {
    "news/2024/a.jsonl.gz": gzip.compress(LINE % 1),
    "news/2024/b.jsonl.gz": gzip.compress(LINE % 2),
    "news/2025/c.jsonl": LINE % 3,
    "news/2025/d.zip": zip_of(),
    "news/.hidden/e.jsonl": LINE % 4,
    "other/long.jsonl": b"".join(LINE % number for number in range(5_000)),
}


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket that holds FILES."""
    with open_bucket("papers", FILES) as address:
        yield address


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("news/2025/c.jsonl", ["news/2025/c.jsonl"]),
        ("news/*/*.jsonl.gz", ["news/2024/a.jsonl.gz", "news/2024/b.jsonl.gz"]),
        ("news/**/*.jsonl", ["news/2025/c.jsonl"]),
        ("news/2024/", ["news/2024/a.jsonl.gz", "news/2024/b.jsonl.gz"]),
        ("news/2024", ["news/2024/a.jsonl.gz", "news/2024/b.jsonl.gz"]),
        ("news/", [name for name in FILES if name.startswith("news/2")]),
        ("", [name for name in sorted(FILES) if ".hidden" not in name]),
        ("absent/*.jsonl", ["absent/*.jsonl"]),
        ("absent.jsonl", ["absent.jsonl"]),
    ],
)
def test_names_patterns_and_folders_are_expanded(name: str, found: list[str], bucket: str) -> None:
    assert find_inputs([f"{bucket}/{name}"]) == [f"{bucket}/{key}" for key in found]


def test_articles_are_read_from_a_store(bucket: str) -> None:
    rows = articles_of(f"{bucket}/news/")
    assert [row["input_uri"] for row in rows] == [
        f"{bucket}/news/2024/a.jsonl.gz",
        f"{bucket}/news/2024/b.jsonl.gz",
        f"{bucket}/news/2025/c.jsonl",
        f"{bucket}/news/2025/d.zip!/2024/a.txt",
        f"{bucket}/news/2025/d.zip!/b.jsonl",
    ]


@pytest.mark.parametrize("name", ["news/nothing.jsonl", "nothing/*.jsonl"])
def test_what_is_not_there_is_a_reject(name: str, bucket: str) -> None:
    assert rejects_of(f"{bucket}/{name}") == [(1, "not_found")]


def test_bucket_that_is_not_there_is_a_reject(bucket: str) -> None:
    assert rejects_of("s3://no-such-bucket/a.jsonl", f"{bucket}/news/2025/c.jsonl") == [(1, "not_found")]


def test_size_is_known_and_the_meter_follows(bucket: str) -> None:
    name, size, meter = f"{bucket}/other/long.jsonl", len(FILES["other/long.jsonl"]), Meter()
    with open_input(name, meter=meter) as stream:
        stream.read(1_000)
        seen = meter.bytes_read
        stream.read()
    assert (file_size(name), file_digest(name), seen, meter.bytes_read) == (size, None, 1_000, size)


def test_store_that_does_not_answer_is_a_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)
    assert rejects_of("s3://papers/a.jsonl") == [(1, "unreadable")]
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.mark.parametrize("name", ["s3://papers/a.jsonl", "gs://papers/*.jsonl"])
def test_without_the_extra_one_line_names_the_remedy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"needs an extra: pip install 'dateline\[remote\]'"):
        find_inputs([name])


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        ("https://x.example/dump/news.jsonl.gz", True),
        ("http://x.example/a.TGZ?version=2", True),
        ("https://x.example/crawl.warc.zst#top", True),
        ("https://x.example/feed.xml", False),
        ("https://x.example/feed.json", False),
        ("https://x.example/2024/a.html", False),
        ("https://x.example/news.zip/story", False),
        ("https://x.example/?file=a.zip", False),
        ("https://news.zip", False),
        ("S3://papers/feed.xml", True),
        ("gs://papers/a.html", True),
        ("news/a.jsonl", False),
    ],
)
def test_address_is_a_file_by_the_ending_of_its_path(name: str, is_ours: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert remote.is_remote(name) == is_ours
    monkeypatch.setattr(remote, "find_spec", _without_web)
    assert remote.is_remote(name) == (is_ours and not name.startswith("http"))


def _without_web(name: str) -> ModuleSpec | None:
    return None if name == "aiohttp" else ModuleSpec(name, None)


def test_archive_is_read_from_a_web_server(tmp_path: Path) -> None:
    (tmp_path / "news.zip").write_bytes(zip_of())
    handler = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        texts = [row["text"] for row in articles_of(f"{address}/news.zip")]
        missing = rejects_of(f"{address}/gone.zip")
        server.shutdown()
    assert (texts, missing) == (["The port was closed on Monday.", "Ships waited outside."], [(1, "not_found")])


class Quiet(SimpleHTTPRequestHandler):
    """A web server without a log; like many it knows no parts of files."""

    def log_message(self, *_: object) -> None:
        """Nothing."""
