"""A stream that can be sought in, for formats whose directory stands at the end: Parquet, Arrow, Excel."""

import io
from typing import BinaryIO

from flows.ingest.drafts import Limits
from flows.ingest.files import TooLargeError


def seekable(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """The stream itself where it is a file; else its bytes in memory. Raises TooLargeError when they are too many."""
    if stream.seekable():
        return stream
    data = stream.read(limits.member_bytes + 1)
    if len(data) > limits.member_bytes:
        raise TooLargeError(
            f"more than {limits.member_bytes:,} bytes (DATELINE_MAX_MEMBER_BYTES); unpack the file first"
        )
    return io.BytesIO(data)
