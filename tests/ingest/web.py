"""A web server on this machine that a test starts: it says what the test tells it to and remembers what was asked."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# A hang must not outlast the test by much.
MOST_SECONDS = 20.0


@dataclass(frozen=True)
class Reply:
    """What is said to one request. `etag`, `modified`: 304 for whoever has it already.

    `wait`: seconds before anything; `drip`: seconds between the bytes of the body; `is_endless`: the body again and
    again, without a Content-Length; `is_cut`: the connection ends in the middle.
    """

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/rss+xml"
    etag: str | None = None
    modified: str | None = None
    wait: float = 0.0
    drip: float = 0.0
    is_endless: bool = False
    is_cut: bool = False


@dataclass
class Request:
    """One request as it came, `at` in seconds of a clock that only runs forward."""

    path: str
    headers: dict[str, str]
    at: float


class Web:
    """The server: replies by path, in order, the last for ever; 404 for other paths."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, list[Reply]] = {}
        self.requests: list[Request] = []

    def says(self, path: str, *replies: Reply | str) -> str:
        """The address at which the replies are given from now on; a string is a feed."""
        self.replies[path] = [Reply(reply) if isinstance(reply, str) else reply for reply in replies]
        return self.url(path)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a path."""
        return [request for request in self.requests if request.path == path]

    def paths(self) -> Sequence[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.requests]

    def next_reply(self, path: str) -> Reply:
        """What to say now."""
        replies = self.replies.get(path, [Reply("nothing here", status=404, media_type="text/plain")])
        return replies.pop(0) if len(replies) > 1 else replies[0]


@contextmanager
def serving() -> Iterator[Web]:
    """A server for the time of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.requests.append(Request(self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
            try:
                _answer(self, web.next_reply(self.path))
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.socket.close()


def _answer(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    headers = {"Content-Type": reply.media_type, "ETag": reply.etag, "Last-Modified": reply.modified}
    time.sleep(reply.wait)
    if _is_known(handler, reply):
        handler.send_response(304)
        _send_headers(handler, {"ETag": reply.etag})
        return
    handler.send_response(reply.status)
    if reply.is_endless or reply.drip:
        handler.close_connection = True
        _send_headers(handler, headers | {"Connection": "close"} | dict(reply.headers))
        _send_slowly(handler, body, reply)
        return
    length = len(body) + (1000 if reply.is_cut else 0)
    _send_headers(handler, headers | {"Content-Length": str(length)} | dict(reply.headers))
    handler.wfile.write(body)
    handler.close_connection = handler.close_connection or reply.is_cut


def _is_known(handler: BaseHTTPRequestHandler, reply: Reply) -> bool:
    given = (handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since"))
    return bool((reply.etag and given[0] == reply.etag) or (reply.modified and given[1] == reply.modified))


def _send_headers(handler: BaseHTTPRequestHandler, headers: Mapping[str, str | None]) -> None:
    for name, value in headers.items():
        if value is not None:
            handler.send_header(name, value)
    handler.end_headers()


def _send_slowly(handler: BaseHTTPRequestHandler, body: bytes, reply: Reply) -> None:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        for start in range(0, len(body), 1 if reply.drip else len(body)):
            handler.wfile.write(body[start : start + 1] if reply.drip else body)
            handler.wfile.flush()
            time.sleep(reply.drip)
        if not reply.is_endless:
            return
