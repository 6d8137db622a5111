"""Which pages may be asked for when a feed, not the user, names the address: robots.txt, and nothing inside a house.

Enters: an address. Leaves: nothing, or a RecordError that says why it must not be asked. What the user named (a feed)
does not pass here.
"""

import asyncio
import ipaddress
import re
from urllib.parse import urlsplit

from protego import Protego

from flows.errors import RecordError
from flows.ingest.network.client import Client, host_of

# RFC 9309: at least 500 KiB must be read.
ROBOTS_BYTES = 1_000_000
# A site without rules says so with one of these; 429 is no answer.
NO_RULES = re.compile(r"http_4(?!29)\d\d")


class Gate:
    """Rules of hosts, each asked for once a run."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, Protego | None] = {}
        self._inside: dict[str, bool] = {}

    async def pass_page(self, url: str, *, is_inside_allowed: bool) -> None:
        """Nothing. Raises RecordError: private_address, robots."""
        if not is_inside_allowed and await self.is_inside(url):
            raise RecordError("private_address", f"{host_of(url)} lies in a private network, the feed does not")
        rules = await self._rules_for(url, is_inside_allowed=is_inside_allowed)
        if rules is None or not rules.can_fetch(url, self._agent):
            raise RecordError("robots", f"robots.txt of {host_of(url)} keeps us out")

    async def is_inside(self, url: str) -> bool:
        """Whether the host has an address outside the public network: this machine, the office, a cloud's own."""
        host = urlsplit(url).hostname or ""
        if host not in self._inside:
            self._inside[host] = any(map(_is_private, await _addresses_of(host)))
        return self._inside[host]

    @property
    def _agent(self) -> str:
        """The name that robots.txt knows us by."""
        return self._client.manners.name.partition("/")[0]

    async def _rules_for(self, url: str, *, is_inside_allowed: bool) -> Protego | None:
        """The host's rules; None where they cannot be had, which forbids everything (RFC 9309, 2.3.1.4)."""
        site = f"{urlsplit(url).scheme}://{host_of(url)}"
        if site not in self._rules:
            self._rules[site] = rules = await self._asked(site, is_inside_allowed=is_inside_allowed)
            if delay := rules.crawl_delay(self._agent) if rules else None:
                self._client.pauses[host_of(url)] = min(float(delay), self._client.manners.longest_wait)
        return self._rules[site]

    async def _asked(self, site: str, *, is_inside_allowed: bool) -> Protego | None:
        async def check(url: str) -> None:
            if not is_inside_allowed and await self.is_inside(url):
                raise RecordError("private_address", url)

        try:
            answer = await self._client.get(f"{site}/robots.txt", limit=ROBOTS_BYTES, check=check)
            return Protego.parse(answer.body.decode("utf-8", "replace"))
        except RecordError as error:
            return Protego.parse("") if NO_RULES.fullmatch(error.reason) else None


async def _addresses_of(host: str) -> list[str]:
    """The host's IP addresses; none where it is not known here (a proxy may know it)."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return []
    return [str(address[4][0]).partition("%")[0] for address in found]


def _is_private(address: str) -> bool:
    return not ipaddress.ip_address(address).is_global
