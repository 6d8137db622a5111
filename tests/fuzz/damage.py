"""A sample -> a file that somebody's program, disk or malice has spoilt, by a number that makes it again."""

import gzip
import io
import random
import re
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import PurePath

import zstandard

from flows.ingest.archives import ARCHIVE_ERRORS
from flows.ingest.files import READ_ERRORS
from tests.fuzz.samples import SAMPLES
from tests.ingest.packing import tar_of, warc_of, zip_of

Chance = random.Random
Damage = Callable[[bytes, Chance], bytes]

# What has upset one parser or another: ends of text, of lines, of numbers, of encodings.
ODD = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n---\n", b'"', b"'", b"{", b"[" * 3_000, b"\\ud800", b"9" * 400,
    b"-1", b"1e999", b"NaN", b"\xf0\x9f", b"\xed\xa0\x80", b"\xe2\x80\xae", b"<!--", b"<![CDATA[", b"]]>", b"&#0;",
    b"&#xD800;", b"&" * 50, b"<" * 500, b"</", b"=\r\n", b"%00", b"\n" * 300, b" " * 3_000, b"WARC/1.0\r\n",
    b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PAR1", b"HTTP/1.1 200\r\n",
]  # fmt: skip
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hosts">]>'
TAG = re.compile(rb"<[^<>]{1,200}>")
NUMBER = re.compile(rb"\d+")
NUMBERS = [
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"4294967295",
    b"4294967296",
    b"9" * 19,
    b"9" * 40,
    b"0x7f",
    b"",
    b"1e9",
]
# How many bytes a deep nesting has at most.
DEPTHS = (50, 3_000, 40_000)


def flip(data: bytes, chance: Chance) -> bytes:
    """Some bytes become others."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(data: bytes, chance: Chance) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def behead(data: bytes, chance: Chance) -> bytes:
    """The beginning is missing."""
    return data[chance.randrange(len(data)) :]


def drop(data: bytes, chance: Chance) -> bytes:
    """A part is missing."""
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: Chance) -> bytes:
    """A part stands twice, or often."""
    start, end = _span(data, chance)
    times = chance.choice([1, 1, 2, 2 + 20_000 // (end - start + 1)])
    return data[:end] + data[start:end] * times + data[end:]


def blank(data: bytes, chance: Chance) -> bytes:
    """A part is zeros, as a disk leaves them."""
    start, end = _span(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def insert(data: bytes, chance: Chance) -> bytes:
    """Something stands where nothing should."""
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(ODD) + data[at:]


def swap(data: bytes, chance: Chance) -> bytes:
    """Two parts have changed places."""
    (a, b), (c, d) = sorted(_span(data, chance) for _ in range(2))
    return data if c < b else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def splice(data: bytes, chance: Chance) -> bytes:
    """It goes on as another file."""
    other = chance.choice(list(SAMPLES.values()))
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def renumber(data: bytes, chance: Chance) -> bytes:
    """A number is another: a length, a date, a version."""
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + chance.choice(NUMBERS) + data[match.end() :]


def resize(data: bytes, chance: Chance) -> bytes:
    """Four or eight bytes are a number that is too large, or too small."""
    at = chance.randrange(len(data))
    size = struct.pack(chance.choice(["<I", ">I", "<Q"]), chance.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 2**20, 2**31]))
    return data[:at] + size + data[at + len(size) :]


def nest(data: bytes, chance: Chance) -> bytes:
    """Brackets or tags in brackets or tags."""
    start, end = chance.choice([(b"[", b"]"), (b'{"a":', b"}"), (b"<div>", b"</div>"), (b"<b><i>", b""), (b"(", b")")])
    depth, at = chance.choice(DEPTHS), chance.randrange(len(data))
    return data[:at] + start * depth + b"1" + end * depth + data[at:]


def mistag(data: bytes, chance: Chance) -> bytes:
    """A tag is missing, doubled, or an entity declared before it."""
    found = list(TAG.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    new = chance.choice([b"", match[0] * 2, BOMB + match[0] + b"&b;&c;", match[0][:-1] + b' x="', b"<" + match[0]])
    return data[: match.start()] + new + data[match.end() :]


def recode(data: bytes, chance: Chance) -> bytes:
    """Another encoding, or the same one twice."""
    text = data.decode("utf-8", "replace")
    coding = chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis", "utf-7", "cp037"])
    return text.encode(coding, "replace") if chance.random() < 0.7 else data.decode("latin-1").encode("utf-8")


def _span(data: bytes, chance: Chance) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice([1, 10, 100, 1_000, len(data)]))


PLAIN: list[Damage] = [flip, cut, behead, drop, repeat, blank, insert, swap, splice, renumber, resize]
SHAPED: list[Damage] = [*PLAIN, nest, mistag, recode, renumber, insert]


def within(data: bytes, chance: Chance) -> bytes:
    """Damage under the packing: taken off, done, and put on again; damage as it lies where there is none."""
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(within(gzip.decompress(data), chance))
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.compress(within(zstandard.ZstdDecompressor().decompressobj().decompress(data), chance))
    if data.startswith(b"PK\x03\x04"):
        return within_zip(data, chance)
    if data[257:262] == b"ustar":
        return within_tar(data, chance)
    return damaged(data, chance.choice(SHAPED), chance)


def within_zip(data: bytes, chance: Chance) -> bytes:
    """One member damaged, missing, twice there, or called something else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    name = chance.choice(list(files))
    body = files.pop(name)
    names = [
        "../x.txt",
        "a\\b.jsonl",
        "",
        "x" * 3_000,
        "C:x.txt",
        "é\u202e.txt",
        "a.zip",
        "b.tar.gz",
        "c.parquet",
        name,
    ]
    if chance.random() < 0.9:
        files[name if chance.random() < 0.8 else chance.choice(names)] = within(body, chance) if body else body
    return zip_of(files, packing=chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2]))


