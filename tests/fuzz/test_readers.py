"""Damaged files through every reader: no crash, and each record read has exactly one outcome."""

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from flows.ingest.articles import OUTCOMES
from flows.settings import share
from tests.ingest.helpers import batches_of, counts_of

SAMPLES = {path.name: path.read_bytes() for path in sorted(share("seeds", "articles").iterdir()) if path.is_file()}


def flip(data: bytearray, chance: random.Random) -> None:
    """Some bytes become others."""
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random) -> None:
    """The end is missing."""
    del data[chance.randrange(len(data)) :]


def repeat(data: bytearray, chance: random.Random) -> None:
    """A part stands twice."""
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    data[end:end] = data[start:end]


def insert(data: bytearray, chance: random.Random) -> None:
    """Something stands where nothing should."""
    odd = chance.choice([b"\0", b"\xff\xfe", b"\r", b"\n---\n", b'"', b"{", b"\\ud800", b"9" * 400, b"\xf0\x9f"])
    at = chance.randrange(len(data))
    data[at:at] = odd


PACKINGS: list[tuple[Callable[[bytes], bytes], str]] = [
    (bytes, ""),
    (bytes, ""),
    (gzip.compress, ".gz"),
    (zstandard.compress, ".zst"),
]
DAMAGES: list[Callable[[bytearray, random.Random], None]] = [flip, cut, repeat, insert]


def damaged_file(folder: Path, seed: int) -> Path:
    """A sample file with one to three damages, packed or not."""
    chance = random.Random(seed)
    name = chance.choice(list(SAMPLES))
    data = bytearray(SAMPLES[name])
    for damage in chance.choices(DAMAGES, k=chance.randint(1, 3)):
        if data:
            damage(data, chance)
    pack, suffix = chance.choice(PACKINGS)
    path = folder / f"{seed}-{name}{suffix}"
    path.write_bytes(pack(bytes(data)))
    return path


@pytest.mark.parametrize("first", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(200, 10_000, 200))])
def test_damaged_files_are_accounted_for(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 200):
        counts = counts_of(batches_of(damaged_file(tmp_path, seed)))
        assert counts["read"] >= 1, seed
        assert sum(counts.get(name, 0) for name in OUTCOMES) == counts["read"], seed
