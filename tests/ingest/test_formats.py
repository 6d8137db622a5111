"""What first bytes say of a format."""

import pytest

from flows.ingest.formats import suffix_of_content


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (b'{"text": "One"}\n{"text": "Two"}\n', ".jsonl"),
        (b'{"text": "a long line that does not end', ".jsonl"),
        (b'{"text": "One", "mentions": [{"text": "x"}]}\n', ".jsonl"),
        (b'{"id": 1, "tags": ["a"], "text": "One"}\n', ".jsonl"),
        (b'{"id": 1, "text": "he wrote \\"x\\": [{"}\n', ".jsonl"),
        (b'{\n "text": "One"\n}\n', ".json"),
        (b'[{"text": "One"}]', ".json"),
        (b"\xef\xbb\xbf [ [ {", ".json"),
        (b'{"status": "ok", "articles": [{"text": "One"}]}\n', ".json"),
        (b'{"status": "ok", "articles": [ {"text": "a long line that does not end', ".json"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{}]}', ".jsonfeed"),
        (b"[Updated] The ministry said", ""),
        (b"{sic} The ministry said", ""),
        (b"PAR1\x15", ".parquet"),
        (b"ARROW1\0\0", ".arrow"),
    ],
)
def test_format_is_told(head: bytes, suffix: str) -> None:
    assert suffix_of_content(head) == suffix