def within_tar(data: bytes, chance: Chance) -> bytes:
    """A header that says something else, with a sum that is right; or a member damaged."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        files = {info.name: _read(archive, info) for info in archive.getmembers() if info.isfile()}
    if files and chance.random() < 0.5:
        name = chance.choice(list(files))
        return tar_of(files | {name: within(files[name], chance) if files[name] else b""})
    made = bytearray(data)
    field, length = chance.choice(
        [(0, 100), (100, 8), (124, 12), (136, 12), (156, 1), (157, 100), (257, 8), (345, 155)]
    )
    made[field : field + length] = bytes(chance.choice(b"\0 1759LKxgSD\x80\xff/") for _ in range(length))
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made[:512])
    return bytes(made)


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(info)
    return file.read() if file else b""


def damaged(data: bytes, damage: Damage, chance: Chance) -> bytes:
    """The damage done, where there is anything to do it to."""
    return damage(data, chance) if data else data


def in_warc(data: bytes, chance: Chance) -> bytes:
    """As a record of a crawl, under a header that may not fit."""
    media_type = chance.choice(["text/html", "text/plain", "text/html; charset=utf-7", "image/png"])
    return warc_of(data, kind=chance.choice(["resource", "conversion", "response"]), Content_Type=media_type)


# (what packs, what the name ends in); {} is the name of what is packed.
PACKINGS: list[tuple[Callable[[bytes, str, Chance], bytes], str]] = [
    (lambda data, _name, _chance: data, "{}"),
    (lambda data, _name, _chance: gzip.compress(data), "{}.gz"),
    (lambda data, _name, _chance: zstandard.compress(data), "{}.zst"),
    (lambda data, name, _chance: zip_of({"x.txt": b"Calm.", name: data}), "p.zip"),
    (lambda data, name, _chance: tar_of({"x.txt": b"Calm.", name: data}), "p.tar"),
    (lambda data, name, _chance: gzip.compress(tar_of({name: data})), "p.tar.gz"),
    (lambda data, name, _chance: zip_of({"in.tar": tar_of({name: data})}), "p.zip"),
    (lambda data, _name, chance: in_warc(data, chance), "p.warc"),
    (lambda data, _name, chance: gzip.compress(in_warc(data, chance)), "p.warc.gz"),
]


def damaged_file(seed: int) -> tuple[str, bytes]:
    """The name and the content of the file of that number; the format is drawn first, so that each comes as often."""
    chance = random.Random(seed)
    suffix = chance.choice(sorted({"".join(PurePath(name).suffixes[-2:]) for name in SAMPLES}))
    name = chance.choice([name for name in SAMPLES if name.endswith(suffix)])
    data = SAMPLES[name]
    for _ in range(chance.choice([0, 1, 1, 2])):
        try:
            data = within(data, chance) if data else data
        except (*READ_ERRORS, *ARCHIVE_ERRORS, IndexError):
            break  # damaged so much already that the packing cannot be taken off, or put on again
    for _ in range(chance.choice([0, 1, 1, 2])):
        data = damaged(data, chance.choice(PLAIN), chance)
    pack, form = chance.choice([*PACKINGS, *PACKINGS[:1] * 5])
    if chance.random() < 0.05:
        name = f"{chance.choice(list(SAMPLES))}"
    data = pack(data, name, chance)
    if chance.random() < 0.2:
        data = damaged(data, chance.choice(PLAIN), chance)
    return f"{seed}-{form.format(name)}", data
