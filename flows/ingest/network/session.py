"""All that a run needs of the network, opened once: the client, what is remembered, what may be asked."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from types import TracebackType

import polars as pl

from flows.errors import RecordError
from flows.ingest.drafts import Draft
from flows.ingest.files import is_web, shown_name
from flows.ingest.network.client import NOT_CHANGED, Answer, Client
from flows.ingest.network.gate import Gate
from flows.ingest.network.manners import Manners
from flows.ingest.network.memory import Memory

# Addresses asked for at a time: each may hold as many bytes as are taken from one.
AHEAD = 4
# Two feeds of a site share items; their pages need not be asked for twice.
KEPT_PAGES = 500


class Network:
    """The network for one run. Nothing is started before something is asked for; to be closed, or used as a context."""

    def __init__(self, manners: Manners, stored: Mapping[str, pl.DataFrame] | None = None) -> None:
        self.manners = manners
        self.memory = Memory(stored)
        self._client = Client(manners)
        self._gate = Gate(self._client)
        self._under_way: dict[str, Future[Answer]] = {}
        self._pages: OrderedDict[str, Draft] = OrderedDict()

    def __enter__(self) -> "Network":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections."""
        self._client.close()

    def look_ahead(self, names: Sequence[str]) -> None:
        """Begins to ask for addresses that will be read next, so that one slow host does not hold up the others."""
        for name in names:
            if is_web(name) and name not in self._under_way:
                self._under_way[name] = self._client.start(self._asked(name))

    def ask(self, name: str) -> Answer:
        """What lies at an address that the user named; 304 when it is what it was. Raises RecordError."""
        under_way = self._under_way.pop(name, None)
        return (under_way or self._client.start(self._asked(name))).result()

    async def _asked(self, name: str) -> Answer:
        state = self.memory.state_of(shown_name(name))
        is_known = state.has_pages or not self.manners.with_pages
        given = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified} if is_known else {}
        headers = {name: value for name, value in given.items() if value}
        answer = await self._client.get(state.moved_to or name, headers=headers)
        if answer.status == NOT_CHANGED and not headers:
            raise RecordError("http_304", "the server says that nothing has changed, and was not asked that")
        return answer

    def kept_page(self, url: str) -> Draft | None:
        """The article of a page that was asked for before in this run."""
        return self._pages.get(url)

    def keep_page(self, url: str, page: Draft) -> None:
        """Keeps the article of a page, for a while."""
        self._pages[url] = page
        if len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)

    def ask_page(self, url: str, *, feed_url: str | None) -> Answer:
        """A page that a feed links to. Raises RecordError, also where the page must not be asked for."""
        return self._client.start(self._asked_page(url, feed_url)).result()

    async def _asked_page(self, url: str, feed_url: str | None) -> Answer:
        is_inside_allowed = feed_url is not None and await self._gate.is_inside(feed_url)

        async def check(address: str) -> None:
            await self._gate.pass_page(address, is_inside_allowed=is_inside_allowed)

        return await self._client.get(url, check=check)
