"""How we behave on the network: who we say we are, how long we wait, how much we take."""

from dataclasses import dataclass
from importlib.metadata import version

# "A server of ours answers again" is hoped for so often; beyond it the fault is not passing.
PASSING = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Manners:
    """Times in seconds, sizes in bytes. `total` is that of one answer, from the look-up of the host to the last byte.

    `longest_wait`: a server that wants us to wait longer before the next try is asked again by the next run.
    `pause` lies between two requests to one host. `with_pages` asks for the pages that feed items link to.
    """

    user_agent: str = ""
    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    tries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    pause: float = 1.0
    download_bytes: int = 50_000_000
    with_pages: bool = False

    @property
    def name(self) -> str:
        """The User-Agent header: the given one, else the program's name and version."""
        return self.user_agent or f"dateline/{version('dateline')} (Dateline, reads news feeds)"
