import gzip
import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from flows.ingest.files import FREE_EXPANSION, TooLargeError, unpacked
from tests.ingest.helpers import articles_of, rejects_of

LINES = b"".join(b'{"text": "Ships waited outside on day %d."}\n' % number for number in range(20_000))
PACKED = [(gzip.compress, "a.jsonl.gz"), (zstandard.compress, "a.jsonl.zst")]


@pytest.mark.parametrize(("pack", "name"), PACKED)
def test_packed_bytes_come_out_as_they_went_in(pack: Callable[[bytes], bytes], name: str) -> None:
    assert unpacked(io.BytesIO(pack(LINES)), name).read() == LINES
    assert unpacked(io.BytesIO(pack(LINES) + pack(b"more")), name).read() == LINES + b"more"


@pytest.mark.parametrize(("pack", "name"), PACKED)
def test_what_comes_out_before_the_damage_is_kept(pack: Callable[[bytes], bytes], name: str) -> None:
    packed = pack(LINES)
    stream, read = unpacked(io.BytesIO(packed[: len(packed) // 2]), name), 0
    with pytest.raises(EOFError):  # noqa: PT012 - the lines before are what is looked at
        for line in stream:
            read += len(line)
    assert 0.3 < read / len(LINES) < 0.7


@pytest.mark.parametrize(("pack", "name"), PACKED)
def test_bomb_is_refused_and_takes_no_memory(pack: Callable[[bytes], bytes], name: str) -> None:
    stream = unpacked(io.BytesIO(pack(b" " * (4 * FREE_EXPANSION))), name)
    tracemalloc.start()
    with pytest.raises(TooLargeError, match="a bomb"):  # noqa: PT012 - it is refused on the way
        while stream.read(100_000):
            pass
    assert tracemalloc.get_traced_memory()[1] < 3 * FREE_EXPANSION
    tracemalloc.stop()


@pytest.mark.parametrize(("pack", "name"), PACKED)
def test_what_shrinks_well_but_is_small_is_read(pack: Callable[[bytes], bytes], name: str) -> None:
    plain = b"\n" * (FREE_EXPANSION - 10)
    assert len(unpacked(io.BytesIO(pack(plain)), name).read()) == len(plain)


@pytest.mark.parametrize("name", ["a.jsonl.zst", "a.jsonl.gz", "a.json.gz", "a.txt.gz", "a.html.zst"])
def test_bomb_among_inputs_is_a_reject(name: str, tmp_path: Path) -> None:
    pack = gzip.compress if name.endswith(".gz") else zstandard.compress
    (tmp_path / name).write_bytes(pack(b" " * (2 * FREE_EXPANSION)))
    (tmp_path / "b.txt").write_text("News.")
    assert [len(rejects_of(tmp_path)), len(articles_of(tmp_path))] == [1, 1]
