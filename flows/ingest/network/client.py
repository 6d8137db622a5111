"""One client for everything asked of web servers: a request -> an Answer, or a RecordError that says why there is none.

One request a host at a time, with a pause between two; redirects followed; passing failures tried again, later each
time; nothing longer than the time or larger than the bytes that `Manners` allow. Requests run in a thread of their own
(asyncio), for only there a time limit holds whatever the server does: one byte a second is an answer to a socket.
"""

import asyncio
import io
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit

from flows.errors import RecordError
from flows.ingest.files import shown_name
from flows.ingest.http_body import body_of
from flows.ingest.network.manners import PASSING, Manners

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
# Asked before each request, for redirects too; raises RecordError when the address must not be asked.
Check = Callable[[str], Awaitable[None]]

MOST_REDIRECTS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
NOT_CHANGED = 304
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "text/html;q=0.8, application/xhtml+xml;q=0.8, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: a body, or 304 (not changed) without one.

    `url` is where it was found after redirects; `moved_to` where it lies for good, if all redirects on the way said so.
    """

    status: int
    url: str
    body: bytes
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


class TryLaterError(RecordError):
    """A failure that may pass; `wait` is what the server asks for, in seconds."""

    def __init__(self, reason: str, detail: str, *, wait: float | None = None) -> None:
        super().__init__(reason, detail)
        self.wait = wait


class Client:
    """Asks for addresses, one request a host at a time. To be closed: it has a thread and connections."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        # Seconds between two requests, where a host wants more than we would keep.
        self.pauses: dict[str, float] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._free_at: dict[str, float] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._http: httpx.AsyncClient | None = None

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """The work, begun in the client's own thread, which the first work starts."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(target=self._loop.run_forever, name="network", daemon=True)
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Ends connections and the thread; what is under way is given up."""
        if self._loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        self._thread.join(timeout=5)
        if not self._thread.is_alive():
            self._loop.close()
        self._loop = self._thread = None

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()
            self._http = None
        asyncio.get_running_loop().stop()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int | None = None,
        check: Check | None = None,
    ) -> Answer:
        """The answer to a GET. Raises RecordError: http_404 and the like, timeout, unreachable, too_large, ..."""
        for tries_left in reversed(range(self.manners.tries)):
            try:
                return await self._follow(url, headers or {}, limit or self.manners.download_bytes, check)
            except TimeoutError as error:
                raise RecordError("timeout", f"no whole answer within {self.manners.total:g} s") from error
            except TryLaterError as error:
                wait = self.wait_after(error, tries_left)
                if wait is None:
                    raise
                await asyncio.sleep(wait)
        raise RecordError("unreachable", "not tried at all (DATELINE_DOWNLOAD_TRIES)")

    def wait_after(self, error: TryLaterError, tries_left: int) -> float | None:
        """Seconds until the next try, None when there is to be none: twice as long each time, no two runs in step."""
        if not tries_left:
            return None
        if error.wait is not None:
            return error.wait if error.wait <= self.manners.longest_wait else None
        doubled = self.manners.first_wait * 2.0 ** (self.manners.tries - 1 - tries_left)
        return min(doubled * random.uniform(0.5, 1.5), self.manners.longest_wait)

    async def _follow(self, url: str, headers: Mapping[str, str], limit: int, check: Check | None) -> Answer:
        """The answer at the end of all redirects."""
        moved_to, is_permanent = None, True
        for _ in range(MOST_REDIRECTS + 1):
            if check is not None:
                await check(url)
            # The wait for our turn is no fault of the server's.
            async with self._turn_at(url), asyncio.timeout(self.manners.total):
                answer, location = await self._ask(url, headers, limit)
            if location is None:
                # A password is not kept; such an address is asked for where it was each time.
                return replace(answer, moved_to=moved_to if moved_to == shown_name(moved_to or "") else None)
            url = _target(url, location)
            is_permanent = is_permanent and answer.status in PERMANENT
            moved_to = url if is_permanent else moved_to
        raise RecordError("too_many_redirects", f"more than {MOST_REDIRECTS}, the last to {shown_name(url)}")

    @asynccontextmanager
    async def _turn_at(self, url: str) -> AsyncIterator[None]:
        """Our turn at the address's host: nobody else asks it, and the pause since the last request is over."""
        host, clock = host_of(url), asyncio.get_running_loop().time
        async with self._turns.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(self._free_at.get(host, 0.0) - clock())
            try:
                yield
            finally:
                self._free_at[host] = clock() + max(self.manners.pause, self.pauses.get(host, 0.0))

    async def _ask(self, url: str, headers: Mapping[str, str], limit: int) -> tuple[Answer, str | None]:
        """One answer, and where it sends us. Raises RecordError, TryLaterError for what may pass."""
        import httpx

        try:
            async with self._opened().stream("GET", url, headers=headers) as response:
                return await _answer_of(response, limit)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise RecordError("bad_address", f"{shown_name(url)}: {error}") from error
        except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            raise RecordError("timeout", f"no answer for {self.manners.read:g} s") from error
        except httpx.ConnectTimeout as error:
            raise TryLaterError("timeout", f"no connection within {self.manners.connect:g} s") from error
        except httpx.TransportError as error:
            raise TryLaterError("unreachable", f"{type(error).__name__}: {error}") from error
        except (OSError, ValueError) as error:  # of TLS, of names: some pass through the library as they are
            raise RecordError("unreachable", f"{type(error).__name__}: {error}") from error

    def _opened(self) -> "httpx.AsyncClient":
        import httpx

        if self._http is None:
            manners = self.manners
            self._http = httpx.AsyncClient(
                headers={"User-Agent": manners.name, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
                timeout=httpx.Timeout(manners.read, connect=manners.connect),
                follow_redirects=False,
            )
        return self._http


async def _answer_of(response: "httpx.Response", limit: int) -> tuple[Answer, str | None]:
    """The answer with its body, and where it sends us. Raises RecordError for any that is no use."""
    status, headers = response.status_code, response.headers
    if status in REDIRECTS and "location" in headers:
        return Answer(status, shown_name(str(response.url)), b""), headers["location"]
    if status in PASSING:
        raise TryLaterError(f"http_{status}", _said(response), wait=_retry_after(headers.get("retry-after")))
    if status != NOT_CHANGED and not 200 <= status < 300:
        raise RecordError(f"http_{status}", _said(response))
    media_type, charset = _content_type(headers.get("content-type", ""))
    answer = Answer(
        status,
        shown_name(str(response.url)),
        b"" if status == NOT_CHANGED else await _body(response, limit),
        media_type=media_type,
        charset=charset,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
    )
    return answer, None


async def _body(response: "httpx.Response", limit: int) -> bytes:
    """The body, its compression taken off; neither form larger than the limit. Raises RecordError: too_large, ..."""
    detail = f"more than {limit:,} bytes (DATELINE_MAX_DOWNLOAD_BYTES)"
    told = response.headers.get("content-length", "")
    if told.isdecimal() and float(told) > limit:
        raise RecordError("too_large", detail)
    packed = bytearray()
    async for piece in response.aiter_raw():
        packed += piece
        if len(packed) > limit:
            raise RecordError("too_large", detail)
    try:
        content = response.headers.get("content-encoding", "")
        return body_of(io.BytesIO(packed), transfer="", content=content, limit=limit)
    except RecordError as error:
        if error.reason == "record_too_long":
            raise RecordError("too_large", f"unpacked {detail}") from error
        raise


def _said(response: "httpx.Response") -> str:
    return f"the server answers {response.status_code} {response.reason_phrase} for {shown_name(str(response.url))}"


def _content_type(header: str) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header, None where they are not stated."""
    message = Message()
    message["content-type"] = header
    charset = message.get_content_charset()
    return header.partition(";")[0].strip().lower() or None, charset


def _retry_after(header: str | None) -> float | None:
    """Seconds, given as such or as a date; None where the header says nothing that can be understood."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except (ValueError, IndexError, TypeError):
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _target(url: str, location: str) -> str:
    """The address that a redirect names, in full. Raises RecordError when it is none of the web."""
    try:
        target = urldefrag(urljoin(url, location)).url
        is_web = urlsplit(target).scheme in ("http", "https") and bool(urlsplit(target).hostname)
    except ValueError:
        is_web = False
    if not is_web:
        raise RecordError("bad_address", f"redirected to {location[:200]!r}")
    return target


def host_of(url: str) -> str:
    """Host and port, as one who may be asked once at a time; "" where the address is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
