"""What a worker does with a batch. These functions are found by their names in every worker process, near or far.

A worker on another machine gets and gives bytes: frames as Arrow (Parquet), so that both sides may be of another
Polars; or it leaves them on a path that both reach (`--staging`) and gives the path.
"""

import io
from collections.abc import Callable
from functools import cache
from threading import Lock
from uuid import uuid4

import orjson
import polars as pl

from flows.errors import RunnerError
from flows.tables import Frames

# spaCy's pipeline reads for one at a time; a Dask worker may have several threads.
_READING = Lock()


def extract_frames(articles: pl.DataFrame, model: str) -> Frames:
    """The layers of a batch, in whatever process this is. spaCy is imported here, by the first batch."""
    from flows.extract import record

    with _READING:
        return record.extract_frames(articles, extraction=record.load_extraction(model))


def extract_lines(articles: pl.DataFrame, model: str) -> bytes:
    """The records of a batch as JSON Lines, in whatever process this is."""
    from flows.extract import record

    with _READING:
        return record.extract_lines(articles, extraction=record.load_extraction(model))


def work_far(
    work: Callable[[pl.DataFrame, str], bytes | Frames],
    articles: bytes,
    model: str,
    extractor_version: str,
    staging: str | None,
) -> bytes:
    """What the work gives, packed; with a staging folder the packed result's path, for `fetch`.

    Raises RunnerError when this worker would read otherwise than the one who asks.
    """
    if (mine := _version(model)) != extractor_version:
        raise RunnerError(
            f"a worker has extractor {mine}, this run is of {extractor_version}: install the same dateline, spaCy "
            "and model on every worker"
        )
    packed = pack(work(pl.read_parquet(io.BytesIO(articles)), model))
    return _stage(packed, staging) if staging else packed


@cache
def _version(model: str) -> str:
    from flows.extract.version import describe_extractor

    return describe_extractor(model).version


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as Parquet."""
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def pack(made: bytes | Frames) -> bytes:
    """A result as one block of bytes: a line that names its parts with their lengths, then the parts.

    Frames are Parquet; bytes are one part without a name.
    """
    parts = {"": made} if isinstance(made, bytes) else {name: frame_bytes(frame) for name, frame in made.items()}
    head = orjson.dumps({name: len(part) for name, part in parts.items()})
    return b"\n".join((head, b"".join(parts.values())))


def unpack(packed: bytes) -> bytes | Frames:
    """What `pack` packed.

    >>> unpack(pack(b"lines"))
    b'lines'
    >>> unpack(pack({"dates": pl.DataFrame({"start": [3]})}))["dates"].rows()
    [(3,)]
    """
    head, _, rest = packed.partition(b"\n")
    parts, start = {}, 0
    for name, length in orjson.loads(head).items():
        parts[name] = rest[start : start + length]
        start += length
    if "" in parts:
        return parts[""]
    return {name: pl.read_parquet(io.BytesIO(part)) for name, part in parts.items()}


def _stage(packed: bytes, staging: str) -> bytes:
    """The path, the result lying there. Its name is new with every try: a worker that was given up may still write."""
    import fsspec

    path = f"{staging.rstrip('/')}/{uuid4().hex}.dateline"
    with fsspec.open(path, "wb", auto_mkdir=True) if "://" not in path else fsspec.open(path, "wb") as stream:
        stream.write(packed)
    return path.encode()


def fetch(path: str) -> bytes:
    """A staged result; it is taken away, for nobody else will ask for it."""
    import fsspec

    files, place = fsspec.url_to_fs(path)
    packed = bytes(files.cat_file(place))
    files.rm_file(place)
    return packed
