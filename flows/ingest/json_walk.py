"""JSON without holding it: the objects and lists of a document one after the other, to be entered, taken or skipped.

Enters: a document as UTF-8, piece by piece. Leaves: where its objects and lists stand, and the bytes of those that are
taken. Only strings and brackets are looked at: what is wrong inside one object (NaN, a comma too many) spoils that
object alone, and what follows is read all the same. The bytes held are those of one object, up to a limit.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from flows.errors import RecordError
from flows.ingest.files import READ_ERRORS

# Strings end at a quotation mark that no backslash escapes; the second group is empty where the bytes end first.
STRING = rb'"(?:[^"\\]++|\\.)*+("?)'
TOKEN = re.compile(STRING + rb'|[\[\]{}:,]|[^\s\[\]{}:,"]++', re.DOTALL)
BRACKET = re.compile(STRING + rb"|[\[\]{}]", re.DOTALL)
REST_OF_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
CLOSING = {b"{": b"}", b"[": b"]"}
# Deeper than any document that a person made; every level is held.
DEEPEST = 1_000


class BrokenJsonError(RecordError):
    """The document's brackets do not match, or it ends before they are closed."""

    def __init__(self, detail: str) -> None:
        super().__init__("bad_json", detail)


@dataclass(frozen=True, slots=True)
class Place:
    """An object `{`, a list `[`, or, of another kind, a value where an object may stand: alone, or in a list.

    `path` holds the keys that lead there, with dots; lists add nothing to it. `is_item`: not the value of a key.
    """

    kind: bytes
    path: str
    is_item: bool


class Walker:
    """Gives one place after the other; before the next, an object or a list has to be entered, taken or passed."""

    def __init__(self, pieces: Iterator[bytes], *, limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self._data = b""
        self._at = 0
        self._kept: int | None = None
        self._levels: list[Place] = []
        self._key = ""
        self._error: Exception | None = None

    def next(self) -> Place | None:
        """The next place, None after the last. Raises BrokenJsonError."""
        last = b""
        while token := self._token(TOKEN):
            level = self._levels[-1] if self._levels else None
            in_object = level is not None and level.kind == b"{"
            if token in (b"{", b"["):
                return Place(token, self._path(level), is_item=not in_object)
            if token in (b"}", b"]"):
                self._leave(token)
            elif token == b":":
                self._key = _text(last)
            elif token != b"," and not in_object:
                return Place(token[:50], self._path(level), is_item=True)
            last = token
        if self._levels:
            raise BrokenJsonError("the document ends before its brackets are closed")
        return None

    def enter(self, place: Place) -> None:
        """Go on with what is in the place. Raises BrokenJsonError when that is too deep."""
        if len(self._levels) >= DEEPEST:
            raise BrokenJsonError(f"nested more than {DEEPEST:,} deep")
        self._levels.append(place)

    def take(self) -> bytes | None:
        """The bytes of the object or list, and go on after it; None when it is longer than the limit."""
        self._kept = self._at - 1
        try:
            self._pass()
            is_held = self._kept is not None and self._at - self._kept <= self._limit
            return self._data[self._kept : self._at] if is_held else None
        finally:
            self._kept = None

    def skip(self) -> None:
        """Go on after the object or list."""
        self._pass()

    @property
    def is_at_top(self) -> bool:
        """Whether nothing has been entered that is not closed."""
        return not self._levels

    def tell(self) -> int:
        """Where the walk stands, to come back to; of use while all bytes were given as one piece."""
        return self._at

    def seek(self, at: int) -> None:
        """Back to where `tell` was asked."""
        self._at = at

    def _path(self, level: Place | None) -> str:
        if level is None or level.kind == b"[":
            return level.path if level else ""
        return f"{level.path}.{self._key}" if level.path else self._key

    def _leave(self, token: bytes) -> None:
        if not self._levels or CLOSING[self._levels.pop().kind] != token:
            raise BrokenJsonError(f"a {token.decode()} that closes nothing")

    def _pass(self) -> None:
        """To the bracket that closes the last one. Strings are stepped over, so that brackets in them do not count."""
        depth = 1
        while depth:
            for match in BRACKET.finditer(self._data, self._at):  # twice as fast as token by token
                if match[1] is None:
                    depth += 1 if match[0] in CLOSING else -1
                elif not match[1]:  # a string whose end is not there yet
                    break
                self._at = match.end()
                if not depth:
                    return
            token = self._token(BRACKET)
            if token is None:
                raise BrokenJsonError("the document ends in the middle of an object")
            depth += (token in CLOSING) - (token in (b"}", b"]"))

    def _token(self, pattern: re.Pattern[bytes]) -> bytes | None:
        """The next token, None at the end; a string longer than the limit counts as an empty one."""
        while True:
            match = pattern.search(self._data, self._at)
            start, end = match.span() if match else (len(self._data), len(self._data))
            is_word = match is not None and match[1] is None and match[0] not in b"{}[]:,"
            is_open = match is None or match[1] == b"" or (is_word and end == len(self._data))
            if match and not is_open:
                self._at = end
                return match[0]
            self._at = start
            if end - start > self._limit:
                return self._pass_string()
            if not self._more():
                self._at = end
                return match[0] if match and match[1] is None else None

    def _pass_string(self) -> bytes | None:
        """An empty string in place of one that is too long, which is let go of."""
        self._kept = None
        self._at += 1
        while True:
            match = REST_OF_STRING.match(self._data, self._at)
            self._at = match.end() if match else len(self._data)
            if match and match[1]:
                return b'""'
            if not self._more():
                return None

    def _more(self) -> bool:
        """More bytes, as many again as are held: what is looked at twice is no more than what is new."""
        first = self._at if self._kept is None else self._kept
        if self._kept is not None and len(self._data) - first > self._limit:
            self._kept, first = None, self._at
        held, added, size = len(self._data) - first, list[bytes](), 0
        try:
            while not self._error and size <= held and (piece := next(self._pieces, None)) is not None:
                added.append(piece)
                size += len(piece)
        except READ_ERRORS as error:  # what came before it is looked at first
            self._error = error
        if self._error and not size:
            raise self._error
        if size:
            self._data = b"".join([self._data[first:], *added])
            self._at -= first
            self._kept = None if self._kept is None else 0
        return bool(size)


def parse_json(data: bytes) -> object:
    """The value. Raises RecordError: bad_encoding or bad_json. NaN and numbers of any length are taken."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return _parse_slowly(data)


def sample_of(data: bytes) -> str:
    """The first 200 bytes, for a person to look at."""
    return data[:200].decode("utf-8", "replace")


def _parse_slowly(data: bytes) -> object:
    """What orjson refuses and Python's json takes: NaN, numbers beyond 64 bits. Its errors name the column."""
    try:
        return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RecordError("bad_encoding", f"not UTF-8 at byte {error.start + 1}", sample=sample_of(data)) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise RecordError("bad_json", str(error), sample=sample_of(data)) from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise RecordError("bad_json", str(error), sample=sample_of(data)) from error


def _text(token: bytes) -> str:
    """A key as it reads."""
    try:
        return str(orjson.loads(token))
    except orjson.JSONDecodeError:
        return token.strip(b'"').decode("utf-8", "replace")
